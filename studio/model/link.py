"""What a window or remote may ask of the studio; all of it is safe on any thread."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.model.announcement import Announcement
from studio.model.backup import Backup
from studio.model.catalogue import Columns
from studio.model.media import Size
from studio.model.product import Product
from studio.model.record import ShowRecord
from studio.model.session import Session
from studio.model.state import Devices, Levels, ShowState


class StudioLink(Protocol):
    """The studio as seen from outside the thread that owns the show."""

    def dispatch(self, command: str, origin: str, /, **values: object) -> None:
        """Wish for a command; the answer comes as an announcement."""
        ...

    def subscribe(self, on_state: Callable[[ShowState], None]) -> None:
        """Have every new state handed over, on the show's thread; the present one at once."""
        ...

    def serve(self, window: Callable[[str], None]) -> None:
        """Do what only a window does when it is wished for elsewhere.

        Args:
            window: Takes the command, on the show's thread.
        """
        ...

    def state(self) -> ShowState:
        """The newest state."""
        ...

    def levels(self) -> Levels:
        """How loud it is now; cheap."""
        ...

    def want_preview(self, size: Size | None) -> None:
        """Have the program picture made in this size 15 times a second; None for never."""
        ...

    def preview(self) -> NDArray[np.uint8] | None:
        """The newest preview, shape (height, width, 3), RGB; None when there is no newer one."""
        ...

    def devices(self) -> "Future[Devices]":
        """Ask the system for its devices, which may take a second."""
        ...

    def sessions(self) -> "Future[tuple[Session, ...]]":
        """Every show that was kept, the newest first, without what happened in it."""
        ...

    def record(self, session: str) -> "Future[ShowRecord]":
        """Everything that was kept of a show, by its id; of the last one when that is empty."""
        ...

    def backups(self) -> "Future[tuple[Backup, ...]]":
        """All copies of what is kept, the newest first."""
        ...

    def find_products(self, words: str) -> "Future[Sequence[Product]]":
        """Products that may be meant, the best first; for no words those that come first.

        Fails with a StudioError where the studio's file cannot be read.
        """
        ...

    def columns_of(self, path: str) -> "Future[Columns]":
        """Look which columns a file of products has; takes up to some seconds.

        Fails with a StudioError where it cannot be read.
        """
        ...

    def history(self) -> list[tuple[float, Announcement]]:
        """What was announced, with seconds since 1970, the oldest first."""
        ...
