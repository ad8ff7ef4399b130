"""The list of taught commands, and the forms for a new one and for a title."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from studio.commands.teaching import ESSENTIAL
from studio.model.announcement import Announcement
from studio.model.lesson import Lesson, Phrase
from studio.model.message import say
from studio.model.voice import Take, TaughtCommand
from studio.ui.main_window import MainWindow
from studio.ui.voice_commands_dialog import RenameDialog, TeachDialog, VoiceCommandsDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import FakeLink

TAKE = Take(np.zeros((10, 96), np.float32), 1.0)
KNOWN = TaughtCommand("a", "card.next", takes=(TAKE,) * 3)
BEGUN = TaughtCommand("b", "card.show", {"product": "2"}, "上二号", (TAKE,))
STARTER = TaughtCommand("c", "status.on_air", takes=(replace(TAKE, is_synthetic=True),) * 4)

D = TypeVar("D", bound=QDialog)


def opened(kind: type[D], settle: Settle) -> D:
    settle(lambda: isinstance(QApplication.activeWindow(), kind))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, kind)
    return dialog


def press(dialog: QDialog, name: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name).click()


@pytest.fixture
def commands(window: MainWindow, link: FakeLink, settle: Settle) -> VoiceCommandsDialog:
    link.change(taught=(KNOWN, BEGUN, STARTER), alike={"a": "b"})
    link.window("window.voice_commands")
    return opened(VoiceCommandsDialog, settle)


def rows(dialog: VoiceCommandsDialog) -> list[str]:
    return [dialog.model.row(n).words for n in range(dialog.model.rowCount())]


def test_every_row_tells_how_well_it_is_known_and_what_is_lacking(commands: VoiceCommandsDialog):
    assert rows(commands)[:2] == [
        "Next card, sounds like 上二号, 3 takes",
        "Hide card, not taught yet",
    ]
    assert rows(commands)[-2:] == [
        "上二号, begun, 1 of 3 takes, Show card: 2",
        "What is on air, by a machine's voice, while the key is held",
    ]
    assert len(rows(commands)) == 3 + len(ESSENTIAL) - 1
    assert heard.name(commands.list) == "Taught commands"


def test_enter_teaches_what_is_current(commands: VoiceCommandsDialog, link: FakeLink):
    QTest.keyClick(commands.list, Qt.Key.Key_Return)
    commands.list.go_to(1)
    QTest.keyClick(commands.list, Qt.Key.Key_Return)
    press(commands, "Teach the first commands")
    press(commands, "Teach the studio's name")
    assert link.wishes == [
        ("voice.teach_again", "window", {"taught": "a"}),
        ("voice.teach", "window", {"which": "card.hide"}),
        ("voice.teach_first", "window", {}),
        ("voice.teach_name", "window", {}),
    ]


def test_a_take_is_added_to_what_is_known_and_what_was_begun_is_gone_on_with(
    commands: VoiceCommandsDialog, link: FakeLink
):
    press(commands, "Add a take")
    commands.list.select("b")
    press(commands, "Add a take")
    assert [wish for wish, _origin, _values in link.wishes] == [
        "voice.add_take",
        "voice.teach_again",
    ]


def test_space_is_ready_in_a_lesson_and_a_test_out_of_it(
    commands: VoiceCommandsDialog, link: FakeLink
):
    QTest.keyClick(commands.list, Qt.Key.Key_Space)
    link.change(lesson=Lesson(Phrase(KNOWN, say("Next card"))))
    QApplication.processEvents()
    QTest.keyClick(commands.list, Qt.Key.Key_Space)
    assert [wish for wish, _origin, _values in link.wishes] == ["voice.check", "voice.take"]


def test_what_is_not_taught_cannot_be_forgotten_and_that_is_told(
    commands: VoiceCommandsDialog, link: FakeLink, said: list[Announcement]
):
    QTest.keyClick(commands.list, Qt.Key.Key_Delete)
    assert link.wishes == [("voice.forget", "window", {"taught": "a"})]
    commands.list.go_to(1)
    QTest.keyClick(commands.list, Qt.Key.Key_Delete)
    assert said[-1].text == "“Hide card” is not taught yet."
    assert len(link.wishes) == 1


def test_the_list_follows_what_is_taught_and_keeps_its_place(
    commands: VoiceCommandsDialog, link: FakeLink
):
    commands.list.select("c")
    link.change(taught=(KNOWN, replace(BEGUN, takes=(TAKE,) * 3), STARTER), alike={})
    QApplication.processEvents()
    assert rows(commands)[0] == "Next card, 3 takes"
    assert rows(commands)[-2] == "上二号, Show card: 2, 3 takes"
    assert commands.list.current is STARTER


def test_a_command_is_taught_with_what_it_is_done_with(
    commands: VoiceCommandsDialog, link: FakeLink, said: list[Announcement], settle: Settle
):
    press(commands, "Teach another command")
    form = opened(TeachDialog, settle)
    assert form.which.value == ESSENTIAL[0]
    assert all(line.is_hidden for line in form.lines.values())
    form.which.choose("scene.switch")
    assert [name for name, line in form.lines.items() if not line.is_hidden] == ["scene"]
    form.which.choose("viewers.note")
    form.accept()
    settle(lambda: bool(said) and said[-1].text == "How many: Write which one is meant.")
    form.lines["count"].editor.setText(" 20 ")  # pyright: ignore[reportAttributeAccessIssue] - it is a line
    form.title.setText("twenty watch")
    form.accept()
    expected = {"which": "viewers.note", "values": {"count": "20"}, "title": "twenty watch"}
    assert link.wishes == [("voice.teach", "window", expected)]


def test_a_title_is_changed_only_when_it_differs(
    commands: VoiceCommandsDialog, link: FakeLink, settle: Settle
):
    commands.list.select("b")
    QTest.keyClick(commands.list, Qt.Key.Key_F2)
    form = opened(RenameDialog, settle)
    assert form.title.text() == "上二号"
    form.accept()
    assert link.wishes == []
    settle(lambda: QApplication.activeWindow() is commands)
    press(commands, "Rename")
    form = opened(RenameDialog, settle)
    form.title.setText("二号")
    form.accept()
    assert link.wishes == [("voice.rename", "window", {"taught": "b", "title": "二号"})]


def test_all_of_it_is_told_in_the_language_in_use(
    commands: VoiceCommandsDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    commands.list.select("b")
    speak("id", window, link, settle)
    assert commands.list.current is BEGUN
    assert QApplication.activeWindow() is commands


def test_a_row_stays_where_it_is_when_its_command_is_taught(
    commands: VoiceCommandsDialog, link: FakeLink
):
    commands.list.go_to(1)
    gone: list[int] = []
    commands.model.rowsRemoved.connect(lambda _parent, first, _last: gone.append(first))
    begun = TaughtCommand("new", "card.hide", takes=(TAKE,))
    link.change(taught=(KNOWN, BEGUN, STARTER, begun))
    QApplication.processEvents()
    assert rows(commands)[1] == "Hide card, begun, 1 of 3 takes"
    assert commands.list.current is begun
    assert gone == [], "a reader would read the whole list anew"


def test_what_is_said_twice_is_told_once(commands: VoiceCommandsDialog, link: FakeLink):
    link.change(taught=(replace(STARTER, title="what is on air"),))
    QApplication.processEvents()
    assert rows(commands)[-1] == "what is on air, by a machine's voice, while the key is held"


def test_what_belongs_to_a_lesson_is_offered_in_it(commands: VoiceCommandsDialog, link: FakeLink):
    names = ("Drop the takes", "Skip this command", "End the lesson")
    buttons = [b for b in commands.buttons if b.accessibleName() in names]
    assert [b.isVisible() for b in buttons] == [False] * 3
    link.change(lesson=Lesson(Phrase(KNOWN, say("Next card"))))
    QApplication.processEvents()
    assert [b.isVisible() for b in buttons] == [True] * 3
    for button in buttons:
        button.click()
    wished = [wish for wish, _origin, _values in link.wishes]
    assert wished == ["voice.drop_takes", "voice.skip_phrase", "voice.end_lesson"]
    buttons[1].setFocus()
    link.change(lesson=None)
    QApplication.processEvents()
    assert [b.isVisible() for b in buttons] == [False] * 3
    assert commands.list.hasFocus()


def test_whoever_leaves_in_the_middle_of_a_lesson_is_not_asked_on(
    commands: VoiceCommandsDialog, link: FakeLink
):
    link.change(lesson=Lesson(Phrase(KNOWN, say("Next card"))))
    QApplication.processEvents()
    QTest.keyClick(commands.list, Qt.Key.Key_Escape)
    assert link.wishes == [("voice.end_lesson", "window", {})]
    assert not commands.isVisible()


def test_five_hundred_are_there_at_once(
    commands: VoiceCommandsDialog, link: FakeLink, settle: Settle
):
    many = tuple(replace(KNOWN, id=str(n), title=f"Number {n}") for n in range(500))
    began = time.perf_counter()
    link.change(taught=many)
    QApplication.processEvents()
    assert time.perf_counter() - began < 0.5
    assert commands.model.rowCount() >= 200
    began = time.perf_counter()
    for _ in range(20):
        QTest.keyClick(commands.list, Qt.Key.Key_Down)
    assert (time.perf_counter() - began) / 20 < 0.05
