"""Archives and folders that somebody else made."""

import contextlib
import os
import random
import shutil
import stat
import zipfile

import pytest

from studio.model.errors import SpeechModelError
from studio.model.work import CallOff
from studio.voice import unpacking
from studio.voice.downloads import CalledOffError
from studio.voice.unpacking import check_files, copy_folder, model_in, unpack


@pytest.fixture
def archive(tmp_path):
    def make(*entries):
        path = tmp_path / "m.zip"
        with zipfile.ZipFile(path, "w") as packed:
            for name, body in entries:
                packed.writestr(name, body)
        return path

    return make


@pytest.fixture
def into(tmp_path):
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


def undo(archive, into, call_off=None):
    unpack(archive, into, call_off or CallOff(), lambda share: None)


def test_an_honest_archive_is_unpacked(archive, into):
    shares = []
    unpack(archive(("m/am/final.mdl", b"x"), ("m/conf/", b"")), into, CallOff(), shares.append)
    assert (into / "m/am/final.mdl").read_bytes() == b"x"
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    "name", ["../out", "m/../../out", "/etc/out", "C:/out", "m/a\\..\\out", "m/a\nb", "m/a:b"]
)
def test_no_path_leads_out(archive, into, tmp_path, name):
    with pytest.raises(SpeechModelError, match="no model"):
        undo(archive(("m/good", b"x"), (name, b"bad")), into)
    assert not list(into.iterdir())
    assert not (tmp_path / "out").exists()


def test_no_link_is_made(tmp_path, into):
    path = tmp_path / "m.zip"
    entry = zipfile.ZipInfo("m/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(entry, "/etc/passwd")
    with pytest.raises(SpeechModelError, match="no model"):
        undo(path, into)


def test_a_bomb_is_refused_before_it_swells(tmp_path, into):
    path = tmp_path / "m.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("m/zeros", bytes(50_000_000))
    with pytest.raises(SpeechModelError, match="no model"):
        undo(path, into)
    assert not list(into.iterdir())


def test_too_many_files_are_refused(archive, into, monkeypatch):
    monkeypatch.setattr(unpacking, "_MOST_FILES", 3)
    with pytest.raises(SpeechModelError, match="no model"):
        undo(archive(*((f"m/{n}", b"x") for n in range(4))), into)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(archive, into):
    with pytest.raises(SpeechModelError, match="no model"):
        undo(archive(("m/a", b"1"), ("m/a", b"2")), into)


@pytest.mark.parametrize("damage", ["cut", "flipped", "no zip", "empty"])
def test_a_damaged_archive_is_told(archive, into, damage):
    path = archive(("m/am/final.mdl", os.urandom(50_000)))
    body = bytearray(path.read_bytes())
    match damage:
        case "cut":
            body = body[:30_000]
        case "flipped":
            body[20_000] ^= 0xFF
        case "no zip":
            body = bytearray(b"<html>not found</html>")
        case _:
            body = bytearray()
    path.write_bytes(body)
    with pytest.raises(SpeechModelError, match="damaged"):
        undo(path, into)


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_whatever_is_wrong_with_an_archive_is_told(tmp_path, into, packing):
    path, chance = tmp_path / "m.zip", random.Random(packing)
    with zipfile.ZipFile(path, "w", packing) as packed:
        for name in ("m/am/final.mdl", "m/conf/模.conf"):
            packed.writestr(name, chance.randbytes(200) + b"abc" * 50)
    good = path.read_bytes()
    for _ in range(300):
        bad = bytearray(good)
        for _ in range(chance.choice((1, 3))):
            bad[chance.randrange(len(bad))] = chance.choice((0, 255, chance.randrange(256)))
        path.write_bytes(bad)
        with contextlib.suppress(SpeechModelError):
            undo(path, into)
        shutil.rmtree(into)
        into.mkdir()


def test_it_can_be_called_off(archive, into):
    call_off = CallOff()
    call_off.wish()
    with pytest.raises(CalledOffError):
        undo(archive(("m/a", b"x")), into, call_off)


def test_a_folder_is_copied_without_its_links(tmp_path, into):
    (tmp_path / "m/am").mkdir(parents=True)
    (tmp_path / "m/am/final.mdl").write_bytes(b"x")
    (tmp_path / "m/link").symlink_to("/etc/passwd")
    (tmp_path / "m/round").symlink_to(tmp_path)
    copy_folder(tmp_path / "m", into, CallOff(), lambda share: None)
    assert [str(p.relative_to(into)) for p in into.rglob("*") if p.is_file()] == ["am/final.mdl"]


def whole(folder):
    for name in ("am/final.mdl", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    return folder


def test_a_model_is_found_within_folders(tmp_path):
    assert model_in(whole(tmp_path / "a/b").parent.parent) == tmp_path / "a/b"
    assert model_in(tmp_path / "a") == tmp_path / "a/b"
    (tmp_path / "none").mkdir()
    assert model_in(tmp_path / "none") is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("am/final.mdl", "no model"),
        ("conf/model.conf", "not whole"),
        ("graph/HCLr.fst", "not whole"),
        ("graph/Gr.fst", "not whole"),
    ],
)
def test_what_is_missing_is_told(tmp_path, name, told):
    (whole(tmp_path) / name).unlink()
    with pytest.raises(SpeechModelError, match=told):
        check_files(tmp_path)


def test_an_old_and_a_large_model_are_told(tmp_path):
    (tmp_path / "final.mdl").write_bytes(b"x")
    with pytest.raises(SpeechModelError, match="old kind"):
        check_files(tmp_path)
    large = whole(tmp_path / "large")
    (large / "graph/HCLr.fst").rename(large / "graph/HCLG.fst")
    with pytest.raises(SpeechModelError, match="large model"):
        check_files(large)
