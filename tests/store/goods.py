"""Many products, the same every time: for tests and benchmarks."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from studio.model.message import Money, Name
from studio.model.product import Certificate, Product, Supplier
from studio.store.imports import Row

_WORDS = {
    "zh-CN": "重庆 火锅 底料 麻辣 牛油 怪味 胡豆 合川 桃片 江津 米花糖 涪陵 榨菜 永川 豆豉 城口"
    " 老腊肉 奉节 脐橙 忠县 豆腐乳 磁器口 陈麻花 手工 真空 袋装 礼盒 特产 零食 新鲜 家用 便携 女装"
    " 长袖 银行 行李 箱子",
    "id": "keripik pedas pisang manis kopi robusta gula aren batik tulis sambal bawang teri kacang"
    " rendang sapi asli murah jumbo mini premium organik",
    "en": "wool scarf kettle steel wireless mouse charger portable lamp desk garden chair cotton"
    " shirt ceramic bowl bamboo",
}
_CHOICES = {language: words.split() for language, words in _WORDS.items()}


def goods(count: int, *, dearer: int = 0, first: int = 0) -> Iterator[Product]:
    """Products with names of three languages; three in five are Chinese.

    Args:
        count: How many.
        dearer: Hundredths added to each price.
        first: The number of the first one.
    """
    for number in range(first, first + count):
        dice = Random(number)
        yield Product(
            f"SKU-{number:07d}",
            _name(dice, number),
            Money(Decimal(dice.randrange(100, 99_999) + dearer) / 100, "CNY"),
            stock=dice.randrange(500),
            gtin=f"69{dice.randrange(10**11):011d}",
            points=("手工制作", "enak"),
            specifications=(("净含量", "500 g"),),
            supplier=_supplier(number % 200),
        )


def rows(count: int, *, dearer: int = 0, first: int = 0) -> Iterator[Row]:
    """The same as lines of a file, whose first line is its heading."""
    for line, product in enumerate(goods(count, dearer=dearer, first=first), 2):
        yield Row(product, line)


def _name(dice: Random, number: int) -> Name:
    language = ("zh-CN", "zh-CN", "zh-CN", "id", "en")[number % 5]
    is_chinese = language == "zh-CN"
    words = dice.choices(_CHOICES[language], k=5 if is_chinese else 4)
    weight = f"{dice.randrange(100, 999)}g"
    return Name(("" if is_chinese else " ").join([*words, weight]), language)


def _supplier(number: int) -> Supplier:
    return Supplier(
        f"供应商 {number}", f"微信 s{number}", (Certificate("食品经营许可证", f"JY{number}"),)
    )
