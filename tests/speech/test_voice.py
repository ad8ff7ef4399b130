"""The studio's own voice, heard on a real sound server: private, obedient, and not to be lost."""

from __future__ import annotations

import os
import queue
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.audio.desk import SoundDesk
from studio.audio.earcons import sound_of
from studio.model.announcement import Earcon, Priority
from studio.model.errors import StudioError
from studio.model.events import SourceBack, SourceLost
from studio.model.scene import SoundKind, SoundSource
from studio.model.segment import Segment
from studio.model.state import MONITOR
from studio.model.voicing import Manner, What
from studio.program.lone_voice import LoneVoice
from studio.speech import synthesizer
from studio.speech.queue import Ending, Utterance
from studio.speech.voice import Voice
from studio.speech.words.saying import segments_of
from tests.audio.sounds import place
from tests.harness.process import wait_until
from tests.harness.pulse import PulseServer
from tests.speech.engine_program import PROGRAMS
from tests.speech.spoken import BRISK, children, spoken, spoken_processes

_SIGNAL_OVER_WORDS_DB = -3.8
LONG = " ".join(f"This is sentence number {n} of a rather long message." for n in range(6))


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> list[str]:
    """What an engine has a part in is the same with every engine; two have a stand-in's system."""
    return PROGRAMS[request.param]


def test_words_of_every_language_are_heard_in_the_headphones_and_nowhere_else(
    program: list[str], pulse: PulseServer
):
    with (
        pulse.recording("headphones") as ears,
        pulse.recording("public") as room,
        spoken(program=program) as made,
    ):
        for text, language in (("Hello", "en"), ("你好", "zh"), ("Halo", "id"), ("안녕", "ko")):
            since = time.monotonic()
            made.say(text, language, signal="done")
            made.wait_said(text)
            wait_until(lambda since=since: ears.first_sound(since), 5, text)
        assert room.peak() == 0.0
    assert made.told == []
    assert made.events == []


@pytest.mark.parametrize("volume", [100, 20, 5])
def test_the_volume_is_that_of_the_signal_and_of_the_words(pulse: PulseServer, volume):
    own_db = _level_db(sound_of(Earcon.DONE)[:, 0])
    right = (
        pytest.approx(own_db + 20 * np.log10(volume / 100), abs=0.5),
        pytest.approx(_SIGNAL_OVER_WORDS_DB, abs=1.0),
    )
    heard: list[tuple[float, float]] = []
    # A crowded machine leaves holes in what is heard, now and then of all of the signal.
    while right not in heard and len(heard) < 3:
        heard.append(_signal_and_over_words_db(pulse, volume))
    assert right in heard, heard


def _signal_and_over_words_db(pulse: PulseServer, volume: int) -> tuple[float, float]:
    """How loud a signal is heard, and how much louder than the words after it."""
    form = sound_of(Earcon.DONE)[:, 0]
    with (
        pulse.recording("headphones") as ears,
        spoken(manner=replace(BRISK, volume=volume)) as made,
    ):
        since = time.monotonic()
        made.say("You are live in rehearsal.", signal="done")
        made.wait_said("You are live in rehearsal.")
        time.sleep(0.2)
        heard = ears.samples(since, time.monotonic())[:, 0]
    begin = place(heard, form)
    signal_db = _level_db(heard[begin : begin + len(form)])
    return signal_db, signal_db - _level_db(np.trim_zeros(heard[begin + len(form) :]))


