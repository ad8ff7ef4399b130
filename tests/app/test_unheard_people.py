"""Viewers hear no command: people's recordings through a microphone, in the studio's recording.

The proof that counts takes an hour, for it runs as slowly as people speak:

    EARSHOT_VOICE_CLIPS=recordings make soak workers=0 \\
        args="tests/app/test_unheard_people.py -s"

With `-k held` or `-k hands_free` it is one half of that; `EARSHOT_SPOKEN_COMMANDS` is another
number than 200. Each round's figures are printed, and those of all at the end.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.model.voice import Listening
from tests.app.unheard_people import Found, Round, Script, find, found, is_whole, known
from tests.app.voice_studio import HEADSET, Heard, heard
from tests.harness.media import decode_sound
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer, Recording

COUNT_VARIABLE = "EARSHOT_SPOKEN_COMMANDS"
AT_ONCE = 5
"""So many rounds are spoken in one go."""

SILENT_DB = -40.0
ALIKE = 0.1
LOST_S = 0.05
DROPPED_S = 0.2
"""A busy machine drops a block or two of the microphone's sound; a wrong cut is longer."""
WHOLE = 0.9
CONTROLS = 2
"""So many are spoken at the end without the key, or while the studio sleeps; viewers hear them."""
HEARD_DB = -3.0
HEARD_ALIKE = 0.8
_IN_TIME_S = 0.015
_LOUD = 0.02
"""The first sample that is as loud as this is found again in what the microphone gives."""

counts = pytest.mark.parametrize(
    "count",
    [2, pytest.param(int(os.environ.get(COUNT_VARIABLE, "200")), marks=pytest.mark.soak)],
)


class Speaker:
    """Somebody before the microphone of a show that is recorded, with a finger on the key."""

    def __init__(self, show: Heard, pulse: PulseServer) -> None:
        self._show = show
        self._pulse = pulse
        self.rounds: list[tuple[float, Round]] = []
        """When each began, in seconds of `time.monotonic`."""
        self.broken = 0

    def say(self, rounds: Sequence[Round]) -> None:
        """Say them one after the other; those that a busy machine broke up are not counted."""
        sound = np.concatenate([one.sound for one in rounds])
        with self._pulse.recording("virtmic") as mouth:
            # Its time is right once something came without delay.
            wait_until(lambda: mouth.frames > RATE, 10, "the microphone")
            begins = time.monotonic()
            playing = self._pulse.play("micfeed", sound, wait=False, latency_ms=1000)
            spoken = []
            for one in rounds:
                begins = self._follow(mouth, begins, one)
                is_in_time = True
                if one.pressed is not None and one.released is not None:
                    is_in_time = self._press("voice.hold", begins + one.pressed)
                    is_in_time &= self._press("voice.release", begins + one.released)
                spoken.append((begins, one, is_in_time))
                begins += one.seconds
            playing.process.wait(20)
            wait_until(lambda: mouth.ended_at >= begins, 20, "the microphone's last")
            for at, one, is_in_time in spoken:
                heard = mouth.samples(at - 0.5, at + one.seconds)[:, 0]
                if is_in_time and is_whole(heard, one, 0.5):
                    self.rounds.append((at, one))
                else:
                    self.broken += 1

    def _follow(self, mouth: Recording, begins: float, one: Round) -> float:
        """When a round that is about to begin really begins: by its first word."""
        word = float(np.flatnonzero(np.abs(one.sound) >= _LOUD)[0]) / RATE
        time.sleep(max(0.0, begins + word - time.monotonic()))
        since = begins + word - 0.2
        return wait_until(lambda: mouth.first_sound(since, _LOUD), 10, "the microphone") - word

    def _press(self, command: str, at: float) -> bool:
        """Press or release the key at a moment; whether that was the moment."""
        time.sleep(max(0.0, at - time.monotonic()))
        now = time.monotonic()
        self._show.studio.dispatch(command, "key", at=now)
        return now - at < _IN_TIME_S

    def understood(self, began: float, one: Round) -> bool:
        """Whether a command of a round was recognised."""
        ended = began + one.seconds
        return any(
            said.taught == one.command and began < said.ended < ended
            for said in self._show.utterances
        )


