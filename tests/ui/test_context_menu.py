"""The context-menu key, wherever the focus is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from studio.model.announcement import Announcement
from studio.model.message import say
from studio.ui.choice import Choice
from studio.ui.destination_dialog import DestinationDialog
from studio.ui.fields import NumberField
from studio.ui.item_list import ItemList
from studio.ui.keys_dialog import KeysDialog
from studio.ui.main_window import MainWindow
from studio.ui.palette import PaletteDialog
from studio.ui.scene_dialog import SceneDialog
from studio.ui.sound_dialog import SoundDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import BOTH, MICROPHONE, YOUTUBE, FakeLink

SHIFT = Qt.KeyboardModifier.ShiftModifier


def _ask(widget: QWidget) -> QMenu | None:
    """Press the context-menu key, as the system passes it on."""
    widget.setFocus()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, QPoint(), QPoint()))
    menu = QApplication.activePopupWidget()
    return menu if isinstance(menu, QMenu) else None


def _lines(widget: QWidget) -> list[str]:
    """What the menu offers; it has a name, and its first line is current."""
    menu = _ask(widget)
    assert menu is not None
    lines = [action.text().partition("\t")[0] for action in menu.actions()]
    assert heard.name(menu)
    assert menu.activeAction() is menu.actions()[0]
    menu.close()
    return lines


def _choose(widget: QWidget, words: str) -> None:
    menu = _ask(widget)
    assert menu is not None
    while menu.activeAction().text().partition("\t")[0] != words:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_the_parts_of_the_window_offer_their_commands(
    window: MainWindow, link: FakeLink, settle: Settle
):
    picture, air = window.preview.picture, window.air
    assert _lines(picture) == ["Larger preview", "Smaller preview"]
    assert _lines(air.line) == ["What is on air", "Is everything all right"]
    _choose(picture, "Smaller preview")
    settle(lambda: link.wishes == [("preview.smaller", "window", {})])
    link.wishes.clear()
    mute = next(b for b in air.findChildren(QPushButton) if "Mute" in b.accessibleName())
    assert _lines(mute) == ["Mute or unmute", "What it does"]
    menu = _ask(mute)
    assert menu is not None
    assert menu.actions()[0].text() == "Mute or unmute\tCtrl+M"
    menu.close()
    _choose(mute, "What it does")
    settle(lambda: link.wishes == [("keys.explain", "window", {"which": "sound.mute"})])
    window.activateWindow()
    settle(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert link.wishes[-1] == ("sound.mute", "key", {})


def test_everything_that_takes_the_focus_answers(
    window: MainWindow, said: list[Announcement], app: QApplication
):
    window.air.entry.setFocus()
    silent = []
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        if not isinstance(focus, ItemList):
            menu = _ask(focus)
            if menu is None:
                silent.append(focus)
            else:
                menu.close()
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is window.air.entry:
            break
    assert silent == []
    QTest.keyClick(window.air.meter, Qt.Key.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


@pytest.fixture
def sound(window: MainWindow, settle: Settle) -> SoundDialog:
    window.edit_sound(MICROPHONE)
    settle(lambda: isinstance(QApplication.activeWindow(), SoundDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, SoundDialog)
    return dialog


def test_a_field_offers_what_can_be_done_with_its_text(
    sound: SoundDialog, said: list[Announcement], settle: Settle
):
    QGuiApplication.clipboard().clear()
    sound.name.setFocus()
    sound.name.deselect()
    assert _lines(sound.name) == ["Select all", "What it does"]
    sound.name.selectAll()
    assert _lines(sound.name) == ["Cut selection", "Copy", "Delete", "Select all", "What it does"]
    _choose(sound.name, "Cut selection")
    settle(lambda: sound.name.text() == "")
    assert _lines(sound.name) == ["Undo", "Paste", "What it does"]
    _choose(sound.name, "Paste")
    settle(lambda: sound.name.text() == "Microphone")
    _choose(sound.name, "What it does")
    settle(lambda: bool(said))
    assert said[-1].text == "What you call it, by voice too."


def test_a_number_and_a_choice_have_menus_too(
    sound: SoundDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    assert isinstance(sound.gain, NumberField)
    assert "Select all" in _lines(sound.gain)
    assert isinstance(sound.kind, Choice)
    assert _lines(sound.kind) == ["Open the choices"]
    assert _lines(sound.voice) == ["Somebody talks here", "What it does"]
    speak("id", window, link, settle)
    assert str(say("Select all")) in _lines(sound.name)
    _choose(sound.kind, str(say("Open the choices")))
    settle(lambda: sound.kind.view().isVisible())
    sound.kind.hidePopup()


def test_of_a_secret_nothing_is_copied_out(window: MainWindow, settle: Settle):
    window.edit_destination(YOUTUBE)
    settle(lambda: isinstance(QApplication.activeWindow(), DestinationDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, DestinationDialog)
    QGuiApplication.clipboard().setText("abcd")
    dialog.key.setText("secret")
    dialog.key.selectAll()
    assert _lines(dialog.key) == ["Paste", "Delete", "Select all", "What it does"]


def test_a_list_keeps_the_menu_of_its_row(window: MainWindow):
    assert _lines(window.scenes.list)[:2] == ["Put on air", "Edit"]


def test_lists_of_dialogs_have_menus_too(window: MainWindow, link: FakeLink, settle: Settle):
    window.edit_keys()
    settle(lambda: isinstance(QApplication.activeWindow(), KeysDialog))
    keys = QApplication.activeWindow()
    assert isinstance(keys, KeysDialog)
    keys.list.select("sound.mute")
    assert _lines(keys.list) == ["Change key", "Take the key away", "What it does"]
    _choose(keys.list, "Take the key away")
    settle(lambda: bool(link.wishes))
    assert link.wishes == [("keys.assign", "window", {"which": "sound.mute", "keys": ""})]
    keys.close()
    window.find_command()
    settle(lambda: isinstance(QApplication.activeWindow(), PaletteDialog))
    palette = QApplication.activeWindow()
    assert isinstance(palette, PaletteDialog)
    current = palette.list.current
    assert current is not None
    assert _lines(palette.list)[0] == current.title
    palette.close()
    window.edit_scene(BOTH)
    settle(lambda: isinstance(QApplication.activeWindow(), SceneDialog))
    scene = QApplication.activeWindow()
    assert isinstance(scene, SceneDialog)
    assert _lines(scene.list)[0] == "Remove picture"
