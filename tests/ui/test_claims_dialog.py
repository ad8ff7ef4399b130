"""Claims in the window: the list of products, and the line of a product's form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio.model.announcement import Announcement
from studio.model.claims import CheckedCatalogue, ClaimedProduct, ClaimsState
from studio.model.message import Money, Name, say
from studio.model.product import Product
from studio.model.work import Work
from studio.ui.claims_dialog import ClaimsDialog, progress_of
from studio.ui.main_window import MainWindow
from studio.ui.product_dialog import ProductDialog
from tests.ui import heard
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink, a_studio

BEST = Product("best", Name("最佳小面", "zh"), Money(Decimal("9.90"), "CNY"))
TEA = Product("tea", Name("茶", "zh"), Money(Decimal("9.90"), "CNY"), points=("国家级",))
FOUND = CheckedCatalogue(
    100,
    2,
    (
        ClaimedProduct("best", BEST.name, (say("Name: forbidden."),)),
        ClaimedProduct("tea", TEA.name, (say("Selling points: forbidden."), say("Unit: so too."))),
    ),
)


@pytest.fixture
def claims(window: MainWindow, link: FakeLink, settle: Settle) -> ClaimsDialog:
    link.is_quick = True
    link.change(products=(BEST, TEA), claims=ClaimsState("", FOUND))
    link.window("window.claims")
    settle(lambda: isinstance(QApplication.activeWindow(), ClaimsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ClaimsDialog)
    return dialog


def _press(dialog: ClaimsDialog, name: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name).click()


def test_it_looks_through_the_catalogue_when_it_opens(claims: ClaimsDialog, link: FakeLink):
    assert link.wishes == [("claims.search", "window", {})]
    rows = [claims._model.row(n).words for n in range(claims._model.rowCount())]
    assert rows == [
        "最佳小面, 1 claim, Name: forbidden.",
        "茶, 2 claims, Selling points: forbidden.",
    ]
    assert heard.name(claims.list) == "Products with claims"


def test_a_look_that_is_under_way_is_not_begun_again(
    window: MainWindow, link: FakeLink, settle: Settle
):
    work = Work("w", say("Checking the words of all products."), 0.4, can_cancel=True)
    link.change(works=(work,), claims=ClaimsState("w"))
    link.window("window.claims")
    settle(lambda: isinstance(QApplication.activeWindow(), ClaimsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ClaimsDialog)
    assert link.wishes == []
    assert dialog.progress.text() == "Checking the words of all products. 40 percent."
    link.change(works=(replace(work, share=0.8),))
    settle(lambda: "80 percent" in dialog.progress.text())
    _press(dialog, "Cancel the check")
    assert link.wishes == [("studio.cancel", "window", {})]
    link.change(works=(), claims=ClaimsState("", FOUND))
    settle(lambda: dialog.list.current == FOUND.products[0])
    assert dialog.progress.text() == "100 products were checked. 2 of them make claims."


def test_space_reads_all_claims_of_a_product(claims: ClaimsDialog, said: list[Announcement]):
    claims.list.select("tea")
    QTest.keyClick(claims.list, Qt.Key.Key_Space)
    assert said[-1].text == "茶. Selling points: forbidden. Unit: so too."


def test_enter_edits_the_product_as_it_is_now(claims: ClaimsDialog, link: FakeLink, settle: Settle):
    link.change(products=(replace(BEST, stock=7), TEA))
    link.searches.clear()
    link.is_quick = False
    QTest.keyClick(claims.list, Qt.Key.Key_Return)
    [(words, found)] = link.searches
    assert words == "best"
    found.set_result([TEA, replace(BEST, stock=7)])
    settle(lambda: isinstance(QApplication.activeWindow(), ProductDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ProductDialog)
    assert (dialog.code.words, dialog.stock.words) == ("best", "7")
    dialog.reject()
    settle(lambda: QApplication.activeWindow() is claims)


def test_a_product_that_is_gone_is_told(
    claims: ClaimsDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    link.is_quick = False
    QTest.keyClick(claims.list, Qt.Key.Key_Return)
    link.searches[-1][1].set_result([TEA])
    settle(lambda: bool(said))
    assert said[-1].text == "This product is no longer in the catalogue."


def test_more_than_can_be_listed_is_told():
    state = a_studio(claims=ClaimsState("", replace(FOUND, count=9000)))
    assert str(progress_of(state)).endswith("9000 of them make claims. The first 2 are listed.")
    assert progress_of(a_studio()) is None


# The product's form


@pytest.fixture
def form(window: MainWindow, link: FakeLink, settle: Settle) -> ProductDialog:
    link.change(products=(TEA,))
    window.edit_product(TEA)
    settle(lambda: isinstance(QApplication.activeWindow(), ProductDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ProductDialog)
    return dialog


def test_the_form_tells_what_the_law_has_against_its_words(
    form: ProductDialog, said: list[Announcement], settle: Settle
):
    assert heard.name(form.claims) == "Claims found"
    settle(lambda: "国家级" in form.claims.toPlainText())
    form.points.put("好茶")
    settle(lambda: form.claims.toPlainText() == "No claim was found.")
    form.name.put("最佳茶")
    settle(lambda: form.claims.toPlainText().startswith("Name: Article 9"))
    assert "With a note of proof" in form.claims.toPlainText()
    form.evidence.put("检测报告 7")
    settle(lambda: form.claims.toPlainText() == "No claim was found.")
    assert said == []


def test_what_is_found_is_no_change_of_the_product(
    form: ProductDialog, link: FakeLink, settle: Settle
):
    settle(lambda: "国家级" in form.claims.toPlainText())
    form.accept()
    [(command, _origin, values)] = link.wishes
    assert (command, values["product"]) == ("product.save", TEA)


def test_a_pasted_book_keeps_the_form_working(form: ProductDialog, settle: Settle):
    settle(lambda: "国家级" in form.claims.toPlainText())
    form.points.put("好" * 200_000 + "最佳")
    form.points.put("最佳")
    settle(lambda: "“最佳”" in form.claims.toPlainText())


def test_nobodys_law_is_told_as_such(form: ProductDialog, link: FakeLink, settle: Settle):
    settings = replace(link.now.settings, claims_laws="none")
    link.change(settings=settings)
    form.points.put("第一")
    settle(lambda: form.claims.toPlainText() == "Nothing is checked, as the settings have it.")
