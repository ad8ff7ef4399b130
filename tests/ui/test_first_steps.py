"""A new user with the screen off, no mouse and no screen reader, up to the first rehearsal.

The show and its commands are real; the assertion is what would be spoken.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from studio import text
from studio.commands.command import Origin
from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.state import Devices
from studio.speech.words.saying import segments_of
from studio.ui import first_steps, outlets
from studio.ui.choice import Choice
from studio.ui.first_steps import FirstSteps, voice_settings
from studio.ui.main_window import MainWindow
from studio.ui.reader import Reader, ReaderWatch
from tests.commands.rig import Rig
from tests.ui.fake_link import FakeLink
from tests.ui.reading_aloud import Listener

MOST_KEYS = 25
FOUND = Devices(
    cameras=("HD Webcam", "Document camera"),
    microphones=("Headset", "Desk microphone"),
    headphones=("Headset", "Loudspeakers"),
    voices={"zh": ("Mandarin", "Cantonese")},
)


class ShowLink(FakeLink):
    """A link to a real show, whose commands are done at once; what is announced is spoken too."""

    def __init__(self, me: Listener, **state: Any) -> None:
        self.rig = Rig(
            picture_sources=(PictureSource("Camera", PictureKind.CAMERA, id="camera"),),
            sound_sources=(SoundSource("Microphone", SoundKind.MICROPHONE, id="mic"),),
            scenes=(Scene("Face", (Placement("camera"),), id="face"),),
            scene="face",
            **state,
        )
        super().__init__(self.rig.state)
        self._me = me
        self.found.set_result(FOUND)

    def dispatch(self, command: str, origin: str, /, **values: Any) -> None:
        super().dispatch(command, origin, **values)
        if said := self.rig.do(command, Origin(origin), **values):
            self._me.heard.append(said)
        self.show(self.rig.state)


@pytest.fixture
def me(app: QApplication) -> Listener:
    return Listener(app)


@pytest.fixture
def link(me: Listener) -> ShowLink:
    """A studio that nobody has used yet, in headphones that it happens to know."""
    return ShowLink(me, wants_first_steps=True, settings=Settings(monitor_device="Headset"))


@pytest.fixture
def window(me: Listener, link: ShowLink, settle) -> Iterator[MainWindow]:
    made = MainWindow(link, lambda announcement: me.heard.append(announcement.text))
    made.read_aloud(me)
    made.show()
    made.activateWindow()
    yield made
    made.read_aloud(None)


def _dialog() -> FirstSteps | None:
    modal = QApplication.activeModalWidget()
    return modal if isinstance(modal, FirstSteps) else None


def _begun(me: Listener, settle) -> FirstSteps:
    """Wait until the first steps are open and read."""

    def is_read() -> bool:
        me.work()
        return _dialog() is not None and any("Step" in words for words in me.heard)

    settle(is_read)
    dialog = _dialog()
    assert dialog is not None
    return dialog


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_screen_reader_is_spoken_of_only_where_one_may_run(window, me, settle, is_alone):
    dialog = _begun(me, settle)
    dialog._is_alone = lambda: is_alone
    me.press("Return", "Return")
    settle(lambda: me.work() or "Where you hear the studio's voice" in me.heard[-1])
    told = me.heard[-1]
    assert ("A screen reader plays" in told) is not is_alone


def test_a_new_user_reaches_a_rehearsal_by_ear(window, me, link, settle):
    _begun(me, settle)
    assert me.heard[-1] == (
        "First steps, dialog, Step 1 of 6, Language, list, As the system, 1 of 4, Alt+A"
    )
    settle(lambda: "Up and Down choose, Enter goes on, Escape leaves" in me.heard[-1])
    assert me.press("Down") == "English, 2 of 4"
    assert me.press("Return").startswith("Language: English.\nStep 2 of 6, ")
    assert "Step 3 of 6, Headphones, list, Headset, 2 of 3" in me.press("Return")
    assert me.press("Down") == "Loudspeakers, 3 of 3"
    headphones, microphone = me.press("Return").split("\n")
    assert headphones == "Headphones: Loudspeakers."
    assert microphone.startswith("Step 4 of 6, Microphone, list, The first one found, 1 of 3")
    assert me.press("Down", "Down") == "Headset, 2 of 3\nDesk microphone, 3 of 3"
    assert "Step 5 of 6, Camera, list, The first one found, 1 of 3" in me.press("Return")
    assert me.press("Down") == "HD Webcam, 2 of 3"
    assert "Step 6 of 6, What now, list, Begin a rehearsal, 1 of 3" in me.press("Return")
    settle(lambda: "In a rehearsal all is as in a show" in me.heard[-1])
    assert "You are rehearsing. Nothing can go on air." in me.press("Return").split("\n")
    assert me.keys <= MOST_KEYS
    state = link.rig.state
    assert state.is_rehearsal
    assert state.settings.language == "en"
    assert state.settings.monitor_device == "Loudspeakers"
    assert state.sound_sources[0].address == "Desk microphone"
    assert state.picture_sources[0].address == "HD Webcam"
    assert not state.wants_first_steps
    me.work()
    assert me.heard[-1].startswith("Earshot Studio, ")


def test_a_new_user_can_teach_the_first_commands_at_the_end(window, me, link, settle):
    link.rig.show._change(
        sound_sources=(SoundSource("Microphone", SoundKind.MICROPHONE, id="mic"),)
    )
    link.rig.window = []
    _begun(me, settle)
    me.press("Return", "Return", "Return", "Return", "Return")
    assert me.press("Down") == "Teach the first commands by voice, 2 of 3"
    told = me.press("Return")
    assert "“Next card”: say it in words of your own. Take 1 of 3, after the tone." in told
    assert link.rig.state.lesson is not None
    assert link.rig.window == ["window.voice_commands"]


def test_whoever_hurries_is_not_told_of_steps_that_are_past(window, me, link, settle):
    _begun(me, settle)
    me.press("Return", "Return", "Return", "Return", "Return")
    settle(lambda: "In a rehearsal all is as in a show" in me.heard[-1])
    assert not [words for words in me.heard if "viewers see you" in words]


def _turn(link: ShowLink, me: Listener) -> None:
    """What was being said is through, and what comes next begins."""
    link.rig.archive.errands.pop(0)()
    link.show(link.rig.state)
    me.work()


def _named(link: ShowLink) -> list[str]:
    """The devices that said their name, each on itself."""
    asked = [value for kind, value in link.rig.stage.asked if kind == "said on"]
    for device, words in asked:
        assert words == (
            f"This is {device}. If you hear it, press any key. Escape leaves all as it was."
        )
    return [device for device, _words in asked]


@pytest.fixture
def deaf(app, me, settle) -> Iterator[tuple[ShowLink, FirstSteps]]:
    """The first steps of somebody who hears nothing, while the first device says its name."""
    link = ShowLink(me, wants_first_steps=True)
    link.rig.archive.is_slow = True
    window = MainWindow(link, lambda announcement: me.heard.append(announcement.text))
    window.read_aloud(me)
    window.show()

    def is_open() -> bool:
        me.work()
        return _dialog() is not None and bool(link.rig.archive.errands)

    settle(is_open)
    dialog = _dialog()
    assert dialog is not None
    _turn(link, me)
    settle(lambda: dialog._is_searching)
    assert me.heard == ["Listen: everything that plays says its name."]
    yield link, dialog
    window.read_aloud(None)


def test_who_hears_nothing_yet_is_found_by_ear(deaf, me, settle):
    link, dialog = deaf
    for _ in range(4):
        _turn(link, me)
    # Once round, and another look at what there is.
    assert _named(link) == ["Loudspeakers", "USB headset", "Screen"]
    _turn(link, me)
    _turn(link, me)
    assert _named(link)[3:] == ["Loudspeakers", "USB headset"]
    assert link.rig.state.settings.monitor_device == ""
    mark, wishes = len(me.heard), len(link.wishes)
    me.press("Down")
    awaited = ("Headphones: USB headset", "no window here", "Step 1 of 6", "Up and Down choose")
    settle(lambda: all(one in "\n".join(me.heard[mark:]) for one in awaited))
    assert link.rig.state.settings.monitor_device == dialog.headphones.value == "USB headset"
    assert not [words for words in me.heard[mark:] if "2 of 4" in words], "it does nothing else"
    assert me.press("Down") == "English, 2 of 4"
    assert [wish[0] for wish in link.wishes[wishes:]] == ["studio.yes", "window.read_focus"]
    while link.rig.archive.errands:
        _turn(link, me)
    assert link.rig.state.works == ()


@pytest.mark.parametrize("key", ["Return", "Ctrl+M", "Alt+B", "F7"])
def test_the_key_that_finds_the_headphones_does_nothing_else(deaf, me, settle, key):
    link, dialog = deaf
    me.press(key)
    assert dialog._is_searching, "nobody has heard anything yet"
    _turn(link, me)
    wishes = len(link.wishes)
    me.press(key)
    settle(lambda: not dialog._is_searching)
    assert _dialog() is dialog
    assert dialog.place == 0
    assert [wish[0] for wish in link.wishes[wishes:]] == ["studio.yes", "window.read_focus"]
    assert link.rig.state.settings.monitor_device == "Loudspeakers"


def test_escape_leaves_the_headphones_as_they_were_and_the_first_steps_open(deaf, me, settle):
    link, dialog = deaf
    wishes = len(link.wishes)
    me.press("Esc")
    settle(lambda: not dialog._is_searching)
    assert _dialog() is dialog
    assert [wish[0] for wish in link.wishes[wishes:]] == ["studio.no", "window.read_focus"]
    assert link.rig.state.settings.monitor_device == dialog.headphones.value == ""
    me.press("Esc")
    assert _dialog() is None


def test_after_a_device_taken_by_mistake_escape_goes_on_with_the_search(deaf, me, settle):
    link, dialog = deaf
    _turn(link, me)
    me.press("Space")
    settle(lambda: link.rig.state.settings.monitor_device == "Loudspeakers")
    settle(lambda: "Escape looks for other headphones." in me.heard[-1])
    assert "Escape leaves" not in me.heard[-1]
    me.press("Esc")
    while link.rig.archive.errands and "Screen" not in _named(link):
        _turn(link, me)
    assert _dialog() is dialog
    # What the first search had begun is through, then the device in use comes last.
    assert _named(link)[1:] == ["USB headset", "USB headset", "Screen"]
    me.press("Space")
    settle(lambda: link.rig.state.settings.monitor_device == "Screen")
    me.press("Return", "Esc")
    assert _dialog() is None, "on another step it leaves as ever"


def _unheard_window(link: ShowLink, me: Listener) -> MainWindow:
    link.rig.archive.is_slow = True
    window = MainWindow(link, lambda announcement: me.heard.append(announcement.text))
    window.read_aloud(me)
    window.show()
    return window


def _is_sought(link: ShowLink) -> bool:
    return "speech.headphones" in [wish[0] for wish in link.wishes]


def test_a_reader_that_is_looked_for_long_delays_the_search_and_does_not_end_it(
    app, me, settle, monkeypatch
):
    """Where the system's bus is missing or late it is known only after the dialog is open."""
    watches: list[ReaderWatch] = []

    class LateReader(ReaderWatch):
        def start(self) -> None:
            watches.append(self)

    monkeypatch.setattr(outlets, "ReaderWatch", LateReader)
    link = ShowLink(me, wants_first_steps=True)
    window = _unheard_window(link, me)
    settle(lambda: (step := _dialog()) is not None and step.headphones.rows.rowCount() == 3)
    assert not _is_sought(link)
    watches[0]._found(Reader(is_reachable=False))
    settle(lambda: _is_sought(link))
    window.read_aloud(None)


