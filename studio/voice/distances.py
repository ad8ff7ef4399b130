"""How far one stretch of speech is from others, whatever the speed at which it was spoken."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.model.voice import Features

_FAR = np.float32(1e9)


def unit(features: Features) -> Features:
    """Every frame brought to length 1."""
    return features / (np.linalg.norm(features, axis=1, keepdims=True) + 1e-9)


class Templates:
    """Takes, laid side by side so that all are compared at once.

    Args:
        takes: Their features.
    """

    def __init__(self, takes: Sequence[Features]) -> None:
        self.lengths = np.array([len(take) for take in takes], np.int64)
        longest = int(self.lengths.max(initial=0))
        size = takes[0].shape[1] if takes else 0
        self._laid = np.zeros((len(takes), longest, size), np.float32)
        for laid, take in zip(self._laid, takes, strict=True):
            laid[: len(take)] = unit(take)

    def __len__(self) -> int:
        return len(self.lengths)

    def distances(self, heard: Features) -> NDArray[np.float32]:
        """How far what was heard is from each take: 0 to 2, the mean along the best path."""
        if not len(self) or not len(heard):
            return np.full(len(self), _FAR, np.float32)
        costs = 1 - np.einsum("nd,kmd->knm", unit(heard), self._laid, optimize=True)
        return _warped(costs, self.lengths)


def _warped(costs: NDArray[np.float32], lengths: NDArray[np.int64]) -> NDArray[np.float32]:
    """Dynamic time warping of all at once, along the diagonals; a diagonal step counts twice.

    Source: Sakoe and Chiba, "Dynamic programming algorithm optimization for spoken word
    recognition", 1978, the symmetric form without a slope constraint.
    """
    count, heard, longest = costs.shape
    reached = np.full((count, heard + 1, longest + 1), _FAR, np.float32)
    reached[:, 0, 0] = 0
    for diagonal in range(2, heard + longest + 1):
        i = np.arange(max(1, diagonal - longest), min(heard, diagonal - 1) + 1)
        j = diagonal - i
        cost = costs[:, i - 1, j - 1]
        straight = np.minimum(reached[:, i - 1, j], reached[:, i, j - 1]) + cost
        reached[:, i, j] = np.minimum(straight, reached[:, i - 1, j - 1] + 2 * cost)
    ends = reached[np.arange(count), heard, lengths]
    return ends / (heard + lengths)
