"""Which phrase an utterance is: by the embedding, and by a second opinion of the spectrum."""

from dataclasses import replace

import numpy as np
import pytest

from studio.model.voice import Take, TaughtCommand
from studio.voice import spectra
from studio.voice.embedding import SIZE
from studio.voice.frames import WIDTH, embedded, features_of, spectral
from studio.voice.sound import RATE
from studio.voice.taught import HANDS_FREE, Vocabulary
from tests.voice.speaking import NEXT, PRICE, STOP, TALK, spoken, taught

PHRASES = (NEXT, PRICE, STOP, *TALK, "which colours are left", "tell me how many people watch")
STRICT = replace(HANDS_FREE, agreed=0.0)


@pytest.fixture(scope="module")
def known() -> list[TaughtCommand]:
    return taught(*PHRASES)


def heard(words: str, noise_db: float | None = None):
    """Features of a phrase as it was not taught; with noise so far below it."""
    speech = spoken(words, 172, 58)
    if noise_db is not None:
        power = np.square(speech[np.abs(speech) > 0.01]).mean() / 10 ** (noise_db / 10)
        rng = np.random.default_rng(4)
        speech = speech + rng.normal(0, np.sqrt(power), len(speech)).astype(np.float32)
    return features_of(speech)


def with_spectrum_of(features, other):
    """What sounds like one thing to the embedding, and like another by its spectrum."""
    places = np.linspace(0, len(other) - 1, len(features)).round().astype(int)
    return np.hstack([features[:, :SIZE], other[places, SIZE:]])


def test_a_frame_is_an_embedding_and_two_spectra():
    features = features_of(spoken(NEXT))
    assert features.shape[1] == WIDTH
    (sound,), (spectrum,) = embedded(features), spectral(features)
    assert sound.shape == (len(features), SIZE)
    assert spectrum.shape == (2 * len(features), spectra.SIZE)


def test_the_spectrum_is_the_same_however_loud_and_in_another_room():
    speech = spoken(NEXT)
    frames = spectra.spectra_of(speech, 40)
    assert spectra.spectra_of(0.01 * speech, 40) == pytest.approx(frames, abs=0.1)
    duller = np.convolve(speech, np.hanning(5) / np.hanning(5).sum(), "same").astype(np.float32)
    other = spectra.spectra_of(spoken(STOP), 40)
    assert (
        np.abs(spectra.spectra_of(duller, 40) - frames).mean() < 0.5 * np.abs(other - frames).mean()
    )


@pytest.mark.parametrize("samples", [0, 1, 100, 401])
def test_a_stretch_too_short_for_a_window_has_a_spectrum_too(samples):
    frames = spectra.spectra_of(np.full(samples, 0.1, np.float32), 6)
    assert frames.shape == (6, spectra.SIZE)
    assert np.isfinite(frames).all()


def test_what_is_near_in_sound_and_not_in_spectrum_is_no_phrase(known):
    phrases = Vocabulary(known)
    own, others = heard(NEXT), heard(TALK[0])
    assert phrases.judge(own, HANDS_FREE).taught == NEXT
    mixed = with_spectrum_of(own, others)
    assert phrases.judge(mixed, STRICT).taught == NEXT
    judged = phrases.judge(mixed, HANDS_FREE)
    assert not judged.taught
    assert judged.guesses[0].id == NEXT, "it is told as what it was nearly"


def test_where_both_agree_a_phrase_may_be_farther(known):
    phrases = Vocabulary(known)
    gained = 0
    for words in PHRASES:
        for noise_db in (0, -4, -8):
            features = heard(words, noise_db)
            strictly, judged = phrases.judge(features, STRICT), phrases.judge(features, HANDS_FREE)
            assert judged.taught in {"", words}
            if judged.taught and not strictly.taught:
                gained += 1
                assert judged.guesses[0].score <= 1, "it is near enough, by its own measure"
    assert gained > 0


def test_takes_of_earlier_days_are_compared_as_they_were(known):
    old = [
        replace(one, takes=tuple(_without_spectrum(take) for take in one.takes)) for one in known
    ]
    features = heard(PRICE)
    assert Vocabulary(old).judge(features, HANDS_FREE).taught == PRICE
    mixed = [old[0], *known[1:]]
    assert Vocabulary(mixed).judge(heard(NEXT), HANDS_FREE).taught == NEXT
    assert Vocabulary(mixed).judge(features, HANDS_FREE).taught == PRICE
    assert Vocabulary(mixed).judge(features[:, :SIZE], HANDS_FREE).taught == PRICE


def _without_spectrum(take: Take) -> Take:
    return replace(take, features=np.hstack(embedded(take.features)))


def test_with_few_others_nobody_knows_what_is_usual(known):
    phrases = Vocabulary(known[:4])
    mixed = with_spectrum_of(heard(NEXT), heard(TALK[0]))
    assert phrases.judge(mixed, HANDS_FREE).taught == NEXT


def test_digital_silence_and_a_take_of_other_numbers_are_nothing(known):
    phrases = Vocabulary(
        [*known, TaughtCommand("odd", "odd", takes=(Take(np.ones((5, 7), np.float32), 1.0),))]
    )
    assert "odd" not in phrases.ids
    assert phrases.judge(features_of(np.zeros(RATE, np.float32)), HANDS_FREE).taught == ""
