"""What never reaches the log."""

import time

import pytest

from studio.log import clean, hide


def test_long_text_of_any_kind_is_written_short_and_at_once():
    """Some patterns would take a time that grows with the square of the length."""
    for text in ("A" * 2_000_000, "a://" * 500_000, "rtmp://" * 200_000, "a://b@" * 300_000):
        began = time.process_time()
        written = clean(text)
        assert time.process_time() - began < 5.0  # minutes to hours with the square
        assert len(written) < 21_000


@pytest.mark.parametrize("length", [10, 19_990, 20_005, 30_000])
def test_a_secret_is_hidden_wherever_a_long_line_is_cut(length):
    hide("s3cret-0815")
    assert "s3cret" not in clean("x" * length + " s3cret-0815 " + "y" * 20_000)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("http://user:pa@ssword9@127.0.0.1:1/x.mp3", "http://***@127.0.0.1:1/x.mp3"),
        ("rtsp://user:pass@cam/1?token=abc", "rtsp://***@cam/1?***"),
        ("RTMP://h.example/live/SECRETKEY", "RTMP://h.example/live/***"),
        ("Rtmps://h.example/live/a/b?c=d x", "Rtmps://h.example/live/*** x"),
        ("mail me@home, then rtmp://h/live/x", "mail me@home, then rtmp://h/live/***"),
    ],
)
def test_addresses_lose_their_secrets(written, kept):
    assert clean(f"Connection refused: '{written}'") == f"Connection refused: '{kept}'"
