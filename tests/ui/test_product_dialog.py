"""A product is edited by keys and by ear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio import text
from studio.model.catalogue import ImportPlan
from studio.model.message import Money, Name
from studio.model.product import Certificate, FlashSale, Product, Question, Supplier
from studio.ui.catalogue_files import ExportProductsDialog, ImportProductsDialog
from studio.ui.main_window import MainWindow
from studio.ui.product_dialog import ProductDialog
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


FULL = Product(
    code="HG-1",
    name=Name("重庆牛油火锅底料", "zh"),
    price=yuan("39.90"),
    compare_price=yuan("59.00"),
    stock=120,
    slot=7,
    pictures=("/p/1.png", "/p/2.png"),
    gtin="6901234567892",
    spoken_name="",
    unit="500 g",
    limit=3,
    coupon="HOT10",
    flash_sale=FlashSale(
        yuan("29.90"),
        datetime(2026, 11, 11, 12, tzinfo=UTC),
        datetime(2026, 11, 11, 14, tzinfo=UTC),
    ),
    points=("Beef tallow", "Serves six"),
    specifications=(("Weight", "500 g"), ("Origin", "Chongqing")),
    questions=(Question("How hot?", "Very."),),
    allergens=("soy",),
    least_age=18,
    supplier=Supplier("Old Town", "023-1", (Certificate("SC", "10", date(2027, 1, 31)),)),
    sample_checked_on=date(2026, 11, 1),
    sample_checked_by="Li",
    evidence="Report 7",
    notes="ask for more",
)


@pytest.fixture
def edit(
    window: MainWindow, link: FakeLink, settle: Settle
) -> Callable[[Product | None], ProductDialog]:
    def open_it(product: Product | None) -> ProductDialog:
        if product is not None:
            link.change(products=(product,))
        window.edit_product(product)
        settle(lambda: isinstance(QApplication.activeWindow(), ProductDialog))
        dialog = QApplication.activeWindow()
        assert isinstance(dialog, ProductDialog)
        return dialog

    return open_it


def _save(dialog: ProductDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)


@pytest.mark.parametrize("language", ["en", "zh_CN", "id"])
def test_a_product_comes_out_as_it_went_in(edit, link: FakeLink, language: str):
    text.use(language)
    dialog = edit(FULL)
    _save(dialog)
    assert link.wishes == [("product.save", "window", {"product": FULL, "was": "HG-1"})]


def test_what_is_changed_is_kept_and_what_changed_meanwhile_stays(edit, link: FakeLink):
    dialog = edit(FULL)
    dialog.price.put("35")
    dialog.points.put("Beef tallow\n\nMade here")
    link.change(products=(replace(FULL, stock=7),))
    _save(dialog)
    ((_, _, values),) = link.wishes
    assert values["product"] == replace(
        FULL, price=yuan("35"), points=("Beef tallow", "Made here"), stock=7
    )


def test_the_seconds_of_a_flash_sale_are_kept(edit, link: FakeLink):
    begins = datetime(2026, 11, 11, 12, 0, 10, tzinfo=UTC)
    short = FlashSale(yuan("29.90"), begins, begins + timedelta(seconds=40))
    dialog = edit(replace(FULL, flash_sale=short))
    dialog.flash_price.put("28")
    _save(dialog)
    ((_, _, values),) = link.wishes
    assert values["product"].flash_sale == replace(short, price=yuan("28"))


def test_a_new_product_needs_a_name_a_code_and_a_price(edit, link: FakeLink):
    dialog = edit(None)
    _save(dialog)
    assert QApplication.focusWidget() is dialog.name.field.target
    dialog.name.put("Fan")
    _save(dialog)
    assert QApplication.focusWidget() is dialog.code.field.target
    dialog.code.put("F-1")
    _save(dialog)
    assert QApplication.focusWidget() is dialog.price.field.target
    dialog.price.put("128")
    dialog.currency.choose("IDR")
    _save(dialog)
    ((_, _, values),) = link.wishes
    made = Product("F-1", Name("Fan"), Money(Decimal(128), "IDR"))
    assert values == {"product": made, "was": ""}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("gtin", "6901234567893"),
        ("stock", "many"),
        ("stock", "-1"),
        ("slot", "1.5"),
        ("price", "free"),
        ("price", "-3"),
        ("price", "9" * 30),
        ("compare_price", "1,2,3"),
        ("certificates", "SC | 10 | next year"),
        ("sample_checked_on", "31.12.2026"),
        ("flash_ends", ""),
        ("flash_ends", "2020-01-01 00:00"),
        ("code", "OTHER"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(edit, link: FakeLink, field: str, words: str):
    dialog = edit(FULL)
    link.change(products=(FULL, replace(FULL, code="OTHER")))
    entry = getattr(dialog, field)
    entry.put(words)
    _save(dialog)
    assert link.wishes == []
    assert QApplication.focusWidget() is entry.field.target


@pytest.mark.parametrize(
    ("language", "words", "amount"),
    [
        ("en", "1,234.50", "1234.50"),
        ("en", "39,90", "39.90"),
        ("id", "125.000", "125000"),
        ("id", "39.90", "39.90"),
        ("id", "1.234,5", "1234.5"),
        ("zh_CN", "３９．９", "39.9"),
        ("en", "1,2,3", None),
        ("en", "", None),
        ("en", "abc", None),
    ],
)
def test_an_amount_is_understood_as_it_is_typed(language: str, words: str, amount: str | None):
    wanted = None if amount is None else Decimal(amount)
    assert text.parse_amount(words, language) == wanted


def test_a_table_is_looked_into_and_imported(window: MainWindow, link: FakeLink, settle, tmp_path):
    table = tmp_path / "goods.csv"
    table.write_text("code,name,price\n")
    window.import_products()
    settle(lambda: isinstance(QApplication.activeWindow(), ImportProductsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ImportProductsDialog)
    dialog.path.line.setText(str(table))
    dialog.currency.choose("IDR")
    dialog._look()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    tried, done = (values["plan"] for command, _origin, values in link.wishes)
    assert done == ImportPlan(str(table), "IDR")
    assert tried == replace(done, is_dry_run=True)
    assert not dialog.isVisible()


def test_products_are_written_where_a_format_is_named(window: MainWindow, link, settle, tmp_path):
    window.export_products()
    settle(lambda: isinstance(QApplication.activeWindow(), ExportProductsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ExportProductsDialog)
    dialog.path.line.setText(str(tmp_path / "goods.pdf"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.path.line.setText(str(tmp_path / "goods.csv"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert link.wishes == [("catalogue.export", "window", {"path": str(tmp_path / "goods.csv")})]


def test_what_is_held_and_unknown_opens_a_new_product_with_its_number(
    window: MainWindow, link: FakeLink, settle: Settle
):
    link.change(unknown_gtin="00036000291452")
    window.add_held()
    settle(lambda: isinstance(QApplication.activeWindow(), ProductDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ProductDialog)
    assert dialog.gtin.words == "036000291452"
    dialog.name.put("Green tea")
    dialog.code.put("tea")
    dialog.price.put("39.90")
    _save(dialog)
    ((command, _, values),) = link.wishes
    assert command == "product.save"
    assert (values["product"].gtin, values["product"].code) == ("036000291452", "tea")


def test_without_a_number_that_was_read_the_new_product_has_none(
    window: MainWindow, settle: Settle
):
    window.add_held()
    settle(lambda: isinstance(QApplication.activeWindow(), ProductDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ProductDialog)
    assert dialog.gtin.words == ""
