"""Prices, measures and plain numbers, read from how they are written."""

import re
import unicodedata
from decimal import Decimal

from studio.speech.words.context import BESIDE, Context, apart
from studio.speech.words.figure import Figure
from studio.speech.words.patterns import BEFORE, COINS, NUMBER_NEXT, SCALES, UNITS
from studio.speech.words.scripts import script_of
from studio.speech.words.tongue import Tongue
from studio.speech.words.tongues import CHINESE, TONGUES

_OF_TELEPHONES = 7
"""Digits in a row that are rather a telephone's than a number."""

_NUMBER_NEXT = re.compile(NUMBER_NEXT)
_GOES_ON = re.compile(r"[万萬만亿億억] \d[\d,]{0,4}(?![\d,])")
"""Tens of thousands, and what is less: one number in two words."""

_TOTAL = re.compile(r"(?i:stock|order|price|total|costs?|qty)\W{1,2}$")
_MANY = re.compile(
    r"\s(?:in stoc|left|sold|view(?:s|er)|likes|items|people|follow|subscri|orders|coins|pieces|pcs"
    r"|units|gifts|users|fans|member|comment|messag|reviews|ratings|watchin|remain|availab|custome"
    r"|buyers|points|pairs)"
)
"""What is counted in English; as much of it as is looked at."""

_FULL = re.compile("满[^\\d，。]{0,3}$")
"""From this sum on there is a discount."""

_RANK = re.compile(r"第\s?(?:(?P<more>(?:\d{1,3}[、和])+)|\d{1,3}[-~])?$")
"""Of several ranks only the first has the word for it."""


def money(met: re.Match[str], context: Context) -> str:
    """A currency and its amount, perhaps up to another, perhaps for one of a unit."""
    currency = COINS[met["coin"].rstrip(".").upper()]
    tongue = context.beside(met) if not met["per"] else context.tongue
    least = context.figure(met["amount"], currency)
    most = context.figure(met["most"], currency) if met["most"] else least
    if least is None or most is None:
        coin = tongue.coins[currency].one
        return f" {coin} {context.several(met['amount'])} {context.several(met['most'] or '')} "
    if met["owed"] or met["owing"]:
        least, most = _negative(least), _negative(most)
    low, high = _scales(met, currency, least, most)
    words = _money(tongue, most, currency, high)
    if met["about"] and tongue.tag == "id":
        words = tongue.joined(f"{scaled(tongue, most.trimmed, high)}an", _coin(tongue, currency))
    if met["most"]:
        first, last = _value(least, low), _value(most, high)
        if first < last:
            words = tongue.joined(tongue.up_to(scaled(tongue, least.trimmed, low)), words)
        else:
            # No range goes downwards: it is what is taken off, or an old price and a new one.
            is_off = _is_off(met, tongue) or (tongue.tag == "zh" and 2 * last < first)
            both = _money(tongue, least, currency, low), words
            words = ("减" if is_off else ", ").join(both)
    words = _each(words, met["per"], met["per_lot"], tongue)
    return apart(tongue.joined(words, tongue.signs["×"]) if met["many"] else words, tongue)


def _scales(met: re.Match[str], currency: str, least: Figure, most: Figure) -> tuple[str, str]:
    """The scales of both ends of a price; where only one is written it is for both."""
    high = met["thousands"] or met["more"] or met["spaced"] or ""
    low = met["lower"] or high
    if _value(least, low) > _value(most, high):
        low = met["lower"] or ""
    if currency == "IDR":
        low, high = ("miliar" if scale == "M" else scale for scale in (low, high))
    return low, high


def _is_off(met: re.Match[str], tongue: Tongue) -> bool:
    """Whether the lower of two numbers is taken off: in Chinese, from a sum of so much on."""
    before = met.string[met.start() - BEFORE : met.start()]
    return tongue.tag == "zh" and _FULL.search(before) is not None


def _each(words: str, piece: str | None, lot: str | None, tongue: Tongue) -> str:
    """An amount for one of something, or for each lot of several that are told behind it."""
    if piece:
        return tongue.per(words, tongue.units[UNITS[piece]].one if piece in UNITS else piece)
    if lot:
        return f"{words}, " if tongue.tag == "ko" else tongue.per(words, "")
    return words


