"""A catalogue that is larger than what the show has at hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.model.catalogue import ImportPlan
from studio.model.message import Money, Name
from studio.model.product import Product
from tests.commands.rig import SCARF, TEA, Rig


def _product(code: str, name: str) -> Product:
    return Product(code, Name(name), Money(Decimal(5), "CNY"))


FAR = _product("far", "Pepper oil")
FARTHER = _product("oil", "Pepper oil, hot")


@pytest.fixture
def rig() -> Rig:
    rig = Rig(products_beyond=2)
    rig.archive.catalogue = (SCARF, TEA, FAR, FARTHER)
    rig.archive.at_hand = 2
    return rig


def test_all_are_counted(rig):
    assert rig.do("status.products") == "4 products."


def test_what_is_not_at_hand_is_shown_by_its_name_and_code(rig):
    assert rig.do("card.show", product="far").startswith("Pepper oil, ¥5.00, is on screen.")
    assert rig.show.state.card == FAR
    assert "Pepper oil, hot" in rig.do("card.show", product="hot")
    # A name that is written in full means this one, though another begins so.
    assert rig.do("card.show", product="pepper oil").startswith("Pepper oil, ¥")
    assert "several things" in rig.do("card.show", product="Pepper")


def test_the_code_of_a_product_that_is_not_at_hand_is_not_taken(rig):
    told = rig.do("product.save", product=_product("oil", "Another"))
    assert told.startswith("There is another product with the code oil.")
    assert rig.archive.saved == []


def test_a_product_that_is_edited_comes_to_hand(rig):
    dearer = replace(FAR, stock=3)
    rig.do("product.save", product=dearer, was="far")
    assert dearer in rig.show.state.products
    assert rig.do("status.products") == "4 products."
    rig.do("studio.undo")
    assert FAR in rig.show.state.products
    rig.do("product.remove", product="oil")
    assert rig.do("status.products") == "3 products."
    rig.do("product.save", product=_product("new", "New"))
    assert rig.do("status.products") == "4 products."


def test_a_card_of_a_product_that_is_not_at_hand_follows_an_import(rig):
    rig.do("card.show", product="oil")
    dearer = replace(FARTHER, price=Money(Decimal(7), "CNY"))
    rig.archive.catalogue = (SCARF, TEA, FAR, dearer)
    rig.do("catalogue.import", plan=ImportPlan("goods.csv", "CNY"))
    assert rig.show.state.card == dearer
    assert rig.stage.last("card") == (dearer, 0.0)
    assert rig.show.state.products_beyond == 2
