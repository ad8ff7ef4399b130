"""The list of keys, and the field that takes a new one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
)

from studio.commands.every import REGISTRY
from studio.model.announcement import Announcement
from studio.model.message import say
from studio.model.state import SHOW_PAGE
from studio.ui.actions import ChoiceMenu, CommandAction
from studio.ui.form import FormDialog
from studio.ui.key_files import ExportKeysDialog, ImportKeysDialog
from studio.ui.keys_dialog import KeyDialog, KeysDialog
from studio.ui.main_window import MainWindow
from studio.ui.mnemonics import plain
from studio.ui.palette import PaletteDialog
from studio.ui.scene_dialog import SceneDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import BOTH, MICROPHONE, FakeLink

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def keys(window: MainWindow, settle: Settle) -> KeysDialog:
    window.edit_keys()
    settle(lambda: isinstance(QApplication.activeWindow(), KeysDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, KeysDialog)
    return dialog


@pytest.fixture
def key(keys: KeysDialog, settle: Settle) -> KeyDialog:
    """The dialog that asks for a new key of *Mute*."""
    keys.list.select("sound.mute")
    QTest.keyClick(keys.list, Qt.Key.Key_Return)
    settle(lambda: isinstance(QApplication.activeWindow(), FormDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, KeyDialog)
    return dialog


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def test_every_row_has_a_command_and_its_key_as_text(keys: KeysDialog, link: FakeLink):
    rows = [keys._model.row(n).words for n in range(keys._model.rowCount())]
    assert len(rows) == len([c for c in REGISTRY if c.is_listed])
    assert any(row.startswith("Mute or unmute, Ctrl+M, Mutes the microphone") for row in rows)
    assert any(row.startswith("Switch scene, no key, Puts another") for row in rows)
    assert heard.name(keys.list) == "Keys"
    assert heard.description(keys.list) == "Enter gives a new key, Delete takes it away."
    link.change(keys={"sound.mute": "F11"})
    QApplication.processEvents()
    number = keys._model.place_of("sound.mute")
    assert keys._model.row(number).words.startswith("Mute or unmute, F11, ")


def test_a_new_key_is_pressed_told_and_given(
    key: KeyDialog, link: FakeLink, said: list[Announcement]
):
    assert heard.name(key.field) == "New key"
    assert key.field.text() == "Ctrl+M"
    _press(Qt.Key.Key_U, CTRL)
    assert key.field.text() == "Ctrl+U"
    assert [one.text for one in said] == ([] if sys.platform == "linux" else ["Ctrl+U"])
    assert link.wishes == []
    _press(Qt.Key.Key_Return)
    assert link.wishes == [("keys.assign", "window", {"which": "sound.mute", "keys": "Ctrl+U"})]
    assert not key.isVisible()


def test_a_letter_as_wide_as_a_chinese_one_is_the_key_of_the_plain_one(key: KeyDialog):
    pressed = QKeyEvent(QEvent.Type.KeyPress, ord("Ｕ"), CTRL)
    QApplication.sendEvent(key.field, pressed)
    assert key.field.text() == "Ctrl+U"


def test_a_key_of_a_command_is_taken_down_and_does_nothing(
    key: KeyDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    _press(Qt.Key.Key_R, CTRL)
    assert link.wishes == []
    assert key.field.text() == "Ctrl+R"
    _press(Qt.Key.Key_Return)
    assert key.isVisible()
    settle(lambda: bool(said) and said[-1].text == "New key: Ctrl+R is the key of “Record”.")
    assert link.wishes == []


def test_tab_shift_tab_and_escape_leave_the_field(key: KeyDialog, link: FakeLink):
    assert QApplication.focusWidget() is key.field
    _press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is not key.field
    _press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is key.field
    _press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not key.field
    key.field.setFocus()
    assert key.field.keys == "Ctrl+M"
    _press(Qt.Key.Key_Escape)
    assert not key.isVisible()
    assert link.wishes == []


def test_delete_takes_a_key_away(keys: KeysDialog, link: FakeLink):
    keys.list.select("sound.mute")
    QTest.keyClick(keys.list, Qt.Key.Key_Delete)
    assert link.wishes == [("keys.assign", "window", {"which": "sound.mute", "keys": ""})]


def test_chosen_keys_act_in_the_window_and_the_old_ones_do_not(
    window: MainWindow, link: FakeLink, settle: Settle
):
    link.change(keys={"sound.mute": "F11", "window.settings": "F12", "scene.switch": "Ctrl+Alt+S"})
    settle(lambda: window._menus._chosen == link.now.keys)
    QTest.keyClick(window, Qt.Key.Key_M, CTRL)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert link.wishes == [("sound.mute", "key", {})]
    entries = {entry.title: entry.keys for entry in window._menus.entries()}
    assert (entries["Mute or unmute"], entries["Settings"]) == ("F11", "F12")


def test_chosen_keys_act_after_the_language_has_changed_and_nothing_old_is_left(
    window: MainWindow, link: FakeLink, app: QApplication, settle: Settle
):
    link.change(keys={"scene.switch": "Ctrl+U", "sound.mute": "F11"})
    settle(lambda: window._menus._chosen == link.now.keys)

    def kept() -> tuple[int, int, int]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        menus, acts = window.findChildren(QMenu), window.findChildren(CommandAction)
        return len(menus), len(acts), len(window.actions())

    before = kept()
    for language in ("id", "zh_CN", "en"):
        speak(language, window, link, settle)
    assert kept() == before
    window.scenes.list.setFocus()
    _press(Qt.Key.Key_U, CTRL)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ChoiceMenu)
    assert popup.command.id == "scene.switch"
    popup.close()
    _press(Qt.Key.Key_F11)
    assert link.wishes == [("sound.mute", "key", {})]


def test_the_keys_are_named_in_the_language_in_use(
    keys: KeysDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    keys.list.select("sound.mute")
    keys.list.setFocus()
    speak("id", window, link, settle)
    assert keys.windowTitle() == heard.name(keys.list) == "Tombol"
    assert keys.list.current is REGISTRY["sound.mute"]
    row = keys._model.row(keys.list.currentIndex().row()).words
    assert row.startswith(str(say("Mute or unmute")))
    names = [button.accessibleName() for button in keys.findChildren(QPushButton)]
    assert names[-1] == "Tutup"
    assert QApplication.focusWidget() is keys.list


def test_keys_reach_the_show_from_a_dialog_after_the_language_has_changed(
    keys: KeysDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    speak("id", window, link, settle)
    _press(Qt.Key.Key_M, CTRL)
    assert link.wishes == [("sound.mute", "key", {})]


@pytest.mark.parametrize("edit", ["edit_keys", "edit_settings"])
def test_the_key_of_a_command_with_a_choice_acts_in_dialogs_too(
    window: MainWindow, link: FakeLink, settle: Settle, edit
):
    link.change(keys={"scene.switch": "Ctrl+Alt+8"})
    settle(lambda: window._menus._chosen == link.now.keys)
    getattr(window, edit)()
    settle(lambda: isinstance(QApplication.activeWindow(), QDialog))
    dialog = QApplication.activeWindow()
    assert dialog is not None
    _press(Qt.Key.Key_8, CTRL | Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ChoiceMenu)
    assert dialog.frameGeometry().intersects(popup.geometry())
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert link.wishes == [("scene.switch", "menu", {"scene": "both"})]
    link.change(is_learning=True)
    settle(lambda: window._learner._is_on)
    # Qt's offscreen platform leaves the closed popup active.
    dialog.activateWindow()
    settle(lambda: dialog.isActiveWindow() and QApplication.focusWidget() is not None)
    _press(Qt.Key.Key_8, CTRL | Qt.KeyboardModifier.AltModifier)
    assert link.wishes[1:] == [("keys.explain", "window", {"which": "scene.switch"})]
    assert QApplication.activePopupWidget() is None
    link.change(is_learning=False)
    settle(lambda: not window._learner._is_on)


def test_a_key_of_the_window_is_explained_while_learning(
    window: MainWindow, link: FakeLink, settle: Settle
):
    link.change(is_learning=True)
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    settle(lambda: bool(link.wishes))
    assert link.wishes == [("keys.explain", "window", {"which": "window.settings"})]
    assert QApplication.activeModalWidget() is None


def _file_dialog(keys: KeysDialog, button: str, settle: Settle) -> FormDialog:
    next(b for b in keys.findChildren(QPushButton) if b.accessibleName() == button).click()
    settle(lambda: isinstance(QApplication.activeWindow(), FormDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, FormDialog)
    return dialog


def test_keys_are_written_where_it_is_wished_and_over_a_file_only_when_wished_twice(
    keys: KeysDialog, link: FakeLink, said: list[Announcement], settle: Settle, tmp_path: Path
):
    dialog = _file_dialog(keys, "Export keys", settle)
    assert isinstance(dialog, ExportKeysDialog)
    assert dialog.path.path == str(Path.home() / "earshot keys.json")
    path = tmp_path / "keys.json"
    for wrong in ("", str(tmp_path), str(tmp_path / "nowhere" / "keys.json")):
        said.clear()
        dialog.path.line.setText(wrong)
        _press(Qt.Key.Key_Return)
        settle(lambda: bool(said))
        assert link.wishes == []
    path.touch()
    said.clear()
    dialog.path.line.setText(str(path))
    _press(Qt.Key.Key_Return)
    settle(lambda: bool(said))
    replacing = "File: keys.json is there already. Press Enter again to replace it."
    assert [one.text for one in said] == [replacing]
    assert link.wishes == []
    _press(Qt.Key.Key_Return)
    assert link.wishes == [("keys.export", "window", {"path": str(path)})]
    assert not dialog.isVisible()


def test_keys_are_read_from_a_file_that_is_there(
    keys: KeysDialog, link: FakeLink, said: list[Announcement], settle: Settle, tmp_path: Path
):
    dialog = _file_dialog(keys, "Import keys", settle)
    assert isinstance(dialog, ImportKeysDialog)
    _press(Qt.Key.Key_Return)
    settle(lambda: bool(said))
    assert said[-1].text == "File: Choose a file that is there."
    path = tmp_path / "keys.json"
    path.touch()
    dialog.path.line.setText(str(path))
    _press(Qt.Key.Key_Return)
    assert link.wishes == [("keys.import", "window", {"path": str(path)})]


@pytest.mark.parametrize(
    "path", ["~nobody-of-this-name/k.json", "/tmp/" + "n" * 280], ids=["nobody", "long"]
)
@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Export keys", "File: No file can be written there. Give it another name or folder."),
        ("Import keys", "File: Choose a file that is there."),
    ],
)
def test_a_path_that_no_file_can_have_is_refused_in_words(
    keys: KeysDialog, link: FakeLink, said: list[Announcement], settle: Settle, title, told, path
):
    dialog = _file_dialog(keys, title, settle)
    assert isinstance(dialog, ExportKeysDialog | ImportKeysDialog)
    dialog.path.line.setText(path)
    _press(Qt.Key.Key_Return)
    settle(lambda: bool(said))
    assert [one.text for one in said] == [told]
    assert QApplication.focusWidget() is dialog.path.line
    assert link.wishes == []


@pytest.mark.parametrize("language", ["zh_CN", "id"])
def test_no_english_word_stands_in_the_systems_file_dialog(
    window: MainWindow, link: FakeLink, settle: Settle, language
):
    def words() -> set[str]:
        dialog = QFileDialog(window)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setDirectory("/")
        dialog.show()
        headers = [view.model() for view in dialog.findChildren(QHeaderView)]
        found = {
            *(label.text() for label in dialog.findChildren(QLabel)),
            *(button.text() or button.toolTip() for button in dialog.findChildren(QAbstractButton)),
            *(
                str(model.headerData(n, Qt.Orientation.Horizontal))
                for model in headers
                for n in range(model.columnCount())
            ),
        }
        dialog.close()
        return {plain(one) for one in found if any(letter.isalpha() for letter in one)}

    english = words()
    assert {"File name:", "Cancel", "Date Modified"} <= english
    speak(language, window, link, settle)
    assert words() & english == set()


def test_the_window_does_what_is_wished_for_elsewhere_one_thing_at_a_time(
    window: MainWindow, link: FakeLink, said: list[Announcement], settle: Settle
):
    assert {c.id for c in REGISTRY if c.id.startswith("window.")} <= set(window._acts)
    assert set(window._acts) <= {c.id for c in REGISTRY} | {SHOW_PAGE}
    link.window("window.keys")
    settle(lambda: isinstance(QApplication.activeModalWidget(), KeysDialog))
    link.window("window.settings")
    settle(lambda: bool(said))
    assert said[-1].text == "A dialog is open. Close it first."


@pytest.mark.parametrize(
    ("panel", "pressed", "told"),
    [
        ("sounds", Qt.Key.Key_Space, "Space mutes, Left and Right change the volume"),
        ("sounds", Qt.Key.Key_Right, "Space mutes, Left and Right change the volume"),
        ("scenes", Qt.Key.Key_Delete, "Enter or Space puts the scene on air"),
        ("products", Qt.Key.Key_Return, "Enter shows the product's card"),
        ("products", Qt.Key.Key_Q, "Q does nothing here."),
    ],
)
def test_keys_of_lists_are_explained_while_learning(
    window: MainWindow,
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    panel,
    pressed,
    told,
):
    link.change(is_learning=True)
    settle(lambda: window._learner._is_on)
    getattr(window, panel).list.setFocus()
    _press(pressed)
    assert said[-1].text.startswith(told)
    assert link.wishes == []
    assert QApplication.activeModalWidget() is None
    link.change(is_learning=False)
    settle(lambda: not window._learner._is_on)


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Left, Qt.Key.Key_Plus])
def test_keys_of_the_preview_are_explained_while_learning(
    window: MainWindow, link: FakeLink, said: list[Announcement], settle: Settle, pressed
):
    link.change(is_learning=True)
    settle(lambda: window._learner._is_on)
    window.preview.picture.setFocus()
    QTest.keyClicks(window.preview.picture, "+") if pressed == Qt.Key.Key_Plus else _press(pressed)
    assert said[-1].text.startswith("Plus and minus change the size of the preview")
    assert link.wishes == []
    link.change(is_learning=False)
    settle(lambda: not window._learner._is_on)


@pytest.fixture
def learning(window: MainWindow, link: FakeLink, settle: Settle) -> Iterator[None]:
    link.change(is_learning=True)
    settle(lambda: window._learner._is_on)
    yield
    link.change(is_learning=False)
    settle(lambda: not window._learner._is_on)


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Delete, Qt.Key.Key_Return])
def test_in_the_list_of_keys_they_are_explained_while_learning(
    keys: KeysDialog, link: FakeLink, said: list[Announcement], learning, pressed
):
    _press(Qt.Key.Key_Down)
    assert keys.list.currentIndex().row() == 1, "moving about goes on"
    _press(pressed)
    assert said[-1].text == "Enter gives a new key, Delete takes it away."
    assert link.wishes == []
    assert QApplication.activeWindow() is keys


@pytest.mark.parametrize(
    ("edit", "field", "pressed", "told"),
    [
        ("edit_sound", "Name", Qt.Key.Key_Q, "It writes into this field."),
        ("edit_sound", "Name", Qt.Key.Key_Backspace, "It writes into this field."),
        ("edit_sound", "Name", Qt.Key.Key_Return, "Save"),
        ("edit_sound", "Kind", Qt.Key.Key_Down, "Up and Down open the choices."),
        ("edit_sound", "Volume", Qt.Key.Key_Up, "Up and Down change the number."),
        ("edit_sound", "Volume", Qt.Key.Key_7, "It writes into this field."),
        ("edit_sound", "Somebody talks here", Qt.Key.Key_Space, "Somebody talks here"),
        ("edit_scene", "Pictures", Qt.Key.Key_Delete, "Delete removes the picture, Control+Up"),
    ],
)
def test_in_forms_keys_are_explained_while_learning(
    window: MainWindow,
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    learning,
    edit,
    field,
    pressed,
    told,
):
    getattr(window, edit)(MICROPHONE if edit == "edit_sound" else BOTH)
    settle(lambda: isinstance(QApplication.activeWindow(), FormDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, FormDialog)
    target = next(f.target for f in dialog.fields if f.words == field)
    target.setFocus()
    before = [(h.name, h.value) for h in heard.tree(dialog)]
    _press(pressed)
    assert said[-1].text.startswith(told)
    assert QApplication.focusWidget() is target
    assert [(h.name, h.value) for h in heard.tree(dialog)] == before
    for button in dialog.findChildren(QPushButton):
        letter = QKeySequence.mnemonic(button.text())
        if button.accessibleName() == "Save":
            QTest.keySequence(dialog, letter)
    assert said[-1].text == "Save"
    assert dialog.isVisible()
    assert link.wishes == []
    _press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not target


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda window: window.edit_scene(None), "Cancel"),
        (lambda window: window.take_first_steps(), "Leave the first steps"),
        (lambda window: window.edit_settings(), "Close"),
    ],
)
def test_escape_throws_no_form_away_while_learning(
    window: MainWindow, link: FakeLink, said: list[Announcement], settle: Settle, edit, told
):
    edit(window)
    settle(lambda: isinstance(QApplication.activeWindow(), FormDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, FormDialog)
    if isinstance(dialog, SceneDialog):
        QTest.keyClicks(dialog.fields[0].target, "Desk")
    link.change(is_learning=True)
    settle(lambda: window._learner._is_on)
    before = [(h.name, h.value) for h in heard.tree(dialog)]
    _press(Qt.Key.Key_Escape)
    assert [one.text for one in said if one.topic == "learn"] == [told]
    assert dialog.isVisible()
    assert [(h.name, h.value) for h in heard.tree(dialog)] == before
    assert link.wishes == []
    link.change(keys={"keys.learn": ""})
    _press(Qt.Key.Key_Escape)
    assert not dialog.isVisible(), "no key would end the learning"
    link.change(is_learning=False)
    settle(lambda: not window._learner._is_on)


@pytest.mark.parametrize("popup", ["choice", "menu", "palette"])
def test_escape_closes_what_it_opened_while_learning(
    window: MainWindow, said: list[Announcement], settle: Settle, learning, popup
):
    if popup == "palette":
        window.find_command()
        settle(lambda: isinstance(QApplication.activeWindow(), PaletteDialog))
        palette = QApplication.activeWindow()
        _press(Qt.Key.Key_Escape)
        settle(lambda: QApplication.activeWindow() is not palette)
        return
    window.edit_sound(MICROPHONE)
    settle(lambda: isinstance(QApplication.activeWindow(), FormDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, FormDialog)
    kind = next(f.target for f in dialog.fields if f.words == "Kind")
    assert isinstance(kind, QComboBox)
    kind.setFocus()
    if popup == "choice":
        kind.showPopup()
    else:
        QTest.keyClick(kind, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    opened = QApplication.activePopupWidget()
    assert opened is not None
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert dialog.isVisible()
    assert said == []


def test_lines_of_menus_are_explained_while_learning(
    window: MainWindow, link: FakeLink, said: list[Announcement], learning
):
    menus = [action.menu() for action in window.menuBar().actions()]
    menu = next(m for m in menus if isinstance(m, QMenu) and m.accessibleName() == "Sound")
    mute = next(
        a for a in menu.actions() if isinstance(a, CommandAction) and a.command.id == "sound.mute"
    )
    menu.popup(window.mapToGlobal(window.rect().center()))
    menu.setActiveAction(mute)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert link.wishes == [("keys.explain", "window", {"which": "sound.mute"})]
    assert QApplication.activePopupWidget() is menu
    menu.close()


def test_a_key_that_would_be_chosen_is_not_while_learning(
    key: KeyDialog, link: FakeLink, said: list[Announcement], learning
):
    _press(Qt.Key.Key_U, CTRL)
    assert key.field.text() == "Ctrl+M"
    assert said[-1].text == "The key that is pressed here becomes the new key."


def test_a_held_key_acts_once_but_for_what_goes_by_steps(window: MainWindow):
    actions = [a for a in window._menus.commands if a.autoRepeat()]
    repeating = {a.command.id for a in actions if isinstance(a, CommandAction)}
    assert len(repeating) == len(actions)
    voice = {f"speech.{step}" for step in ("faster", "slower", "louder", "softer")}
    assert repeating == {"sound.louder", "sound.quieter"} | voice


def test_enter_presses_the_button_with_the_focus(keys: KeysDialog, link: FakeLink):
    button = next(
        b for b in keys.findChildren(QPushButton) if b.accessibleName() == "Use the default keys"
    )
    button.setFocus()
    _press(Qt.Key.Key_Return)
    assert link.wishes == [("keys.reset", "window", {})]
    close = next(b for b in keys.findChildren(QPushButton) if b.accessibleName() == "Close")
    close.setFocus()
    _press(Qt.Key.Key_Return)
    assert not keys.isVisible()
