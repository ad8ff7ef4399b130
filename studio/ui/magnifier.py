"""Which part of a picture is looked at, and how large."""

from PySide6.QtCore import QRectF


class Magnifier:
    """A window onto a picture; it never leaves the picture.

    Attributes:
        percent: How large the picture is, 100 to 800.
        x: Where the middle of the window is, as a share of the picture's width.
        y: The same of its height.
    """

    def __init__(self) -> None:
        self.percent = 100
        self.x = 0.5
        self.y = 0.5

    def use(self, percent: int) -> None:
        self.percent = percent
        self._stay_inside()

    def move(self, across: int, down: int) -> None:
        """Move by a quarter of what is seen."""
        step = 25 / self.percent
        self.x += across * step
        self.y += down * step
        self._stay_inside()

    def centre(self) -> None:
        self.x = self.y = 0.5

    def seen(self, width: float, height: float) -> QRectF:
        """What is seen of a picture of this size, in its own units."""
        share = 100 / self.percent
        left, top = (self.x - share / 2) * width, (self.y - share / 2) * height
        return QRectF(left, top, share * width, share * height)

    def _stay_inside(self) -> None:
        half = 50 / self.percent
        self.x = min(1 - half, max(half, self.x))
        self.y = min(1 - half, max(half, self.y))
