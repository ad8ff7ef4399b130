"""Pictures and sound, with their shapes, units and clocks.

Pictures are I420, BT.601, limited range, from the capture to the encoder: nothing goes back to
RGB. Sound is float32 at 48 kHz on one timeline, counted in samples from the program's origin.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
"""Samples per second of the timeline; every device is brought onto it."""

CHANNELS = 2

Plane = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a picture in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @classmethod
    def parse(cls, words: str) -> "Size":
        """Read a canvas's size, such as `1280x720`.

        Raises:
            ValueError: It is no size, or none that encoders take: both even, from 64 to 4096.
        """
        width, _x, height = words.lower().partition("x")
        size = cls(int(width), int(height))
        if not all(
            64 <= pixels <= 4096 and pixels % 2 == 0 for pixels in (size.width, size.height)
        ):
            raise ValueError(f"no canvas has the size {words}")
        return size


class Picture(Protocol):
    """One picture in I420; nobody writes into it after it was made."""

    @property
    def y(self) -> Plane:
        """Luma, shape (height, width), uint8; both even."""
        ...

    @property
    def u(self) -> Plane:
        """Blue difference, shape (height / 2, width / 2), uint8."""
        ...

    @property
    def v(self) -> Plane:
        """Red difference, shaped as `u`."""
        ...

    @property
    def captured_at(self) -> float:
        """When it was taken (or, for a film, when it is due), in seconds of `time.monotonic`."""
        ...

    @property
    def size(self) -> Size: ...


@dataclass(frozen=True, slots=True, eq=False)
class PlanarPicture:
    """A `Picture` that has its planes from the beginning."""

    y: Plane
    u: Plane
    v: Plane
    captured_at: float

    @property
    def size(self) -> Size:
        return Size(self.y.shape[1], self.y.shape[0])


class Canvas:
    """A program picture to be drawn into: one I420 buffer with views of its planes.

    It belongs to one thread at a time; whoever holds it may write.

    Attributes:
        buffer: Shape (height * 3 / 2, width), uint8, contiguous, as encoders take it.
    """

    __slots__ = ("buffer", "size", "u", "v", "y")

    def __init__(self, size: Size) -> None:
        width, height = size.width, size.height
        if width % 2 or height % 2:
            raise ValueError(f"a canvas is even in width and height, not {size}")
        self.size = size
        self.buffer = np.empty((height * 3 // 2, width), np.uint8)
        self.y: Plane = self.buffer[:height]
        # A row of the buffer may hold the end of one plane and the beginning of the next.
        u, v = self.buffer.reshape(-1)[height * width :].reshape(2, height // 2, width // 2)
        self.u: Plane = u
        self.v: Plane = v

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        return self.y, self.u, self.v


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What is laid over the program picture, such as a product card.

    Attributes:
        rgba: Shape (height, width, 4), uint8, straight alpha; both even.
        x: Left edge on the canvas in pixels, even.
        y: Upper edge on the canvas in pixels, even.
    """

    rgba: NDArray[np.uint8]
    x: int
    y: int


@dataclass(frozen=True, slots=True, eq=False)
class AudioBlock:
    """A stretch of sound on the program's timeline.

    Attributes:
        samples: Shape (frames, 2), float32, full scale is -1.0 to 1.0; read-only.
        start: Index of the first sample since the timeline's origin.
    """

    samples: NDArray[np.float32]
    start: int
