"""Downloads from a server on loopback that cuts, resumes, replaces and lies."""

import random
import shutil
import threading
from collections import namedtuple

import pytest

from studio.model.errors import SpeechModelError
from studio.model.work import CallOff
from studio.voice import downloads
from studio.voice.downloads import CalledOffError, fetch
from tests.voice.model_server import answering, serving

BODY = random.Random(1).randbytes(300_000)


@pytest.fixture
def server():
    with serving() as made:
        made.files["/model.zip"] = BODY
        yield made


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(downloads, "PAUSE_S", 0.01)


def get(server, part, call_off=None, progress=lambda share: None, path="/model.zip"):
    fetch(server.address + path, part, call_off or CallOff(), progress, 1_000_000)


def test_a_file_comes_whole_and_its_progress_is_told(server, tmp_path):
    shares = []
    get(server, tmp_path / "part", progress=shares.append)
    assert (tmp_path / "part").read_bytes() == BODY
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_what_is_cut_goes_on_where_it_was(server, tmp_path):
    server.breaks_after = [100_000, 50_000]
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY
    assert server.ranges == ["", "bytes=100000-", "bytes=150000-"]


def test_a_part_of_yesterday_is_gone_on_with(server, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "TRIES", 1)
    server.breaks_after = [100_000, 0]
    with pytest.raises(SpeechModelError, match="broke off"):
        get(server, tmp_path / "part")
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY
    assert server.ranges[-1] == "bytes=100000-"


def test_a_file_replaced_between_two_parts_is_fetched_anew(server, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "TRIES", 1)
    server.breaks_after = [100_000, 0]
    with pytest.raises(SpeechModelError):
        get(server, tmp_path / "part")
    fresh = random.Random(2).randbytes(250_000)
    server.files["/model.zip"], server.tag = fresh, '"two"'
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == fresh


@pytest.mark.parametrize("tag", ["", 'W/"one"'])
def test_without_a_strong_tag_nothing_is_gone_on_with(server, tmp_path, tag):
    server.tag = tag
    server.breaks_after = [100_000]
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY
    assert server.ranges == ["", ""]


def test_a_server_without_ranges_gives_all_again(server, tmp_path):
    server.takes_ranges = False
    server.breaks_after = [100_000]
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY


def test_a_server_that_tells_no_size_is_believed_at_its_end(server, tmp_path):
    server.tells_size = False
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY


def test_all_of_it_is_here_already(server, tmp_path):
    get(server, tmp_path / "part")
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY
    assert server.ranges[-1] == "bytes=300000-"


def test_a_part_longer_than_the_file_is_thrown_away(server, tmp_path):
    get(server, tmp_path / "part")
    server.files["/model.zip"] = BODY[:200_000]
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY[:200_000]


def test_a_server_that_is_busy_is_asked_again(server, tmp_path):
    server.refuses = [503, 429]
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY


@pytest.mark.parametrize("status", [403, 404, 451])
def test_a_refusal_is_told_at_once(server, tmp_path, status):
    server.refuses = [status] * 2
    with pytest.raises(SpeechModelError, match="does not give") as caught:
        get(server, tmp_path / "part")
    assert str(status) in str(caught.value)
    assert len(server.ranges) == 1


def test_nobody_answers(server, tmp_path):
    with pytest.raises(SpeechModelError, match="does not answer"):
        fetch("http://127.0.0.1:9/model.zip", tmp_path / "part", CallOff(), lambda s: None, 0)


@pytest.mark.parametrize(
    "address", ["", "models", "ftp://127.0.0.1/x", "file:///etc/hostname", "http://[x", "http://"]
)
def test_an_address_that_is_none_is_told(tmp_path, address):
    with pytest.raises(SpeechModelError, match="does not answer"):
        fetch(address, tmp_path / "part", CallOff(), lambda s: None, 0)
    assert not (tmp_path / "part").exists()


@pytest.mark.parametrize(
    "answer",
    [
        b"200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nabc",
        b"302 Found\r\nLocation: http://[x\r\n\r\n",
        b"200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\nabc",
        b"no status\r\n\r\n",
        b"200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    ],
)
def test_a_server_that_answers_nonsense_is_told(tmp_path, answer):
    with answering(b"HTTP/1.1 " + answer) as address, pytest.raises(SpeechModelError):
        fetch(f"{address}/x", tmp_path / "part", CallOff(), lambda s: None, 0)


def test_redirects_are_followed_and_keep_the_range(server, tmp_path):
    server.leads["/old.zip"] = "/model.zip"
    server.breaks_after = [100_000]
    get(server, tmp_path / "part", path="/old.zip")
    assert (tmp_path / "part").read_bytes() == BODY
    assert server.ranges[-1] == "bytes=100000-"


def test_a_circle_of_redirects_ends(server, tmp_path):
    server.leads["/a"], server.leads["/b"] = "/b", "/a"
    with pytest.raises(SpeechModelError):
        get(server, tmp_path / "part", path="/a")
    assert len(server.ranges) <= 2 * downloads.REDIRECTS + 1


def test_a_redirect_to_another_kind_of_address_is_refused(server, tmp_path):
    (tmp_path / "secret").write_text("x")
    server.leads["/a"] = f"file://{tmp_path / 'secret'}"
    with pytest.raises(SpeechModelError):
        get(server, tmp_path / "part", path="/a")


def test_it_can_be_called_off_and_gone_on_with(server, tmp_path):
    call_off = CallOff()
    come = threading.Event()

    def progress(share):
        come.set()
        call_off.wish()

    with pytest.raises(CalledOffError):
        get(server, tmp_path / "part", call_off, progress)
    has = (tmp_path / "part").stat().st_size
    assert 0 < has < len(BODY)
    get(server, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY
    assert server.ranges[-1] == f"bytes={has}-"


def test_a_full_disk_is_told_before_anything_is_fetched(server, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    with pytest.raises(SpeechModelError, match="no room"):
        get(server, tmp_path / "part")
    assert server.ranges == []


def test_a_folder_that_cannot_be_written_is_told(server, tmp_path):
    (tmp_path / "part").mkdir()
    with pytest.raises(SpeechModelError, match="cannot be written"):
        get(server, tmp_path / "part")
