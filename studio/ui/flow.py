"""A layout that puts its widgets side by side and begins a new line where there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays widgets out like words, so that large fonts need no wide window.

    Args:
        gap: Logical pixels between widgets.
        fill: Stretch the widgets of a line over its whole width.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, fill: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._fill = fill
        self._height = 0
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(h for _, h in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items]
        return QSize(
            sum(widths) + self.spacing() * max(0, len(widths) - 1),
            max((item.sizeHint().height() for item in self._items), default=0),
        )

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        # Scroll areas ask for the least height only: in several lines it is that of all of them.
        return size.expandedTo(QSize(0, self._height))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        if (height := self.heightForWidth(rect.width())) != self._height:
            self._height = height
            self.update()
        y = rect.y()
        for line, height in self._lines(rect.width()):
            self._place(line, QRect(rect.x(), y, rect.width(), height))
            y += height + self.spacing()

    def _place(self, line: list[QLayoutItem], rect: QRect) -> None:
        wanted = [item.sizeHint().width() for item in line]
        spare = rect.width() - sum(wanted) - self.spacing() * (len(line) - 1)
        extra = max(0, spare) // len(line) if self._fill else 0
        x = rect.x() + (0 if self._fill else max(0, spare))
        for item, width in zip(line, wanted, strict=True):
            size = QSize(min(width + extra, rect.width()), rect.height())
            item.setGeometry(QRect(QPoint(x, rect.y()), size))
            x += size.width() + self.spacing()

    def _lines(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        """The lines, each with its height."""
        lines: list[tuple[list[QLayoutItem], int]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if not lines or x + size.width() > width:
                lines.append(([], 0))
                x = 0
            line, height = lines[-1]
            line.append(item)
            lines[-1] = (line, max(height, size.height()))
            x += size.width() + self.spacing()
        return lines
