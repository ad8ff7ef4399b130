"""Holds what was read against the picture: would this code look so?

A check digit lets one wrong reading in ten pass, and blurred bars are misread in the same way again
and again. So the code is drawn as it must be, laid over the bars, bent and blurred as they are, and
compared with them, everywhere: two digits that differ leave a place where it does not fit.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]

_FINE = 8
"""Points for a module when its blur is drawn."""

_SAMPLES = 4
"""Points for a module when bars are compared."""

_AROUND = 14
"""Modules that are compared by themselves: two digits of an EAN-13."""

_CURLS = (0.0, 0.5, 0.8, 1.0, 1.2)
"""Half the angle that a label spans round a can, in radians, from which the search begins."""

_BLURS = (0.4, 0.8, 1.2, 1.7, 2.3)
"""In modules."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a code fits, as correlations from -1 to 1.

    Attributes:
        worst: Where it fits worst.
        mean: All over it.
    """

    worst: float
    mean: float


def fit(row: Row, modules: Row, left: float, right: float) -> Fit:
    """Lay a code over bars.

    Args:
        row: The bars, averaged along themselves.
        modules: How they must be, as `zxing.bars_of` says.
        left: About where the first bar begins, in pixels of the row.
        right: About where the last one ends.
    """
    laid = _Laid(row, modules)
    blur = _BLURS[1]
    begin = [np.array([left, right, 0.0, curl]) for curl in _CURLS]
    best = max(begin, key=lambda where: laid.mean(where, blur))
    step = np.array([(right - left) / len(modules), (right - left) / len(modules), 0.03, 0.1])
    score = laid.mean(best, blur)
    for _ in range(7):
        for which in range(4):
            for way in (-1.0, 1.0):
                tried = best.copy()
                tried[which] += way * step[which]
                reached = laid.mean(tried, blur)
                if reached > score:
                    score, best = reached, tried
        score, blur = max((laid.mean(best, b), b) for b in _BLURS)
        step *= 0.7
    return laid.fit(best, blur)


class _Laid:
    """A code over a row of bars."""

    def __init__(self, row: Row, modules: Row) -> None:
        self._row = row
        self._places = np.arange(len(row))
        self._t = np.linspace(0, 1, _SAMPLES * len(modules))
        self._window = (_SAMPLES * _AROUND) | 1
        quiet = np.ones(10 * _FINE, np.float32)
        fine = np.concatenate([quiet, np.repeat(modules, _FINE), quiet])
        at = (self._t * len(modules) + 10) * _FINE
        self._drawn: dict[float, tuple[Row, Row]] = {}
        for blur in _BLURS:
            soft = cv2.GaussianBlur(fine[None], (0, 0), blur * _FINE, sigmaY=0.01)[0]
            self._drawn[blur] = self._alone(np.interp(at, np.arange(len(soft)), soft))

    def mean(self, where: NDArray[np.float64], blur: float) -> float:
        return float(self._everywhere(where, blur).mean())

    def fit(self, where: NDArray[np.float64], blur: float) -> Fit:
        everywhere = self._everywhere(where, blur)
        return Fit(float(np.percentile(everywhere, 3)), float(everywhere.mean()))

    def _everywhere(self, where: NDArray[np.float64], blur: float) -> Row:
        left, right, bend, curl = where
        t = self._t
        if abs(curl) > 0.05:
            # Round a can it is narrower at both ends; `curl` is half the angle that it spans.
            t = 0.5 + 0.5 * np.sin(curl * (2 * t - 1)) / np.sin(curl)
        # Tilted it is wider at one end.
        bent = t + bend * t * (1 - t)
        seen, power = self._alone(np.interp(left + (right - left) * bent, self._places, self._row))
        drawn, drawn_power = self._drawn[blur]
        return np.asarray(
            self._nearby(seen * drawn) / np.sqrt(power * drawn_power + 1e-6), np.float32
        )

    def _alone(self, values: NDArray[np.float64]) -> tuple[Row, Row]:
        """What differs from its surroundings, and how much that is."""
        own = values.astype(np.float32)
        own = np.asarray(own - self._nearby(own), np.float32)
        return own, self._nearby(own * own)

    def _nearby(self, values: Row) -> Row:
        return np.asarray(cv2.blur(values[None], (self._window, 1)), np.float32)[0]
