"""The studio speaks for itself in its window, with real keys: to the headphones, to nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import WindowStudio, arrangement, furnish
from tests.harness.process import wait_until
from tests.harness.pulse import PulseServer
from tests.harness.screenreader import Lab


@contextmanager
def _studio(lab: Lab, folder: Path, pulse: PulseServer, **settings) -> Iterator[WindowStudio]:
    show = arrangement(
        [PictureSource("Kitchen", PictureKind.TEST)],
        [SoundSource("Headset", SoundKind.MICROPHONE, "virtmic")],
    )
    # What a machine's voice has taught would be told in the middle of it.
    furnish(folder / "data", show, monitor_device="Headphones", listening="off", **settings)
    with WindowStudio(lab, folder / "data", pulse.env) as studio:
        wait_until(lambda: pulse.playing_on("headphones"), 20, "the headphones")
        yield studio


def test_without_a_reader_it_speaks_by_itself_obeys_and_survives(
    own_pulse: PulseServer, tmp_path: Path
):
    with (
        Lab(orca=False) as lab,
        own_pulse.recording("public") as room,
        _studio(lab, tmp_path, own_pulse, brief_answers=False, speech_wpm=120) as studio,
    ):
        with own_pulse.recording("headphones") as ears:
            studio.press("ctrl+i", "")
            since = time.monotonic()
            told = studio.press("ctrl+i", "")
            assert "voice" in told["outlets"]
            assert "screen reader" not in told["outlets"]
            wait_until(lambda: ears.first_sound(since), 10, "the voice")
            time.sleep(0.5)
            lab.press("F7")
            pressed = time.monotonic()
            # However slow the key was: a sentence of this length takes several seconds.
            wait_until(lambda: time.monotonic() - (ears.last_sound(since) or 0) > 0.7, 4, "silence")
            assert (ears.last_sound(since) or 0) - pressed < 0.5
            assert studio.press("ctrl+F8", "words a minute")["text"] == "130 words a minute."
        before = len(studio.told())
        own_pulse.remove("headphones")
        gone = studio.wait_told("The headphones Headphones are gone.", before)
        assert "window" in gone["outlets"]
        own_pulse.set_default(sink="public")
        time.sleep(1.0)
        own_pulse.add_sink("headphones")
        studio.wait_told("Headphones works again.", before)
        with own_pulse.recording("headphones") as ears:
            since = time.monotonic()
            studio.press("ctrl+1", "")
            wait_until(lambda: ears.first_sound(since), 10, "the voice again")
        assert room.peak() == 0.0


@pytest.mark.parametrize(("own_voice", "speaker"), [("auto", "screen reader"), ("always", "voice")])
def test_beside_a_reader_one_of_the_two_speaks(
    own_pulse: PulseServer, tmp_path: Path, own_voice, speaker
):
    with (
        Lab() as lab,
        _studio(lab, tmp_path, own_pulse, own_voice=own_voice, earcons=False) as studio,
        own_pulse.recording("headphones") as ears,
    ):
        time.sleep(1.5)
        since, mark = time.monotonic(), lab.mark()
        lab.press("ctrl+1")
        told = studio.wait_told("You are not live", timeout_s=20)
        speakers = {"screen reader", "voice"} & set(told["outlets"])
        assert speakers == {speaker}
        if speaker == "screen reader":
            lab.wait_said("not live", mark)
        else:
            wait_until(lambda: ears.first_sound(since), 20, "the own voice")
        time.sleep(1.5)
        assert bool(ears.first_sound(since)) == (speaker == "voice")
        by_reader = [said for said in lab.said(mark) if "not live" in said.text]
        assert bool(by_reader) == (speaker == "screen reader")
