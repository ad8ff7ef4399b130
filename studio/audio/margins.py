"""How far a command reaches beyond its words: its breath before, the room's answer after."""

import numpy as np
from numpy.typing import NDArray

CELL_S = 0.005

_MOST_BEFORE_S = 0.30
_MOST_AFTER_S = 0.45
_SOFT = 0.03
"""15 dB below the command. What is softer, such as a breath, may come and go."""
_RISE = 4.0
"""6 dB above the least since the command, and not soft: something else begins."""
_QUIET = 2.0
_ECHO_CELLS = 12
"""A room's echo has become softer by then."""
_ECHO = 0.25
_ROUNDED = 3
_CLEAR_CELLS = 5
"""Left to what else begins, for the gate's ramp."""
_LEAST_S = 0.005


def with_margins(
    powers: NDArray[np.float64], begins_at: float, began: float, ended: float
) -> tuple[float, float]:
    """Widen a command by what is heard of it outside of its words, and of nothing else.

    Args:
        powers: Mean square of each cell of `CELL_S` around it.
        begins_at: The time of the first of them, on the same clock as the others.
        began: When the command began.
        ended: When it ended.

    Returns:
        When to shut the microphones, and when to open them.
    """
    if not len(powers):
        return began - _LEAST_S, ended + _LEAST_S
    rounded = np.convolve(powers, np.ones(_ROUNDED) / _ROUNDED, "same")
    first = min(len(powers), max(0, round((began - begins_at) / CELL_S)))
    last = min(len(powers), max(0, round((ended - begins_at) / CELL_S)))
    loud = float(np.quantile(powers[first:last], 0.75)) if last > first else 0.0
    floor = float(np.quantile(rounded, 0.1)) + 1e-12
    before = _reach(rounded[:first][::-1][: round(_MOST_BEFORE_S / CELL_S)], floor, loud)
    after = _reach(rounded[last:][: round(_MOST_AFTER_S / CELL_S)], floor, loud)
    return began - max(_LEAST_S, before * CELL_S), ended + max(_LEAST_S, after * CELL_S)


def _reach(powers: NDArray[np.float64], floor: float, loud: float) -> int:
    """How many cells from the command's edge outwards are the command's still."""
    if len(powers) > _ECHO_CELLS and powers[_ECHO_CELLS] > _ECHO * loud:
        return 0  # as loud as before: other words follow without a pause
    least = float("inf")
    for index, power in enumerate(powers.tolist()):
        if power > _SOFT * loud and power > _RISE * least:
            quiet = np.flatnonzero(powers[:index] <= _QUIET * least)
            return max(int(quiet[0]), int(quiet[-1]) + 1 - _CLEAR_CELLS)
        least = min(least, power)
    sounding = np.flatnonzero(powers > _QUIET * floor)
    return int(sounding[-1]) + 2 if len(sounding) else 0
