import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.store.database import IN_MEMORY, Database, open_database
from studio.store.repositories import Repositories


@pytest.fixture
def db() -> Iterator[Database]:
    db = open_database(IN_MEMORY)
    yield db
    db.close()


@pytest.fixture
def kept(db) -> Repositories:
    return Repositories.of(db)


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


@pytest.fixture
def trouble_is_logged(studio_log):
    studio_log.expect("cannot open")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def _ordinary_user() -> Iterator[None]:
    if not hasattr(os, "geteuid") or os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def ordinary_user():
    """A context in which we are not root, whom no file is closed to."""
    return _ordinary_user
