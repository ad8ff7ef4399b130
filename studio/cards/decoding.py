"""Decodes the picture of a product, at the size at which it is shown."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

_MOST_PIXELS = 60_000_000
"""Read whole that takes 240 MB, Qt's own limit; a picture may have any shape up to there."""

_KINDS = frozenset({"png", "jpeg", "jpg", "webp", "bmp", "gif"})
"""What pictures of products come in. A drawing (SVG) may want other files, or hours."""

_NEARLY_SQUARE = 1.34


def decode(path: str, width: int, height: int) -> QImage | str:
    """Decode a picture file for a box of this size in pixels, the first picture of an animation.

    Returns:
        ARGB with pre-multiplied alpha, at most as large as the box; or why there is none, for the
        log.
    """
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    kind = bytes(reader.format().data()).decode("ascii", "replace")
    if kind not in _KINDS:
        return f"it is of no kind that is shown: {kind}"
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        return "it is too large"
    if reader.supportsOption(QImageIOHandler.ImageOption.ScaledSize) and size.isValid():
        _read_no_larger_than_needed(reader, size, 2 * max(width, height))
    picture = reader.read()
    if picture.isNull():
        return f"it cannot be read: {reader.errorString()}"
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
