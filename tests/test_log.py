"""What never reaches the log."""

import pytest

from studio.log import clean


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
