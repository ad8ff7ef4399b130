"""Finds the claims in a text."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import TypeAlias

from studio.claims.finding import Claim, Finding, Kind, Severity
from studio.claims.folding import Plain, disguised_words, mixed_words
from studio.claims.wordlists import LANGUAGES, WordList, lists_of, word_list

_PIECE = 4000
"""Signs that are looked at in one go: a search keeps the interpreter, and so every thread, for a
millisecond or two; over a text of a million signs it would be half a second."""

_OVERLAP = 800
"""Signs that two pieces share: twice more than the longest words have, in disguise."""

Span: TypeAlias = tuple[int, int]

_NOTHING = frozenset(
    """
none, no, not yet, n a, na, nil, null, nan, tbd, todo, to do, tbc, pending, unknown, no evidence,
no proof,
没有, 暂无, 暂时没有, 还没有, 未有, 待定, 待补, 待补充, 待提供, 未提供, 不详, 无证据, 没有证据,
tidak, tidak ada, tdk ada, belum, belum ada, nggak ada, gak ada, ga ada, kosong, menyusul
""".strip()
    .replace(",\n", ", ")
    .split(", ")
)
"""What stands in a table for nothing, as a `Plain` text."""


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
    is doubtful is no claim here: “newest report” says nothing of the goods. What a table has where
    there is nothing, such as a dash or “none”, proves nothing.
    """
    note = " ".join(Plain(evidence).text.split())
    if len(note) < 2 or note in _NOTHING:
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
    found: dict[Span, Claim] = {}
    disguised = disguised_words(plain.folded)
    mixed = list(mixed_words(plain.text))
    for words in map(word_list, languages):
        harmless: list[Span] = []
        for span, claim in _plain(plain, words):
            if claim is None:
                harmless.append(span)
            else:
                found.setdefault(span, claim)
        for span, claim in (*_disguised(plain, disguised, words), *_mixed(plain, mixed, words)):
            if not _is_inside(span, harmless):
                found.setdefault(span, claim)
    return _apart(text, found)


def _plain(plain: Plain, words: WordList) -> Iterator[tuple[Span, Claim | None]]:
    for match in words.pattern.finditer(plain.text):
        yield plain.span(*match.span()), words.claim_of(match)


def _disguised(
    plain: Plain, disguised: list[tuple[str, int, int]], words: WordList
) -> Iterator[tuple[Span, Claim]]:
    for word, start, end in disguised:
        match = words.pattern.fullmatch(word)
        claim = words.claim_of(match) if match else None
        if claim is not None:
            yield plain.folded_span(start, end), claim


def _mixed(
    plain: Plain, mixed: list[tuple[str, int, int]], words: WordList
) -> Iterator[tuple[Span, Claim]]:
    for word, start, end in mixed:
        claim = words.mixed.get(word)
        if claim is not None:
            yield plain.span(start, end), claim


def _is_inside(span: Span, spans: list[Span]) -> bool:
    """Whether one of these, which are in order, holds all of it."""
    before = bisect_right(spans, span[0], key=itemgetter(0)) - 1
    return before >= 0 and span[1] <= spans[before][1]


def _apart(text: str, found: dict[Span, Claim]) -> list[Finding]:
    """Of those that overlap the one that begins first, and of these the longest."""
    kept: list[Finding] = []
    done = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= done:
            kept.append(Finding(start, end, text[start:end], found[start, end]))
            done = end
    return kept
