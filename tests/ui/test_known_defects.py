"""Defects that screen-reader users reported of OBS Studio, by its issue numbers; none is here.

#13819 cannot occur: no part of the window is a web page, which the test of it holds.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QMenu, QPushButton, QScrollBar, QWidget

from studio.commands.every import REGISTRY
from studio.ui import colours, theme
from studio.ui.item_list import ItemList
from studio.ui.keys_dialog import KeyDialog, KeysDialog
from studio.ui.main_window import MainWindow
from tests.harness.pixels import luminance, ratio
from tests.ui import heard
from tests.ui.conftest import Settle
from tests.ui.fake_link import MICROPHONE, MUSIC, FakeLink, a_studio


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def _reached_by_tab(window: MainWindow) -> list[QWidget]:
    reached: list[QWidget] = []
    window.air.entry.setFocus()
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in reached:
            break
        reached.append(focus)
        _press(Qt.Key.Key_Tab)
    return reached


def _rows(name: str, window: MainWindow) -> list[str]:
    inside = False
    rows = []
    for one in heard.tree(window):
        if one.role is heard.Role.List:
            inside = one.name == name
        elif inside and one.role is heard.Role.ListItem:
            rows.append(one.name)
    return rows


def test_11400_rows_and_whether_each_is_on_are_read(
    window: MainWindow, link: FakeLink, settle: Settle
):
    link.change(sound_sources=(MICROPHONE, replace(MUSIC, is_muted=True)))
    settle(lambda: any("muted" in row for row in _rows("Sound sources", window)))
    first, second = _rows("Sound sources", window)
    assert first.startswith("Microphone, 0 dB")
    assert second.startswith("Music, muted")
    on, off = _rows("Destinations", window)
    assert on == "YouTube, a.rtmps.youtube.com"
    assert off.startswith("抖音, switched off")


@pytest.mark.parametrize("colour", [colours.CONTRAST, colours.DARK, colours.LIGHT])
def test_11401_buttons_are_seen_in_every_theme(window: MainWindow, app: QApplication, colour):
    theme.dress(app, colour)
    app.processEvents()
    for button in window.air.findChildren(QPushButton):
        image = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        pixels = lines[image.height() // 2, : image.width() * 3].reshape(-1, 3)
        ground = [int(colour.surface[i : i + 2], 16) for i in (1, 3, 5)]
        # The outline, or the whole of a button that is filled.
        edge = max(float(ratio(luminance(p), luminance(ground))) for p in pixels[:4])
        assert edge >= 3.0, heard.name(button)


def test_11402_context_menus_say_their_lines(window: MainWindow, settle: Settle):
    for panel in (window.scenes, window.pictures, window.sounds, window.products):
        panel.list.setFocus()
        _press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        settle(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        lines = [h for h in heard.tree(menu) if h.role is heard.Role.MenuItem]
        assert lines
        assert all(line.name.strip() for line in lines)
        assert menu.activeAction() is menu.actions()[0], "the first is read at once"
        menu.close()


@pytest.fixture
def key(window: MainWindow, settle: Settle) -> KeyDialog:
    window.edit_keys()
    settle(lambda: isinstance(QApplication.activeWindow(), KeysDialog))
    keys = QApplication.activeWindow()
    assert isinstance(keys, KeysDialog)
    keys.list.select("sound.mute")
    _press(Qt.Key.Key_Return)
    settle(lambda: isinstance(QApplication.activeWindow(), KeyDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, KeyDialog)
    return dialog


def test_12475_shift_tab_leaves_the_field_of_a_key(key: KeyDialog):
    _press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is not key.field
    assert key.field.keys == "Ctrl+M"


def test_7668_the_field_of_a_key_says_whose_it_is_and_which(key: KeyDialog):
    field = heard.interface(key.field)
    assert key.windowTitle() == "Mute or unmute"
    assert heard.name(key.field) == "New key"
    text = field.textInterface()
    assert text is not None
    assert text.text(0, text.characterCount()) == "Ctrl+M"


def test_5597_no_key_is_given_by_accident(window: MainWindow, link: FakeLink, settle: Settle):
    window.edit_keys()
    settle(lambda: isinstance(QApplication.activeWindow(), KeysDialog))
    for pressed in (Qt.Key.Key_A, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_F8):
        _press(pressed)
    assert [wish for wish in link.wishes if wish[0].startswith("keys.")] == []


def test_13819_no_part_is_a_web_page(window: MainWindow):
    assert not [w for w in window.findChildren(QWidget) if "Web" in type(w).__name__]
    for panel in window.panels:
        panel.entry.setFocus()
        assert QApplication.focusWidget() is panel.entry


def test_8528_tab_skips_no_list(window: MainWindow):
    reached = _reached_by_tab(window)
    lists = [one for one in window.findChildren(ItemList) if one.isVisible()]
    assert len(lists) == 7
    assert {one.accessibleName() for one in lists if one not in reached} == set()


def test_8596_3524_and_3627_every_button_and_control_has_a_name(window: MainWindow):
    assert all(heard.name(button).strip() for button in window.findChildren(QPushButton))
    nameless = [h for h in heard.tree(window) if h.role in heard.CONTROLS and not h.name.strip()]
    assert nameless == []


def test_6200_muting_changes_the_sound_and_not_the_picture(window: MainWindow, link: FakeLink):
    window.sounds.list.setFocus()
    window.sounds.list.select("music")
    _press(Qt.Key.Key_Space)
    assert link.wishes == [("sound.mute", "window", {"source": "music"})]


def test_3361_and_nvda_13175_a_list_reached_by_tab_speaks(window: MainWindow):
    for one in window.findChildren(ItemList):
        if one.isVisible() and one.model().rowCount():
            one.setFocus()
            row = heard.interface(one).focusChild()
            assert row is not None, one.accessibleName()
            assert row.text(heard.QAccessible.Text.Name).strip()


def test_2502_menus_are_read(window: MainWindow):
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        assert menu.accessibleName().strip()
        assert all(line.text().strip() for line in menu.actions() if not line.isSeparator())


def test_6341_nothing_needs_a_pointer(window: MainWindow):
    reached = set(_reached_by_tab(window))
    buttons = {b for b in window.findChildren(QPushButton) if b.isVisible() and b.isEnabled()}
    assert {heard.name(b) for b in buttons - reached} == set()
    titles = {entry.title for entry in window._menus.entries()}
    assert {c.title for c in REGISTRY if c.is_listed} == titles


def test_2634_text_is_never_tiny(window: MainWindow, link: FakeLink, settle: Settle):
    usual = QApplication.font().pointSizeF()
    small = [w for w in window.findChildren(QWidget) if w.font().pointSizeF() < usual - 0.1]
    assert small == []
    link.change(settings=replace(link.now.settings, text_percent=300))
    settle(lambda: QApplication.font().pointSizeF() > 2.9 * usual)
    small = [w for w in window.findChildren(QPushButton) if w.font().pointSizeF() < 2.9 * usual]
    assert small == []


def test_starting_throws_the_focus_nowhere(window: MainWindow, link: FakeLink, settle: Settle):
    window.products.list.setFocus()
    link.show(a_studio(live_since=1.0))
    settle(lambda: heard.name(window.air.line).startswith("Live"))
    link.show(a_studio())
    settle(lambda: heard.name(window.air.line).startswith("Off air"))
    assert QApplication.focusWidget() is window.products.list


def test_no_slider_is_without_a_value_and_the_status_can_be_reached(window: MainWindow):
    sliders = [
        one for one in window.findChildren(QAbstractSlider) if not isinstance(one, QScrollBar)
    ]
    assert sliders == []
    assert window.air.line in _reached_by_tab(window)
    assert "LIVE" not in heard.name(window.air.line).upper()
    assert heard.name(window.air.clock) == "Nothing is running"
