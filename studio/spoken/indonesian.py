"""Numbers, amounts and times as they are said in Indonesian, with the words of the market."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal

from studio.spoken.numerals import AFTER_MIDNIGHT, SIGNS, Amount, unique, whole_only
from studio.spoken.plain import figures, tokens
from studio.spoken.worded import Worded

_ONES: Mapping[str, int] = {
    "nol": 0,
    "kosong": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "lapan": 8,
    "sembilan": 9,
}
_BIG: Mapping[str, int] = {
    "triliun": 10**12,
    "miliar": 10**9,
    "milyar": 10**9,
    "juta": 10**6,
    "jt": 10**6,
    "ribu": 1000,
    "rb": 1000,
    "rebu": 1000,
    "k": 1000,
}
_SE: Mapping[str, tuple[str, str]] = {
    "se" + unit: ("satu", unit)
    for unit in ("belas", "puluh", "ratus", "ribu", "juta", "miliar", "triliun")
} | {"serebu": ("satu", "ribu")}
_MARKET: Mapping[str, int] = {
    "gocap": 50,
    "cepek": 100,
    "gopek": 500,
    "seceng": 1000,
    "ceceng": 1000,
    "noceng": 2000,
    "goceng": 5000,
    "ceban": 10_000,
    "noban": 20_000,
    "goban": 50_000,
}
_JOINED = re.compile(f"({'|'.join(_ONES)})(belas|puluh|ratus|ribu|rebu|juta|miliar|triliun)")
_FRACTIONS: Mapping[tuple[str, ...], Decimal] = {
    ("setengah",): Decimal("0.5"),
    ("separuh",): Decimal("0.5"),
    ("seperempat",): Decimal("0.25"),
    ("tiga", "perempat"): Decimal("0.75"),
}
_COINS: Mapping[tuple[str, ...], str] = {
    ("dolar", "singapura"): "SGD",
    ("dolar", "hong", "kong"): "HKD",
    ("dolar", "australia"): "AUD",
    ("dolar", "taiwan"): "TWD",
    ("rupiah",): "IDR",
    ("perak",): "IDR",
    ("rp",): "IDR",
    ("idr",): "IDR",
    ("yuan",): "CNY",
    ("renminbi",): "CNY",
    ("dolar",): "USD",
    ("ringgit",): "MYR",
    ("euro",): "EUR",
    ("pound",): "GBP",
    ("won",): "KRW",
    ("yen",): "JPY",
    ("baht",): "THB",
    ("dong",): "VND",
    ("peso",): "PHP",
    ("rupee",): "INR",
}
_COUNTED = frozenset(
    [
        "buah",
        "biji",
        "pcs",
        "potong",
        "lembar",
        "helai",
        "pasang",
        "botol",
        "kotak",
        "bungkus",
        "ekor",
        "unit",
        "set",
        "kaleng",
        "dus",
        "pak",
        "sachet",
        "batang",
        "butir",
        "kantong",
        "toples",
        "gelas",
        "cangkir",
        "mangkuk",
        "keping",
        "gulung",
        "orang",
        "penonton",
        "item",
        "barang",
        "kilo",
        "kilogram",
        "karung",
        "ikat",
        "tangkai",
        "kali",
        "produk",
        "pesanan",
        "stel",
    ]
)
_SETS: Mapping[str, int] = {"lusin": 12, "kodi": 20, "gros": 144}
_ORDINAL_WORDS: Mapping[str, int] = {"pertama": 1, "kesatu": 1}
_CHEAPER = ("diskon", "potongan", "korting", "turun", "hemat", "beri")
_UNITS: Mapping[str, int] = {"jam": 3600, "menit": 60, "mnt": 60, "detik": 1, "dtk": 1}
_EARLY, _LATE = ("pagi", "subuh", "dini"), ("siang", "sore", "malam", "petang")


class Indonesian(Worded):
    tag = "id"
    units = _UNITS
    half = ("setengah",)

    def split(self, words: str) -> list[str]:
        return _split(words)

    def values(self, said: Sequence[str]) -> list[Decimal]:
        return _numbers(said)

    def how_many(self, said: Sequence[str]) -> list[Decimal]:
        return [] if _is_about(said) else _numbers(said)

    def counts(self, words: str) -> list[Decimal]:
        said = [word for word in _split(words) if word != "sebanyak"]
        if found := _numbers(said):
            return found
        if len(said) == 1 and said[0].startswith("se"):
            noun = said[0][2:]
            return [Decimal(_SETS.get(noun, 1))] if noun in _COUNTED or noun in _SETS else []
        if len(said) < 2:
            return []
        if _is_about(said[:-1]):
            return []
        found = _numbers(said[:-1])
        if said[-1] in _SETS:
            return [number * _SETS[said[-1]] for number in found]
        return found if said[-1] in _COUNTED else []

    def is_doubtful(self, words: str) -> bool:
        left_out = {"sebanyak", *_COUNTED, *_SETS}
        said = _spread([word for word in _split(words) if word not in left_out])
        is_spelled = len(said) > 1 and bool(_digits(said))
        return is_spelled or _is_about(said[:2]) or not _MARKET.keys().isdisjoint(said)

    def ordinals(self, words: str) -> list[int]:
        said = [word for word in _split(words) if word not in ("yang", "urutan")]
        if len(said) == 1 and said[0] in _ORDINAL_WORDS:
            return [_ORDINAL_WORDS[said[0]]]
        if said[:1] in (["produk"], ["barang"], ["etalase"], ["slot"]) and len(said) > 1:
            said = said[1:] if said[1] in ("nomor", "no", "nomer", "ke") else ["nomor", *said[1:]]
        if said[:1] in (["nomor"], ["no"], ["nomer"], ["ke"]):
            return whole_only(_numbers(said[1:]))
        if not said or not said[0].startswith("ke"):
            return []
        first = _split(said[0][2:])
        if not first or (first[0] not in _ONES and first[0] not in _SE):
            return []
        return whole_only(_numbers([*_SE.get(first[0], (first[0],)), *first[1:], *said[1:]]))

    def amounts(self, words: str) -> list[Amount]:
        said = _split(words)
        for name, currency in _COINS.items():
            if said[-len(name) :] == list(name):
                return [Amount(n, currency) for n in _numbers(said[: -len(name)])]
            if said[: len(name)] == list(name):
                return [Amount(n, currency) for n in _numbers(said[len(name) :])]
            at = said.index(name[0]) if name[0] in said else len(said)
            if said[at : at + len(name)] == list(name) and said[-1] in ("sen", "pence"):
                whole, cents = _numbers(said[:at]), _numbers(said[at + len(name) : -1])
                return [Amount(w + c / 100, currency) for w in whole for c in cents if c < 100]
        if said[-1:] == ["sen"]:
            return [Amount(n / 100) for n in _numbers(said[:-1])]
        if said[:1] and said[0] in SIGNS:
            return [Amount(n, SIGNS[said[0]]) for n in _numbers(said[1:])]
        if tuple(said) in _FRACTIONS:  # of the price, and no half rupiah
            return []
        found = unique([*_market_prices(said), *_numbers(said)])
        is_word = not any(word[0].isdecimal() for word in said)
        # On the market nineteen is nineteen thousand.
        short = [n * 1000 for n in found if is_word and 0 < n < 1000]
        return [Amount(n) for n in unique([*found, *short])]

    def percents_off(self, words: str) -> list[Decimal]:
        said = [w for w in _split(words) if w not in _CHEAPER]
        if said in (["setengah", "harga"], ["separuh", "harga"], ["setengah"], ["separuh"]):
            return [Decimal(50)]
        if said[-1:] in (["persen"], ["%"]):
            return [n for n in _numbers(said[:-1]) if 0 < n < 100]
        return []

    def durations(self, words: str) -> list[Decimal]:
        said = [
            w for w in _split(words) if w not in ("dalam", "lagi", "kemudian", "selama", "sekitar")
        ]
        said = [
            part
            for word in said
            for part in (("satu", word[2:]) if word[2:] in _UNITS and word[:2] == "se" else (word,))
        ]
        return self.seconds(said)

    def clock_times(self, words: str) -> list[time]:
        said = [
            word for word in _split(words) if word not in ("jam", "pukul", "pada", "tepat", "hari")
        ]
        if said == ["tengah", "malam"]:
            return [time(0)]
        if said[:1] == ["nanti"]:
            said = said[1:]
            said = [*said[1:], said[0]] if said[:1] and said[0] in _LATE else said
        half = said[-1] if said[-1:] and said[-1] in (*_EARLY, *_LATE) else ""
        said = said[:-1] if half else said
        late = half in _LATE
        if late and (found := self.clock(said)) is not None:
            late = not (half == "malam" and found[0] in AFTER_MIDNIGHT)
            late = late and not (half == "siang" and found[0] in (10, 11))
        return self.times(said, late=late if half else None)

    def tens(self, said: Sequence[str]) -> int | None:
        return _tens(said)

    def hour(self, said: Sequence[str]) -> int | None:
        found = whole_only(_numbers(said))
        return found[0] if len(found) == 1 and 0 <= found[0] <= 24 else None

    def minute(self, said: Sequence[str]) -> int | None:
        said = said[:-1] if said[-1:] == ["menit"] else said
        fixed = {"seperempat": 15, "setengah": 30}
        if len(said) == 1 and said[0] in fixed:
            return fixed[said[0]]
        found = whole_only(_numbers(said))
        return found[0] if len(found) == 1 and 0 < found[0] < 60 else None

    def around(self, said: Sequence[str]) -> tuple[int, int] | None:
        if len(said) == 1 and (met := re.fullmatch(r"(\d{1,2})[.:](\d{2})", said[0])) is not None:
            return int(met[1]), int(met[2])
        if said[:1] == ["setengah"]:
            hour = self.hour(said[1:])
            return ((hour - 1) % 12 or 12, 30) if hour is not None else None
        word = next((w for w in ("lewat", "lebih", "kurang") if w in said), "")
        if not word:
            return None
        at = list(said).index(word)
        whole, more = self.hour(said[:at]), self.minute(said[at + 1 :])
        if whole is None or more is None:
            return None
        return ((whole - 1) % 12 or 12, 60 - more) if word == "kurang" else (whole, more)


def _split(words: str) -> list[str]:
    """Words as they are counted with: `limaratus` in two, `seribu` as one thousand."""
    said: list[str] = []
    for word in tokens(words.replace("-", " ")):
        joined = _JOINED.fullmatch(word)
        said += joined.groups() if joined else [word]
    return said


def _spread(said: Sequence[str]) -> list[str]:
    """`sepuluh` in two, as it is counted with."""
    return [part for word in said for part in _SE.get(word, (word,))]


def _is_about(said: Sequence[str]) -> bool:
    """`dua tiga`: somewhere between the two, before what is counted."""
    if len(said) != 2 or not all(word in _ONES for word in said):
        return False
    return _ONES[said[0]] + 1 == _ONES[said[1]]


def _numbers(said: Sequence[str]) -> list[Decimal]:
    if not said:
        return []
    if said[0] in ("minus", "negatif"):
        return [-number for number in _numbers(said[1:]) if number > 0]
    if len(said) == 1 and said[0] in _MARKET:
        return [Decimal(_MARKET[said[0]])]
    if len(said) == 1 and (found := figures(said[0], decimal=",")):
        return found
    spread = _spread(said)
    number = _amount(spread)
    if number is not None:
        return [number]
    digits = _digits(spread)
    return [Decimal(digits)] if digits else []


def _market_prices(said: Sequence[str]) -> list[Decimal]:
    """What is only said of prices, with the thousand left out: `dua juta lima ratus`.

    Nobody asks five hundred rupiah on top of two million: it is 2,500,000. A digit alone is of
    the next place, `sejuta dua` is 1,200,000 and `sejuta dua lima` 1,250,000, and
    `lima belas lima ratus` is 15,500.
    """
    spread = _spread(said)
    at = max((at for at, word in enumerate(spread) if word in _BIG), default=-1)
    head, rest = spread[: at + 1], spread[at + 1 :]
    is_spelled = len(rest) == 2 and all(word in _ONES for word in rest)
    more = int(_digits(rest)) if is_spelled else _hundreds(rest) if rest else None
    if at < 0:
        return _thousands_unsaid(spread)
    whole, unit = _amount(head), _BIG[spread[at]]
    if whole is None or not more or not all(word.isalpha() for word in rest):
        return []
    if len(rest) == 1 or is_spelled:
        return [whole + more * Decimal(unit) / 10 ** len(rest)]
    return [whole + more * Decimal(unit) / 1000] if unit > 1000 else []


def _thousands_unsaid(said: Sequence[str]) -> list[Decimal]:
    """`lima belas lima ratus` is 15,500, and `sembilan belas sembilan` 19,900."""
    for cut in range(2, len(said)):
        head, rest = _hundreds(said[:cut]), said[cut:]
        is_hundreds = len(rest) == 2 and rest[0] in _ONES and rest[1] == "ratus"
        is_digit = len(rest) == 1 and rest[0] in _ONES and _hundreds(said) is None
        if head and head > 9 and said[cut - 1] != "ratus" and (is_hundreds or is_digit):
            return [Decimal(head * 1000 + _ONES[rest[0]] * 100)]
    return []


def _amount(said: Sequence[str]) -> Decimal | None:
    """A number with its thousands, halves and fraction."""
    if (fraction := _FRACTIONS.get(tuple(said))) is not None:
        return fraction
    if "koma" in said and not _BIG.keys() & set(said[list(said).index("koma") :]):
        return _decimal(said)
    for unit, value in _BIG.items():
        if unit not in said:
            continue
        at = len(said) - 1 - list(reversed(said)).index(unit)
        head, rest = _head(said[:at]), said[at + 1 :]
        if head is None or head <= 0:
            return None
        if list(rest) == ["setengah"]:
            return (head + Decimal("0.5")) * value
        tail = _amount(rest) if rest else Decimal(0)
        if tail is None or not (0 < tail < value or not rest):
            return None
        return head * value + tail
    return _head(said)


def _head(said: Sequence[str]) -> Decimal | None:
    """What may stand before a thousand: less than a thousand, a fraction, or two digits said."""
    if not said:
        return None
    if (fraction := _FRACTIONS.get(tuple(said))) is not None:
        return fraction
    if said[-1] == "setengah":
        whole = _hundreds(said[:-1])
        return Decimal(whole) + Decimal("0.5") if whole is not None else None
    if "koma" in said:
        return _decimal(said)
    if len(said) == 1 and (found := figures(said[0], decimal=",")):
        return found[0]
    whole = _hundreds(said)
    if whole is not None:
        return Decimal(whole)
    digits = _digits(said)
    return Decimal(digits) if 2 <= len(digits) <= 3 and digits[0] != "0" else None


def _decimal(said: Sequence[str]) -> Decimal | None:
    at = list(said).index("koma")
    whole = _amount(said[:at])
    fraction = _digits(said[at + 1 :])
    if not fraction and (tens := _hundreds(said[at + 1 :])) is not None:
        fraction = str(tens)
    if whole is None or whole != int(whole) or not fraction:
        return None
    return Decimal(f"{int(whole)}.{fraction}")


def _hundreds(said: Sequence[str]) -> int | None:
    """Less than a thousand; `seratus dua lima` is 125."""
    rest, total = list(said), 0
    if len(rest) == 1 and rest[0].isdecimal():
        return int(rest[0])
    if rest[1:2] == ["ratus"] and rest[0] in _ONES:
        total, rest = _ONES[rest[0]] * 100, rest[2:]
        if not rest:
            return total or None
        if len(rest) == 2 and all(word in _ONES for word in rest) and _ONES[rest[0]]:
            return total + _ONES[rest[0]] * 10 + _ONES[rest[1]]
    tens = _tens(rest)
    return total + tens if tens is not None and (tens or not total) else None


def _tens(said: Sequence[str]) -> int | None:
    match said:
        case [one] if one in _ONES:
            return _ONES[one]
        case [one, "belas"] if _ONES.get(one):
            return 10 + _ONES[one]
        case [ten, "puluh"] if _ONES.get(ten):
            return _ONES[ten] * 10
        case [ten, "puluh", one] if _ONES.get(ten) and _ONES.get(one):
            return _ONES[ten] * 10 + _ONES[one]
        case _:
            return None


def _digits(said: Sequence[str]) -> str:
    """Digits said one by one; empty where it is something else."""
    if not said or any(word not in _ONES and not word.isdecimal() for word in said):
        return ""
    return "".join(str(_ONES.get(word, word)) for word in said)