def test_headphones_that_come_later_are_found_by_ear_too(app, me, settle, monkeypatch):
    monkeypatch.setattr(first_steps, "_LOOK_MS", 20)
    link = ShowLink(me, wants_first_steps=True)
    nothing: Future[Devices] = Future()
    nothing.set_result(Devices())
    found, link.found = link.found, nothing
    window = _unheard_window(link, me)
    settle(lambda: _dialog() is not None)
    for _ in range(20):
        me.work()
    assert not _is_sought(link)
    link.found = found
    settle(lambda: _is_sought(link))
    _turn(link, me)
    settle(lambda: (step := _dialog()) is not None and step._is_searching)
    me.press("Esc")
    for _ in range(40):
        time.sleep(0.005)
        me.work()
    assert [wish[0] for wish in link.wishes].count("speech.headphones") == 1, "it was left"
    window.read_aloud(None)


def test_the_voices_there_are_can_be_chosen_and_each_is_heard_in_its_language(
    window, me, link, settle
):
    _begun(me, settle)
    me.press("Return")
    settle(lambda: "Tab leads to more, such as the voices; Enter goes on." in me.heard[-1])
    dialog = _dialog()
    assert dialog is not None
    chinese = dialog.voice["voice_zh"]
    assert isinstance(chinese, Choice)
    settle(lambda: [words for words, _value in chinese.options()][1:] == ["Mandarin", "Cantonese"])
    while QApplication.focusWidget() is not chinese:
        me.press("Tab")
    me.press("Down", "Down", "Return")
    settle(lambda: link.rig.state.settings.voice_zh == "Mandarin")
    told = link.rig.announcer.last()
    assert told is not None
    assert told.announcement.text == "Voice for Chinese: Mandarin. 这是我说中文的声音。"
    assert segments_of(told.announcement.message)[-1].language == "zh"
    assert dialog.place == 1


