"""The log of what was heard today: kept for the day, and gone for good when it is forgotten."""

import os
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from studio.model.errors import StoreError
from studio.model.listening import Heard, day_of
from studio.model.message import Money, Name, say, say_n
from studio.store.heard import load_heard, save_heard

NOW = time.time()
TODAY = day_of(NOW)
SHOWN = Heard(
    NOW,
    say("show {product}", product=Name("羊毛围巾", "zh")),
    0.61,
    is_held=True,
    result=say("It costs {price}.", price=Money(Decimal("24.90"), "CNY")).then(
        say_n("{n} left.", "{n} left.", 12)
    ),
    was_done=True,
)
MISSED = Heard(NOW, None, None, is_held=False, result=say("Nothing was done."))

NEVER = (
    b'{"at": 1e300, "understood": null, "score": null, "is_held": true, "was_done": false, '
    b'"result": "{\\"say\\": \\"Nothing was done.\\", \\"values\\": {}, \\"plural\\": \\"\\", '
    b'\\"n\\": null}"}\n'
)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "heard" / "weng.jsonl"


def test_what_was_kept_is_there_again(file):
    save_heard(file, (SHOWN,))
    save_heard(file, (SHOWN, MISSED))
    assert load_heard(file, TODAY) == (SHOWN, MISSED)
    assert [one.name for one in file.parent.iterdir()] == ["weng.jsonl"]


def test_of_what_is_forgotten_no_file_is_left(file):
    save_heard(file, (SHOWN,))
    save_heard(file, ())
    assert list(file.parent.iterdir()) == []
    assert load_heard(file, TODAY) == ()
    save_heard(file, ())


def test_yesterdays_file_is_deleted_whosever_it_is(file):
    hers = file.with_name("sari.jsonl")
    for one in (file, hers):
        save_heard(one, (SHOWN,))
    os.utime(hers, (NOW - 86_400, NOW - 86_400))
    assert load_heard(file, TODAY) == (SHOWN,)
    assert not hers.exists()
    assert load_heard(file, TODAY + timedelta(days=1)) == ()
    assert not file.exists()


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(b"\xff\xfe", id="not text"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"[]\n", id="a list"),
        pytest.param(b'"words"\n', id="words"),
        pytest.param(b"{}\n", id="without values"),
        pytest.param(b'{"at": 1, "understood": null, "result": "{}"}\n', id="no sentence"),
        pytest.param(NEVER, id="at no time"),
    ],
)
def test_a_file_that_cannot_be_read_is_no_log_and_is_written_anew(file, bad, studio_log):
    studio_log.allow("what was heard today cannot be read")
    file.parent.mkdir()
    file.write_bytes(bad)
    assert load_heard(file, TODAY) == ()
    save_heard(file, (MISSED,))
    assert load_heard(file, TODAY) == (MISSED,)


def test_what_a_full_disk_left_half_written_is_not_kept(file, monkeypatch):
    save_heard(file, (SHOWN,))
    half = file.with_suffix(".new")
    half.write_text("a studio that was killed here")
    save_heard(file, ())
    assert list(file.parent.iterdir()) == []

    def full(*_values: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="cannot be kept"):
        save_heard(file, (SHOWN,))
    assert list(file.parent.iterdir()) == []


def test_where_nothing_can_be_written_or_deleted_that_is_said(file):
    file.parent.write_text("a file in the place of the folder")
    with pytest.raises(StoreError, match="cannot be kept") as kept:
        save_heard(file, (SHOWN,))
    assert "Make room" in str(kept.value)
    file.parent.unlink()
    file.mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be deleted") as left:
        save_heard(file, ())
    assert "Delete the file yourself." in str(left.value)
