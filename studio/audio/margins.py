"""How far a command reaches beyond its words: its breath before, the room's answer after."""

import numpy as np
from numpy.typing import NDArray

CELL_S = 0.005

_MOST_BEFORE_S = 0.30
_MOST_AFTER_S = 0.45
_SOFT = 0.03
"""15 dB below the command. What is softer, such as a breath, may come and go."""
_SPOKEN = 0.05
_RISE = 4.0
"""6 dB above the least since the command, and not soft: something else begins."""
_QUIET = 2.0
_ECHO_CELLS = 12
"""A room's echo has become softer by then."""
_ECHO = 0.25
_EDGE_CELLS = 16
_EDGE_CELLS_BETWEEN_PAUSES = 36
_PRESS_CELLS = 8
"""A key's press is known better than where words begin or end."""
_PAUSE_CELLS = 12
_WRONG_CELLS = 6
"""So far the edge itself may be wrong."""
_ROUNDED = 3
_CLEAR_CELLS = 5
"""Left to what else begins, for the gate's ramp."""
_LEAST_S = 0.005


def with_margins(
    powers: NDArray[np.float64],
    begins_at: float,
    began: float,
    ended: float,
    *,
    is_between_pauses: bool = False,
) -> tuple[float, float]:
    """Widen a command by what is heard of it outside of its words, and of nothing else.

    Args:
        powers: Mean square of each cell of `CELL_S` around it.
        begins_at: The time of the first of them, on the same clock as the others.
        began: When the command began.
        ended: When it ended.
        is_between_pauses: Nothing else is said within a quarter of a second of it, so its edges
            may be looked for farther away; in a room that echoes its end is hard to hear.

    Returns:
        When to shut the microphones, and when to open them.
    """
    if not len(powers):
        return began - _LEAST_S, ended + _LEAST_S
    rounded = np.convolve(powers, np.ones(_ROUNDED) / _ROUNDED, "same")
    first = min(len(powers), max(0, round((began - begins_at) / CELL_S)))
    last = min(len(powers), max(0, round((ended - begins_at) / CELL_S)))
    loud = float(np.quantile(powers[first:last], 0.75)) if last > first else 0.0
    others = np.concatenate((powers[:first], powers[last:]))
    beside = float(np.quantile(others, 0.9)) if len(others) else 0.0
    # Whoever shouts commands speaks softly to viewers.
    soft = _SOFT * (min(loud, beside) if beside > _SPOKEN * loud else loud)
    floor = float(np.quantile(rounded, 0.1)) + 1e-12
    edge = _EDGE_CELLS_BETWEEN_PAUSES if is_between_pauses else _EDGE_CELLS
    earlier = rounded[:first][::-1][: round(_MOST_BEFORE_S / CELL_S)]
    if is_between_pauses:
        before = _reach(earlier, floor, soft, edge)
    else:  # what is soft there is the end of other words, rather than a breath
        before = _first_pause(earlier, max(_QUIET * floor, soft), _PRESS_CELLS)
    after = _reach(rounded[last:][: round(_MOST_AFTER_S / CELL_S)], floor, soft, edge)
    return began - max(_LEAST_S, before * CELL_S), ended + max(_LEAST_S, after * CELL_S)


def _reach(powers: NDArray[np.float64], floor: float, soft: float, edge: int) -> int:
    """How many cells from the command's edge outwards are the command's still."""
    pause = _first_pause(powers, max(_QUIET * floor, soft), edge)
    return pause + _reach_of_echo(powers[pause:], floor, soft)


def _first_pause(powers: NDArray[np.float64], soft: float, edge: int) -> int:
    """Where a pause begins within so many cells of the edge; 0 without one.

    Who says where a command began and ended may be wrong by a syllable's end.
    """
    if len(powers) < _PAUSE_CELLS:
        return 0
    is_soft = powers[: edge + _PAUSE_CELLS] <= soft
    runs = np.convolve(is_soft, np.ones(_PAUSE_CELLS), "valid") >= _PAUSE_CELLS
    return int(runs.argmax()) if runs.any() else 0


def _reach_of_echo(powers: NDArray[np.float64], floor: float, soft: float) -> int:
    near, far = powers[:_ECHO_CELLS], powers[_ECHO_CELLS : 2 * _ECHO_CELLS]
    if len(far) and near.mean() > soft and far.mean() > _ECHO * near.mean():
        return 0  # it does not fade as an echo does: other words follow without a pause
    least = float("inf")
    for index, power in enumerate(powers.tolist()):
        if power > soft and power > _RISE * least:
            quiet = np.flatnonzero(powers[:index] <= _QUIET * least)
            return max(int(quiet[0]), int(quiet[-1]) + 1 - _CLEAR_CELLS)
        if index >= _WRONG_CELLS:
            least = min(least, power)
    sounding = np.flatnonzero(powers > _QUIET * floor)
    return int(sounding[-1]) + 2 if len(sounding) else 0
