"""The window, walked through with keys by somebody who hears the studio's own voice alone.

The assertion is what would be spoken.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QSlider,
    QTabWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from studio.model.message import Message, say
from studio.model.scene import PictureKind
from studio.model.settings import Settings, TypingEcho
from studio.speech.words.saying import segments_of
from studio.ui import outlets
from studio.ui.choice import Choice
from studio.ui.fields import SETTLE_MS, KeyField, NumberField, TextField
from studio.ui.form import FormDialog
from studio.ui.keys_dialog import ChordField
from studio.ui.main_window import MainWindow
from studio.ui.picture_dialog import PictureDialog
from studio.ui.reader import Reader, ReaderWatch
from studio.ui.reading import Reading
from studio.ui.reading_acts import ANYWHERE
from studio.ui.tick import Tick
from tests.ui.fake_link import YOUTUBE, FakeLink, a_studio
from tests.ui.reading_aloud import Listener

HEARD = Settings(monitor_device="Headset")
"""Somebody has headphones on."""


@pytest.fixture
def me(app: QApplication) -> Iterator[Listener]:
    listener = Listener(app)
    yield listener
    for reading in listener.readings:
        reading.use(None)


@pytest.fixture
def listening(window: MainWindow, link: FakeLink, me: Listener, settle) -> Iterator[MainWindow]:
    """The window of a studio that reads to `me`."""
    link.change(settings=HEARD)
    window.read_aloud(me)
    settle(lambda: bool(me.heard))
    yield window
    window.read_aloud(None)


def _open(window: MainWindow, me: Listener, settle, key: str, title: str) -> str:
    """Press what opens a dialog; gives what was read once it is open."""
    mark = len(me.heard)
    me.press(key)

    def is_open() -> bool:
        me.work()
        return _title() == title and any(title in words for words in me.heard[mark:])

    settle(is_open)
    me.work()
    return me.since(mark)


def _title() -> str:
    active = QApplication.activeWindow()
    return active.windowTitle() if active is not None else ""


class Sheet(QDialog):
    """A window with the fields that a test gives it."""

    def __init__(self, me: Listener, settle, *fields: QWidget, echo=TypingEcho.CHARACTERS) -> None:
        super().__init__()
        self.setWindowTitle("Sheet")
        lines = QVBoxLayout(self)
        for field in fields:
            lines.addWidget(field)
        self.reading = Reading(lambda: echo, self)
        self.reading.use(me)
        me.readings.append(self.reading)
        me.held.append(self)
        self.show()
        self.activateWindow()
        fields[0].setFocus()
        settle(lambda: self.isActiveWindow() and bool(me.heard))
        me.work()


def test_a_folder_that_is_opened_is_named_and_its_rows_are_neither_open_nor_closed(
    me, settle, tmp_path
):
    shelf = tmp_path / "shelf"
    (shelf / "tea").mkdir(parents=True)
    (shelf / "tea" / "green.csv").touch()
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setDirectory(str(shelf))
    reading = Reading(lambda: TypingEcho.CHARACTERS, dialog)
    reading.use(me)
    me.readings.append(reading)
    me.held.append(dialog)
    dialog.show()
    dialog.activateWindow()
    rows = dialog.findChild(QTreeView, "treeView")
    assert rows is not None
    settle(dialog.isActiveWindow)
    settle(lambda: rows.model().rowCount(rows.rootIndex()) == 1)
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(0, 0, rows.rootIndex()))
    me.work()
    assert "closed" not in me.heard[-1]
    me.press("Return")
    settle(lambda: dialog.directory().dirName() == "tea")
    me.work()
    assert me.heard[-1].startswith("tea")
    settle(lambda: rows.model().rowCount(rows.rootIndex()) == 1)
    assert me.press("Down").startswith("green.csv")


# ---------------------------------------------------------------- the main window
def test_the_start_is_read_once(listening, me):
    assert me.heard == ["Earshot Studio, Off air, Kitchen"]


def test_panels_rows_and_buttons_are_read(listening, me):
    assert me.press("F6") == "Scenes, list, Kitchen, on air, Camera, 1 of 3"
    assert me.press("Down") == "Face and goods, Close-up, Camera, 2 of 3"
    assert me.press("End") == "Back in a moment, Pause, 3 of 3"
    assert me.press("Down") == "Back in a moment, Pause, 3 of 3", "that there is no more"
    assert me.press("Tab") == "Add scene, button"
    assert me.press("Shift+Tab") == "Scenes, list, Back in a moment, Pause, 3 of 3"
    assert me.press("F6", "F6", "F6", "F6").split("\n")[-1] == (
        "Products, list, 1. Hotpot base, extra hot, ¥39.90, 120 left, 1 of 6"
    )
    assert me.press("B") == "4. Bamboo chopsticks, ten pairs, ¥19.90, 4 of 6"
    assert me.press("F6", "F6").split("\n")[-1] == "Messages, list, Nothing was said yet."


def test_a_key_of_the_users_may_cut_off_what_is_said_and_the_start_may_not(listening, me):
    me.press("F6", "Down")
    assert me.by_key == [False, True, True]


def test_every_key_stops_what_is_being_read(listening, me):
    assert me.hushed == 0
    me.press("F6", "Down")
    assert me.hushed == 2
    for key in ("Ctrl+M", "Ctrl+I", "Ctrl+Control"):
        before = me.hushed
        me.press(key)
        assert me.hushed > before, key


def test_what_a_command_does_is_left_to_its_answer(listening, me, link):
    me.press("F6", "F6", "F6")
    assert me.press("Space", "Right", "Ctrl+M", "Ctrl+I") == ""
    assert [wish[0] for wish in link.wishes] == [
        "sound.mute",
        "sound.louder",
        "sound.mute",
        "status.on_air",
    ]


def test_a_row_that_changes_is_not_read_but_one_that_takes_its_place_is(listening, me, link):
    me.press("F6", "Down")
    mark = len(me.heard)
    scenes = link.now.scenes
    link.change(scene=scenes[1].id)
    me.work()
    assert me.since(mark) == ""
    link.change(scenes=(scenes[0], scenes[2]))
    me.work()
    assert me.since(mark) == "Back in a moment, Pause, 2 of 2"


def test_a_button_is_read_with_the_key_that_does_the_same(listening, me, link):
    me.press("Tab", "Tab")
    assert me.heard[-1].startswith("Go live, button, ")
    assert me.heard[-1].endswith(", Ctrl+Shift+L")
    link.change(keys={"show.go_live": "Ctrl+Shift+F12"})
    me.work()
    me.press("Shift+Tab", "Tab")
    assert me.heard[-1].endswith(", Ctrl+Shift+F12")


def test_menus_are_read(listening, me):
    assert me.press("F10") == "Show, menu"
    assert me.press("Down") == "Go live, Ctrl+Shift+L, 1 of 10"
    assert me.press("Down", "Down") == ("End the show, Ctrl+Shift+E, 2 of 10\nEnd at once, 3 of 10")
    assert me.press("Right") == "Scene, menu, Switch scene, leads to a menu, 1 of 7"
    assert me.press("Right") == "Switch scene, menu, Kitchen, 1 of 3"
    assert me.press("Left") == "Scene, menu, Switch scene, leads to a menu, 1 of 7"
    assert me.press("Esc") == "Scene, leads to a menu, 2 of 13"
    assert me.press("Esc") == "Off air, Kitchen"


def test_a_menu_at_a_row_is_read(listening, me):
    me.press("F6")
    assert me.press("Shift+F10").startswith("Kitchen, menu, Put on air, 1 of ")
    assert me.press("Esc") == "Scenes, list, Kitchen, on air, Camera, 1 of 3"


def test_settings_are_read(listening, me, settle):
    assert _open(listening, me, settle, "Ctrl+,", "Settings").startswith(
        "Settings, dialog, Find a setting, edit field, empty, Type a part of its name., Alt+"
    )
    assert me.press("Tab").startswith("The show, Picture size, combo box, 720p, wide, Width and")
    assert me.press("Down") == "720p, wide, 1 of 6"
    assert me.press("Down") == "1080p, wide, 2 of 6"
    assert me.press("Return").startswith("Picture size, combo box, 1080p, wide, Width and")
    assert me.press("Tab").startswith("Pictures per second, number field, 30 pictures per second")
    assert me.press("Up") == "31 pictures per second"
    assert me.press("Esc") == "Earshot Studio, Off air, Kitchen"


def test_a_setting_is_not_named_once_more_with_its_value(me, settle):
    choice = Choice([("As the system (Language)", ""), ("Other (Sound)", "x")])
    choice.setAccessibleName("Language")
    Sheet(me, settle, choice)
    assert me.heard == ["Sheet, dialog, Language, combo box, As the system"]
    assert me.press("Down", "Down") == "As the system, 1 of 2\nOther (Sound), 2 of 2"
    me.press("Esc")


def test_keys_are_read_and_a_new_one(listening, me, settle):
    keys = _open(listening, me, settle, "Ctrl+Shift+F1", "Keys")
    assert keys.startswith("Keys, dialog, Keys, list, Yes, Ctrl+Shift+Y, Does")
    assert "Enter gives a new key, Delete takes it away." in keys
    assert _open(listening, me, settle, "Return", "Yes").startswith(
        "Yes, dialog, New key, edit field, Ctrl+Shift+Y, Press the key, then Enter."
    )
    assert me.press("Ctrl+Shift+U") == "Ctrl+Shift+U"
    assert me.press("Esc").startswith("Keys, dialog, Keys, list, Yes, Ctrl+Shift+Y")


def test_a_new_key_that_is_announced_is_not_read_too(listening, me, settle, said, monkeypatch):
    monkeypatch.setattr(ChordField, "tells_itself", True)
    _open(listening, me, settle, "Ctrl+Shift+F1", "Keys")
    _open(listening, me, settle, "Return", "Yes")
    assert me.press("Ctrl+Shift+U") == ""
    assert said[-1].text == "Ctrl+Shift+U"


def test_the_palette_is_read(listening, me, settle):
    opened = _open(listening, me, settle, "Ctrl+Shift+P", "Commands")
    assert opened.startswith("Commands, dialog, Find, edit field, empty, Type a part of its name")
    assert me.type("mute") == "m\nu\nt\ne"
    assert me.press("Down").startswith("Commands, list, Mute, Mutes the microphone")
    assert me.press("Esc") == "Earshot Studio, Off air, Kitchen"


def test_a_form_is_read_and_the_stream_key_never(listening, me, settle):
    listening.edit_destination(YOUTUBE)
    settle(lambda: _title() == "Edit destination" and "Service" in me.heard[-1])
    assert me.heard[-1].startswith("Edit destination, dialog, Service, combo box, YouTube")
    assert me.press("Tab") == (
        "Name, edit field, YouTube selected, What you call it, by voice too., Alt+N"
    )
    address = me.press("Tab")
    assert address.startswith("Address, edit field, rtmps://a.rtmps.youtube.com")
    assert me.press("Tab").startswith("The service wants a stream key, check box, checked, Alt+")
    assert me.press("Space") == "not checked"
    assert me.press("Space") == "checked"
    assert me.press("Tab").startswith("Stream key, edit field, empty")
    mark = len(me.heard)
    me.type("tOp1")
    me.press("Left", "Ctrl+Left", "Home", "Shift+End", "Backspace", "Ctrl+Shift+G")
    said = me.since(mark).split("\n")
    assert said == [
        *["star"] * 4,
        "star",
        "4 stars",
        "start",
        "4 stars selected",
        "4 stars deleted",
        "empty",
    ]


# ---------------------------------------------------------------- texts
def _field(text: str = "") -> TextField:
    field = TextField()
    field.setAccessibleName("Name")
    field.setText(text)
    return field


def test_what_is_typed_and_deleted_is_read(me, settle):
    sheet = Sheet(me, settle, _field())
    assert me.heard == ["Sheet, dialog, Name, edit field, empty"]
    assert me.type("Ab c") == "capital A\nb\nspace\nc"
    assert me.press("Backspace", "Backspace") == "c\nspace"
    assert me.press("Home", "Del") == "capital A\ncapital A"
    assert me.press("Ctrl+A", "Del") == "b selected\nb"
    assert me.press("Ctrl+Z") == "b"
    QApplication.clipboard().setText("two words")
    assert me.press("End", "Ctrl+V") == "end, nothing selected\ntwo words"
    assert me.press("Ctrl+Backspace") == "words deleted"
    assert sheet.isVisible()


@pytest.mark.parametrize(("key", "text"), [("End", "YouTube2"), ("Home", "2YouTube")])
def test_a_key_just_after_the_focus_keeps_the_text_from_being_typed_over(me, settle, key, text):
    field = _field("YouTube")
    Sheet(me, settle, _field(), field)
    me.press("Tab", key)
    until = time.monotonic() + 2 * SETTLE_MS / 1000
    settle(lambda: time.monotonic() > until)
    me.type("2")
    assert field.text() == text


def test_a_field_that_will_be_typed_over_says_so(me, settle):
    number = NumberField(80, 900, "words per minute")
    number.setAccessibleName("Speed")
    number.setValue(180)
    field = _field("YouTube")
    Sheet(me, settle, number, field)
    assert me.press("Tab") == "Name, edit field, YouTube selected"
    assert me.type("x") == "x"
    assert field.text() == "x"
    assert me.press("Shift+Tab") == "Speed, number field, 180 words per minute selected"
    fixed = _field("Written by the studio")
    fixed.setReadOnly(True)
    Sheet(me, settle, fixed)
    assert me.heard[-1].endswith("Written by the studio")


def test_words_are_read_when_they_end_or_nothing_at_all(me, settle):
    words = Sheet(me, settle, _field(), echo=TypingEcho.WORDS)
    assert me.type("red scarf, ") == "red\nscarf"
    assert me.press("Backspace") == "space"
    assert me.type(" don't 3.5 dogs' 3, end. ") == "don't\n3.5\ndogs\n3\nend"
    assert me.type("red") == ""
    assert me.press("Return") == "red"
    assert me.press("Return") == ""
    words.reading.use(None)
    words.hide()
    me.heard.clear()
    Sheet(me, settle, _field(), echo=TypingEcho.NONE)
    assert me.type("red scarf, ") == ""
    assert me.press("Backspace") == "space"


def test_a_text_is_gone_through_by_letters_words_and_as_a_line(me, settle):
    Sheet(me, settle, _field("Wool scarf, 39"))
    assert me.press("Home") == "capital W, nothing selected"
    assert me.press("Home") == "start"
    assert me.press("Right", "Right") == "o\no"
    assert me.press("Ctrl+Right") == "scarf"
    assert me.press("Left") == "space"
    assert me.press("End", "End", "Right") == "end\nend\nend"
    assert me.press("Ctrl+Left") == "39"
    assert me.press("Up") == "Wool scarf, 39"
    me.press("Home")
    assert me.press("Left", "Right") == "start\no"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("now 39.90 x", ["39", "dot", "90", "x", "end"]),
        ("加辣，好吃", ["end"]),
        ("重庆小面 a", ["a", "end"]),
    ],
)
def test_words_are_what_ctrl_and_an_arrow_jump_over(me, settle, text, words):
    Sheet(me, settle, _field(text))
    me.press("Home")
    assert [me.press("Ctrl+Right") for _ in words] == words
    back = [me.press("Ctrl+Left") for _ in words]
    assert back == [*words[-2::-1], text.split(" ")[0]]


def test_behind_an_emoji_the_letters_are_the_right_ones(me, settle):
    Sheet(me, settle, _field("👍abc 😀def"))
    assert me.press("Home") == "👍, nothing selected"
    assert me.press("Right", "Right", "Right") == "a\nb\nc"
    assert me.press("Shift+Right", "Shift+Right", "Shift+Right") == (
        "c selected\nspace selected\n😀 selected"
    )
    assert me.press("Right") == "e, nothing selected"
    assert me.press("Ctrl+Left", "Ctrl+Right") == "😀def\nend"
    assert me.press("Backspace") == "f"
    assert me.press("Home", "Right", "Delete") == "👍\na\na"


def test_an_emoji_of_several_signs_is_gone_over_at_once(me, settle):
    Sheet(me, settle, _field("👨\u200d👩\u200d👧e\u0301👍🏽x"))
    me.press("Home")
    assert me.press("Right", "Right", "Right") == "é\n👍🏽\nx"


def test_behind_an_emoji_a_long_text_is_read_right_too(me, settle):
    text = QPlainTextEdit("👍👍\nab")
    Sheet(me, settle, text)
    me.press("Ctrl+Home", "Down", "Home")
    assert me.press("Right") == "b"
    assert me.press("Shift+Left") == "a selected"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("---", "hyphen, hyphen, hyphen"),
        ("[[[", "left square bracket, left square bracket, left square bracket"),
        ("?? ", "question mark, question mark, space"),
    ],
)
def test_a_field_of_nothing_but_signs_is_read_by_them(me, settle, text, read):
    Sheet(me, settle, _field(text))
    assert me.heard == [f"Sheet, dialog, Name, edit field, {read} selected"]
    me.press("Home")
    assert me.press("Up") == read


def test_what_is_selected_and_no_longer_is_read(me, settle):
    Sheet(me, settle, _field("Wool scarf"))
    me.press("Home")
    assert me.press("Shift+Right", "Shift+Right") == "capital W selected\no selected"
    assert me.press("Shift+Left") == "o no longer selected"
    assert me.press("Ctrl+Shift+Right") == "ool  selected"
    assert me.press("Right") == "c, nothing selected"
    assert me.press("Shift+Home") == "Wool s selected"


def test_lines_of_a_long_text_are_read(me, settle):
    text = QPlainTextEdit("one two\n\nthree")
    text.setAccessibleName("Notes")
    Sheet(me, settle, text)
    assert me.heard[-1].startswith("Sheet, dialog, Notes, edit field, one two")
    assert me.press("Down", "Down", "Up") == "empty\nthree\nempty"
    assert me.press("Ctrl+Home", "End") == "one two\nend"
    assert me.press("Right", "Home", "End", "Right") == "end\nempty\nempty\nt"
    assert me.press("End", "Home", "Ctrl+Home") == "end\nt\none two"


def test_what_an_input_method_writes_is_read_whole(me, settle):
    field = _field()
    Sheet(me, settle, field)
    mark = len(me.heard)
    event = QInputMethodEvent()
    event.setCommitString("你好")
    QApplication.sendEvent(field, event)
    me.work()
    assert me.since(mark) == "你好"


def test_a_secret_is_stars_whatever_is_done_with_it(me, settle):
    field = KeyField()
    field.setAccessibleName("Passphrase")
    plain = QLineEdit()
    plain.setEchoMode(QLineEdit.EchoMode.Password)
    Sheet(me, settle, field, plain)
    for _ in range(2):
        me.type("Zq7")
        me.press("Home", "Right", "Ctrl+Right", "Shift+Home", "Ctrl+A", "x", "Backspace", "Y")
        me.press("Tab")
    said = " ".join(me.heard[1:]).lower()
    assert "star" in said
    assert not [letter for letter in ("z", "q", "7", "x ", "y,") if f" {letter}" in f" {said} "]


# ---------------------------------------------------------------- other controls
def test_values_are_read_with_their_unit(me, settle):
    number = NumberField(-60, 24, "dB", places=1, step=1.5)
    number.setAccessibleName("Volume")
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setAccessibleName("Balance")
    Sheet(me, settle, number, slider)
    assert me.heard == ["Sheet, dialog, Volume, number field, 0 dB"]
    assert me.press("Up", "Down", "Down") == "1.5 dB\n0 dB\n-1.5 dB"
    assert me.press("Tab") == "Balance, slider, 0"
    assert me.press("Right") == "1"


def test_values_and_rows_are_heard_in_the_language_of_the_window(me, settle, monkeypatch):
    heard: list[tuple[str, str]] = []

    def read(message: Message, *, by_key: bool) -> None:
        Listener.read(me, message, by_key=by_key)
        heard.extend((one.language, one.text) for one in segments_of(message, "zh_CN"))

    monkeypatch.setattr(me, "read", read)
    number = NumberField(-60, 24, "dB", places=1)
    number.setValue(-12)
    tabs = QTabWidget()
    for name in ("7", "80%"):
        tabs.addTab(QWidget(), name)
    Sheet(me, settle, number, tabs.tabBar())
    assert heard[-1] == ("zh", "对话框，数值框，负十二分贝")
    me.press("Down", "Tab", "Right")
    assert [words for language, words in heard if language != "zh"] == ["Sheet,"]


def test_an_address_in_a_field_is_heard_with_every_sign(me, settle, monkeypatch):
    heard: list[str] = []

    def read(message: Message, *, by_key: bool) -> None:
        Listener.read(me, message, by_key=by_key)
        heard.append(segments_of(message, "en")[0].text)

    monkeypatch.setattr(me, "read", read)
    Sheet(me, settle, _field("http://10.0.0.7/video"))
    me.press("Home", "Up")
    assert heard[-1].startswith(
        "H T T P colon slash slash ten dot zero dot zero dot seven slash vid"
    )


def test_boxes_tell_whether_they_are_checked(me, settle):
    tick = Tick()
    tick.setText("&Mirror")
    tick.setAccessibleName("Mirror")
    Sheet(me, settle, tick)
    assert me.heard == ["Sheet, dialog, Mirror, check box, not checked, Alt+M"]
    assert me.press("Space", "Space") == "checked\nnot checked"


def test_tabs_are_read(me, settle):
    tabs = QTabWidget()
    for name in ("Sound", "Picture"):
        tabs.addTab(QWidget(), name)
    Sheet(me, settle, tabs.tabBar())
    assert me.press("Right") == "Picture, 2 of 2"


def test_trees_and_checked_rows_are_read(me, settle):
    model = QStandardItemModel()
    folder, file = QStandardItem("Shows"), QStandardItem("Monday")
    file.setCheckable(True)
    folder.appendRow(file)
    model.appendRow(folder)
    tree = QTreeView()
    tree.setModel(model)
    tree.setAccessibleName("Files")
    tree.setCurrentIndex(model.index(0, 0))
    Sheet(me, settle, tree)
    assert me.heard[-1] == "Sheet, dialog, Files, tree, Shows, closed"
    assert me.press("Right") == "open"
    assert me.press("Down") == "Monday, not checked"
    assert me.press("Space") == "checked"


def test_a_message_box_is_read_whole(listening, me, settle):
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    box = QMessageBox(
        QMessageBox.Icon.Warning, "Replace", "The file exists already.", yes | no, listening
    )
    box.setInformativeText("Replacing it loses what is in it.")
    mark = len(me.heard)
    box.open()
    settle(lambda: box.isActiveWindow() and len(me.heard) > mark)
    me.work()
    said = me.since(mark)
    assert "The file exists already. Replacing it loses what is in it., " in said
    assert said.split(", ")[-3].strip("&") in {"Yes", "No"}
    box.close()


# ---------------------------------------------------------------- on request
def test_what_has_the_focus_is_read_and_spelled_on_request(listening, me, said):
    me.press("F6", "Down")
    assert me.press("Ctrl+Shift+I") == (
        "Scenes, list, Face and goods, Close-up, Camera, 2 of 3, Earshot Studio"
    )
    assert me.press("Ctrl+Shift+J") == "Face and goods, Close-up, Camera"
    assert me.press("Ctrl+Shift+T") == "Earshot Studio"
    assert me.press("Ctrl+Shift+G").startswith("capital F, a, c, e, space, a, n, d")
    assert listening.message_line.text().startswith("capital F, a, c, e")
    assert said == [], "what stands in a field goes past the log and the transcript"


def test_reading_on_request_works_in_dialogs(listening, me, settle):
    _open(listening, me, settle, "Ctrl+Shift+P", "Commands")
    me.type("Li")
    assert me.press("Ctrl+Shift+G") == "capital L, i"
    assert me.press("Shift+Home", "Ctrl+Shift+J").split("\n")[-1] == "Li selected"
    assert me.press("Ctrl+Shift+T") == "Commands, dialog"


# ---------------------------------------------------------------- who reads
class ReaderThatStarts(ReaderWatch):
    """An accessibility bus on which a reader comes and goes."""

    made: ReaderThatStarts

    def start(self) -> None:
        type(self).made = self
        self.tell(is_listening=True)

    def tell(self, *, is_listening: bool) -> None:
        self._found(Reader(is_listening=is_listening))


def test_nothing_is_read_while_a_reader_listens(app, me, settle, monkeypatch):
    monkeypatch.setattr(outlets, "ReaderWatch", ReaderThatStarts)
    link = FakeLink(a_studio(settings=HEARD))
    window = MainWindow(link, lambda _announcement: None)
    window.read_aloud(me)
    window.show()
    window.activateWindow()
    settle(lambda: window.isActiveWindow() and hasattr(ReaderThatStarts, "made"))
    assert me.press("F6", "Down", "Tab", "F10", "Esc", "Ctrl+Shift+I") == ""
    ReaderThatStarts.made.tell(is_listening=False)
    settle(lambda: bool(me.heard))
    assert me.heard[0].startswith("Earshot Studio, ")
    ReaderThatStarts.made.tell(is_listening=True)
    me.work()
    assert QApplication.activeWindow() is window
    mark = len(me.heard)
    assert me.press("F6", "Down", "Ctrl+Shift+I") == ""
    assert len(me.heard) == mark


def test_nothing_is_read_once_the_voice_is_switched_off(listening, me):
    listening.read_aloud(None)
    assert me.press("F6", "Down") == ""
    listening.read_aloud(me)
    me.work()
    assert me.heard[-1].startswith("Earshot Studio, Scenes, list, Face and goods")


def test_reading_keeps_the_window_for_a_moment_only(listening, me, link, monkeypatch):
    spent: list[float] = []
    reading = listening._reading
    for name in ("_note", "_read_what_is_new"):
        inner = getattr(reading, name)

        def timed(*values, inner=inner):
            begun = time.thread_time()
            inner(*values)
            spent.append(time.thread_time() - begun)

        monkeypatch.setattr(reading, name, timed)
    reading._look.timeout.disconnect()
    reading._look.timeout.connect(reading._read_what_is_new)
    me.press("F6")
    for _ in range(50):
        me.press("Down", "Up")
    assert len(spent) >= 300
    # A slow machine took a millisecond; more than a third of a picture's time would be felt.
    assert sorted(spent)[len(spent) // 2] < 0.01


def test_every_reading_command_is_done_by_the_window(listening):
    assert {act for act in listening._acts if "read" in act or "spell" in act} == ANYWHERE


def test_without_headphones_nothing_is_read_until_some_are_chosen(window, link, me, settle):
    window.read_aloud(me)
    assert me.press("F6", "Down") == ""
    link.change(settings=HEARD)
    settle(lambda: bool(me.heard))
    assert me.heard == ["Earshot Studio, Scenes, list, Face and goods, Close-up, Camera, 2 of 3"]
    window.read_aloud(None)


def test_what_is_asked_for_while_the_voice_begins_comes_next_all_the_same(window, me, settle):
    """Else what a dialog is for would be heard before its name."""
    reading = Reading(lambda: TypingEcho.CHARACTERS, window)
    reading.use(me)
    reading.say(say("Scenes, list"))
    settle(lambda: len(me.heard) == 2)
    assert me.by_key == [True, True]
    reading.use(None)


def test_every_echo_that_is_declared_is_known():
    choices = Settings.__dataclass_fields__["typing_echo"].metadata["about"].choices
    assert [value for value, _title in choices] == [str(one) for one in TypingEcho]
    assert TypingEcho(Settings().typing_echo) is TypingEcho.CHARACTERS


def test_boxes_and_paths_are_read_with_the_key_that_leads_to_them(listening, me, settle):
    listening.edit_picture(None)
    settle(lambda: _title() == "Add picture source")
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, PictureDialog)
    dialog.kind.choose(PictureKind.MEDIA)
    for line in dialog.fields:
        if not line.is_hidden and line.label is not None:
            line.target.setFocus()
            me.work()
            keys = QKeySequence.mnemonic(line.label.text()).toString()
            assert keys.startswith("Alt+")
            assert me.heard[-1].endswith(f", {keys}")


def test_the_errors_of_a_form_stay_with_the_announcer(listening, me, settle, said):
    listening.edit_destination(None)
    settle(lambda: _title() == "Add destination")
    me.work()
    form = QApplication.activeWindow()
    assert isinstance(form, FormDialog)
    mark = len(me.heard)
    form.accept()
    settle(lambda: bool(said))
    me.work()
    assert "Give it a name." in said[-1].text
    assert "Give it a name." not in me.since(mark)
