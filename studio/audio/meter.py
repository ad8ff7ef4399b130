"""How loud it is: peaks in dBFS, and loudness as heard in LUFS."""

import math
from collections import deque

import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NothingYet
from av.filter import Graph
from numpy.typing import NDArray

from studio.audio.tape import Samples
from studio.model.media import RATE

SILENT = float("-inf")

_FULL_SCALE = 0.999
_LEAST = 2.0**-23
_SHORT_TERM = 3 * RATE
_PERIOD = RATE // 10
"""FFmpeg's meter tells every 100 ms, the step of EBU R128."""
_NOTHING = -120.0
"""Below this FFmpeg means silence."""
_NO_BLOCKS = -70.0
"""What FFmpeg gives as integrated while nothing passed the gate of -70 LUFS."""


def decibels(peak: float) -> float:
    """A peak, full scale 1.0, in dBFS; minus infinity below what 24 bits hold."""
    return 20 * math.log10(peak) if peak > _LEAST else SILENT


class PeakMeter:
    """Highest sample of the last 100 ms, and whether full scale was reached in the last second.

    Args:
        block_s: How long a block is, in seconds.
    """

    def __init__(self, block_s: float) -> None:
        self._peaks: deque[float] = deque(maxlen=max(1, round(0.1 / block_s)))
        self._clip_blocks = round(1.0 / block_s)
        self._since_clip = self._clip_blocks

    def add(self, peak: float, gain: float = 1.0) -> None:
        """Take the peak of a block before its gain, full scale 1.0; either may reach that."""
        self._peaks.append(peak * gain)
        is_full = max(peak, peak * gain) >= _FULL_SCALE
        self._since_clip = 0 if is_full else self._since_clip + 1

    @property
    def peak_db(self) -> float:
        return decibels(max(self._peaks, default=0.0))

    @property
    def is_clipping(self) -> bool:
        return self._since_clip < self._clip_blocks


class LoudnessMeter:
    """Momentary, short-term and integrated loudness; one thread.

    This is FFmpeg's `ebur128` filter, which PyAV brings anyway: K-weighting and gates after ITU-R
    BS.1770 and EBU Tech 3341, maintained, 0.2 % of a core. (`pyebur128` has no wheels for Python
    3.13; `pyloudnorm` and `lupy` need SciPy, 0.3 s and 50 MB; `loudness` measures whole files.)

    Attributes:
        momentary: Loudness of the last 400 ms in LUFS, minus infinity for silence.
        short_term: Loudness of the last 3 s in LUFS; in the first 3 s the loudest 400 ms.
        integrated: Gated loudness since the beginning or the last reset in LUFS.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew: all three."""
        self.momentary = self.short_term = self.integrated = SILENT
        self._graph = Graph()
        source = self._graph.add_abuffer(sample_rate=RATE, format="dbl", layout="stereo")
        meter = self._graph.add("ebur128", "metadata=1:framelog=quiet")
        self._graph.link_nodes(source, meter, self._graph.add("abuffersink"))
        self._graph.configure()
        self._taken = 0
        self._gathered: list[Samples] = []

    def add(self, samples: Samples) -> None:
        """Take the next block, shape (frames, 2). Figures change every 100 ms."""
        self._gathered.append(samples)
        if sum(map(len, self._gathered)) >= _PERIOD:
            packed = np.concatenate(self._gathered, dtype=np.float64).reshape(1, -1)
            self._gathered.clear()
            self._push(packed)
            self._read()

    def _push(self, packed: NDArray[np.float64]) -> None:
        frame = AudioFrame.from_ndarray(packed, "dbl", "stereo")
        frame.sample_rate = RATE
        frame.pts = self._taken
        self._taken += frame.samples
        self._graph.push(frame)

    def _read(self) -> None:
        while True:
            try:
                told = self._graph.pull()
            except NothingYet:
                return
            if isinstance(told, AudioFrame):
                values = told.metadata
                self.momentary = _lufs(values.get("lavfi.r128.M"))
                short_term = _lufs(values.get("lavfi.r128.S"))
                if self._taken < _SHORT_TERM:  # it is told of whole 3 s only
                    short_term = max(self.short_term, self.momentary)
                self.short_term = short_term
                self.integrated = _lufs(values.get("lavfi.r128.I"), _NO_BLOCKS)


def _lufs(text: str | None, nothing: float = _NOTHING) -> float:
    value = float(text) if text else SILENT
    return value if value > nothing else SILENT
