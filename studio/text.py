"""Translation: marks, plural forms, the language in use, and numbers as a language writes them.

A text is declared in English with `N_` (or inside `say`, see `studio.model.message`) and put
into words at the very end, so that one announcement can be shown in one language and spoken in
another. The language in use belongs to the process; any thread may read it.
"""

import gettext
import io
import locale
import os
import re
import unicodedata
from datetime import date, datetime
from decimal import MAX_PREC, Decimal, localcontext
from functools import cache, lru_cache
from typing import Any

from studio import paths

DOMAIN = "earshot"
LANGUAGES = ("en", "zh_CN", "id")
LANGUAGE_VARIABLE = "EARSHOT_LANGUAGE"

_in_use = "en"


def N_(text: str) -> str:  # noqa: N802 - the field's own name for a mark that translates later
    """Mark a text for translation where the language is not known yet."""
    return text


def use(language: str) -> None:
    """Make this the language of the interface; an unknown one means English."""
    global _in_use  # noqa: PLW0603 - one language for the whole process, by intent
    _in_use = match(language)


def in_use() -> str:
    return _in_use


def match(wanted: str) -> str:
    """Give the studio's own code for a language tag such as `zh`, `zh-Hans-CN` or `id_ID`."""
    short = wanted.replace("-", "_").split("_")[0].lower()
    short = {"in": "id"}.get(short, short)
    return next((known for known in LANGUAGES if known.split("_")[0] == short), "en")


def asked_for() -> str:
    """The language this start was asked for by `EARSHOT_LANGUAGE`; empty for none."""
    return os.environ.get(LANGUAGE_VARIABLE, "")


def system_language() -> str:
    """The language the user's system is set to, the one asked for before it."""
    wanted = asked_for() or os.environ.get("LC_ALL")
    wanted = wanted or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return match(wanted or locale.getlocale()[0] or "en")


def translate(text: str, language: str | None = None) -> str:
    """Give the words of a marked text; the English when there is no translation."""
    return _catalogue(language or _in_use).gettext(text) if text else ""


def translate_plural(one: str, many: str, count: int, language: str | None = None) -> str:
    return _catalogue(language or _in_use).ngettext(one, many, count)


def _(text: str) -> str:
    return translate(text)


def ngettext(one: str, many: str, count: int) -> str:
    return translate_plural(one, many, count)


def money(amount: Decimal, currency: str, language: str | None = None) -> str:
    """Write an amount as the language does: `¥39.90`, `Rp 125.000`."""
    from babel.numbers import format_currency, get_currency_symbol  # noqa: PLC0415 - rarely needed

    locale_id = _locale(language or _in_use)
    is_whole = currency in _WITHOUT_CENTS and amount == amount.to_integral_value()
    with localcontext(prec=MAX_PREC):
        written = format_currency(
            amount,
            currency,
            locale=locale_id,
            format="¤#,##0" if is_whole else None,
            currency_digits=not is_whole,
        )
    symbol = _SYMBOLS.get(currency)
    return written.replace(get_currency_symbol(currency, locale_id), symbol) if symbol else written


def parse_amount(words: str, language: str | None = None) -> Decimal | None:
    """An amount as somebody types it: `39.90`, `1,234.50`, `125.000`; None where it is none.

    Marks are those of the language. Behind a mark that cannot be one for thousands there are
    cents, whatever the language: few keyboards change with it.
    """
    from babel.numbers import NumberFormatError, parse_decimal  # noqa: PLC0415 - as above

    typed = unicodedata.normalize("NFKC", words).strip().replace(" ", "")
    if re.fullmatch(r"\d+[.,]\d{1,2}", typed):
        return Decimal(typed.replace(",", "."))
    try:
        return parse_decimal(typed, locale=language or _in_use, strict=True)
    except (NumberFormatError, ValueError):
        return None


def payable(amount: Decimal, currency: str) -> Decimal:
    """An amount as `money` writes it: rounded to what its currency is paid in."""
    from babel.numbers import get_currency_precision  # noqa: PLC0415 - as above

    with localcontext(prec=MAX_PREC):
        return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)))


def is_currency(code: str) -> bool:
    """Whether it is the code of some country's money, of today or of the past."""
    from babel.numbers import list_currencies  # noqa: PLC0415 - as above

    return code in list_currencies()


def number(value: float | Decimal, language: str | None = None) -> str:
    """Write a number with the language's own marks: `1,234.5`, `1.234,5`."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - as above

    return format_decimal(value, locale=_locale(language or _in_use))


def moment(at: datetime, language: str | None = None) -> str:
    """A day and a time of day as the language writes them, by the clock on the wall."""
    # In 24 hours everywhere: a reader says “20:15” in every language.
    when = at.astimezone()
    return f"{_day(when.date(), language or _in_use)} {when:%H:%M}"


@lru_cache(maxsize=64)
def _day(day: date, language: str) -> str:
    """Kept, since a report names one day thousands of times."""
    from babel.dates import format_date  # noqa: PLC0415 - as above

    return format_date(day, "long", locale=_locale(language))


def language_name(tag: str, language: str | None = None) -> str:
    """What a language calls another; of one that it has no name for, the tag."""
    return _locale(language or _in_use).languages.get(tag.replace("-", "_"), tag)


@cache
def _locale(language: str) -> Any:  # noqa: ANN401 - babel is imported late
    """Kept, since babel goes through all of its locales to find one: a millisecond each time."""
    from babel import Locale  # noqa: PLC0415 - as above

    return Locale.parse(language)


# What stands on a price tag at home; other languages would write CN¥ or IDR.
_SYMBOLS = {"CNY": "¥", "IDR": "Rp", "KRW": "₩", "JPY": "¥"}
# Whose cents nobody writes in daily life.
_WITHOUT_CENTS = frozenset({"IDR", "KRW", "JPY", "VND"})


def currency_name(code: str, language: str | None = None) -> str:
    """What a language calls a currency, by its three letters."""
    from babel.numbers import get_currency_name  # noqa: PLC0415 - as above

    return get_currency_name(code, locale=language or _in_use)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    folder = paths.resource("i18n") / language / "LC_MESSAGES"
    compiled = folder / f"{DOMAIN}.mo"
    if compiled.is_file():
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    source = folder / f"{DOMAIN}.po"
    if source.is_file():
        return gettext.GNUTranslations(_compile(source.read_bytes(), language))
    return gettext.NullTranslations()


def _compile(po: bytes, language: str) -> io.BytesIO:
    """A checkout that was never set up has no compiled catalogue yet."""
    from babel.messages import mofile, pofile  # noqa: PLC0415 - rarely needed

    compiled = io.BytesIO()
    mofile.write_mo(compiled, pofile.read_po(io.BytesIO(po), locale=language))
    compiled.seek(0)
    return compiled
