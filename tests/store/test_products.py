"""The catalogue: every field, suppliers once by name, and the search."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.model.errors import StoreError
from studio.model.message import Money, Name
from studio.model.product import FlashSale, Product, Supplier
from studio.store import words
from studio.store.repositories import Repositories
from tests.store.furnished import PRODUCTS, SALE, SUPPLIER, WHOLE, furnish
from tests.store.goods import goods

PRICE = Money(Decimal(1), "CNY")


def named(code: str, name: str, **more) -> Product:
    return Product(code, Name(name), PRICE, **more)


# Fields


def test_every_field_comes_back_as_it_was(kept):
    kept.products.put(WHOLE)
    assert kept.products.by_code("YP-07") == WHOLE
    back = kept.products.by_code("YP-07")
    assert str(back) == str(WHOLE)  # 159.0 is not 159.00, and 20:00 in Chongqing not 12:00 UTC


def test_a_product_loses_what_it_does_not_have_any_more(kept):
    kept.products.put(WHOLE)
    bare = Product(WHOLE.code, Name("bare"), PRICE)
    kept.products.put(bare)
    assert kept.products.all() == [bare]


def test_prices_of_a_flash_sale_are_in_the_products_currency_and_have_a_zone(kept):
    other = replace(WHOLE, flash_sale=replace(SALE, price=Money(Decimal(1), "USD")))
    with pytest.raises(StoreError, match="prices in two currencies"):
        kept.products.put(other)
    local = SALE.begins.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        kept.products.put(replace(WHOLE, flash_sale=FlashSale(SALE.price, local, SALE.ends)))
    assert kept.products.all() == []


def test_a_supplier_is_kept_once_by_name_for_all_its_products(kept):
    first = replace(WHOLE, code="a")
    other = Supplier(SUPPLIER.name, "电话 023-1", SUPPLIER.certificates[:1])
    kept.products.put(first)
    kept.products.put(replace(first, code="b", slot=9, supplier=other))
    assert kept.products.by_code("a").supplier == other
    assert kept.products.suppliers() == [other]
    assert [p.supplier for p in kept.products.all()] == [other, other]


def test_all_products_are_read_by_as_many_questions_as_one(db, kept):
    kept.products.replace_all(goods(500))
    asked = []
    db.conn.set_trace_callback(asked.append)
    assert len(kept.products.all()) == 500
    assert len(asked) < 8, asked
    asked.clear()
    kept.products.search("火锅", 50)
    db.conn.set_trace_callback(None)
    asked = [question for question in asked if not question.startswith("--")]  # of the index
    assert len(asked) < 20, asked


def test_products_are_found_by_gtin_whatever_zeros_stand_before(kept):
    kept.products.put(named("a", "a", gtin="0036000291452", slot=1))
    kept.products.put(named("b", "b", gtin="036000291452", slot=2))
    kept.products.put(named("c", "c", gtin="6901234567892"))
    kept.products.put(named("d", "d"))
    assert [p.code for p in kept.products.by_gtin("36000291452")] == ["a", "b"]
    assert [p.code for p in kept.products.by_gtin("06901234567892")] == ["c"]
    assert kept.products.by_gtin("") == kept.products.by_gtin("000") == []


def test_stock_is_taken_and_put_back_and_never_less_than_none(kept):
    kept.products.put(named("a", "a", stock=3))
    kept.products.put(named("b", "b"))
    assert kept.products.change_stock("a", -2) == 1
    assert kept.products.change_stock("a", -2) == 0
    assert kept.products.change_stock("a", 5) == 5
    assert kept.products.by_code("a").stock == 5
    assert kept.products.change_stock("b", -1) is None
    assert kept.products.change_stock("nowhere", -1) is None


# Search


NAMES = [
    "重庆火锅底料",
    "长沙臭豆腐",
    "女装长袖",
    "银行纪念币",
    "行李箱",
    "Keripik pedas 🌶️",
    "Café crème brûlée",
    "ＫＥＴＴＬＥ　Ｓｔｅｅｌ",
    "Coca可乐 500ml",
    "Wool scarf",
    "신라면",
]


@pytest.fixture
def shop(kept) -> Repositories:
    for number, name in enumerate(NAMES):
        kept.products.put(named(f"P-{number:02d}", name, gtin=f"69017766{number:05d}"))
    return kept


def found(kept: Repositories, text: str) -> list[str]:
    return [product.name.name for product in kept.products.search(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("锅", ["重庆火锅底料"]),
        ("火锅", ["重庆火锅底料"]),
        ("锅底料", ["重庆火锅底料"]),
        ("重庆 底料", ["重庆火锅底料"]),
        ("chongqing", ["重庆火锅底料"]),
        ("chong qing", ["重庆火锅底料"]),
        ("Chóngqìng huǒguō", ["重庆火锅底料"]),
        ("huog", ["重庆火锅底料"]),
        ("cqhg", ["重庆火锅底料"]),
        ("hgdl", ["重庆火锅底料"]),
        ("changsha", ["长沙臭豆腐"]),
        ("zhongqing", []),
        ("nvzhuang", ["女装长袖"]),
        ("nuzhuang", ["女装长袖"]),
        ("yinhang", ["银行纪念币"]),
        ("xingli", ["行李箱"]),
        ("ripi", ["Keripik pedas 🌶️"]),
        ("pedas keripik", ["Keripik pedas 🌶️"]),
        ("ED", ["Keripik pedas 🌶️"]),
        ("creme", ["Café crème brûlée"]),
        ("BRÛLÉE", ["Café crème brûlée"]),
        ("kettle", ["ＫＥＴＴＬＥ　Ｓｔｅｅｌ"]),
        ("ｓｔｅｅｌ", ["ＫＥＴＴＬＥ　Ｓｔｅｅｌ"]),
        ("kele", ["Coca可乐 500ml"]),
        ("cocakele", ["Coca可乐 500ml"]),
        ("500", ["Coca可乐 500ml"]),
        ("라면", ["신라면"]),
        ("woolscarf", ["Wool scarf"]),
        ("P-09", ["Wool scarf"]),
        ("p-09", ["Wool scarf"]),
        ("p09", ["Wool scarf"]),
        ("6901776600009", ["Wool scarf"]),
        ("00009", ["Wool scarf"]),
        ("scarf kettle", []),
        ("🌶️", []),
        ("", []),
        ("   ", []),
        ("\"'*:^<= OR NOT", []),
        ("\x00", []),
        ("x" * 10_000, []),
    ],
)
def test_products_are_found_by_any_part_by_pinyin_and_by_code(shop, text, names):
    assert found(shop, text) == names


def test_the_best_comes_first(kept):
    for code, name in [
        ("B1", "Peach with 7 stones"),
        ("B2", "Old 7up can"),
        ("B3", "7up"),
        ("7", "Something"),
        ("B4", "7up light"),
        ("B6", "a7u"),
    ]:
        kept.products.put(named(code, name, slot=7 if code == "B6" else 0))
    assert found(kept, "7") == [
        *("Something", "a7u", "7up", "7up light", "Peach with 7 stones", "Old 7up can")
    ]
    assert found(kept, "7up") == ["7up", "7up light", "Old 7up can"]
    assert [p.name.name for p in kept.products.search("7", limit=2)] == ["Something", "a7u"]


def test_the_search_follows_every_change(kept):
    kept.products.put(named("a", "火锅", spoken_name="hot pot"))
    assert found(kept, "hotp") == ["火锅"]
    kept.products.put(named("a", "小面"))
    assert found(kept, "火锅") == found(kept, "huoguo") == found(kept, "hot") == []
    assert found(kept, "xiaomian") == ["小面"]
    kept.products.delete("a")
    assert found(kept, "小面") == found(kept, "a") == []
    kept.products.replace_all([named("b", "凉粉")])
    assert found(kept, "凉") == ["凉粉"]
    kept.products.replace_all([])
    assert found(kept, "凉") == []


def test_a_price_alone_changes_nothing_in_the_index(db, kept):
    kept.products.put(named("a", "火锅"))
    before = list(db.table("product_words").rows)
    kept.products.put(replace(named("a", "火锅"), price=Money(Decimal(2), "CNY")))
    assert list(db.table("product_words").rows) == before


def test_the_index_finds_what_a_slow_look_finds(kept):
    """Any part of any name, of any length, against a look at every product."""
    products = list(goods(300))
    kept.products.replace_all(products)
    dice = random.Random(7)
    for _number in range(150):
        unit = dice.choice(products).name.name.replace(" ", "")
        begin = dice.randrange(len(unit))
        part = unit[begin : begin + dice.randint(1, 6)]
        everywhere = {
            p.code for p in products if part in words.words_of(p.name.name, "", p.code, p.gtin)
        }
        assert {p.code for p in kept.products.search(part, limit=1000)} == everywhere, part


def test_a_great_many_edits_keep_the_index_short(db, kept):
    kept.products.put(named("a", "a"))
    for number in range(300):
        kept.products.put(named("a", f"火锅 {number}"))
    # Every edit writes a piece; they are merged by and by.
    pieces = "SELECT count(DISTINCT segid) FROM product_index_idx"
    assert db.execute(pieces).fetchone()[0] < 64
    assert found(kept, "火锅 299") == ["火锅 299"]
    assert found(kept, "火锅 298") == []


def test_two_persons_find_the_same(db, kept):
    furnish(kept)
    assert [p.code for p in Repositories.of(db).products.search("pedas")] == [PRODUCTS[1].code]