def _show(
    pulse: PulseServer, folder: Path, listening: Listening, speak: Callable[[Heard, Speaker], None]
) -> list[Found]:
    """Rehearse with a delay, record it, speak; gives what the recording has of each round."""
    settings = {
        "recording_folder": str(folder),
        "canvas": "320x180",
        "frame_rate": 10,
        "broadcast_delay_s": 3,
    }
    with heard(listening, HEADSET, *known(), **settings) as show:
        show.open_microphone(pulse)
        show.wish("show.go_live", "You are live in rehearsal.")
        show.wish("record.start", "Recording.")
        speaker = Speaker(show, pulse)
        speak(show, speaker)
        print(f"\n{speaker.broken} broken up by the machine were said again")
        show.wish("record.stop", "Recording saved")
        show.wish("show.end", "The rehearsed show has ended")
    (file,) = folder.glob("*.mp4")
    out = decode_sound(file).samples[:, 0]
    (first_at, first), *_rest = speaker.rounds
    offset = find(out, first, 30.0, 30.0) - first_at
    results = []
    for began, one in speaker.rounds:
        at = find(out, one, began + offset, 0.3)
        result = found(out, one, at)
        if result.likeness < WHOLE:  # a busy machine's clocks are out of step by more
            at = find(out, one, began + offset, 3.0)
            result = max(result, found(out, one, at), key=lambda one: one.likeness)
        if result.likeness >= WHOLE:
            offset = at - began
        results.append(result)
    return [
        Found(**{**_fields(result), "was_understood": speaker.understood(*spoken)})
        for spoken, result in zip(speaker.rounds, results, strict=True)
    ]


def _fields(one: Found) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _in_turns(speaker: Speaker, make: Callable[[], Round], count: int) -> None:
    """Until so many more were said."""
    count += len(speaker.rounds)
    while (missing := count - len(speaker.rounds)) > 0:
        assert speaker.broken < 10 + count, "the machine is too busy"
        speaker.say([make() for _ in range(min(AT_ONCE, missing))])


def _tell(found: Sequence[Found]) -> None:
    print()
    for number, one in enumerate(found):
        print(number, one)
    print(
        f"{len(found)} commands, {sum(one.was_understood for one in found)} understood; at most "
        f"{max(one.energy_db for one in found):.1f} dB, correlation "
        f"{max(one.correlation for one in found):.3f}, the command itself "
        f"{max(one.rest_db for one in found):.1f} dB; lost at most "
        f"{max(sum(one.lost_s) for one in found) * 1000:.0f} ms, "
        f"mean {np.mean([sum(one.lost_s) for one in found]) * 1000:.1f} ms; elsewhere at most "
        f"{max(one.dropped_s for one in found) * 1000:.0f} ms, "
        f"mean {np.mean([one.dropped_s for one in found]) * 1000:.1f} ms; likeness of wanted "
        f"speech at least {min(one.likeness for one in found):.3f}"
    )


def _judge(results: Sequence[Found], controls: Sequence[Found]) -> None:
    """Nothing of the commands is in it, all of the wanted speech is, and so are the controls."""
    _tell(results)
    for one in controls:
        print("not cut", one)
        assert one.energy_db > HEARD_DB
        assert one.correlation > HEARD_ALIKE
    assert max(one.energy_db for one in results) < SILENT_DB
    assert max(one.correlation for one in results) < ALIKE
    assert max(sum(one.lost_s) for one in results) <= LOST_S
    assert max(one.dropped_s for one in results) <= DROPPED_S
    assert min(one.likeness for one in results) > WHOLE


@counts
@pytest.mark.timeout(3600)
def test_held_commands_of_people_are_not_in_the_recording(
    own_pulse: PulseServer, tmp_path: Path, count: int, studio_log
):
    studio_log.allow("a job was refused")
    script = Script(1)

    def speak(_show: Heard, speaker: Speaker) -> None:
        _in_turns(speaker, script.held, count)
        _in_turns(speaker, lambda: replace(script.held(), pressed=None), CONTROLS)

    results = _show(own_pulse, tmp_path, Listening.HELD, speak)
    _judge(results[:count], results[count:])


@counts
@pytest.mark.timeout(3600)
def test_hands_free_commands_of_people_are_not_in_the_recording(
    own_pulse: PulseServer, tmp_path: Path, count: int, studio_log
):
    studio_log.allow("a job was refused")
    script = Script(2)

    def speak(show: Heard, speaker: Speaker) -> None:
        _in_turns(speaker, script.hands_free, count)
        show.wish("voice.sleep", "Asleep")
        _in_turns(speaker, script.hands_free, CONTROLS)

    results = _show(own_pulse, tmp_path, Listening.HANDS_FREE, speak)
    _judge(results[:count], results[count:])
