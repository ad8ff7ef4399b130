"""Numbers, amounts and times as they are said in Chinese.

cn2an reads plain numbers, but takes 一亿五 for ten million, and knows no 块, 毛, 折, 俩 or 第.
"""

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
    unique,
    whole_only,
)
from studio.spoken.plain import figures, squeezed

_DIGITS: Mapping[str, int] = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    "幺": 1,
}
_ALIKE = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸圓圆塊兩點鐘時個雙號條張隻〇負",
    "一二三四五六七八九十百千万亿二三六元元块两点钟时个双号条张只零负",
)
_WHOLE_UNITS = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))
_MOST_BEFORE: Mapping[str, int] = {"万亿": 10**4, "亿": 10**8, "万": 10**4}
_D = "[一二三四五六七八九两1-9]"
_SECTION = re.compile(
    rf"(?:(?P<k>{_D})千)?(?P<k0>零)?(?:(?P<h>{_D})百)?(?P<h0>零)?"
    rf"(?:(?P<t>{_D}?)(?P<ten>十))?(?P<o>[一二三四五六七八九两]|[1-9]\d*)?"
)
_FOREIGN: Mapping[str, str] = {
    "人民币": "CNY",
    "美元": "USD",
    "美金": "USD",
    "美刀": "USD",
    "刀": "USD",
    "港元": "HKD",
    "港币": "HKD",
    "新台币": "TWD",
    "台币": "TWD",
    "日元": "JPY",
    "日币": "JPY",
    "韩元": "KRW",
    "韩币": "KRW",
    "欧元": "EUR",
    "英镑": "GBP",
    "越南盾": "VND",
    "印尼盾": "IDR",
    "印尼卢比": "IDR",
    "盾": "IDR",
    "卢比": "INR",
    "泰铢": "THB",
    "令吉": "MYR",
    "马币": "MYR",
    "新加坡元": "SGD",
    "新币": "SGD",
    "澳元": "AUD",
    "澳币": "AUD",
    "比索": "PHP",
    "rmb": "CNY",
    "cny": "CNY",
    "usd": "USD",
}
_COUNTED = re.compile(
    "(?:公斤|个|只|双|对|套|盒|瓶|包|箱|条|支|枝|台|部|本|张|把|份|袋|罐|杯|顶|副|块|件|斤|颗|粒|"
    "卷|片|根|串|束|盆|朵|位|名|人|次|辆|提|板|桶|壶|听|筒|单|样|款|组|排|遍)(?:的|人|儿)?"
)
_NAMED = re.compile("(?:个|号|件|款|段|节|条|环节|位|样|场|句|行|项)?(?:链接|商品|产品|环节|的)?")
_SMALL = re.compile(
    r"(?:(?P<jiao>[一二三四五六七八九两1-9])[毛角]?)?(?P<fen>[一二三四五六七八九1-9])?"
)
_UNITS: Mapping[str, int] = {
    "个小时": 3600,
    "小时": 3600,
    "个钟头": 3600,
    "钟头": 3600,
    "个钟": 3600,
    "刻钟": 900,
    "分钟": 60,
    "分": 60,
    "秒钟": 1,
    "秒": 1,
}
_STRETCH = re.compile(
    r"(?P<n>半个?|[^个小钟时分秒刻半]+?)(?:(?P<between>个半)(?=小时|钟头))?"
    r"(?P<unit>个小时|小时|个钟头|钟头|个钟|刻钟|分钟|分|秒钟|秒)(?:(?P<half>半)钟?)?"
)
_EARLY = ("凌晨", "清晨", "早上", "早晨", "上午", "今早", "明早")
_NIGHT = ("晚上", "半夜", "深夜", "夜里", "今晚", "明晚", "晚")
_LATE = ("下午", "傍晚", "中午", *_NIGHT)
_CLOCK = re.compile(r"(?P<hour>[^点时:]+)(?:点钟|点整|点|时|:)(?P<rest>[^点时:]*)")
_APPROXIMATE = "几多来余约"
_ABOUT = frozenset(["一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"])
"""Before what is counted these are somewhere between the two, and no number."""


