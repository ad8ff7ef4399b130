"""Numbers, amounts and signs in Korean."""

import re
from collections.abc import Mapping
from typing import ClassVar

from studio.speech.words.figure import Figure
from studio.speech.words.tongue import Noun, Tongue

_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_GROUPS = ("", "만", "억", "조")
_NATIVE = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_NATIVE_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_COUNTED = re.compile(
    r"\s?(?:개(?!월)|명|시(?!즌)|살|번(?!호|\s?(?:상품|링크|옵션|제품|사이즈|컬러|색상|세트|구성|카메라|장면|사진|문제|출구|버스))|마리|장|병|잔|권|대|벌|켤레|송이|가지|사람|분께|박스|봉지|팩|세트|통|그루|자루|곳|달)"
)
"""Of these one counts with Korean numbers, up to 99."""

_AGED = re.compile(r"대\s?(?:여|남|초반|중반|후반|고객|분들|주부|직장|엄마|대학)")
"""People of so many tens of years; otherwise 대 are machines."""

_FREE = ("", "원", "투", "쓰리", "포", "파이브")
_OF_A_MONTH = re.compile(r"\s?월(?!드)")


class Korean(Tongue):
    tag = "ko"
    digits = tuple(_DIGITS)
    point = "점"
    minus = "마이너스"
    to = "에서"
    by = "곱하기"
    at = "골뱅이"
    dot = "점"
    link = "링크"
    hashtag = "해시태그"
    laughter = "크크크"
    haha = "하하하"
    emoticon = "이모티콘"
    signs: ClassVar[Mapping[str, str]] = {
        "&": "앤드",
        "@": "골뱅이",
        "#": "샵",
        "%": "퍼센트",
        "+": "더하기",
        "×": "곱하기",
        "÷": "나누기",
        "=": "이퀄",
        "*": "별표",
        "/": "슬래시",
        "\\": "역슬래시",
        "<": "여는 꺾쇠",
        ">": "닫는 꺾쇠",
        "°": "도",
        "¥": "위안",
        "$": "달러",
        "€": "유로",
        "£": "파운드",
        "∞": "무한대",
        "₩": "원",
        "±": "플러스 마이너스",
        "≥": "크거나 같음",
        "≤": "작거나 같음",
        "≈": "약",
        "≠": "같지 않음",
        "^": "캐럿",
        "~": "약",
        "¢": "센트",
        "‰": "퍼밀",
        "√": "루트",
        "§": "조",
    }
    units: ClassVar[Mapping[str, Noun]] = {
        "kg": Noun("킬로그램"),
        "g": Noun("그램"),
        "mg": Noun("밀리그램"),
        "t": Noun("톤"),
        "L": Noun("리터"),
        "ml": Noun("밀리리터"),
        "km": Noun("킬로미터"),
        "m": Noun("미터"),
        "cm": Noun("센티미터"),
        "mm": Noun("밀리미터"),
        "m²": Noun("제곱미터"),
        "cm²": Noun("제곱센티미터"),
        "m³": Noun("세제곱미터"),
        "inch": Noun("인치"),
        "oz": Noun("온스"),
        "lb": Noun("파운드"),
        "°C": Noun("도"),
        "°F": Noun("도"),
        "°": Noun("도"),
        "dB": Noun("데시벨"),
        "GB": Noun("기가바이트"),
        "MB": Noun("메가바이트"),
        "KB": Noun("킬로바이트"),
        "TB": Noun("테라바이트"),
        "mAh": Noun("밀리암페어시"),
        "kWh": Noun("킬로와트시"),
        "W": Noun("와트"),
        "V": Noun("볼트"),
        "Hz": Noun("헤르츠"),
        "GHz": Noun("기가헤르츠"),
        "MHz": Noun("메가헤르츠"),
        "mph": Noun("시속 마일"),
        "dpi": Noun("디피아이"),
        "ft": Noun("피트"),
        "s": Noun("초"),
        "kHz": Noun("킬로헤르츠"),
        "ms": Noun("밀리초"),
        "kbps": Noun("초당 킬로비트"),
        "Mbps": Noun("초당 메가비트"),
        "fps": Noun("초당 프레임"),
        "km/h": Noun("시속 킬로미터"),
        "★": Noun("별"),
        "pcs": Noun("개"),
        "h": Noun("시간"),
        "min": Noun("분"),
    }
    coins: ClassVar[Mapping[str, Noun]] = {
        "CNY": Noun("위안"),
        "IDR": Noun("루피아"),
        "USD": Noun("달러", cent="센트"),
        "SGD": Noun("싱가포르 달러", cent="센트"),
        "HKD": Noun("홍콩 달러", cent="센트"),
        "TWD": Noun("대만 달러"),
        "AUD": Noun("호주 달러", cent="센트"),
        "MYR": Noun("링깃", cent="센"),
        "EUR": Noun("유로", cent="센트"),
        "GBP": Noun("파운드", cent="펜스"),
        "KRW": Noun("원"),
        "JPY": Noun("엔"),
        "THB": Noun("바트"),
        "VND": Noun("동"),
        "PHP": Noun("페소"),
        "INR": Noun("루피"),
    }
    scales: ClassVar[Mapping[int, str]] = {4: "만", 8: "억"}
    short: ClassVar[Mapping[str, str]] = {
        "ㄱㅅ": "감사",
        "ㅇㅋ": "오케이",
        "ㄴㄴ": "노노",
        "ㅇㅇ": "응응",
        "ㄱㄱ": "고고",
        "ㄷㄷ": "덜덜",
        "ㅊㅋ": "추카",
        "ㅂㅂ": "바이바이",
        "ㅇㅈ": "인정",
        "ㄹㅇ": "레알",
        "ㅎㅇ": "하이",
        "ㅈㅅ": "죄송",
        "ㅅㄱ": "수고",
        "ㄱㅊ": "괜찮아",
    }

    def cardinal(self, number: int) -> str:
        if number == 0:
            return "영"
        parts: list[str] = []
        for place in reversed(range(len(_GROUPS))):
            group = number // 10_000**place % 10_000
            if group:
                # Ten thousand is 만 alone, a hundred million is 일억.
                is_alone = place == 1 and group == 1 and not parts
                parts.append(("" if is_alone else _thousands(group)) + _GROUPS[place])
        return " ".join(parts)

    def up_to(self, words: str) -> str:
        return f"{words}{self.to}"

    def one_by_one(self, digits: str) -> str:
        # In a telephone number nothing is 공, in a count it is 영.
        return " ".join("공" if digit == "0" else _DIGITS[int(digit)] for digit in digits)

    def counts(self, following: str) -> bool:
        return _COUNTED.match(following) is not None

    def number(self, figure: Figure, following: str = "") -> str:
        if figure.whole in ("6", "10") and not figure.fraction and _OF_A_MONTH.match(following):
            return self._month(figure.whole)
        is_small = not figure.fraction and len(figure.whole) <= 2 and figure.whole != "0"
        is_counted = _COUNTED.match(following) is not None
        if figure.whole[-1:] == "0" and _AGED.match(following):
            is_counted = False
        if is_small and not figure.is_negative and is_counted:
            return _native(int(figure.whole))
        if figure.fraction:
            whole = super().number(Figure(figure.whole, is_negative=figure.is_negative))
            return f"{whole} 점 {' '.join(_DIGITS[int(digit)] for digit in figure.fraction)}"
        return super().number(figure, following)

    def measured(self, figure: Figure, unit: str) -> str:
        if unit in ("°C", "°F"):
            scale, number = ("섭씨" if unit == "°C" else "화씨"), self._degrees(figure)
            return f"{scale} {number} 도"
        if unit == "★":
            return f"별 {self.number(figure, '개')} 개"
        if unit in ("pcs", "h"):
            noun = self.units[unit].one
            return f"{self.number(figure, noun)} {noun}"
        return super().measured(figure, unit)

    def _degrees(self, figure: Figure) -> str:
        number = self.number(Figure(figure.whole, figure.fraction))
        return f"영하 {number}" if figure.is_negative else number

    def thousands(self, figure: Figure, power: int) -> str:
        return "만" if figure.is_one and power == 4 else super().thousands(figure, power)

    def percent(self, words: str) -> str:
        return f"{words} 퍼센트"

    def times(self, figure: Figure) -> str:
        return f"{self.number(figure)} 배"

    def with_free(self, bought: int, free: int, following: str = "") -> str:  # noqa: ARG002 - as declared
        return f"{_FREE[bought]} 플러스 {_FREE[free]}"

    def per_mille(self, words: str) -> str:
        return f"{words} 퍼밀"

    def power(self, exponent: str) -> str:
        return f"의 {exponent}제곱"

    def out_of(self, points: str, full: str) -> str:
        return f"{full} 점 만점에 {points} 점"

    def stars(self, count: int) -> str:
        return f"별 다섯 개 중 {_native(count)} 개"

    def date(self, year: str, month: int, day: int) -> str:
        return f"{self.year(year)}년 {self.day(month, day)}"

    def day(self, month: int, day: int) -> str:
        return f"{self._month(str(month))}월 {self.cardinal(day)}일"

    def _month(self, digits: str) -> str:
        """Two months lose their last sound."""
        return {"6": "유", "10": "시"}.get(digits) or self.cardinal(int(digits))

    def clock(self, hour: int, minute: int, second: int | None) -> str:
        words = (_native(hour) if 1 <= hour <= 12 else self.cardinal(hour)) + " 시"
        if minute or second is not None:
            words += f" {self.cardinal(minute)} 분"
        return words if second is None else f"{words} {self.cardinal(second)} 초"

    def fraction(self, part: int, whole: int) -> str:
        return f"{self.cardinal(whole)}분의 {self.cardinal(part)}"

    def mixed(self, ones: str, fraction: str) -> str:
        # A syllable that ends in a consonant takes another particle.
        is_closed = (ord(ones[-1]) - ord("가")) % 28 > 0
        return f"{ones}{'과' if is_closed else '와'} {fraction}"

    def ratio(self, left: str, right: str) -> str:
        return f"{left} 대 {right}"

    def repeated(self, name: str, count: int) -> str:
        return f"{name} {self.number(Figure(str(count)), '개')} 개"

    def more_emoji(self, count: int) -> str:
        return f"그리고 이모지 {self.number(Figure(str(count)), '개')} 개"

    def per(self, amount: str, unit: str) -> str:
        return f"{unit}당 {amount}"


def _native(number: int) -> str:
    """From 1 to 99, before what is counted."""
    tens, ones = divmod(number, 10)
    if number == 20:
        return "스무"
    return _NATIVE_TENS[tens] + _NATIVE[ones]


def _thousands(number: int) -> str:
    """From 1 to 9999; a single ten, hundred or thousand is not counted."""
    words = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("" if digit == 1 and place else _DIGITS[digit]) + _PLACES[place]
    return words
