"""Sounds to test with, files of them, and what is asked of a result."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from studio.model.media import RATE, AudioBlock

Sound = NDArray[np.float32]


def sine(seconds: float, hertz: float = 440.0, level: float = 0.5, rate: int = RATE) -> Sound:
    """Shape (frames,)."""
    at = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def noise(seconds: float, level: float = 0.1, seed: int = 0) -> Sound:
    """Shape (frames,)."""
    made = np.random.default_rng(seed).standard_normal(round(seconds * RATE))
    return (level * made).astype(np.float32)


def stereo(sound: Sound) -> Sound:
    """The same on both sides, shape (frames, 2)."""
    return np.repeat(sound[:, None], 2, axis=1)


def joined(blocks: list[AudioBlock]) -> Sound:
    """The sound of blocks that follow one another, shape (frames, 2)."""
    for before, after in itertools.pairwise(blocks):
        assert after.start == before.start + len(before.samples)
    return np.concatenate([block.samples for block in blocks])


def roughness(sound: Sound) -> float:
    """The greatest change from sample to sample, of the change from sample to sample: a click's."""
    return float(np.abs(np.diff(sound, n=2, axis=0)).max())


def loudness_db(sound: Sound) -> float:
    """How loud a soft sound is to the ear, whose full scale is 0 dB.

    Source: IEC 61672-1, weighting A.
    """
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)[1:]
    squares = hertz**2
    weights = 1.2589 * 12194**2 * squares**2
    weights /= (squares + 20.6**2) * (squares + 12194**2)
    weights /= np.sqrt((squares + 107.7**2) * (squares + 737.9**2))
    powers = np.abs(weights * np.fft.rfft(sound)[1:]) ** 2
    return float(10 * np.log10(2 * powers.sum() / len(sound) ** 2))


def place(sound: Sound, what: Sound) -> int:
    """Where in a sound something comes, in frames."""
    size = 1 << (len(sound) + len(what)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(what, size))
    return int(np.fft.irfft(spectrum)[: len(sound)].argmax())


class SoundFile:
    """A sound file in the making."""

    def __init__(self, path: Path, codec: str, rate: int, layout: str) -> None:
        self._container: Any = av.open(str(path), "w")
        self._stream: Any = self._container.add_stream(codec, rate=rate)
        self._stream.layout = layout
        self._layout = layout
        self._rate = rate
        self.at = 0

    def add(self, sound: Sound, at: int | None = None) -> None:
        """Append sound of shape (frames, channels), or place it, in frames at the file's rate."""
        self.at = self.at if at is None else at
        wanted = self._stream.codec_context.format.name
        resampler = av.AudioResampler(wanted, self._layout, self._rate)
        size = self._stream.codec_context.frame_size or 1024
        for first in range(0, len(sound), size):
            packed = np.ascontiguousarray(sound[first : first + size], np.float32)
            frame = AudioFrame.from_ndarray(packed.reshape(1, -1), "flt", self._layout)
            frame.sample_rate = self._rate
            frame.pts = self.at
            self.at += len(packed)
            for ready in resampler.resample(frame):
                self._container.mux(self._stream.encode(ready))

    def close(self) -> None:
        self._container.mux(self._stream.encode(None))
        self._container.close()


@contextlib.contextmanager
def sound_file(
    path: Path, codec: str = "pcm_s16le", rate: int = RATE, layout: str = "stereo"
) -> Iterator[SoundFile]:
    file = SoundFile(path, codec, rate, layout)
    yield file
    file.close()