class Chinese(Numerals):
    tag = "zh"

    def numbers(self, words: str) -> list[Decimal]:
        said = _plain(words)
        if said[:1] in ("负", "-") and len(said) > 1:
            return [-number for number in self._numbers(said[1:])]
        return self._numbers(said)

    def _numbers(self, said: str) -> list[Decimal]:
        if not said or any(sign in said for sign in _APPROXIMATE):
            return []
        if said in ("半", "一半"):
            return [Decimal("0.5")]
        if said in ("俩", "仨"):
            return [Decimal(2 if said == "俩" else 3)]
        if found := figures(said):
            return found
        for unit, value in (*_WHOLE_UNITS, ("w", 10**4), ("千", 1000), ("k", 1000)):
            head = said.removesuffix(unit)
            if head != said and (found := _decimal(head) or figures(head)):
                return [number * value for number in found]
        if found := _decimal(said):
            return found
        whole = _whole(said)
        if whole is not None:
            return [Decimal(whole)]
        spelled = _spelled(said)
        return [Decimal(spelled)] if spelled else []

    def counts(self, words: str) -> list[Decimal]:
        said = _plain(words)
        if found := self.numbers(said):
            return found
        if said.endswith("打"):
            return [number * 12 for number in self._counted(said[:-1])]
        for place in range(1, len(said)):
            if _COUNTED.fullmatch(said, place):
                return self._counted(said[:place])
        return []

    def _counted(self, said: str) -> list[Decimal]:
        # Three or five of something is no number, though 三五 alone may be the digits of one.
        return [] if _spelled(said) and not said.isascii() else self.numbers(said)

    def is_doubtful(self, words: str) -> bool:
        said = _plain(words)
        is_spelled = bool(_spelled(said)) and not said.isdecimal()
        # 十把 is ten bunches, or 十八 in other signs.
        return is_spelled or "块" in said or re.search("[十百千万]把", said) is not None

    def ordinals(self, words: str) -> list[int]:
        said = _plain(words)
        if said in ("头一个", "头一件", "首个", "第一个"):
            return [1]
        if (met := re.fullmatch("(?:链接|商品|产品)(.+?)号?", said)) is not None:
            return whole_only(self.numbers(met[1]))
        for place in range(len(said), 0, -1):
            head, rest = said[:place], said[place:]
            is_place = head.startswith("第") or rest.startswith("号")
            if not is_place or not _NAMED.fullmatch(rest):
                continue
            if found := whole_only(self.numbers(head.removeprefix("第"))):
                return found
        return []

    def amounts(self, words: str) -> list[Amount]:
        said = re.sub("(?:一[件个份]|整)$", "", _plain(words).removesuffix("钱"))
        for name, currency in _FOREIGN.items():
            if said.endswith(name):
                head = said.removesuffix(name)
                if numbers := self.numbers(head):
                    return [Amount(n, currency) for n in numbers]
                return _in(currency, self.amounts(head) if re.search("[块元]", head) else [])
            if said.startswith(name):
                return _in(currency, self.amounts(said.removeprefix(name)))
        if said[:1] in SIGNS:
            return _in(SIGNS[said[0]], self.amounts(said[1:]))
        if (met := re.fullmatch("([^块元]*)[块元]([^块元]*)", said)) is not None:
            return self._with_small(met[1], met[2])
        if re.search("[毛角分]", said):
            return [Amount(value) for value in _small_alone(said)]
        if said in ("半", "一半"):  # of the price, and no half yuan
            return []
        return [Amount(value) for value in unique([*self.numbers(said), *_glued(said)])]

    def _with_small(self, whole: str, rest: str) -> list[Amount]:
        small = _small(rest)
        if small is None or (not whole and len(rest) != 1) or whole in _ABOUT:
            return []
        return [Amount(n + small) for n in (self.numbers(whole) if whole else [Decimal(1)])]

    def percents_off(self, words: str) -> list[Decimal]:
        said = re.sub(
            "^(?:全场|现在|给我?)?(?:打个?|减价?|降价?|优惠|便宜|立减)?", "", _plain(words)
        )
        said = re.sub("(?:的?优惠|的?折扣|off)$", "", said)
        if said == "半价":
            return [Decimal(50)]
        if said.endswith("折"):
            return [100 - paid for paid in self._paid(said[:-1]) if 0 < paid < 100]
        if said.startswith("百分之"):
            found = self.numbers(said.removeprefix("百分之"))
        else:
            found = self.numbers(said[:-1]) if said.endswith("%") else []
        return [number for number in found if 0 < number < 100]

    def _paid(self, said: str) -> list[Decimal]:
        """What is still paid, in percent: 八, 八五 and 八点五 are tenths."""
        if said in ("对", "半"):
            return [Decimal(50)]
        # Of 八五 and 85 each digit is said; 十二折 is none.
        is_spelled = said.isascii() or bool(_spelled(said))
        return [n * 10 if n <= 10 else n for n in self.numbers(said) if n <= 10 or is_spelled]

    def durations(self, words: str) -> list[Decimal]:
        said = re.sub("^(?:再过|再等|再|过|等|还有|还剩)", "", _plain(words))
        said = re.sub("(?:之后|以后|后|之内|内|左右)$", "", said)
        total, last, at = Decimal(0), 10**9, 0
        for met in _STRETCH.finditer(said):
            unit = _UNITS[met["unit"]]
            numbers = self.numbers(met["n"].removesuffix("个"))
            is_clear = len(numbers) == 1 and numbers[0] >= 0 and met["n"] not in _ABOUT
            if met.start() != at or unit >= last or not is_clear:
                return []
            more = Decimal("0.5") if met["between"] or met["half"] else Decimal(0)
            total, last, at = total + (numbers[0] + more) * unit, unit, met.end()
        if at and last == 3600 and at < len(said):  # 一小时二十
            minutes = whole_only(self.numbers(said[at:]))
            return [total + 60 * minutes[0]] if minutes and 0 < minutes[0] < 60 else []
        return [total] if at and at == len(said) else []

    def clock_times(self, words: str) -> list[time]:
        said = re.sub("^(?:今天|明天|在)", "", _plain(words))
        if said == "正午":
            return [time(12)]
        before = 0
        if (met := re.match("差(.+?)(分|刻)(?:钟)?(?:到)?(?=.+点)", said)) is not None:
            minutes = whole_only(self.numbers(met[1]))
            before = (minutes[0] if minutes else 0) * (15 if met[2] == "刻" else 1)
            said = said[met.end() :]
        half = next((word for word in (*_EARLY, *_LATE) if said.startswith(word)), "")
        met = _CLOCK.fullmatch(said.removeprefix(half))
        if met is None:
            return []
        hours, minute = whole_only(self.numbers(met["hour"])), self._minute(met["rest"])
        if not hours or minute is None or not 0 <= hours[0] <= 24 or before > 59:
            return []
        hour = hours[0]
        if before:
            hour, minute = (hour - 1) % 12 or 12, 60 - before
        if not half:
            return both_halves(hour, minute)
        late = half in _LATE and not (half == "中午" and hour == 11)
        is_past_midnight = half in _NIGHT and hour in AFTER_MIDNIGHT
        return of_half(hour, minute, late=late and not is_past_midnight)

    def _minute(self, rest: str) -> int | None:
        fixed = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
        if rest in fixed:
            return fixed[rest]
        found = whole_only(self.numbers(rest.removesuffix("分").lstrip("零") or "零"))
        return found[0] if found and 0 <= found[0] < 60 else None


