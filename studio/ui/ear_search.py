"""Finds the headphones of somebody who can neither see the window nor hear it yet."""

from PySide6.QtCore import QObject, QTimer

from studio.model.message import Name, say
from studio.ui.desk import Desk
from studio.ui.settings_dialog import HEADPHONES

TURN_MS = 6000
"""How long each device is given: enough to hear the sentence and press a key."""


class EarSearch(QObject):
    """Speaks from one device after the other until told that it was heard; that one stays chosen.

    Only where nothing is chosen and nobody else reads the window: what is spoken is private, and
    goes to no device that the user did not choose once it is known which one that is. The window's
    thread.

    Args:
        desk: Takes the wishes, and what is said.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._names: tuple[str, ...] = ()
        self._place = -1
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._go_on)

    @property
    def is_searching(self) -> bool:
        return self._turn.isActive()

    def begin(self, names: tuple[str, ...]) -> None:
        """Go through these devices, round and round; nothing where there are none."""
        if not names or self.is_searching:
            return
        self._names = names
        self._turn.start(TURN_MS)
        self._go_on()

    def end(self) -> None:
        """A key was pressed: the device that speaks now is the one."""
        self._turn.stop()

    def _go_on(self) -> None:
        self._place = (self._place + 1) % len(self._names)
        name = self._names[self._place]
        self._desk.wish("settings.change", name=HEADPHONES, value=name)
        self._desk.tell(
            say("This is {device}. If you hear it, press any key.", device=Name(name)),
            "first steps",
        )
