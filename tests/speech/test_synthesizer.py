"""The voice's program: what goes in, and what sound comes out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from studio.model.segment import Segment
from studio.model.voicing import (
    Frame,
    Job,
    Manner,
    Mark,
    pack_frame,
    pack_hush,
    pack_job,
    read_frame,
)
from studio.speech import synthesizer
from studio.speech.engines.engine import Voice, plain, voice_for


@dataclass
class Made:
    """What came of a job.

    Attributes:
        marks: Of its frames, sound left out.
        sounds: The sound of each stretch in one voice.
    """

    marks: list[Mark] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)

    @property
    def sizes(self) -> list[int]:
        return [len(one) for one in self.sounds]

    @property
    def lengths(self) -> object:
        """Of the stretches; breath is noise, so no two are quite alike."""
        return pytest.approx(self.sizes, rel=0.03)

    @property
    def seconds(self) -> float:
        return sum(map(len, self.sounds)) / 2 / 22_050

    @property
    def loudness(self) -> float:
        """Of all of it, the root of the mean square."""
        samples = np.frombuffer(b"".join(self.sounds), np.int16).astype(float)
        return float(np.sqrt((samples**2).mean()))

    @property
    def hertz(self) -> float:
        """The pitch: what it is most like itself after, within what a voice can be."""
        samples = np.frombuffer(b"".join(self.sounds), np.int16).astype(float)
        power = np.abs(np.fft.rfft(samples, 1 << 18)) ** 2
        alike = np.fft.irfft(power)[22_050 // 400 : 22_050 // 60]
        return 22_050 / (22_050 // 400 + int(np.argmax(alike)))


class Program:
    """The program, and a count of its jobs."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        assert process.stdout
        self.input, self.output = process.stdin, process.stdout
        self.id = 0
        ready = read_frame(self.output)
        assert ready is not None
        assert ready.mark is Mark.READY
        self.hz, self.voices = ready.id, json.loads(ready.body)

    def make(self, *segments: Segment, **manner) -> Made:
        self.give(*segments, **manner)
        made = Made()
        while (frame := read_frame(self.output)) is not None:
            if frame.id != self.id:
                continue
            if frame.mark is Mark.SOUND:
                made.sounds[-1] += frame.body
                continue
            made.marks.append(frame.mark)
            if frame.mark in {Mark.DONE, Mark.FAILED}:
                return made
            if frame.mark in {Mark.PIECE, Mark.JOIN}:
                made.sounds.append(b"")
        raise AssertionError("the program ended")

    def give(self, *segments: Segment, **manner) -> None:
        self.id += 1
        self.input.write(pack_job(Job(self.id, (tuple(segments),), Manner(**manner))))
        self.input.flush()


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with subprocess.Popen(
        synthesizer.program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Program(process)
        process.kill()


def en(text: str) -> Segment:
    return Segment(text, "en")


def test_it_has_voices_for_the_languages_of_the_studio(program: Program):
    tags = {tag for _name, languages in program.voices for tag in languages}
    assert {"en-us", "cmn", "id", "ko"} <= tags
    assert program.hz == 22_050


def test_a_sentence_in_two_languages_is_spoken_by_two_voices(program: Program):
    name = Segment("重庆小面", "zh")
    mixed = program.make(en("On screen:"), name)
    assert mixed.marks == [Mark.PIECE, Mark.JOIN, Mark.DONE]
    first, second = mixed.sounds
    assert [len(first)] == program.make(en("On screen:")).lengths
    assert [len(second)] == program.make(name).lengths
    assert [len(second)] != program.make(en("重庆小面")).lengths


def test_a_language_without_a_voice_is_told_once_and_spoken_all_the_same(program: Program):
    made = program.make(Segment("qapla", "tlh"))
    assert made.marks == [Mark.PIECE, Mark.NO_VOICE, Mark.DONE]
    assert made.sizes == program.make(en("qapla")).lengths
    assert program.make(Segment("qapla", "tlh")).marks == [Mark.PIECE, Mark.DONE]


def test_speed_pitch_and_volume_are_followed(program: Program):
    words = en("The quick brown fox jumps over the lazy dog.")
    times = [program.make(words, wpm=wpm).seconds for wpm in (80, 175, 350, 600, 900)]
    assert times == sorted(times, reverse=True)
    assert times[-1] < times[1] / 3
    usual = program.make(words)
    assert program.make(words, volume=20).loudness < 0.3 * usual.loudness
    assert program.make(words, pitch=90).hertz > 1.3 * program.make(words, pitch=20).hertz
    assert program.make(words).sizes == usual.lengths


def test_a_voice_can_be_chosen_for_a_language(program: Program):
    words = en("Her first bird was rather far from here, sir.")
    british = program.make(words, voices={"en": "English (Received Pronunciation)"})
    assert british.sizes != program.make(words).lengths
    assert program.make(words, voices={"en": "Nobody"}).sizes == program.make(words).lengths


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\x01 50S hello", "  50S hello"),
        ("hel\x00lo there", "hel lo there"),
        ("\u202ehello\u202c there", " hello  there"),
        ("\ud800hello", " hello"),
        ("\x1b[31mhello", " [31mhello"),
    ],
)
def test_control_characters_are_no_orders(program: Program, text, words):
    assert program.make(en(text)).sizes == program.make(en(words)).lengths


