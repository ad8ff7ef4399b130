"""Any key as an answer; keys are handed over as the system does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from studio.model.message import say
from studio.ui.any_key import AnyKey
from studio.ui.desk import Desk
from tests.ui.fake_link import FakeLink

DOWN, UP = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
CTRL, K, M = Qt.Key.Key_Control, Qt.Key.Key_K, Qt.Key.Key_M
ESCAPE = Qt.Key.Key_Escape


class Field(QLineEdit):
    """A field that notes which keys reached it."""

    def __init__(self, link: FakeLink) -> None:
        super().__init__()
        self.link = link
        self.asked = AnyKey(Desk(link, lambda _told: None), self)
        self.reached: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.reached.append(event.key())

    def ask(self, *, on: bool = True, is_heard: bool = True) -> None:
        question = say("Are these your headphones?") if is_heard else None
        self.asked.follow(replace(self.link.now, takes_any_key=on, question=question))

    def key(self, kind: QEvent.Type, key: Qt.Key, *, repeats: bool = False) -> None:
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self, QKeyEvent(kind, key, none, "", repeats))

    @property
    def wishes(self) -> list[str]:
        return [wish[0] for wish in self.link.wishes]


@pytest.fixture
def field(app: QApplication) -> Iterator[Field]:
    made = Field(FakeLink())
    yield made
    made.ask(on=False)


@pytest.mark.parametrize(("key", "wish"), [(M, "studio.yes"), (ESCAPE, "studio.no")])
def test_escape_is_no_and_every_other_key_is_yes_once(field, key, wish):
    field.ask()
    for _ in range(2):
        field.key(DOWN, key)
        field.key(UP, key)
    assert field.wishes == [wish]
    assert field.reached == []


def test_before_anything_can_have_been_heard_a_key_does_nothing_and_escape_leaves(field):
    field.ask(is_heard=False)
    field.key(DOWN, M)
    field.key(UP, M)
    assert field.wishes == []
    field.key(DOWN, ESCAPE)
    assert field.wishes == ["studio.no"]
    assert field.reached == []


def test_a_key_after_one_that_did_nothing_answers(field):
    field.ask(is_heard=False)
    field.key(DOWN, M)
    field.key(UP, M)
    field.ask()
    field.key(DOWN, M)
    assert field.wishes == ["studio.yes"]


def test_ctrl_alone_which_quietens_a_reader_is_no_answer_and_the_key_after_it_is(field):
    field.ask()
    field.key(DOWN, CTRL)
    field.key(UP, CTRL)
    assert field.wishes == []
    field.key(DOWN, CTRL)
    field.key(DOWN, M)
    assert field.wishes == ["studio.yes"]
    assert field.reached == []


def test_the_key_that_led_to_the_question_is_no_answer(field):
    field.ask()
    field.key(DOWN, M, repeats=True)
    field.key(UP, M)
    field.key(UP, CTRL)
    assert field.wishes == []
    field.key(DOWN, ESCAPE)
    assert field.wishes == ["studio.no"]


def test_the_rest_of_a_chord_does_nothing_and_the_next_key_is_the_fields(field):
    field.ask()
    field.key(DOWN, CTRL)
    field.key(DOWN, M)
    field.ask(on=False)
    field.key(DOWN, K)
    for key in (K, M, CTRL):
        field.key(UP, key)
    assert field.reached == []
    field.key(DOWN, M)
    assert field.reached == [M]
    assert field.wishes == ["studio.yes"]


def test_where_nothing_is_asked_keys_do_what_they_do(field):
    field.key(DOWN, M)
    field.ask()
    field.ask(on=False)
    field.key(DOWN, M)
    assert field.reached == [M, M]
    assert field.wishes == []
