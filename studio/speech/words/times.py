"""Days and hours, read from how they are written."""

import re

from studio.speech.words.amounts import phone
from studio.speech.words.context import Context, apart
from studio.speech.words.figure import Figure
from studio.speech.words.latin import spelled
from studio.speech.words.scripts import LATIN
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


_MONTHS = {
    month: number
    for number, months in enumerate(
        (
            *("jan", "feb", "mar", "apr", "may mei mai", "jun", "jul"),
            *("aug agu ags agt", "sep", "oct okt", "nov", "dec des"),
        ),
        start=1,
    )
    for month in months.split()
}
"""Months by their first letters, in English and Indonesian."""


def date(met: re.Match[str], context: Context) -> str:
    """Year, month, day."""
    found = met["year"], int(met["month"]), int(met["day"])
    return _day(met, context, *found, leads_on=met["to_date"])


def day_first(met: re.Match[str], context: Context) -> str:
    """Day, month, year; in English either may come first."""
    first, second = int(met["first"]), int(met["second"])
    leads_on = met["to_day_first"]
    if context.tongue.tag != "en" or first > 12:
        return _day(met, context, met["last"], second, first, leads_on=leads_on)
    if second > 12:
        return _day(met, context, met["last"], first, second, leads_on=leads_on)
    # Both may be the month: it is read as it stands.
    words = f" {context.groups(f'{first}, {second}')}, {ENGLISH.year(met['last'])} "
    return ENGLISH.up_to(words) + " " if leads_on else words


def short_year(met: re.Match[str], context: Context) -> str:
    """A day with two digits of its year, which stand first or last."""
    groups = re.findall(r"\d+", met.group())
    first, second, third = map(int, groups)
    tongue = context.beside(met)
    orders = [(third, second, first), (third, first, second)]
    if tongue.tag not in LATIN:
        orders = [(first, second, third), *reversed(orders)]
    days = [day for day in orders if _is_day(*day[1:]) and day[0] >= 20]
    if tongue.tag == "en" and len(set(days)) > 1:
        year = ENGLISH.year(_in_full(third))
        return f" {context.groups(f'{first}, {second}')}, {year} "
    if not days:
        return phone(met, context) if met["amid"] == "-" else context.groups(met.group())
    year, month, day = days[0]
    return apart(tongue.date(_in_full(year), month, day), tongue)


def _in_full(year: int) -> str:
    """The year that is nearest to ours."""
    return f"{20 if year < 40 else 19}{year:02}"


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def named(met: re.Match[str], context: Context) -> str:
    """A day whose month is written as a word."""
    year = met["year_of"] if len(met["year_of"]) == 4 else _in_full(int(met["year_of"]))
    month = _MONTHS[met["month_of"][:3].casefold()]
    return _day(met, context, year, month, int(met["day_of"]))


def no_year(met: re.Match[str], context: Context) -> str:
    """Day and month; in English either may come first, elsewhere one comes first by custom."""
    first, second = int(met["this"]), int(met["that"])
    tongue = context.beside(met)
    orders = [(second, first), (first, second)]
    days = [day for day in (orders if tongue.tag == "id" else orders[::-1]) if _is_day(*day)]
    if not days or (tongue.tag == "en" and len(set(days)) > 1):
        words = tongue.joined(tongue.cardinal(first), tongue.signs["/"], tongue.cardinal(second))
    else:
        words = tongue.day(*days[0])
    return apart(tongue.up_to(words) if met["to_no_year"] else words, tongue)


def event(met: re.Match[str], context: Context) -> str:
    """A day that something takes place on; days of sales are called by their numbers."""
    month, day = int(met["in_month"]), int(met["on_day"])
    tongue = context.beside(met)
    if month == day or (month, day) == (6, 18):
        is_chinese = tongue.tag == "zh" and month == 6
        of_day = tongue.one_by_one(met["on_day"]) if is_chinese else tongue.cardinal(day)
        words = tongue.joined(tongue.cardinal(month), of_day)
    else:
        words = tongue.day(month, day)
    return apart(tongue.up_to(words) if met["to_event"] else words, tongue)


def _day(
    met: re.Match[str],
    context: Context,
    year: str,
    month: int,
    day: int,
    *,
    leads_on: str | None = None,
) -> str:
    tongue = context.beside(met)
    if not _is_day(month, day) or year[0] == "0":
        words = context.groups(met.group())
    else:
        words = tongue.date(year, month, day)
    return apart(tongue.up_to(words) if leads_on else words, tongue)


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
    """Hours, minutes and seconds that something takes."""
    tongue = context.beside(met)
    told = (
        tongue.measured(Figure(met[group].lstrip("0") or "0"), unit)
        for group, unit in (("hours", "h"), ("minutes", "min"), ("moments", "s"))
        if met[group]
    )
    return apart(tongue.joined(*told), tongue)


def decade(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """Ten years; written in English only."""
    return f" {ENGLISH.decade(met.group()[:-1])} "


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
    is_with = "d" in (met["hingga"] or "").casefold()
    to = "sampai dengan" if is_with else INDONESIAN.to
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
