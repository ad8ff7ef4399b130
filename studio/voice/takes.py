"""Takes of phrases: how they are made of recordings, and what speaks against one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from studio.model.voice import FADES_S, Features, Recording, Take
from studio.voice.distances import Templates
from studio.voice.frames import WIDTH, embedded, features_of
from studio.voice.segments import speech_in
from studio.voice.sound import RATE, Samples, levels_db

_NOISY_DB = 12.0
SHORTEST_S = 0.6
LEAST_PEAK = 0.01
CLIPPED_SHARE = 0.002
LEAST_OVER_NOISE_DB = 12.0
UNLIKE = 1.75
"""Times as far from its own as takes of one phrase usually are; one in a hundred of people's is."""
ALIKE = 1.3
USUAL_SPREAD = 0.23
"""How far a person's takes of one phrase are from each other, the median; other phrases of hers are
0.7, and half a phrase in common makes that 0.45."""


class Against(StrEnum):
    """What speaks against a take."""

    NOTHING_SAID = "nothing said"
    OVER_VOICE = "over voice"
    TOO_SHORT = "too short"
    TOO_QUIET = "too quiet"
    CLIPPED = "clipped"
    TOO_NOISY = "too noisy"
    UNLIKE_ITS_OWN = "unlike its own"
    TOO_ALIKE = "too alike"


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a take should be spoken anew.

    Attributes:
        kind: What is wrong with it.
        other: Of `TOO_ALIKE`, the id of the command it sounds like.
    """

    kind: Against
    other: str = ""


def _taken(speech: Samples) -> Features:
    """Features of a take, thrice side by side: as it was, in a rumble, and in a hiss."""
    if not len(speech):
        return np.zeros((0, WIDTH), np.float32)
    noise = np.random.default_rng(0).normal(0, 1, len(speech))
    loud = np.square(speech[np.abs(speech) > 0.01 * np.abs(speech).max()]).mean()
    level = np.sqrt(loud / 10 ** (_NOISY_DB / 10))
    hiss = speech + (level * noise).astype(np.float32)
    rumble = speech + (level * _pink(noise)).astype(np.float32)
    features = np.concatenate([features_of(one) for one in (speech, rumble, hiss)], axis=1)
    features.flags.writeable = False
    return features


def _pink(noise: NDArray[np.float64]) -> NDArray[np.float64]:
    """Noise whose power falls with frequency, as most of it does in a room."""
    spectrum = np.fft.rfft(noise)
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    made = np.fft.irfft(spectrum, len(noise))
    return made / (made.std() + 1e-9)


def make_take(samples: Samples, *, is_synthetic: bool = False) -> Take:
    """Make a take of a recording at 16 kHz, whatever is around the speech in it."""
    first, last = speech_in(samples)
    speech = samples[first:last]
    return Take(_taken(speech), len(speech) / RATE, is_synthetic)


def make_recording(samples: Samples) -> Recording:
    """The same, with what is needed to judge it."""
    first, last = speech_in(samples)
    speech = samples[first:last]
    return Recording(
        samples=speech,
        take=Take(_taken(speech), len(speech) / RATE),
        peak=peak_of(speech),
        seconds=len(speech) / RATE,
        over_noise_db=_over_noise_db(samples, first, last),
        clipped=share_at_limit(speech),
    )


def peak_of(samples: Samples) -> float:
    return float(np.abs(samples).max(initial=0.0))


def share_at_limit(speech: Samples) -> float:
    """Share of the samples that are as loud as the microphone can tell, 0 to 1."""
    if not len(speech):
        return 0.0
    # Not beside its own peak: what was cut off swings far beyond the limit at another rate.
    return float(np.mean(np.abs(speech) >= 0.985))


def _over_noise_db(samples: Samples, first: int, last: int) -> float:
    speech = levels_db(samples[first:last])
    around = np.concatenate([levels_db(samples[:first]), levels_db(samples[last:])])
    if not len(speech):
        return 99.0
    if len(around) < 5:  # no pause was found: words have short ones within, noise has none
        return float(np.percentile(speech, 80) - np.percentile(speech, 5))
    return float(np.percentile(speech, 80) - np.median(around))


def objections(
    new: Recording | Take, own: Sequence[Take], others: Mapping[str, Sequence[Take]]
) -> list[Objection]:
    """What speaks against a new take, the gravest first; nothing when it is good.

    Args:
        new: A recording, or only its take, of which loudness and noise are not known.
        own: The takes that the phrase has already.
        others: Those of all other phrases, by id.
    """
    take = new.take if isinstance(new, Recording) else new
    if not len(take.features) or take.seconds <= 0:
        return [Objection(Against.NOTHING_SAID)]
    if isinstance(new, Recording) and new.over_voice >= FADES_S:
        # What else there is to say of it may be the studio's, and so may a command it sounds like.
        return [Objection(Against.OVER_VOICE)]
    found = _of_sound(new) if isinstance(new, Recording) else []
    if take.seconds < SHORTEST_S:
        found.insert(0, Objection(Against.TOO_SHORT))
    return found + _of_likeness(take, own, others)


def _of_sound(new: Recording) -> list[Objection]:
    found = []
    if new.peak < LEAST_PEAK:
        found.append(Objection(Against.TOO_QUIET))
    if new.clipped > CLIPPED_SHARE:
        found.append(Objection(Against.CLIPPED))
    if new.over_noise_db < LEAST_OVER_NOISE_DB:
        found.append(Objection(Against.TOO_NOISY))
    return found


def _of_likeness(
    take: Take, own: Sequence[Take], others: Mapping[str, Sequence[Take]]
) -> list[Objection]:
    found = []
    to_own = USUAL_SPREAD
    if own:
        to_own = float(_distances(take, own).mean())
        if to_own > UNLIKE * USUAL_SPREAD:
            found.append(Objection(Against.UNLIKE_ITS_OWN))
    nearest = {
        other: float(np.sort(_distances(take, takes))[:2].mean())
        for other, takes in others.items()
        if takes
    }
    if nearest:
        other = min(nearest, key=nearest.__getitem__)
        if nearest[other] < ALIKE * min(to_own, USUAL_SPREAD):
            found.append(Objection(Against.TOO_ALIKE, other))
    return found


def _distances(take: Take, others: Sequence[Take]) -> np.ndarray:
    clean = [embedded(other.features)[0] for other in others]
    return Templates(clean).distances(embedded(take.features)[0])