def test_who_chooses_nowhere_is_asked_while_it_can_still_be_heard(window, me, link, settle):
    link.rig.show.is_read = lambda: False
    _begun(me, settle)
    me.press("Return", "Return", "Home")
    assert me.heard[-1].startswith("Nowhere")
    told = me.press("Return")
    assert "Then nothing is read to you any more. Change it all the same?" in told
    assert "Step 4 of 6, Microphone" in told
    assert link.rig.state.settings.monitor_device == "Headset"
    link.dispatch("studio.yes", Origin.KEY)
    assert link.rig.state.settings.monitor_device == ""


def test_on_their_step_the_headphones_are_looked_for_by_ear_once_more(window, me, link, settle):
    link.rig.archive.is_slow = True
    dialog = _begun(me, settle)
    assert not dialog.by_ear.isVisible()
    me.press("Return", "Return")
    dialog.by_ear.click()
    for _ in range(3):
        _turn(link, me)
    settle(lambda: dialog._is_searching)
    me.press("Space")
    settle(lambda: dialog.headphones.value == "USB headset")
    assert link.rig.state.settings.monitor_device == "USB headset"
    assert dialog.place == 2
    me.press("Return")
    assert not dialog.by_ear.isVisible()


def test_nothing_is_tried_out_where_the_headphones_are_known_or_a_reader_listens(
    window, me, link, settle
):
    dialog = _begun(me, settle)
    assert not dialog._is_searching
    assert "speech.headphones" not in [wish[0] for wish in link.wishes]
    silent = ShowLink(me, wants_first_steps=True)
    other = MainWindow(silent, lambda _announcement: None)
    other._follow_reader(Reader(is_listening=True))
    other.read_aloud(me)
    assert not other._is_unheard()


