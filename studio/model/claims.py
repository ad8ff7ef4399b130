"""What was found when products were checked for claims that advertising law forbids."""

from dataclasses import dataclass

from studio.model.message import Message, Name


@dataclass(frozen=True, slots=True)
class ClaimedProduct:
    """A product that makes claims which nothing proves.

    Attributes:
        code: Its code.
        name: What it is called.
        warnings: Each claim: where it stands, the rule, and what may be said instead.
    """

    code: str
    name: Name
    warnings: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class CheckedCatalogue:
    """What came of a look through the catalogue.

    Attributes:
        checked: How many products were looked at.
        count: How many of them make claims.
        products: Those, or the first of very many.
    """

    checked: int = 0
    count: int = 0
    products: tuple[ClaimedProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimsState:
    """How far the look through the catalogue is.

    Attributes:
        work: Id of the work that looks; empty while none does.
        found: What came of the last one; None where there was none yet.
    """

    work: str = ""
    found: CheckedCatalogue | None = None
