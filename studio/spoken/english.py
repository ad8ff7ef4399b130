"""Numbers, amounts and times as they are said in English.

text2num knows neither “nineteen ninety” nor “one oh five”, and refuses “a hundred and five”.
"""

from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal

from studio.spoken.numerals import AFTER_MIDNIGHT, SIGNS, Amount, unique, whole_only
from studio.spoken.plain import figures, tokens
from studio.spoken.worded import Worded

_ONES: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    )
}
_OH: Mapping[str, int] = {"oh": 0, "o": 0, "nought": 0, "naught": 0, "nil": 0}
_TEENS: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        [
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        10,
    )
}
_TENS: Mapping[str, int] = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
} | {"fourty": 40}
_BIG: Mapping[str, int] = {
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 1000,
    "grand": 1000,
    "k": 1000,
}
_COINS: Mapping[tuple[str, ...], str] = {
    ("singapore", "dollars"): "SGD",
    ("singapore", "dollar"): "SGD",
    ("hong", "kong", "dollars"): "HKD",
    ("hong", "kong", "dollar"): "HKD",
    ("australian", "dollars"): "AUD",
    ("australian", "dollar"): "AUD",
    ("dollars",): "USD",
    ("dollar",): "USD",
    ("bucks",): "USD",
    ("buck",): "USD",
    ("usd",): "USD",
    ("yuan",): "CNY",
    ("renminbi",): "CNY",
    ("rmb",): "CNY",
    ("kuai",): "CNY",
    ("rupiah",): "IDR",
    ("rupiahs",): "IDR",
    ("idr",): "IDR",
    ("euros",): "EUR",
    ("euro",): "EUR",
    ("pounds",): "GBP",
    ("pound",): "GBP",
    ("quid",): "GBP",
    ("won",): "KRW",
    ("yen",): "JPY",
    ("ringgit",): "MYR",
    ("baht",): "THB",
    ("pesos",): "PHP",
    ("rupees",): "INR",
    ("dong",): "VND",
}
_CENTS = frozenset(("cents", "cent", "pence", "p"))
_COUNTED = frozenset(
    [
        "piece",
        "pieces",
        "item",
        "items",
        "unit",
        "units",
        "pair",
        "pairs",
        "box",
        "boxes",
        "bottle",
        "bottles",
        "bag",
        "bags",
        "pack",
        "packs",
        "set",
        "sets",
        "time",
        "times",
        "viewers",
        "people",
        "pcs",
        "order",
        "orders",
        "product",
        "products",
    ]
)
_AROUND = frozenset(("of", "them", "the", "these", "those"))
_IRREGULAR: Mapping[str, str] = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}
_UNITS: Mapping[str, int] = {
    "hour": 3600,
    "hours": 3600,
    "minute": 60,
    "minutes": 60,
    "min": 60,
    "mins": 60,
    "second": 1,
    "seconds": 1,
    "sec": 1,
    "secs": 1,
}
_FRACTIONS: Mapping[tuple[str, ...], Decimal] = {
    ("half",): Decimal("0.5"),
    ("a", "half"): Decimal("0.5"),
    ("one", "half"): Decimal("0.5"),
    ("quarter",): Decimal("0.25"),
    ("a", "quarter"): Decimal("0.25"),
    ("three", "quarters"): Decimal("0.75"),
}


