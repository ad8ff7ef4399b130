"""What the command line is given: keys, addresses, names and pipes of every kind."""

import json
import os
import signal
import subprocess
import sys

import cv2
import numpy as np
import pytest

from tests.app.studio_process import environment, run_bytes
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
