"""The program picture as the user checks it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from studio.model.media import Size
from studio.model.message import say
from studio.model.state import ShowState
from studio.text import _
from studio.ui import status, theme
from studio.ui.accessible import SelfDescribing
from studio.ui.desk import Desk
from studio.ui.magnifier import Magnifier
from studio.ui.stylesheet import RING

PERIOD_MS = 66
"""Milliseconds between two looks for a new picture: 15 times a second."""

SETTLE_MS = 120
"""A size must last this long before the picture is asked for in it."""


SIZE_KEYS = {"+": "preview.larger", "=": "preview.larger", "-": "preview.smaller"}
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Preview(SelfDescribing):
    """Shows the program picture in its own shape, as large as there is room, or larger.

    Plus and minus make it larger and smaller, the arrow keys move about in it, Home leads back to
    its middle.
    """

    role = QAccessible.Role.Graphic

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._link = desk.link
        self._magnifier = Magnifier()
        self._state = ShowState()
        self._image: QImage | None = None
        self._canvas = Size(1280, 720)
        self._wanted: Size | None = None
        self._is_minimised = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clock = QTimer(self, interval=PERIOD_MS)
        self._clock.timeout.connect(self._look)
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask)

    def words(self) -> str:
        return status.preview_name(self._state)

    def show_state(self, state: ShowState) -> None:
        self._state = state
        if state.settings.preview_percent != self._magnifier.percent:
            self._magnifier.use(state.settings.preview_percent)
            self._settle.start()
        canvas = Size.parse(state.settings.canvas)
        if canvas != self._canvas:
            self._canvas = canvas
            self.updateGeometry()
            self._settle.start()
        self.update()

    def set_minimised(self, minimised: bool) -> None:  # noqa: FBT001 - as Qt tells it
        """While the window is minimised no picture is made for it."""
        self._is_minimised = minimised
        self._ask()

    def set_period(self, milliseconds: int) -> None:
        """Look for a new picture so often."""
        self._clock.setInterval(milliseconds)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(22 * em, 12 * em)

    def minimumSizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(10 * em, 6 * em)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (command := SIZE_KEYS.get(event.text())) is not None:
            self._desk.wish(command)
        elif event.key() == Qt.Key.Key_Home and self._magnifier.percent > 100:
            self._magnifier.centre()
            self._tell_place()
        elif event.key() in _ARROWS and self._magnifier.percent > 100:
            self._magnifier.move(*_ARROWS[event.key()])
            self.update()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The place is told once, however long the key was held."""
        is_moved = event.key() in _ARROWS and not event.isAutoRepeat()
        if is_moved and self._magnifier.percent > 100:
            self._tell_place()
        else:
            super().keyReleaseEvent(event)

    def _tell_place(self) -> None:
        across, down = round(100 * self._magnifier.x), round(100 * self._magnifier.y)
        place = say("{x} percent across, {y} percent down.", x=across, y=down)
        self._desk.tell(place, "preview")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        place = self._place()
        if self.hasFocus():
            painter.fillRect(
                place.adjusted(-RING, -RING, RING, RING), QColor(theme.current().accent)
            )
        if self._image is not None:
            self._paint_image(painter, place, self._image)
            return
        painter.fillRect(place, QColor("#000000"))
        painter.setPen(QColor("#ffffff"))
        is_starting = status.is_starting(self._state)
        words = _("The studio is starting …") if is_starting else _("No picture yet")
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_image(self, painter: QPainter, place: QRect, image: QImage) -> None:
        """Point for point where the size is the one asked for; scaled until then."""
        ratio = self.devicePixelRatioF()
        own = QRect(0, 0, round(image.width() / ratio), round(image.height() / ratio))
        if self._magnifier.percent > 100:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            seen = self._magnifier.seen(image.width(), image.height())
            painter.drawImage(QRectF(place), image, seen)
        elif abs(own.width() - place.width()) <= 2 and abs(own.height() - place.height()) <= 2:
            own.moveCenter(place.center())
            painter.drawImage(own, image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)

    def _place(self) -> QRect:
        """Where the picture goes: in the middle, in the canvas's shape, with room for the ring."""
        room = self.rect().adjusted(RING, RING, -RING, -RING)
        canvas = QSize(self._canvas.width, self._canvas.height)
        size = canvas.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(room.topLeft(), size)
        place.moveCenter(room.center())
        return place

    def _ask(self) -> None:
        """Ask for pictures in the size they are painted, in device pixels; even, for I420.

        More than the picture has cannot be had.
        """
        wanted: Size | None = None
        if self.isVisible() and not self._is_minimised:
            place, ratio = self._place(), self.devicePixelRatioF()
            ratio *= self._magnifier.percent / 100
            width = max(2, round(place.width() * ratio) // 2 * 2)
            height = max(2, round(place.height() * ratio) // 2 * 2)
            wanted = Size(width, height)
            if width > max(place.width(), self._canvas.width):
                wanted = self._canvas
            self._clock.start()
        else:
            self._clock.stop()
        if wanted != self._wanted:
            self._wanted = wanted
            self._link.want_preview(wanted)

    def _look(self) -> None:
        picture = self._link.preview()
        if picture is not None:
            height, width = picture.shape[:2]
            # The image stands on the array's own memory and keeps it alive.
            self._image = QImage(
                picture.data, width, height, picture.strides[0], QImage.Format.Format_RGB888
            )
            self._kept = picture
            self.update()
