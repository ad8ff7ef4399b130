"""What a frame of features holds: numbers of the embedding, and of the spectrum.

A frame of a take holds that several times: as it was said, and as it would have been in noise.
Takes of earlier days have no spectrum.
"""

import numpy as np

from studio.model.voice import Features
from studio.voice import spectra
from studio.voice.embedding import SIZE, embedding
from studio.voice.sound import Samples

WIDTH = SIZE + 2 * spectra.SIZE
"""Numbers of a frame; the spectrum's come twice as often."""


def features_of(speech: Samples) -> Features:
    """What is compared of a stretch of speech, which has no silence around it."""
    embedded = embedding().of(speech)
    spectral = spectra.spectra_of(speech, 2 * len(embedded))
    return np.hstack([embedded, spectral.reshape(len(embedded), -1)])


def is_known(features: Features) -> bool:
    """Whether there is something in it, and something that can be compared."""
    frames, numbers = features.shape
    return frames > 1 and numbers > 0 and (numbers % SIZE == 0 or numbers % WIDTH == 0)


def embedded(features: Features) -> list[Features]:
    """The embedding's numbers: of what was heard, and of each way in which a take is kept."""
    return [one[:, :SIZE] for one in _ways(features)]


def spectral(features: Features) -> list[Features]:
    """The spectrum's, two rows for each frame; empty where there are none."""
    ways = _ways(features)
    return [one[:, SIZE:].reshape(-1, spectra.SIZE) for one in ways if one.shape[1] == WIDTH]


def _ways(features: Features) -> list[Features]:
    numbers = features.shape[1]
    width = WIDTH if numbers % WIDTH == 0 else SIZE
    return np.split(features, numbers // width, axis=1)
