"""The real window: on a machine with nothing, when it is closed or dies, and how it is read out."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.model.destination import Destination
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.studio_process import PASSPHRASE, environment
from tests.app.window_studio import (
    NO_SOUND,
    Mark,
    WindowStudio,
    arrangement,
    ffmpeg_decodes,
    furnish,
    processes_with,
)
from tests.harness.ingest import RtmpIngest
from tests.harness.media import decode_frames, decode_sound, gap_report, probe
from tests.harness.process import ROOT, Child, wait_until
from tests.harness.pulse import RATE
from tests.harness.screenreader import Lab

KEY = "wk-5d20-window-key-77aa"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab() as lab:
        yield lab


def _furnished(data: Path, address: str = "rtmp://127.0.0.1:9/live") -> None:
    """A studio that needs no device: test picture, tone, and one destination."""
    furnish(
        data,
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Hum", SoundKind.TONE, is_voice=False)],
        ),
        Destination("Shop", address),
        key=KEY,
        canvas="640x360",
    )


def _window(data: Path, transcript: Path) -> Child:
    told = {"EARSHOT_TRANSCRIPT": str(transcript)}
    return Child([sys.executable, "-m", "studio"], env=environment(data, **told), cwd=ROOT)


def test_a_second_window_says_that_it_keeps_nothing(tmp_path):
    data = tmp_path / "data"
    _furnished(data)

    def told(name: str) -> str:
        path = tmp_path / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    with _window(data, tmp_path / "first"):
        wait_until((data / "window.lock").exists, 20, "the first window")
        with _window(data, tmp_path / "second"):
            wait_until(lambda: "is open already" in told("second"), 20, "the second's warning")
        assert "is open already" not in told("first")
    # The first was killed; what it left behind keeps nobody out.
    with _window(data, tmp_path / "third") as third:
        owner = str(third.process.pid)
        lock = data / "window.lock"
        wait_until(lambda: lock.exists() and owner in lock.read_text(), 20, "the third window")
        time.sleep(2)
        assert "is open already" not in told("third")


def test_a_transcript_that_cannot_be_written_is_told_and_done_without(lab, tmp_path):
    data = tmp_path / "data"
    _furnished(data)
    a_folder = {"EARSHOT_TRANSCRIPT": str(tmp_path)}
    since = lab.mark()
    with WindowStudio(lab, data, {**NO_SOUND, **a_folder}) as studio:
        lab.wait_said("cannot be written. Choose another file", since, 30)
        assert studio.terminate() == 0


# A machine with nothing, and how the window is read out -----------------------------------------

_DIALOGS = {
    "Add scene": ("Scenes", 1),
    "Add picture source": ("Picture sources", 1),
    "Add sound source": ("Sound sources", 2),
    "Add destination": ("Destinations", 1),
}
"""Where the button is that opens each, as F6 goes: the panel, and how often Tab is pressed."""
_KEYS = {"Settings": "ctrl+comma", "Commands": "ctrl+shift+p", "Keys": "ctrl+shift+F1"}


def _open(studio: WindowStudio, title: str) -> None:
    """Open a dialog by keys, as somebody does who hears where they are."""
    if title in _KEYS:
        studio.lab.press(_KEYS[title])
    else:
        panel, tabs = _DIALOGS[title]
        studio.go_to(panel)
        for _ in range(tabs):
            studio.lab.key("Tab")
        studio.lab.press("space")
    studio.lab.wait_window(f"^{title}$")
    studio.lab.settle(1.0)


def _close(studio: WindowStudio, title: str) -> None:
    studio.lab.press("Escape")
    wait_until(lambda: not studio.lab.windows(f"^{title}$"), 10, f"end of {title}")
    studio.lab.settle(0.5)


def _faults(report: dict) -> list[str]:
    return [
        f"{found['rule']}: {found['role']} {found['name']!r} {found['detail']}"
        for found in report["findings"]
        if found["severity"] == "error"
    ]


@pytest.fixture(scope="class")
def bare(lab, tmp_path_factory) -> Iterator[WindowStudio]:
    """A first start where there is no camera, no microphone and no sound card."""
    with WindowStudio(lab, tmp_path_factory.mktemp("bare") / "data", NO_SOUND) as studio:
        studio.wait_told("A tone stands in for Microphone.")
        lab.settle(1.5)
        yield studio
        assert studio.terminate() == 0


class TestBareMachine:
    def test_what_is_missing_is_told(self, bare):
        for words in (
            "No camera is connected.",
            "A test picture stands in for Camera.",
            "The system's sound cannot be reached.",
            "A tone stands in for Microphone.",
        ):
            bare.lab.wait_said(words)
        # What the machine's voice taught comes whenever it is ready.
        others = [words for words in bare.texts() if "by a machine's voice" not in words]
        assert len(others) == 4, bare.texts()

    def test_the_stand_ins_can_be_seen_and_heard(self, bare):
        begun = bare.press("ctrl+r", "Recording.")
        time.sleep(max(0.0, begun["time"] + 3.0 - time.time()))
        bare.press("ctrl+r", "Recording saved")
        (path,) = bare.recordings()
        found = probe(path)
        assert (found.video.codec, found.sound.codec) == ("h264", "aac")
        assert found.duration_s > 2.8
        assert gap_report(path).longest_frame_s < 0.2
        first, second, *_ = decode_frames(path, every=1.0)
        assert np.asarray(first.image).std() > 30
        assert np.abs(first.image.astype(int) - second.image).mean() > 1, "it stands still"
        heard = decode_sound(path, "mono").between(0.5, 2.5)[:, 0]
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
        assert np.argmax(spectrum) * RATE / len(heard) == pytest.approx(440, abs=1)

    def test_the_window_has_no_faults_for_readers(self, bare):
        report = bare.lab.audit("^Earshot", "--window", "^Earshot", "--no-keys")
        assert report["controls"] > 10
        assert not _faults(report)

    @pytest.mark.parametrize("title", [*_KEYS, *_DIALOGS])
    def test_no_dialog_has_faults_for_readers(self, bare, title):
        _open(bare, title)
        try:
            report = bare.lab.audit("^Earshot", "--window", f"^{title}$", "--no-keys")
        finally:
            _close(bare, title)
        assert report["controls"] > (0 if title == "Commands" else 3)
        assert not _faults(report)

    def test_a_command_is_found_by_ear(self, bare):
        lab = bare.lab
        _open(bare, "Commands")
        mark = bare.mark()
        lab.type("am i mu")
        bare.wait_heard("1 fits: Am I muted, Ctrl+2, Says whether viewers can hear", mark)
        assert "Am I muted" in lab.words(lab.key("Down"))
        bare.press("Return", "Microphone is lost.")
        assert bare.press("ctrl+1", "You are not live.")["text"] == "You are not live."
        bare.press("ctrl+shift+s", "capital Y, o, u, space, a, r, e")

    @pytest.mark.soak
    @pytest.mark.parametrize("title", ["", *_KEYS, *_DIALOGS])
    def test_every_key_and_every_stop_is_heard(self, bare, title):
        """The whole audit: keys through every control, what Orca says there, and the pixels."""
        if title:
            _open(bare, title)
        try:
            report = bare.lab.audit("^Earshot", "--window", f"^{title}$" if title else "^Earshot")
        finally:
            if title:
                _close(bare, title)
        assert not _faults(report)


# How it ends ------------------------------------------------------------------------------------

_ASKING = "Passphrase of the stream keys"


def _ask_for_passphrase(studio: WindowStudio) -> None:
    """Go live, and hear that the passphrase is wanted first."""
    mark = studio.lab.mark()
    studio.lab.press("ctrl+shift+l")
    studio.lab.wait_window(f"^{_ASKING}$")
    studio.lab.wait_said(_ASKING, since=mark, timeout_s=30)
    studio.lab.settle(1.0)


def test_the_passphrase_is_asked_for_and_logging_out_ends_the_show(lab, tmp_path):
    data = tmp_path / "data"
    with RtmpIngest(key=KEY) as ingest:
        _furnished(data, ingest.address)
        with WindowStudio(lab, data, NO_SOUND | {"EARSHOT_PASSPHRASE": "wrong"}) as studio:
            studio.press("ctrl+shift+l", "This is not the passphrase of your stream keys.")
            _ask_for_passphrase(studio)
            report = lab.audit("^Earshot", "--window", f"^{_ASKING}$", "--no-keys")
            assert not _faults(report)
            studio.press("Escape", "No passphrase was given")
            _ask_for_passphrase(studio)
            lab.type(PASSPHRASE["EARSHOT_PASSPHRASE"])
            elements = lab.tree("^Earshot")
            studio.press("Return", "You are live on Shop.")
            begun = studio.press("ctrl+r", "Recording.")
            time.sleep(2.0)
            assert studio.terminate() == 0
        ended = studio.told()[-1]["time"]
        ingest.stop()
        (arrived,) = ingest.recordings()
        assert probe(arrived).duration_s > 2
    told = "".join([elements, studio.log(), *(each.text for each in lab.said())])
    assert _ASKING in elements
    secrets = KEY, PASSPHRASE["EARSHOT_PASSPHRASE"]
    assert not [secret for secret in secrets if secret in told]
    texts = studio.texts()
    assert any(text.startswith("The show on Shop has ended") for text in texts)
    assert any(text.startswith("Recording saved") for text in texts)
    (path,) = studio.recordings()
    assert probe(path).duration_s == pytest.approx(ended - begun["time"], abs=1.0)
    assert not ffmpeg_decodes(path)


_CHOOSING = "New passphrase of the stream keys"


def test_the_first_key_asks_for_a_new_passphrase_which_is_typed_twice(lab, tmp_path):
    secrets = KEY, PASSPHRASE["EARSHOT_PASSPHRASE"]
    with WindowStudio(lab, tmp_path / "data", NO_SOUND | {"EARSHOT_PASSPHRASE": None}) as studio:
        studio.wait_told("A tone stands in for Microphone.")
        lab.settle(1.5)
        _open(studio, "Add destination")
        for tabs, words in ((1, "Shop"), (1, "rtmp://127.0.0.1:9/live"), (2, KEY)):
            for _ in range(tabs):
                lab.key("Tab")
            said = lab.words(lab.type(words))
        # How long it is may be told already, after a pause.
        length = f"notification. | {len(KEY)} characters."
        assert said in {"", length}, "no letter of a secret is spoken"
        mark = lab.mark()
        lab.press("Return")
        lab.wait_window(f"^{_CHOOSING}$")
        lab.wait_said(_CHOOSING, since=mark, timeout_s=30)
        lab.settle(1.0)
        report = lab.audit("^Earshot", "--window", f"^{_CHOOSING}$", "--no-keys")
        assert report["controls"] > 2
        assert not _faults(report)
        lab.type(secrets[1])
        lab.key("Tab")
        lab.type("something else")
        studio.press("Return", "The two are not the same.")
        lab.press("ctrl+a")
        lab.type(secrets[1])
        elements = lab.tree("^Earshot")
        studio.press("Return", "Shop is saved.")
        assert studio.terminate() == 0
    told = "".join([elements, studio.log(), *(each.text for each in lab.said())])
    assert not [secret for secret in secrets if secret in told]


def test_logging_out_while_the_passphrase_is_asked_for(lab, tmp_path):
    """The errand that waits for the answer must not hold the studio up."""
    _furnished(tmp_path / "data")
    with WindowStudio(lab, tmp_path / "data", NO_SOUND | {"EARSHOT_PASSPHRASE": None}) as studio:
        _ask_for_passphrase(studio)
        assert studio.terminate() == 0


def test_kill_nine_costs_at_most_a_second(lab, tmp_path):
    data = tmp_path / "data"
    _furnished(data)
    with WindowStudio(lab, data, NO_SOUND) as studio:
        begun = studio.press("ctrl+r", "Recording.")["time"]
        time.sleep(max(0.0, begun + 5.0 - time.time()))
        killed = studio.kill()
        mark = f"EARSHOT_DATA={data}"
        wait_until(lambda: not list(processes_with(mark)), 10, "end of its helpers")
    (path,) = studio.recordings()
    lasted = killed - begun - 1.0
    assert probe(path).duration_s >= lasted
    assert len(list(decode_frames(path))) >= 29 * lasted
    assert len(decode_sound(path).samples) >= RATE * (lasted - 0.1)


# A file that cannot be used ---------------------------------------------------------------------


def test_a_file_that_cannot_be_used_is_told_and_the_window_opens(lab, tmp_path):
    data = tmp_path / "data"
    _furnished(data)
    (data / "studio.db").write_bytes(b"no database at all " * 1000)
    mark = lab.mark()
    with WindowStudio(lab, data, NO_SOUND) as studio:
        told = studio.wait_heard("studio.db is not a file of Earshot Studio", Mark(0, mark))
        assert "Until then nothing you change is kept." in told["text"]
        studio.press("ctrl+i", "You are not live.")
        assert studio.terminate() == 0
    assert (data / "studio.db").read_bytes() == b"no database at all " * 1000


def test_a_locked_file_and_a_senseless_row_are_told(lab, tmp_path):
    """Both at once, since the locked file is waited for ten seconds."""
    locked, senseless = tmp_path / "locked", tmp_path / "senseless"
    for data in (locked, senseless):
        _furnished(data)
    with contextlib.closing(sqlite3.connect(senseless / "studio.db")) as db, db:
        db.execute("UPDATE picture_sources SET kind = 'hologram'")
    holder = sqlite3.connect(locked / "studio.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with (
        contextlib.closing(holder),
        WindowStudio(lab, locked, NO_SOUND, wait=False) as one,
        WindowStudio(lab, senseless, NO_SOUND, wait=False) as two,
    ):
        problems = "studio.db is in use by another program", "something that cannot be understood"
        for studio, problem in zip((one, two), problems, strict=True):
            told = studio.wait_told(problem)
            assert "Until then nothing you change is kept." in told["text"]
            assert "window" in told["outlets"]
        assert len(lab.windows("^Earshot")) == 2
        assert (one.terminate(), two.terminate()) == (0, 0)
