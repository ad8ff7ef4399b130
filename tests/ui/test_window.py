from __future__ import annotations

import sys
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from studio import text
from studio.commands.command import Category
from studio.commands.every import REGISTRY
from studio.model.announcement import Announcement, Priority
from studio.model.message import say
from studio.model.state import OutputPhase, OutputState, ShowState
from studio.ui import accessible, colours, leaving, outlets, theme
from studio.ui.actions import ChoiceMenu, CommandAction
from studio.ui.main_window import METER_MS, MainWindow
from studio.ui.mnemonics import plain
from studio.ui.motion import STILL_MS
from studio.ui.panel import ListPanel
from studio.ui.preview import PERIOD_MS
from studio.ui.reach import Reach
from studio.ui.reader import Reader, ReaderWatch
from studio.ui.stylesheet import TARGET
from tests.ui import heard
from tests.ui.conftest import Settle
from tests.ui.fake_link import (
    BACK_SOON,
    BOTH,
    CAMERA,
    FACE,
    MICROPHONE,
    MUSIC,
    PRODUCTS,
    YOUTUBE,
    FakeLink,
    a_studio,
    loud,
    on_air,
    product,
)

PANELS = [
    "Preview",
    "On air",
    "Scenes",
    "Picture sources",
    "Sound sources",
    "Destinations",
    "Products",
    "Rundown",
    "Messages",
]


def _actions(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator()]


def _menus(window: MainWindow) -> dict[str, QMenu]:
    found = {}
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        found[plain(action.text())] = menu
    return found


# -------------------------------------------------------------------- what readers are told


def test_everything_has_a_name(window: MainWindow):
    nameless = [h for h in heard.tree(window) if h.role in heard.CONTROLS and not h.name.strip()]
    assert nameless == []


def test_no_two_controls_share_a_name(window: MainWindow):
    names = [heard.name(button) for button in window.findChildren(QPushButton)]
    assert len(names) == len(set(names))


def test_panels_are_named_groups_in_reading_order(window: MainWindow):
    parts = [h.name for h in heard.tree(window) if h.role == heard.Role.Section]
    assert parts == PANELS


def test_lists_say_state_in_words(window: MainWindow, link: FakeLink, settle: Settle):
    link.show(
        on_air(
            0.0,
            sound_sources=(replace(MICROPHONE, is_muted=True), MUSIC),
            lost_sources=frozenset({"close-up"}),
        )
    )
    settle(lambda: window.air.line.words().startswith("Live"))
    items = [h.name for h in heard.tree(window) if h.role == heard.Role.ListItem]
    for words in (
        "Kitchen, on air, Camera",
        "Close-up, lost, Network 10.0.0.7",
        "Microphone, muted, 0 dB",
        "2. Wool scarf, on screen, ¥129.00, 12 left",
        "YouTube, sending, a.rtmps.youtube.com",
    ):
        assert words in items


def test_the_picture_says_what_is_on_air(window: MainWindow, link: FakeLink, settle: Settle):
    picture = window.preview.picture
    assert heard.interface(picture).role() == heard.Role.Graphic
    link.change(scene="both", card=PRODUCTS[0])
    settle(lambda: "Face" in heard.name(picture))
    assert heard.name(picture) == "Preview: Face and goods, card Hotpot base, extra hot"


def test_the_state_line_is_short_and_can_be_parked_on(
    window: MainWindow, link: FakeLink, settle: Settle
):
    line = window.air.line
    assert line.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert heard.interface(line).role() == heard.Role.EditableText
    assert heard.name(line) == "Off air, Kitchen"
    assert line.text() == "", "it would be read twice"
    link.show(on_air(time.monotonic() - 61))
    settle(lambda: heard.name(line) == "Live, recording, Kitchen")
    changes: list[str] = []
    line.windowTitleChanged.connect(changes.append)
    link.loudness = loud()
    settle(lambda: "minus 18.2" in heard.name(window.air.meter))
    assert heard.name(line) == "Live, recording, Kitchen"
    assert heard.name(window.air.clock).startswith("Live for 1 minute")


