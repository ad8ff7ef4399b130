"""Reads text as a person would read it aloud: everything becomes words and pauses."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from studio.speech.words import amounts, codes, emojis, times
from studio.speech.words.cleaning import speakable
from studio.speech.words.context import BESIDE, Context, apart
from studio.speech.words.latin import latin_word
from studio.speech.words.patterns import BEFORE, EMOTICONS, NUMBER_NEXT, pattern_for
from studio.speech.words.tongue import Tongue

_LONG_RUN = re.compile(r"(.)\1{3,}")
_LONGER = re.compile(r"(.)\1{2,}")
_JAMO = {"ㅋ": "크", "ㅎ": "흐", "ㅠ": "흑", "ㅜ": "흑"}
_JAMO_RUN = re.compile("([ㅋㅎㅠㅜ])[ㅋㅎㅠㅜ]*")
_GRADES = 4
_TO_THE_RIGHT = ("->", "-->", "=>", "==>", "→", "⇒")
_AMOUNT_ENDS = re.compile(r"[\d%元块원]\Z")
_AMOUNT = re.compile(rf"\s?\d|{NUMBER_NEXT}")
_LETTER = re.compile(r"[^\W\d_]")


def read(text: str, context: Context) -> str:
    """Put a text into letters and pauses alone; linear in its length, never raises.

    Args:
        text: As `cleaned` gives it.
        context: The languages it is read in.
    """
    # Something stands before each word; one space more, and no line begins here.
    text = " " * (BEFORE if context.is_line else BEFORE + 1) + text
    known: dict[tuple[str | None, int, str], str] = {}

    def reading(met: re.Match[str]) -> str:
        # Long texts of strangers say the same again and again. What is read depends on what
        # stands beside it too.
        start, end = met.span()
        key = met.lastgroup, end - start, text[start - BEFORE : end + BESIDE]
        if (words := known.get(key)) is None:
            words = known[key] = _READINGS[str(met.lastgroup)](met, context)
        return words

    return speakable(pattern_for(text, context.tongue.tag).sub(reading, text))


def _latin(met: re.Match[str], context: Context) -> str:
    return latin_word(met.group(), context.tongue, context.latin)


def _han(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    return _LONG_RUN.sub(r"\1\1\1", met.group())


def _hangul(met: re.Match[str], context: Context) -> str:
    word = met.group()
    if known := context.tongue.short.get(_LONGER.sub(r"\1\1", word)):
        return known
    laughed = _JAMO_RUN.sub(_laughed, word)
    return _LONG_RUN.sub(r"\1\1\1", laughed)


def _laughed(met: re.Match[str]) -> str:
    """Laughter and tears without vowels, which a voice cannot say."""
    return "".join(_JAMO[one] for one in met.group()[:3])


def _laugh(met: re.Match[str], context: Context) -> str:
    """How Chinese viewers laugh, by the number of a picture; for others it is a number."""
    tongue = context.beside(met)
    return tongue.laughter if tongue.tag == "zh" else amounts.digits(met.group(), tongue)


def _face(met: re.Match[str], context: Context) -> str:
    return f", {_emoji_name(EMOTICONS[met.group()], context.tongue)}, "


def _kaomoji(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    return f", {context.tongue.emoticon}, "


def _emoji(met: re.Match[str], context: Context) -> str:
    told = emojis.named(met.group(), context.tongue)
    return f", {_in_words(told, context.tongue)}, " if told else " "


@lru_cache(maxsize=64)
def _emoji_name(picture: str, tongue: Tongue) -> str:
    return _in_words(emojis.name(picture, tongue.tag), tongue)


def _in_words(name: str, tongue: Tongue) -> str:
    """Some names hold digits, and those of keys a sign."""
    name = re.sub("[#*]", lambda met: f" {tongue.signs[met.group()]} ", name)
    return re.sub(r"\d+", lambda met: tongue.cardinal(int(met.group())), name)


def _eve(met: re.Match[str], context: Context) -> str:
    """So many days before the day itself, in Indonesian."""
    tongue = context.tongue
    if tongue.tag != "id":
        return codes.code(met, context)
    return f" {tongue.joined('H', tongue.minus, tongue.cardinal(int(met['days'])))} "


def _until_with(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    return " sampai dengan " if context.tongue.tag == "id" else " S, D "


def _pause(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    return ", "


def _arrow(met: re.Match[str], context: Context) -> str:
    """From one amount to another; elsewhere it only points."""
    before = met.string[met.start() - 2 : met.start()].rstrip()
    if (
        met.group() in _TO_THE_RIGHT
        and _AMOUNT_ENDS.search(before)
        and _AMOUNT.match(met.string, met.end())
    ):
        to = "ke" if context.tongue.tag == "id" else context.tongue.up_to("")
        return apart(to, context.tongue)
    return ", "


def _sign(met: re.Match[str], context: Context) -> str:
    """A sign by its name; where it only joins words, a pause."""
    sign, tongue = met["mark"], context.beside(met)
    before = met.string[max(0, met.start() - 1) : met.start()]
    after = met.string[met.end() : met.end() + 1]
    if sign == "#" and not after.isdigit():
        return f" {tongue.hashtag} " if _LETTER.match(after) else " "
    # In the chat these two are smiles and long breaths; before a number they mean something.
    if sign == "~" and (before.strip() or not after.isdigit()):
        return ", "
    if sign == "^" and not (before + after).strip():
        return " "
    if sign == "+" and before.isalpha():  # a name such as C++, a grade such as PA+++
        return f" {tongue.joined(*[tongue.signs[sign]] * min(len(met.group()), _GRADES))} "
    if sign == "/" and _LETTER.match(before) and _LETTER.match(after):
        return ", "
    return f" {tongue.signs[sign]} "


_READINGS: Mapping[str, Callable[[re.Match[str], Context], str]] = {
    "link": codes.link,
    "mail": codes.mail,
    "host": codes.host,
    "chord": codes.chord,
    "face": _face,
    "kaomoji": _kaomoji,
    "emoji": _emoji,
    "money": amounts.money,
    "paid": amounts.paid,
    "date": times.date,
    "day_first": times.day_first,
    "short_year": times.short_year,
    "named": times.named,
    "no_year": times.no_year,
    "event": times.event,
    "clock": times.clock,
    "pukul": times.pukul,
    "lasting": times.lasting,
    "decade": times.decade,
    "height": amounts.height,
    "screen": amounts.screen,
    "ago": times.ago,
    "half_day": times.half_day,
    "ratio": amounts.ratio,
    "rated": amounts.rated,
    "share": amounts.share,
    "power": amounts.power,
    "stars": amounts.stars,
    "starred": amounts.starred,
    "century": times.century,
    "twin": times.twin,
    "nth": times.nth,
    "ke": times.ke,
    "until_with": _until_with,
    "chanted": amounts.chanted,
    "same": amounts.same,
    "laugh": _laugh,
    "sale": times.sale,
    "phone": amounts.phone,
    "local": amounts.phone,
    "eve": _eve,
    "code": codes.code,
    "deal": amounts.deal,
    "number": amounts.number,
    "latin": _latin,
    "han": _han,
    "hangul": _hangul,
    "a_piece": amounts.a_piece,
    "ending": codes.ending,
    "reach": amounts.reach,
    "arrow": _arrow,
    "bar": _pause,
    "pause": _pause,
    "sign": _sign,
}
"""How each kind of what the pattern finds is read."""
