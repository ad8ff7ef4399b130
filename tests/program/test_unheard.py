"""Commands that are spoken during a show are not in what viewers get."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.desk import SoundDesk
from studio.model.media import RATE
from tests.audio.sounds import Sound, place
from tests.harness.media import decode_sound
from tests.program.unheard import Talk, audible, feed_microphones, lost_s, play, talk_with

COMMANDS = 200
"""Held, half of them with each delay."""
UNDERSTOOD_S = 0.6
"""From the end of a command until it is cut, as slow as the slowest of twenty may be."""

SILENT_DB = -40.0
"""Below the command: what a codec smears of the words beside it into the silence."""


def _recorded(path, talk: Talk) -> Sound:
    """The recording's sound, in step with the talk."""
    out = decode_sound(path).samples[:, 0]
    late = place(out[: 5 * RATE], talk.sound[round(0.5 * RATE) : round(0.9 * RATE)])
    shift = late - round(0.5 * RATE)
    assert abs(shift) < 0.05 * RATE
    return out[shift:] if shift >= 0 else np.concatenate((np.zeros(-shift, np.float32), out))


@pytest.mark.parametrize("delay_s", [0.0, 5.0])
def test_held_commands_are_not_in_the_recording(monkeypatch, tmp_path, delay_s):
    """Spoken without any pause: the press is the end of one word, the release before the next."""
    talk = talk_with(COMMANDS // 2, pauses_s=(0.0, 0.05), has_room=False, seed=round(delay_s))
    feed_microphones(monkeypatch, talk.sound)

    def hold_all(desk: SoundDesk, origin: float) -> None:
        for one in talk.said:
            desk.hold_voice(origin + one.began)
            desk.release_voice(origin + one.ended)

    play(talk, tmp_path / "show.mp4", delay_s=delay_s, prepare=hold_all)
    out = _recorded(tmp_path / "show.mp4", talk)
    energy_db, correlation = audible(talk, out, talk.said)
    assert energy_db < SILENT_DB
    assert correlation < 0.05
    assert lost_s(talk, out) <= 0.05


def test_commands_without_the_key_are_not_in_the_recording(monkeypatch, tmp_path):
    talk = talk_with(COMMANDS, pauses_s=(0.35, 0.7), has_room=True)
    feed_microphones(monkeypatch, talk.sound)
    coming = list(talk.said)
    cuts: list[bool] = []

    def understand(desk: SoundDesk, origin: float, at: float) -> None:
        while coming and at >= coming[0].ended + UNDERSTOOD_S:
            one = coming.pop(0)
            cuts.append(desk.cut_voice(origin + one.began, origin + one.ended))

    play(
        talk,
        tmp_path / "show.mp4",
        delay_s=4.0,
        prepare=lambda _desk, _origin: None,
        heard=understand,
    )
    assert cuts == [True] * COMMANDS
    out = _recorded(tmp_path / "show.mp4", talk)
    energy_db, correlation = audible(talk, out, talk.said)
    assert energy_db < SILENT_DB
    assert correlation < 0.05
    assert lost_s(talk, out) <= 0.05


def test_without_cuts_they_would_be_heard(monkeypatch, tmp_path):
    """The measure itself: it finds what is there."""
    talk = talk_with(3, pauses_s=(0.35, 0.7), has_room=True)
    feed_microphones(monkeypatch, talk.sound)
    play(talk, tmp_path / "show.mp4", delay_s=0.0, prepare=lambda _desk, _origin: None)
    out = _recorded(tmp_path / "show.mp4", talk)
    energy_db, correlation = audible(talk, out, talk.said)
    assert energy_db > -3
    assert correlation > 0.8
    assert lost_s(talk, out) < 0.05
