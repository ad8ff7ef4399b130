"""Names in menus, longer than the screen is wide."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QStyleOptionMenuItem

from studio.model.scene import Scene
from studio.ui import theme
from studio.ui.main_window import MainWindow
from studio.ui.name_menu import NameMenu
from studio.ui.palette import PaletteDialog
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
LONG = "Kitchen " * 37 + "end"


def _line(menu: QMenu, place: int) -> tuple[str, str]:
    """What is heard of a line, and what is painted."""
    interface = QAccessible.queryAccessibleInterface(menu)
    assert interface is not None
    child = interface.child(place)
    assert child is not None
    option = QStyleOptionMenuItem()
    assert isinstance(menu, NameMenu)
    menu.initStyleOption(option, menu.actions()[place])
    return child.text(QAccessible.Text.Name), option.text


def _fits(menu: QMenu) -> bool:
    room = menu.screen().availableGeometry()
    lines = [menu.actionGeometry(action) for action in menu.actions()]
    return room.contains(menu.geometry()) and all(menu.rect().contains(line) for line in lines)


@pytest.mark.parametrize("percent", [100, 300])
@pytest.mark.parametrize("name", [LONG, "好" * 300, "A & B " * 50])
def test_a_choice_menu_paints_what_the_screen_holds_and_readers_are_given_all(
    window: MainWindow, link: FakeLink, app: QApplication, settle: Settle, name, percent
):
    theme.choose(app, "", percent)
    link.change(scenes=(Scene(name, (), id="long"), Scene("Short", (), id="short")))
    link.change(keys={"scene.switch": "Ctrl+Alt+8"})
    settle(lambda: window._menus._chosen == link.now.keys)
    QTest.keyClick(window, Qt.Key.Key_8, CTRL_ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    heard, painted = _line(menu, 0)
    assert heard == name
    assert "…" in painted
    assert painted[:3] == name[:3]
    assert painted[-3:] == name[-3:]
    assert _line(menu, 1) == ("Short", "Short")
    assert _fits(menu)
    menu.close()


def test_a_context_menu_paints_what_the_screen_holds(
    window: MainWindow, link: FakeLink, settle: Settle
):
    link.change(scenes=(Scene(LONG, (), id="long"),))
    window.find_command()
    settle(lambda: isinstance(QApplication.activeWindow(), PaletteDialog))
    palette = QApplication.activeWindow()
    assert isinstance(palette, PaletteDialog)
    palette.choose_item(next(e for e in palette.model.items if e.title == "Switch scene"))
    palette.list.setFocus()
    QTest.keyClick(palette.list, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    heard, painted = _line(menu, 0)
    assert heard == LONG
    assert "…" in painted
    assert _fits(menu)
    menu.close()


def test_the_key_of_a_line_stays_whole(window: MainWindow):
    menu = NameMenu("Menu", window)
    menu.addAction(f"{LONG}\tCtrl+Shift+F12")
    menu.popup(window.mapToGlobal(window.rect().center()))
    assert _line(menu, 0)[1].endswith("end\tCtrl+Shift+F12")
    assert _fits(menu)
    menu.close()
