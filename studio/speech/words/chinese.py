"""Numbers, amounts and signs in Mandarin.

What listeners of a shopping show expect: whole yuan are 元, and a price with jiao is said as
sellers do, 三十九块九; two of something are 两, the number alone is 二; a year is said by its
digits. A voice that is given the digits themselves reads 125000 as the English count it.
"""

import re
from collections.abc import Mapping
from typing import ClassVar

from studio.speech.words.figure import Figure
from studio.speech.words.tongue import Noun, Tongue

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_COUNTED = re.compile(
    r"\s?(?:个|件|只|盒|条|双|包|袋|瓶|张|片|块|元|斤|公斤|公里|公分|份|位|次|天|年(?!级)|小时|分钟|秒|"
    r"周|套|把|台|箱|罐|支|枝|杯|碗|对|本|种|根|颗|粒|匹|人|名|家|款|样|层|倍|排|组|桶|串|朵|点|米|厘米|毫米|"
    r"克|千克|毫升|升|岁|口|头|辆|首|句|段|场|轮|批|单|笔|打|尺|寸|万|千|亿|美元|令吉|欧元|英镑|"
    r"道|面|座|间|顿|堂|节|幅|幕|帧|张|遍|回|趟|下|声|项|条|类|门|篇|封|支|枚|棵|株|盆|卷|筒|管)"
)


