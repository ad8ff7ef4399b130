"""Where a picture comes to lie on the canvas: arithmetic only, all in even pixels.

Even, so that a part of the picture is whole in its half-sized colour planes too.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import floor

from studio.model.media import Size
from studio.model.scene import Fit, Placement
from studio.video.orientation import Orientation


@dataclass(frozen=True, slots=True)
class Rect:
    """A part of a picture, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    def common(self, other: "Rect") -> "Rect | None":
        """The part that both have; None when they have none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        width = min(self.right, other.right) - x
        height = min(self.bottom, other.bottom) - y
        return Rect(x, y, width, height) if width > 0 and height > 0 else None

    def cut(self, shift: int) -> tuple[slice, slice]:
        """Rows and columns of this part, in a plane that is halved `shift` times."""
        return (
            slice(self.y >> shift, self.bottom >> shift),
            slice(self.x >> shift, self.right >> shift),
        )


@dataclass(frozen=True)
class Layout:
    """What is drawn where.

    Attributes:
        place: The part of the canvas that the placement owns; what the picture leaves is black.
        target: The part of the canvas that the picture covers; empty when only bars are seen.
        crop: The part of the picture that is seen, as it is stored (before it is turned).
        orientation: How that part is turned.
        fills: The placement owns all of the canvas.
        is_copy: The picture comes onto the canvas as it is, and is all that is seen.
    """

    place: Rect
    target: Rect
    crop: Rect
    orientation: Orientation
    fills: bool
    is_copy: bool = False

    @cached_property
    def bars(self) -> list[Rect]:
        """The parts of the place that the picture leaves."""
        place, target = self.place, self.target
        return [
            bar
            for bar in (
                Rect(place.x, place.y, place.width, target.y - place.y),
                Rect(place.x, target.bottom, place.width, place.bottom - target.bottom),
                Rect(place.x, target.y, target.x - place.x, target.height),
                Rect(target.right, target.y, place.right - target.right, target.height),
            )
            if bar.width and bar.height
        ]


# A scene keeps its placements for minutes; a tick then only looks them up.
@lru_cache(maxsize=256)
def arrange(placement: Placement, picture: Size, canvas: Size) -> Layout | None:
    """Find where a picture of that size goes; None when nothing of it is seen."""
    place = _place(placement, canvas)
    frame = Rect(0, 0, canvas.width, canvas.height)
    seen_place = place.common(frame)
    if not seen_place:
        return None
    orientation = Orientation.of(placement.rotation, is_mirrored=placement.is_mirrored)
    if orientation.is_transposed:
        picture = Size(picture.height, picture.width)
    target, crop = _fitted(placement, picture, place)
    seen_target = target.common(frame)
    if not seen_target:
        # Only a bar of this placement reaches the canvas.
        nothing = Rect(seen_place.x, seen_place.y, 0, 0)
        return Layout(seen_place, nothing, Rect(0, 0, 0, 0), orientation, fills=seen_place == frame)
    stored = _as_stored(_share(crop, target, seen_target), picture, orientation)
    return Layout(
        seen_place,
        seen_target,
        stored,
        orientation,
        fills=seen_place == frame,
        is_copy=orientation.is_plain and stored == seen_target == frame and picture == canvas,
    )


def _place(placement: Placement, canvas: Size) -> Rect:
    left, top = _even(placement.x * canvas.width), _even(placement.y * canvas.height)
    right = _even((placement.x + placement.width) * canvas.width)
    bottom = _even((placement.y + placement.height) * canvas.height)
    return Rect(left, top, right - left, bottom - top)


def _fitted(placement: Placement, picture: Size, place: Rect) -> tuple[Rect, Rect]:
    """Where the whole place shows which part of the (turned) picture."""
    width, height = picture.width, picture.height
    whole = Rect(0, 0, width, height)
    match placement.fit:
        case Fit.STRETCH:
            return place, whole
        case Fit.FIT:
            inner = _shaped(place.width, place.height, width / height)
            x, y = _anchored(placement, place.size, inner)
            return Rect(place.x + x, place.y + y, inner.width, inner.height), whole
        case Fit.FILL:
            inner = _shaped(width, height, place.width / place.height)
            x, y = _anchored(placement, picture, inner)
            return place, Rect(x, y, inner.width, inner.height)


def _shaped(width: int, height: int, shape: float) -> Size:
    """The largest even size of a shape (width by height) within another one."""
    return Size(
        min(width, max(2, _even(height * shape))), min(height, max(2, _even(width / shape)))
    )


def _anchored(placement: Placement, outer: Size, inner: Size) -> tuple[int, int]:
    """Where the inner size begins in the outer one."""
    return (
        _even((outer.width - inner.width) * min(1.0, max(0.0, placement.anchor_x))),
        _even((outer.height - inner.height) * min(1.0, max(0.0, placement.anchor_y))),
    )


def _share(crop: Rect, target: Rect, seen: Rect) -> Rect:
    """The part of a crop that stays when only part of its target is seen."""
    if seen == target:
        return crop
    left, right = _span((crop.x, crop.right), (target.x, target.right), (seen.x, seen.right))
    top, bottom = _span((crop.y, crop.bottom), (target.y, target.bottom), (seen.y, seen.bottom))
    return Rect(left, top, right - left, bottom - top)


_Ends = tuple[int, int]


def _span(crop: _Ends, target: _Ends, seen: _Ends) -> _Ends:
    share = (crop[1] - crop[0]) / (target[1] - target[0])
    first = min(crop[0] + _even((seen[0] - target[0]) * share), crop[1] - 2)
    return first, max(first + 2, crop[0] + _even((seen[1] - target[0]) * share))


def _as_stored(crop: Rect, picture: Size, orientation: Orientation) -> Rect:
    """Bring a part of the picture as it is seen back to the picture as it is stored."""
    x, y = crop.x, crop.y
    if orientation.flip in (1, -1):
        x = picture.width - crop.right
    if orientation.flip in (0, -1):
        y = picture.height - crop.bottom
    if orientation.is_transposed:
        return Rect(y, x, crop.height, crop.width)
    return Rect(x, y, crop.width, crop.height)


def _even(length: float) -> int:
    return 2 * floor(length / 2 + 0.5)
