"""What survives a restart: the disk that recordings go to, and the keys that are given back."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from studio.app.archive import StudioArchive
from studio.model.destination import Destination, StreamKey
from studio.model.errors import StoreError
from studio.model.message import say
from studio.model.settings import Settings
from studio.store.database import IN_MEMORY
from studio.store.secrets import FileSecrets, SilentKeyringError, open_secrets
from studio.store.store import Store


@pytest.fixture
def archive(tmp_path) -> Iterator[StudioArchive]:
    store = Store(IN_MEMORY, lambda _event: None)
    store.start_and_wait()
    secrets = open_secrets(tmp_path, lambda _is_new: "")
    archive = StudioArchive(
        store, secrets, lambda _event: None, lambda action: action(), keeps=False
    )
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


def test_a_disk_that_does_not_say_how_full_it_is(archive, settings, monkeypatch):
    def silent(folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(folder))

    monkeypatch.setattr(shutil, "disk_usage", silent)
    with pytest.raises(StoreError, match=r"does not say how full it is\. Check the disk"):
        archive.recording_room_s(settings)
