"""The very first start in the studio's own window: keys, and nothing seen.

With a screen reader; and without one, by the studio's own voice alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from studio.store.repositories import Repositories
from studio.store.store import Store
from tests.app.window_studio import NO_SOUND, WindowStudio
from tests.harness.process import wait_until
from tests.harness.pulse import PulseServer, Recording
from tests.harness.screenreader import Lab
from tests.harness.voice_tap import VoiceTap

MOST_KEYS = 25
NEW = {**NO_SOUND, "EARSHOT_FIRST_STEPS": None}
"""As a user starts it."""


@pytest.fixture(scope="module")
def lab():
    with Lab() as lab:
        yield lab


def _waits(data: Path) -> bool:
    """Whether the first steps would open at the next start."""
    store = Store(data / "studio.db", lambda _event: None)
    store.start_and_wait()
    try:
        return store.run(_wants).result(10)
    finally:
        store.stop()


def _wants(kept: Repositories) -> bool:
    return kept.wants_first_steps


def test_a_new_user_reaches_a_rehearsal_with_a_reader_and_is_not_asked_again(lab, tmp_path):
    data = tmp_path / "data"
    with WindowStudio(lab, data, NEW) as studio:
        lab.wait_active(lambda title: title == "First steps")
        lab.wait_said("Up and Down choose", timeout_s=60)
        opened = lab.words(lab.said())
        assert "Step 1 of 6" in opened
        assert "Language" in opened
        keys, mark = 0, lab.mark()
        for step in range(2, 7):
            mark = lab.mark()
            lab.key("Return")
            keys += 1
            lab.wait_said(f"Step {step} of 6", mark)
        lab.wait_said("nothing goes on air", mark)
        keys += 1
        studio.press("Return", "You are rehearsing. Nothing can go on air.")
        assert keys <= MOST_KEYS
        lab.wait_active(lambda title: title == "Earshot Studio")
        assert studio.terminate() == 0
    assert not _waits(data)
    with WindowStudio(lab, data, NEW) as studio:
        studio.press("ctrl+1", "You are not live.")
        assert lab.active_title() == "Earshot Studio"
        assert studio.terminate() == 0


def test_whoever_is_cut_off_is_asked_again_and_escape_ends_it(lab, tmp_path):
    data = tmp_path / "data"
    with WindowStudio(lab, data, NEW) as studio:
        lab.wait_active(lambda title: title == "First steps")
        studio.kill()
    assert _waits(data)
    mark = lab.mark()
    with WindowStudio(lab, data, NEW) as studio:
        lab.wait_active(lambda title: title == "First steps")
        lab.wait_said("Up and Down choose", mark, 60)  # who hears nothing yet presses nothing
        studio.press("Escape", "You have left the first steps.")
        lab.wait_active(lambda title: title == "Earshot Studio")
        assert studio.terminate() == 0
    assert not _waits(data)


WORN = "headphones"


class NewUser:
    """Somebody who wears the headphones, sees nothing and hears nothing else.

    Attributes:
        keys: How many were pressed.
    """

    def __init__(self, lab: Lab, tap: VoiceTap, ears: Recording) -> None:
        self._lab = lab
        self._tap = tap
        self._ears = ears
        self._mark = 0
        self._since = 0.0
        self.keys = 0

    def hears(self, words: str, timeout_s: float = 30.0) -> str:
        """Wait until these words were given to the voice and sound came of them; gives all."""
        given = self._tap.wait_given(words, self._mark, timeout_s)
        wait_until(lambda: self._ears.first_sound(max(given.at, self._since)), 15, f"{words!r}")
        return self._tap.words(self._mark)

    def misses(self, words: str) -> None:
        """Wait until these words were begun where this person does not hear them."""
        self._tap.wait_given(words, self._mark, 90)
        # Given to the voice, and a moment later in the device.
        time.sleep(1.5)

    def has_silence(self) -> float:
        """Wait until what is being said has ended; gives for how many seconds it is quiet."""
        return wait_until(lambda: self._quiet_s() if self._quiet_s() > 1.0 else 0, 20, "silence")

    def _quiet_s(self) -> float:
        last = self._ears.last_sound(self._since)
        return time.monotonic() - last if last is not None else 0.0

    def presses(self, key: str) -> None:
        self.keys += 1
        self._mark, self._since = self._tap.mark(), time.monotonic()
        self._lab.press(key)


@contextmanager
def _without_a_reader(
    data: Path, *, worn_first: bool, more: Mapping[str, str | None] | None = None
) -> Iterator[tuple[WindowStudio, NewUser]]:
    """A new studio on a machine with a microphone and several devices that play."""
    with ExitStack() as stack:
        pulse = stack.enter_context(PulseServer())
        if not worn_first:
            pulse.set_default(sink="public")
        tap = stack.enter_context(VoiceTap())
        lab = stack.enter_context(Lab(orca=False))
        ears = stack.enter_context(pulse.recording(WORN, latency_ms=20))
        env = {**pulse.env, **tap.env, "EARSHOT_FIRST_STEPS": None, **(more or {})}
        studio = stack.enter_context(WindowStudio(lab, data, env, wait=False))
        yield studio, NewUser(lab, tap, ears)
        assert lab.said() == [], "nobody but the studio's own voice spoke"


def test_a_new_user_without_a_reader_finds_the_headphones_and_reaches_a_rehearsal(tmp_path):
    data = tmp_path / "data"
    with _without_a_reader(data, worn_first=False) as (studio, me):
        me.hears("This is Headphones. If you hear it, press any key.", 40)
        # Even one that would leave the studio.
        me.presses("ctrl+q")
        opened = me.hears("Up and Down choose, Enter goes on")
        assert "Step one of six, Language, list, As the system" in opened
        me.presses("Down")
        me.hears("English, two of four")
        me.presses("Return")
        me.hears("Step two of six, Speed of speech, number field, two hundred and forty words")
        me.presses("Up")
        me.hears("two hundred and sixty")
        me.presses("Return")
        me.hears("Step three of six, Headphones, list, Headphones")
        me.presses("Return")
        me.hears("Step four of six, Microphone, list, The first one found, one of two")
        me.presses("Down")
        me.hears("Virtmic, two of two")
        me.presses("Return")
        me.hears("Step five of six, Camera, list, The first one found")
        me.presses("Return")
        me.hears("Step six of six, What now, list, Begin a rehearsal, one of three")
        me.hears("nothing goes on air")
        me.presses("Return")
        heard = me.hears("Rehearsing.", 5)
        assert heard.startswith("Rehearsing."), "what was told of the step has ended"
        me.presses("ctrl+1")
        me.hears("You are rehearsing, off air.")
        assert me.keys <= MOST_KEYS
        print(f"{me.keys} keys")
        assert studio.terminate() == 0
    assert not _waits(data)
    assert _kept(data) == ("en", 260, "Headphones")


def test_the_first_device_that_is_tried_says_its_name(tmp_path):
    """Nothing else is spoken before it: nobody has said yet which device is private."""
    with _without_a_reader(tmp_path / "data", worn_first=True) as (studio, me):
        first = me.hears("press any key", 40)
        assert first.startswith("This is Headphones. If you hear it, press any key.")
        assert studio.terminate() == 0


def test_a_key_at_the_wrong_moment_or_nowhere_chosen_leaves_nobody_in_silence(tmp_path):
    data = tmp_path / "data"
    with _without_a_reader(data, worn_first=False) as (studio, me):
        me.misses("This is Public.")
        me.presses("space")
        studio.wait_told("Headphones: Public")
        studio.wait_told("Escape looks for other headphones.")
        me.presses("Escape")
        _press_once_the_time_is_over(studio, me)
        me.hears("Up and Down choose, Enter goes on")
        me.presses("Return")
        me.hears("Tab leads to more, such as the voices")
        for _ in range(4):
            me.presses("Tab")
        me.hears("Voice for Chinese")
        me.presses("Down")
        me.presses("Down")
        me.presses("Return")
        me.hears("这是我说中文的声音")
        me.presses("Return")
        me.hears("Step three of six, Headphones, list, Headphones")
        me.presses("Home")
        me.hears("Nowhere")
        me.presses("Return")
        me.hears("Step four of six, Microphone")
        me.hears("Then nothing is read to you any more.")
        assert me.keys <= MOST_KEYS
        assert studio.terminate() == 0
    assert _kept(data)[2] == "Headphones"


def _press_once_the_time_is_over(studio: WindowStudio, me: NewUser) -> None:
    """After the time to answer, before the next device sounds; again where it already did."""
    for _ in range(3):
        me.hears("This is Headphones. If you hear it, press any key.", 40)
        time.sleep(max(0.0, 2.1 - me.has_silence()))
        before = len(studio.told())
        me.presses("space")
        if "Headphones: Headphones" in studio.wait_told("Headphones: ", before)["text"]:
            return
        studio.wait_told("Escape looks for other headphones.", before)
        me.presses("Escape")
    raise AssertionError("the next device was taken each time")


def test_without_an_accessibility_bus_the_headphones_are_looked_for_all_the_same(tmp_path):
    no_bus = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    with _without_a_reader(tmp_path / "data", worn_first=False, more=no_bus) as (studio, me):
        me.hears("This is Headphones. If you hear it, press any key.", 60)
        me.presses("space")
        me.hears("Up and Down choose, Enter goes on")
        assert studio.terminate() == 0


def test_headphones_that_are_plugged_in_later_say_their_name_too(tmp_path):
    with PulseServer() as pulse, VoiceTap() as tap, Lab(orca=False) as lab:
        for device in ("virtmic", "micfeed", "public", WORN):
            pulse.remove(device)
        env = {**pulse.env, **tap.env, "EARSHOT_FIRST_STEPS": None}
        with WindowStudio(lab, tmp_path / "data", env, wait=False) as studio:
            lab.wait_active(lambda title: title == "First steps")
            lab.settle(4.0)
            assert tap.words() == ""
            pulse.add_sink(WORN)
            with pulse.recording(WORN, latency_ms=20) as ears:
                me = NewUser(lab, tap, ears)
                me.hears("This is Headphones. If you hear it, press any key.", 40)
                me.presses("space")
                me.hears("Up and Down choose, Enter goes on")
            assert studio.terminate() == 0


def _kept(data: Path) -> tuple[str, int, str]:
    store = Store(data / "studio.db", lambda _event: None)
    store.start_and_wait()
    try:
        settings = store.run(lambda kept: kept.settings.load()).result(10)
    finally:
        store.stop()
    return settings.language, settings.speech_wpm, settings.monitor_device
