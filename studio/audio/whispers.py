"""What only the streamer hears: it is added to the headphones' own copy of the monitor bus.

No listener of the desk, and so no encoder, ever sees it.
"""

from collections import deque

import numpy as np

from studio.audio.tape import Samples
from studio.model.media import AudioBlock

_MOST = 8
"""Sounds that wait or play at once; more would be noise."""


class Whispers:
    """Short sounds for the headphones. `add` may be called on any thread."""

    def __init__(self) -> None:
        self._waiting: deque[Samples] = deque(maxlen=_MOST)
        self._playing: list[Samples] = []

    def add(self, samples: Samples) -> None:
        """Have a sound heard as soon as may be; shape (frames, 2), 48 kHz, full scale 1.0."""
        self._waiting.append(samples)

    def over(self, block: AudioBlock) -> AudioBlock:
        """The block with what is whispered now; the sound thread."""
        while self._waiting:
            self._playing.append(self._waiting.popleft())
        if not self._playing:
            return block
        heard = block.samples.copy()
        for whisper in self._playing:
            head = whisper[: len(heard)]
            heard[: len(head)] += head
        self._playing = [rest for one in self._playing if len(rest := one[len(heard) :])][-_MOST:]
        np.clip(heard, -1.0, 1.0, out=heard)
        return AudioBlock(heard, block.start)
