"""Which column is what is asked by keys, before a file is imported."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio.model.announcement import Announcement
from studio.model.catalogue import Column, Columns, ImportPlan
from studio.model.errors import CatalogueError
from studio.model.message import say
from studio.ui.catalogue_files import ImportProductsDialog
from studio.ui.columns_dialog import ColumnsDialog
from studio.ui.main_window import MainWindow
from tests.ui import heard
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink

COLUMNS = Columns(
    (
        Column("Nr", "", ("A1", "A2")),
        Column("Ware", "", ("Cup",)),
        Column("Preis", "price", ("5,50",)),
        Column("Farbe", "", ()),
    )
)


@pytest.fixture
def asked(window: MainWindow, settle: Settle, tmp_path: Path) -> ImportProductsDialog:
    file = tmp_path / "goods.csv"
    file.write_text("Nr;Ware;Preis;Farbe\n")
    window.import_products()
    settle(lambda: isinstance(QApplication.activeWindow(), ImportProductsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ImportProductsDialog)
    dialog.path.line.setText(str(file))
    return dialog


def _press(dialog: ImportProductsDialog, words: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def _columns(asked: ImportProductsDialog, link: FakeLink, settle: Settle) -> ColumnsDialog:
    _press(asked, "Columns")
    link.columns.set_result(COLUMNS)
    settle(lambda: isinstance(QApplication.activeWindow(), ColumnsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ColumnsDialog)
    return dialog


def test_each_column_is_named_with_examples_and_what_is_missing_is_told(
    asked: ImportProductsDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    dialog = _columns(asked, link, settle)
    assert [heard.name(field.target) for field in dialog.fields] == ["Nr", "Ware", "Preis", "Farbe"]
    assert heard.description(dialog.fields[0].target) == "For example: A1, A2"
    assert [choice.value for _header, _line, choice in dialog._headers] == ["", "", "price", ""]
    dialog.accept()
    settle(lambda: said[-1].text == "Nr: No column is the code yet. Choose the one that is.")
    dialog._headers[0][2].choose("code")
    dialog._headers[1][2].choose("code")
    dialog.accept()
    settle(lambda: "Ware: The column Nr is the code already." in said[-1].text)


def test_what_was_said_goes_with_the_import_of_this_file_alone(
    asked: ImportProductsDialog,
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    tmp_path: Path,
):
    dialog = _columns(asked, link, settle)
    for place, used_as in enumerate(("code", "name")):
        dialog._headers[place][2].choose(used_as)
    dialog.accept()
    settle(lambda: QApplication.activeWindow() is asked)
    assert said[-1].text == "3 columns are used."
    columns = (("Nr", "code"), ("Ware", "name"), ("Preis", "price"))
    _press(asked, "Look into it")
    settle(lambda: bool(link.wishes))
    path = str(tmp_path / "goods.csv")
    plan = ImportPlan(path, "CNY", columns, is_dry_run=True)
    assert link.wishes[-1] == ("catalogue.import", "window", {"plan": plan})
    other = tmp_path / "other.csv"
    other.write_text("code,name,price\n")
    asked.path.line.setText(str(other))
    _press(asked, "Look into it")
    settle(lambda: len(link.wishes) == 2)
    assert link.wishes[-1][2]["plan"].columns == ()


def test_a_layout_that_is_known_needs_no_saying(
    asked: ImportProductsDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    _press(asked, "Columns")
    assert said[-1].text == "Looking into goods.csv."
    link.columns.set_result(Columns(COLUMNS.columns, "It is an export of Shopify."))
    settle(lambda: said[-1].text.startswith("It is an export of Shopify. You need not"))
    assert QApplication.activeWindow() is asked


def test_a_file_that_cannot_be_read_is_told(
    asked: ImportProductsDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    _press(asked, "Columns")
    link.columns.set_exception(CatalogueError(say("It is empty."), say("Choose another.")))
    settle(lambda: said[-1].text == "It is empty. Choose another.")


def test_of_very_many_columns_the_first_are_asked_and_those_in_use(
    asked: ImportProductsDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    many = [Column(f"x{number}") for number in range(3000)]
    many[2000] = Column("Preis", "price", ("5,50",))
    _press(asked, "Columns")
    link.columns.set_result(Columns(tuple(many)))
    settle(lambda: isinstance(QApplication.activeWindow(), ColumnsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ColumnsDialog)
    assert len(dialog.fields) == 101
    assert heard.name(dialog.fields[-1].target) == "Preis"
    assert "It has 3000 columns; the first are asked" in said[-1].text


def test_columns_of_a_file_that_is_no_longer_chosen_are_not_asked(
    asked: ImportProductsDialog, link: FakeLink, settle: Settle, tmp_path: Path
):
    _press(asked, "Columns")
    other = tmp_path / "other.csv"
    other.write_text("a;b\n")
    asked.path.line.setText(str(other))
    looked_for, link.columns = link.columns, Future()
    looked_for.set_result(COLUMNS)
    _press(asked, "Columns")
    settle(lambda: QApplication.activeWindow() is asked)
    link.columns.set_result(Columns((Column("a"), Column("b"))))
    settle(lambda: isinstance(QApplication.activeWindow(), ColumnsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ColumnsDialog)
    assert [heard.name(field.target) for field in dialog.fields] == ["a", "b"]


def test_columns_without_a_header_are_named_by_their_place(
    asked: ImportProductsDialog, link: FakeLink, settle: Settle
):
    _press(asked, "Columns")
    link.columns.set_result(Columns((Column("Nr"), Column("#2", "", ("Cup",)))))
    settle(lambda: isinstance(QApplication.activeWindow(), ColumnsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ColumnsDialog)
    assert heard.name(dialog.fields[1].target) == "Column 2 without a header"
