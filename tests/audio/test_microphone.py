"""Microphones and headphones on a real sound server, which are pulled out and put back."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.audio.desk import SoundDesk
from studio.audio.devices import BACKEND_VARIABLE
from studio.audio.earcons import sound_of
from studio.audio.lines import headphones, microphones
from studio.audio.wire import Balance
from studio.model.announcement import Earcon
from studio.model.events import Event, SourceBack, SourceLost, SourceOpened, TalkingWhileMuted
from studio.model.media import RATE, AudioBlock
from studio.model.scene import SoundKind, SoundSource
from studio.model.state import MONITOR
from tests.audio.sounds import joined, noise, place, sine
from tests.harness.process import Child, wait_until
from tests.harness.pulse import PulseServer, Recording

VOICE = SoundSource("Desk microphone", SoundKind.MICROPHONE, "virtmic", is_monitored=True)


class Studio:
    """A desk and what came of it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.program: list[AudioBlock] = []
        self.origin = time.monotonic()
        self.desk = SoundDesk(self.events.append, origin=self.origin)
        self.desk.listen(lambda program, _monitor: self.program.append(program))

    def wait_for(self, kind: type[Event], source: str = VOICE.id, timeout_s: float = 8.0) -> Event:
        def found() -> Event | None:
            ofs = [e for e in self.events if isinstance(e, kind)]
            return next((e for e in ofs if getattr(e, "source", "") == source), None)

        return wait_until(found, timeout_s, kind.__name__, every_s=0.005)

    def wait_until_heard(self, since: float = 0.0) -> None:
        """Wait for sound that was captured after a time."""

        def is_heard() -> bool:
            first = round((since - self.origin) * RATE)
            blocks = [b for b in self.program if b.start >= first]
            return any(np.abs(block.samples).max() > 0.01 for block in blocks)

        wait_until(is_heard, 8, "sound")

    @property
    def sound(self) -> np.ndarray:
        return joined(self.program)[:, 0]


@contextlib.contextmanager
def studio(*sources: SoundSource, ears: str = "") -> Iterator[Studio]:
    made = Studio()
    made.desk.set_sources(sources)
    made.desk.set_monitor_device(ears)
    made.desk.start()
    try:
        yield made
    finally:
        made.desk.stop()


def test_devices_are_listed_by_the_names_of_the_system(pulse: PulseServer):
    assert microphones() == ("Virtmic",)
    assert headphones() == ("Headphones", "Micfeed", "Public")


def test_two_alike_are_told_apart(own_pulse: PulseServer):
    own_pulse.add_source("usb1", "Headset")
    own_pulse.add_source("usb2", "Headset")
    assert microphones() == ("Headset", "Headset (2)", "Virtmic")
    with studio(replace(VOICE, address="Headset (2)")) as made:
        made.wait_for(SourceOpened)
        own_pulse.play("usb1_feed", sine(0.3))
        assert not made.sound.any()
        own_pulse.play("usb2_feed", sine(0.3), wait=False)
        made.wait_until_heard()


def test_a_microphone_of_the_same_make_never_goes_on_air_in_place_of_one_that_is_unplugged(
    own_pulse: PulseServer,
):
    own_pulse.add_source("usb1", "Headset")
    own_pulse.add_source("usb2", "Headset")
    with studio(replace(VOICE, address="Headset")) as made:
        made.wait_for(SourceOpened)
        own_pulse.remove("usb1")
        made.wait_for(SourceLost)
        own_pulse.play("usb2_feed", sine(2.5))
        assert not made.sound.any()
        assert microphones() == ("Headset (2)", "Virtmic")
        feed = own_pulse.add_source("usb1", "Headset")
        made.wait_for(SourceBack)
        own_pulse.play(feed, sine(0.5), wait=False)
        made.wait_until_heard()


