"""Many imports, edits, orders and steps back in any order, against a catalogue made of dicts."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from studio.model.message import Money, Name
from studio.model.product import Product, Supplier
from studio.store.clearing import clear_away
from studio.store.database import Database
from studio.store.imports import Row
from studio.store.repositories import Repositories
from tests.store.test_imports import assert_index_is_exact

_NAMES = ("火锅底料", "小面", "Keripik", "Wool scarf", "桃片")


class Shop:
    """The real catalogue, and what it should be.

    Attributes:
        live: The products as they should be, by code.
        before: As they should be once the last import is taken back; None where it cannot be.
        touched: The codes that the last import, or the one under way, tells.
    """

    def __init__(self, db: Database, seed: int) -> None:
        self.db = db
        self.kept = Repositories.of(db)
        self.dice = Random(seed)
        self.live: dict[str, Product] = {}
        self.before: dict[str, Product] | None = None
        self.touched: set[str] = set()

    def product(self, code: str) -> Product:
        dice = self.dice
        return Product(
            code,
            Name(dice.choice(_NAMES)),
            Money(Decimal(dice.randrange(1, 9)), "CNY"),
            stock=dice.randrange(10**6, 2 * 10**6),
            supplier=Supplier(dice.choice(_NAMES)) if dice.random() < 0.5 else None,
        )

    def code(self) -> str:
        return f"c{self.dice.randrange(25)}"

    def edit(self) -> None:
        code = self.code()
        if code in self.touched:  # what becomes of these is told in `test_imports`
            return
        states = [state for state in (self.live, self.before) if state is not None]
        if self.dice.random() < 0.3:
            self.kept.products.delete(code)
            for state in states:
                state.pop(code, None)
        else:
            product = self.product(code)
            self.kept.products.put(product)
            for state in states:
                state[code] = product

    def order(self) -> None:
        code = self.code()
        if self.kept.products.change_stock(code, -3) is None:
            assert code not in self.live
            return
        for state in (self.live, self.before):
            if state is not None and code in state:
                state[code] = sold(state[code])

    def bring(self) -> None:
        """An import, of which some are dropped."""
        file = {code: self.product(code) for code in {self.code() for _number in range(8)}}
        with self.kept.import_here() as staged:
            self.touched |= set(file)
            at_begin = dict(self.live)
            for number, product in enumerate(file.values()):
                staged.add([Row(product, number)])
                self.edit()
                self.order()
                self.check()
            if self.dice.random() < 0.4:
                return
            staged.publish()
        self.before = dict(self.live)
        for code, product in file.items():
            lost = stock(at_begin[code]) - stock(self.live[code]) if code in self.live else 0
            self.live[code] = replace(product, stock=stock(product) - lost)
        self.touched = set(file)

    def take_back(self) -> None:
        if self.before is None:
            assert self.kept.products.can_take_back() is None
            return
        self.kept.products.take_back()
        self.live, self.before, self.touched = self.before, None, set()

    def check(self) -> None:
        found = {product.code: product for product in self.kept.products.all()}
        assert found == self.live
        for name in _NAMES:
            expected = {code for code, product in self.live.items() if product.name.name == name}
            assert {p.code for p in self.kept.products.search(name, 100)} == expected


def stock(product: Product) -> int:
    assert product.stock is not None
    return product.stock


def sold(product: Product) -> Product:
    return replace(product, stock=stock(product) - 3)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_the_catalogue_is_what_it_should_be(db, seed):
    shop = Shop(db, seed)
    acts = [shop.edit, shop.edit, shop.order, shop.order, shop.bring, shop.take_back]
    for _step in range(60):
        shop.dice.choice(acts)()
        shop.check()
    assert clear_away(db)
    shop.check()
    assert_index_is_exact(db)
    used = {row[0] for row in db.execute("SELECT words_id FROM products")}
    assert used == {row[0] for row in db.execute("SELECT id FROM product_words")}
