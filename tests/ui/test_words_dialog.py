"""The list of words, and the form for one of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from studio.model.announcement import Announcement
from studio.model.message import Name
from studio.model.pronunciation import Pronunciation
from studio.ui.main_window import MainWindow
from studio.ui.words_dialog import WordDialog, WordsDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import FakeLink

COD = Pronunciation("COD", "bayar di tempat", "id")
NOODLES = Pronunciation("小面", "xiao mian")


@pytest.fixture
def words(window: MainWindow, link: FakeLink, settle: Settle) -> WordsDialog:
    link.change(pronunciations=(COD, NOODLES))
    link.window("window.words")
    settle(lambda: isinstance(QApplication.activeWindow(), WordsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, WordsDialog)
    return dialog


def _press(dialog: QDialog, name: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name)
    button.click()


def _form(settle: Settle) -> WordDialog:
    settle(lambda: isinstance(QApplication.activeWindow(), WordDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, WordDialog)
    return dialog


def _told(dialog: QDialog) -> list[tuple[heard.Role, str, str]]:
    """All that has words."""
    return [(h.role, h.name, h.description) for h in heard.tree(dialog) if h.name]


def test_every_row_tells_the_word_its_language_and_how_it_is_said(words: WordsDialog):
    rows = [words._model.row(n).words for n in range(words._model.rowCount())]
    assert rows == ["COD, Indonesian, said: bayar di tempat", "小面, said: xiao mian"]
    assert heard.name(words.list) == "Words"
    assert words.list.current == COD


def test_a_word_is_heard_from_the_list(words: WordsDialog, said: list[Announcement]):
    QTest.keyClick(words.list, Qt.Key.Key_Space)
    assert said[-1].text == "bayar di tempat"
    words.list.select(NOODLES.key)
    _press(words, "Hear it")
    assert said[-1].text == "xiao mian"


def test_a_word_is_removed_and_the_list_follows(words: WordsDialog, link: FakeLink):
    QTest.keyClick(words.list, Qt.Key.Key_Delete)
    assert link.wishes == [("word.forget", "window", {"word": "COD", "language": "id"})]
    link.change(pronunciations=(NOODLES,))
    QApplication.processEvents()
    assert words.list.current == NOODLES


def test_a_word_is_added_after_it_was_heard(
    words: WordsDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    _press(words, "Add word")
    form = _form(settle)
    assert heard.name(form.word) == "Word"
    form.word.setText("Nike")
    _press(form, "Hear it")
    assert said[-1].text == "Nike"
    form.spoken.setText("耐克")
    form.language.choose("zh")
    _press(form, "Hear it")
    assert said[-1].text == "耐克"
    assert said[-1].message.values["word"] == Name("耐克", "zh")
    assert link.wishes == []
    QTest.keyClick(form.spoken, Qt.Key.Key_Return)
    expected = {"word": "Nike", "spoken": "耐克", "language": "zh"}
    assert link.wishes == [("word.teach", "window", expected)]
    assert not form.isVisible()


def test_a_word_is_changed_and_saved_only_when_it_differs(
    words: WordsDialog, link: FakeLink, settle: Settle
):
    QTest.keyClick(words.list, Qt.Key.Key_Return)
    form = _form(settle)
    assert (form.word.text(), form.spoken.text()) == ("COD", "bayar di tempat")
    assert form.language.value == "id"
    form.accept()
    assert link.wishes == []
    settle(lambda: QApplication.activeWindow() is words)
    _press(words, "Change word")
    form = _form(settle)
    form.spoken.setText("ce o de")
    form.accept()
    changed = Pronunciation("COD", "ce o de", "id")
    assert link.wishes == [("word.change", "window", {"before": COD, "entry": changed})]


@pytest.mark.parametrize(
    ("word", "spoken", "language", "told"),
    [
        ("", "x", "", "Word: A word has letters or digits."),
        ("x", "", "", "Said as: Write how it is said in letters."),
        ("x", "…", "", "Said as: Write how it is said in letters."),
        ("cod", "x", "id", "Word: This word is in the list already."),
    ],
)
def test_what_will_not_do_is_told_and_keeps_the_form_open(
    words: WordsDialog,
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    word,
    spoken,
    language,
    told,
):
    _press(words, "Add word")
    form = _form(settle)
    form.word.setText(word)
    form.spoken.setText(spoken)
    form.language.choose(language)
    form.accept()
    settle(lambda: bool(said) and said[-1].text == told)
    assert form.isVisible()
    assert link.wishes == []


def test_an_empty_list_says_so_and_what_to_do(
    words: WordsDialog, link: FakeLink, said: list[Announcement]
):
    link.change(pronunciations=())
    QApplication.processEvents()
    assert words.list.accessibleDescription() == "No words yet: all are said as they are written."
    _press(words, "Change word")
    assert said[-1].text == "There are no words yet. Add one first."


def test_the_words_are_told_in_the_language_in_use(
    words: WordsDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    words.list.select(NOODLES.key)
    speak("id", window, link, settle)
    assert words.windowTitle() == "Pelafalan"
    assert heard.name(words.list).startswith("Kata")
    assert words.list.current == NOODLES
    assert words._model.row(0).words == "COD, Indonesia, diucapkan: bayar di tempat"
    assert QApplication.activeWindow() is words
    assert QApplication.focusWidget() is words.list
    reworded = _told(words)
    words.close()
    settle(window.isActiveWindow)
    link.window("window.words")
    settle(lambda: isinstance(QApplication.activeWindow(), WordsDialog))
    opened = QApplication.activeWindow()
    assert isinstance(opened, WordsDialog)
    opened.list.select(NOODLES.key)
    assert reworded == _told(opened)