def _level_db(sound: np.ndarray) -> float:
    """Of the loudest fifth: a crowded machine leaves holes in what is heard."""
    blocks = sound[: len(sound) // 480 * 480].astype(np.float64).reshape(-1, 480)
    if not blocks.any():
        return -np.inf
    powers = np.sort(np.mean(blocks**2, axis=1))
    return float(10 * np.log10(np.mean(powers[-max(1, len(powers) // 5) :])))


def test_silence_is_at_once_and_what_waited_is_not_said(program: list[str], pulse: PulseServer):
    with pulse.recording("headphones") as ears, spoken(program=program) as made:
        since = time.monotonic()
        made.say(LONG)
        made.say("Never.")
        wait_until(lambda: ears.first_sound(since), 5, "speech")
        time.sleep(0.3)
        silenced = time.monotonic()
        made.voice.silence()
        made.say("After.")
        made.wait_said("After.")
        assert made.ended[LONG] == made.ended["Never."] == [Ending.SILENCED]
        # A quarter of a second is far more than the device holds, and far less than was to come.
        gap = ears.samples(silenced + 0.02, silenced + 0.25)
        assert np.abs(gap).max(axis=1).min() == 0.0


def test_an_engine_that_is_killed_speaks_on_from_the_sentence_it_was_in(
    program: list[str], pulse: PulseServer
):
    with spoken(program=program) as made:
        made.say(LONG)
        wait_until(lambda: any(r.number == 2 for _at, r in made.reports), 15, "the third sentence")
        made.kill_engine()
        # What was made already is heard; then the rest is asked for anew.
        made.wait_for(What.CUT)
        reached = [r.number for _at, r in made.reports if r.what is What.REACHED]
        made.wait_for(What.VOICES, 2)
        made.wait_said(LONG, 60)
        again = [r.number for _at, r in made.reports if r.what is What.REACHED][len(reached) :]
        assert again[0] == 0
        assert len(again) == 6 - max(reached)
        assert made.events == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_headphones_process_that_dies_or_hangs_is_replaced_and_nothing_is_lost(
    pulse: PulseServer, studio_log, number
):
    studio_log.allow("the headphones' process hangs")
    with pulse.recording("headphones") as ears, spoken() as made:
        made.say("Order number one was paid and has to be shipped today.")
        made.wait_for(What.REACHED)
        broken = made.ear
        os.kill(broken, number)
        made.wait_for(What.OPEN, 2)
        since = time.monotonic()
        made.wait_said("Order number one was paid and has to be shipped today.")
        assert ears.first_sound(since)
        assert made.ear != broken
        assert made.events == []  # it was back before it was worth telling


def test_an_engine_that_hangs_is_replaced_and_the_message_is_said(
    program: list[str], pulse: PulseServer
):
    with spoken(program=program) as made:
        made.say("One.")
        made.wait_said("One.")
        os.kill(made.engine, signal.SIGSTOP)
        made.say("Two.")
        made.wait_said("Two.")
        made.wait_for(What.CUT)


def test_an_engine_that_hangs_is_replaced_while_answers_keep_coming(
    program: list[str], pulse: PulseServer
):
    """As when somebody holds an arrow key: each answer takes the place of the last."""
    with pulse.recording("headphones") as ears, spoken(program=program) as made:
        made.say("Ready.")
        made.wait_said("Ready.")
        os.kill(made.engine, signal.SIGSTOP)
        since = time.monotonic()
        for number in range(12):
            made.say(f"Row number {number}", is_answer=True)
            time.sleep(0.7)
        assert (ears.first_sound(since) or np.inf) - since < 2.5
        made.wait_said("Row number 11")


def test_an_engine_whose_work_is_called_off_at_once_again_and_again_is_not_taken_for_hung(
    program: list[str], pulse: PulseServer
):
    with spoken(program=program) as made:
        made.say("Ready.")
        made.wait_said("Ready.")
        engine = made.engine
        for number in range(40):
            made.say(f"{number}", is_answer=True)
            made.voice.silence()
        time.sleep(2.5)
        assert made.engine == engine


def test_headphones_that_are_pulled_out_let_nothing_out_elsewhere_and_speak_on_when_back(
    own_pulse: PulseServer,
):
    with own_pulse.recording("public") as room, own_pulse.recording("micfeed") as other:
        with spoken() as made:
            made.say(LONG)
            made.wait_for(What.REACHED)
            own_pulse.remove("headphones")
            wait_until(lambda: made.events, 8, "the loss")
            made.say("More.")
            time.sleep(0.5)
            own_pulse.set_default(sink="public")
            time.sleep(1.0)
            assert (room.peak(), other.peak()) == (0.0, 0.0)
            own_pulse.add_sink("headphones")
            made.wait_for(What.OPEN, 2)
            with own_pulse.recording("headphones") as ears:
                wait_until(lambda: ears.peak() > 0.01, 5, "the voice")
            made.wait_said(LONG, 60)
            made.wait_said("More.")
        assert (room.peak(), other.peak()) == (0.0, 0.0)
    lost, back = made.events
    assert isinstance(lost, SourceLost)
    assert lost.source == MONITOR
    assert isinstance(back, SourceBack)


def test_other_headphones_of_the_same_make_never_get_the_voice(own_pulse: PulseServer):
    own_pulse.add_sink("usb_a", "Headset")
    own_pulse.add_sink("usb_b", "Headset")
    with own_pulse.recording("usb_b") as other:
        with spoken("Headset") as made:
            made.say(LONG)
            made.wait_for(What.REACHED)
            own_pulse.remove("usb_a")
            wait_until(lambda: made.events, 8, "the loss")
            time.sleep(2.5)
            assert len(made.events) == 1
            own_pulse.add_sink("usb_a", "Headset")
            made.wait_for(What.OPEN, 2)
            made.wait_said(LONG, 60)
            own_pulse.remove("usb_a")
        for asked in ("Headset", "HEADSET", "headset (2)"):
            with LoneVoice(asked, BRISK) as voice, pytest.raises(StudioError):
                voice.say([Segment("Private words.", "en")])
        assert other.peak() == 0.0


def test_who_says_one_text_and_ends_does_not_promise_to_go_on(own_pulse: PulseServer):
    unplug = threading.Timer(2.0, own_pulse.remove, ["headphones"])
    unplug.start()
    with LoneVoice("headphones", BRISK) as voice, pytest.raises(StudioError) as failed:
        voice.say([Segment(LONG, "en")])
    unplug.join()
    assert str(failed.value) == (
        "The headphones headphones are gone. Check their cable, then try again."
    )


def test_a_twin_that_is_plugged_in_does_not_get_the_voice_from_a_process_that_begins_anew(
    own_pulse: PulseServer,
):
    own_pulse.add_sink("usb_b", "Headset")
    with spoken("Headset") as made:
        made.say("Before.")
        made.wait_said("Before.")
        own_pulse.add_sink("usb_a", "Headset")
        with own_pulse.recording("usb_a") as other, own_pulse.recording("usb_b") as ears:
            os.kill(made.ear, signal.SIGKILL)
            made.wait_for(What.OPEN, 2)
            made.say("After.")
            made.wait_said("After.")
            assert ears.peak() > 0.01
            assert other.peak() == 0.0


def test_a_text_on_which_the_engine_fails_three_times_is_left_out_and_named(
    program: list[str], pulse: PulseServer, studio_log
):
    studio_log.expect("left out, for the engine failed on it each time")
    poison = "poison, " * 12_500
    with spoken(program=program) as made:
        made.say(poison)
        made.say("Good.")
        for attempt in range(1, 4):
            made.wait_for(What.REACHED, attempt)
            made.kill_engine()
            made.wait_for(What.CUT, attempt)
        made.wait_said("Good.")
        assert made.ended[poison] == [Ending.BROKEN]
        (named,) = made.told
        assert named.text.startswith(
            "The voice failed three times on this text and left it out: poison, poison"
        )
        assert "poison" not in named.brief_text
        assert len(named.text) < 200


def test_after_orders_without_any_words_the_voice_speaks_on(program: list[str], pulse: PulseServer):
    with pulse.recording("headphones") as ears, spoken(program=program) as made:
        made.say("Hello.")
        made.wait_said("Hello.")
        for _ in range(3):
            made.say("", signal="done")
            made.say("\u200b")
        since = time.monotonic()
        made.say("Still there.", priority=Priority.URGENT)
        made.wait_said("Still there.", 5)
        assert ears.first_sound(since)
        assert made.told == []


def test_a_text_that_changes_its_voice_with_every_sign_begins_and_ends_as_any_other(
    pulse: PulseServer,
):
    segments = [Segment("grinning face", "en"), Segment("가", "ko")] * 50_000
    with pulse.recording("headphones") as ears, spoken() as made:
        since = time.monotonic()
        made.say_segments(segments)
        wait_until(lambda: ears.first_sound(since), 5, "its beginning")
        made.voice.silence()
        made.say("Over.")
        made.wait_said("Over.", 5)
        assert [r.what for _at, r in made.reports if r.what in {What.GONE, What.CUT}] == []


def test_a_device_that_the_server_calls_as_another_is_entitled_does_not_get_the_voice(
    own_pulse: PulseServer,
):
    own_pulse.add_sink("alpha", "beta")
    own_pulse.add_sink("beta", "alpha")
    with own_pulse.recording("beta") as other, spoken("beta") as made:
        made.say(LONG)
        made.wait_for(What.REACHED)
        own_pulse.remove("alpha")
        made.wait_for(What.GONE)
        time.sleep(3.0)
        assert own_pulse.playing_on("beta") == []
        own_pulse.add_sink("alpha", "beta")
        made.wait_for(What.OPEN, 2)
        made.wait_said(LONG, 60)
        assert other.peak() == 0.0


def test_a_device_that_takes_no_sound_is_lost_once_and_back_when_it_takes_some(
    own_pulse: PulseServer,
):
    own_pulse.add_sink("sleepy")
    with spoken("sleepy") as made:
        made.say("Hello.")
        made.wait_said("Hello.")
        made.events.clear()
        own_pulse.suspend("sleepy", suspended=True)
        wait_until(lambda: made.events, 8, "the loss")
        made.say("When it wakes.")
        time.sleep(8.0)
        assert [type(event) for event in made.events] == [SourceLost]
        own_pulse.suspend("sleepy", suspended=False)
        made.wait_said("When it wakes.", 10)
        assert [type(event) for event in made.events] == [SourceLost, SourceBack]


def test_who_says_one_text_on_which_the_engine_fails_is_told_so(pulse: PulseServer, studio_log):
    studio_log.expect("left out, for the engine failed on it each time")
    failed: list[StudioError] = []
    begun: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def say_it() -> None:
        with LoneVoice("headphones", BRISK, lambda: begun.put(True)) as voice:
            try:
                voice.say([Segment("poison, " * 2000, "en")])
            except StudioError as error:
                failed.append(error)

    speaking = threading.Thread(target=say_it)
    speaking.start()
    for _ in range(3):
        # An engine that dies before it speaks would be one that does not start.
        assert begun.get(timeout=15)
        for ear in spoken_processes():
            for engine in children(ear):
                with suppress(ProcessLookupError):
                    os.kill(engine, signal.SIGKILL)
    speaking.join(20)
    assert len(failed) == 1
    assert str(failed[0]).startswith("The voice failed three times on this text")


def test_a_text_of_100000_signs_begins_at_once_stops_at_once_and_fills_no_memory(
    program: list[str], pulse: PulseServer
):
    endless = "一二三四五六七八九十" * 10_000
    with pulse.recording("headphones") as ears, spoken(program=program) as made:
        made.say("Warm.")
        made.wait_said("Warm.")
        before = _memory_kb(made.ear), _memory_kb(made.engine)
        since = time.monotonic()
        made.say(endless, "zh")
        wait_until(lambda: ears.first_sound(since), 2, "its beginning")
        time.sleep(2.0)
        assert _memory_kb(made.ear) - before[0] < 6000
        assert _memory_kb(made.engine) - before[1] < 6000
        made.voice.silence()
        made.say("Over.")
        made.wait_said("Over.", 3)


def _memory_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_a_language_without_a_voice_is_called_by_its_name(pulse: PulseServer):
    with spoken() as made:
        made.say("qapla", "tlh")
        made.wait_said("qapla")
        (told,) = made.told
    assert told.message.words("en").startswith("There is no voice here for Klingon;")
    assert told.message.words("zh_CN").startswith("这里没有克林贡语语音")
    assert told.message.words("id").startswith("Di sini tidak ada suara untuk bahasa Klingon;")
    assert segments_of(told.message, "zh_CN")[0].text.startswith("这里没有克林贡语")


def test_each_of_10000_messages_ends_once_whatever_breaks(program: list[str], pulse: PulseServer):
    chance = random.Random(7)
    with spoken(manner=Manner(wpm=900), program=program) as made:
        for number in range(10_000):
            made.say(
                f"{number}",
                chance.choice(["en", "zh", "id"]),
                chance.choice(list(Priority)[:3]),
                topic=chance.choice(["", "", "viewers"]),
                lives_s=chance.choice([None, 1.0]),
            )
            if number in {2000, 5000, 8000}:
                made.wait_for(What.REACHED, number // 2000)
                os.kill(made.ear if number == 5000 else made.engine, signal.SIGKILL)
            time.sleep(0.0002)
        said = made.voice.counts.get(Ending.SAID, 0)
        wait_until(lambda: made.voice.counts.get(Ending.SAID, 0) > said + 3, 10, "the rest")
        made.voice.silence()
        assert not made.voice.is_busy
        assert set(map(len, made.ended.values())) == {1}
        assert sum(made.voice.counts.values()) >= 10_000


def test_what_is_urgent_is_heard_in_a_flood_and_the_flood_is_told_of(
    program: list[str], pulse: PulseServer
):
    with spoken(program=program) as made:
        for number in range(300):
            made.say(f"Message number {number} of a flood.")
            time.sleep(0.002)
        reached = len([r for _at, r in made.reports if r.what is What.REACHED])
        made.say("Off air.", priority=Priority.URGENT)
        made.wait_for(What.REACHED, reached + 1, 2)
        made.wait_said("Off air.", 3)
        made.voice.silence()
        assert made.voice.counts[Ending.SKIPPED] > 200


def test_what_is_spoken_is_not_on_the_program_bus(pulse: PulseServer):
    """The microphone is open and silent; the release's long rehearsal is a soak test."""
    program: list[np.ndarray] = []
    quiet = SoundSource("Desk", SoundKind.MICROPHONE, "virtmic", is_monitored=True)
    desk = SoundDesk(lambda _event: None, origin=time.monotonic(), voice=synthesizer.program())
    desk.set_sources([quiet])
    desk.set_monitor_device("headphones")
    desk.listen(lambda block, _monitor: program.append(block.samples))
    desk.start()
    with pulse.recording("headphones") as ears:
        voice = Voice(desk, lambda: Manner(wpm=500), lambda _told: None)
        desk.on_report(voice.hear)
        for number in range(12):
            voice.say(Utterance((Segment(f"Announcement {number}.", "en"),), signal="warning"))
        wait_until(lambda: voice.counts.get(Ending.SAID) == 12, 30, "the announcements")
        assert ears.peak() > 0.05
        assert desk.was_heard(quiet.id)
    desk.stop()
    heard = np.concatenate(program)
    assert len(heard) > 48_000 * 3
    assert not heard.any()
