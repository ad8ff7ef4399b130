"""What the studio says, as segments for its voices.

The last step of an announcement: its typed values are still whole here, so that a price is said
with its currency in the sentence's language, and a name in its own. Any thread may call it.
"""

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, islice

from studio import text as texts
from studio.model.message import (
    SIGNS,
    Duration,
    Exact,
    Language,
    Message,
    Money,
    Name,
    Number,
    Spelled,
    Value,
)
from studio.model.pronunciation import Pronunciation
from studio.model.segment import Segment
from studio.speech.words import codes
from studio.speech.words.cleaning import cleaned, speakable, tidied
from studio.speech.words.context import Context
from studio.speech.words.figure import Figure
from studio.speech.words.lexicon import Lexicon, Part, lexicon_of
from studio.speech.words.reader import read
from studio.speech.words.scripts import LATIN, in_runs, script_of, segment
from studio.speech.words.tongue import Tongue
from studio.speech.words.tongues import short_tag, tongue_of
from studio.text import N_

_LETTER = re.compile(r"[^\W\d_]")
_SILENT = frozenset(" .,，。、…\ufe0f\u200d\u2800")
_SIGNS_TOLD = 5
_HIDDEN = N_("hidden sign")

Dictionary = tuple[Pronunciation, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a sentence.

    Attributes:
        language: Its own, a short tag.
        latin: The voice of its Latin letters.
        is_words: It is written out already.
        is_line: It is all that somebody wrote.
        is_spelled: It is said sign by sign; what the person wants said is about words.
    """

    text: str
    language: str
    latin: str
    is_words: bool = False
    is_line: bool = False
    is_spelled: bool = False


@dataclass(frozen=True, slots=True)
class _Languages:
    """The interface's, and the show's; each name may have its own."""

    sentence: str
    show: str

    @property
    def latin(self) -> str:
        """Who reads Latin letters among others."""
        return next((one for one in (self.sentence, self.show) if one in LATIN), "en")

    def of_name(self, name: Name) -> str:
        if own := short_tag(name.language):
            return own
        if script := script_of(name.name):
            return script
        if not _LETTER.search(name.name):  # an amount, a time
            return self.sentence
        return next((one for one in (self.show, self.sentence) if one in LATIN), "en")


def segments_of(
    message: Message,
    language: str | None = None,
    *,
    show_language: str = "",
    dictionary: Dictionary = (),
) -> tuple[Segment, ...]:
    """Put a sentence into words for the ear; never raises for what is in its values.

    Args:
        message: What is to be said.
        language: The interface's; the one in use when none is given.
        show_language: What the show is held in: names of an unknown language in Latin letters
            are read in it.
        dictionary: How the person wants words to be said.
    """
    shown = texts.match(language or texts.in_use())
    languages = _Languages(short_tag(shown), short_tag(show_language))
    pieces = _pieces(message, shown, languages)
    return _segments(_merged(pieces), lexicon_of(dictionary))


def segments_of_text(
    text: str, language: str, *, latin: str = "", dictionary: Dictionary = ()
) -> tuple[Segment, ...]:
    """Put what somebody wrote into words for the ear; never raises, linear in its length.

    Args:
        text: Anything: a line of the chat, the name of a product.
        language: What it is in, as far as is known.
        latin: The language of Latin letters, where the text itself is in others; English when
            none is given.
        dictionary: How the person wants words to be said.
    """
    tag = short_tag(language) or script_of(text) or "en"
    voice = tag if tag in LATIN else short_tag(latin) or "en"
    return _segments([_Piece(text, tag, voice, is_line=True)], lexicon_of(dictionary))


def _pieces(message: Message, shown: str, languages: _Languages) -> Iterator[_Piece]:
    """A sentence's own words, and its values, in order."""
    if message.plural:
        sentence = texts.translate_plural(message.id, message.plural, message.count, shown)
    else:
        sentence = texts.translate(message.id, shown)
    for own, blank, _spec, _conversion in string.Formatter().parse(sentence):
        yield _Piece(own, languages.sentence, languages.latin)
        if blank is not None:
            yield from _value(message.values[blank], shown, languages)


def _value(value: Value, shown: str, languages: _Languages) -> Iterator[_Piece]:
    tongue = tongue_of(languages.sentence)
    match value:
        case Message():
            yield from _pieces(value, shown, languages)
        case Name():
            own = languages.of_name(value)
            yield _Piece(value.name, own, own if own in LATIN else languages.latin)
        case Money() if value.amount.is_finite():
            amount = texts.payable(value.amount, value.currency)
            words = tongue.money(Figure.of(amount), value.currency)
            yield _Piece(words, languages.sentence, languages.latin, is_words=True)
        case Exact():
            yield from _exact(value.written, languages)
        case Spelled():
            yield from _spelled(value, shown, languages)
        case str():
            yield _Piece(value, languages.sentence, languages.latin)
        case _:
            yield _Piece(_written(value, shown, tongue), languages.sentence, languages.latin)


def _exact(written: str, languages: _Languages) -> Iterator[_Piece]:
    """A text of which no address is shortened to where it leads."""
    own = languages.of_name(Name(written))
    latin = own if own in LATIN else languages.latin
    context = Context(tongue_of(languages.sentence), tongue_of(languages.latin))
    for is_address, words in groupby(re.findall(r"\s+|\S+", written), codes.is_address):
        text = "".join(words)
        if is_address:
            said = codes.address(text, context)
            yield _Piece(said, languages.sentence, languages.latin, is_words=True)
        else:
            yield _Piece(text, own, latin)


def _spelled(value: Spelled, shown: str, languages: _Languages) -> Iterator[_Piece]:
    """Each sign by its name, and none left out: one that no voice knows has an English name."""
    for sign in value.signs(shown):
        if sign.isalnum() or _is_said(sign, languages.sentence, languages.latin):
            own, name = languages.sentence, sign
        else:
            own, name = "en", unicodedata.name(sign[0], "").casefold()
        latin = own if own in LATIN else languages.latin
        yield _Piece(f"{name}, ", own, latin, is_spelled=True)


@lru_cache(maxsize=512)
def _is_said(sign: str, language: str, latin: str) -> bool:
    return bool(_LETTER.search(read(cleaned(sign), Context(tongue_of(language), tongue_of(latin)))))


def _written(value: int | Money | Duration | Number | Language, shown: str, tongue: Tongue) -> str:
    """A value that is said as its text is read."""
    if isinstance(value, int):
        # With its marks it cannot be taken for a telephone number.
        return f"{value:,}".replace(",", "." if tongue.decimal == "," else ",")
    return value.words(shown)


def _merged(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """A number and what is counted stand in one text, so that they are read together."""
    for _kind, some in groupby(pieces, key=lambda piece: replace(piece, text="")):
        first, *others = some
        yield replace(first, text="".join([first.text, *(piece.text for piece in others)]))


def _segments(pieces: Iterable[_Piece], lexicon: Lexicon) -> tuple[Segment, ...]:
    given = list(pieces)
    in_order = (
        list(_in_order(_runs(given, lexicon)))
        or list(_in_order(_signs(given, _SILENT)))
        # Who asks for a text, and hears nothing, does not know whether the voice is there.
        or list(_in_order(_signs(given, frozenset())))
    )
    if in_order:  # the end is pause enough
        last = in_order[-1]
        in_order[-1] = Segment(last.text.rstrip(" ,，、;；:："), last.language)
    return tuple(in_order)


def _signs(pieces: Iterable[_Piece], silent: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The first signs of a text that has nothing else, by their names.

    Args:
        pieces: The text.
        silent: Which have none; where there are none of these, nothing is left out as unseen.
    """
    for piece in pieces:
        catalogue = tongue_of(piece.language).catalogue
        signs = cleaned(piece.text) if silent else piece.text.strip()
        told = dict.fromkeys(sign for sign in signs if sign not in silent)
        for sign in islice(told, _SIGNS_TOLD):
            if sign in SIGNS:
                yield from in_runs(f"{texts.translate(SIGNS[sign], catalogue)}, ", piece.latin)
            elif unicodedata.category(sign)[0] == "C" and not silent:
                yield from in_runs(f"{texts.translate(_HIDDEN, catalogue)}, ", piece.latin)
            elif unicodedata.category(sign)[0] in "NPS":
                name = re.sub("[^a-z]+", " ", unicodedata.name(sign, "").casefold()).strip()
                yield (f"{name}, " if name else "", "en")


def _runs(pieces: Iterable[_Piece], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """What each voice says in turn."""
    voiced = (one for piece in pieces for one in _voiced(piece, lexicon))
    for latin, some in groupby(voiced, key=lambda one: one[1]):
        yield from in_runs(tidied("".join(words for words, _latin in some)), latin)


def _voiced(piece: _Piece, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Words, each with the voice of Latin letters in them; the dictionary is asked twice.

    First for what is written, such as a code, so that no rule comes before the person's own wish;
    then for what the rules made of the rest.
    """
    context = Context(tongue_of(piece.language), tongue_of(piece.latin))
    if piece.is_spelled:
        yield read(cleaned(piece.text), context), piece.latin
        return
    written = [Part(piece.text)]
    if not piece.is_words:
        written = list(lexicon.parts(cleaned(piece.text), piece.language, piece.latin))
    if piece.is_line and len(written) == 1:
        context = replace(context, is_line=True)
    for part in written:
        words = speakable(part.text) if piece.is_words else read(part.text, context)
        if part.is_told:
            yield words, part.language or piece.latin
            continue
        for again in lexicon.parts(words, piece.language, piece.latin):
            told = read(again.text, context) if again.is_told else again.text
            yield told, again.language or piece.latin


def _in_order(said: Iterable[tuple[str, str]]) -> Iterator[Segment]:
    """What one voice says without a break is one segment; a pause belongs to what is before it."""
    language, words = "", ""
    for text, own in said:
        if own and own != language:
            if _LETTER.search(words):
                yield segment(words, language)
            language, words = own, text
        elif language:
            words += text
    if _LETTER.search(words):
        yield segment(words, language)
