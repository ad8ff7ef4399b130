from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.item_list import ItemList
from studio.ui.item_model import LONGEST, ItemModel
from studio.ui.rows import Row
from tests.ui import heard
from tests.ui.conftest import Settle


@dataclass(frozen=True)
class Thing:
    id: int
    name: str = ""


def _model() -> ItemModel[Thing]:
    return ItemModel[Thing](lambda thing: thing.id, lambda thing: Row(f"Thing {thing.id}"))


@pytest.fixture
def things(app: QApplication) -> Iterator[ItemList[Thing]]:
    parent = QWidget()
    made: ItemList[Thing] = ItemList("Things", "There are no things.", _model(), parent)
    made.resize(300, 200)
    parent.show()
    parent.activateWindow()
    yield made
    parent.close()


def test_any_change_leads_to_the_right_rows(app: QApplication):
    dice = random.Random(7)
    model = _model()
    for _ in range(200):
        wanted = [Thing(i) for i in dice.sample(range(12), dice.randrange(12))]
        model.set_items(wanted)
        assert model.items == wanted
        assert model.rowCount() == len(wanted)
        said = [model.index(row).data() for row in range(len(wanted))]
        assert said == [f"Thing {thing.id}" for thing in wanted]


def test_the_users_place_stays_with_its_thing(things: ItemList[Thing]):
    things.set_items([Thing(1), Thing(2), Thing(3)])
    things.select(2)
    things.set_items([Thing(9), Thing(3), Thing(2), Thing(1)])
    assert things.current == Thing(2)
    things.set_items([Thing(9), Thing(3), Thing(1)])
    assert things.current == Thing(1), "what took its place"
    things.set_items([])
    assert things.current is None
    things.set_items([Thing(5)])
    assert things.current == Thing(5)


def test_an_empty_list_says_so(things: ItemList[Thing]):
    assert heard.name(things) == "Things"
    assert heard.description(things) == "There are no things."
    things.set_items([Thing(1)])
    assert heard.description(things) == ""


def test_keys_are_told_apart(things: ItemList[Thing]):
    told: list[object] = []
    things.chosen.connect(lambda thing: told.append(("chosen", thing.id)))
    things.toggled.connect(lambda thing: told.append(("toggled", thing.id)))
    things.removed.connect(lambda thing: told.append(("removed", thing.id)))
    things.stepped.connect(lambda thing, step: told.append(("stepped", thing.id, step)))
    things.menu_wanted.connect(lambda thing, _spot: told.append(("menu", thing.id)))
    things.set_items([Thing(1), Thing(2)])
    things.setFocus()
    for key, held in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(things, key, held)
    assert told == [
        ("chosen", 1),
        ("toggled", 2),
        ("stepped", 2, 1),
        ("stepped", 2, -1),
        ("removed", 2),
        ("menu", 2),
    ]


def _place(things: ItemList[Thing]) -> int:
    return -1 if things.current is None else things.current.id


def _many(count: int) -> list[Thing]:
    return [Thing(i) for i in range(count)]


def _shown(model: ItemModel[Thing]) -> list[int]:
    return [thing.id for n in range(model.rowCount()) if (thing := model.thing(n)) is not None]


def test_of_a_long_list_a_stretch_is_shown_that_moves_along(app: QApplication):
    dice = random.Random(3)
    model = _model()
    for _ in range(60):
        items = dice.sample(_many(2_000), dice.choice([0, 5, LONGEST, LONGEST + 1, 1_500]))
        kept = dice.choice(items).id if items else None
        model.set_items(items, kept)
        for _ in range(4):
            stays = QPersistentModelIndex(model.index(dice.randrange(max(1, model.rowCount()))))
            thing = model.thing(stays.row())
            model.slide(dice.randrange(-10, 1_600))
            assert _shown(model) == [i.id for i in items[model.first : model.first + LONGEST]]
            assert model.rowCount() == min(LONGEST, len(items))
            if stays.isValid():
                assert model.thing(stays.row()) is thing


def test_a_thing_keeps_its_row_whatever_comes_before_it(app: QApplication):
    model = _model()
    many = _many(2_000)
    model.set_items(many)
    model.slide(800)
    stays = QPersistentModelIndex(model.index(100))
    model.set_items([*(Thing(-i) for i in range(1, 50)), *many], kept=900)
    assert stays.row() == 100
    assert model.thing(100) == Thing(900)