@pytest.mark.skipif(sys.platform != "linux", reason="other readers ask each time")
def test_a_reader_is_told_to_ask_again_about_what_has_the_focus(
    window: MainWindow, link: FakeLink, settle: Settle, monkeypatch: pytest.MonkeyPatch
):
    told: list[tuple[QAccessible.Event, str]] = []

    def note(event) -> None:
        told.append((event.type(), heard.name(event.object())))

    monkeypatch.setattr(accessible.QAccessible, "updateAccessibility", note)
    window.air.line.setFocus()
    link.show(on_air(time.monotonic()))
    settle(lambda: bool(told))
    assert told == [
        (QAccessible.Event.Focus, "Live, recording, Kitchen"),
        (QAccessible.Event.TextRemoved, "Live, recording, Kitchen"),
    ]
    window.scenes.list.setFocus()
    told.clear()
    link.show(a_studio())
    settle(lambda: bool(told))
    assert told == [
        (QAccessible.Event.NameChanged, "Off air, Kitchen"),
        (QAccessible.Event.TextRemoved, "Off air, Kitchen"),
    ], "the focus is elsewhere"


def test_the_state_line_keeps_no_key_to_itself(window: MainWindow, link: FakeLink):
    window.air.line.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window.air.line, Qt.Key.Key_Right, control)
    QTest.keyClick(window.air.line, Qt.Key.Key_Z, control)
    assert [wish[0] for wish in link.wishes] == ["card.next", "studio.undo"]


def test_a_window_without_an_engine_says_that_it_is_starting(
    app: QApplication, said: list[Announcement], settle: Settle
):
    link = FakeLink()
    window = MainWindow(link, said.append)
    window.show()
    settle(lambda: heard.description(window.scenes.list) == "The studio is starting …")
    assert heard.name(window.air.line) == "Starting"
    assert window.menuBar().isEnabled()
    link.show(a_studio(products=()))
    settle(lambda: heard.name(window.air.line) == "Off air, Kitchen")
    assert heard.description(window.scenes.list) == ""
    assert heard.description(window.products.list) == "There are no products yet."


# -------------------------------------------------------------------- menus and keys


def test_menus_hold_every_command(window: MainWindow):
    menus = _menus(window)
    listed = [command for command in REGISTRY if command.is_listed]
    there: dict[str, str] = {}
    for title, menu in menus.items():
        for action in _actions(menu):
            inner = action.menu()
            if isinstance(inner, ChoiceMenu):
                there[inner.command.id] = title
            elif isinstance(action, CommandAction):
                there[action.command.id] = title
    assert there == {command.id: str(command.category) for command in listed}
    order = [str(category) for category in Category]
    assert list(menus) == [title for title in order if title in menus]


def test_every_entry_has_its_key_and_says_what_it_does(window: MainWindow):
    for menu in _menus(window).values():
        for action in _actions(menu):
            inner = action.menu()
            command = (
                inner.command
                if isinstance(inner, ChoiceMenu)
                else action.command
                if isinstance(action, CommandAction)
                else None
            )
            if command is not None:
                assert action.shortcut() == QKeySequence(command.keys)
                assert plain(action.text()) == command.title
                assert action.toolTip() == command.about


def test_no_two_things_share_a_key_or_a_mnemonic(window: MainWindow):
    keys = [a.shortcut().toString() for m in _menus(window).values() for a in _actions(m)]
    keys += [s.key().toString() for s in window.findChildren(QShortcut)]
    used = [key for key in keys if key]
    assert len(used) == len(set(used))
    for actions in (window.menuBar().actions(), *map(_actions, _menus(window).values())):
        letters = [QKeySequence.mnemonic(action.text()).toString() for action in actions]
        assert all(letters)
        assert len(letters) == len(set(letters))


