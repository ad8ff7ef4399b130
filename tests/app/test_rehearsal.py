"""A rehearsal with announcements all the time: its recording has nothing of them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import WindowStudio, arrangement, furnish
from tests.harness import media
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer, Recording
from tests.harness.screenreader import Lab

MINUTES_VARIABLE = "EARSHOT_REHEARSAL_MINUTES"
EVERY_S = 2.0
"""An announcement, and a word of the streamer's, each so often."""
QUESTIONS = ("ctrl+i", "ctrl+1", "ctrl+5")
"""What is on air, whether it is live, how loud it is: each is answered aloud."""
_BLOCK = RATE // 50
_EDGE = 5
"""Blocks of 20 ms around a word in which there may be sound: a frame of AAC lasts 21 ms and reaches
into its neighbours, and where in it the word begins is chance."""

_LIKE = 0.06
"""From here on two sounds are alike; the words, which are noise, and speech are so to 0.02."""

_STRETCH = 4 * RATE

Mono = NDArray[np.float32]


@contextmanager
def _studio(lab: Lab, folder: Path, pulse: PulseServer) -> Iterator[WindowStudio]:
    """It speaks for itself, of names in three languages."""
    show = arrangement(
        [PictureSource("Kitchen 重庆小面 dapur", PictureKind.TEST)],
        [SoundSource("Headset", SoundKind.MICROPHONE, "virtmic")],
    )
    furnish(
        folder / "data", show, monitor_device="Headphones", brief_answers=False, speech_wpm=350,
        frame_rate=10,
    )  # fmt: skip
    with WindowStudio(lab, folder / "data", pulse.env) as studio:
        wait_until(lambda: pulse.playing_on("headphones"), 20, "the headphones")
        yield studio


@pytest.mark.parametrize(
    "count",
    [
        15,
        pytest.param(
            round(60 * float(os.environ.get(MINUTES_VARIABLE, "10")) / EVERY_S),
            marks=pytest.mark.soak,
        ),
    ],
)
def test_what_is_announced_in_a_rehearsal_is_not_in_its_recording(
    own_pulse: PulseServer, tmp_path: Path, count
):
    with (
        Lab(orca=False) as lab,
        _studio(lab, tmp_path, own_pulse) as studio,
        own_pulse.recording("virtmic") as mouth,
        own_pulse.recording("public") as room,
    ):
        studio.press("ctrl+shift+r", "You are rehearsing.")
        studio.press("ctrl+shift+l", "You are live in rehearsal.")
        studio.press("ctrl+r", "Recording.")
        begun = time.monotonic()
        before = len(studio.told())
        heard = _rehearse(own_pulse, studio, count)
        assert len(studio.told()) - before >= count
        lasted = time.monotonic() - begun
        mark = studio.mark()
        studio.press("ctrl+r", "")
        studio.wait_heard("Recording saved", mark)
        assert room.peak() == 0.0
        (file,) = studio.recordings()
        program = media.decode_sound(file).samples[:, 0]
        assert len(program) > (lasted - 2) * RATE
        since = max(begun - 5.0, mouth.started_at)
        said = mouth.samples(since)[:, 0]
        lags = _lags(program, said)
        _assert_silent_with_the_mouth(program, said, lags)
        _assert_unlike(program, since + lags[0] / RATE, heard)


