"""The command palette by keys."""

from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.commands.every import REGISTRY
from studio.model.announcement import Announcement
from studio.model.message import say
from studio.ui import theme
from studio.ui.main_window import MainWindow
from studio.ui.palette import Entry, PaletteDialog, fitting
from studio.ui.settings_dialog import SettingsDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import FakeLink

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def palette(window: MainWindow, settle: Settle) -> PaletteDialog:
    QTest.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    settle(lambda: isinstance(QApplication.activeWindow(), PaletteDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, PaletteDialog)
    return dialog


def _press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def _type(words: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, words)


def _is_gone(palette: PaletteDialog) -> bool:
    return not shiboken6.isValid(palette) or not palette.isVisible()


def _titles(palette: PaletteDialog) -> list[str]:
    return [entry.title for entry in palette.model.items]


def test_everything_in_the_menus_is_there(palette: PaletteDialog):
    titles = _titles(palette)
    listed = [command.title for command in REGISTRY if command.is_listed]
    assert set(listed) <= set(titles)
    assert {"Settings", "Add scene", "Leave the studio"} <= set(titles)
    assert len(titles) == len(set(titles))
    assert heard.name(palette.line) == "Find"
    assert heard.name(palette.list) == "Commands"


def test_where_there_is_nothing_to_choose_the_commands_stay(
    palette: PaletteDialog, link: FakeLink, said: list[Announcement]
):
    link.change(destinations=())
    _type("switch destination")
    _press(Qt.Key.Key_Return)
    assert said[-1].text == "Switch destination on or off: there is nothing to choose."
    assert _titles(palette)[0] == "Switch destination on or off"
    assert link.wishes == []


def test_typing_finds_tells_and_does(
    palette: PaletteDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    _type("rec")
    assert _titles(palette)[0] == "Record"
    settle(lambda: bool(said))
    assert said[-1].text.split(": ")[0] == f"{len(_titles(palette))} fit"
    assert "Record, Ctrl+R, Starts a recording" in said[-1].text
    _press(Qt.Key.Key_Return)
    settle(lambda: link.wishes == [("record.toggle", "palette", {})])
    assert _is_gone(palette)


def test_phrases_and_descriptions_are_searched_too(palette: PaletteDialog):
    _type("say it again")
    assert _titles(palette)[0] == "Repeat"


def test_down_goes_into_the_list_and_letters_come_back(palette: PaletteDialog):
    _type("mu")
    before = palette.list.current
    _press(Qt.Key.Key_Down)
    assert palette.list.hasFocus()
    assert palette.list.current is before
    _type("t")
    assert palette.line.hasFocus()
    assert palette.line.text() == "mut"
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Up)
    assert palette.line.hasFocus()
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Backspace)
    assert palette.line.text() == "mu"