@pytest.mark.parametrize("backend", ["pulse", "portaudio"])
def test_what_is_said_is_heard_in_its_place(pulse: PulseServer, monkeypatch, backend):
    monkeypatch.setenv(BACKEND_VARIABLE, backend)
    said = np.convolve(noise(1.0), np.hanning(40) / 20, "same").astype(np.float32)
    # Whoever records first sets the server's own pace, which a real card has by itself.
    with pulse.recording("micfeed") as recording, studio(VOICE) as made:
        made.wait_for(SourceOpened)
        pulse.play("micfeed", said)
        wait_until(lambda: len(made.program) * 0.02 > time.monotonic() - made.origin - 0.25, 5)
        wait_until(lambda: place(made.sound, said[:4800]) > 0, 5)
        true = recording.started_at + place(recording.samples()[:, 0], said[24_000:33_600]) / RATE
        found = made.origin + place(made.sound, said[24_000:33_600]) / RATE
    assert found == pytest.approx(true, abs=0.02)


def test_a_microphone_that_is_pulled_out_comes_back_by_itself(own_pulse: PulseServer):
    with studio(VOICE) as made:
        made.wait_for(SourceOpened)
        pulled = time.monotonic()
        own_pulse.remove("virtmic")
        lost = made.wait_for(SourceLost)
        assert time.monotonic() - pulled < 1.5  # the server's own second included
        assert isinstance(lost, SourceLost)
        assert str(lost.error) == (
            "Desk microphone has stopped sending sound. "
            "Check its cable. The studio takes it up again by itself."
        )
        feed = own_pulse.add_source("virtmic")
        made.wait_for(SourceBack)
        since = time.monotonic()
        own_pulse.play(feed, sine(0.5), wait=False)
        made.wait_until_heard(since)
        lost_events = [e for e in made.events if isinstance(e, SourceLost)]
        assert len(lost_events) == 1


def test_a_lost_microphone_never_lets_the_headphones_on_air(own_pulse: PulseServer):
    """Without care the server moves the stream to the headphones' monitor."""
    with studio(VOICE) as made:
        made.wait_for(SourceOpened)
        private = own_pulse.play("headphones", sine(8.0), wait=False)
        own_pulse.remove("virtmic")
        made.wait_for(SourceLost)
        began = len(made.program)
        wait_until(lambda: len(made.program) > began + 100, 8)
        private.end()
        assert not made.sound.any()


def test_the_default_microphone_is_no_monitor(own_pulse: PulseServer):
    own_pulse.remove("virtmic")
    with studio(replace(VOICE, address="")) as made:
        lost = made.wait_for(SourceLost)
        assert isinstance(lost, SourceLost)
        assert str(lost.error).startswith("There is no microphone.")
        own_pulse.add_source("first")
        made.wait_for(SourceBack)


@pytest.mark.parametrize("backend", ["pulse", "portaudio"])
def test_a_server_that_dies_and_comes_back(own_pulse: PulseServer, monkeypatch, backend):
    """PortAudio's threads then spin and cannot be ended; their process can."""
    monkeypatch.setenv(BACKEND_VARIABLE, backend)
    with studio(VOICE, ears="headphones") as made:
        made.wait_for(SourceOpened)
        wait_until(lambda: own_pulse.playing_on("headphones"), 5)
        own_pulse.stop()
        made.wait_for(SourceLost)
        made.wait_for(SourceLost, MONITOR)
        own_pulse.start()
        made.wait_for(SourceBack)
        made.wait_for(SourceBack, MONITOR)
        since = time.monotonic()
        own_pulse.play("micfeed", sine(0.5), wait=False)
        made.wait_until_heard(since)


def test_a_microphone_that_was_never_there(pulse: PulseServer):
    with studio(replace(VOICE, address="absent")) as made:
        lost = made.wait_for(SourceLost)
        assert not made.desk.was_heard(VOICE.id)
    assert isinstance(lost, SourceLost)
    assert str(lost.error) == (
        "Desk microphone is not there: no microphone is called absent. "
        "Plug it in, or choose another one. The studio takes it up by itself."
    )