class Chinese(Tongue):
    tag = "zh"
    catalogue = "zh_CN"
    gap = ""
    digits = tuple(_DIGITS)
    point = "点"
    minus = "负"
    to = "到"
    by = "乘"
    at = "艾特"
    dot = "点"
    link = "链接"
    hashtag = "话题"
    laughter = "哈哈哈"
    haha = "哈哈哈"
    emoticon = "颜文字"
    signs: ClassVar[Mapping[str, str]] = {
        "&": "和",
        "@": "艾特",
        "#": "井号",
        "%": "百分号",
        "+": "加",
        "×": "乘",
        "÷": "除以",
        "=": "等于",
        "*": "星号",
        "/": "斜杠",
        "\\": "反斜杠",
        "<": "小于",
        ">": "大于",
        "°": "度",
        "¥": "元",
        "$": "美元",
        "€": "欧元",
        "£": "英镑",
        "∞": "无穷大",
        "₩": "韩元",
        "±": "正负",
        "≥": "大于等于",
        "≤": "小于等于",
        "≈": "约等于",
        "≠": "不等于",
        "^": "脱字符",
        "~": "约",
        "¢": "美分",
        "‰": "千分号",
        "√": "根号",
        "§": "章节",
    }
    units: ClassVar[Mapping[str, Noun]] = {
        "kg": Noun("公斤"),
        "g": Noun("克"),
        "mg": Noun("毫克"),
        "t": Noun("吨"),
        "L": Noun("升"),
        "ml": Noun("毫升"),
        "km": Noun("公里"),
        "m": Noun("米"),
        "cm": Noun("厘米"),
        "mm": Noun("毫米"),
        "m²": Noun("平方米"),
        "cm²": Noun("平方厘米"),
        "m³": Noun("立方米"),
        "inch": Noun("英寸"),
        "oz": Noun("盎司"),
        "lb": Noun("磅"),
        "°C": Noun("摄氏度"),
        "°F": Noun("华氏度"),
        "°": Noun("度"),
        "dB": Noun("分贝"),
        "GB": Noun("G B"),
        "MB": Noun("M B"),
        "KB": Noun("K B"),
        "TB": Noun("T B"),
        "mAh": Noun("毫安时"),
        "kWh": Noun("千瓦时"),
        "W": Noun("瓦"),
        "V": Noun("伏"),
        "Hz": Noun("赫兹"),
        "GHz": Noun("吉赫兹"),
        "MHz": Noun("兆赫兹"),
        "mph": Noun("英里每小时"),
        "dpi": Noun("D P I"),
        "ft": Noun("英尺"),
        "s": Noun("秒"),
        "kHz": Noun("千赫兹"),
        "ms": Noun("毫秒"),
        "kbps": Noun("千比特每秒"),
        "Mbps": Noun("兆比特每秒"),
        "fps": Noun("帧每秒"),
        "km/h": Noun("公里每小时"),
        "★": Noun("颗星"),
        "pcs": Noun("件"),
        "h": Noun("小时"),
        "min": Noun("分钟"),
    }
    coins: ClassVar[Mapping[str, Noun]] = {
        "CNY": Noun("元"),
        "IDR": Noun("印尼盾"),
        "USD": Noun("美元"),
        "SGD": Noun("新加坡元"),
        "HKD": Noun("港元"),
        "TWD": Noun("新台币"),
        "AUD": Noun("澳元"),
        "MYR": Noun("令吉"),
        "EUR": Noun("欧元"),
        "GBP": Noun("英镑"),
        "KRW": Noun("韩元"),
        "JPY": Noun("日元"),
        "THB": Noun("泰铢"),
        "VND": Noun("越南盾"),
        "PHP": Noun("比索"),
        "INR": Noun("卢比"),
    }
    scales: ClassVar[Mapping[int, str]] = {4: "万", 8: "亿"}
    short: ClassVar[Mapping[str, str]] = {
        "thx": "thanks",
        "lol": "哈哈哈",
    }

    def cardinal(self, number: int) -> str:
        if number == 0:
            return "零"
        words, skipped = "", False
        for place in reversed(range(len(_GROUPS))):
            group = number // 10_000**place % 10_000
            if not group:
                skipped = bool(words)
                continue
            if words and (skipped or group < 1000):
                words += "零"
            words += _thousands(group, is_counted=place > 0) + _GROUPS[place]
            skipped = False
        return words.removeprefix("一") if words.startswith("一十") else words

    def counts(self, following: str) -> bool:
        return _COUNTED.match(following) is not None

    def number(self, figure: Figure, following: str = "") -> str:
        if figure.is_two and _COUNTED.match(following):
            return "负两" if figure.is_negative else "两"
        return super().number(figure, following)

    def year(self, digits: str) -> str:
        return self.one_by_one(digits)

    def percent(self, words: str) -> str:
        if words.startswith("负"):
            return f"负百分之{words[1:]}"
        return f"百分之{words}"

    def measured(self, figure: Figure, unit: str) -> str:
        noun = self.units[unit].one
        if unit in ("°C", "°F", "°") and figure.is_negative:
            return f"零下{self.number(Figure(figure.whole, figure.fraction))}{noun}"
        is_pair = figure.is_two and unit not in ("°C", "°F", "°", "oz")
        return self.number(figure, "个" if is_pair else "") + noun

    def money(self, figure: Figure, currency: str) -> str:
        figure = figure.trimmed
        if currency == "CNY" and 1 <= len(figure.fraction) <= 2:
            return self._jiao(figure)
        noun = self.coins.get(currency)
        if noun is None:
            return super().money(figure, currency)
        return self.number(figure, "元") + noun.one

    def _jiao(self, figure: Figure) -> str:
        jiao, fen = (_DIGITS[int(digit)] for digit in figure.fraction.ljust(2, "0"))
        sign = "负" if figure.is_negative else ""
        if figure.whole == "0":
            if jiao == "零":
                return f"{sign}{fen}分"
            return f"{sign}{jiao}毛" + ("" if fen == "零" else fen)
        whole = sign + self.number(Figure(figure.whole), "块") + "块"
        if fen == "零":
            return whole + jiao
        return whole + (f"零{fen}分" if jiao == "零" else f"{jiao}毛{fen}")

    def times(self, figure: Figure) -> str:
        return f"{self.number(figure, '倍')}倍"

    def per_mille(self, words: str) -> str:
        return f"千分之{words}"

    def power(self, exponent: str) -> str:
        return f"的{exponent}次方"

    def out_of(self, points: str, full: str) -> str:
        return f"{points}分，满分{full}分"

    def stars(self, count: int) -> str:
        return f"{_DIGITS[count]}星，满分五星"

    def date(self, year: str, month: int, day: int) -> str:
        return f"{self.year(year)}年{self.day(month, day)}"

    def day(self, month: int, day: int) -> str:
        return f"{self.cardinal(month)}月{self.cardinal(day)}日"

    def clock(self, hour: int, minute: int, second: int | None) -> str:
        words = ("两" if hour == 2 else self.cardinal(hour)) + "点"
        if second is None and minute == 30:
            return f"{words}半"
        if minute or second is not None:
            words += ("零" if 0 < minute < 10 else "") + f"{self.cardinal(minute)}分"
        return words if second is None else f"{words}{self.cardinal(second)}秒"

    def fraction(self, part: int, whole: int) -> str:
        return f"{self.cardinal(whole)}分之{self.cardinal(part)}"

    def mixed(self, ones: str, fraction: str) -> str:
        return f"{ones}又{fraction}"

    def ratio(self, left: str, right: str) -> str:
        return f"{left}比{right}"

    def repeated(self, name: str, count: int) -> str:
        return f"{self.number(Figure(str(count)), '个')}个{name}"

    def more_emoji(self, count: int) -> str:
        return f"还有{self.number(Figure(str(count)), '个')}个表情"

    def per(self, amount: str, unit: str) -> str:
        return f"{amount}每{unit}"


def _thousands(number: int, *, is_counted: bool) -> str:
    """From 1 to 9999; two of what is counted, and two thousand, are 两."""
    if is_counted and number == 2:
        return "两"
    words, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            skipped = bool(words)
            continue
        words += "零" if skipped else ""
        words += ("两" if digit == 2 and place == 3 else _DIGITS[digit]) + _PLACES[place]
        skipped = False
    return words