def test_one_of_several_is_chosen_in_a_second_step(
    palette: PaletteDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    _type("switch scene")
    _press(Qt.Key.Key_Return)
    assert _titles(palette) == ["Kitchen", "Face and goods", "Back in a moment"]
    assert said[-1].text == "Switch scene: 3 to choose from, Kitchen"
    _press(Qt.Key.Key_Escape)
    assert palette.isVisible()
    assert "Go live" in _titles(palette)
    _type("switch scene")
    _press(Qt.Key.Key_Return)
    _type("back")
    _press(Qt.Key.Key_Return)
    settle(lambda: bool(link.wishes))
    assert link.wishes == [("scene.switch", "palette", {"scene": "back-soon"})]


@pytest.mark.parametrize(
    ("words", "title", "wish"),
    [
        ("price 19.9", "Change the price: 19.9", ("product.price", {"price": "19.9"})),
        ("卖了两件", "Order of what is shown: 2", ("order.take_shown", {"quantity": "2"})),
        ("scene two", "Switch scene: Face and goods", ("scene.switch", {"scene": "both"})),
        ("adegan back", "Switch scene: Back in a moment", ("scene.switch", {"scene": "back-soon"})),
        ("unmute", "Unmute", ("sound.unmute", {})),
    ],
)
def test_what_can_be_said_can_be_typed(
    palette: PaletteDialog,
    link: FakeLink,
    settle: Settle,
    words: str,
    title: str,
    wish: tuple[str, dict[str, str]],
):
    palette.line.setText(words)
    assert _titles(palette)[0] == title
    _press(Qt.Key.Key_Return)
    settle(lambda: bool(link.wishes))
    command, values = wish
    assert link.wishes == [(command, "palette", values)]


def test_a_phrase_leads_to_the_command_of_the_menus_and_not_to_a_second_one(palette: PaletteDialog):
    palette.line.setText("take the card off")
    assert _titles(palette) == ["Hide card"]


def test_what_was_typed_is_kept_while_another_language_comes(
    palette: PaletteDialog, window: MainWindow
):
    palette.line.setText("scene two")
    assert _titles(palette)[0] == "Switch scene: Face and goods"
    palette.reword(window._menus.entries())
    palette.line.setText("scene tw")
    assert palette.isVisible()


def test_nothing_fits(palette: PaletteDialog, said: list[Announcement], link: FakeLink):
    _type("xyzzy")
    _press(Qt.Key.Key_Return)
    assert said[-1].text == "Nothing fits. Type less, or something else."
    assert palette.isVisible()
    _press(Qt.Key.Key_Escape)
    assert _is_gone(palette)
    assert link.wishes == []


def test_what_the_window_does_is_done_when_the_palette_is_closed(
    palette: PaletteDialog, settle: Settle
):
    _type("settings")
    _press(Qt.Key.Key_Return)
    settle(lambda: isinstance(QApplication.activeWindow(), SettingsDialog))


def test_the_window_closes_over_it(window: MainWindow, palette: PaletteDialog):
    _type("switch scene")
    _press(Qt.Key.Key_Return)
    window.close()
    assert not window.isVisible()
    assert _is_gone(palette)


@pytest.mark.parametrize(
    ("words", "first"), [("go", "Go live"), ("live", "Live sound"), ("LIVE  go", "Go live")]
)
def test_the_beginning_of_a_title_counts_most(words: str, first: str):
    entries = [Entry("Go live"), Entry("Live sound"), Entry("Mute", "not live, go")]
    assert fitting(entries, words)[0].title == first


def test_the_peak_is_told_after_a_while_where_no_key_is_held(
    palette: PaletteDialog, link: FakeLink, settle: Settle
):
    _type("hold the peak")
    _press(Qt.Key.Key_Return)
    settle(
        lambda: (
            [command for command, _o, _v in link.wishes] == ["sound.hold_peak", "sound.tell_peak"]
        )
    )


def test_another_language_leaves_what_was_typed_and_found(
    palette: PaletteDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    _type("switch scene")
    _press(Qt.Key.Key_Down)
    speak("id", window, link, settle)
    assert palette.windowTitle() == heard.name(palette.list) == str(say("Commands"))
    assert palette.line.text() == "switch scene"
    assert _titles(palette) == [str(say("Switch scene"))]
    assert QApplication.focusWidget() is palette.list
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Down)
    speak("en", window, link, settle)
    assert _titles(palette) == ["Kitchen", "Face and goods", "Back in a moment"]
    _press(Qt.Key.Key_Return)
    settle(lambda: bool(link.wishes))
    [(command, origin, values)] = link.wishes
    assert (command, origin) == ("scene.switch", "palette")
    assert set(values) == {"scene"}


@pytest.mark.parametrize("percent", [100, 400])
def test_nothing_is_left_out_of_a_row_however_large_the_text_is(
    window: MainWindow, link: FakeLink, app: QApplication, settle: Settle, percent
):
    """The rows are measured by the letters that the delegate paints in them."""
    speak("id", window, link, settle)
    link.change(settings=replace(link.now.settings, text_percent=percent))
    settle(lambda: theme.choose(app, "", percent) is False)
    window.find_command()
    settle(lambda: isinstance(QApplication.activeWindow(), PaletteDialog))
    palette = QApplication.activeWindow()
    assert isinstance(palette, PaletteDialog)
    palette.resize(760, 740)
    app.processEvents()
    view, metrics = palette.list, palette.list.fontMetrics()
    below = 0
    for number, entry in enumerate(palette.model.items):
        place = view.visualRect(palette.model.index(number))
        room = QRect(0, 0, place.width() - metrics.height(), 10_000)
        about = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, entry.about)
        on_one_line = metrics.horizontalAdvance(f"{entry.title}{entry.keys}{entry.about}")
        if on_one_line > place.width():
            keys = metrics.height() if entry.keys else 0
            assert place.height() >= about.height() + keys + metrics.height(), entry.title
        assert place.y() >= below
        below = place.y() + place.height()
    heights = {view.visualRect(palette.model.index(n)).height() for n in range(90)}
    assert len(heights) > 1
