"""What was found, and how sure anybody can be that it matters."""

from dataclasses import dataclass
from enum import StrEnum

from studio.claims.rules import RULES
from studio.model.message import Message, Name, say

_LONGEST = 40
"""Signs of a phrase that are told."""


class Kind(StrEnum):
    """What a claim is about; a product's evidence proves whole kinds."""

    SUPERLATIVE = "superlative"
    RANK = "rank"
    ONLY = "only"
    STATE = "state"
    ABSOLUTE = "absolute"
    PRICE = "price"
    CONTENT = "content"
    HALAL = "halal"
    HEALTH = "health"
    SAFETY = "safety"


class Severity(StrEnum):
    BANNED = "banned"
    """A law, a code or a published decision names it."""
    RISKY = "risky"
    """It means the same as what is named."""
    DOUBTFUL = "doubtful"
    """It depends on what is meant."""


class Sureness(StrEnum):
    NAMED = "named"
    """The word stands in the source, and somebody read it there."""
    MEANT = "meant"
    """The rule was read; that it covers this word is our reading."""
    UNVERIFIED = "unverified"
    """The rule is common knowledge that nobody looked up."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a word list says of some words.

    Attributes:
        kind: What they are about.
        severity: How much they matter.
        rule: The id of what forbids them, in `rules.RULES`.
        source: The law and article, or the document, as it would be cited.
        sure: How far that was verified.
        is_provable: Whether proof allows them.
        instead: Words that say less, in the list's language; empty where there are none.
        language: Tag of the list's language, such as `zh`.
    """

    kind: Kind
    severity: Severity
    rule: str
    source: str
    sure: Sureness
    is_provable: bool
    instead: str
    language: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim in a text.

    Attributes:
        start: Where it begins in the text that was given, in code points.
        end: Where it ends, exclusive.
        phrase: How it stands there, disguised or not.
        claim: What the word list says of it.
    """

    start: int
    end: int
    phrase: str
    claim: Claim

    @property
    def _shown(self) -> str:
        """The phrase, of a length that can be listened to: disguises may be as long as a text."""
        is_short = len(self.phrase) <= _LONGEST
        return self.phrase if is_short else f"{self.phrase[:_LONGEST]} …"

    @property
    def rule(self) -> Message:
        """What the law has against it."""
        return say(RULES[self.claim.rule], phrase=Name(self._shown, self.claim.language))

    @property
    def instead(self) -> Message:
        """What may be said in its place."""
        if not self.claim.instead:
            return say("Leave it out.")
        words = Name(self.claim.instead, self.claim.language)
        return say("Say for example “{words}”.", words=words)

    @property
    def proof(self) -> Message:
        """Whether proof helps."""
        if self.claim.is_provable:
            return say("With a note of proof on the product it may be said.")
        return say("No proof allows it.")

    @property
    def doubt(self) -> Message | None:
        """What nobody verified about this rule; None where somebody did."""
        match self.claim.sure:
            case Sureness.NAMED:
                return None
            case Sureness.MEANT:
                return say("The rule does not name this; that it covers it is our reading.")
            case Sureness.UNVERIFIED:
                return say("Nobody has verified this rule.")

    @property
    def warning(self) -> Message:
        """All that the seller needs to hear at once: the rule, and a way out."""
        return self.rule.then(self.instead)
