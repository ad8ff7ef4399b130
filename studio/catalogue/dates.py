"""Days and times as people write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*[日号號]?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-.]+([A-Za-z]{3,9})\.?[\s\-,]+(\d{4})")
_NAME_DAY_YEAR = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_TIME = re.compile(
    r"[T\s]*(\d{1,2})[:：.时時](\d{2})分?(?:[:：.](\d{2})(?:\.\d+)?秒?)?\s*([ap]\.?m\.?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan", "feb peb", "mar", "apr", "may mei", "jun", "jul"),
            *("aug agu agt ags", "sep", "oct okt", "nov nop", "dec des"),
        ),
        1,
    )
    for name in names.split()
}


def is_day_first(cells: Iterable[str]) -> bool | None:
    """Whether 3/4/2027 is in April in a column; None where nothing tells, as it tells nothing."""
    for cell in cells:
        if found := _YEAR_LAST.match(cell.strip()):
            first, second = int(found[1]), int(found[2])
            if first > 12 or second > 12:
                return first > 12
    return None


def is_ambiguous(text: str) -> bool:
    """Whether day and month could change places."""
    found = _YEAR_LAST.match(text.strip())
    return bool(found) and max(int(found[1]), int(found[2])) <= 12 and found[1] != found[2]


@lru_cache(1 << 12)
def parse_day(text: str, *, day_first: bool = True) -> date | None:
    """A day; a time after it is not looked at. None for what is no day."""
    found = _split(text, day_first)
    return found[0] if found else None


def parse_time(
    text: str, zone: tzinfo | None, *, day_first: bool = True, is_end: bool = False
) -> datetime | None:
    """A moment, with its time zone.

    Args:
        text: A day, perhaps with a time and an offset from UTC.
        zone: Where it was written, if it has no offset; None for this computer's own zone.
        day_first: Whether 3/4/2027 is in April.
        is_end: A day without a time then means its end.
    """
    if exact := _exact(text):
        return exact
    found = _split(text, day_first)
    if found is None:
        return None
    day, rest = found
    try:
        if not rest:
            moment = datetime.combine(day, time())
            moment += timedelta(days=1) if is_end else timedelta()
            offset = None
        elif clock := _TIME.fullmatch(rest):
            moment = datetime.combine(day, _clock(clock))
            offset = clock[5]
        else:
            return None
        if offset:
            return datetime.fromisoformat(
                moment.isoformat() + ("+00:00" if offset in "Zz" else offset)
            )
        return moment.replace(tzinfo=zone) if zone else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def day_of_serial(text: str) -> date | None:
    """A day as Excel counts them, from 1955 to 2119; None for any other text.

    Source: ECMA-376-1, 18.17.4.1, the 1900 date system after its February 29th.
    """
    found = _SERIAL.fullmatch(text.strip())
    number = int(found[1]) if found else 0
    return date(1899, 12, 30) + timedelta(days=number) if 20_000 < number < 80_000 else None


def _exact(text: str) -> datetime | None:
    """A moment as the studio itself writes it, to the microsecond and with its offset."""
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _clock(found: re.Match[str]) -> time:
    hour = int(found[1])
    if half := (found[4] or "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, int(found[2]), int(found[3] or 0))


def _split(text: str, day_first: bool) -> tuple[date, str] | None:  # noqa: FBT001 - passed on
    """The day at the beginning, and what is left."""
    text = text.strip()
    if day := day_of_serial(text):
        seconds = round(float(text) % 1 * 86_400)
        if not seconds:
            return day, ""
        clock = (datetime.combine(day, time()) + timedelta(seconds=seconds)).time()
        return day, clock.isoformat()
    for pattern, order in (
        (_ISO, "ymd"),
        (_YEAR_FIRST, "ymd"),
        (_TOGETHER, "ymd"),
        (_YEAR_LAST, "dmy" if day_first else "mdy"),
        (_DAY_NAME_YEAR, "dmy"),
        (_NAME_DAY_YEAR, "mdy"),
    ):
        if found := pattern.match(text):
            parts = dict(zip(order, found.groups(), strict=True))
            day = _day(parts["y"], parts["m"], parts["d"])
            return (day, text[found.end() :].strip()) if day else None
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
