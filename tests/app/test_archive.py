"""What survives a restart: room on the disk, keys that are given back, and mistakes."""

from __future__ import annotations

import errno
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from studio.app.archive import StudioArchive
from studio.model.destination import Destination, StreamKey
from studio.model.errors import StoreError
from studio.model.events import Answered, Event
from studio.model.listening import Heard, day_of
from studio.model.message import say
from studio.model.person import Person, Profile
from studio.model.settings import Settings
from studio.model.state import Devices, ShowState
from studio.store.database import IN_MEMORY
from studio.store.heard import load_heard, save_heard
from studio.store.secrets import FileSecrets, SilentKeyringError, open_secrets
from studio.store.store import Store
from tests.harness.process import wait_until

HEARD = Heard(time.time(), None, None, is_held=True, result=say("Nothing was done."))


@pytest.fixture
def posted() -> list[Event]:
    return []


@pytest.fixture
def archive(tmp_path, posted) -> Iterator[StudioArchive]:
    store = Store(tmp_path / "studio.db", lambda _event: None)
    store.start_and_wait()
    secrets = open_secrets(tmp_path, lambda _is_new: "")
    archive = StudioArchive(store, secrets, posted.append, lambda action: action(), keeps=True)
    yield archive
    archive.close()


@pytest.fixture
def settings(tmp_path) -> Settings:
    return replace(Settings(), recording_folder=str(tmp_path / "not" / "yet"))


def test_a_folder_that_is_not_there_yet_has_the_room_of_its_disk(archive, settings, tmp_path):
    there = replace(settings, recording_folder=str(tmp_path))
    room_s = archive.recording_room_s(settings)
    assert room_s > 0
    assert room_s == pytest.approx(archive.recording_room_s(there), rel=0.01)
    finer = replace(settings, video_kbps=20_000)
    assert archive.recording_room_s(finer) < room_s / 2


def test_the_key_before_a_change_is_given_back(tmp_path):
    store = Store(IN_MEMORY, lambda _event: None)
    store.start_and_wait()
    secrets = FileSecrets(tmp_path / "secrets.enc", lambda _is_new: "correct horse battery")
    archive = StudioArchive(
        store, secrets, lambda _event: None, lambda action: action(), keeps=True
    )
    shop = Destination("Shop", "rtmp://127.0.0.1/live", id="shop")

    def kept() -> str:
        found: Future[str] = Future()
        archive.keys(
            [shop],
            lambda keys: found.set_result(keys[0].reveal() if keys[0] else ""),
            found.set_exception,
        )
        return found.result(30)

    archive.save_destination(shop, StreamKey("old"), "first")
    archive.save_destination(shop, StreamKey("new"), "second")
    assert kept() == "new"
    archive.swap_key(shop, "second")
    assert kept() == "old"
    archive.swap_key(shop, "second")
    assert kept() == "new"
    archive.remove_destination(shop, "third")
    assert not kept()
    archive.swap_key(shop, "third")
    assert kept() == "new"
    archive.close()
    again = FileSecrets(tmp_path / "secrets.enc", lambda _is_new: "correct horse battery")
    found = again.get("shop")
    assert found is not None
    assert found.reveal() == "new"


def test_the_last_key_is_given_back_without_a_new_passphrase(tmp_path):
    asked: list[bool] = []

    def ask(is_new: bool) -> str:
        asked.append(is_new)
        return "correct horse battery"

    secrets = FileSecrets(tmp_path / "secrets.enc", ask)
    secrets.set("shop", StreamKey("only"))
    secrets.delete("shop")
    assert not (tmp_path / "secrets.enc").exists()
    secrets.set("shop", StreamKey("only"))
    assert asked == [True]
    again = FileSecrets(tmp_path / "secrets.enc", ask).get("shop")
    assert again is not None
    assert again.reveal() == "only"


