"""On air: the state in one line, the clock, the program's level and the chief buttons."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studio.commands.command import Command
from studio.commands.every import REGISTRY
from studio.commands.keys import keys_of
from studio.model.state import Levels, ShowState
from studio.text import _
from studio.ui import status, theme, wrapped
from studio.ui.accessible import Line, SelfDescribing
from studio.ui.actions import written
from studio.ui.context_menu import COMMANDS
from studio.ui.desk import Desk
from studio.ui.flow import FlowLayout
from studio.ui.focus import KEYS
from studio.ui.meters import ProgramMeter
from studio.ui.panel import Panel, push_button
from studio.ui.stylesheet import RING, TARGET

CHIEF = ("show.go_live", "show.end", "record.toggle", "sound.mute")
"""The commands that stand here as buttons."""

_GAP = 2
"""Logical pixels between the ring and what it surrounds."""


class StateLine(Line):
    """The state in at most 40 characters; a braille display can be parked on it.

    It changes when a state changes and at no other time.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tone = ""
        self._is_starting = True
        self.setMinimumWidth(1)
        self._room = wrapped.Room(self, self._height)
        self.show_state(ShowState())

    def show_state(self, state: ShowState) -> None:
        if (tone := status.tone(state)) != self._tone:
            self._tone = tone
            self.update()
        line = status.state_line(state)
        if line != self.words():
            self.set_words(line, aloud=self._is_starting)
            self._room.make()
        self._is_starting = status.is_starting(state)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(12 * em, max(TARGET, 2 * em) + 2 * (RING + _GAP))

    minimumSizeHint = sizeHint

    def _height(self) -> int:
        """As high as the words are on lines as long as they can be."""
        metrics = self.fontMetrics()
        height = wrapped.height_of(metrics, self.words(), self._plate.width() - metrics.height())
        return max(self.sizeHint().height(), height + metrics.height() + 2 * (RING + _GAP))

    @property
    def _plate(self) -> QRect:
        reach = RING + _GAP
        return self.rect().adjusted(reach, reach, -reach, -reach)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, half = theme.current(), RING / 2
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 9, 9)
        ground, ink = {
            "live": (colours.live, colours.on_live),
            "warning": (colours.warning, colours.on_warning),
        }.get(self._tone, (colours.field, colours.text))
        plate = self._plate
        painter.setPen(QPen(QColor(ground if self._tone else colours.line), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(plate, 6, 6)
        painter.setPen(QColor(ink))
        em = self.fontMetrics().height()
        wrapped.draw(painter, plate.adjusted(em // 2, 0, -em // 2, 0), self.words())


class SalesLine(StateLine):
    """What was sold, and how far the targets are; hidden while there is nothing to say."""

    def show_state(self, state: ShowState) -> None:
        line = status.sales_line(state)
        if line != self.words():
            self.set_words(line)
            self._room.make()
        # Whoever reads it would lose the focus.
        self.setVisible(bool(line) or self.hasFocus())


class ListeningLine(StateLine):
    """How commands by voice are listened to; hidden while they are not."""

    def show_state(self, state: ShowState) -> None:
        line = status.listening_line(state)
        if line and line != self.words():
            self.set_words(line)
            self._room.make()
        # Whoever reads it would lose the focus.
        self.setVisible(bool(line) or self.hasFocus())


class Clock(SelfDescribing):
    """How long the show and the recording have been running."""

    role = QAccessible.Role.Clock

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = ShowState()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._room = wrapped.Room(self, self._height)

    def words(self) -> str:
        return status.clock_words(self._state) or _("Nothing is running")

    def show_state(self, state: ShowState) -> None:
        self._state = state
        self.updateGeometry()
        self._room.make()
        if status.clock_line(state):
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(_large())
        room = metrics.horizontalAdvance(f"{status.clock_line(self._state)}  ")
        return QSize(max(room, metrics.height()), round(1.3 * metrics.height()))

    def _height(self) -> int:
        line = status.clock_line(self._state)
        height = wrapped.height_of(QFontMetrics(_large()), line, self.width())
        return max(self.sizeHint().height(), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(_large())
            painter.setPen(QColor(theme.current().text))
            line = status.clock_line(self._state)
            wrapped.draw(painter, self.rect(), line, Qt.AlignmentFlag.AlignRight)


def _large() -> QFont:
    return theme.scaled(1.15, bold=True)


class AirPanel(Panel):
    """Says at a glance, a word or a touch whether the show is on air."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("On air"), desk, parent)
        self.line = StateLine(self)
        self.line.setProperty(COMMANDS, "status.on_air status.all_right")
        self.clock = Clock(self)
        self.sales = SalesLine(self)
        self.sales.setProperty(COMMANDS, "sales.progress window.take_orders window.orders")
        self.listening = ListeningLine(self)
        self.listening.setProperty(COMMANDS, "voice.what_can_i_say voice.sleep voice.wake")
        self.meter = ProgramMeter(self)
        self.meter.setProperty(COMMANDS, "status.loudness")
        self.buttons.addWidget(self.clock)
        self.body.addWidget(self.line)
        self.body.addWidget(self.sales)
        self.body.addWidget(self.listening)
        self.body.addWidget(self.meter)
        row = FlowLayout(fill=True)
        self.body.addLayout(row)
        chief = [REGISTRY[command_id] for command_id in CHIEF if command_id in REGISTRY]
        self._chief = [(command, self._button(command)) for command in chief]
        for _command, button in self._chief:
            row.addWidget(button)

    @property
    def entry(self) -> QWidget:
        return self.line

    def show_state(self, state: ShowState) -> None:
        for command, button in self._chief:
            keys = written(keys_of(command, state.keys))
            button.setProperty(KEYS, keys)
            button.setToolTip(f"{_(command.about)} {keys}".strip())
        self.line.show_state(state)
        self.sales.show_state(state)
        self.listening.show_state(state)
        self.clock.show_state(state)

    def show_levels(self, levels: Levels) -> None:
        self.meter.show_levels(levels)

    def _button(self, command: Command) -> QPushButton:
        title = _(command.title)
        button = push_button(title, title, lambda: self.desk.wish(command.id), self)
        button.setAccessibleDescription(_(command.about))
        button.setProperty(COMMANDS, command.id)
        if command.id == CHIEF[0]:
            button.setProperty("tone", "chief")
        return button