def _plain(words: str) -> str:
    said = squeezed(words).translate(_ALIKE)
    return said.replace("廿", "二十").replace("卅", "三十")


def _in(currency: str, amounts: list[Amount]) -> list[Amount]:
    return [Amount(one.value, currency) for one in amounts]


def _value(sign: str) -> int:
    return 2 if sign == "两" else int(sign) if sign.isascii() else _DIGITS[sign]


def _whole(said: str) -> int | None:
    """A whole number in places; 一百五 is 150, 一百零五 is 105."""
    for unit, value in _WHOLE_UNITS:
        if unit not in said:
            continue
        left, _unit, right = said.rpartition(unit)
        # 万二 is what sellers say for 一万二.
        head, tail = _whole(left or ("一" if right else "")), _tail(right, value)
        if head is None or tail is None or not 0 < head < _MOST_BEFORE[unit]:
            return None
        return head * value + tail
    # 千二 and 百八 are what sellers say for 一千二 and 一百八.
    return _section(f"一{said}" if len(said) > 1 and said[0] in "千百" else said)


def _tail(said: str, unit: int) -> int | None:
    """What stands behind 万 or 亿; a digit alone is of the next place below."""
    if not said:
        return 0
    if len(said) == 1 and said != "零" and (said in _DIGITS or said.isdecimal()):
        return _value(said) * unit // 10
    rest = said.lstrip("零")
    found = _whole(rest) if rest else None
    return found if found is not None and 0 < found < unit else None


