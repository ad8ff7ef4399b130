"""Holds what was read against the picture: would this code look so?

A check digit lets one wrong reading in ten pass, and blurred bars are misread in the same way again
and again. So the code is drawn as it must be, laid over the bars, bent and blurred as they are, and
compared with them, everywhere: two digits that differ leave a place where it does not fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.opencv import cv2

Row = NDArray[np.float32]

_FINE = 8
"""Points for a module when its blur is drawn."""

_SAMPLES = 4
"""Points for a module when bars are compared."""

_AROUND = 14
"""Modules that are compared by themselves: two digits of an EAN-13."""

_BENDS = (
    *((bend / 100, 0.0) for bend in range(-20, 21, 4)),
    *((0.0, curl) for curl in (0.5, 0.8, 1.1)),
)
"""Where the search begins: how much wider one end is, and half the angle that a label spans round a
can, in radians."""

_CLIMBS = 3

_MEAN = 0.9
"""From this correlation on, drawn and seen bars are the same code."""

_WORST = 0.6
"""So much it must fit everywhere."""

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

    @property
    def is_good(self) -> bool:
        return self.worst >= _WORST and self.mean >= _MEAN


def fit_of(row: Row, modules: Row, left: float, right: float) -> float:
    """How well bars are those of a code, from 0, where they are not, to 1.

    Args:
        row: The bars, averaged along themselves.
        modules: How they must be, as `zxing.bars_of` says.
        left: About where the first bar begins, in pixels of the row.
        right: About where the last one ends.
    """
    laid = _Laid(row, modules)
    return next((fit.mean for fit in laid.climbs(left, right) if fit.is_good), 0.0)


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

    def climbs(self, left: float, right: float) -> Iterator[Fit]:
        """The best place near a place, from the bends that look best at a glance."""
        module = (right - left) / len(self._t) * _SAMPLES
        begins = [np.array([left, right, bend, curl]) for bend, curl in _BENDS]
        begins.sort(key=lambda where: -self.mean(where, _BLURS[-1]))
        for where in begins[:_CLIMBS]:
            yield self._climb(where, np.array([module, module, 0.02, 0.08]))

    def _climb(self, best: NDArray[np.float64], step: NDArray[np.float64]) -> Fit:
        blur = _BLURS[1]
        score = self.mean(best, blur)
        for _ in range(7):
            for which in range(4):
                for way in (-1.0, 1.0):
                    tried = best.copy()
                    tried[which] += way * step[which]
                    reached = self.mean(tried, blur)
                    if reached > score:
                        score, best = reached, tried
            score, blur = max((self.mean(best, b), b) for b in _BLURS)
            step = step * 0.7
        return self.fit(best, blur)

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