def test_in_another_language_they_go_on_in_it(window, me, link, settle):
    _begun(me, settle)
    me.press("End", "Up")
    assert me.heard[-1] == "中文, 3 of 4"
    mark = len(me.heard)
    me.press("Return")

    def is_chinese() -> bool:
        me.work()
        return any("第2步" in words for words in me.heard[mark:])

    settle(is_chinese)
    assert text.in_use() == "zh_CN"
    dialog = _dialog()
    assert dialog is not None
    assert dialog.place == 1
    while (step := _dialog()) is not None and me.keys < MOST_KEYS:
        me.press("Return")
        settle(lambda step=step: _dialog() is not step or not step.isHidden())
    assert link.rig.state.is_rehearsal
    assert me.keys <= MOST_KEYS
    assert len(window.findChildren(FirstSteps)) <= 1


def test_a_step_is_skipped_by_enter_and_gone_back_to(window, me, link, settle):
    dialog = _begun(me, settle)
    places = []
    for _ in range(5):
        me.press("Return")
        places.append(dialog.place)
    assert places == [1, 2, 3, 4, 5]
    changed = [wish for wish in link.wishes if wish[0] != "settings.end_first_steps"]
    assert changed == []
    # A button that is reached by its letter is seen to go down first.
    for place in (4, 3, 2, 1, 0):
        me.press("Alt+B")
        settle(lambda place=place: dialog.place == place)
    me.work()
    assert me.heard[-1].startswith("Step 1 of 6, Language, list, As the system, 1 of 4")
    me.press("Alt+B")
    settle(lambda: me.heard[-1] == "This is the first step.")


