"""Numbers, amounts and signs in Indonesian."""

from collections.abc import Mapping
from typing import ClassVar

from studio.speech.words.figure import Figure
from studio.speech.words.tongue import Noun, Tongue

_DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
_GROUPS = ("", " ribu", " juta", " miliar", " triliun")
_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


class Indonesian(Tongue):
    tag = "id"
    catalogue = "id"
    decimal = ","
    digits = tuple(_DIGITS)
    point = "koma"
    minus = "minus"
    to = "sampai"
    by = "kali"
    at = "et"
    dot = "titik"
    link = "tautan"
    hashtag = "tagar"
    laughter = "tertawa"
    haha = "ha ha"
    emoticon = "emotikon"
    signs: ClassVar[Mapping[str, str]] = {
        "&": "dan",
        "@": "et",
        "#": "nomor",
        "%": "persen",
        "+": "tambah",
        "×": "kali",
        "÷": "bagi",
        "=": "sama dengan",
        "*": "bintang",
        "/": "garis miring",
        "\\": "garis miring terbalik",
        "<": "kurang dari",
        ">": "lebih dari",
        "°": "derajat",
        "¥": "yuan",
        "$": "dolar",
        "€": "euro",
        "£": "pound",
        "∞": "tak hingga",
        "₩": "won",
        "±": "plus minus",
        "≥": "paling sedikit",
        "≤": "paling banyak",
        "≈": "kira-kira",
        "≠": "tidak sama dengan",
        "^": "tanda sisipan",
        "~": "kira-kira",
        "¢": "sen",
        "‰": "per mil",
        "√": "akar",
        "§": "pasal",
    }
    units: ClassVar[Mapping[str, Noun]] = {
        "kg": Noun("kilogram"),
        "g": Noun("gram"),
        "mg": Noun("miligram"),
        "t": Noun("ton"),
        "L": Noun("liter"),
        "ml": Noun("mililiter"),
        "km": Noun("kilometer"),
        "m": Noun("meter"),
        "cm": Noun("sentimeter"),
        "mm": Noun("milimeter"),
        "m²": Noun("meter persegi"),
        "cm²": Noun("sentimeter persegi"),
        "m³": Noun("meter kubik"),
        "inch": Noun("inci"),
        "oz": Noun("ons"),
        "lb": Noun("pon"),
        "°C": Noun("derajat Celsius"),
        "°F": Noun("derajat Fahrenheit"),
        "°": Noun("derajat"),
        "dB": Noun("desibel"),
        "GB": Noun("G B"),
        "MB": Noun("M B"),
        "KB": Noun("K B"),
        "TB": Noun("T B"),
        "mAh": Noun("miliampere jam"),
        "kWh": Noun("kilowatt jam"),
        "W": Noun("watt"),
        "V": Noun("volt"),
        "Hz": Noun("hertz"),
        "GHz": Noun("gigahertz"),
        "MHz": Noun("megahertz"),
        "mph": Noun("mil per jam"),
        "dpi": Noun("D P I"),
        "ft": Noun("kaki"),
        "s": Noun("detik"),
        "kHz": Noun("kilohertz"),
        "ms": Noun("milidetik"),
        "kbps": Noun("kilobit per detik"),
        "Mbps": Noun("megabit per detik"),
        "fps": Noun("bingkai per detik"),
        "km/h": Noun("kilometer per jam"),
        "★": Noun("bintang"),
        "pcs": Noun("buah"),
        "h": Noun("jam"),
        "min": Noun("menit"),
    }
    coins: ClassVar[Mapping[str, Noun]] = {
        "CNY": Noun("yuan"),
        "IDR": Noun("rupiah"),
        "USD": Noun("dolar", cent="sen"),
        "SGD": Noun("dolar Singapura", cent="sen"),
        "HKD": Noun("dolar Hong Kong", cent="sen"),
        "TWD": Noun("dolar Taiwan"),
        "AUD": Noun("dolar Australia", cent="sen"),
        "MYR": Noun("ringgit", cent="sen"),
        "EUR": Noun("euro", cent="sen"),
        "GBP": Noun("pound", cent="pence"),
        "KRW": Noun("won"),
        "JPY": Noun("yen"),
        "THB": Noun("baht"),
        "VND": Noun("dong"),
        "PHP": Noun("peso"),
        "INR": Noun("rupee"),
    }
    scales: ClassVar[Mapping[int, str]] = {3: "ribu", 6: "juta", 9: "miliar", 12: "triliun"}
    short: ClassVar[Mapping[str, str]] = {
        "yg": "yang",
        "tgl": "tanggal",
        "pkl": "pukul",
        "dgn": "dengan",
        "tdk": "tidak",
        "gk": "enggak",
        "brp": "berapa",
        "hrg": "harga",
        "utk": "untuk",
        "jg": "juga",
        "sdh": "sudah",
        "udh": "sudah",
        "blm": "belum",
        "krn": "karena",
        "dlm": "dalam",
        "kpd": "kepada",
        "tks": "terima kasih",
        "thx": "terima kasih",
        "trm": "terima",
        "ksh": "kasih",
        "bgt": "banget",
        "pcs": "buah",
        "kk": "kak",
        "wa": "we a",
    }

    def cardinal(self, number: int) -> str:
        if number < 1000:
            return _hundreds(number)
        parts: list[str] = []
        rest, group = number, 0
        while rest:
            rest, three = divmod(rest, 1000)
            if three == 1 and group == 1:
                parts.append("seribu")
            elif three:
                parts.append(_hundreds(three) + _GROUPS[group])
            group += 1
        return " ".join(reversed(parts))

    def ordinal(self, number: int) -> str:
        return f"ke{_hundreds(number)}"

    def thousands(self, figure: Figure, power: int) -> str:
        return "seribu" if figure.is_one and power == 3 else super().thousands(figure, power)

    def percent(self, words: str) -> str:
        return f"{words} persen"

    def per_mille(self, words: str) -> str:
        return f"{words} per mil"

    def power(self, exponent: str) -> str:
        return f"pangkat {exponent}"

    def out_of(self, points: str, full: str) -> str:
        return f"{points} dari {full}"

    def stars(self, count: int) -> str:
        return f"{_DIGITS[count]} dari lima bintang"

    def date(self, year: str, month: int, day: int) -> str:
        return f"{self.day(month, day)} {self.year(year)}"

    def day(self, month: int, day: int) -> str:
        return f"{_hundreds(day)} {_MONTHS[month - 1]}"

    def clock(self, hour: int, minute: int, second: int | None) -> str:
        words = _hundreds(hour)
        if minute or second is not None:
            words += f" lewat {_hundreds(minute)}"
        return words if second is None else f"{words} menit {_hundreds(second)} detik"

    def fraction(self, part: int, whole: int) -> str:
        if (part, whole) == (1, 2):
            return "setengah"
        return f"{_hundreds(part)} per {_hundreds(whole)}"

    def mixed(self, ones: str, fraction: str) -> str:
        return f"{ones} {fraction}"

    def ratio(self, left: str, right: str) -> str:
        return f"{left} banding {right}"

    def repeated(self, name: str, count: int) -> str:
        return f"{name} {self.cardinal(count)} kali"

    def more_emoji(self, count: int) -> str:
        return f"dan {self.cardinal(count)} emoji lagi"

    def per(self, amount: str, unit: str) -> str:
        return f"{amount} per {unit}"


def _hundreds(number: int) -> str:
    """From 0 to 999."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        words = "seratus" if hundreds == 1 else f"{_DIGITS[hundreds]} ratus"
        return words + (f" {_hundreds(rest)}" if rest else "")
    if number < 10:
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    if tens == 1:
        return {0: "sepuluh", 1: "sebelas"}.get(ones) or f"{_DIGITS[ones]} belas"
    return f"{_DIGITS[tens]} puluh" + (f" {_DIGITS[ones]}" if ones else "")
