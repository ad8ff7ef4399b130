"""Numbers, amounts and times as they are said in Korean, with numbers of both origins."""

import re
from collections.abc import Mapping
from datetime import time
from decimal import Decimal

from studio.spoken.numerals import (
    AFTER_MIDNIGHT,
    SIGNS,
    Amount,
    Numerals,
    both_halves,
    of_half,
    whole_only,
)
from studio.spoken.plain import figures, squeezed

_DIGITS: Mapping[str, int] = {
    **{sign: value for value, sign in enumerate("영일이삼사오육칠팔구")},
    "공": 0,
    "륙": 6,
}
_ONES: Mapping[str, int] = {
    "하나": 1,
    "한": 1,
    "둘": 2,
    "두": 2,
    "셋": 3,
    "세": 3,
    "석": 3,
    "서": 3,
    "넷": 4,
    "네": 4,
    "넉": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "여덜": 8,
    "아홉": 9,
}
_TENS: Mapping[str, int] = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_NATIVE: Mapping[str, int] = {
    **_ONES,
    **_TENS,
    **{ten + one: tens + ones for ten, tens in _TENS.items() for one, ones in _ONES.items()},
}
_ABOUT = frozenset(["일이", "이삼", "삼사", "사오", "오륙", "오육", "육칠", "칠팔", "팔구"])
"""Before what is counted these are somewhere between the two, and no number."""

_BIG = (("조", 10**12), ("억", 10**8), ("만", 10**4))
_D = "[일이삼사오육륙칠팔구1-9]"
_SECTION = re.compile(
    rf"(?:(?P<k>{_D}?)(?P<thousand>천))?(?:(?P<h>{_D}?)(?P<hundred>백))?"
    rf"(?:(?P<t>{_D}?)(?P<ten>십))?(?P<o>{_D})?(?P<rest>.*)"
)
_COINS: Mapping[str, str] = {
    "싱가포르달러": "SGD",
    "홍콩달러": "HKD",
    "대만달러": "TWD",
    "호주달러": "AUD",
    "달러": "USD",
    "불": "USD",
    "위안": "CNY",
    "루피아": "IDR",
    "링깃": "MYR",
    "유로": "EUR",
    "파운드": "GBP",
    "바트": "THB",
    "페소": "PHP",
    "루피": "INR",
    "엔": "JPY",
    "동": "VND",
    "원": "KRW",
}
_COUNTED = re.compile(
    "(?:개|명|장|병|벌|켤레|박스|상자|세트|봉지|팩|통|권|대|마리|잔|그릇|자루|송이|포기|줄|쌍|묶음|"
    "캔|포|알|근|사람|분|건|점|번|가지)(?:요|만)?"
)
_HALF = ("반", "절반")
_UNITS: Mapping[str, int] = {"시간": 3600, "분": 60, "초": 1}
_STRETCH = re.compile("(?P<n>.+?)(?P<unit>시간|분|초)(?:간|동안)?(?P<half>반)?")
_EARLY = ("오전", "새벽", "아침")
_LATE = ("오후", "낮", "저녁", "밤")
_CLOCK = re.compile("(?P<hour>.+?)(?:시|:)(?:(?P<half>반)|정각|(?P<minute>.+?)분?)?(?:에)?")


