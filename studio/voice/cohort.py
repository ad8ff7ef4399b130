"""Phrases that nobody taught: what is usual while few are."""

from functools import cache

import numpy as np

from studio.paths import resource
from studio.voice.distances import Templates

COHORT_IS_FARTHER = 1.06
"""Machines said them; what the same person says otherwise is so much nearer."""


@cache
def cohort() -> Templates:
    """Phrases in several languages, said by several of the machine's voices."""
    with np.load(resource("assets", "voice", "cohort.npz")) as kept:
        frames = kept["frames"].astype(np.float32)
        ends = np.cumsum(kept["lengths"])[:-1]
    return Templates(np.split(frames, ends))