def test_a_key_and_a_menu_say_where_the_wish_came_from(window: MainWindow, link: FakeLink):
    QTest.keyClick(
        window,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    actions = {a.text().replace("&", ""): a for a in _actions(_menus(window)["Show"])}
    actions["Go live"].trigger()
    assert link.wishes == [("show.go_live", "key", {}), ("show.go_live", "menu", {})]


def test_a_submenu_offers_what_the_show_has(window: MainWindow, link: FakeLink):
    switch = next(
        inner
        for action in _actions(_menus(window)["Scene"])
        if isinstance(inner := action.menu(), ChoiceMenu) and inner.command.id == "scene.switch"
    )
    switch.aboutToShow.emit()
    assert [a.text() for a in switch.actions()] == ["Kitchen", "Face and goods", "Back in a moment"]
    switch.actions()[1].trigger()
    assert link.wishes == [("scene.switch", "menu", {"scene": "both"})]
    link.change(scenes=())
    switch.aboutToShow.emit()
    assert [a.text() for a in switch.actions()] == ["There is nothing to choose"]


def test_f6_goes_round_the_panels(window: MainWindow):
    there = []
    for _ in PANELS:
        QTest.keyClick(window, Qt.Key.Key_F6)
        there.append(_panel(window))
    assert there == [*PANELS[2:], *PANELS[:2]], "it starts On air"
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert _panel(window) == "Preview"


def _panel(window: MainWindow) -> str:
    focus = QApplication.focusWidget()
    assert focus is not None
    return next(heard.name(p) for p in window.panels if p.isAncestorOf(focus))


def test_tab_follows_the_reading_order_and_comes_round(window: MainWindow):
    order: list[str] = []
    first = QApplication.focusWidget()
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        part = _panel(window)
        if not order or order[-1] != part:
            order.append(part)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    assert order == [*PANELS[1:], PANELS[0]]


def test_f10_opens_the_menu_and_escape_comes_back(window: MainWindow, app: QApplication):
    window.scenes.list.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F10)
    menu = app.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


# -------------------------------------------------------------------- lists act


def _press(panel: ListPanel, *keys: Qt.Key) -> None:
    panel.list.setFocus()
    for key in keys:
        QTest.keyClick(panel.list, key)


def test_enter_space_and_arrows_act_on_the_current_row(window: MainWindow, link: FakeLink):
    _press(window.scenes, Qt.Key.Key_Down, Qt.Key.Key_Return)
    _press(window.sounds, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left)
    _press(window.products, Qt.Key.Key_Down, Qt.Key.Key_Return)
    _press(window.destinations, Qt.Key.Key_Space)
    assert link.wishes == [
        ("scene.switch", "window", {"scene": BOTH.id}),
        ("sound.mute", "window", {"source": MICROPHONE.id}),
        ("sound.louder", "window", {"source": MICROPHONE.id}),
        ("sound.quieter", "window", {"source": MUSIC.id}),
        ("card.show", "window", {"product": PRODUCTS[1].code}),
        ("destination.switch", "window", {"destination": YOUTUBE.id}),
    ]
    assert all(command in REGISTRY for command, _origin, _values in link.wishes)


def test_space_hides_the_card_that_is_on_screen(window: MainWindow, link: FakeLink, settle: Settle):
    link.change(card=PRODUCTS[0])
    settle(lambda: "on screen" in window.products.model.index(0).data())
    _press(window.products, Qt.Key.Key_Space)
    assert link.wishes == [("card.hide", "window", {})]


def test_delete_wants_a_second_press(window: MainWindow, link: FakeLink, said: list[Announcement]):
    _press(window.scenes, Qt.Key.Key_End, Qt.Key.Key_Delete)
    assert link.wishes == []
    assert said[-1].text == "Press Delete again to remove Back in a moment."
    _press(window.scenes, Qt.Key.Key_Delete)
    assert link.wishes == [("scene.remove", "window", {"scene": BACK_SOON.id})]


