"""The word lists of `i18n/claims`: what a country's law has against which words.

Each list is a TOML file named after its language. A `[[claim]]` has words that are found, and a
`[[harmless]]` has longer ones in which they mean something else; either tells its `source` and how
`sure` it is. Words are written plainly, in small letters; a space in one may be missing in a text.
`patterns` are regular expressions for what no list can hold; none may repeat without bound. Chinese
words are also found with some of their signs in Latin letters, 国jia级, by the table `pinyin.txt`.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, TypeAlias

from studio import paths
from studio.claims.finding import Claim, Kind, Severity, Sureness
from studio.claims.folding import FOLDER, Plain, is_han
from studio.claims.rules import RULES

LANGUAGES = ("zh", "id", "en")
"""Languages that have a list, by their tags."""

Entry: TypeAlias = dict[str, Any]
"""A table of the file: texts, texts in lists, and `provable`, which is true or false."""

_MOST_SIGNS = 4
"""Signs of a word that is also found with some of them in Latin letters."""

_WORD_START = "(?<![a-z0-9])"
_WORD_END = r"(?![a-z0-9]|\.\d)"


@dataclass(frozen=True, slots=True)
class WordList:
    """A language's words, ready to be looked for.

    Attributes:
        pattern: Finds all words of the list, the harmless among them, in a `Plain` text; what is
            harmless goes before what is not, and long words go before short ones.
        words: What the list says of a word without its spaces; None where it is harmless.
        patterns: The same of what a pattern finds, by the name of its group.
        endings: What may be hung onto a word without changing its meaning.
        mixed: Chinese words with some of their signs, not all, in Latin letters.
    """

    pattern: re.Pattern[str]
    words: dict[str, Claim | None]
    patterns: dict[str, Claim | None]
    endings: tuple[str, ...]
    mixed: dict[str, Claim]

    def claim_of(self, found: re.Match[str]) -> Claim | None:
        """What the list says of a match; None where it is harmless."""
        if found.lastgroup:
            return self.patterns[found.lastgroup]
        word = found.group().replace(" ", "")
        if word in self.words:
            return self.words[word]
        stems = (word.removesuffix(ending) for ending in self.endings if word.endswith(ending))
        return next(self.words[stem] for stem in stems if stem in self.words)


def languages_of(tag: str) -> tuple[str, ...]:
    """The lists for a text in this language; all of them where it has none or is not known."""
    short = tag.replace("-", "_").split("_")[0].lower()
    short = {"in": "id"}.get(short, short)
    return (short,) if short in LANGUAGES else LANGUAGES


def lists_of(laws: str, language: str) -> tuple[str, ...]:
    """The lists for a text.

    Args:
        laws: Tags of those whose law is meant, with spaces between; `none` for nobody's, empty for
            that of the text's language.
        language: Of the text.
    """
    if not laws:
        return languages_of(language)
    return tuple(tag for tag in LANGUAGES if tag in laws.split())


def table(language: str) -> dict[str, Any]:
    """A language's file as it is: lists of entries under `claim` and `harmless`."""
    path = paths.resource(*FOLDER, f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def word_list(language: str) -> WordList:
    """The list of a language in `LANGUAGES`.

    Raises:
        ValueError: The file has a word or an attribute that it must not have.
    """
    entries = table(language)
    endings = tuple(entries["endings"])
    words: dict[str, Claim | None] = {}
    patterns: dict[str, Claim | None] = {}
    sources: list[tuple[str, str]] = []
    harmless = ((entry, None) for entry in entries["harmless"])
    claims = ((entry, _claim(entry, language)) for entry in entries["claim"])
    for entry, claim in (*harmless, *claims):
        for word in entry.get("words", ()):
            plain = Plain(word).text
            if plain.replace(" ", "") in words:
                raise ValueError(f"{language}.toml has {word!r} twice")
            words[plain.replace(" ", "")] = claim
            sources.append(("", plain))
        for pattern in entry.get("patterns", ()):
            name = f"p{len(patterns)}"
            patterns[name] = claim
            sources.append((name, pattern))
    pattern = _compiled(sources, patterns, endings)
    return WordList(pattern, words, patterns, endings, _all_mixed(words))


def _claim(entry: Entry, language: str) -> Claim:
    if entry["rule"] not in RULES:
        raise ValueError(f"{language}.toml knows a rule {entry['rule']!r} that there is not")
    return Claim(
        Kind(entry["kind"]),
        Severity(entry["severity"]),
        entry["rule"],
        entry["source"],
        Sureness(entry["sure"]),
        entry["provable"],
        entry.get("instead", ""),
        language,
    )


def _all_mixed(words: dict[str, Claim | None]) -> dict[str, Claim]:
    sounds = _sounds()
    mixed: dict[str, Claim] = {}
    for word, claim in words.items():
        is_short = 2 <= len(word) <= _MOST_SIGNS and all(map(is_han, word))
        if not is_short or claim is None or claim.severity is Severity.DOUBTFUL:
            continue
        written = ("".join(signs) for signs in product(*((s, sounds.get(s, s)) for s in word)))
        mixed |= {one: claim for one in written if one not in words and not one.isascii()}
    return mixed


def _sounds() -> dict[str, str]:
    """Chinese characters and how they sound, in Latin letters without tones."""
    rows = paths.resource(*FOLDER, "pinyin.txt").read_text(encoding="utf-8").splitlines()
    pairs = (pair for row in rows if not row.startswith("#") for pair in row.split())
    return {pair[0]: pair[1:] for pair in pairs}


def _compiled(
    sources: list[tuple[str, str]], patterns: dict[str, Claim | None], endings: tuple[str, ...]
) -> re.Pattern[str]:
    """One pattern for all: Chinese begins anywhere, words of letters where words begin."""
    starts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in sources:
        starts["" if is_han(_first_signs(each[1])[0]) else _WORD_START].append(each)
    branches = [
        f"{start}(?=[{_all_first_signs(mine)}])(?:{'|'.join(_parts(mine, patterns, endings))})"
        for start, mine in starts.items()
    ]
    return re.compile("|".join(branches))


def _parts(
    sources: list[tuple[str, str]], patterns: dict[str, Claim | None], endings: tuple[str, ...]
) -> Iterator[str]:
    """What is harmless by a pattern, then all words, then the other patterns."""
    named = [(name, pattern) for name, pattern in sources if name]
    yield from (f"(?P<{n}>{p}){_end(p)}" for n, p in named if patterns[n] is None)
    yield from _by_first_sign([word for name, word in sources if not name], endings)
    yield from (f"(?P<{n}>{p}){_end(p)}" for n, p in named if patterns[n] is not None)


def _first_signs(source: str) -> str:
    """What a word or pattern may begin with: a sign, a digit, or one of a first group of words."""
    if source.startswith("(?:"):
        return "".join(word[0] for word in source[3 : source.index(")")].split("|"))
    return "0123456789" if source.startswith(r"\d") else source[0]


def _all_first_signs(sources: list[tuple[str, str]]) -> str:
    return re.escape("".join(sorted({sign for _, s in sources for sign in _first_signs(s)})))


def _by_first_sign(words: Iterable[str], endings: tuple[str, ...]) -> Iterator[str]:
    tails: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        tails[word[0]].append(_tail(word, endings))
    for sign, mine in tails.items():
        yield f"{re.escape(sign)}(?:{'|'.join(mine)})"


def _tail(word: str, endings: tuple[str, ...]) -> str:
    hung = f"(?:{'|'.join(endings)})?" if endings and "a" <= word[-1] <= "z" else ""
    return re.escape(word[1:]).replace(r"\ ", " ?") + hung + _end(word)


def _end(source: str) -> str:
    """No word of letters goes on behind its end; Chinese may, and so may a sign."""
    is_open = is_han(_first_signs(source)[0]) or is_han(source[-1]) or source[-1] == "%"
    return "" if is_open else _WORD_END
