"""Sound files of every kind are heard in their place; what can never be heard is refused."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.audio.files import FileReader
from studio.audio.inputs import probe
from studio.audio.tape import Head
from studio.model.errors import SoundError
from studio.model.events import Event, SourceBack, SourceLost, SourceOpened
from studio.model.media import RATE
from studio.model.scene import SoundKind, SoundSource
from tests.audio.sounds import noise, place, roughness, sine, sound_file, stereo
from tests.harness.av_sync import make_clip
from tests.harness.process import wait_until

BLOCK = RATE // 50


def source(path: Path | str, *, loop: bool = False) -> SoundSource:
    return SoundSource("Talk", SoundKind.FILE, str(path), loop=loop)


@contextlib.contextmanager
def reading(
    path: Path | str, events: list[Event] | None = None, *, loop: bool = False, begun_s: float = 0.0
) -> Iterator[FileReader]:
    post = (events if events is not None else []).append
    origin = time.monotonic() - begun_s
    reader = FileReader(source(path, loop=loop), post, origin=origin)
    reader.start()
    try:
        yield reader
    finally:
        reader.stop()


def heard(reader: FileReader, seconds: float, start: int = 0) -> np.ndarray:
    """Play it as fast as it is read, shape (frames, 2)."""
    head, blocks = Head(reader.tape), []
    for first in range(start, start + round(seconds * RATE), BLOCK):
        enough = first + 2 * BLOCK
        wait_until(lambda n=enough: reader.tape.is_complete or reader.tape.end >= n, 5, "sound")
        blocks.append(head.play(first, BLOCK))
    return np.concatenate(blocks)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout"),
    [
        ("mono.wav", "pcm_s16le", 44_100, "mono"),
        ("fine.flac", "flac", 48_000, "stereo"),
        ("deep.wav", "pcm_s24le", 96_000, "stereo"),
        ("song.mp3", "mp3", 44_100, "stereo"),
        ("talk.m4a", "aac", 48_000, "mono"),
        ("note.ogg", "libopus", 48_000, "stereo"),
        ("phone.wav", "pcm_s16le", 8_000, "mono"),
    ],
)
def test_every_kind_of_file_is_heard_at_its_place_and_height(tmp_path, name, codec, rate, layout):
    path = tmp_path / name
    sound = np.concatenate((sine(0.5, 500, 0.0, rate), sine(1.0, 500, 0.4, rate)))
    sides = 1 if layout == "mono" else 2
    with sound_file(path, codec, rate, layout) as file:
        file.add(np.repeat(sound[:, None], sides, axis=1))
    events: list[Event] = []
    with reading(path, events) as reader:
        out = heard(reader, 1.6)
    loud = np.flatnonzero(np.abs(out[:, 0]) > 0.1)
    # Lossy codecs ring ahead of an onset.
    assert loud[0] == pytest.approx(
        0.5 * RATE, abs=100 if "pcm" in codec or codec == "flac" else 400
    )
    assert np.abs(out[RATE : RATE + 9600]).max() == pytest.approx(0.4, abs=0.02)
    assert np.allclose(out[:, 0], out[:, 1], atol=0.02)
    (opened,) = events
    assert isinstance(opened, SourceOpened)
    assert str(rate) in opened.details


@pytest.mark.parametrize("layout", ["5.1", "7.1"])
def test_films_in_surround_keep_their_dialogue(tmp_path, layout):
    path = tmp_path / "film.wav"
    channels = 6 if layout == "5.1" else 8
    sound = np.zeros((RATE, channels), np.float32)
    sound[:, 2] = sine(1.0)  # the middle, where films talk
    with sound_file(path, layout=layout) as file:
        file.add(sound)
    with reading(path) as reader:
        out = heard(reader, 0.9)
    assert np.abs(out).max() > 0.1
    assert np.allclose(out[:, 0], out[:, 1], atol=1e-3)


def test_channels_without_a_name_are_all_heard(tmp_path):
    """Eight channels of a recorder, in a header that does not tell which is which."""
    import wave

    path = tmp_path / "recorder.wav"
    sound = np.zeros((RATE, 8))
    sound[:, 2] = sine(1.0)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(8)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32_767).astype("<i2").tobytes())
    with reading(path) as reader:
        assert np.abs(heard(reader, 0.9)).max() > 0.05


def test_a_loop_has_no_seam(tmp_path):
    path = tmp_path / "loop.wav"
    with sound_file(path, rate=44_100) as file:
        file.add(stereo(sine(0.5, 440, rate=44_100)))  # 220 whole waves
    with reading(path, loop=True) as reader:
        out = heard(reader, 4.0)
    expected = stereo(sine(4.0, 440))
    assert roughness(out[480:]) < 1.5 * roughness(expected)
    assert np.abs(out - expected)[RATE // 10 :].max() < 0.02


def test_every_round_of_a_film_begins_with_its_pictures(tmp_path):
    """AAC says more than the film lasts, by up to 20 ms a round."""
    path = tmp_path / "film.mp4"
    make_clip(path, seconds=3)
    with reading(path, loop=True) as reader:
        out = np.abs(heard(reader, 9.5)[:, 0])
    # The beep of its first second, round after round.
    begins = [int(np.argmax(out[s * RATE - 2000 : s * RATE + 9000] > 0.05)) for s in (1, 4, 7)]
    assert min(begins) > 0
    assert max(begins) - min(begins) < RATE * 0.004


def test_a_file_that_does_not_loop_ends_in_silence(tmp_path):
    path = tmp_path / "once.wav"
    sound = stereo(noise(0.5))
    with sound_file(path) as file:
        file.add(sound)
    with reading(path) as reader:
        out = heard(reader, 1.0)
    assert np.allclose(out[: len(sound)], sound, atol=1e-4)
    assert not out[len(sound) :].any()


def test_a_late_beginning_and_a_gap_are_silent(tmp_path):
    path = tmp_path / "gap.mka"
    with sound_file(path, "flac") as file:
        file.add(stereo(noise(0.3, seed=1)))
        file.add(stereo(noise(0.3, seed=2)), at=RATE)
    with reading(path) as reader:
        out = heard(reader, 1.5)
    assert place(out[:, 0], noise(0.3, seed=1)) == pytest.approx(0, abs=60)
    assert place(out[:, 0], noise(0.3, seed=2)) == pytest.approx(RATE, abs=60)
    assert np.abs(out[20_000:47_000]).max() < 1e-3


def test_a_film_and_its_sound_turn_over_together(tmp_path):
    path = film(tmp_path, picture_s=1.0, sound_s=0.7)
    with reading(path, loop=True) as reader:
        out = heard(reader, 3.5)
    for second in range(3):
        assert place(out[second * RATE :][: RATE // 2, 0], noise(0.2)) == pytest.approx(0, abs=60)
        assert not out[second * RATE + 36_000 : second * RATE + 47_000].any()


def film(folder: Path, picture_s: float, sound_s: float) -> Path:
    import av

    path = folder / "film.mkv"
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("libx264", rate=25)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 64, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=RATE)
        sound.layout = "stereo"
        for index in range(round(picture_s * 25)):
            image = np.zeros((64, 64, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(image, "rgb24")
            frame.pts = index
            container.mux(pictures.encode(frame))
        samples = (stereo(noise(sound_s)) * 32_767).astype(np.int16)
        block = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "stereo")
        block.sample_rate = RATE
        block.pts = 0
        container.mux(sound.encode(block))
        container.mux(sound.encode(None))
        container.mux(pictures.encode(None))
    return path


def test_a_file_added_in_the_middle_of_a_show_begins_now(tmp_path):
    path = tmp_path / "late.wav"
    with sound_file(path) as file:
        file.add(stereo(noise(1.0)))
    before = time.monotonic()
    with reading(path, begun_s=60.0) as reader:
        wait_until(lambda: reader.tape.start is not None, 5)
        passed = time.monotonic() - before
    assert 60 * RATE <= (reader.tape.start or 0) <= (60 + passed) * RATE


def test_little_is_read_ahead(tmp_path):
    path = tmp_path / "long.wav"
    with sound_file(path) as file:
        file.add(stereo(noise(20.0)))
    with reading(path) as reader:
        wait_until(lambda: reader.tape.end > RATE // 2, 5)
        heard(reader, 3.0)
        assert reader.tape.end < 4.2 * RATE


def test_damage_in_the_middle_is_passed_over(tmp_path):
    path = tmp_path / "damaged.mp3"
    with sound_file(path, "mp3", 44_100) as file:
        file.add(stereo(sine(3.0, rate=44_100)))
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 3000] = bytes(3000)
    path.write_bytes(data)
    with reading(path) as reader:
        out = heard(reader, 2.5)
    assert np.abs(out[2 * RATE :]).max() > 0.3


def test_a_file_that_vanished_is_told_once_and_taken_up_again(tmp_path):
    path = tmp_path / "stick.wav"
    events: list[Event] = []
    with reading(path, events) as reader:
        wait_until(lambda: events, 5, "loss")
        with sound_file(path) as file:
            file.add(stereo(noise(1.0)))
        wait_until(lambda: reader.tape.start is not None, 8, "return")
        wait_until(lambda: len(events) > 2, 5)
    lost, *rest = events
    assert isinstance(lost, SourceLost)
    assert str(lost.error) == (
        "There is no file stick.wav. Check its name, or choose another file."
    )
    assert {type(event) for event in rest} == {SourceOpened, SourceBack}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://me:hunter2@127.0.0.1:9/song.mp3", "Nothing answers at 127.0.0.1."),
        (
            "carrier-pigeon://loft/song.mp3",
            "The address of loft begins with a word that is not known.",
        ),
    ],
)
def test_an_address_without_sound_is_told(address, words):
    events: list[Event] = []
    with reading(address, events):
        wait_until(lambda: events, 5, "loss")
    lost = events[0]
    assert isinstance(lost, SourceLost)
    assert str(lost.error.problem) == words
    assert "hunter2" not in str(lost.error)


@pytest.mark.skipif(sys.platform != "linux", reason="a file of its own that no disk can read")
def test_a_disk_that_fails_is_not_taken_for_a_bad_file():
    assert refusal("/proc/self/mem") == (
        "mem cannot be read any further. "
        "Check the disk or the network. The studio tries again by itself."
    )


def refusal(path: Path | str) -> str:
    with pytest.raises(SoundError) as caught:
        probe(source(path))
    return str(caught.value)


def test_what_can_never_be_heard_is_refused_at_once(tmp_path):
    text = tmp_path / "letter.txt"
    text.write_text("Dear viewers, " * 100, encoding="utf-8")
    rubbish = tmp_path / "rubbish.mp3"
    rubbish.write_bytes(np.random.default_rng(0).bytes(50_000))
    empty = tmp_path / "empty.wav"
    empty.touch()
    assert refusal(tmp_path / "absent.wav").startswith("There is no file ")
    assert refusal(tmp_path) == (
        f"{tmp_path.name} is a folder, not a sound file. Choose a file inside it."
    )
    for path in (text, rubbish, empty):
        assert refusal(path).startswith(f"{path.name} is not a sound file")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    assert refusal(tmp_path / "pipe.wav").startswith("pipe.wav is not a sound file")


def test_a_colon_in_a_name_is_no_protocol(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with sound_file(tmp_path / "10:30 take.wav") as file:
        file.add(stereo(noise(0.1)))
    probe(source("10:30 take.wav"))


def test_a_silent_film_is_told_apart(tmp_path):
    import av

    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("libx264", rate=25)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 64, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
        container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
    assert refusal(path).startswith("The film silent.mp4 has no sound.")


def test_a_file_one_may_not_read_is_told_apart(tmp_path, monkeypatch):
    import av

    path = tmp_path / "private.wav"
    path.touch()

    def deny(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")  # the tests may run as root

    monkeypatch.setattr(av, "open", deny)
    assert refusal(path).startswith("The system does not let the studio read private.wav.")


@pytest.mark.parametrize("address", ["loud", "5", "96000", "nan"])
def test_a_tone_has_a_pitch(address):
    with pytest.raises(SoundError, match="no pitch"):
        probe(SoundSource("Tone", SoundKind.TONE, address))


def test_good_sources_are_not_refused(tmp_path):
    path = tmp_path / "good.wav"
    with sound_file(path) as file:
        file.add(stereo(noise(0.1)))
    probe(source(path))
    probe(SoundSource("Tone", SoundKind.TONE, "1000"))
    probe(SoundSource("Tone", SoundKind.TONE))
    probe(SoundSource("Voice", SoundKind.MICROPHONE, "not plugged in yet"))
    probe(source("rtsp://127.0.0.1:1/not-asked-yet"))
