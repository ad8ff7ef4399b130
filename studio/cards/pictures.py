"""The pictures of products, read small."""

import logging
from functools import lru_cache
from stat import S_ISREG

from PySide6.QtGui import QImage

from studio.cards.decoding import decode
from studio.cards.picture_process import PictureProcess
from studio.paths import BUILT_IN, file_of

log = logging.getLogger(__name__)

_process = PictureProcess()


def load_picture(path: str, width: int, height: int) -> QImage | None:
    """Read a product's picture for a box of this size in pixels; any thread.

    A photo of nearly the box's shape fills it, and its edges may be cut; any other picture is
    shown whole and is smaller than the box in one direction. It is decoded in a process beside,
    which takes half a second the first time, but for the studio's own.

    Returns:
        ARGB with pre-multiplied alpha, at most as large as the box; None where there is no
        picture to be had.
    """
    if not path:
        return None
    try:
        file = file_of(path)
        found = file.stat()
    except (OSError, ValueError):
        log.info("a product's picture is missing: %s", path)
        return None
    if not S_ISREG(found.st_mode):  # a pipe would be waited for until the time is up
        log.info("a product's picture is no file: %s", path)
        return None
    is_ours = path.startswith(BUILT_IN)
    return _load(str(file), found.st_mtime_ns, is_ours, width, height)


def close_pictures() -> None:
    """End the process that decodes pictures; the next picture starts another."""
    _process.close()


@lru_cache(maxsize=32)
def _load(
    path: str,
    changed: int,  # noqa: ARG001 - tells files of one path apart
    is_ours: bool,  # noqa: FBT001 - only called above
    width: int,
    height: int,
) -> QImage | None:
    read = decode if is_ours else _process.read
    picture = read(path, width, height)
    if isinstance(picture, str):
        log.info("a product's picture is not shown: %s: %s", path, picture)
        return None
    return picture
