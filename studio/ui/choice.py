"""One of several, which is heard before it is chosen."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleTableModelChangeEvent,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from studio.ui import theme, wrapped
from studio.ui.accessible import unheard
from studio.ui.stylesheet import TARGET

Options = Sequence[tuple[str, Any]]
"""The words of each, translated, and its value."""


Index = QModelIndex | QPersistentModelIndex


_MANY = 500
"""To measure more than these would keep the window from its work."""


class _Offers(QStyledItemDelegate):
    """Paints what is offered on as many lines as the words take.

    Args:
        parent: The list.
        room: Gives the width that it will have, in pixels: its own is another one when it is
            asked how high it will be.
    """

    def __init__(self, parent: QAbstractItemView, room: Callable[[], int]) -> None:
        super().__init__(parent)
        self._view = parent
        self._room = room

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        em = option.fontMetrics.height()
        height = wrapped.height_of(option.fontMetrics, index.data(), self._room() - 2 * em)
        return QSize(8 * em, max(TARGET, height + em // 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._view)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = theme.current().on_accent if is_current else theme.current().text
        side = option.fontMetrics.height() // 2
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(ink))
        spot = option.rect.adjusted(side, 0, -side, 0)
        if wrapped.height_of(option.fontMetrics, words, spot.width()) > spot.height():
            middle = Qt.TextElideMode.ElideMiddle  # one of very many, none of which was measured
            words = option.fontMetrics.elidedText(words, middle, spot.width())
        wrapped.draw(painter, spot, words)
        painter.restore()


class Choice(QComboBox):
    """One of several. Arrow keys open the list: a closed one would change in silence.

    What is chosen, and what is offered, has as many lines as it takes.

    Args:
        options: The words of each, translated, and its value.
    """

    def __init__(self, options: Options = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Qt would turn enumerations into strings, and tuples into lists.
        self._values: list[Any] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._room = wrapped.Room(self, self._height)
        self.set_options(options)
        self.currentTextChanged.connect(self._room.make)

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever the options hold
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def choose(self, value: object, words: str = "") -> None:
        """Make this the chosen one; one that is not offered is added, so that it is not lost."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(words or str(value))
        self.setCurrentIndex(self._values.index(value))

    def options(self) -> Options:
        """What is offered now."""
        return [(self.itemText(place), value) for place, value in enumerate(self._values)]

    def set_options(self, options: Options) -> None:
        """Offer these; the chosen one stays chosen, so that there is nothing to tell readers.

        Qt would raise eleven events, and Orca drops what is announced where fifty wait for it.
        """
        chosen, words = self.value, self.currentText()
        had_one = self.count() > 0
        blocked = self.blockSignals(True)  # noqa: FBT003 - Qt's own
        with unheard():
            self.clear()
            self._values = [value for _title, value in options]
            self.addItems([title for title, _value in options])
            if had_one:
                self.choose(chosen, words)
        self.blockSignals(blocked)
        # What readers have been given of the list is there no more.
        for view in self.findChildren(QAbstractItemView):
            reset = QAccessibleTableModelChangeEvent.ModelChangeType.ModelReset
            QAccessible.updateAccessibility(QAccessibleTableModelChangeEvent(view, reset))
        self._room.make()

    def reword(self, options: Options) -> None:
        """Call these values by other words; those that are not among them keep theirs."""
        for words, value in options:
            if value in self._values:
                self.setItemText(self._values.index(value), words)

    def sizeHint(self) -> QSize:
        """Wide enough for 16 letters; Qt's own policy for this makes the list at once."""
        em = self.fontMetrics().averageCharWidth()
        return QSize(20 * em + 2 * self.fontMetrics().height(), super().sizeHint().height())

    minimumSizeHint = sizeHint

    def _height(self) -> int:
        """As high as what is chosen is, on lines as long as they can be."""
        metrics, one_line = self.fontMetrics(), self.sizeHint().height()
        height = wrapped.height_of(metrics, self.currentText(), self._inside.width())
        return max(one_line, one_line + height - metrics.height())

    @property
    def _inside(self) -> QRect:
        """Where the words of what is chosen stand."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)

    def showPopup(self) -> None:
        view = self.view()
        view.setAccessibleName(self.accessibleName())
        if not isinstance(view.itemDelegate(), _Offers):
            view.setItemDelegate(_Offers(view, self.width))
            view.installEventFilter(self)
        if isinstance(view, QListView):
            view.setUniformItemSizes(self.count() > _MANY)
        super().showPopup()

    def eventFilter(self, _view: QObject, event: QEvent) -> bool:
        """The list is closed by Enter, Escape or from elsewhere."""
        if event.type() is QEvent.Type.Hide:
            # Not now: what is current in the list is about to be taken, if Enter closed it.
            QTimer.singleShot(0, self, self._go_back)
        return False

    def _go_back(self) -> None:
        """Have what is chosen be current in the list too: that is what readers read."""
        if not self.view().isVisible():
            with unheard():
                self.view().setCurrentIndex(self.model().index(self.currentIndex(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = event.key() in _MOVES and not event.modifiers()
        typed = (
            event.text().strip().isprintable()
            and event.text().strip()
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        )
        if moves or (typed and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        with QPainter(self) as painter:
            self.style().drawComplexControl(
                QStyle.ComplexControl.CC_ComboBox, option, painter, self
            )
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            wrapped.draw(painter, self._inside, self.currentText())
            self._paint_arrow(painter)

    def _paint_arrow(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em = self.fontMetrics().height()
        middle = QPointF(self.width() - em * 1.1, self.height() / 2)
        reach = em * 0.28
        painter.setPen(QPen(QColor(theme.current().text), max(1.5, em / 9)))
        tip = middle + QPointF(0, reach / 2)
        painter.drawPolyline(
            [middle + QPointF(-reach, -reach / 2), tip, middle + QPointF(reach, -reach / 2)]
        )


_MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
