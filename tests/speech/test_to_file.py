"""The way by a file, which every engine of pyttsx3 can go."""

from __future__ import annotations

import array
import os
import struct
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.model.segment import Segment
from studio.model.voicing import Mark
from studio.speech import synthesizer
from studio.speech.engines.choice import ENGINE_VARIABLE
from studio.speech.engines.to_file import read_sound
from tests.speech.test_synthesizer import Program, en

SAMPLES = array.array("h", [0, 1000, -2000, 32767, -32768, 5])


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    env = os.environ | {ENGINE_VARIABLE: "file"}
    with subprocess.Popen(
        synthesizer.program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    ) as process:
        yield Program(process)
        process.kill()


def test_one_sentence_after_the_other_is_spoken_each_by_its_voice(program: Program):
    texts = "First of all.", "And then the second one.", "And a third."
    lengths = [program.make(en(text)).seconds for text in texts]
    assert lengths[1] > lengths[0] > 0.3
    mixed = program.make(en("On screen:"), Segment("重庆小面", "zh"))
    assert mixed.marks == [Mark.PIECE, Mark.JOIN, Mark.DONE]
    assert min(mixed.sizes) > 5000


def test_speed_is_followed_each_time(program: Program):
    """Once it was only most times: each is a fresh engine, which lost its speed now and then."""
    words = en("The quick brown fox.")
    made = [(program.make(words, wpm=400), program.make(words, wpm=160)) for _ in range(40)]
    fast, slow = ([one.seconds for one in column] for column in zip(*made, strict=True))
    assert max(fast) < 0.6 * min(slow)
    assert max(fast) - min(fast) < 0.1
    assert max(slow) - min(slow) < 0.1


def _aiff(samples: array.array, rate: int, kind: bytes = b"") -> bytes:
    exponent = rate.bit_length() - 1
    ten = struct.pack(">HQ", 16383 + exponent, rate << (63 - exponent))
    common = struct.pack(">hIh", 1, len(samples), 16) + ten + kind
    if (sys.byteorder == "little") == (kind[:4] != b"sowt"):
        samples = array.array("h", samples)
        samples.byteswap()
    sound = bytes(8) + samples.tobytes()
    chunks = b"".join(
        name + struct.pack(">I", len(body)) + body + bytes(len(body) % 2)
        for name, body in ((b"COMM", common), (b"ANNO", b"odd"), (b"SSND", sound))
    )
    form = b"AIFC" if kind else b"AIFF"
    return b"FORM" + struct.pack(">I", 4 + len(chunks)) + form + chunks


@pytest.mark.parametrize("kind", [b"", b"sowt\0\0", b"NONE\0\0"])
def test_what_macos_writes_is_read(tmp_path: Path, kind):
    path = tmp_path / "said"
    path.write_bytes(_aiff(SAMPLES, 22_050, kind))
    assert read_sound(path) == SAMPLES.tobytes()


@pytest.mark.parametrize("rate", [11_025, 44_100])
def test_sound_at_another_rate_is_as_long_and_as_loud(tmp_path: Path, rate):
    path = tmp_path / "said"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack("<hh", 9000, -9000) * rate)
    samples = array.array("h", read_sound(path))
    assert len(samples) == 22_050
    assert set(samples) == {9000}


def test_what_is_no_sound_is_refused(tmp_path: Path):
    path = tmp_path / "said"
    path.write_bytes(b"<html>")
    with pytest.raises((ValueError, wave.Error, EOFError)):
        read_sound(path)