@pytest.mark.parametrize(
    "text",
    [
        '<speak><prosody rate="x-fast">hello there</prosody></speak>',
        '<break time="9s"/> hello there',
        '<voice name="de">hello there</voice>',
        "<audio src='/etc/passwd'>hello there</audio>",
    ],
)
def test_markup_is_read_out_and_not_obeyed(program: Program, text):
    read_out = program.make(en(text)).seconds
    inside = program.make(en("hello there")).seconds
    letters = program.make(en(text.translate(str.maketrans("<>", "  ")))).seconds
    assert read_out > 1.5 * inside
    assert read_out == pytest.approx(letters, rel=0.5)


def test_phonemes_in_brackets_are_read_as_text(program: Program):
    as_it_stands = program.make(en("((h@loU))")).seconds
    assert program.make(en("[[h@loU]]")).seconds == pytest.approx(as_it_stands, rel=0.05)
    assert program.make(en("hello")).seconds < 0.6 * as_it_stands


def test_what_is_called_off_is_not_made(program: Program):
    program.give(en("word " * 100_000))
    program.input.write(pack_hush(program.id))
    program.input.flush()
    assert program.make(en("next")).marks == [Mark.PIECE, Mark.DONE]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "。。。", "🙂"])
def test_what_has_no_words_ends_all_the_same(program: Program, text):
    assert program.make(en(text)).marks == [Mark.PIECE, Mark.DONE]


def test_it_ends_with_whoever_started_it():
    with subprocess.Popen(
        synthesizer.program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        Program(process)
        assert process.stdin
        process.stdin.close()
        assert process.wait(5) == 0


def test_it_imports_nothing_heavy():
    code = (
        "import sys; import studio.speech.synthesizer;"
        "print([m for m in ('numpy', 'av', 'soxr', 'PySide6', 'babel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_frames_cut_short_or_senseless_are_the_end():
    import io

    whole = pack_frame(Frame(Mark.SOUND, 3, b"12345678"))
    assert read_frame(io.BytesIO(whole)) == Frame(Mark.SOUND, 3, b"12345678")
    for broken in (whole[:-1], whole[:5], b"\xff" * 20, b""):
        assert read_frame(io.BytesIO(broken)) is None


def test_the_usual_voice_of_a_language_is_chosen():
    voices = [
        Voice("1", "Caribbean", ("en-029",)),
        Voice("2", "American", ("en-us",)),
        Voice("3", "Cantonese", ("yue",)),
        Voice("4", "Mandarin", ("cmn",)),
        Voice("5", "Bahasa", ("in-id",)),
    ]

    def chosen(language: str, wished: str = "") -> str:
        voice = voice_for(language, voices, wished)
        return voice.name if voice else ""

    assert [chosen(language) for language in ("en", "zh", "id", "ko")] == [
        "American", "Mandarin", "Bahasa", "",
    ]  # fmt: skip
    assert chosen("en", "Caribbean") == "Caribbean"
    assert chosen("zh", "Caribbean") == "Mandarin"


def test_plain_words_stay_as_they_are():
    assert plain("Rp 125.000, 你好 — “ok”! 👩‍🍳") == "Rp 125.000, 你好 — “ok”! 👩‍🍳"