def test_a_keyring_that_does_not_answer_keeps_no_new_key_out(archive):
    class Silent:
        kept = None

        def get(self, destination_id: str) -> StreamKey | None:
            raise SilentKeyringError(say("Silent."), say("Wait."))

        def set(self, destination_id: str, key: StreamKey) -> None:
            self.kept = key

        def delete(self, destination_id: str) -> None:
            self.kept = None

    silent, done = Silent(), threading.Event()
    slow = StudioArchive(
        archive._store, silent, lambda _event: None, lambda action: action(), keeps=True
    )
    slow.save_destination(
        Destination("Shop", "rtmp://127.0.0.1/live"), StreamKey("new"), "first", done.set
    )
    assert done.wait(10)
    assert silent.kept is not None
    # What was there before is not known, so that nothing is put in its place.
    slow.swap_key(Destination("Shop", "rtmp://127.0.0.1/live"), "first")
    slow.close()
    assert silent.kept is not None


def test_a_disk_that_does_not_say_how_full_it_is(archive, settings, monkeypatch):
    def silent(folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(folder))

    monkeypatch.setattr(shutil, "disk_usage", silent)
    with pytest.raises(StoreError, match=r"does not say how full it is\. Check the disk"):
        archive.recording_room_s(settings)


def test_a_folder_that_no_disk_can_hold_is_told(archive, settings, tmp_path):
    nowhere = replace(settings, recording_folder=str(tmp_path / ("n" * 280)))
    with pytest.raises(StoreError, match=r"choose another recording folder"):
        archive.recording_room_s(nowhere)


def _told(posted: list[Event]) -> list[str]:
    return [event.announcement.text for event in posted if isinstance(event, Answered)]


def test_a_mistake_on_an_errand_is_told_and_the_next_one_is_done(archive, posted, studio_log):
    studio_log.expect("an errand failed")
    done: list[int] = []
    archive.errand(lambda: 1 // 0, done.append)
    wait_until(lambda: posted, 5)
    archive.errand(lambda: 2, done.append)
    wait_until(lambda: done, 5)
    assert done == [2]
    assert _told(posted) == [
        "The studio made a mistake; the show goes on. "
        "The log in the studio's folder has the details."
    ]


def test_a_change_that_cannot_be_kept_is_told(archive, posted, studio_log):
    studio_log.expect("a job failed")
    archive.save_setting("recording_folder", "/srv/\udcff")
    wait_until(lambda: posted, 5)
    assert _told(posted) == [
        "A text holds characters that cannot be kept. "
        "Type it again, or rename the file it names. Nothing was changed."
    ]


SARI = Person("Sari", "sari")
TOKO = Destination("Toko", "rtmp://127.0.0.1/toko", id="toko")


@pytest.fixture
def two(tmp_path, posted) -> Iterator[tuple[StudioArchive, Store, FileSecrets]]:
    """A studio whose keys lie in a file, and Sari's beside it with a destination and its key."""
    store = Store(tmp_path / "studio.db", lambda _event: None)
    store.start_and_wait()
    secrets = FileSecrets(tmp_path / "secrets.enc", lambda _is_new: "correct horse battery")
    devices = Devices(("HD Webcam", "Document camera"))
    archive = StudioArchive(
        store, secrets, posted.append, lambda act: act(), keeps=True, devices=lambda: devices
    )
    archive.add_person(Profile(SARI), furnish=True)
    profile = archive.profile(SARI)
    assert [p.address for p in profile.pictures[:2]] == list(devices.cameras)
    assert profile.wants_first_steps
    yield archive, store, secrets
    archive.close()


def test_no_key_of_another_person_is_reached(two):
    archive, store, _secrets = two
    first = store.run(lambda kept: kept.person).result()
    done: Future[None] = Future()
    archive.use_person(SARI)
    archive.save_destination(TOKO, StreamKey("old"), "one")
    archive.save_destination(TOKO, StreamKey("new"), "two", lambda: done.set_result(None))
    done.result(30)
    archive.use_person(first)
    assert store.run(lambda kept: kept.destinations.all()).result() == []
    # What she could have taken back is forgotten, so the key of that change stays the new one.
    archive.swap_key(TOKO, "two")
    found: Future[str] = Future()
    archive.keys([TOKO], lambda k: found.set_result(k[0].reveal() if k[0] else ""), print)
    assert found.result(30) == "new"


def test_who_is_removed_takes_the_stream_keys_along(two):
    archive, store, secrets = two
    archive.use_person(SARI)
    done: Future[None] = Future()
    archive.save_destination(TOKO, StreamKey("hers"), "one", lambda: done.set_result(None))
    done.result(30)
    archive.use_person(store.run(lambda kept: kept.persons.default()).result())
    archive.remove_person(SARI)
    wait_until(lambda: secrets.get(TOKO.id) is None, 30)
    assert SARI not in store.run(lambda kept: kept.persons.all()).result()


def test_a_person_called_otherwise_at_once_is_kept_so(two):
    archive, store, _secrets = two
    budi = Person("Budi", "budi")
    archive.add_person(Profile(budi), furnish=True)
    archive.rename_person(replace(budi, name="Budi Santoso"))
    wait_until(
        lambda: (
            "Budi Santoso" in store.run(lambda kept: [p.name for p in kept.persons.all()]).result()
        ),
        30,
    )


def test_where_nothing_is_kept_a_new_person_streams_all_the_same(tmp_path, posted):
    store = Store(IN_MEMORY, lambda _event: None)
    store.start_and_wait()
    secrets = open_secrets(tmp_path, lambda _is_new: "")
    archive = StudioArchive(store, secrets, posted.append, lambda act: act(), keeps=False)
    archive.add_person(Profile(SARI), furnish=True)
    assert archive.profile(SARI).scenes
    archive.use_person(SARI)
    assert SARI not in store.run(lambda kept: kept.persons.all()).result()
    archive.close()
    assert posted == []


def test_todays_log_is_each_persons_own_and_goes_with_them(two, tmp_path, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))
    archive, store, _secrets = two
    weng = store.run(lambda kept: kept.person).result()
    archive.save_heard((HEARD,))
    archive.use_person(SARI)
    archive.save_heard((HEARD, HEARD))
    assert archive.profile(weng).heard == (HEARD,)
    assert archive.profile(SARI).heard == (HEARD, HEARD)
    archive.use_person(weng)
    archive.remove_person(SARI)
    wait_until(lambda: not (tmp_path / "heard" / "sari.jsonl").exists(), 30, "its end")
    assert archive.profile(weng).heard == (HEARD,)


