"""What all sources of pictures have in common: they are asked, and some of them fail and return."""

import threading
import time
from abc import ABC, abstractmethod

from studio.model.errors import PictureError
from studio.model.events import Event, SourceBack, SourceLost, SourceOpened
from studio.model.media import Picture
from studio.model.scene import PictureSource
from studio.threads import Post, Worker

FIRST_RETRY_S = 0.5
LAST_RETRY_S = 3.0
STEADY_S = 0.5
STOP_S = 0.5


class PictureInput(ABC):
    """A source at work. It is started once and stopped once.

    Attributes:
        source: What it shows.
        is_live: It shows what happens now, so that its delay matters; a film is never late.
    """

    source: PictureSource
    is_live = False

    @abstractmethod
    def start(self) -> None:
        """Begin; returns at once, and what fails is posted."""

    @abstractmethod
    def stop(self) -> None:
        """Let go of the device; nothing is posted afterwards. Takes half a second at most."""

    @abstractmethod
    def picture(self, at: float) -> Picture | None:
        """The picture to show.

        Never blocks; any thread. The same object is given until there is a newer one, also while
        the source is lost.

        Args:
            at: When it will be shown, in seconds of `time.monotonic`; never earlier than before.

        Returns:
            None while there is none yet.
        """


class Standing:
    """Tells the show how a source fares: when it opens, once per outage, and when it is back.

    Any thread.

    Args:
        source: Whose standing it is.
        post: Where it is told.
        steady_s: How long pictures come before the source is said to be back, so that one with a
            loose plug does not talk all the time.
    """

    def __init__(self, source: PictureSource, post: Post, *, steady_s: float) -> None:
        self._source = source
        self._post = post
        self._steady_s = steady_s
        self._lock = threading.Lock()
        self._was_opened = False
        self._is_lost = False
        self._since: float | None = None

    def works(self, details: str) -> None:
        """A picture came; `details` as in `SourceOpened`."""
        if self._was_opened and not self._is_lost:
            return
        with self._lock:
            if not self._was_opened:
                self._was_opened = True
                self._post(SourceOpened(self._source.id, details))
            now = time.monotonic()
            self._since = self._since or now
            if self._is_lost and now - self._since >= self._steady_s:
                self._is_lost = False
                self._post(SourceBack(self._source.id, self._source.name))

    def lost(self, error: PictureError) -> None:
        with self._lock:
            self._since = None
            if not self._is_lost:
                self._is_lost = True
                self._post(SourceLost(self._source.id, error))


class Feed(Worker, PictureInput):
    """A source on a thread of its own, opened again by itself when it fails.

    A subclass writes `connect`, `receive` and `disconnect`, all of which run on the feed's own
    thread. A device may keep that thread waiting for longer than a worker's step should take: then
    `stop` leaves it to end by itself.
    """

    def __init__(self, source: PictureSource, post: Post, *, steady_s: float = STEADY_S) -> None:
        super().__init__(source.name, post)
        self.source = source
        self.standing = Standing(source, self._post_unless_stopping, steady_s=steady_s)
        self._is_connected = False
        self._retry_s = FIRST_RETRY_S

    @abstractmethod
    def connect(self) -> None:
        """Open the device; raises `PictureError`."""

    @abstractmethod
    def receive(self) -> None:
        """Take the next picture and call `works`; raises `PictureError` when the device is lost."""

    def disconnect(self) -> None:
        """Close whatever is open, also after a `connect` that failed."""

    def works(self, details: str = "") -> None:
        """A picture came; the next outage is tried again soon."""
        self._retry_s = FIRST_RETRY_S
        self.standing.works(details)

    def step(self) -> None:
        try:
            if not self._is_connected:
                self.connect()
                self._is_connected = True
            self.receive()
        except PictureError as error:
            self.standing.lost(error)
            self.close()
            self.pause(self._retry_s)
            self._retry_s = min(2 * self._retry_s, LAST_RETRY_S)

    def close(self) -> None:
        self._is_connected = False
        self.disconnect()

    def stop(self, timeout: float = STOP_S) -> None:
        self.ask_to_stop()
        if self.is_running and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _post_unless_stopping(self, event: Event) -> None:
        if not self.is_stopping:
            self.post(event)
