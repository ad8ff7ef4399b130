"""Who streams: the list, the form for a name, and the question at the start."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from studio.model.announcement import Announcement
from studio.model.person import Person
from studio.ui.first_steps import FirstSteps
from studio.ui.main_window import MainWindow
from studio.ui.people_dialog import PeopleDialog, PersonDialog, WhoDialog
from studio.ui.scene_dialog import SceneDialog
from studio.ui.settings_dialog import SettingsDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import FakeLink, a_studio

WENG = Person("翁宁", "weng")
SARI = Person("Sari & {Budi}", "sari")


D = TypeVar("D", bound=QDialog)


@pytest.fixture
def people(window: MainWindow, link: FakeLink, settle: Settle) -> PeopleDialog:
    link.change(person=WENG, people=(WENG, SARI))
    link.window("window.people")
    return _opened(PeopleDialog, settle)


def _opened(kind: type[D], settle: Settle) -> D:
    settle(lambda: isinstance(QApplication.activeWindow(), kind))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, kind)
    return dialog


def test_every_row_says_who_streams(people: PeopleDialog):
    rows = [people._model.row(n).words for n in range(people._model.rowCount())]
    assert rows == ["翁宁, streaming now", "Sari & {Budi}"]
    assert heard.name(people.list) == "Streamers"
    assert people.list.current == WENG


def test_enter_changes_the_streamer(people: PeopleDialog, link: FakeLink):
    people.list.select("sari")
    QTest.keyClick(people.list, Qt.Key.Key_Return)
    assert link.wishes == [("person.switch", "window", {"person": "sari"})]
    assert not people.isVisible()


def test_delete_wishes_to_remove_and_the_list_follows(people: PeopleDialog, link: FakeLink, settle):
    people.list.select("sari")
    QTest.keyClick(people.list, Qt.Key.Key_Delete)
    assert link.wishes == [("person.remove", "window", {"person": "sari"})]
    link.change(people=(WENG,))
    settle(lambda: people.list.current == WENG)


def test_somebody_is_renamed(people: PeopleDialog, link: FakeLink, settle: Settle):
    QTest.keyClick(people.list, Qt.Key.Key_F2)
    form = _opened(PersonDialog, settle)
    assert form.windowTitle() == "Rename streamer"
    assert form.name.text() == "翁宁"
    assert form.begins is None
    form.name.setText("  Weng\u202e Ning ")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert link.wishes == [("person.rename", "window", {"person": "weng", "name": "Weng Ning"})]


def test_somebody_is_added_with_a_copy(people: PeopleDialog, link: FakeLink, settle: Settle):
    people._acts()[1]()
    form = _opened(PersonDialog, settle)
    form.name.setText("Lin")
    assert form.begins is not None
    form.begins.choose("copy")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert link.wishes == [("person.add", "window", {"name": "Lin", "is_copy": True})]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Name: A name has letters or digits."),
        ("🌶️", "Name: A name has letters or digits."),
        ("sari & {budi}", "Name: Somebody is called so already."),
        ("x" * 500, "Name: That is too long for a name."),
    ],
)
def test_a_name_that_will_not_do_is_told_and_the_form_stays(
    people: PeopleDialog, link: FakeLink, said: list[Announcement], settle: Settle, name, told
):
    people._acts()[1]()
    form = _opened(PersonDialog, settle)
    form.name.setText(name)
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    settle(lambda: bool(said) and said[-1].text == told)
    assert form.isVisible()
    assert link.wishes == []


def test_the_title_says_whose_studio_it_is_where_several_share_it(
    window: MainWindow, link: FakeLink, settle: Settle
):
    assert window.windowTitle() == "Earshot Studio"
    link.change(person=WENG, people=(WENG,))
    settle(lambda: window._state.person == WENG)
    assert window.windowTitle() == "Earshot Studio"
    link.change(people=(WENG, SARI))
    settle(lambda: window.windowTitle() == "Earshot Studio, 翁宁")
    speak("id", window, link, settle)
    assert window.windowTitle().endswith(", 翁宁")


def test_the_question_at_the_start_is_answered_by_keys_alone(
    app: QApplication, said: list[Announcement], settle: Settle
):
    link = FakeLink(a_studio(person=WENG, people=(WENG, SARI), asks_who=True))
    window = MainWindow(link, said.append)
    window.show()
    dialog = _opened(WhoDialog, settle)
    assert dialog.people.hasFocus()
    assert heard.name(dialog.people) == "Streamers"
    assert dialog.people.value == "weng"
    settle(lambda: bool(said))
    assert said[-1].text == "Who is streaming? Up and Down choose, Enter opens the studio."
    QTest.keyClick(dialog.people, Qt.Key.Key_Down)
    QTest.keyClick(dialog.people, Qt.Key.Key_Return)
    assert link.wishes == [("person.switch", "window", {"person": "sari"})]
    link.change(works=())
    settle(lambda: not dialog.isVisible())
    assert [d for d in window.findChildren(WhoDialog) if d.isVisible()] == []


def test_escape_leaves_it_to_whoever_streamed_last(
    app: QApplication, said: list[Announcement], settle: Settle
):
    link = FakeLink(
        a_studio(person=SARI, people=(WENG, SARI), asks_who=True, wants_first_steps=True)
    )
    window = MainWindow(link, said.append)
    window.show()
    dialog = _opened(WhoDialog, settle)
    QTest.keyClick(dialog.people, Qt.Key.Key_Escape)
    assert link.wishes == [("person.switch", "window", {"person": "sari"})]
    assert not window.findChildren(FirstSteps)
    link.change(asks_who=False)
    _opened(FirstSteps, settle)


def test_what_was_being_edited_does_not_end_in_another_persons_studio(
    window: MainWindow, link: FakeLink, settle: Settle
):
    link.change(person=WENG, people=(WENG, SARI))
    settle(lambda: window._state.person == WENG)
    window.edit_scene(link.now.scenes[0])
    _opened(SceneDialog, settle)
    link.change(person=SARI)
    settle(lambda: not [d for d in window.findChildren(QDialog) if d.isVisible()])
    assert link.wishes == []


def test_settings_of_one_are_not_kept_for_another(
    window: MainWindow, link: FakeLink, settle: Settle
):
    link.change(person=WENG, people=(WENG, SARI))
    settle(lambda: window._state.person == WENG)
    window.edit_settings()
    dialog = _opened(SettingsDialog, settle)
    dialog._editors["fade_s"].write(4.0)
    assert dialog.changed() == {"fade_s": 4.0}
    link.change(person=SARI, settings=replace(link.now.settings, fade_s=1.0))
    settle(lambda: not [d for d in window.findChildren(QDialog) if d.isVisible()])
    assert link.wishes == []


def test_a_new_person_gets_the_first_steps(window: MainWindow, link: FakeLink, settle: Settle):
    link.change(person=WENG, people=(WENG, SARI))
    settle(lambda: window._state.person == WENG)
    link.change(person=SARI, wants_first_steps=True)
    steps = _opened(FirstSteps, settle)
    link.change(person=WENG, wants_first_steps=False)
    settle(lambda: not steps.isVisible())
    assert ("settings.end_first_steps", "window", {}) not in link.wishes