def test_what_is_wished_for_from_a_menu_goes_by_its_id(window: MainWindow, link: FakeLink):
    menus = (
        (window.scenes.menu(FACE), ["Remove"]),
        (window.pictures.menu(CAMERA), ["Remove"]),
        (window.sounds.menu(MICROPHONE), ["Hear in my headphones", "Remove"]),
        (window.destinations.menu(YOUTUBE), ["Test", "Remove"]),
    )
    for entries, words in menus:
        for word in words:
            dict(entries)[word]()
    assert [(command, *values.values()) for command, _origin, values in link.wishes] == [
        ("scene.remove", "face"),
        ("source.remove", "camera"),
        ("sound.monitor", "microphone"),
        ("source.remove", "microphone"),
        ("destination.test", "youtube"),
        ("destination.remove", "youtube"),
    ]
    assert window._current("product") == PRODUCTS[0].code
    assert window._current("source") == "microphone"


def test_the_menu_of_a_row_says_what_can_be_done(window: MainWindow, app: QApplication):
    for panel, words in (
        (window.scenes, ["Put on air", "Edit", "Remove", "Add scene"]),
        (
            window.sounds,
            ["Mute", "Louder", "Quieter", "Hear in my headphones", "Edit", "Remove"],
        ),
        (window.products, ["Show card", "Hide card"]),
        (window.destinations, ["Switch off", "Test", "Edit", "Remove", "Add destination"]),
    ):
        panel.list.menu_wanted.emit(panel.list.current, QPoint(10, 10))
        menu = app.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [a.text() for a in menu.actions()][: len(words)] == words
        assert heard.name(menu)
        menu.close()


def test_the_studio_never_moves_the_focus(window: MainWindow, link: FakeLink, settle: Settle):
    window.scenes.list.setFocus()
    _press(window.scenes, Qt.Key.Key_Down)
    link.show(on_air(0.0, scenes=(BACK_SOON, FACE, BOTH), picture_sources=()))
    settle(lambda: window.air.line.words().startswith("Live"))
    assert QApplication.focusWidget() is window.scenes.list
    assert window.scenes.list.current == BOTH


def test_ten_thousand_products_are_shown(window: MainWindow, link: FakeLink, settle: Settle):
    many = tuple(
        product(i, f"Goods {i}" + " and more" * (i % 40), "9.90") for i in range(1, 10_001)
    )
    link.change(products=many)
    model = window.products.model
    settle(lambda: len(model.items) == 10_000)
    window.products.list.select(many[-1].code)
    link.change(card=many[-1])
    settle(lambda: "on screen" in model.index(model.rowCount() - 1).data())
    assert window.products.list.current == many[-1]


# -------------------------------------------------------------------- messages, leaving, looks


