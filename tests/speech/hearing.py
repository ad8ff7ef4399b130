"""Tells which of several messages was heard, by its sound.

Speech of the same words is never the same wave twice, so what was recorded is compared by its
loudness in 24 bands of the mel scale, every 3 ms, stretched to fit (dynamic time warping). So fine
because at 350 words a minute “thirty-nine” and “forty-nine” differ for a twentieth of a second. The
references are made anew by the voice's own program; no recogniser of speech takes
part, for none understands a synthetic voice in three languages.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from studio.audio.engine_start import start_engine
from studio.model.segment import Segment
from studio.model.voicing import Job, Manner, Mark, pack_job, read_frame
from studio.speech import synthesizer
from studio.speech.pieces import pieces_of

Bands = NDArray[np.float64]
"""Shape (stretches of 3 ms, 24): loudness, without the level of the whole."""

_BANDS, _LOW_HZ, _HIGH_HZ = 24, 150.0, 7000.0
_WINDOW_S, _STEP_S = 0.025, 0.003
_SILENT_BELOW = 7.0
"""Nepers under the loudest: what is fainter at either end is no speech."""
_FAINTEST = 14.0
"""Nepers under the loudest, in power: what is fainter is silence, however exact it is."""
_FINALISTS = 5
_COARSE = 3
"""All candidates are compared at every third stretch, the nearest of them at all."""


def bands_of(samples: NDArray[np.float32], hz: int) -> Bands:
    """What is characteristic of a stretch of speech.

    Args:
        samples: Mono, full scale is -1.0 to 1.0, with or without silence at its ends.
        hz: Samples per second.

    Raises:
        ValueError: Nothing is heard in it.
    """
    step, width = round(hz * _STEP_S), round(hz * _WINDOW_S)
    if len(samples) < 5 * width or not samples.any():
        raise ValueError("nothing is heard")
    frames = np.lib.stride_tricks.sliding_window_view(samples, width)[::step]
    size = 1 << (width - 1).bit_length()
    power = np.abs(np.fft.rfft(frames * np.hanning(width), size, axis=1)) ** 2
    power = power @ _mel_filters(hz, size).T
    bands = np.log(power / power.max() + np.exp(-_FAINTEST))
    loud = np.flatnonzero(bands.mean(1) > bands.mean(1).max() - _SILENT_BELOW)
    heard = bands[loud[0] : loud[-1] + 1]
    return (heard - heard.mean(0)) / heard.std()


def _mel_filters(hz: int, size: int) -> NDArray[np.float64]:
    """Triangles of equal width on the mel scale, shape (bands, size // 2 + 1).

    Source: D. O'Shaughnessy, Speech Communication (1987): 1127 ln(1 + f / 700).
    """
    lowest, highest = 1127 * np.log1p(np.array((_LOW_HZ, _HIGH_HZ)) / 700)
    corners = 700 * np.expm1(np.linspace(lowest, highest, _BANDS + 2) / 1127)
    at = np.fft.rfftfreq(size, 1 / hz)
    low, middle, high = (corners[n : n + _BANDS, None] for n in range(3))
    return np.clip(np.minimum((at - low) / (middle - low), (high - at) / (high - middle)), 0, None)


def distance(one: Bands, other: Bands) -> float:
    """How unlike two stretches are when each is stretched to fit the other; 0 for the same.

    Source: H. Sakoe and S. Chiba (1978), symmetric steps without slope limit. Gone through by
    diagonals, on each of which no place depends on another.
    """
    rows, columns = len(one), len(other)
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None] - 2 * one @ other.T
    cost = np.sqrt(np.clip(squares, 0, None) / _BANDS)
    by_diagonal = np.full((rows + columns - 1, rows), np.inf)
    row, column = np.indices(cost.shape)
    by_diagonal[row + column, row] = cost
    # Sums by row, on the last two diagonals; the place before the first row is in front.
    before, last = np.full(rows + 1, np.inf), np.full(rows + 1, np.inf)
    before[0] = 0.0
    for costs in by_diagonal:
        least = np.minimum(np.minimum(last[1:], last[:-1]), before[:-1])
        before, last = last, np.concatenate(([np.inf], costs + least))
    return float(last[rows]) / (rows + columns)


def nearest(heard: Bands, candidates: Sequence[Bands]) -> list[tuple[float, int]]:
    """Those that it is most like: how unlike each is, and its number; the nearest first."""
    coarse = [distance(heard[::_COARSE], one[::_COARSE]) for one in candidates]
    finalists = np.argsort(coarse)[:_FINALISTS]
    return sorted((distance(heard, candidates[number]), int(number)) for number in finalists)


def references(messages: Sequence[Sequence[Segment]], manner: Manner) -> list[Bands]:
    """Have every message made by a process of the voice's program."""
    with _synthesizer() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        made: list[Bands] = []
        ready = read_frame(process.stdout)
        assert ready is not None
        assert ready.mark is Mark.READY
        for number, segments in enumerate(messages, 1):
            process.stdin.write(pack_job(Job(number, tuple(pieces_of(segments)), manner)))
            process.stdin.flush()
            pcm = np.frombuffer(b"".join(_sound_of(process)), np.int16)
            made.append(bands_of(pcm.astype(np.float32) / np.float32(32768), ready.id))
        return made


def _sound_of(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    assert process.stdout is not None
    while (frame := read_frame(process.stdout)) is not None:
        match frame.mark:
            case Mark.SOUND:
                yield frame.body
            case Mark.DONE:
                return
            case Mark.FAILED:
                raise AssertionError(frame.body.decode(errors="replace"))
            case _:
                pass
    raise AssertionError("the voice's program ended")


@contextlib.contextmanager
def _synthesizer() -> Iterator[subprocess.Popen[bytes]]:
    process = start_engine(synthesizer.program())
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