def test_escape_leaves_with_all_as_it_was_and_says_so(window, me, link, settle):
    _begun(me, settle)
    before = link.rig.state
    told = me.press("Return", "Esc")
    assert "You have left the first steps. What you did not choose stays as it is." in told
    assert "“First steps” in the menu “Studio” begins them again." in told
    assert _dialog() is None
    assert link.rig.state == replace(before, wants_first_steps=False)
    assert ("first steps", "ended") in link.rig.archive.saved


def test_they_open_by_themselves_once_and_by_their_command_again(window, me, link, settle):
    _begun(me, settle)
    me.press("Esc")
    link.rig.show.end_first_steps()
    link.change(scene="face")
    me.work()
    assert _dialog() is None
    link.window("window.first_start")
    assert _begun(me, settle).place == 0


def test_they_do_not_open_where_that_is_not_wished_or_not_new(app, me, settle):
    for link, welcomes in ((ShowLink(me, wants_first_steps=True), False), (ShowLink(me), True)):
        made = MainWindow(link, lambda _announcement: None, welcomes=welcomes)
        made.show()
        settle(lambda made=made: bool(made.scenes.model.items))
        for _ in range(20):
            me.work()
        assert _dialog() is None
        made.hide()


def test_the_voice_is_heard_while_it_is_chosen(window, me, link, settle):
    dialog = _begun(me, settle)
    me.press("Return")
    assert list(dialog.voice) == [name for name, _about in voice_settings()]
    assert {"brief_answers", "typing_echo"} <= set(dialog.voice)
    brief = dialog.voice["brief_answers"]
    while QApplication.focusWidget() is not brief:
        me.press("Tab")
    assert me.press("Space").endswith("not checked")
    settle(lambda: not link.rig.state.settings.brief_answers)
    assert dialog.place == 1


def test_devices_that_are_gone_stay_chosen(me, app, settle):
    link = ShowLink(me)
    link.change(settings=replace(link.now.settings, monitor_device="Earbuds"))
    link.rig.show.change_setting("monitor_device", "Earbuds")
    window = MainWindow(link, lambda _announcement: None)
    window.read_aloud(me)
    window.show()
    window.take_first_steps(2)
    dialog = _begun(me, settle)
    settle(lambda: dialog.headphones.rows.rowCount() == 4)
    assert dialog.headphones.value == "Earbuds"
    me.press("Return")
    assert link.rig.state.settings.monitor_device == "Earbuds"
    window.read_aloud(None)
