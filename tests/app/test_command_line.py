"""What the command line is given: keys, addresses, names and pipes of every kind."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

import cv2
import numpy as np
import pytest

from tests.app.studio_process import ShowProcess, environment, run_bytes
from tests.harness.ingest import RtmpIngest
from tests.harness.process import ROOT, wait_until

SHORT = ("--sound", "silence", "--seconds", "2", "--size", "320x180")


def _add(data, name, key: bytes, *more):
    return run_bytes(data, "destination", "add", name, "--url", "rtmp://h/live", *more, given=key)


@pytest.mark.parametrize(
    "key", [b"two words\n", b"\xff\xfek\x00e\x00y\x00\n", b"x" * 70_000, b"K\xff"]
)
def test_what_cannot_be_a_stream_key_is_refused(tmp_path, key):
    done = _add(tmp_path / "data", "Shop", key)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("This cannot be a stream key. Copy the stream key")
    assert run_bytes(tmp_path / "data", "destination", "list").stdout == b""


def test_a_mark_before_the_key_is_no_part_of_it(tmp_path):
    with RtmpIngest(key="good-key-1") as ingest:
        data = tmp_path / "data"
        url = "--url", ingest.address
        done = run_bytes(
            data, "destination", "add", "Shop", *url, given=b"\xef\xbb\xbfgood-key-1\r\n"
        )
        assert done.returncode == 0, done.stderr
        assert run_bytes(data, "destination", "test", "Shop").returncode == 0


def test_a_new_key_changes_nothing_else_of_a_destination(tmp_path):
    data = tmp_path / "data"
    assert _add(data, "Shop", b"key-one\n", "--service", "douyin").returncode == 0
    assert run_bytes(data, "destination", "edit", "Shop", "--off").returncode == 0
    assert _add(data, "Shop", b"key-two\n").returncode == 0
    listed = run_bytes(data, "destination", "list").stdout.decode().strip()
    assert listed.split("\t") == ["Shop", "douyin", "rtmp://h/live", "off"]


def test_an_address_with_a_password_is_refused(tmp_path):
    url = "rtmp://me:hunter2@h/live"
    done = run_bytes(
        tmp_path / "data", "destination", "add", "Shop", "--url", url, given=b"key-1\n"
    )
    assert done.returncode == 2
    assert b"holds a name or password" in done.stderr
    assert b"hunter2" not in done.stderr + done.stdout


def test_what_an_address_holds_is_told_nowhere(tmp_path):
    """A network sound whose address has a key and a token."""
    data, record = tmp_path / "data", str(tmp_path / "out.mp4")
    sounds = (
        "--sound",
        "rtmp://127.0.0.1:1/live/SECRET1",
        "--music",
        "http://127.0.0.1:1/x?t=SECRET2",
    )
    done = run_bytes(
        data, "show", "--picture", "test", *sounds, *SHORT, "--record", record,
        "--do", "0.2:sound.mute", "--do", "0.3:status.on_air",
    )  # fmt: skip
    log = (data / "logs/studio.log").read_bytes()
    assert b"SECRET" not in done.stdout + done.stderr + log
    assert b"Traceback" not in done.stderr + log


@pytest.mark.parametrize(
    "arguments",
    [
        ("--picture", "a" * 300), ("--picture", "9" * 20), ("--sound", "http://[bad/x"),
        ("--to", "rtmp://[bad/live"), ("--picture", "\udcff.mp4"),
    ],
)  # fmt: skip
def test_odd_words_are_refused_like_any_other(tmp_path, arguments):
    done = run_bytes(
        tmp_path / "data", "show", "--picture", "test", *SHORT,
        "--record", str(tmp_path / "out.mp4"), *arguments,
        "--transcript", str(tmp_path / "transcript.jsonl"),
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr
    said = done.stdout.decode() + done.stderr.decode()
    assert "made a mistake" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_names_of_every_script_come_out_of_every_pipe(tmp_path, encoding):
    record = tmp_path / "直播.mp4"
    done = run_bytes(
        tmp_path / "data", "show", "--picture", "test", *SHORT,
        "--record", str(record), PYTHONIOENCODING=encoding,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert lines[-1]["summary"]["outputs"][0]["path"] == str(record)


def test_a_reader_that_had_enough_is_no_mistake(tmp_path):
    command = f"{sys.executable} -m studio commands | head -1"
    env = environment(tmp_path / "data")
    done = subprocess.run(command, shell=True, cwd=ROOT, env=env, capture_output=True, check=False)
    assert done.stdout
    assert done.stderr == b""


def test_an_interruption_is_no_mistake(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "studio", "destination", "add", "Shop", "--url", "rtmp://h/live"],
        cwd=ROOT,
        env=environment(tmp_path / "data"),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        wait_until((tmp_path / "data/studio.db").exists, 20, "the studio's file")
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(10) == 130


def test_a_drawing_of_giant_size_is_refused(tmp_path):
    giant = tmp_path / "giant.png"
    cv2.imwrite(str(giant), np.zeros((9000, 9000), np.uint8))
    done = run_bytes(
        tmp_path / "data", "show", "--picture", str(giant), *SHORT,
        "--record", str(tmp_path / "out.mp4"),
    )  # fmt: skip
    assert done.returncode == 2
    assert "more pixels than the studio can hold" in done.stdout.decode()


@pytest.mark.parametrize("option", ["--picture", "--sound", "--music", "--record"])
def test_a_folder_that_may_not_be_entered_is_named(tmp_path, option):
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    # The superuser enters every folder, but for its capabilities.
    powerless = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if not os.geteuid() else []
    done = subprocess.run(
        [
            *powerless, sys.executable, "-m", "studio", "show", "--picture", "test", *SHORT,
            "--record", str(tmp_path / "out.mp4"), option, str(closed / "clip.mp4"),
        ],
        check=False,
        cwd=ROOT,
        env=environment(tmp_path / "data"),
        capture_output=True,
        text=True,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr
    assert "closed" in done.stdout or "clip.mp4" in done.stdout
    assert "made a mistake" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_show_ends_when_it_was_to_end_whatever_was_to_be_done_later(tmp_path):
    done = run_bytes(
        tmp_path / "data", "show", "--picture", "test", *SHORT, "--rehearse",
        "--do", "0.5:sound.gain:Tone:-6", "--sound", "tone", "--do", "9:card.next",
        "--do", "0.7:settings.change:fade_s:0.5", "--do", "0.9:sound.gain:Tone:loud",
    )  # fmt: skip
    told = done.stdout.decode()
    assert "Tone -6 decibels." in told
    assert "Fade time: 0.5 seconds." in told
    assert "loud is no volume." in told
    assert "ended after 2 seconds" in told
    assert "is on screen" not in told


def test_a_pipe_as_sound_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "f.wav")
    done = run_bytes(
        tmp_path / "data", "show", "--picture", "test", "--rehearse", "--seconds", "1",
        "--sound", str(tmp_path / "f.wav"),
    )  # fmt: skip
    assert done.returncode == 2
    assert b"f.wav is not a sound file" in done.stdout


def test_a_new_key_can_be_given_alone(tmp_path):
    data = tmp_path / "data"
    added = _add(data, "Shop", b"")
    assert added.returncode == 0
    assert b"destination edit NAME --key" in added.stdout
    edit = data, "destination", "edit", "Shop", "--key"
    refused = run_bytes(*edit)
    assert refused.returncode == 2
    assert refused.stderr.startswith(b"No stream key was given for Shop.")
    with RtmpIngest(key="good-key-1") as ingest:
        assert run_bytes(*edit, "--url", ingest.address, given=b"good-key-1\n").returncode == 0
        assert run_bytes(data, "destination", "test", "Shop").returncode == 0


def test_a_window_without_a_screen_is_told_in_words(tmp_path):
    for place in ({"DISPLAY": ""}, {"DISPLAY": "nowhere:99"}):
        env = {"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""} | place
        done = subprocess.run(
            [sys.executable, "-m", "studio"], cwd=ROOT, env=environment(tmp_path / "data", **env),
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        problem, remedy = done.stderr.decode().splitlines()
        assert problem == "There is no screen here that a window could open on."
        assert "earshot show" in remedy
        assert done.returncode == 2


class _Terminal:
    """The studio at a terminal of its own, on which a user types."""

    def __init__(self, data, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        env = {k: v for k, v in environment(data).items() if k != "EARSHOT_PASSPHRASE"}
        self.process = subprocess.Popen(
            ["setsid", "--ctty", sys.executable, "-m", "studio", *arguments],
            cwd=ROOT, env=env, stdin=theirs, stdout=theirs, stderr=theirs,
        )  # fmt: skip
        self._line = theirs

    def __enter__(self) -> "_Terminal":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.process.kill()
        self.process.wait(10)
        os.close(self._ours)
        os.close(self._line)

    @property
    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self._line)[3] & termios.ECHO)

    def type(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def read(self) -> str:
        """All that was written, once it has ended."""
        words = b""
        while select.select([self._ours], [], [], 0.2)[0]:
            words += os.read(self._ours, 65536)
        return words.decode()


def _with_a_locked_key(data) -> None:
    assert _add(data, "Shop", b"key-one\n").returncode == 0


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["ctrl+c", "ctrl+d"])
def test_at_the_question_for_a_key_one_may_leave(tmp_path, key):
    with _Terminal(tmp_path, "destination", "add", "Shop", "--url", "rtmp://h/live") as terminal:
        wait_until(lambda: not terminal.echoes, 20, "the question")
        terminal.type(key)
        status = terminal.process.wait(20)
        assert terminal.echoes
        assert "Traceback" not in terminal.read()
        assert status == (130 if key == b"\x03" else 0)


def test_interrupted_at_the_passphrase_a_destination_stays_as_it_was(tmp_path):
    _with_a_locked_key(tmp_path)
    before = run_bytes(tmp_path, "destination", "list").stdout
    with _Terminal(tmp_path, "destination", "add", "Shop", "--url", "rtmp://x/live") as terminal:
        wait_until(lambda: not terminal.echoes, 20, "the question for the key")
        terminal.type(b"key-two\n")
        wait_until(lambda: "Passphrase" in terminal.read(), 20, "the question for the passphrase")
        terminal.type(b"\x03")
        assert terminal.process.wait(20) == 130
    assert run_bytes(tmp_path, "destination", "list").stdout == before


def test_interrupted_at_the_passphrase_a_show_leaves_the_terminal_as_it_was(tmp_path):
    _with_a_locked_key(tmp_path)
    with _Terminal(tmp_path, "show", "--picture", "test", *SHORT, "--to", "Shop") as terminal:
        wait_until(lambda: not terminal.echoes, 30, "the question")
        terminal.type(b"\x03")
        assert terminal.process.wait(30) == 130
        assert terminal.echoes


def test_addresses_are_listed_without_what_may_be_a_key(tmp_path):
    data = tmp_path / "data"
    url = "rtmp://h/live2/abcd-pasted-key-9?token=tokensecret99"
    done = run_bytes(data, "destination", "add", "Shop", "--url", url, given=b"key-1\n")
    assert done.returncode == 0, done.stderr
    listed = run_bytes(data, "destination", "list").stdout.decode()
    assert listed.strip().split("\t")[-1] == "rtmp://h/live2/***"


@pytest.mark.parametrize("after_s", [0.3, 1.4])
def test_a_show_interrupted_before_it_began_says_so(tmp_path, after_s):
    arguments = "--picture", "test", *SHORT, "--record", str(tmp_path / "out.mp4")
    with ShowProcess(tmp_path / "data", *arguments) as show:
        time.sleep(after_s)
        show.child.process.send_signal(signal.SIGTERM)
        status = show.finish()
        if not list(tmp_path.glob("out*.mp4")):
            # Before it has a handler of its own the system's word for it holds.
            assert status in {130, -signal.SIGTERM}
        if status != -signal.SIGTERM:
            assert "summary" in show.lines[-1]


def test_a_device_is_no_recording(tmp_path):
    done = run_bytes(tmp_path / "data", "show", *SHORT, "--record", os.devnull)
    assert done.returncode == 2
    assert "a file, and no device" in done.stderr.decode()


def test_a_camera_number_that_is_not_there_is_no_camera_in_use(tmp_path):
    done = run_bytes(
        tmp_path / "data", "show", "--picture", "9", *SHORT, "--record", str(tmp_path / "o.mp4")
    )
    assert "is not connected" in done.stdout.decode()


def test_two_addresses_on_one_host_are_told_apart(tmp_path):
    done = run_bytes(
        tmp_path / "data", "show", "--picture", "test", *SHORT,
        "--to", "rtmp://127.0.0.1:9/live/one", "--to", "rtmp://127.0.0.1:9/live/two",
    )  # fmt: skip
    names = [o["name"] for o in json.loads(done.stdout.splitlines()[-1])["summary"]["outputs"]]
    assert names == ["127.0.0.1", "127.0.0.1 2"]


def test_pictures_are_counted_over_a_change_of_size(tmp_path):
    done = run_bytes(
        tmp_path / "data", "show", "--picture", "test", "--sound", "tone", "--size", "320x180",
        "--rehearse", "--seconds", "4", "--do", "1:settings.change:canvas:160x90",
        "--do", "2:show.end",
    )  # fmt: skip
    summary = json.loads(done.stdout.splitlines()[-1])["summary"]
    assert summary["frames_composed"] >= summary["frames_encoded"] > 0


@pytest.mark.parametrize(
    ("written", "language", "printed"),
    [
        ("Rp125.000", "id", "id\tseratus dua puluh lima ribu rupiah\n"),
        ("iPhone 15有货", "zh-Hans", "en\tiPhone\nzh\t十五有货\n"),
        ("₩39,900", "ko", "ko\t삼만 구천구백 원\n"),
        ("[[x]] <mark/>", "en", "en\tx, less than mark slash greater than\n"),
        ("-Rp2.500", "id", "id\tminus dua ribu lima ratus rupiah\n"),
        ("-20%", "en", "en\tminus twenty percent\n"),
        ("-halo", "id", "id\thalo\n"),
        ("...", "en", "en\tdot\n"),
        (b"\xff\xfe", "en", "en\thidden sign, hidden sign\n"),
    ],
)
def test_what_would_be_spoken_is_printed(tmp_path, written, language, printed):
    done = run_bytes(tmp_path / "data", "say", "--words", written, "--language", language)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == printed


@pytest.mark.parametrize("written", ["", "   ", "\n"])
@pytest.mark.parametrize("options", [["--words"], ["--device", "none such"]])
def test_a_text_with_nothing_to_say_is_refused(tmp_path, written, options):
    done = run_bytes(tmp_path / "data", "say", written, *options)
    assert done.returncode == 2
    assert not done.stdout
    assert done.stderr.decode().startswith("There is nothing to say in this text.")


def test_a_text_that_is_too_long_for_an_argument_is_read(tmp_path):
    text = "¥39.90 " * 40_000
    done = run_bytes(
        tmp_path / "data", "say", "-", "--words", "--language", "zh", given=text.encode()
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().count("三十九块九") == 40_000


def test_the_language_of_the_text_is_not_that_of_the_studio(tmp_path):
    words = ("say", "", "--language", "zh")
    told = run_bytes(tmp_path / "data", *words).stderr.decode()
    assert told.startswith("There is nothing to say in this text.")
    told = run_bytes(tmp_path / "data", "--language", "zh_CN", *words).stderr.decode()
    assert told.startswith("这段文字里没有可说的内容。")


def test_a_language_that_the_studio_does_not_speak_is_refused(tmp_path):
    done = run_bytes(tmp_path / "data", "say", "--words", "x", "--language", "tlh")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("These words were not understood: argument --language")
