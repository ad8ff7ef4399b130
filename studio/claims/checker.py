"""Finds the claims in a text."""

from collections.abc import Iterator
from dataclasses import replace

from studio.claims.finding import Claim, Finding, Kind, Severity
from studio.claims.folding import Plain, disguised_words
from studio.claims.wordlists import LANGUAGES, WordList, lists_of, word_list

_PIECE = 4000
"""Signs that are looked at in one go: a search keeps the interpreter, and so every thread, for a
millisecond or two; over a text of a million signs it would be half a second."""

_OVERLAP = 800
"""Signs that two pieces share: twice more than the longest words have, in disguise."""


def check(text: str, language: str = "", evidence: str = "", laws: str = "") -> tuple[Finding, ...]:
    """Find what advertising law forbids or wants proof for.

    The time it takes grows with the length of the text and nothing else, and however long that is,
    other threads go on meanwhile.

    Args:
        text: Anything: a card, a script, what somebody said.
        language: Tag of the text's language, which also says whose law is meant; where it is
            empty or has no word list, all lists are used.
        evidence: A product's note of what proves its claims; what it proves is not found.
        laws: Whose law is meant whatever the language, see `wordlists.lists_of`.

    Returns:
        Findings in the order of the text; none overlaps another.
    """
    proven = proven_kinds(evidence)
    return tuple(
        finding
        for finding in _findings(text, lists_of(laws, language))
        if not (finding.claim.is_provable and finding.claim.kind in proven)
    )


def proven_kinds(evidence: str) -> frozenset[Kind]:
    """The kinds of claims that a note of evidence proves.

    A note that makes claims itself, as “halal certificate 0123” or “first in sales, 2025”, proves
    claims of those kinds; one that makes none, as “laboratory report 17”, proves all kinds. What
    is doubtful is no claim here: “newest report” says nothing of the goods.
    """
    if not evidence.strip():
        return frozenset()
    claims = [finding.claim for finding in _findings(evidence, LANGUAGES)]
    named = frozenset(claim.kind for claim in claims if claim.severity is not Severity.DOUBTFUL)
    return named or frozenset(Kind)


def _findings(text: str, languages: tuple[str, ...]) -> list[Finding]:
    if len(text) <= _PIECE:
        return _in_piece(text, languages)
    found: list[Finding] = []
    step = _PIECE - _OVERLAP
    for first in range(0, len(text) - _OVERLAP, step):
        # Who begins in the first half of what two share was found whole in the piece before.
        begin = first + _OVERLAP // 2 if first else 0
        end = first + step + _OVERLAP // 2 if first + _PIECE < len(text) else len(text)
        begin = max(begin, found[-1].end if found else 0)
        found += (
            replace(f, start=f.start + first, end=f.end + first)
            for f in _in_piece(text[first : first + _PIECE], languages)
            if begin <= f.start + first < end
        )
    return found


def _in_piece(text: str, languages: tuple[str, ...]) -> list[Finding]:
    if not text:
        return []
    plain = Plain(text)
    found: dict[tuple[int, int], Claim] = {}
    disguised = disguised_words(plain.folded)
    for words in map(word_list, languages):
        for (start, end), claim in (*_plain(plain, words), *_disguised(plain, disguised, words)):
            found.setdefault((start, end), claim)
    return _apart(text, found)


def _plain(plain: Plain, words: WordList) -> Iterator[tuple[tuple[int, int], Claim]]:
    for match in words.pattern.finditer(plain.text):
        claim = words.claim_of(match)
        if claim is not None:
            yield plain.span(*match.span()), claim


def _disguised(
    plain: Plain, disguised: list[tuple[str, int, int]], words: WordList
) -> Iterator[tuple[tuple[int, int], Claim]]:
    for word, start, end in disguised:
        match = words.pattern.fullmatch(word)
        claim = words.claim_of(match) if match else None
        if claim is not None:
            yield plain.folded_span(start, end), claim


def _apart(text: str, found: dict[tuple[int, int], Claim]) -> list[Finding]:
    """Of those that overlap the one that begins first, and of these the longest."""
    kept: list[Finding] = []
    done = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= done:
            kept.append(Finding(start, end, text[start:end], found[start, end]))
            done = end
    return kept
