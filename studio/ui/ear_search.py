"""Finds the headphones of somebody who can neither see the window nor hear it yet."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from studio.model.message import Name, say
from studio.ui.desk import Desk
from studio.ui.settings_dialog import HEADPHONES

TURN_MS = 6000
"""How long each device is given: enough to hear the sentence and press a key."""


class EarSearch(QObject):
    """Speaks from one device after the other until a key is pressed; that one stays chosen.

    Only where nothing is chosen and nobody else reads the window: what is spoken is private, and
    goes to no device that the user did not choose once it is known which one that is. The window's
    thread.

    Args:
        desk: Takes the wishes, and what is said.
        found: Called once a key was pressed.
    """

    def __init__(self, desk: Desk, found: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found = found
        self._names: tuple[str, ...] = ()
        self._place = -1
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._go_on)

    @property
    def is_searching(self) -> bool:
        return self._turn.isActive()

    def begin(self, names: tuple[str, ...]) -> None:
        """Go through these devices, round and round; nothing where there are none."""
        app = QCoreApplication.instance()
        if not names or app is None or self.is_searching:
            return
        self._names = names
        app.installEventFilter(self)
        self._turn.start(TURN_MS)
        self._go_on()

    def end(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._turn.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The key itself does what it always does."""
        if event.type() is QEvent.Type.KeyPress and self.is_searching:
            self.end()
            self._found()
        # Qt's own says no more, and would refuse what PySide takes `watched` for now and then: it
        # may still hold something deleted at the same address. An error in here ends the process.
        return False

    def _go_on(self) -> None:
        self._place = (self._place + 1) % len(self._names)
        name = self._names[self._place]
        self._desk.wish("settings.change", name=HEADPHONES, value=name)
        self._desk.tell(
            say("This is {device}. If you hear it, press any key.", device=Name(name)),
            "first steps",
        )