class English(Worded):
    tag = "en"
    units = _UNITS
    half = ("and", "a", "half")

    def split(self, words: str) -> list[str]:
        return _split(words)

    def values(self, said: Sequence[str]) -> list[Decimal]:
        return _numbers(said)

    def how_many(self, said: Sequence[str]) -> list[Decimal]:
        return _stretch(said)

    def counts(self, words: str) -> list[Decimal]:
        said = [word for word in _split(words) if word not in _AROUND]
        if found := _numbers(said):
            return found
        match said:
            case ["dozen"] | ["couple"] | ["a", "couple"] | ["a", "dozen"]:
                return [Decimal(12 if said[-1] == "dozen" else 2)]
            case [*head, "dozen"]:
                return [number * 12 for number in _numbers(head)]
            case ["a", noun] if noun in _COUNTED:
                return [Decimal(1)]
            case [*head, noun] if head and noun in _COUNTED:
                return self.counts(" ".join(head))
            case _:
                return []

    def is_doubtful(self, words: str) -> bool:
        said = [w for w in _split(words) if w not in (*_AROUND, *_COUNTED, "dozen")]
        return _strict(said) is None and bool(_numbers(said))

    def ordinals(self, words: str) -> list[int]:
        said = [word for word in _split(words) if word not in ("the", "one")] or ["one"]
        match said:
            case [("number" | "no" | "nr"), *rest]:
                return whole_only(_numbers(_split(words)[1:])) if rest or len(said) == 1 else []
            case [("slot" | "item" | "product" | "link"), *_rest]:
                named = _split(words)[said.index(said[0]) :]
                rest = named[2:] if named[1:2] in (["number"], ["no"]) else named[1:]
                return whole_only(_numbers(rest))
            case [digits] if digits[:-2].isdecimal() and digits[-2:] in ("st", "nd", "rd", "th"):
                return [int(digits[:-2])]
            case [digits, ("st" | "nd" | "rd" | "th")] if digits.isdecimal():
                return [int(digits)]
            case [*head, last]:
                cardinal = _IRREGULAR.get(last) or _without_th(last)
                return whole_only(_numbers([*head, cardinal])[:1]) if cardinal else []
            case _:
                return []

    def amounts(self, words: str) -> list[Amount]:
        said = _split(words)
        if said[:1] and said[0] in SIGNS:
            return [Amount(n, SIGNS[said[0]]) for n in _prices(said[1:])]
        if said[-1:] and said[-1] in SIGNS:
            return [Amount(n, SIGNS[said[-1]]) for n in _numbers(said[:-1])]
        for name, currency in _COINS.items():
            places = [at for at in range(len(said)) if said[at : at + len(name)] == list(name)]
            if not places:
                continue
            head, rest = said[: places[0]], said[places[0] + len(name) :]
            is_told = rest[:1] == ["and"] or rest[-1:] in [[cents] for cents in _CENTS]
            rest = [word for word in rest if word != "and" and word not in _CENTS]
            if head in (["a"], ["half", "a"]):
                head = ["one"] if head == ["a"] else ["half"]
            if not rest:
                return [Amount(n, currency) for n in _prices(head)]
            small = _small(rest, currency) if not is_told else _cents(rest)
            whole = _numbers(head) if head else []
            return [Amount(w + s, currency) for w in whole for s in small]
        if len(said) > 1 and said[-1] in _CENTS:
            return [Amount(n / 100) for n in _numbers(said[:-1])]
        # A half is one of the price, and no half of a dollar.
        return [Amount(n) for n in _prices(said) if tuple(said) not in _FRACTIONS]

    def percents_off(self, words: str) -> list[Decimal]:
        left_out = ("off", "discount", "cheaper", "take", "of", "less")
        said = [word for word in _split(words) if word not in left_out]
        said = said[1:] if said[:1] == ["a"] else said
        said = said[:-1] if said[-1:] == ["a"] else said
        if said in (["half", "price"], ["half"]):
            return [Decimal(50)]
        if said == ["quarter"]:
            return [Decimal(25)]
        if said[-1:] in (["percent"], ["%"]) or said[-2:] == ["per", "cent"]:
            return [n for n in _numbers(said[: -2 if said[-1] == "cent" else -1]) if 0 < n < 100]
        return []

    def durations(self, words: str) -> list[Decimal]:
        said = [word for word in _split(words) if word not in ("in", "about", "for", "from", "now")]
        return self.seconds(said[:-1] if said[-1:] == ["later"] else said)

    def clock_times(self, words: str) -> list[time]:
        said = [
            word
            for word in _split(words)
            if word not in ("at", "o'clock", "oclock", "clock", "the", "in")
        ]
        if said in (["noon"], ["midday"]):
            return [time(12)]
        if said == ["midnight"]:
            return [time(0)]
        half = ""
        if said[-1:] and said[-1] in (
            "am",
            "pm",
            "morning",
            "afternoon",
            "evening",
            "night",
            "tonight",
        ):
            half, said = said[-1], said[:-1]
        elif said[-2:] in (["a", "m"], ["p", "m"]):
            half, said = said[-2] + "m", said[:-2]
        is_night, hour = half in ("night", "tonight"), (self.clock(said) or (0,))[0]
        late = half not in ("am", "morning") and not (is_night and hour in AFTER_MIDNIGHT)
        return self.times(said, late=late if half else None)

    def tens(self, said: Sequence[str]) -> int | None:
        return _tens(said)

    def hour(self, said: Sequence[str]) -> int | None:
        value = _tens(said)
        return value if value is not None and value <= 24 else None

    def minute(self, said: Sequence[str]) -> int | None:
        said = [word for word in said if word not in ("minutes", "minute")]
        fixed = {("half",): 30, ("quarter",): 15, ("a", "quarter"): 15}
        if tuple(said) in fixed:
            return fixed[tuple(said)]
        if len(said) == 2 and said[0] in _OH:
            return _ONES.get(said[1])
        value = _tens(said)
        return value if value is not None and 0 < value < 60 else None

    def around(self, said: Sequence[str]) -> tuple[int, int] | None:
        if len(said) == 1 and ":" in said[0]:
            hour, _colon, minute = said[0].partition(":")
            return (int(hour), int(minute)) if hour.isdecimal() and minute.isdecimal() else None
        word = next((w for w in ("past", "after", "to", "before") if w in said), "")
        if not word:
            return None
        at = list(said).index(word)
        whole, more = self.hour(said[at + 1 :]), self.minute(said[:at])
        if whole is None or more is None:
            return None
        return (whole, more) if word in ("past", "after") else ((whole - 1) % 12 or 12, 60 - more)


