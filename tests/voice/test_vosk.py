"""The engine for words, for real: Vosk in its process, with the Korean model."""

import os
import signal
import sys
import threading
import time

import numpy as np
import pytest

from studio.model.speech_model import WordsNews, WordsPhase
from studio.voice import vosk
from studio.voice.segments import trimmed
from studio.voice.vosk import Words
from studio.voice.words import Heard
from tests.voice.korean import model, said
from tests.voice.speaking import NAMED, Room, after, quiet

PHRASES = ("다음 카드", "음소거", "녹화 시작")


class Told:
    """What was told, and how to wait for it."""

    def __init__(self):
        self.news: list[WordsNews] = []
        self._came = threading.Condition()

    def __call__(self, news):
        with self._came:
            self.news.append(news)
            self._came.notify_all()

    def phases(self):
        return [one.phase for one in self.news]

    def wait(self, phase, count=1, seconds=30.0):
        with self._came:
            assert self._came.wait_for(lambda: self.phases().count(phase) >= count, seconds), (
                self.news
            )


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def engine(told):
    made = Words(model(), "ko", told)
    made.use(PHRASES)
    made.start()
    told.wait(WordsPhase.READY)
    yield made
    made.stop()


def hear(engine, phrase):
    """Say a phrase in blocks of 20 ms; gives what was heard."""
    engine.begin()
    sound = said(phrase)
    for at in range(0, len(sound), 320):
        engine.push(sound[at : at + 320])
    return engine.finish().words


def test_a_phrase_is_heard_while_it_is_said(engine):
    assert "다음 카드" in hear(engine, "다음 카드")
    assert "녹화 시작" in hear(engine, "녹화 시작")


def test_silence_is_no_word(engine):
    engine.begin()
    engine.push(np.zeros(16_000, np.int16))
    assert engine.finish() == Heard()


def test_other_phrases_are_heard_from_the_next_utterance_on(engine):
    engine.use(["안녕하세요"])
    assert "안녕하세요" in hear(engine, "안녕하세요")
    assert "다음 카드" not in hear(engine, "다음 카드")


def test_phrases_changed_in_the_middle_wait_for_the_next_utterance(engine):
    engine.begin()
    sound = said("다음 카드")
    for at in range(0, len(sound), 320):
        if at == 6400:
            engine.use(["안녕하세요"])
        engine.push(sound[at : at + 320])
    assert "다음 카드" in engine.finish().words
    assert "안녕하세요" in hear(engine, "안녕하세요")


@pytest.mark.parametrize("pause_s", [0.4, 0.7])
def test_hands_free_what_follows_on_an_opening_is_heard_with_it(engine, pause_s):
    first, second = "녹화", "시작"
    engine.use([first, second, f"{first} {second}", "음소거"], (), [first])
    room = Room(NAMED)
    room.listener.use_words(engine)
    room.say(NAMED, pause_s=0.8)
    spoken = [trimmed(said(one).astype(np.float32) / np.float32(32_768)) for one in (first, second)]
    room.play(after(spoken[0], quiet(pause_s), spoken[1], quiet(1.5)))
    heard = [(one.words[0], one.may_go_on) for one in room.heard if not one.is_call]
    assert heard == [(first, True), (f"{first} {second}", False)]


def test_names_that_the_model_cannot_know_are_told_once(engine, told):
    engine.use([*PHRASES, "Xiaomian"], ["Xiaomian", "카드"])
    told.wait(WordsPhase.STRANGE)
    assert told.news[-1].names == ("Xiaomian",)
    engine.use([*PHRASES, "Xiaomian", "Qipao"], ["Xiaomian", "Qipao"])
    told.wait(WordsPhase.STRANGE, 2)
    assert told.news[-1].names == ("Qipao",)


def test_finishing_takes_a_moment(engine):
    hear(engine, "음소거")
    sound = said("다음 카드")
    took = []
    while not took or (min(took) >= 0.2 and len(took) < 5):  # others may want the processor too
        engine.begin()
        for at in range(0, len(sound), 320):
            engine.push(sound[at : at + 320])
            time.sleep(0.02)
        began = time.monotonic()
        engine.finish()
        took.append(time.monotonic() - began)
    assert min(took) < 0.2