def _section(said: str) -> int | None:
    """Less than ten thousand."""
    if said == "零":
        return 0
    if said.isascii():
        return int(said) if said.isdecimal() else None
    met = _SECTION.fullmatch(said)
    if met is None or not said:
        return None
    total, last = 0, 0
    for group, value in (("k", 1000), ("h", 100)):
        if met[group]:
            total, last = total + _value(met[group]) * value, value
    if met["ten"]:
        if not met["t"] and total and not (met["k0"] or met["h0"] or met["h"]):
            return None
        total, last = total + (_value(met["t"]) if met["t"] else 1) * 10, 10
    has_zero = bool(met["h0"] or (met["k0"] and not met["h"]))
    ones = met["o"]
    if (met["k0"] and not met["k"]) or (met["h0"] and not total):
        return None
    if not ones:
        return total if total and not (has_zero and not met["ten"]) else None
    if len(ones) > 1 and (not last or int(ones) >= last):
        return None
    if ones == "两" and total:
        return None
    if len(ones) > 1:
        return total + int(ones)
    is_short = last >= 100 and not has_zero
    return total + _value(ones) * (last // 10 if is_short else 1)


def _spelled(said: str) -> str:
    """Digits said one by one; empty where it is something else."""
    if len(said) < 2 or any(sign not in _DIGITS and not sign.isdecimal() for sign in said):
        return ""
    return "".join(str(_value(sign)) for sign in said)


def _decimal(said: str) -> list[Decimal]:
    """三点五: the fraction digit by digit."""
    whole, point, fraction = said.partition("点")
    if not point or not fraction:
        return []
    digits = "".join(str(_value(s)) for s in fraction if s in _DIGITS or s.isdecimal())
    if len(digits) != len(fraction):
        return []
    left = _whole(whole) if whole else 0
    if left is None:
        spelled = _spelled(whole)
        left = int(spelled) if spelled else None
    return [Decimal(f"{left}.{digits}")] if left is not None else []


def _small(rest: str) -> Decimal | None:
    """What stands behind 块: 九, 九毛, 九毛九, 零五分, 半; None where it is something else."""
    rest = re.sub("钱$", "", rest)
    if rest in ("", "半"):
        return Decimal("0.5") if rest else Decimal(0)
    if re.fullmatch(r"\d{2}", rest):
        return Decimal(int(rest)) / 100
    if (met := re.fullmatch("零?([一二三四五六七八九1-9])([毛角分])", rest)) is not None:
        return Decimal(_value(met[1])) / (100 if met[2] == "分" else 10)
    if (met := re.fullmatch("零([一二三四五六七八九1-9])", rest)) is not None:
        return Decimal(_value(met[1])) / 100
    met = _SMALL.fullmatch(rest.removesuffix("分") if rest[:-1] else rest)
    if met is None:
        return None
    jiao = Decimal(_value(met["jiao"])) / 10 if met["jiao"] else Decimal(0)
    return jiao + (Decimal(_value(met["fen"])) / 100 if met["fen"] else 0)


def _small_alone(said: str) -> list[Decimal]:
    if (met := re.fullmatch("(.+?)[毛角](.*)", said)) is not None:
        whole = Chinese().numbers(met[1])
        more = re.sub("分$", "", met[2])
        if not more:
            return [number / 10 for number in whole]
        if more in _DIGITS or more == "半":
            small = Decimal("0.05") if more == "半" else Decimal(_DIGITS[more]) / 100
            return [number / 10 + small for number in whole]
        return []
    return [number / 100 for number in Chinese().numbers(said.removesuffix("分"))]


def _glued(said: str) -> list[Decimal]:
    """Prices without 块: 十九九 is 19.90, and 九九 may be 9.90."""
    if len(said) < 2 or said[-1] not in _DIGITS or not _DIGITS[said[-1]]:
        return []
    head = said[:-1]
    if _DIGITS.get(head[-1], 0) + 1 == _DIGITS[said[-1]]:  # 十二三 is twelve or thirteen
        return []
    whole = _whole(head) if head[-1] in _DIGITS else None
    if whole is None and (spelled := _spelled(head)):
        whole = int(spelled)
    return [Decimal(whole) + Decimal(_DIGITS[said[-1]]) / 10] if whole else []
