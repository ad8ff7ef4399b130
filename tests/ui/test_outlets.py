from __future__ import annotations

import sys
import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.message import say
from studio.model.settings import Settings
from studio.ui import outlets, reader
from studio.ui.accessible import Note
from studio.ui.outlets import ScreenReaderOutlet, WindowOutlet
from studio.ui.reader import Reader, ReaderWatch
from tests.ui import heard
from tests.ui.conftest import Settle

ORCA_43 = Reader(is_listening=True, knows_announcements=False)
ORCA_45 = Reader(is_listening=True, knows_announcements=True)
NOBODY = Reader()


class Watch:
    """Stands in for the accessibility bus: a reader that the test starts and stops."""

    def __init__(self, on_change) -> None:
        self.reader: Reader | None = None
        self.on_change = on_change

    def start(self) -> None:
        """Nothing is watched."""

    def stop(self) -> None:
        """Nothing is watched."""

    def becomes(self, reader: Reader) -> None:
        self.reader = reader
        self.on_change()


def _words(note: QObject) -> str:
    """Orca 43 brings only a label inside to the braille display, and speaks it as well."""
    assert isinstance(note, Note)
    assert heard.name(note) == ""
    label = note.findChild(QLabel)
    assert isinstance(label, QLabel)
    return heard.name(label)


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What Qt would tell the reader."""
    told: list[tuple[str, str]] = []

    def note(event) -> None:
        if event.type() == QAccessible.Event.Announcement:
            told.append((event.politeness().name, event.message()))
        else:
            told.append((event.type().name, _words(event.object())))

    monkeypatch.setattr(outlets.QAccessible, "updateAccessibility", note)
    monkeypatch.setattr(outlets, "ReaderWatch", Watch)
    return told


@pytest.fixture
def parent(app: QApplication) -> QWidget:
    window = QWidget()
    window.show()
    return window


def _told(words: str, priority: Priority = Priority.NORMAL) -> Announcement:
    return Announcement(say(words), priority=priority)


def _watch(outlet: ScreenReaderOutlet) -> Watch:
    assert isinstance(outlet._watch, Watch)
    return outlet._watch


def test_the_message_line_takes_announcements_from_any_thread(parent: QWidget, settle: Settle):
    shown: list[tuple[str, int]] = []
    outlet = WindowOutlet(lambda a: shown.append((a.text, threading.get_ident())), parent)
    thread = threading.Thread(target=lambda: outlet.give(_told("You are live.")))
    thread.start()
    thread.join()
    settle(lambda: bool(shown))
    assert shown == [("You are live.", threading.get_ident())]


def test_a_reader_that_knows_announcements_gets_them(
    parent: QWidget, events: list[tuple[str, str]], settle: Settle
):
    outlet = ScreenReaderOutlet(parent, Settings)
    _watch(outlet).becomes(ORCA_45)
    assert outlet.give(_told("Muted."))
    assert outlet.give(_told("The connection is lost.", Priority.URGENT))
    settle(lambda: len(events) == 2)
    assert events == [("Polite", "Muted."), ("Assertive", "The connection is lost.")]


def test_an_older_reader_is_shown_notifications_one_after_the_other(
    parent: QWidget, events: list[tuple[str, str]], settle: Settle
):
    outlet = ScreenReaderOutlet(parent, Settings)
    _watch(outlet).becomes(ORCA_43)
    for number in range(4):
        outlet.give(_told(f"Message {number}."))
    settle(lambda: len(events) == 4)
    assert events == [("ObjectShow", f"Message {number}.") for number in range(4)]
    notes = parent.findChildren(Note)
    assert {"Message 0.", "Message 3."} <= {_words(note) for note in notes}, "none overwritten"
    assert {heard.interface(note).role() for note in notes} == {heard.Role.Notification}


def test_without_a_reader_it_takes_nothing(
    parent: QWidget, events: list[tuple[str, str]], app: QApplication
):
    outlet = ScreenReaderOutlet(parent, Settings)
    _watch(outlet).becomes(NOBODY)
    assert not outlet.give(_told("Muted."))
    app.processEvents()
    assert events == []


def test_an_event_is_raised_where_a_reader_may_hide(
    parent: QWidget, events: list[tuple[str, str]], settle: Settle
):
    outlet = ScreenReaderOutlet(parent, Settings)
    _watch(outlet).becomes(Reader(is_listening=False, knows_announcements=True))
    assert not outlet.give(_told("Muted.")), "nobody is known to have heard it"
    settle(lambda: events == [("Polite", "Muted.")])


def test_elsewhere_than_on_linux_readers_are_looked_for_again(
    monkeypatch: pytest.MonkeyPatch, settle: Settle
):
    runs, found = False, []
    monkeypatch.setattr(reader, "POLL_S", 0.01)
    monkeypatch.setattr(reader, "_is_running", lambda: runs)
    watch = ReaderWatch(lambda: found.append(watch.reader))
    thread = threading.Thread(target=watch._look_again)
    thread.start()
    for count, runs in enumerate((False, True, False), 1):  # noqa: B007 - read by the look
        settle(lambda count=count: len(found) == count)
    watch.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert [one.is_listening for one in found] == [False, True, False]
    assert all(one.knows_announcements for one in found)


@pytest.mark.parametrize("is_on", [True, False])
def test_macos_is_asked_whether_voiceover_is_on(monkeypatch: pytest.MonkeyPatch, is_on: bool):
    shared = SimpleNamespace(isVoiceOverEnabled=lambda: is_on)
    workspace = SimpleNamespace(sharedWorkspace=lambda: shared)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "AppKit", SimpleNamespace(NSWorkspace=workspace))
    assert reader._is_running() is is_on
    monkeypatch.setitem(sys.modules, "AppKit", None)
    assert not reader._is_running(), "where macOS cannot be asked the studio speaks for itself"


def test_the_first_words_wait_until_it_is_known_who_listens(
    parent: QWidget, events: list[tuple[str, str]], settle: Settle, app: QApplication
):
    outlet = ScreenReaderOutlet(parent, Settings)
    assert outlet.give(_told("The studio is starting."))
    app.processEvents()
    assert events == []
    _watch(outlet).becomes(ORCA_43)
    settle(lambda: bool(events))
    assert events == [("ObjectShow", "The studio is starting.")]


def test_a_newer_word_on_a_topic_replaces_what_was_not_said_yet(
    parent: QWidget, events: list[tuple[str, str]], settle: Settle, app: QApplication
):
    outlet = ScreenReaderOutlet(parent, Settings)
    for words, topic in (("1 left.", "stock"), ("Muted.", ""), ("Open.", ""), ("0 left.", "stock")):
        outlet.give(Announcement(say(words), topic=topic))
    app.processEvents()
    _watch(outlet).becomes(ORCA_43)
    settle(lambda: len(events) == 3)
    assert [words for _, words in events] == ["Muted.", "Open.", "0 left."]


@pytest.mark.parametrize(
    ("is_brief", "earcon", "spoken"),
    [
        (True, Earcon.DONE, "Muted."),
        (False, Earcon.DONE, "Headset is muted."),
        (True, Earcon.WARNING, "Headset is muted."),
        (True, Earcon.ERROR, "Headset is muted."),
    ],
)
def test_answers_are_short_where_wished_and_warnings_whole(
    parent: QWidget, events: list[tuple[str, str]], settle: Settle, is_brief, earcon, spoken
):
    outlet = ScreenReaderOutlet(parent, lambda: Settings(brief_answers=is_brief))
    _watch(outlet).becomes(ORCA_43)
    outlet.give(Announcement(say("Headset is muted."), brief=say("Muted."), earcon=earcon))
    settle(lambda: bool(events))
    assert events == [("ObjectShow", spoken)]


def test_a_reader_may_come_and_go(parent: QWidget, events: list[tuple[str, str]], settle: Settle):
    outlet = ScreenReaderOutlet(parent, Settings)
    watch = _watch(outlet)
    watch.becomes(ORCA_45)
    outlet.give(_told("One."))
    settle(lambda: len(events) == 1)
    watch.becomes(NOBODY)
    assert not outlet.give(_told("Two."))
    watch.becomes(ORCA_43)
    outlet.give(_told("Three."))
    settle(lambda: len(events) == 2)
    assert events == [("Polite", "One."), ("ObjectShow", "Three.")]


def test_what_is_told_while_the_key_for_commands_is_held_is_read_once_it_is_let_go(
    parent: QWidget, events: list[tuple[str, str]], settle: Settle, app: QApplication
):
    is_held = True
    outlet = ScreenReaderOutlet(parent, Settings, is_held=lambda: is_held)
    _watch(outlet).becomes(ORCA_45)
    outlet.give(_told("Order 12."))
    app.processEvents()
    assert events == []
    is_held = False
    outlet.speak_on()
    settle(lambda: events == [("Polite", "Order 12.")])
