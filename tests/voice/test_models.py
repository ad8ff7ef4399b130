"""Models brought here, tried and removed; the one that is there is the Korean one."""

import errno
import json
import shutil
import threading
import zipfile
from dataclasses import replace

import pytest
from filelock import FileLock

from studio.model.errors import SpeechModelError
from studio.model.speech_model import OFFERS
from studio.model.work import CallOff
from studio.voice import downloads, models
from studio.voice.downloads import CalledOffError
from studio.voice.models import ADDRESS_VARIABLE, ModelShelf, offer_for
from tests.harness.process import wait_until
from tests.voice.korean import model
from tests.voice.model_server import serving

KOREAN = next(offer for offer in OFFERS if offer.language == "ko")


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """The Korean model as its makers would give it out."""
    path = tmp_path_factory.mktemp("model") / KOREAN.file
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for file in sorted(model().rglob("*")):
            packed.write(file, f"{KOREAN.name}/{file.relative_to(model())}")
    return path


@pytest.fixture
def shelf(tmp_path):
    return ModelShelf(tmp_path / "speech-models")


@pytest.fixture
def server(monkeypatch):
    with serving() as made:
        monkeypatch.setenv(ADDRESS_VARIABLE, made.address)
        monkeypatch.setattr(downloads, "PAUSE_S", 0.01)
        yield made


def download(shelf, offer=KOREAN, call_off=None, progress=lambda share: None):
    return shelf.download(offer, call_off or CallOff(), progress)


def take(shelf, path, language="ko"):
    return shelf.take(path, language, CallOff(), lambda share: None)


def left(shelf):
    """What lies in the folder besides models and notes."""
    return [p.name for p in shelf.folder.iterdir() if p.name not in {"ko", "seen.json"}]


def test_a_download_that_is_cut_ends_with_a_model_that_can_be_used(shelf, server, archive):
    server.files[f"/{KOREAN.file}"] = archive.read_bytes()
    server.breaks_after = [10_000_000]
    shares = []
    here = download(shelf, progress=shares.append)
    assert server.ranges == ["", "bytes=10000000-"]
    assert shelf.usable("ko") == here
    assert here.name == KOREAN.name
    assert not here.is_known  # nobody publishes what this file should be: what is seen is kept
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert left(shelf) == []

    # Once more, as it was seen first: now it is known.
    assert download(shelf).is_known
    # Another file in its place is refused, and the one that was there stays.
    server.files[f"/{KOREAN.file}"], server.tag = archive.read_bytes()[:-1] + b"x", '"two"'
    with pytest.raises(SpeechModelError, match="another file"):
        download(shelf)
    assert shelf.usable("ko").is_known
    assert left(shelf) == []
    # From a stick it is the user's own choice, and is known by then.
    assert take(shelf, archive).is_known
    assert shelf.remove("ko")
    assert shelf.all() == ()
    assert not shelf.remove("ko")


def test_a_file_that_is_not_the_known_one_is_refused(shelf, server):
    server.files["/x.zip"] = b"PK and so on"
    with pytest.raises(SpeechModelError, match="not the file that its makers gave out"):
        download(shelf, replace(KOREAN, name="x", sha256="0" * 64))
    assert left(shelf) == []


def test_a_page_in_place_of_the_file_is_told(shelf, server):
    server.files[f"/{KOREAN.file}"] = b"<html>We moved</html>"
    with pytest.raises(SpeechModelError, match="is damaged"):
        download(shelf)
    assert left(shelf) == []


def test_called_off_and_gone_on_with(shelf, server, archive):
    server.files[f"/{KOREAN.file}"] = archive.read_bytes()
    call_off = CallOff()
    with pytest.raises(CalledOffError):
        download(shelf, call_off=call_off, progress=lambda share: share > 0.2 and call_off.wish())
    assert shelf.has_part(KOREAN)
    assert shelf.find("ko") is None
    assert download(shelf).language == "ko"
    assert server.ranges[-1].startswith("bytes=")


