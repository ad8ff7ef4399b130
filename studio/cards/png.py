"""A card as a picture file."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter

from studio.cards.renderer import Card
from studio.model.errors import PictureError
from studio.model.media import Size
from studio.model.message import Name, say


def write_png(card: Card, canvas: Size, path: Path) -> None:
    """Write a canvas that is transparent but for the card.

    Raises:
        PictureError: The file cannot be written.
    """
    whole = QImage(canvas.width, canvas.height, QImage.Format.Format_RGBA8888)
    whole.fill(0)
    height, width = card.drawing.rgba.shape[:2]
    drawn = QImage(
        card.drawing.rgba.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888
    )
    with QPainter(whole) as painter:
        painter.drawImage(card.drawing.x, card.drawing.y, drawn)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(whole)
    try:
        path.write_bytes(data.data())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise PictureError(
            say(
                "{file} cannot be written: {reason}.",
                file=Name(str(path)),
                reason=reason or str(error),
            ),
            say("Choose another file, in a folder that you may write to."),
        ) from error
