"""How far one stretch of speech is from others, whatever the speed at which it was spoken."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.model.voice import Features

FAR = np.float32(9.0)
"""The distance of what cannot be the same: one is more than twice as long as the other."""
_MOST_WARPED = 2.2
_UNREACHED = np.float32(1e9)
_SKETCHED = 8
_MOST_CELLS = 2_000_000
"""Eight megabytes, twice."""


def levelled(features: Features) -> Features:
    """What is the same in all frames taken away, and every frame brought to length 1.

    The first is mostly the room, the microphone and its noise.
    """
    changes = features - features.mean(axis=0, keepdims=True)
    lengths = np.linalg.norm(changes, axis=1, keepdims=True)
    return (changes / (lengths + 1e-6)).astype(np.float32)


def sketch(frames: Features) -> NDArray[np.float32]:
    """The course of a stretch in few numbers, by which most others can be ruled out at once."""
    places = np.linspace(0, len(frames) - 1, _SKETCHED)
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, len(frames) - 1)
    part = (places - low)[:, None].astype(np.float32)
    drawn = (frames[low] * (1 - part) + frames[high] * part).reshape(-1)
    return (drawn / (np.linalg.norm(drawn) + 1e-6)).astype(np.float32)


class Templates:
    """Stretches of speech, laid side by side so that all are compared at once.

    Args:
        stretches: Their features, as they were made.
    """

    def __init__(self, stretches: Sequence[Features]) -> None:
        self.lengths = np.array([len(one) for one in stretches], np.int64)
        size = stretches[0].shape[1] if stretches else 0
        longest = int(self.lengths.max(initial=0))
        self._laid = np.zeros((len(stretches), longest, size), np.float32)
        sketches = []
        for laid, stretch in zip(self._laid, stretches, strict=True):
            laid[: len(stretch)] = frames = levelled(stretch)
            sketches.append(sketch(frames))
        self._sketches = np.array(sketches, np.float32)

    def __len__(self) -> int:
        return len(self.lengths)

    def rough(self, heard: Features) -> NDArray[np.float32]:
        """How far what was heard is from each at a rough look; 0 to 2."""
        return 1 - self._sketches @ sketch(levelled(heard))

    def distances(
        self, heard: Features, among: NDArray[np.int64] | None = None
    ) -> NDArray[np.float32]:
        """How far what was heard is from each: the mean along the best path, 0 to 2, or `FAR`.

        Args:
            heard: Features, as they were made.
            among: Compare with these alone.
        """
        lengths = self.lengths if among is None else self.lengths[among]
        found = np.full(len(lengths), FAR, np.float32)
        near = (lengths < _MOST_WARPED * len(heard)) & (len(heard) < _MOST_WARPED * lengths)
        frames = levelled(heard)
        for places in self._parts(np.flatnonzero(near), len(heard)):
            chosen, long = places if among is None else among[places], lengths[places]
            ends = _warped(frames, self._laid[chosen, : long.max()])
            found[places] = ends[long, np.arange(len(long))] / (len(heard) + long)
        return found

    def beginnings(self, heard: Features, most: float) -> NDArray[np.float32]:
        """The same to the best beginning of each; `FAR` of those that are much shorter.

        Args:
            heard: Features, as they were made.
            most: The share of each that a beginning is at most.
        """
        found = np.full(len(self), FAR, np.float32)
        frames = levelled(heard)
        is_long = most * self.lengths > len(heard) / _MOST_WARPED
        for places in self._parts(np.flatnonzero(is_long), len(heard)):
            longest = min(int(self.lengths[places].max()), int(_MOST_WARPED * len(heard)))
            ends = _warped(frames, self._laid[places, :longest])
            passed = np.arange(len(ends))[:, None]
            is_part = (passed > len(heard) / _MOST_WARPED) & (passed <= most * self.lengths[places])
            found[places] = np.where(is_part, ends / (len(heard) + passed), FAR).min(axis=0)
        return found

    def _parts(self, places: NDArray[np.int64], frames: int) -> list[NDArray[np.int64]]:
        """So many at once that what is reckoned for them stays small."""
        at_once = max(1, _MOST_CELLS // (frames * self._laid.shape[1] + 1))
        return [places[first : first + at_once] for first in range(0, len(places), at_once)]


def _warped(heard: Features, laid: NDArray[np.float32]) -> NDArray[np.float32]:
    """Dynamic time warping of all at once; a diagonal step counts twice.

    Args:
        heard: Levelled frames.
        laid: Shape (stretches, frames of the longest, numbers).

    Returns:
        What the best path from both beginnings to the last frame heard has cost; shape (frames of
        the longest + 1, stretches), by how many frames of the stretch it has passed.

    Source: Sakoe and Chiba, "Dynamic programming algorithm optimization for spoken word
    recognition", 1978, the symmetric form without a slope constraint.
    """
    costs = 1 - np.matmul(heard[None], laid.transpose(0, 2, 1))
    costs = np.ascontiguousarray(costs.transpose(1, 2, 0))
    rows, longest, count = costs.shape
    reached = np.full((rows + 1, longest + 1, count), _UNREACHED, np.float32)
    reached[0, 0] = 0
    for diagonal in range(2, rows + longest + 1):
        i = np.arange(max(1, diagonal - longest), min(rows, diagonal - 1) + 1)
        j = diagonal - i
        cost = costs[i - 1, j - 1]
        straight = np.minimum(reached[i - 1, j], reached[i, j - 1]) + cost
        reached[i, j] = np.minimum(straight, reached[i - 1, j - 1] + 2 * cost)
    return reached[rows]
