"""Talk into a muted microphone is noticed, a fan is not."""

import numpy as np

from studio.audio.talk import TalkDetector

BLOCK_S = 0.02


def decibels(level: float) -> float:
    return 10 ** (level / 10)


def heard(detector: TalkDetector, levels: list[float], *, is_muted: bool = True) -> list[float]:
    """When talk was noticed, in seconds."""
    return [
        index * BLOCK_S
        for index, level in enumerate(levels)
        if detector.hears_talk(decibels(level), is_muted=is_muted)
    ]


def speech(seconds: float, loud: float = -25.0, pause: float = -60.0) -> list[float]:
    """Words of 0.3 s and pauses of 0.1 s."""
    return [pause if at % 20 >= 15 else loud for at in range(round(seconds / BLOCK_S))]


def quiet(seconds: float, level: float = -60.0) -> list[float]:
    rng = np.random.default_rng(0)
    return list(level + rng.normal(0, 1, round(seconds / BLOCK_S)))


def test_talk_is_noticed_within_a_second():
    (at,) = heard(TalkDetector(BLOCK_S), [*quiet(3), *speech(5)])
    assert 3.5 <= at <= 4.0


def test_it_is_told_every_ten_seconds_at_most():
    times = heard(TalkDetector(BLOCK_S), [*quiet(1), *speech(25)])
    assert len(times) == 3
    assert min(np.diff(times)) >= 10.0


def test_silence_and_a_fan_are_no_talk():
    assert not heard(TalkDetector(BLOCK_S), quiet(20))
    assert not heard(TalkDetector(BLOCK_S), quiet(20, level=-35))


def test_a_cough_is_no_talk():
    assert not heard(TalkDetector(BLOCK_S), [*quiet(3), *[-15.0] * 20, *quiet(3)])


def test_talk_on_air_is_not_talk_while_muted():
    detector = TalkDetector(BLOCK_S)
    assert not heard(detector, speech(10), is_muted=False)
    assert not heard(detector, speech(0.3))
    assert heard(detector, speech(1.0))
