"""What the studio says of the disk that recordings go to."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.app.archive import StudioArchive
from studio.model.errors import StoreError
from studio.model.settings import Settings
from studio.store.database import IN_MEMORY
from studio.store.secrets import open_secrets
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


def test_a_disk_that_does_not_say_how_full_it_is(archive, settings, monkeypatch):
    def silent(folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(folder))

    monkeypatch.setattr(shutil, "disk_usage", silent)
    with pytest.raises(StoreError, match=r"does not say how full it is\. Check the disk"):
        archive.recording_room_s(settings)
