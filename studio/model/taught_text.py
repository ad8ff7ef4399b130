"""Taught commands as a text, to carry them from one workstation to another."""

import base64
import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.model.lesson import MOST_TAKES
from studio.model.voice import Features, Take, TaughtCommand

LONGEST_BYTES = 200_000_000
"""Five hundred commands are a fifth of it."""

_KIND = "earshot taught commands"
_VERSION = 1
_SIZES = (148, 96)
"""Numbers of a frame, once or more often: with a spectrum, and those of earlier days without."""
_MOST_TIMES = 3
_LONGEST_FRAMES = 1_000
_LONGEST_WORDS = 200
_MOST = 500
_KEPT = np.dtype("<f2")


def written(taught: Sequence[TaughtCommand]) -> str:
    """What the person said themselves; what a machine said every studio says for itself."""
    commands = []
    for one in taught:
        takes = [_written(take) for take in one.takes if not take.is_synthetic]
        if takes:
            named = {"id": one.id, "command": one.command, "title": one.title}
            commands.append(named | {"values": dict(one.values), "takes": takes})
    whole = {"kind": _KIND, "version": _VERSION, "commands": commands}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def read(text: str) -> list[TaughtCommand]:
    """The commands of a text, whoever wrote it.

    Raises:
        ValueError: It is none, or holds what no studio writes.
    """
    whole = json.loads(text)
    if not isinstance(whole, dict) or whole.get("kind") != _KIND:
        raise ValueError("no taught commands")
    if whole.get("version") != _VERSION:
        raise ValueError("of another version")
    commands = whole.get("commands")
    if not isinstance(commands, list) or len(commands) > _MOST:
        raise ValueError("no list of commands, or too many")
    return [_read(one) for one in commands]


def _written(take: Take) -> dict[str, Any]:
    most = np.finfo(_KEPT).max
    kept = np.clip(take.features, -most, most).astype(_KEPT)
    return {
        "seconds": take.seconds,
        "width": take.features.shape[1],
        "features": base64.b64encode(kept.tobytes()).decode(),
    }


def _read(one: Any) -> TaughtCommand:  # noqa: ANN401 - whatever stands there
    if not isinstance(one, dict) or not isinstance(one.get("values"), dict):
        raise ValueError("no command")  # noqa: TRY004 - all that is wrong is told alike
    takes = one.get("takes")
    if not isinstance(takes, list) or not 0 < len(takes) <= MOST_TAKES:
        raise ValueError("no takes, or too many")
    values = {_words(name): _words(value) for name, value in one["values"].items()}
    return TaughtCommand(
        _words(one.get("id")),
        _words(one.get("command")),
        values,
        _words(one.get("title")),
        tuple(_take(take) for take in takes),
    )


def _words(value: Any) -> str:  # noqa: ANN401 - as above
    if not isinstance(value, str) or len(value) > _LONGEST_WORDS:
        raise ValueError("no words, or too many")
    return value


def _take(take: Any) -> Take:  # noqa: ANN401 - as above
    if not isinstance(take, dict) or not isinstance(take.get("features"), str):
        raise ValueError("no take")  # noqa: TRY004 - as above
    seconds = take.get("seconds")
    if not isinstance(seconds, int | float) or not 0 < seconds < math.inf:
        raise ValueError("no length")
    kept = base64.b64decode(take["features"], validate=True)
    return Take(_features(kept, take.get("width")), float(seconds))


def _features(kept: bytes, width: Any) -> Features:  # noqa: ANN401 - as above
    if width not in [size * times for size in _SIZES for times in range(1, _MOST_TIMES + 1)]:
        raise ValueError("features of another kind")
    if not kept or len(kept) % (width * _KEPT.itemsize):
        raise ValueError("no features")
    features = np.frombuffer(kept, _KEPT).reshape(-1, width).astype(np.float32)
    if len(features) > _LONGEST_FRAMES or not np.isfinite(features).all():
        raise ValueError("no features")
    features.flags.writeable = False
    return features
