"""Something like speech, made by us: syllables of coloured noise and of a voice's buzz."""

from __future__ import annotations

import numpy as np

from studio.model.media import RATE
from tests.audio.sounds import Sound


def spoken(seconds: float, seed: int, level: float = 0.1) -> Sound:
    """Shape (frames,); no two seeds are alike, and none is quiet for longer than 60 ms."""
    dice = np.random.default_rng(seed)
    count = round(seconds * RATE)
    at = np.arange(count) / RATE
    pitch = 110 + 60 * dice.random() + 15 * np.sin(2 * np.pi * 2.3 * at + seed)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    buzz = sum(np.sin(n * phase) / n for n in range(1, 20))
    hiss = dice.standard_normal(count)
    share = np.interp(
        at, np.arange(0, seconds + 0.2, 0.1), dice.random(len(np.arange(0, seconds + 0.2, 0.1)))
    )
    sound = share * buzz * 0.6 + (1 - share) * hiss * 0.5
    syllables = 0.35 + 0.65 * np.abs(np.sin(np.pi * at / 0.21))
    edges = np.clip(np.minimum(at, seconds - at) / 0.015, 0.0, 1.0)
    return (level * sound * syllables * edges).astype(np.float32)