def _rehearse(
    pulse: PulseServer, studio: WindowStudio, count: int
) -> list[tuple[Recording, float]]:
    """Talk and have it announce; in the middle the headphones are pulled out.

    Returns:
        What was heard of each announcement: in which recording, and from when on.
    """
    chance = np.random.default_rng(3)
    heard: list[tuple[Recording, float]] = []

    def announce(number: int) -> float:
        since = time.monotonic()
        word = 0.1 * chance.standard_normal(RATE // 2).astype(np.float32)
        playing = pulse.play("micfeed", word, wait=False)
        studio.press(QUESTIONS[number % len(QUESTIONS)], "")
        time.sleep(max(0.0, since + EVERY_S - time.monotonic()))
        playing.end()
        return since

    gone = range(count // 2, count // 2 + 2)
    with pulse.recording("headphones") as ears:
        heard += [(ears, announce(number)) for number in range(gone.start)]
    pulse.remove("headphones")
    for number in gone:
        announce(number)
    pulse.add_sink("headphones")
    wait_until(lambda: pulse.playing_on("headphones"), 20, "the headphones again")
    with pulse.recording("headphones") as ears:
        heard += [(ears, announce(number)) for number in range(gone.stop, count)]
    return heard


def _lags(program: Mono, said: Mono) -> list[int]:
    """How much later than what was said each stretch of the recording begins, in samples.

    Each anew: on a crowded machine either of the two may lose a moment, and is out of step then.
    """
    # Half a minute has words enough, each of its own noise, to tell how far apart the two are.
    lag = int(np.argmax(_alike(said[: 35 * RATE], program[: 25 * RATE])))
    assert lag < 10 * RATE
    lags = []
    for first in range(0, len(program), _STRETCH):
        begin = max(0, first + lag - RATE)
        here, there = program[first : first + _STRETCH], said[begin : first + lag + _STRETCH + RATE]
        if here.any() and there.any():
            lag = begin - first + int(np.argmax(_alike(there, here)[: 2 * RATE]))
        lags.append(lag)
    return lags


def _alike(one: Mono, other: Mono) -> NDArray[np.float64]:
    """How alike they are, 0.0 to 1.0, for each delay of one by which the other may be behind."""
    size = 1 << (len(one) + len(other)).bit_length()
    spectrum = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    return np.abs(np.fft.irfft(spectrum)) / max(norm, 1e-9)


def _loud(sound: Mono) -> NDArray[np.bool_]:
    """Which of its blocks are not digital silence."""
    whole = np.pad(sound, (0, -len(sound) % _BLOCK))
    return np.abs(whole).reshape(-1, _BLOCK).max(axis=1, initial=0.0) > 0.0


def _said_around(said: Mono, begin: int) -> NDArray[np.bool_]:
    """Beside which blocks of a stretch, that begins at a sample, the microphone spoke."""
    edge = _EDGE * _BLOCK
    padded = np.pad(said, (edge, edge + 2 * _STRETCH))[max(0, begin) :]
    loud = _loud(padded[: _STRETCH + 2 * edge])
    return np.convolve(loud, np.ones(2 * _EDGE + 1), "valid") > 0


def _assert_silent_with_the_mouth(program: Mono, said: Mono, lags: list[int]) -> None:
    """Where the microphone gave digital silence, there is digital silence, after AAC too."""
    aired = _loud(program[: len(program) // _BLOCK * _BLOCK])
    around = np.concatenate(
        [
            # The step between two lags may lie anywhere in the stretches beside it.
            np.any([_said_around(said, n * _STRETCH + lag) for lag in set(lags[n - 1 : n + 2])], 0)
            if n
            else _said_around(said, lags[0])
            for n in range(len(lags))
        ]
    )[: len(aired)]
    alone = np.flatnonzero(aired & ~around)
    print(
        f"\n{len(aired) / 50:.0f} s: the recording sounds in {aired.mean():.1%}; beside the "
        f"microphone's silence lie {1 - around.mean():.1%}, of which {len(alone)} blocks sound; "
        f"out of step by up to {(max(lags) - min(lags)) / RATE * 1000:.1f} ms"
    )
    assert aired.mean() > 0.15
    assert 1 - around.mean() > 0.3
    assert not len(alone), f"the recording sounds by itself at {alone / 50} s"


def _assert_unlike(program: Mono, starts_at: float, heard: list[tuple[Recording, float]]) -> None:
    """Where the recording sounds, it is not like what was announced, however delayed."""
    most, least_if_it_were = 0.0, 1.0
    loud = 0
    for ears, since in heard:
        spoken = ears.samples(since, since + EVERY_S)[:, 0]
        if np.abs(spoken).max(initial=0.0) < 0.01:
            continue
        loud += 1
        first = max(0, round((since - starts_at) * RATE))
        aired = program[first : first + len(spoken) + RATE // 2]
        most = max(most, _alike(aired, spoken).max())
        # As if it were heard under the streamer's words, half as loud as in the headphones.
        part = aired[: len(spoken)]
        covered = spoken[: len(part)] * (part != 0)
        if np.square(covered).sum() > 0.1 * np.square(spoken).sum():
            least_if_it_were = min(least_if_it_were, _alike(part + 0.5 * covered, spoken).max())
    print(
        f"{loud} of {len(heard)} announcements heard: at most {most:.3f} alike, at least "
        f"{least_if_it_were:.3f} if they were there"
    )
    assert least_if_it_were < 1.0
    assert loud > 0.9 * len(heard)
    assert most < _LIKE < least_if_it_were