def _split(words: str) -> list[str]:
    return tokens(words.replace("-", " "))


def _numbers(said: Sequence[str]) -> list[Decimal]:
    """The likeliest first; never what only a price could be."""
    if not said:
        return []
    if said[0] in ("minus", "negative"):
        return [-number for number in _numbers(said[1:]) if number > 0]
    if len(said) == 1 and (found := figures(said[0])):
        return found
    number = _strict(said)
    if number is not None:
        return [number]
    return [Decimal(n) for n in (_pairs(said), _digits(said)) if n is not None][:1]


def _strict(said: Sequence[str]) -> Decimal | None:
    """A number by the rules, with its halves and fraction."""
    said = list(said)
    if (fraction := _FRACTIONS.get(tuple(said))) is not None:
        return fraction
    if said[:2] in (["half", "a"], ["a", "half"]) and len(said) == 3:
        unit = {**_BIG, "hundred": 100, "dozen": 12}.get(said[2])
        return Decimal(unit) / 2 if unit else None
    if "and" in said and said[-3:] == ["and", "a", "half"]:
        whole = _strict(said[:-3])
        return whole + Decimal("0.5") if whole is not None and whole < 100 else None
    for unit, value in _BIG.items():
        if unit not in said:
            continue
        at = len(said) - 1 - said[::-1].index(unit)
        head, rest = said[:at], said[at + 1 :]
        if unit in head:
            return None
        rest = rest[1:] if rest[:1] == ["and"] else rest
        first = Decimal(1) if head == ["a"] or not head else _strict(head)
        tail = _strict(rest) if rest else Decimal(0)
        if said[-1] == "and" or first is None or tail is None or first <= 0:
            return None
        return first * value + tail if not rest or 0 < tail < value else None
    if "point" in said:
        return _point(said)
    if len(said) == 1 and (found := figures(said[0])):
        return found[0]
    whole = _hundreds(said)
    return Decimal(whole) if whole is not None else None


def _point(said: list[str]) -> Decimal | None:
    at = said.index("point")
    whole = 0 if at == 0 else _hundreds(said[:at])
    fraction = said[at + 1 :]
    digits = _digits_of(fraction) or (str(tens) if (tens := _tens(fraction)) is not None else "")
    return Decimal(f"{whole}.{digits}") if whole is not None and digits else None


def _hundreds(said: Sequence[str]) -> int | None:
    """Less than ten thousand: `a hundred and five`, `fifteen hundred`, `two hundred fifty`."""
    if "hundred" not in said:
        return _tens(said)
    at = list(said).index("hundred")
    head, rest = said[:at], said[at + 1 :]
    first = 1 if not head or list(head) == ["a"] else _tens(head)
    if rest and rest[0] == "and":
        rest = rest[1:]
        if not rest:
            return None
    tail = _tens(rest) if rest else 0
    if not first or tail is None or (rest and not tail) or (first % 10 == 0 and first > 9):
        return None
    return first * 100 + tail


