"""Cuts sound into frames of the size that AAC wants, without ever slipping on the timeline."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from studio.model.media import CHANNELS, RATE, AudioBlock
from studio.output.codecs import AAC_FRAME

Frame = tuple[int, NDArray[np.float32]]
"""Index of the first sample; samples of shape (2, 1024), valid until the next frame is made."""


class SoundFramer:
    """Puts blocks end to end by their start index. One thread.

    What is missing between two blocks becomes silence; what comes twice is cut.

    Attributes:
        filled: Samples of silence put in so far.
        cut: Samples left out so far.
    """

    def __init__(self) -> None:
        self.filled = 0
        self.cut = 0
        self._frame = np.zeros((CHANNELS, AAC_FRAME), np.float32)
        self._used = 0
        self._position = 0
        self._has_begun = False

    def add(self, block: AudioBlock) -> Iterator[Frame]:
        """Take a block and give the frames that became full."""
        if not self._has_begun:
            self._has_begun = True
            self._position = block.start
        gap = block.start - self._position
        samples = block.samples
        if gap > 0:
            self.filled += gap
            yield from self._silence(gap)
        elif gap < 0:
            self.cut += min(-gap, len(samples))
            samples = samples[-gap:]
        yield from self._append(samples)

    def finish(self) -> Iterator[Frame]:
        """Fill the last frame with silence and give it."""
        if self._used:
            yield from self._silence(AAC_FRAME - self._used)

    def _silence(self, count: int) -> Iterator[Frame]:
        # Bit by bit: after a long gap this must not need memory for all of it.
        silence = np.zeros((RATE // 10, CHANNELS), np.float32)
        while count:
            part = silence[:count]
            yield from self._append(part)
            count -= len(part)

    def _append(self, samples: NDArray[np.float32]) -> Iterator[Frame]:
        while len(samples):
            part = samples[: AAC_FRAME - self._used]
            self._frame[:, self._used : self._used + len(part)] = part.T
            self._used += len(part)
            self._position += len(part)
            samples = samples[len(part) :]
            if self._used == AAC_FRAME:
                self._used = 0
                # The codec refuses what is not a number, and a show must not end by it.
                if not np.isfinite(self._frame).all():
                    np.nan_to_num(self._frame, copy=False, posinf=1.0, neginf=-1.0)
                yield self._position - AAC_FRAME, self._frame
