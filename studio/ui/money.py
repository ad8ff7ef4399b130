"""Currencies as they are chosen."""

from collections.abc import Sequence

from studio import text
from studio.model.product import Product
from studio.text import _

CURRENCIES = ("CNY", "IDR", "USD", "EUR", "GBP", "HKD", "JPY", "KRW", "MYR", "SGD", "THB", "TWD")
_AT_HOME = {"id": "IDR", "zh_CN": "CNY"}


def currency_title(code: str) -> str:
    # Translators: a currency's name and its three letters.
    return _("{currency}, {code}").format(currency=text.currency_name(code), code=code)


def usual_currency(products: Sequence[Product]) -> str:
    """That of the products; without any, that of the language in use."""
    return products[-1].price.currency if products else _AT_HOME.get(text.in_use(), "USD")