def test_from_a_folder_on_a_stick(shelf, tmp_path):
    here = take(shelf, model())
    assert here.folder == shelf.folder / "ko"
    assert here.sha256 == ""
    with pytest.raises(SpeechModelError, match="There is no file"):
        take(shelf, tmp_path / "gone.zip")


def test_a_model_of_another_language_is_told(shelf):
    with pytest.raises(SpeechModelError, match="is a model for Korean, not for Chinese"):
        take(shelf, model(), "zh")
    assert shelf.all() == ()


def test_a_model_that_cannot_be_loaded_is_told(shelf, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(model(), broken)
    with (broken / "am/final.mdl").open("r+b") as file:
        file.truncate(100_000)
    with pytest.raises(SpeechModelError, match="cannot be loaded"):
        take(shelf, broken)
    assert shelf.all() == ()
    assert left(shelf) == []


def test_a_model_whose_files_went_is_told(shelf):
    take(shelf, model())
    (shelf.folder / "ko/graph/Gr.fst").unlink()
    with pytest.raises(SpeechModelError, match="not whole"):
        shelf.usable("ko")
    with pytest.raises(SpeechModelError, match="no model for English here"):
        shelf.usable("en")


def test_notes_that_are_garbage_do_no_harm(shelf):
    take(shelf, model())
    (shelf.folder / "ko/earshot.json").write_text("[")
    (shelf.folder / "seen.json").write_text(json.dumps([1]))
    assert shelf.usable("ko").name == "ko"


@pytest.mark.parametrize(("tag", "language"), [("zh_CN", "zh"), ("en-US", "en"), ("ko", "ko")])
def test_which_model_a_language_has(tag, language):
    assert offer_for(tag).language == language


def test_a_language_without_a_model_is_told():
    with pytest.raises(SpeechModelError, match="Nobody has made a model for Indonesian"):
        offer_for("id")
    with pytest.raises(SpeechModelError, match="no model for Thai"):
        offer_for("th")


def test_another_program_that_brings_a_model_is_not_disturbed(shelf, server, archive):
    shelf.folder.mkdir()
    with FileLock(shelf.folder.with_suffix(".lock")):
        unpacking = shelf.folder / ".new-theirs"
        unpacking.mkdir()
        with pytest.raises(SpeechModelError, match="Another program"):
            download(shelf)
        with pytest.raises(SpeechModelError, match="Another program"):
            take(shelf, archive)
        assert unpacking.exists()
        assert not server.ranges


def test_what_waits_for_another_download_can_be_called_off(shelf, server):
    server.holds.clear()
    server.files[f"/{KOREAN.file}"] = b"x" * 200_000
    first, second = CallOff(), CallOff()
    ended = []

    def fetch_it(call_off):
        try:
            download(shelf, call_off=call_off)
        except CalledOffError:
            ended.append(call_off)

    threads = [threading.Thread(target=fetch_it, args=(one,)) for one in (first, second)]
    threads[0].start()
    wait_until(lambda: server.ranges, 10)
    threads[1].start()
    second.wish()
    threads[1].join(10)
    assert ended == [second]
    assert len(server.ranges) == 1
    first.wish()
    server.holds.set()
    threads[0].join(10)
    assert ended == [second, first]


def test_a_model_put_aside_by_a_studio_that_was_killed_comes_back(shelf, tmp_path):
    aside = shelf.folder / ".gone-x" / "ko"
    (aside / "am").mkdir(parents=True)
    (aside / "am" / "final.mdl").write_bytes(b"x")
    for left in (".new-y", ".removed-z/ko/am"):
        (shelf.folder / left).mkdir(parents=True)
    with pytest.raises(SpeechModelError, match="no file"):
        take(shelf, tmp_path / "nothing.zip")
    assert [p.name for p in shelf.folder.iterdir()] == ["ko"]
    assert (shelf.folder / "ko" / "am" / "final.mdl").exists()


def test_a_folder_that_cannot_be_written_meanwhile_is_told(shelf, archive, monkeypatch):
    def full(*_args, **_kinds):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(models, "mkdtemp", full)
    with pytest.raises(SpeechModelError, match="No space left"):
        take(shelf, archive)
