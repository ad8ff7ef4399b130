"""Days and hours, read from how they are written."""

import re

from studio.speech.words.context import Context, apart
from studio.speech.words.figure import Figure
from studio.speech.words.latin import spelled
from studio.speech.words.tongue import Tongue
from studio.speech.words.tongues import CHINESE, ENGLISH, INDONESIAN

_SPANS = {
    "s": "second",
    "m": "minute",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mo": "month",
    "y": "year",
}


def date(met: re.Match[str], context: Context) -> str:
    """Year, month, day."""
    return _day(met, context, met["year"], int(met["month"]), int(met["day"]))


def day_first(met: re.Match[str], context: Context) -> str:
    """Day, month, year; in English either may come first."""
    first, second = int(met["first"]), int(met["second"])
    if context.tongue.tag != "en" or first > 12:
        return _day(met, context, met["last"], second, first)
    if second > 12:
        return _day(met, context, met["last"], first, second)
    # Both may be the month: it is read as it stands.
    return f" {context.groups(f'{first}, {second}')}, {ENGLISH.year(met['last'])} "


def _day(met: re.Match[str], context: Context, year: str, month: int, day: int) -> str:
    if not (1 <= month <= 12 and 1 <= day <= 31 and year[0] != "0"):
        return context.groups(met.group())
    tongue = context.beside(met)
    return apart(tongue.date(year, month, day), tongue)


def century(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """A year before the Chinese word for it."""
    return CHINESE.to.join(CHINESE.year(year) for year in re.findall(r"\d+", met.group()))


def clock(met: re.Match[str], context: Context) -> str:
    """An hour of the day, perhaps with its second, perhaps with a.m. or p.m."""
    hour, minute = int(met["hour"]), int(met["minute"])
    second = int(met["seconds"]) if met["seconds"] else None
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return context.groups(met.group())
    tongue = context.beside(met)
    words = (
        _half(tongue, hour, minute, met["half"])
        if met["half"]
        else tongue.clock(hour, minute, second)
    )
    return apart(tongue.up_to(words) if met["until"] else words, tongue)


def half_day(met: re.Match[str], context: Context) -> str:
    """An hour with a.m. or p.m."""
    tongue = context.tongue
    words = _half(tongue, int(met["twelfth"]), 0, met["noon"])
    return apart(tongue.up_to(words) if met["on_to"] else words, tongue)


def _half(tongue: Tongue, hour: int, minute: int, half: str) -> str:
    if tongue.tag == "en":
        words = tongue.clock(hour, minute, None) if minute else tongue.cardinal(hour)
        return f"{words} {spelled(f'{half}m', tongue)}"
    late = half in "Pp" and hour < 12
    return tongue.clock(hour + 12 if late else hour, minute, None)


def lasting(met: re.Match[str], context: Context) -> str:
    """Hours and minutes that something takes."""
    tongue = context.beside(met)
    told = (
        tongue.measured(Figure(met[group].lstrip("0") or "0"), unit)
        for group, unit in (("hours", "h"), ("minutes", "min"))
    )
    return apart(tongue.joined(*told), tongue)


def ago(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """How long ago; written in English only."""
    return f" {ENGLISH.measured_plainly(int(met['past']), _SPANS[met['span']])} "


def pukul(met: re.Match[str], context: Context) -> str:
    """An hour as Indonesians write it, with a point."""
    hours = [(int(met["jam"]), int(met["menit"]))]
    if met["jam_2"]:
        hours.append((int(met["jam_2"]), int(met["menit_2"])))
    if any(hour > 24 or minute > 59 for hour, minute in hours):
        return context.groups(met.group())
    told = (INDONESIAN.clock(hour, minute, None) for hour, minute in hours)
    to = "sampai dengan" if "/" in (met["hingga"] or "") else INDONESIAN.to
    return f" {f' {to} '.join(told)} "


def twin(met: re.Match[str], context: Context) -> str:
    """A day of sales, such as 11.11; where the point is a decimal mark, small ones are numbers."""
    tongue, day = context.beside(met), int(met["twice"])
    if day < 10 and tongue.decimal == ".":
        return apart(tongue.number(Figure(met["twice"], met["twice"])), tongue)
    word = tongue.cardinal(day)
    return apart(tongue.joined(word, word), tongue)


def sale(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """The Chinese day of sales, which is called by its digits."""
    return CHINESE.one_by_one(met.group())


def nth(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """First, second, third; written in English only."""
    return f" {ENGLISH.ordinal(int(met['rank']))} "


def ke(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """First, second, third in Indonesian."""
    return f" {INDONESIAN.ordinal(int(met['which']))} "
