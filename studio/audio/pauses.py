"""The silence that engines put around words, made as short as it may be."""

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]

_SILENT = 48
"""Quieter than this, of 32768, nothing is heard."""
_ONSET = 8
"""Samples that are kept before the first loud one."""
_JOIN_S = 0.03
"""Left between two voices within a sentence."""
_END_S = 0.02


class Pauses:
    """Takes the sound of one job in order; gives what is to be heard of it.

    Silence before the first word is left out, for it would be heard as a slow answer; so is
    silence at the end, and most of that where another voice goes on with the sentence.

    Args:
        rate: Samples per second.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._is_leading = True
        self._pending = np.zeros(0, np.int16)

    def join(self) -> Pcm:
        """Another voice follows within the sentence."""
        self._is_leading = True
        return self._cut(_JOIN_S)

    def end(self) -> Pcm:
        return self._cut(_END_S)

    def heard(self, pcm: Pcm) -> Pcm:
        loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > _SILENT)
        if not len(loud):
            if not self._is_leading:
                self._pending = np.concatenate((self._pending, pcm))
            return pcm[:0]
        first = max(0, int(loud[0]) - _ONSET) if self._is_leading else 0
        last = int(loud[-1]) + 1
        self._is_leading = False
        given = np.concatenate((self._pending, pcm[first:last]))
        self._pending = pcm[last:]
        return given

    def _cut(self, seconds: float) -> Pcm:
        kept = self._pending[: round(self._rate * seconds)]
        self._pending = self._pending[:0]
        return kept
