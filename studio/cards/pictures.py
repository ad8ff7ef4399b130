"""The pictures of products, read small."""

import logging
from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from studio.paths import file_of

log = logging.getLogger(__name__)

_MOST_PIXELS = 60_000_000
"""Read whole that takes 240 MB, Qt's own limit; a picture may have any shape up to there."""

_KINDS = frozenset({"png", "jpeg", "jpg", "webp", "bmp", "gif"})
"""What pictures of products come in. A drawing (SVG) may want other files, or hours."""

_NEARLY_SQUARE = 1.34


def load_picture(path: str, width: int, height: int) -> QImage | None:
    """Read a product's picture for a box of this size in pixels; any thread.

    A photo of nearly the box's shape fills it, and its edges may be cut; any other picture is
    shown whole and is smaller than the box in one direction.

    Returns:
        ARGB with pre-multiplied alpha, at most as large as the box; None where there is no
        picture to be had.
    """
    try:
        file = file_of(path)
        changed = file.stat().st_mtime_ns if path else 0
    except (OSError, ValueError):
        log.info("a product's picture is missing: %s", path)
        return None
    return _load(str(file), changed, width, height) if path else None


@lru_cache(maxsize=32)
def _load(path: str, changed: int, width: int, height: int) -> QImage | None:  # noqa: ARG001 - tells files of one path apart
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    kind = bytes(reader.format().data()).decode("ascii", "replace")
    if kind not in _KINDS:
        log.info("a product's picture is of no kind that is shown: %s: %s", path, kind)
        return None
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        log.info("a product's picture is too large: %s", path)
        return None
    if reader.supportsOption(QImageIOHandler.ImageOption.ScaledSize) and size.isValid():
        _read_no_larger_than_needed(reader, size, 2 * max(width, height))
    picture = reader.read()
    if picture.isNull():
        log.info("a product's picture cannot be read: %s: %s", path, reader.errorString())
        return None
    return _into(picture, QSize(width, height))


def _read_no_larger_than_needed(reader: QImageReader, size: QSize, side: int) -> None:
    if min(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding))


def _into(picture: QImage, box: QSize) -> QImage:
    """Fill the box with a photo that is nearly of its shape; show any other picture whole."""
    shape = picture.width() * box.height() / (picture.height() * box.width())
    fills = not picture.hasAlphaChannel() and 1 / _NEARLY_SQUARE < shape < _NEARLY_SQUARE
    mode = (
        Qt.AspectRatioMode.KeepAspectRatioByExpanding
        if fills
        else Qt.AspectRatioMode.KeepAspectRatio
    )
    shown = picture.size().scaled(box, mode).expandedTo(QSize(1, 1))
    # Averaging is only right when what is transparent counts for nothing.
    even = picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    scaled = even.scaled(
        shown, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    left = max(0, (scaled.width() - box.width()) // 2)
    top = max(0, (scaled.height() - box.height()) // 2)
    return scaled.copy(
        left, top, min(scaled.width(), box.width()), min(scaled.height(), box.height())
    )