def _tens(said: Sequence[str]) -> int | None:
    """Less than a hundred."""
    match list(said):
        case [one] if one in _ONES:
            return _ONES[one]
        case [teen] if teen in _TEENS:
            return _TEENS[teen]
        case [ten] if ten in _TENS:
            return _TENS[ten]
        case [ten, one] if ten in _TENS and _ONES.get(one):
            return _TENS[ten] + _ONES[one]
        case [digits] if digits.isdecimal() and len(digits) <= 2:
            return int(digits)
        case _:
            return None


def _last_two(said: Sequence[str]) -> tuple[int, int] | None:
    """Two digits at the end, `ninety nine` or `oh five`; how many words, and their value."""
    for length in (2, 1):
        end = list(said[-length:])
        if len(end) < length:
            continue
        if length == 2 and end[0] in {*_OH, "zero"} and _ONES.get(end[1]):
            return 2, _ONES[end[1]]
        value = _tens(end)
        if value is not None and 10 <= value < 100:
            return length, value
    return None


def _pairs(said: Sequence[str]) -> int | None:
    """Two digits at a time, as years and prices are said: `nineteen ninety`, `one oh five`."""
    last = _last_two(said)
    if last is None or last[0] == len(said):
        return None
    head = said[: -last[0]]
    first = _tens(head)
    if first is None:
        first = _pairs(head)
    return first * 100 + last[1] if first else None


def _prices(said: Sequence[str]) -> list[Decimal]:
    """As `_numbers`, and of two digits at the end also the hundredths."""
    strict = _strict(said) if said else None
    last = _last_two(said)
    if strict is not None or last is None or last[0] == len(said):
        return _numbers(said)
    head, cents = said[: -last[0]], Decimal(last[1]) / 100
    exact = [number + cents for number in _numbers(head) if number == int(number) and number > 0]
    whole = _numbers(said)
    # One oh five is rather a hundred and five than one and five cents.
    is_whole_first = said[-last[0]] in _OH and len(head) == 1 and head[0] in _ONES
    return unique([*whole, *exact] if is_whole_first else [*exact, *whole])


def _cents(said: Sequence[str]) -> list[Decimal]:
    return [n / 100 for n in _numbers(said) if n == int(n) and 0 < n < 100]


def _small(said: Sequence[str], currency: str) -> list[Decimal]:
    """What stands behind the coin: “nineteen dollars ninety”.

    A digit alone may be tenths as well, and in Chinese money it is: nineteen kuai nine is 19.90.
    """
    cents = _cents(said)
    tenths = [n * 10 for n in cents if len(said) == 1 and n < Decimal("0.1")]
    return [*tenths, *cents] if currency == "CNY" else [*cents, *tenths]


def _digits(said: Sequence[str]) -> int | None:
    """Digits said one by one, at least two."""
    digits = _digits_of(said)
    return int(digits) if len(digits) > 1 else None


def _digits_of(said: Sequence[str]) -> str:
    digits, times = "", 1
    for word in said:
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        value = {**_ONES, **_OH}.get(word)
        if value is None and not word.isdecimal():
            return ""
        digits, times = digits + str(word if value is None else value) * times, 1
    return digits if times == 1 else ""


def _without_th(word: str) -> str:
    """The number that an ordinal is made of; empty where it is none."""
    stem = word.removesuffix("th")
    if stem == word:
        return ""
    stem = stem.removesuffix("ie") + "y" if stem.endswith("ie") else stem
    known = {**_ONES, **_TEENS, **_TENS, **_BIG, "hundred": 100}
    return stem if stem in known else ""


def _stretch(said: Sequence[str]) -> list[Decimal]:
    """How many hours, minutes or seconds."""
    said = list(said)[1:] if said[:1] == ["and"] else list(said)
    match said:
        case ["a"] | ["an"]:
            return [Decimal(1)]
        case ["half", "an"] | ["half", "a"]:
            return [Decimal("0.5")]
        case [*fraction, "of", ("an" | "a")]:
            return _numbers(fraction)
        case ["a", "couple", "of"]:
            return [Decimal(2)]
        case _:
            # “Five ten minutes” are no 510.
            return _numbers(said) if _strict(said) is not None else []