def test_the_monitor_is_heard_in_the_headphones_only(own_pulse: PulseServer):
    tone = SoundSource("Tone", SoundKind.TONE, "600", is_monitored=True, is_muted=True)
    with (
        own_pulse.recording("headphones") as ears,
        own_pulse.recording("public") as room,
        studio(tone, ears="headphones") as made,
    ):
        wait_until(lambda: ears.peak() > 0.09, 8, "the monitor")
        # On a busy machine the sound server itself leaves gaps now and then.
        assert any(_is_pure(ears, 600) for _ in range(5)), "a gap or a click in each half second"
        assert room.peak() == 0.0
        own_pulse.remove("headphones")
        lost = made.wait_for(SourceLost, MONITOR)
        began = len(made.program)
        wait_until(lambda: len(made.program) > began + 50, 5)
        assert room.peak() == 0.0
        own_pulse.add_sink("headphones")
        made.wait_for(SourceBack, MONITOR)
        wait_until(lambda: own_pulse.playing_on("headphones"), 5)
        made.desk.set_monitor_device("")
        wait_until(lambda: not own_pulse.playing_on("headphones"), 5)
    assert isinstance(lost, SourceLost)
    assert str(lost.error) == (
        "The headphones headphones are gone. "
        "Check their cable. The studio takes them up again by itself."
    )


def _is_pure(ears: Recording, hz: int) -> bool:
    """Whether the next half second is this tone, without a gap or click."""
    since = time.monotonic() + 0.1
    wait_until(lambda: time.monotonic() > since + 0.6, 3)
    heard = ears.samples(since, since + 0.5)[:, 0]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    around = round(hz * len(heard) / RATE)
    rest = np.delete(spectrum, range(around - 6, around + 7))
    return bool((rest**2).sum() < 1e-4 * (spectrum**2).sum())


def test_headphones_that_are_not_there_are_told_and_nothing_is_played_elsewhere(
    own_pulse: PulseServer,
):
    tone = SoundSource("Tone", SoundKind.TONE, "600", is_monitored=True, is_muted=True)
    with own_pulse.recording("public") as room, studio(tone, ears="Sony") as made:
        lost = made.wait_for(SourceLost, MONITOR)
        began = len(made.program)
        wait_until(lambda: len(made.program) > began + 50, 5)
        assert room.peak() == 0.0
    assert isinstance(lost, SourceLost)
    assert str(lost.error) == (
        "The headphones called Sony are not there. "
        "Plug them in, or choose others in the settings. Nothing is played anywhere else."
    )


def test_a_signal_is_heard_in_the_headphones_and_never_by_viewers(own_pulse: PulseServer):
    silence = SoundSource("Nothing", SoundKind.SILENCE)
    with (
        own_pulse.recording("headphones") as ears,
        own_pulse.recording("public") as room,
        studio(silence, ears="headphones") as made,
    ):
        wait_until(lambda: made.desk.play_signal(sound_of(Earcon.ON_AIR)), 8, "the headphones")
        wait_until(lambda: ears.peak() > 0.05, 8, "the signal")
        wait_until(lambda: made.program, 8, "what viewers hear")
        assert room.peak() == 0.0
        assert not joined(made.program).any()
        made.desk.set_monitor_device("")
        assert not made.desk.play_signal(sound_of(Earcon.ON_AIR))


def test_the_own_microphone_is_heard_in_the_ear_before_the_show_is_mixed(own_pulse: PulseServer):
    with (
        own_pulse.in_small_blocks("micfeed"),
        own_pulse.recording("virtmic") as mouth,
        own_pulse.recording("headphones") as ears,
        own_pulse.recording("public") as room,
        studio(replace(VOICE, is_monitored=False), ears="headphones") as made,
    ):
        made.wait_for(SourceOpened)
        made.desk.set_balance(Balance(0.0, 0.5, "virtmic"))
        wait_until(lambda: _recording(own_pulse) == 2, 8, "a second listener")
        time.sleep(0.3)
        since = time.monotonic()
        own_pulse.play("micfeed", sine(0.4), wait=False)
        said = wait_until(lambda: mouth.first_sound(since), 5, "the sound")
        heard = wait_until(lambda: ears.first_sound(since), 5, "the sound in the ear")
        assert heard - said < 0.1  # the monitored show would come after more than 0.15 s
        time.sleep(0.6)
        loud = mouth.peak(said, said + 0.4)
        assert ears.peak(since) == pytest.approx(loud / 2, rel=0.1)
        assert room.peak() == 0.0
        made.desk.set_balance(Balance(0.0, 0.0, "virtmic"))
        wait_until(lambda: _recording(own_pulse) == 1, 5, "one listener")