def a_piece(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """Between a Chinese amount and what it is for."""
    return _each("", met["a_unit"], met.group(), CHINESE)


def paid(met: re.Match[str], context: Context) -> str:
    """An amount with its currency behind it."""
    currency = COINS[met["kind"].upper()]
    figure = context.figure(met["sum"], currency)
    tongue = context.tongue if met["paid_per"] else context.beside(met)
    if figure is None:
        return f" {context.several(met['sum'])} {tongue.coins[currency].one} "
    return apart(_each(tongue.money(figure, currency), met["paid_per"], None, tongue), tongue)


def _money(tongue: Tongue, figure: Figure, currency: str, scale: str) -> str:
    if scale and _power(scale) in tongue.scales and figure.trimmed.fraction:
        return tongue.joined(scaled(tongue, figure.trimmed, scale), _coin(tongue, currency))
    return tongue.money(figure.times_ten(_power(scale)), currency)


def _coin(tongue: Tongue, currency: str) -> str:
    coin = tongue.coins[currency]
    return coin.many or coin.one


def _power(scale: str) -> int:
    """The power of ten of a scale as it is written."""
    return SCALES[scale.casefold()] if scale else 0


def _value(figure: Figure, scale: str = "") -> Decimal:
    """How much it is, to compare it."""
    value = Decimal(f"{figure.whole}.{figure.fraction}").scaleb(_power(scale))
    return -value if figure.is_negative else value


def scaled(tongue: Tongue, figure: Figure, scale: str) -> str:
    """A number of thousands or more: with the word for them where the language has it."""
    return tongue.thousands(figure, _power(scale)) if scale else tongue.number(figure)


def number(met: re.Match[str], context: Context) -> str:
    """A number, its unit, and what leads from it to the next."""
    tongue = context.tongue if met["each"] else context.beside(met)
    figure = context.figure(met["value"])
    if figure is None:
        return f" {_led_on(context.several(met['value']), met, context)} "
    if met["minus"]:
        figure = _negative(figure)
    if met["fold"]:
        return apart(tongue.times(figure), tongue)
    if met["percent"]:
        words = tongue.percent(tongue.number(figure))
    elif met["mille"]:
        words = tongue.per_mille(tongue.number(figure))
    elif met["unit"]:
        words = tongue.measured(figure, UNITS[met["unit"]])
    elif scale := met["scale"] or met["crowd"] or met["short"]:
        words = _counted(met, tongue, figure, scale)
    elif tongue.tag == "en" and _is_year(met):
        words = tongue.year(met["value"])
    else:
        rank = _RANK.search(met.string[met.start() - BEFORE : met.start()])
        counted = met.end("next") if met["to"] else met.end()
        following = "" if rank else met.string[counted : met.end() + BESIDE]
        words = tongue.number(figure, following)
        if rank and rank["more"]:
            words = f"第{words}"
    words = _each(words, met["each"], met["each_lot"], tongue)
    return apart(_led_on(words, met, context), tongue)


def _counted(met: re.Match[str], tongue: Tongue, figure: Figure, scale: str) -> str:
    """A number with a scale that is one in some languages only."""
    if scale in "wW":
        if tongue.tag == "zh":
            return scaled(tongue, figure, "w")
        if scale == "W":
            return tongue.measured(figure, "W")
        return tongue.joined(tongue.number(figure), "W")
    if met["short"] and not _is_short(met, tongue, scale):
        return tongue.joined(tongue.number(figure), f" {scale} ")
    is_price = met["of_price"] is not None and tongue.tag == "id"
    words = scaled(tongue, figure, "miliar" if is_price and scale == "M" else scale)
    return f"{words}an" if met["so"] and tongue.tag == "id" else words


def _is_short(met: re.Match[str], tongue: Tongue, scale: str) -> bool:
    """Whether one capital stands for thousands or more: in Indonesian K does, and M in a price."""
    return tongue.tag == "en" or (
        tongue.tag == "id" and (scale == "K" or met["of_price"] is not None)
    )


def _led_on(words: str, met: re.Match[str], context: Context) -> str:
    """A number, and what leads from it to the next."""
    tongue = context.beside(met)
    if met["by"]:
        is_of_money = not met.string[met.end() : met.end() + 1].isdigit()
        return tongue.joined(words, tongue.signs["×"] if is_of_money else tongue.by)
    if not (leads := met["to"] or met["till"]):
        # Two numbers in a row would be heard as one.
        is_one = met["scale"] and _GOES_ON.match(met.string, met.end() - 1)
        is_two = _NUMBER_NEXT.match(met.string, met.end()) and not is_one
        return f"{words}," if is_two else words
    if leads == "-" and not met["unit"] and not met["round"] and not _rises(met, context):
        # Downwards it is no range: a code, a result, a part of an address.
        return tongue.joined(words, "减") if _is_off(met, tongue) else f"{words}, "
    if tongue.tag == "zh" and met["parts"] and not met["percent"]:
        words = tongue.percent(words)
    return tongue.up_to(words)


def _rises(met: re.Match[str], context: Context) -> bool:
    """Whether the next number is greater."""
    this, other = context.figure(met["value"]), context.figure(met["next"])
    if this is None or other is None:
        return False
    own = met["scale"] or ""
    return _value(this, own) < _value(other, met["upper"] or own)


def reach(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """From one day, price or measure to another, in Chinese or Korean."""
    is_han = script_of(met.string[max(0, met.start() - 2) : met.start()]) == "zh"
    return CHINESE.to if is_han else TONGUES["ko"].up_to("") + " "


def _is_year(met: re.Match[str]) -> bool:
    """Whether four digits are a year, and count nothing."""
    written = met["value"]
    is_like_one = len(written) == 4 and written.isdigit() and written[:2] in ("19", "20")
    before = met.string[met.start() - BEFORE : met.start()]
    behind = met.string[met.end() : met.end() + BESIDE]
    return is_like_one and not (met["minus"] or _TOTAL.search(before) or _MANY.match(behind))


def _negative(figure: Figure) -> Figure:
    return Figure(figure.whole, figure.fraction, is_negative=True)


def share(met: re.Match[str], context: Context) -> str:
    """A fraction, such as ½."""
    tongue, part, whole = context.beside(met), int(met["top"]), int(met["bottom"])
    is_score = whole in (10, 100) and part <= whole and not met["of"]
    if (is_score and tongue.tag != "zh") or (part == whole and whole in (5, 10, 100)):
        return apart(tongue.out_of(tongue.cardinal(part), tongue.cardinal(whole)), tongue)
    ones = tongue.number(Figure(met["ones"].lstrip("0") or "0")) if met["ones"] else ""
    if 0 < part < whole:
        noun = tongue.units[UNITS[met["of"]]] if met["of"] else None
        unit = (noun.many if ones and noun.many else noun.one) if noun else ""
        words = tongue.fraction(part, whole)
        return apart(tongue.joined(tongue.mixed(ones, words) if ones else words, unit), tongue)
    slash = tongue.signs["/"]
    words = tongue.joined(ones, tongue.cardinal(part), slash, tongue.cardinal(whole))
    return apart(words, tongue)


def rated(met: re.Match[str], context: Context) -> str:
    """How many points something got of all there are."""
    tongue = context.beside(met)
    points = context.figure(met["points"])
    if points is None:
        return f" {context.several(met.group())} "
    return apart(tongue.out_of(tongue.number(points), tongue.cardinal(int(met["full"]))), tongue)


def power(met: re.Match[str], context: Context) -> str:
    """What a number or a letter is raised to."""
    exponent = unicodedata.normalize("NFKC", met["exponent"] or met["raised"])
    figure = Figure(exponent.lstrip("-0") or "0", is_negative=exponent.startswith("-"))
    return apart(context.tongue.power(context.tongue.number(figure)), context.tongue)


def stars(met: re.Match[str], context: Context) -> str:
    """How many of five."""
    return f" {context.tongue.stars(met.group().count('★'))} "


def starred(met: re.Match[str], context: Context) -> str:
    """Stars behind a word, or alone; those on both sides of a text are an ornament."""
    if met.start() > BEFORE and met.string[: BEFORE + 2].strip()[:1] in ("★", "☆"):
        return ", "
    tongue = context.tongue
    return apart(tongue.measured(Figure(str(len(met.group()))), "★"), tongue)


def deal(met: re.Match[str], context: Context) -> str:
    """One to buy and one for nothing; in most languages a sum."""
    tongue = context.beside(met)
    following = met.string[met.end() : met.end() + BESIDE]
    return apart(tongue.with_free(int(met["bought"]), int(met["free"]), following), tongue)


def height(met: re.Match[str], context: Context) -> str:
    """How tall somebody is in feet and inches."""
    tongue = context.beside(met)
    told = (
        tongue.measured(Figure(met[group]), unit)
        for group, unit in (("feet", "ft"), ("inches", "inch"))
    )
    return apart(tongue.joined(*told), tongue)


def screen(met: re.Match[str], context: Context) -> str:
    """How large a screen is in inches."""
    figure, tongue = context.figure(met["diagonal"]), context.beside(met)
    words = tongue.measured(figure, "inch") if figure else context.several(met["diagonal"])
    return apart(words, tongue)


def ratio(met: re.Match[str], context: Context) -> str:
    """A score, or the shape of a picture."""
    tongue = context.beside(met)
    left, right = (
        tongue.number(Figure(met[side].lstrip("0") or "0")) for side in ("left", "right")
    )
    return apart(tongue.ratio(left, right), tongue)


def same(met: re.Match[str], context: Context) -> str:
    """One digit again and again and nothing else, as Chinese viewers applaud: three are enough.

    Elsewhere it may be an order or a count, of which no digit may be lost.
    """
    tongue = context.tongue
    digits = met["one"] * 3 if tongue.tag == "zh" else met.group()
    return apart(tongue.one_by_one(digits), tongue)


def digits(written: str, tongue: Tongue) -> str:
    """Digits and nothing else; as many as a telephone's are said one by one."""
    is_number = len(written) < _OF_TELEPHONES and written[0] != "0"
    words = tongue.number(Figure(written)) if is_number else tongue.one_by_one(written)
    return apart(words, tongue)


def chanted(met: re.Match[str], context: Context) -> str:
    """Digits that stand for words which sound like them; of a long row three are enough."""
    digits = met.group() if len(met.group()) <= 4 else met.group()[:3]
    return apart(context.tongue.one_by_one(digits), context.tongue)


def phone(met: re.Match[str], context: Context) -> str:
    """Digits that are no number: a telephone's, an order's; group by group, one by one."""
    tongue = context.beside(met)
    groups = [tongue.one_by_one(group) for group in re.findall(r"\d+", met.group())]
    plus = f"{tongue.signs['+']} " if met.group().startswith("+") else ""
    return apart(plus + ", ".join(groups), tongue)