def test_a_killed_process_is_replaced_in_the_middle_of_an_utterance(engine, told, studio_log):
    studio_log.expect("the engine for words ended")
    engine.begin()
    engine.push(said("다음 카드")[:8000])
    os.kill(engine.process_id, signal.SIGKILL)
    began = time.monotonic()
    assert engine.finish().words == ()
    assert time.monotonic() - began < vosk.FINISH_S + 2.0
    told.wait(WordsPhase.READY, 2)
    assert told.phases().count(WordsPhase.REPLACED) == 1
    assert "다음 카드" in hear(engine, "다음 카드")  # with the phrases it had


def test_a_native_abort_three_times_switches_it_off_and_is_told(engine, told, studio_log):
    studio_log.expect("the engine for words ended")
    for count in (1, 2):
        os.kill(engine.process_id, signal.SIGABRT)
        told.wait(WordsPhase.REPLACED, count)
        told.wait(WordsPhase.READY, count + 1)
    os.kill(engine.process_id, signal.SIGABRT)
    told.wait(WordsPhase.OFF)
    assert not engine.is_ready
    assert hear(engine, "다음 카드") == ()


def test_a_hanging_process_is_replaced(engine, told, monkeypatch, studio_log):
    studio_log.expect("the engine for words (hangs|ended)")
    monkeypatch.setattr(vosk, "HANGS_S", vosk.FINISH_S + 0.5)
    process = engine.process_id
    os.kill(process, signal.SIGSTOP)
    engine.begin()
    engine.push(said("음소거")[:3200])
    began = time.monotonic()
    assert engine.finish() == Heard(is_late=True)
    assert time.monotonic() - began < vosk.FINISH_S + 2.0
    told.wait(WordsPhase.READY, 2)
    assert engine.process_id != process


SLOW = """
import json, struct, sys, time

def tell(**told):
    print(json.dumps(told), flush=True)

tell(ready=True, languages=["ko"], seconds=0)
while head := sys.stdin.buffer.read(5):
    kind, length = struct.unpack("<BI", head)
    body = sys.stdin.buffer.read(length)
    if kind == 4:
        time.sleep(0.6)
        tell(finished=struct.unpack("<I", body)[0], words=["slow"])
"""


def test_who_answers_late_does_not_hang_however_long_is_said_next(told, tmp_path, monkeypatch):
    monkeypatch.setattr(vosk, "program", lambda _folder: [sys.executable, "-c", SLOW])
    monkeypatch.setattr(vosk, "FINISH_S", 0.2)
    monkeypatch.setattr(vosk, "HANGS_S", 1.5)
    engine = Words(tmp_path, "ko", told)
    engine.start()
    told.wait(WordsPhase.READY)
    process = engine.process_id
    engine.begin()
    assert engine.finish() == Heard(is_late=True)
    engine.begin()  # the key is held once more
    time.sleep(2.2)
    monkeypatch.setattr(vosk, "FINISH_S", 5.0)
    assert engine.finish() == Heard(("slow",), "ko")
    assert engine.process_id == process
    assert told.phases() == [WordsPhase.LOADING, WordsPhase.READY]
    engine.stop()


def test_what_comes_while_nobody_hears_is_dropped_and_never_waits(told):
    engine = Words(model(), "ko", told)
    began = time.monotonic()
    for _ in range(3000):
        engine.push(np.zeros(320, np.int16))
    engine.begin()
    assert engine.finish().words == ()
    assert time.monotonic() - began < 5.0  # and not 3000 times an answer's patience


def test_a_model_of_another_language_is_not_used(told, studio_log):
    studio_log.expect("the engine for words ended: hears")
    engine = Words(model(), "zh", told)
    engine.start()
    told.wait(WordsPhase.OFF)
    assert WordsPhase.READY not in told.phases()
    engine.stop()


def test_a_broken_model_is_told_and_ends_nothing(tmp_path, told, studio_log):
    studio_log.expect("the engine for words ended")
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"nothing of the kind")
    engine = Words(tmp_path, "ko", told)
    engine.start()
    told.wait(WordsPhase.OFF)
    engine.stop()


def test_its_memory_is_free_once_it_is_off(engine):
    process = engine.process_id
    engine.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
