"""Gain, mute and monitoring change smoothly, and each bus has its own."""

from dataclasses import replace

import numpy as np
import pytest

from studio.audio.gate import Gate
from studio.audio.limiter import LOOKAHEAD
from studio.audio.mixer import Mixer, Playing, Strip, made_sane
from studio.model.scene import SoundKind, SoundSource
from tests.audio.sounds import roughness, sine, stereo

BLOCK = 960
VOICE = SoundSource("Voice", SoundKind.MICROPHONE)


def mixed(changes: dict[int, SoundSource], sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Program and monitor of one source that is changed before some of the blocks."""
    mixer, strip = Mixer(Gate()), Strip(changes[0])
    program, monitor = [], []
    for index, first in enumerate(range(0, len(sound), BLOCK)):
        strip.source = changes.get(index, strip.source)
        both = mixer.mix([Playing(strip, sound[first : first + BLOCK])], BLOCK)
        program.append(both.program)
        monitor.append(both.monitor)
    return np.concatenate(program)[LOOKAHEAD:], np.concatenate(monitor)[LOOKAHEAD:]


def test_a_source_goes_to_the_viewers_and_not_to_the_headphones():
    sound = stereo(sine(0.2))
    program, monitor = mixed({0: VOICE}, sound)
    assert np.array_equal(program, sound[:-LOOKAHEAD])
    assert not monitor.any()


def test_the_monitor_hears_what_is_muted():
    sound = stereo(sine(0.2))
    program, monitor = mixed({0: replace(VOICE, is_muted=True, is_monitored=True)}, sound)
    assert not program.any()
    assert np.array_equal(monitor, sound[:-LOOKAHEAD])


@pytest.mark.parametrize(
    "change",
    [{"is_muted": True}, {"gain_db": -12.0}, {"gain_db": 4.0}, {"is_monitored": True}],
    ids=str,
)
def test_a_change_takes_ten_milliseconds_and_does_not_click(change):
    sound = stereo(sine(0.4))
    program, monitor = mixed({0: VOICE, 10: replace(VOICE, **change)}, sound)
    assert roughness(program) < 2 * roughness(sound)
    assert roughness(monitor) < 2 * roughness(sound)
    new = replace(VOICE, **change)
    gain = 0.0 if new.is_muted else 10 ** (new.gain_db / 20)
    after = slice(10 * BLOCK + 480, 15 * BLOCK)
    assert np.allclose(program[after], gain * sound[after], atol=1e-6)


def test_many_loud_sources_stay_under_the_ceiling():
    mixer = Mixer(Gate())
    strips = [Strip(SoundSource(str(i), SoundKind.FILE, gain_db=12.0)) for i in range(4)]
    sound = stereo(sine(1.0, level=0.9))
    peak = 0.0
    for first in range(0, len(sound), BLOCK):
        block = sound[first : first + BLOCK]
        both = mixer.mix([Playing(strip, block) for strip in strips], BLOCK)
        peak = max(peak, float(np.abs(both.program).max()))
    assert 0.88 < peak <= 10 ** (-1 / 20)


def test_a_source_that_leaves_fades_out():
    strip, mixer, sound = Strip(VOICE), Mixer(Gate()), stereo(sine(0.2))
    out = []
    for index in range(8):
        strip.is_leaving = index >= 4
        out.append(mixer.mix([Playing(strip, sound[index * BLOCK :][:BLOCK])], BLOCK).program)
    assert strip.is_gone
    assert roughness(np.concatenate(out)[LOOKAHEAD:]) < 2 * roughness(sound)


def test_what_is_no_sound_at_all_poisons_nothing():
    block = stereo(sine(0.02))
    block[3] = np.nan
    block[4] = np.inf
    block[5] = -1e30
    sane = made_sane(block)
    assert np.isfinite(sane).all()
    assert np.abs(sane).max() < 100