@pytest.mark.parametrize(("place", "keeps"), [("studio.db", False), (IN_MEMORY, True)])
def test_where_nothing_is_kept_nobodys_log_is_shown_or_written(
    tmp_path, posted, monkeypatch, place, keeps
):
    """Forgetting it there would leave it where it is."""
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))
    store = Store(place if place == IN_MEMORY else tmp_path / place, lambda _event: None)
    store.start_and_wait()
    secrets = open_secrets(tmp_path, lambda _is_new: "")
    archive = StudioArchive(store, secrets, posted.append, lambda act: act(), keeps=keeps)
    person = store.run(lambda kept: kept.person).result()
    file = tmp_path / "heard" / f"{person.id}.jsonl"
    save_heard(file, (HEARD,))
    assert archive.with_heard(ShowState(person=person)).listening.log == ()
    assert archive.profile(person).heard == ()
    archive.save_heard((HEARD, HEARD))
    archive.close()
    assert load_heard(file, day_of(time.time())) == (HEARD,)


def test_that_todays_log_cannot_be_kept_is_told_once_that_it_stays_each_time(
    archive, posted, tmp_path, monkeypatch
):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))
    folder = tmp_path / "heard"
    folder.write_text("a file in the place of the folder")
    for count in (1, 2, 3):
        archive.save_heard((HEARD,) * count)
    archive.save_heard(())
    archive.save_heard(())
    archive.sessions()  # what was left before is done by then
    kept, *left = _told(posted)
    assert kept.startswith(f"What is heard today cannot be kept in {folder}. Make room")
    assert len(left) == 2
    assert left[0].startswith("The log of what was heard in ")
    folder.unlink()
    archive.save_heard((HEARD,))
    archive.sessions()
    assert len(posted) == 3
