"""A stand-in for the studio, which notes what it was asked.

The real studio is behind the same protocol in the scenarios; here the window is looked at alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from studio.model.announcement import Announcement
from studio.model.backup import Backup
from studio.model.catalogue import Columns
from studio.model.destination import Destination
from studio.model.errors import StoreError
from studio.model.media import Size
from studio.model.message import Money, Name, say
from studio.model.product import Product
from studio.model.record import ShowRecord
from studio.model.scene import (
    PictureKind,
    PictureSource,
    Placement,
    Scene,
    SoundKind,
    SoundSource,
)
from studio.model.session import Session
from studio.model.state import Devices, Levels, OutputPhase, OutputState, ShowState, SourceLevel

T = TypeVar("T")


def _done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future


class FakeLink:
    """Implements `StudioLink`; `show` hands over a state as the show's thread would."""

    def __init__(self, state: ShowState | None = None) -> None:
        self.now = state or ShowState()
        self.wishes: list[tuple[str, str, dict[str, Any]]] = []
        self.asked: list[Size | None] = []
        self.picture: NDArray[np.uint8] | None = None
        self.loudness = Levels()
        self.said: list[tuple[float, Announcement]] = []
        self.found: Future[Devices] = Future()
        self.records: list[ShowRecord] = []
        self.copies: tuple[Backup, ...] = ()
        self.searches: list[tuple[str, Future[Sequence[Product]]]] = []
        self.is_quick = True
        self.looks: list[str] = []
        self.columns: Future[Columns] = Future()
        self._subscribers: list[Callable[[ShowState], None]] = []

    def dispatch(self, command: str, origin: str, /, **values: Any) -> None:
        self.wishes.append((command, str(origin), values))

    def subscribe(self, on_state: Callable[[ShowState], None]) -> None:
        self._subscribers.append(on_state)
        on_state(self.now)

    def serve(self, window: Callable[[str], None]) -> None:
        self.window = window

    def show(self, state: ShowState) -> None:
        self.now = state
        for on_state in self._subscribers:
            on_state(state)

    def change(self, **changes: Any) -> None:
        self.show(replace(self.now, **changes))

    def state(self) -> ShowState:
        return self.now

    def levels(self) -> Levels:
        return self.loudness

    def want_preview(self, size: Size | None) -> None:
        self.asked.append(size)

    def preview(self) -> NDArray[np.uint8] | None:
        picture, self.picture = self.picture, None
        return picture

    def devices(self) -> Future[Devices]:
        return self.found

    def sessions(self) -> Future[tuple[Session, ...]]:
        return _done(tuple(record.session for record in self.records))

    def record(self, session: str) -> Future[ShowRecord]:
        found = next((r for r in self.records if session in {"", r.session.id}), None)
        if found is not None:
            return _done(found)
        failed: Future[ShowRecord] = Future()
        failed.set_exception(StoreError(say("No show was kept yet."), say("Go live.")))
        return failed

    def backups(self) -> Future[tuple[Backup, ...]]:
        return _done(self.copies)

    def find_products(self, words: str) -> Future[Sequence[Product]]:
        found: Future[Sequence[Product]] = Future()
        self.searches.append((words, found))
        if self.is_quick:
            named = [p for p in self.now.products if words.casefold() in p.name.name.casefold()]
            found.set_result(named)
        return found

    def columns_of(self, path: str) -> Future[Columns]:
        self.looks.append(path)
        return self.columns

    def history(self) -> list[tuple[float, Announcement]]:
        return list(self.said)


CAMERA = PictureSource("Camera", PictureKind.CAMERA, "HD Webcam", id="camera")
CLOSE_UP = PictureSource("Close-up", PictureKind.MEDIA, "http://10.0.0.7/video", id="close-up")
PAUSE = PictureSource("Pause", PictureKind.IMAGE, "/home/li/back soon.png", id="pause")
MICROPHONE = SoundSource("Microphone", SoundKind.MICROPHONE, "Headset", id="microphone")
MUSIC = SoundSource(
    "Music", SoundKind.FILE, "/home/li/tea.mp3", gain_db=-12.0, is_voice=False, id="music"
)
FACE = Scene("Kitchen", (Placement("camera"),), id="face")
BOTH = Scene(
    "Face and goods",
    (Placement("close-up"), Placement("camera", 0.67, 0.67, 0.3, 0.3)),
    id="both",
)
BACK_SOON = Scene("Back in a moment", (Placement("pause"),), id="back-soon")
YOUTUBE = Destination("YouTube", "rtmps://a.rtmps.youtube.com:443/live2", "youtube", id="youtube")
DOUYIN = Destination("抖音", "rtmp://push.example.cn/live", "douyin", is_on=False, id="douyin")


def product(
    slot: int, name: str, price: str, stock: int | None = None, currency: str = "CNY"
) -> Product:
    return Product(
        f"demo-{slot}", Name(name, "zh"), Money(Decimal(price), currency), stock=stock, slot=slot
    )


PRODUCTS = (
    product(1, "Hotpot base, extra hot", "39.90", 120),
    product(2, "Wool scarf", "129.00", 12),
    product(3, "重庆小面", "25.80", 0),
    product(4, "Bamboo chopsticks, ten pairs", "19.90"),
    product(5, "Dried tangerine peel", "58.00", 40),
    product(6, "Chili oil", "22.00", 300),
)


def a_studio(**changes: Any) -> ShowState:
    """A studio as it is after the first start, off air."""
    state = ShowState(
        picture_sources=(CAMERA, CLOSE_UP, PAUSE),
        sound_sources=(MICROPHONE, MUSIC),
        scenes=(FACE, BOTH, BACK_SOON),
        scene="face",
        products=PRODUCTS,
        destinations=(YOUTUBE, DOUYIN),
    )
    return replace(state, **changes)


def on_air(since: float, **changes: Any) -> ShowState:
    """The same, live since a time of `time.monotonic` and recording."""
    outputs = (
        OutputState("youtube", "YouTube", False, OutputPhase.ON, since),
        OutputState("rec", "Recording", True, OutputPhase.ON, since, "/tmp/a.mp4"),
    )
    return replace(a_studio(live_since=since, outputs=outputs, card=PRODUCTS[1]), **changes)


def loud(peak_db: float = -6.0) -> Levels:
    return Levels(
        peak_db=peak_db,
        momentary=-17.4,
        short_term=-18.2,
        integrated=-19.0,
        sources={
            "microphone": SourceLevel(peak_db),
            "music": SourceLevel(peak_db - 18),
        },
    )
