"""What a stretch of speech sounds like, in numbers: Google's speech embedding.

The network was trained on the words of many languages and speakers to tell them apart; two people
who say the same come out alike. It is loaded by OpenCV, which the studio has anyway: beside
onnxruntime that is 40 MB less in memory, no package of 28 MB, and 4 ms instead of 2.5 for two
seconds of speech.
"""

import threading
from functools import cache

import numpy as np

from studio.model.voice import Features
from studio.opencv import cv2
from studio.paths import resource
from studio.voice.sound import RATE, Samples

HOP_S = 0.08
"""Time from a frame of numbers to the next."""
SIZE = 96
"""Numbers of a frame."""
_SHORTEST = 13_000
"""Samples that the network wants at least: it looks at 0.775 s at a time."""
_MARGIN = RATE * 3 // 10
"""So much near-silence on both sides lets the first frame be of the speech's very beginning."""
_FAINT = 2e-4
_LEVEL = 0.5


class Embedding:
    """The network; any thread may ask, one after the other."""

    def __init__(self) -> None:
        path = resource("assets", "voice", "speech-embedding.onnx")
        self._network = cv2.dnn.readNetFromONNX(str(path))
        self._turn = threading.Lock()
        # Digital silence is nothing that a microphone gives; the network was never shown any.
        noise = np.random.default_rng(0).normal(0, _FAINT, 2 * _MARGIN)
        self._before, self._after = np.split(noise.astype(np.float32), 2)

    def of(self, samples: Samples) -> Features:
        """The numbers of a stretch, a row for every `HOP_S`; how loud it was does not matter.

        Args:
            samples: Mono, at `RATE`.
        """
        peak = float(np.abs(samples).max(initial=0.0))
        level = np.float32(_LEVEL / (peak + 1e-6))
        whole = np.concatenate([self._before, samples * level, self._after])
        if len(whole) < _SHORTEST:
            whole = np.pad(whole, (0, _SHORTEST - len(whole)))
        with self._turn:
            self._network.setInput(whole[None])
            made = self._network.forward()
            return made.reshape(-1, SIZE).astype(np.float32)


def seconds_of(features: Features) -> float:
    """How long what was put into numbers is, to 0.04 s: the first frame wants 0.175 s of it."""
    return (len(features) - 1) * HOP_S + 0.175 + HOP_S / 2


@cache
def embedding() -> Embedding:
    """The one of this process; loading it takes 10 ms."""
    return Embedding()
