"""Prices, measures and plain numbers, read from how they are written."""

import re
import unicodedata

from studio.speech.words.context import BESIDE, Context, apart
from studio.speech.words.figure import Figure
from studio.speech.words.patterns import BEFORE, COINS, NUMBER_NEXT, SCALES, UNITS
from studio.speech.words.scripts import script_of
from studio.speech.words.tongue import Tongue
from studio.speech.words.tongues import CHINESE, TONGUES

_NUMBER_NEXT = re.compile(NUMBER_NEXT)
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
    scale = met["thousands"] or met["more"] or met["miliar"] or ""
    if currency == "IDR" and scale == "M":
        scale = "miliar"
    words = _money(tongue, most, currency, scale)
    if met["most"]:
        low = scaled(tongue, least.trimmed, scale)
        words = tongue.joined(tongue.up_to(low), words)
    if unit := met["per"]:
        words = tongue.per(words, tongue.units[UNITS[unit]].one if unit in UNITS else unit)
    return apart(words, tongue)


def paid(met: re.Match[str], context: Context) -> str:
    """An amount with its currency behind it."""
    currency = COINS[met["kind"].upper()]
    figure, tongue = context.figure(met["sum"], currency), context.beside(met)
    if figure is None:
        return f" {context.several(met['sum'])} {tongue.coins[currency].one} "
    return apart(tongue.money(figure, currency), tongue)


def _money(tongue: Tongue, figure: Figure, currency: str, scale: str) -> str:
    if SCALES.get(scale) in tongue.scales and figure.trimmed.fraction:
        coin = tongue.coins[currency]
        return tongue.joined(scaled(tongue, figure.trimmed, scale), coin.many or coin.one)
    return tongue.money(figure.times_ten(SCALES[scale]) if scale else figure, currency)


def scaled(tongue: Tongue, figure: Figure, scale: str) -> str:
    """A number of thousands or more: with the word for them where the language has it."""
    if not scale:
        return tongue.number(figure)
    if word := tongue.scales.get(SCALES[scale]):
        return tongue.joined(tongue.number(figure, word), word)
    return tongue.number(figure.times_ten(SCALES[scale]).trimmed)


def number(met: re.Match[str], context: Context) -> str:
    """A number, its unit, and what leads from it to the next."""
    tongue = context.beside(met)
    figure = context.figure(met["value"])
    if figure is None:
        return f" {_led_on(context.several(met['value']), met, tongue)} "
    if met["minus"]:
        figure = _negative(figure)
    if met["percent"]:
        words = tongue.percent(tongue.number(figure))
    elif met["mille"]:
        words = tongue.per_mille(tongue.number(figure))
    elif met["unit"]:
        words = tongue.measured(figure, UNITS[met["unit"]])
    elif scale := met["scale"] or met["crowd"] or met["short"]:
        words = _counted(met, tongue, figure, scale)
    elif tongue.tag == "en" and _is_year(met["value"]) and not met["minus"]:
        words = tongue.year(met["value"])
    else:
        rank = _RANK.search(met.string[met.start() - BEFORE : met.start()])
        counted = met.end("next") if met["to"] else met.end()
        following = "" if rank else met.string[counted : met.end() + BESIDE]
        words = tongue.number(figure, following)
        if rank and rank["more"]:
            words = f"第{words}"
    return apart(_led_on(words, met, tongue), tongue)


def _counted(met: re.Match[str], tongue: Tongue, figure: Figure, scale: str) -> str:
    """A number with a scale that is one in some languages only."""
    if scale in "wW":
        if tongue.tag == "zh":
            return scaled(tongue, figure, "w")
        if scale == "W":
            return tongue.measured(figure, "W")
        return tongue.joined(tongue.number(figure), "W")
    if met["short"] and tongue.tag != "en":
        return tongue.joined(tongue.number(figure), f" {scale} ")
    return scaled(tongue, figure, scale.upper() if scale in "mb" else scale)


def _led_on(words: str, met: re.Match[str], tongue: Tongue) -> str:
    """A number, and what leads from it to the next."""
    if met["by"]:
        return tongue.joined(words, tongue.by)
    if not (leads := met["to"] or met["till"]):
        # Two numbers in a row would be heard as one.
        return f"{words}," if _NUMBER_NEXT.match(met.string, met.end()) else words
    is_code = leads == "-" and _size(met["next"]) <= _size(met["value"]) and not met["unit"]
    # Downwards it is no range: a code, a result, a part of an address.
    if is_code:
        return f"{words}, "
    if tongue.tag == "zh" and met["parts"] and not met["percent"]:
        words = tongue.percent(words)
    return tongue.up_to(words)


def reach(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """From one day, price or measure to another, in Chinese or Korean."""
    is_han = script_of(met.string[max(0, met.start() - 2) : met.start()]) == "zh"
    return CHINESE.to if is_han else TONGUES["ko"].up_to("") + " "


def _size(written: str) -> tuple[int, str]:
    digits = re.sub("[.,].*", "", written).lstrip("0")
    return len(digits), digits


def _is_year(written: str) -> bool:
    return len(written) == 4 and written.isdigit() and written[:2] in ("19", "20")


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
