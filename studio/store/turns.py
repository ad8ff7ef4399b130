"""One import at a time, among all processes."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from studio.model.errors import StoreError
from studio.model.message import say


@contextmanager
def only_one(path: Path) -> Generator[None, None, None]:
    """Hold the right to write editions of a file; the system frees it when the process ends.

    Raises:
        StoreError: Another import is under way.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(f"{path.name}-import.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(
            say("Another import is under way."), say("Wait for its end, or cancel it first.")
        ) from error
    try:
        yield
    finally:
        lock.release()