def test_messages_are_kept_with_the_newest_first(
    window: MainWindow, link: FakeLink, said: list[Announcement], settle: Settle
):
    for words in ("Going live.", "You are live."):
        announcement = Announcement(say(words))
        link.said.append((time.time(), announcement))
        window.outlets[0].give(announcement)
    settle(lambda: window.messages.model.rowCount() == 2)
    assert window.message_line.text() == "You are live."
    assert window.messages.model.index(0).data().startswith("You are live., ")
    _press(window.messages, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert [a.text for a in said] == ["Going live."]


RECORDING = OutputState("rec", "Recording", True, OutputPhase.ON, 0.0, "/tmp/a.mp4")
STREAM = OutputState("youtube", "YouTube", False)


@pytest.mark.parametrize(
    ("state", "question"),
    [
        (on_air(0.0), "You are live. Press again within 5 seconds to end the show and leave."),
        (
            a_studio(outputs=(STREAM, RECORDING)),
            "You are going live. Press again within 5 seconds to end the show and leave.",
        ),
        (
            a_studio(is_connecting=True),
            "You are going live. Press again within 5 seconds to end the show and leave.",
        ),
        (
            a_studio(outputs=(RECORDING,)),
            "You are recording. Press again within 5 seconds to save the recording and leave.",
        ),
    ],
    ids=["live", "connecting", "fetching keys", "recording"],
)
def test_leaving_wants_a_second_press_and_waits_for_the_end(
    window: MainWindow,
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
    state: ShowState,
    question: str,
):
    monkeypatch.setattr(leaving, "LINGER_S", 0.2)
    link.show(state)
    window.close()
    assert [(a.text, a.priority) for a in said] == [(question, Priority.URGENT)]
    assert link.wishes == []
    window.close()
    window.close()
    assert link.wishes == [("show.end", "window", {})]
    QTest.qWait(300)
    assert window.isVisible(), "the show has not ended yet"
    assert len(said) == 1
    link.change(outputs=(), live_since=None, is_connecting=False)
    window.outlets[0].give(Announcement(say("Recording saved.")))
    settle(lambda: window.message_line.text() == "Recording saved.")
    assert window.isVisible(), "the last words are being spoken"
    settle(lambda: not window.isVisible())


def test_what_never_ends_does_not_keep_the_window_open(
    window: MainWindow, link: FakeLink, settle: Settle, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(leaving, "LONGEST_S", 0.2)
    link.show(on_air(0.0))
    window.close()
    window.close()
    assert window.isVisible()
    settle(lambda: not window.isVisible())


def test_leaving_when_the_show_is_ending_needs_no_question(
    window: MainWindow,
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(leaving, "LINGER_S", 0.0)
    link.change(outputs=(replace(RECORDING, phase=OutputPhase.ENDING),))
    window.close()
    assert window.isVisible()
    assert [a.text for a in said] == ["The studio closes once everything is saved."]
    link.change(outputs=())
    settle(lambda: not window.isVisible())
    assert link.wishes == []


def test_leaving_off_air_needs_no_question(window: MainWindow, said: list[Announcement]):
    window.leave()
    assert not window.isVisible()
    assert said == []


def test_another_language_is_spoken_at_once(
    window: MainWindow, link: FakeLink, settle: Settle, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(text, "translate", lambda words, _language=None: f"«{words}")
    window.scenes.list.setFocus()
    text.use("zh_CN")
    link.change(card=PRODUCTS[0])
    settle(lambda: heard.name(window.scenes.list) == "«Scenes")
    assert QApplication.focusWidget() is window.scenes.list
    assert [plain(a.text()) for a in window.menuBar().actions()][:2] == ["«Show", "«Scene"]
    assert window.scenes.model.rowCount() == 3


def test_large_letters_reflow_instead_of_leaving_the_window(
    window: MainWindow, app: QApplication, settle: Settle
):
    assert window.scenes.x() > window.preview.x(), "three columns side by side"
    font = app.font()
    font.setPointSizeF(font.pointSizeF() * 3)
    app.setFont(font)
    settle(lambda: window.scenes.x() == window.preview.x())
    assert window.scenes.width() <= window.width()
    for button in window.findChildren(QPushButton):
        assert button.height() >= 44
        assert button.width() >= 44


def test_what_is_pressed_is_large_enough(window: MainWindow):
    small = [
        (heard.name(button), button.size().toTuple())
        for button in window.findChildren(QPushButton)
        if button.width() < 44 or button.height() < 44
    ]
    assert small == []


def test_the_peak_is_held_while_its_key_is(
    window: MainWindow, link: FakeLink, app: QApplication, settle: Settle
):
    control = Qt.KeyboardModifier.ControlModifier
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyPress(focus, Qt.Key.Key_P, control)
    settle(lambda: link.wishes == [("sound.hold_peak", "key", {})])
    for _ in range(5):  # as a keyboard repeats it
        QTest.keyRelease(focus, Qt.Key.Key_P, control)
        app.processEvents()
        QTest.keyPress(focus, Qt.Key.Key_P, control)
        app.processEvents()
    assert link.wishes == [("sound.hold_peak", "key", {})]
    QTest.keyRelease(focus, Qt.Key.Key_P, control)
    settle(lambda: len(link.wishes) == 2)
    assert link.wishes[1] == ("sound.tell_peak", "window", {})
    QTest.keyClick(focus, Qt.Key.Key_A)
    assert len(link.wishes) == 2


def test_a_command_is_spoken_while_its_key_is_held_and_the_moments_are_told(
    window: MainWindow, link: FakeLink, settle: Settle
):
    focus = QApplication.focusWidget()
    assert focus is not None
    pressed_at = time.monotonic()
    QTest.keyPress(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 1)
    let_go_at = time.monotonic()
    QTest.keyRelease(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 2)
    (hold, by, begun), (release, _by, ended) = link.wishes
    assert (hold, by, release) == ("voice.hold", "key", "voice.release")
    assert pressed_at <= begun["at"] <= let_go_at
    assert let_go_at <= ended["at"] < let_go_at + 0.05, "not when it was sure"


def test_a_key_that_the_keyboard_repeats_begins_no_other_command(
    window: MainWindow, link: FakeLink, settle: Settle
):
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyPress(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 1)
    QTest.keyRelease(focus, Qt.Key.Key_F5)
    QTest.keyPress(focus, Qt.Key.Key_F5)
    QTest.qWait(150)
    assert len(link.wishes) == 1
    QTest.keyPress(focus, Qt.Key.Key_F5)  # the release before it was lost
    settle(lambda: len(link.wishes) == 2)
    QTest.keyRelease(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 3)
    assert [command for command, *_ in link.wishes] == ["voice.hold", "voice.hold", "voice.release"]


def test_other_keys_do_not_end_a_command_that_is_spoken(
    window: MainWindow, link: FakeLink, settle: Settle
):
    focus = QApplication.focusWidget()
    assert focus is not None
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyPress(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 1)
    QTest.keyPress(focus, Qt.Key.Key_Control)
    QTest.keyClick(focus, Qt.Key.Key_M, control)
    QTest.keyRelease(focus, Qt.Key.Key_Control)
    QTest.qWait(250)
    assert [command for command, *_ in link.wishes] == ["voice.hold", "sound.mute"]
    QTest.keyRelease(focus, Qt.Key.Key_F5)
    QTest.keyPress(focus, Qt.Key.Key_Control)  # at once, as fast hands do
    settle(lambda: link.wishes[-1][0] == "voice.release")


def test_a_key_that_was_down_before_does_not_end_a_command_that_is_spoken(
    window: MainWindow, link: FakeLink, settle: Settle
):
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyPress(focus, Qt.Key.Key_Down)
    QTest.keyPress(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 1)
    QTest.keyRelease(focus, Qt.Key.Key_Down)
    QTest.qWait(250)
    assert [command for command, *_ in link.wishes] == ["voice.hold"]
    QTest.keyRelease(focus, Qt.Key.Key_F5)
    settle(lambda: link.wishes[-1][0] == "voice.release")


@pytest.mark.parametrize("first", [Qt.Key.Key_F5, Qt.Key.Key_Control, Qt.Key.Key_Shift])
def test_a_key_with_others_that_was_chosen_is_let_go_with_whichever_comes_up_first(
    window: MainWindow, link: FakeLink, settle: Settle, first: Qt.Key
):
    focus = QApplication.focusWidget()
    assert focus is not None
    link.change(keys={"voice.hold": "Ctrl+Alt+Shift+F5"})
    settle(lambda: window._menus._chosen == link.now.keys)
    modifiers = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.ShiftModifier
    )
    QTest.keyPress(focus, Qt.Key.Key_Right)
    QTest.keyPress(focus, Qt.Key.Key_F5, modifiers)
    settle(lambda: len(link.wishes) == 1)
    QTest.keyRelease(focus, Qt.Key.Key_Right)
    QTest.qWait(250)
    assert [command for command, *_ in link.wishes] == ["voice.hold"]
    QTest.keyRelease(focus, first)
    settle(lambda: link.wishes[-1][0] == "voice.release")


def test_two_keys_that_are_held_at_once_end_each_with_its_own_release(
    window: MainWindow, link: FakeLink, settle: Settle
):
    focus = QApplication.focusWidget()
    assert focus is not None
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyPress(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 1)
    QTest.keyPress(focus, Qt.Key.Key_P, control)
    settle(lambda: len(link.wishes) == 2)
    QTest.keyRelease(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 3)
    QTest.keyRelease(focus, Qt.Key.Key_P, control)
    settle(lambda: len(link.wishes) == 4)
    told = [command for command, *_ in link.wishes]
    assert told == ["voice.hold", "sound.hold_peak", "voice.release", "sound.tell_peak"]


def test_a_command_ends_that_is_spoken_while_another_window_takes_the_focus(
    window: MainWindow, link: FakeLink, app: QApplication, settle: Settle
):
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyPress(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 1)
    app.sendEvent(app, QEvent(QEvent.Type.ApplicationDeactivate))
    settle(lambda: link.wishes[-1][0] == "voice.release")
    assert link.wishes[-1][2]["is_left"]
    QTest.keyClick(focus, Qt.Key.Key_F5)
    settle(lambda: len(link.wishes) == 4)
    assert not link.wishes[-1][2]["is_left"]


def test_colours_and_the_size_of_text_are_the_persons(
    window: MainWindow, link: FakeLink, app: QApplication, settle: Settle
):
    before = app.font().pointSizeF()
    chosen = replace(link.now.settings, theme="contrast", text_percent=200)
    link.change(settings=chosen)
    settle(lambda: theme.current() is colours.CONTRAST)
    assert app.font().pointSizeF() == pytest.approx(2 * before)
    assert colours.CONTRAST.accent in app.styleSheet()
    assert window._columns < 3, "it flows anew"
    link.change(settings=replace(chosen, theme="", text_percent=100))
    settle(lambda: theme.current() is theme.of_system())
    assert app.font().pointSizeF() == pytest.approx(before)


def test_rows_and_lines_of_menus_are_large_enough_to_press(
    window: MainWindow, settle: Settle, app: QApplication
):
    for panel in (window.scenes, window.pictures, window.sounds, window.products):
        row = panel.list.visualRect(panel.list.model().index(0, 0))
        assert row.height() >= TARGET
    bar = window.menuBar()
    menus = [action for action in bar.actions() if action.isVisible()]
    assert min(bar.actionGeometry(action).height() for action in menus) >= TARGET
    menu = menus[0].menu()
    assert isinstance(menu, QMenu)
    menu.popup(QPoint(0, 0))
    lines = [action for action in menu.actions() if not action.isSeparator()]
    assert min(menu.actionGeometry(action).height() for action in lines) >= TARGET
    menu.close()


def test_what_has_the_focus_stays_in_view_when_text_grows(
    window: MainWindow, link: FakeLink, settle: Settle
):
    window.destinations.list.setFocus()
    usual = QApplication.font().pointSizeF()
    for percent in (400, 100, 300):
        link.change(settings=replace(link.now.settings, text_percent=percent))
        reach = window.centralWidget()
        assert isinstance(reach, Reach)

        def is_in_view(reach: Reach = reach) -> bool:
            place = window.destinations.list.mapTo(reach.viewport(), QPoint())
            return 0 <= place.y() < reach.viewport().height()

        settle(lambda size=usual * percent / 100: QApplication.font().pointSizeF() == size)
        settle(is_in_view)


def test_where_less_motion_is_wished_for_meters_and_preview_are_stills(
    window: MainWindow, link: FakeLink, settle: Settle
):
    meters, pictures = window._meters, window.preview.picture._clock
    assert (meters.interval(), pictures.interval()) == (METER_MS, PERIOD_MS)
    chosen = replace(link.now.settings, motion="reduced")
    link.change(settings=chosen)
    settle(lambda: meters.interval() == STILL_MS)
    assert pictures.interval() == STILL_MS
    assert QApplication.cursorFlashTime() == 0
    text.use("id")
    link.change(settings=replace(chosen, language="id"))
    settle(lambda: window.preview.picture._clock is not pictures)
    assert window.preview.picture._clock.interval() == STILL_MS, "in another language too"
    link.change(settings=replace(chosen, motion="full"))
    settle(lambda: meters.interval() == METER_MS)
    assert QApplication.cursorFlashTime() > 0


@pytest.mark.parametrize("colour", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
def test_labels_have_the_themes_ink(window: MainWindow, app: QApplication, colour: colours.Theme):
    theme.dress(app, colour)
    label = window.findChild(QLabel, "heading")
    assert isinstance(label, QWidget)
    assert label.palette().windowText().color().name() == colour.text


def test_twenty_thousand_turns_do_not_end_the_process(window: MainWindow, app: QApplication):
    """PySide6 6.12 on Python 3.11 loses a reference to None at every call without a result."""
    for _ in range(20_000):
        app.processEvents()


def test_an_empty_studio_still_answers(app: QApplication, said: list[Announcement], settle: Settle):
    window = MainWindow(FakeLink(ShowState(products=PRODUCTS[:1])), said.append)
    window.show()
    settle(lambda: bool(window.products.model.items))
    for panel in (window.scenes, window.pictures, window.sounds, window.destinations):
        panel.edit_current()
    assert {a.text for a in said} == {"There is nothing to edit yet."}


def test_menus_that_do_not_fit_stand_in_one(window: MainWindow, link: FakeLink, settle: Settle):
    def titles() -> list[str]:
        return [plain(action.text()) for action in window.menuBar().actions()]

    usual = titles()
    assert usual[0] == "Show"
    link.change(settings=replace(link.now.settings, text_percent=400))
    settle(lambda: titles() == ["Menu"])
    whole = window.menuBar().actions()[0].menu()
    assert isinstance(whole, QMenu)
    assert [plain(action.text()) for action in whole.actions()] == usual
    assert all(
        window.menuBar().actionGeometry(action).right() <= window.width()
        for action in window.menuBar().actions()
    )
    link.change(settings=replace(link.now.settings, text_percent=100))
    settle(lambda: titles() == usual)


@pytest.mark.parametrize(
    ("panel", "button", "words"),
    [
        ("products", "Show card of this product", "There is no product to show."),
        ("sounds", "Mute or unmute this sound", "There is no sound source to mute."),
    ],
)
def test_a_button_without_anything_to_act_on_says_so(
    app: QApplication,
    said: list[Announcement],
    settle: Settle,
    panel: str,
    button: str,
    words: str,
):
    link = FakeLink(ShowState())
    window = MainWindow(link, said.append)
    window.show()
    settle(window.isActiveWindow)
    buttons = getattr(window, panel).findChildren(QPushButton)
    next(one for one in buttons if heard.name(one) == button).click()
    assert [a.text for a in said] == [words]
    assert link.wishes == []


def test_a_system_on_which_no_reader_can_be_reached_says_so_once(
    app: QApplication, said: list[Announcement], settle: Settle, monkeypatch: pytest.MonkeyPatch
):
    watches: list[ReaderWatch] = []

    class Watch(ReaderWatch):
        def start(self) -> None:
            watches.append(self)
            self._found(Reader(is_reachable=False))

    monkeypatch.setattr(outlets, "ReaderWatch", Watch)
    window = MainWindow(FakeLink(a_studio()), said.append)
    window.show()
    settle(lambda: bool(said))
    assert said[0].text.startswith("Screen readers cannot be reached: ")
    watches[0]._found(Reader(is_listening=True))
    watches[0]._found(Reader())
    app.processEvents()
    assert len(said) == 1