class Korean(Numerals):
    tag = "ko"

    def numbers(self, words: str) -> list[Decimal]:
        said = squeezed(words)
        for minus in ("마이너스", "영하", "-"):
            if said.startswith(minus) and said != minus:
                return [-n for n in _numbers(said.removeprefix(minus)) if n > 0]
        return _numbers(said)

    def counts(self, words: str) -> list[Decimal]:
        said = squeezed(words)
        if found := _numbers(said):
            return found
        if (dozens := said.removesuffix("다스")) != said:
            return [number * 12 for number in _numbers(dozens)]
        for place in range(1, len(said)):
            if not _COUNTED.fullmatch(said, place) or said[:place] in _ABOUT:
                continue
            if found := _numbers(said[:place]):
                return found
        return []

    def is_doubtful(self, words: str) -> bool:
        said = re.sub(f"{_COUNTED.pattern}$", "", squeezed(words))
        return bool(_spelled(said)) and not said.isdecimal()

    def ordinals(self, words: str) -> list[int]:
        said = squeezed(words)
        if re.fullmatch("첫(?:째|번째)(?:것)?", said):
            return [1]
        met = re.fullmatch("(?:제)?(.+?)(?:번째|째|번|호)(?:것)?", said)
        met = met or re.fullmatch("제(.+)", said)
        found = _numbers(met[1]) if met else []
        return whole_only(found)

    def amounts(self, words: str) -> list[Amount]:
        said = re.sub("(?:정|짜리|이요|요)$", "", squeezed(words))
        if said[:1] in SIGNS:
            return [Amount(n, SIGNS[said[0]]) for n in _numbers(said[1:])]
        for name, currency in _COINS.items():
            if said.endswith(name):
                return [Amount(n, currency) for n in _numbers(said.removesuffix(name))]
            met = re.fullmatch(f"(.+?){name}(.+?)(?:센트|센|펜스)", said)
            if met is not None:
                whole, cents = _numbers(met[1]), _numbers(met[2])
                return [Amount(w + c / 100, currency) for w in whole for c in cents if c < 100]
        if said.endswith("센트"):
            return [Amount(n / 100) for n in _numbers(said.removesuffix("센트"))]
        if said in _HALF:  # of the price, and no half won
            return []
        return [Amount(n) for n in _numbers(said)]

    def percents_off(self, words: str) -> list[Decimal]:
        said = re.sub("(?:할인|세일|디스카운트|싸게|깎아)$", "", squeezed(words))
        if said in ("반값", "절반", "반"):
            return [Decimal(50)]
        met = re.fullmatch("(.+?)(?:퍼센트|프로|%)", said)
        return [n for n in _numbers(met[1]) if 0 < n < 100] if met else []

    def durations(self, words: str) -> list[Decimal]:
        said = re.sub("(?:있다가|후에?|뒤에?|안에|동안|정도)$", "", squeezed(words))
        if said in ("반시간", "반시간만"):
            return [Decimal(1800)]
        total, last, at = Decimal(0), 10**9, 0
        for met in _STRETCH.finditer(said):
            numbers, unit = _numbers(met["n"]), _UNITS[met["unit"]]
            is_clear = len(numbers) == 1 and numbers[0] >= 0 and met["n"] not in _ABOUT
            if met.start() != at or unit >= last or not is_clear:
                return []
            half = Decimal("0.5") if met["half"] else Decimal(0)
            total, last, at = total + (numbers[0] + half) * unit, unit, met.end()
        return [total] if at and at == len(said) else []

    def clock_times(self, words: str) -> list[time]:
        said = re.sub("^(?:오늘|내일|이따가?)", "", squeezed(words).removesuffix("에"))
        if said in ("정오", "자정"):
            return [time(12 if said == "정오" else 0)]
        half = next((word for word in (*_EARLY, *_LATE) if said.startswith(word)), "")
        met = _CLOCK.fullmatch(said.removeprefix(half))
        if met is None:
            return []
        hours = _numbers(met["hour"])
        minutes = (
            [Decimal(30)]
            if met["half"]
            else _numbers(met["minute"])
            if met["minute"]
            else [Decimal(0)]
        )
        if (
            len(hours) != 1
            or len(minutes) != 1
            or hours[0] != int(hours[0])
            or minutes[0] != int(minutes[0])
        ):
            return []
        hour, minute = int(hours[0]), int(minutes[0])
        if not half:
            return both_halves(hour, minute)
        is_past_midnight = half == "밤" and hour in AFTER_MIDNIGHT
        return of_half(hour, minute, late=half in _LATE and not is_past_midnight)


def _numbers(said: str) -> list[Decimal]:
    if not said:
        return []
    if said in _HALF:
        return [Decimal("0.5")]
    if said in ("제로", "빵"):
        return [Decimal(0)]
    if found := figures(said):
        return found
    for unit, value in (*_BIG, ("천", 1000)):
        head = said.removesuffix(unit)
        if head != said and ((found := figures(head)) or (found := _decimal(head))):
            return [number * value for number in found]
    if found := _decimal(said):
        return found
    whole = _whole(said)
    if whole is not None:
        return [Decimal(whole)]
    spelled = _spelled(said)
    return [Decimal(spelled)] if spelled else []


def _whole(said: str) -> int | None:
    for unit, value in _BIG:
        if unit not in said:
            continue
        left, _unit, right = said.rpartition(unit)
        head = _whole(left) if left else 1
        tail = _whole(right) if right else 0
        if (
            head is None
            or tail is None
            or not 0 < head < 10_000
            or (right and not 0 < tail < value)
        ):
            return None
        return head * value + tail
    return _section(said)


def _section(said: str) -> int | None:
    """Less than ten thousand; what is less than a hundred may be of either origin."""
    if said in ("영", "공"):
        return 0
    if said.isascii():
        return int(said) if said.isdecimal() else None
    if said in _NATIVE:
        return _NATIVE[said]
    met = _SECTION.fullmatch(said)
    if met is None:
        return None
    total, last = 0, 10_000
    for digit, unit, value in (("k", "thousand", 1000), ("h", "hundred", 100), ("t", "ten", 10)):
        if met[unit]:
            total, last = total + (_value(met[digit]) if met[digit] else 1) * value, value
    rest = met["rest"]
    if met["o"]:
        total += _value(met["o"])
        return total if not rest else None
    if not rest:
        return total or None
    if not total or last < 100:
        return None
    if rest.isascii() and rest.isdecimal():
        return total + int(rest) if 0 < int(rest) < last else None
    return total + _NATIVE[rest] if rest in _NATIVE else None


def _value(sign: str) -> int:
    return int(sign) if sign.isascii() else _DIGITS[sign]


def _spelled(said: str) -> str:
    """Digits said one by one, in numbers of one origin; empty where it is something else."""
    if len(said) > 1 and all(sign in _DIGITS or sign.isdecimal() for sign in said):
        return "".join(str(_value(sign)) for sign in said)
    digits, rest = "", said
    while rest:
        one = next((word for word in _ONES if len(word) > 1 and rest.startswith(word)), "")
        one = one or (rest[0] if rest[0] in ("둘", "셋", "넷") else "")
        if not one:
            return ""
        digits, rest = digits + str(_ONES[one]), rest.removeprefix(one)
    return digits if len(digits) > 1 else ""


def _decimal(said: str) -> list[Decimal]:
    whole, point, fraction = said.partition("점")
    if not point or not fraction or any(s not in _DIGITS and not s.isdecimal() for s in fraction):
        return []
    left = _whole(whole) if whole else 0
    digits = "".join(str(_value(sign)) for sign in fraction)
    return [Decimal(f"{left}.{digits}")] if left is not None else []