def test_keys_lead_through_ten_thousand_rows_one_by_one(things: ItemList[Thing]):
    things.set_items(_many(10_000))
    assert heard.name(things) == "Things, 10000 in all"
    things.setFocus()
    passed: list[int] = []
    things.current_changed.connect(lambda thing: passed.append(thing.id if thing else -1))
    for _ in range(1_000):
        QTest.keyClick(things, Qt.Key.Key_Down)
    assert passed == list(range(1, 1_001))
    assert things.model().rowCount() == LONGEST
    for _ in range(1_000):
        QTest.keyClick(things, Qt.Key.Key_Up)
    assert passed[1_000:] == list(range(999, -1, -1))
    for key, place in ((Qt.Key.Key_End, 9_999), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(things, key)
        assert things.current == Thing(place)
        assert things.visualRect(things.currentIndex()).intersects(things.viewport().rect())


def test_the_row_stays_where_it_is_seen_when_the_stretch_moves(things: ItemList[Thing]):
    things.set_items(_many(2_000))
    things.setFocus()
    things.go_to(290)
    for _ in range(30):
        before = things.visualRect(things.currentIndex()).top()
        height = things.visualRect(things.currentIndex()).height()
        QTest.keyClick(things, Qt.Key.Key_Down)
        after = things.visualRect(things.currentIndex()).top()
        assert 0 <= after - before <= height


def test_the_hand_scrolls_through_all_of_a_long_list(things: ItemList[Thing], settle: Settle):
    things.set_items(_many(2_000))
    bar = things.verticalScrollBar()
    for _ in range(20):
        bar.setValue(bar.maximum())
        QTest.qWait(1)
    settle(lambda: 1_999 in _shown(things._model))
    for _ in range(20):
        bar.setValue(bar.minimum())
        QTest.qWait(1)
    settle(lambda: 0 in _shown(things._model))


def test_ten_thousand_rows_are_described_only_when_looked_at(app: QApplication):
    described: list[int] = []

    def describe(thing: Thing) -> Row:
        described.append(thing.id)
        return Row(str(thing.id))

    model = ItemModel[Thing](lambda thing: thing.id, describe)
    many = [Thing(i) for i in range(10_000)]
    model.set_items(many)
    model.set_items([*many[:5_000], Thing(5_000, "changed"), *many[5_001:]])
    model.refresh()
    assert described == []
    model.slide(9_999)
    assert model.index(LONGEST - 1).data() == "9999"


def test_first_letters_find_a_row_and_describe_none(app: QApplication):
    described: list[int] = []

    def describe(thing: Thing) -> Row:
        described.append(thing.id)
        return Row(str(thing.id))

    model = ItemModel[Thing](
        lambda thing: thing.id, describe, sought=lambda thing: (thing.name, str(thing.id))
    )
    model.set_items([*(Thing(i, "goods") for i in range(9_998)), Thing(9_998, "Wool scarf")])
    parent = QWidget()
    things = ItemList[Thing]("Things", "Nothing here.", model, parent)
    things.go_to(5)
    things.keyboardSearch("wo")
    assert _place(things) == 9_998
    QTest.qWait(QApplication.keyboardInputInterval() + 50)
    things.keyboardSearch("77")
    assert _place(things) == 77
    QTest.qWait(QApplication.keyboardInputInterval() + 50)
    toggled: list[Thing] = []
    things.toggled.connect(toggled.append)
    QTest.keyClicks(things, "wool ")
    assert _place(things) == 9_998
    assert toggled == [], "the space is part of a name"
    QTest.qWait(QApplication.keyboardInputInterval() + 50)
    QTest.keyClick(things, Qt.Key.Key_Space)
    assert [thing.id for thing in toggled] == [9_998]
    QTest.keyClicks(things, "w ")
    assert len(toggled) == 2, "no name goes on so"
    model.set_items([*model.items[:-1], Thing(9_998, "Garden")])
    QTest.qWait(QApplication.keyboardInputInterval() + 50)
    things.go_to(5)
    things.keyboardSearch("gar")
    assert _place(things) == 9_998, "by its new name"
    things.go_to(77)
    QTest.qWait(QApplication.keyboardInputInterval() + 50)
    things.keyboardSearch("nowhere")
    assert _place(things) == 77
    assert len(described) <= 8 * LONGEST, "what is shown, for each place that was gone to"
