"""Which currency a sign, a code or a word means."""

import re
from functools import lru_cache

from studio.text import is_currency

_SIGNS = {
    "CNY": "¥ ￥ 元 块 圆 人民币 rmb cny cn¥ yuan 人民幣 圓",
    "IDR": "rp rp. idr rupiah 印尼盾",
    "USD": "$ us$ usd 美元 美金 dollar",
    "EUR": "€ eur euro 欧元 歐元",
    "GBP": "£ gbp 英镑 英鎊",
    "KRW": "₩ ￦ krw 원 韩元 韓元",
    "JPY": "jpy jp¥ 円 日元 日圓 yen",
    "HKD": "hk$ hkd 港币 港元 港幣",
    "TWD": "nt$ ntd twd 新台币 新臺幣 台币 臺幣 新台幣",
    "SGD": "s$ sgd 新加坡元",
    "MYR": "rm myr ringgit 林吉特 马币",
    "THB": "฿ thb baht 泰铢",
    "VND": "₫ vnd đ dong",
    "PHP": "₱ php",
    "INR": "₹ inr rs rs.",
    "AUD": "a$ au$ aud",
    "CAD": "c$ ca$ cad",
    "RUB": "₽ rub",
    "CHF": "chf", "SEK": "sek", "DKK": "dkk", "NOK": "nok", "PLN": "zł pln", "CZK": "kč czk",
    "TRY": "₺ try", "BRL": "r$ brl", "MXN": "mx$ mxn", "NZD": "nz$ nzd", "ZAR": "zar",
    "AED": "aed", "SAR": "sar", "MOP": "mop$ mop", "HUF": "ft huf", "ILS": "₪ ils",
    "KZT": "₸ kzt", "UAH": "₴ uah", "EGP": "egp", "NGN": "₦ ngn", "MMK": "mmk", "KHR": "khr",
    "LAK": "lak", "BND": "bnd", "PKR": "pkr", "BDT": "৳ bdt", "LKR": "lkr", "COP": "cop",
    "CLP": "clp", "PEN": "pen", "ARS": "ars",
}  # fmt: skip
_BY_SIGN = {sign: code for code, signs in _SIGNS.items() for sign in signs.split()}
_IN_BRACKETS = re.compile(r"[(\[（【]([^)\]）】]*)[)\]）】]")
_CODE_AT_END = re.compile(r"[\s_:/-]([A-Za-z]{2,3}|[^\w\s]+)$")

DOUBTFUL = {"¥": "CNY", "￥": "CNY", "$": "USD"}
"""Signs that other countries use too, and what they are taken for."""


@lru_cache(4096)
def currency_in(words: str) -> str:
    """The ISO 4217 code that a sign or word means; empty where it means none."""
    return _BY_SIGN.get(words.strip().casefold(), "")


@lru_cache(4096)
def currency_of_code(text: str) -> str:
    """The code in a column of currencies, where other codes than ours may stand too."""
    if known := currency_in(text):
        return known
    code = text.strip().upper()
    return code if is_currency(code) else ""


def currency_of_heading(heading: str) -> str:
    """The currency that a heading tells: “Price (USD)”, “单价（元）”, “Harga Rp”."""
    for inside in _IN_BRACKETS.findall(heading):
        if found := next(filter(None, map(currency_in, re.split(r"[/\s]", inside))), ""):
            return found
    ending = _CODE_AT_END.search(heading.strip())
    return currency_in(ending[1]) if ending else ""
