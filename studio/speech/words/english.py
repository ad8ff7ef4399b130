"""Numbers, amounts and signs in English."""

from collections.abc import Mapping
from typing import ClassVar

from studio.speech.words.figure import Figure
from studio.speech.words.tongue import Noun, Tongue

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
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
]
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ("", " thousand", " million", " billion", " trillion")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


class English(Tongue):
    tag = "en"
    digits = tuple(_SMALL[:10])
    point = "point"
    minus = "minus"
    to = "to"
    by = "by"
    at = "at"
    dot = "dot"
    link = "link"
    hashtag = "hashtag"
    laughter = "ha ha"
    haha = "ha ha"
    emoticon = "emoticon"
    signs: ClassVar[Mapping[str, str]] = {
        "&": "and",
        "@": "at",
        "#": "number",
        "%": "percent",
        "+": "plus",
        "×": "times",
        "÷": "divided by",
        "=": "equals",
        "*": "star",
        "/": "slash",
        "\\": "backslash",
        "<": "less than",
        ">": "greater than",
        "°": "degrees",
        "¥": "yuan",
        "$": "dollars",
        "€": "euros",
        "£": "pounds",
        "∞": "infinity",
        "₩": "won",
        "±": "plus or minus",
        "≥": "at least",
        "≤": "at most",
        "≈": "about",
        "≠": "is not",
        "^": "caret",
        "~": "about",
        "¢": "cents",
        "‰": "per mille",
        "√": "root of",
        "§": "section",
    }
    units: ClassVar[Mapping[str, Noun]] = {
        "kg": Noun("kilogram", "kilograms"),
        "g": Noun("gram", "grams"),
        "mg": Noun("milligram", "milligrams"),
        "t": Noun("ton", "tons"),
        "L": Noun("litre", "litres"),
        "ml": Noun("millilitre", "millilitres"),
        "km": Noun("kilometre", "kilometres"),
        "m": Noun("metre", "metres"),
        "cm": Noun("centimetre", "centimetres"),
        "mm": Noun("millimetre", "millimetres"),
        "m²": Noun("square metre", "square metres"),
        "cm²": Noun("square centimetre", "square centimetres"),
        "m³": Noun("cubic metre", "cubic metres"),
        "inch": Noun("inch", "inches"),
        "oz": Noun("ounce", "ounces"),
        "lb": Noun("pound", "pounds"),
        "°C": Noun("degree Celsius", "degrees Celsius"),
        "°F": Noun("degree Fahrenheit", "degrees Fahrenheit"),
        "°": Noun("degree", "degrees"),
        "dB": Noun("decibel", "decibels"),
        "GB": Noun("gigabyte", "gigabytes"),
        "MB": Noun("megabyte", "megabytes"),
        "KB": Noun("kilobyte", "kilobytes"),
        "TB": Noun("terabyte", "terabytes"),
        "mAh": Noun("milliamp hour", "milliamp hours"),
        "kWh": Noun("kilowatt hour", "kilowatt hours"),
        "W": Noun("watt", "watts"),
        "V": Noun("volt", "volts"),
        "Hz": Noun("hertz"),
        "GHz": Noun("gigahertz"),
        "MHz": Noun("megahertz"),
        "mph": Noun("mile per hour", "miles per hour"),
        "dpi": Noun("dot per inch", "dots per inch"),
        "ft": Noun("foot", "feet"),
        "s": Noun("second", "seconds"),
        "kHz": Noun("kilohertz"),
        "ms": Noun("millisecond", "milliseconds"),
        "kbps": Noun("kilobit per second", "kilobits per second"),
        "Mbps": Noun("megabit per second", "megabits per second"),
        "fps": Noun("frame per second", "frames per second"),
        "km/h": Noun("kilometre per hour", "kilometres per hour"),
        "★": Noun("star", "stars"),
        "pcs": Noun("piece", "pieces"),
        "h": Noun("hour", "hours"),
        "min": Noun("minute", "minutes"),
    }
    coins: ClassVar[Mapping[str, Noun]] = {
        "CNY": Noun("yuan"),
        "IDR": Noun("rupiah"),
        "USD": Noun("dollar", "dollars", "cent"),
        "SGD": Noun("Singapore dollar", "Singapore dollars", "cent"),
        "HKD": Noun("Hong Kong dollar", "Hong Kong dollars", "cent"),
        "TWD": Noun("Taiwan dollar", "Taiwan dollars"),
        "AUD": Noun("Australian dollar", "Australian dollars", "cent"),
        "MYR": Noun("ringgit", cent="sen"),
        "EUR": Noun("euro", "euros", "cent"),
        "GBP": Noun("pound", "pounds", "pence"),
        "KRW": Noun("won"),
        "JPY": Noun("yen"),
        "THB": Noun("baht"),
        "VND": Noun("dong"),
        "PHP": Noun("peso", "pesos"),
        "INR": Noun("rupee", "rupees"),
    }
    scales: ClassVar[Mapping[int, str]] = {
        3: "thousand",
        6: "million",
        9: "billion",
        12: "trillion",
    }
    short: ClassVar[Mapping[str, str]] = {
        "thx": "thanks",
        "tks": "thanks",
        "pls": "please",
        "plz": "please",
        "wk": "week",
        "wks": "weeks",
        "hr": "hour",
        "hrs": "hours",
        "qty": "quantity",
        "ppl": "people",
        "btw": "by the way",
        "lol": "ha ha",
        "lmao": "ha ha",
        "rofl": "ha ha",
    }

    def cardinal(self, number: int) -> str:
        if number < 1000:
            return _hundreds(number)
        parts: list[str] = []
        rest, group = number, 0
        while rest:
            rest, three = divmod(rest, 1000)
            if three:
                # “and” stands before the last two digits of all: one thousand and five.
                joins = group == 0 and three < 100
                parts.append(("and " if joins else "") + _hundreds(three) + _GROUPS[group])
            group += 1
        return " ".join(reversed(parts))

    def year(self, digits: str) -> str:
        """As years are said: nineteen ninety-nine, two thousand and five, twenty twenty-six."""
        first, last = int(digits[:2]), int(digits[2:])
        if first % 10 == 0 and last < 10:
            return self.cardinal(int(digits))
        if last == 0:
            return f"{_hundreds(first)} hundred"
        return f"{_hundreds(first)} {'oh ' if last < 10 else ''}{_hundreds(last)}"

    def ordinal(self, number: int) -> str:
        head, last = _split_last(_hundreds(number))
        if last in _ORDINALS:
            return head + _ORDINALS[last]
        return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")

    def percent(self, words: str) -> str:
        return f"{words} percent"

    def per_mille(self, words: str) -> str:
        return f"{words} per mille"

    def power(self, exponent: str) -> str:
        return f"to the power of {exponent}"

    def out_of(self, points: str, full: str) -> str:
        return f"{points} out of {full}"

    def stars(self, count: int) -> str:
        return f"{_hundreds(count)} of five stars"

    def date(self, year: str, month: int, day: int) -> str:
        return f"{self.day(month, day)}, {self.year(year)}"

    def day(self, month: int, day: int) -> str:
        return f"{_MONTHS[month - 1]} {self.ordinal(day)}"

    def decade(self, digits: str) -> str:
        """Ten years by the digits of their first: the nineties, the nineteen nineties."""
        first, last = digits[:-2], int(digits[-2:])
        many = {0: "hundreds", 10: "tens"}.get(last) or _TENS[last // 10 - 2][:-1] + "ies"
        if digits == "2000":
            return "two thousands"
        return f"{_hundreds(int(first))} {many}" if first else many

    def clock(self, hour: int, minute: int, second: int | None) -> str:
        if second is None and (hour, minute) in ((0, 0), (24, 0)):
            return "midnight"
        words = _hundreds(hour)
        if second is None and minute == 0:
            return f"{words} o'clock" if 1 <= hour <= 12 else f"{words} hundred"
        words += f" oh {_hundreds(minute)}" if minute < 10 else f" {_hundreds(minute)}"
        if second is None:
            return words
        told = self.measured_plainly(second, "second")
        return f"{words} and {told}"

    def measured_plainly(self, number: int, noun: str) -> str:
        return f"{self.cardinal(number)} {noun}{'' if number == 1 else 's'}"

    def fraction(self, part: int, whole: int) -> str:
        names = {2: "half", 4: "quarter"}
        one = names.get(whole) or self.ordinal(whole)
        many = "halves" if whole == 2 else f"{one}s"
        return f"{_hundreds(part)} {one if part == 1 else many}"

    def mixed(self, ones: str, fraction: str) -> str:
        return f"{ones} and {fraction.replace('one ', 'a ')}"

    def ratio(self, left: str, right: str) -> str:
        return f"{left} to {right}"

    def repeated(self, name: str, count: int) -> str:
        return f"{name} times {self.cardinal(count)}"

    def more_emoji(self, count: int) -> str:
        return f"and {self.cardinal(count)} more emoji"

    def per(self, amount: str, unit: str) -> str:
        return f"{amount} per {unit}"

    def cents(self, cents: Figure, noun: Noun) -> str:
        many = noun.cent + "s" if noun.cent == "cent" and not cents.is_one else noun.cent
        return f"{self.number(cents)} {many}"

    def with_cents(self, whole: str, cents: str) -> str:
        return f"{whole} and {cents}"


def _hundreds(number: int) -> str:
    """From 0 to 999."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {_hundreds(rest)}" if rest else "")
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")


def _split_last(words: str) -> tuple[str, str]:
    place = max(words.rfind(" "), words.rfind("-")) + 1
    return words[:place], words[place:]