def test_talking_while_muted_is_told(pulse: PulseServer):
    words = np.tile(np.concatenate((noise(0.3, 0.1), np.zeros(4800, np.float32))), 5)
    with studio(replace(VOICE, is_muted=True)) as made:
        made.wait_for(SourceOpened)
        pulse.play("micfeed", words, wait=False)
        told = made.wait_for(TalkingWhileMuted)
        assert told == TalkingWhileMuted(VOICE.id, "Desk microphone")
        assert not made.sound.any()


def test_a_command_while_muted_is_no_talk(pulse: PulseServer):
    words = np.tile(np.concatenate((noise(0.3, 0.1), np.zeros(4800, np.float32))), 5)
    with studio(replace(VOICE, is_muted=True)) as made:
        made.wait_for(SourceOpened)
        made.desk.hold_voice(time.monotonic())
        pulse.play("micfeed", words)
        made.desk.release_voice(time.monotonic())
        time.sleep(0.5)
        assert not [event for event in made.events if isinstance(event, TalkingWhileMuted)]
        pulse.play("micfeed", words, wait=False)
        made.wait_for(TalkingWhileMuted)


def test_a_studio_that_is_killed_leaves_no_process_behind(pulse: PulseServer):
    code = (
        "import time; from studio.audio import devices, ear, wire;"
        "from studio.audio.lines import DeviceProcess, program_of;"
        "from studio.model.segment import Segment;"
        "from studio.model.voicing import Job, Manner, pack_job;"
        "from studio.speech import synthesizer;"
        "mic = [*program_of(devices), 'capture']; one = DeviceProcess([*mic, 'virtmic']);"
        "two = DeviceProcess([*program_of(ear), 'headphones', 'silent', *synthesizer.program()]);"
        "three = DeviceProcess([*mic, 'absent']);"
        "job = pack_job(Job(1, ((Segment('hello', 'en'),),), Manner()));"
        "two.write(wire.pack(wire.Speak(1, 1.0, b'', job)));"
        "print(one.read(), two.read(), three.read(), flush=True);"
        "told = iter(two.read, None);"
        "print(next(m for m in told if isinstance(m, wire.Told)), flush=True); time.sleep(60)"
    )
    with Child([sys.executable, "-c", code], stdout=subprocess.PIPE) as killed:
        assert killed.process.stdout is not None
        told = killed.process.stdout.readline().decode()
        assert told.count("Opened") == 2
        assert "absent" in told
        assert "VOICES" in killed.process.stdout.readline().decode()
        children = _children(killed.pid)
        voices = [voice for child in children for voice in _children(child)]
        assert (len(children), len(voices)) == (3, 1)
        killed.process.kill()
        wait_until(lambda: not any(map(_is_alive, children + voices)), 3)


def _children(pid: int) -> list[int]:
    """Of every thread of a process."""
    listed = [
        file.read_text(encoding="ascii") for file in Path(f"/proc/{pid}/task").glob("*/children")
    ]
    return [int(child) for one in listed for child in one.split()]


def _is_alive(pid: int) -> bool:
    try:
        return "Z (zombie)" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def test_a_microphone_can_be_used_twice_and_its_process_ends_with_it(pulse: PulseServer):
    other = SoundSource("Second", SoundKind.MICROPHONE, "virtmic", is_voice=False)
    with studio(VOICE, other) as made:
        made.wait_for(SourceOpened)
        made.wait_for(SourceOpened, other.id)
        assert _recording(pulse) == 2
        made.desk.set_sources([other])
        wait_until(lambda: _recording(pulse) == 1, 5)
    wait_until(lambda: _recording(pulse) == 0, 5)


def _recording(server: PulseServer) -> int:
    """How many streams of ours hear a microphone."""
    listed: Callable[[str], list[dict]] = server._list
    outputs = listed("source-outputs")
    return sum("Earshot" in o["properties"].get("application.name", "") for o in outputs)
