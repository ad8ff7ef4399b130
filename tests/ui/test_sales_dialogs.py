"""Orders, targets and viewers by keys and by ear."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from studio.model.announcement import Announcement
from studio.model.message import Money
from studio.model.order_import import OrderPlan
from studio.model.session import Order, Progress, SalesState, Target
from studio.ui.main_window import MainWindow
from studio.ui.order_dialogs import OrdersDialog, QuantityDialog, TakeOrdersDialog
from studio.ui.order_files import ImportOrdersDialog
from studio.ui.target_dialogs import TargetDialog, TargetsDialog
from studio.ui.viewers_dialog import ViewersDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import PRODUCTS, FakeLink

AT = datetime(2026, 11, 29, 12, 15, 3, tzinfo=UTC)


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def order(number: int, quantity: int = 1) -> Order:
    scarf = PRODUCTS[1]
    return Order(scarf.code, scarf.name, quantity, scarf.price, AT, id=f"o{number}")


TARGET = Target(yuan("5000"), date(2026, 11, 1), date(2026, 11, 30), "me", "t1")
SALES = SalesState(
    person="me",
    is_on=True,
    count=2,
    pieces=3,
    takings=(yuan("387"),),
    orders=(order(2), order(1, 2)),
    targets=(TARGET, replace(TARGET, person="", id="t2")),
    progresses=(Progress(TARGET, yuan("620")),),
)


D = TypeVar("D", bound=QDialog)


def opened(kind: type[D], settle: Settle) -> D:
    settle(lambda: isinstance(QApplication.activeWindow(), kind))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, kind)
    return dialog


def press(dialog: QDialog, name: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name).click()


@pytest.fixture
def taking(window: MainWindow, link: FakeLink, settle: Settle) -> TakeOrdersDialog:
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    return opened(TakeOrdersDialog, settle)


def test_orders_are_taken_one_after_the_other(taking: TakeOrdersDialog, link: FakeLink):
    assert taking.product.hasFocus()
    assert heard.name(taking.product) == "Product"
    QTest.keyClicks(taking.product, "2")
    QTest.keyClick(taking.product, Qt.Key.Key_Return)
    assert taking.isVisible()
    assert taking.product.hasFocus()
    QTest.keyClicks(taking.product, "chili")  # what was there is selected
    QTest.keyClick(taking.product, Qt.Key.Key_Tab)
    QTest.keyClicks(taking.quantity, "12")
    QTest.keyClick(taking.quantity, Qt.Key.Key_Return)
    assert [(command, values) for command, _, values in link.wishes] == [
        ("order.take", {"product": "demo-2", "quantity": 1, "price": None}),
        ("order.take", {"product": "demo-6", "quantity": 12, "price": None}),
    ]
    assert taking.quantity.value() == 1
    QTest.keyClick(taking, Qt.Key.Key_Escape)
    assert not taking.isVisible()


def test_which_product_it_is_is_said_when_its_field_is_left(
    taking: TakeOrdersDialog, said: list[Announcement]
):
    QTest.keyClicks(taking.product, "scarf")
    QTest.keyClick(taking.product, Qt.Key.Key_Tab)
    assert said[-1].text == "Wool scarf, ¥129.00. 12 left."
    assert taking.price.text() == "129"
    QTest.keyClick(taking.quantity, Qt.Key.Key_Backtab)
    before = len(said)
    QTest.keyClick(taking.product, Qt.Key.Key_Tab)
    assert len(said) == before


def test_another_price_is_taken_and_only_for_one_order(taking: TakeOrdersDialog, link: FakeLink):
    QTest.keyClicks(taking.product, "2")
    QTest.keyClick(taking.product, Qt.Key.Key_Tab)
    taking.price.setText("99.50")
    taking.price.setFocus()
    QTest.keyClick(taking.price, Qt.Key.Key_Return)
    assert link.wishes[-1][2]["price"] == yuan("99.50")
    assert taking.price.text() == "129"


@pytest.mark.parametrize(
    ("words", "price", "problem"),
    [
        ("", "", "Product: Write its number, its code or its name."),
        ("nowhere", "", "Product: Nothing here is called “nowhere”."),
        ("o", "", "Product: “o” may mean several things. Say more of the name."),
        ("2", "dear", "Price of one: Write an amount, such as 39.9."),
        ("2", "-5", "Price of one: Write an amount, such as 39.9."),
    ],
)
def test_what_will_not_do_is_told(
    taking: TakeOrdersDialog, link: FakeLink, said, settle: Settle, words, price, problem
):
    taking.product.setText(words)
    if price:
        taking.price.setText(price)
    QTest.keyClick(taking.product, Qt.Key.Key_Return)
    settle(lambda: bool(said) and said[-1].text == problem)
    assert link.wishes == []


def test_the_product_on_air_stands_in_the_form(window: MainWindow, link: FakeLink, settle: Settle):
    link.change(card=PRODUCTS[1])
    link.window("window.take_orders")
    taking = opened(TakeOrdersDialog, settle)
    assert (taking.product.text(), taking.price.text()) == ("2", "129")
    QTest.keyClick(taking.product, Qt.Key.Key_Return)
    assert link.wishes[-1][2]["product"] == "demo-2"
    press(taking, "Undo")
    assert link.wishes[-1][0] == "studio.undo"


def test_what_is_not_at_hand_is_looked_up_by_the_show(taking: TakeOrdersDialog, link: FakeLink):
    link.change(products_beyond=90_000)
    for words in ("2", "chili", "nowhere"):
        taking.product.setText(words)
        QTest.keyClick(taking.product, Qt.Key.Key_Return)
    wished = [values["product"] for _, _, values in link.wishes]
    assert wished == ["demo-2", "chili", "nowhere"]


@pytest.fixture
def orders(window: MainWindow, link: FakeLink, settle: Settle) -> OrdersDialog:
    link.change(sales=SALES)
    QTest.keyClick(
        window,
        Qt.Key.Key_O,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    return opened(OrdersDialog, settle)


def test_orders_are_listed_changed_and_taken_back(
    orders: OrdersDialog, link: FakeLink, settle: Settle
):
    clock = AT.astimezone().strftime("%H:%M:%S")
    rows = [orders.model.row(n).words for n in range(orders.model.rowCount())]
    assert rows == [f"1 × Wool scarf, ¥129.00, {clock}", f"2 × Wool scarf, ¥258.00, {clock}"]
    QTest.keyClick(orders.list, Qt.Key.Key_Return)
    form = opened(QuantityDialog, settle)
    form.quantity.setValue(3)
    QTest.keyClick(form.quantity, Qt.Key.Key_Return)
    assert link.wishes == [("order.change", "window", {"order": "o2", "quantity": 3})]
    QTest.keyClick(orders.list, Qt.Key.Key_Delete)
    assert link.wishes[-1] == ("order.remove", "window", {"order": "o2"})
    link.change(sales=replace(SALES, orders=SALES.orders[1:]))
    settle(lambda: orders.model.rowCount() == 1)
    assert orders.list.current == SALES.orders[1]


def test_without_orders_that_is_said(window: MainWindow, link: FakeLink, said, settle: Settle):
    link.window("window.orders")
    orders = opened(OrdersDialog, settle)
    press(orders, "Take back")
    assert said[-1].text == "There are no orders yet."
    assert link.wishes == []


def test_an_open_list_speaks_another_language(
    orders: OrdersDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    before = orders.list.current
    speak("zh_CN", window, link, settle)
    assert orders.isVisible()
    assert orders.list.current == before
    assert "关闭" in [b.accessibleName() for b in orders.findChildren(QPushButton)]


def test_targets_are_listed_added_changed_and_removed(
    window: MainWindow, link: FakeLink, said, settle: Settle
):
    link.change(sales=SALES)
    link.window("window.targets")
    targets = opened(TargetsDialog, settle)
    rows = [targets.model.row(n).words for n in range(targets.model.rowCount())]
    assert rows == [
        "Your target of ¥5,000.00, 12 percent, 2026-11-01 to 2026-11-30",
        "The centre's target of ¥5,000.00, 2026-11-01 to 2026-11-30",
    ]
    press(targets, "Add target")
    form = opened(TargetDialog, settle)
    form.amount.setText("nothing")
    QTest.keyClick(form.amount, Qt.Key.Key_Return)
    settle(lambda: bool(said))
    assert said[-1].text == "Amount: Write an amount, such as 5,000."
    form.amount.setText("125,000,000")
    form.currency.choose("IDR")
    form.whose.choose(True)
    form.begins.setText("2026-12-01")
    form.ends.setText("2026-11-30")
    QTest.keyClick(form.amount, Qt.Key.Key_Return)
    settle(lambda: "before" in said[-1].text)
    form.ends.setText("2026-12-31")
    QTest.keyClick(form.amount, Qt.Key.Key_Return)
    assert link.wishes == [
        (
            "target.set",
            "window",
            {
                "amount": Money(Decimal(125_000_000), "IDR"),
                "begins": date(2026, 12, 1),
                "ends": date(2026, 12, 31),
                "is_centres": True,
                "target": "",
            },
        )
    ]
    settle(lambda: QApplication.activeWindow() is targets)
    QTest.keyClick(targets.list, Qt.Key.Key_Return)
    form = opened(TargetDialog, settle)
    assert (form.amount.text(), form.whose.value) == ("5,000", False)
    QTest.keyClick(form.amount, Qt.Key.Key_Return)
    assert link.wishes[-1][2]["target"] == "t1"
    settle(lambda: QApplication.activeWindow() is targets)
    QTest.keyClick(targets.list, Qt.Key.Key_Delete)
    assert link.wishes[-1] == ("target.remove", "window", {"target": "t1"})


def test_viewers_are_noted(window: MainWindow, link: FakeLink, settle: Settle):
    link.window("window.note_viewers")
    dialog = opened(ViewersDialog, settle)
    dialog.count.setValue(1200)
    QTest.keyClick(dialog.count, Qt.Key.Key_Return)
    assert link.wishes == [("viewers.note", "window", {"count": 1200})]


def test_a_table_of_orders_is_looked_into_and_imported(
    window: MainWindow, link: FakeLink, settle: Settle, tmp_path
):
    file = tmp_path / "orders.csv"
    file.write_text("order id,sku\nA,B\n", encoding="utf-8")
    link.window("window.import_orders")
    dialog = opened(ImportOrdersDialog, settle)
    dialog.path.line.setText(str(file))
    press(dialog, "Look into it")
    dialog.takes_stock.setChecked(False)
    dialog.accept()
    plans = [values["plan"] for _, _, values in link.wishes]
    assert plans == [
        OrderPlan(str(file), "CNY", True, True),
        OrderPlan(str(file), "CNY", False, False),
    ]


def test_the_window_tells_what_was_sold(window: MainWindow, link: FakeLink, settle: Settle):
    line = window.air.sales
    assert not line.isVisible()
    link.change(sales=replace(SALES, most_viewers=1200))
    settle(line.isVisible)
    words = "2 orders, ¥387.00, your target 12 %, 1200 viewers"
    assert line.words() == words
    assert words in [h.value or h.name for h in heard.tree(window.air)]
    line.setFocus()
    link.change(sales=SalesState())
    settle(lambda: line.words() == "")
    assert line.hasFocus()
