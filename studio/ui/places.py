"""Where a picture may sit on the canvas, by name."""

from studio.model.scene import Fit, Placement
from studio.text import N_

OWN = "own"
"""The place is given in numbers."""

Box = tuple[float, float, float, float]
"""Left edge, upper edge, width and height, in shares of the canvas."""

PLACES: tuple[tuple[str, str, Box], ...] = (
    ("whole", N_("Whole picture"), (0.0, 0.0, 1.0, 1.0)),
    ("upper-left", N_("Small, upper left"), (0.03, 0.03, 0.3, 0.3)),
    ("upper-right", N_("Small, upper right"), (0.67, 0.03, 0.3, 0.3)),
    ("lower-left", N_("Small, lower left"), (0.03, 0.67, 0.3, 0.3)),
    ("lower-right", N_("Small, lower right"), (0.67, 0.67, 0.3, 0.3)),
    ("left", N_("Left half"), (0.0, 0.0, 0.5, 1.0)),
    ("right", N_("Right half"), (0.5, 0.0, 0.5, 1.0)),
    ("upper", N_("Upper half"), (0.0, 0.0, 1.0, 0.5)),
    ("lower", N_("Lower half"), (0.0, 0.5, 1.0, 0.5)),
)

FITS: tuple[tuple[Fit, str], ...] = (
    (Fit.FILL, N_("Fill the place, cropped")),
    (Fit.FIT, N_("Whole, with bars")),
    (Fit.STRETCH, N_("Stretched")),
)

ANCHOR_TITLES: tuple[tuple[str, str], ...] = (
    ("middle", N_("Middle")),
    ("top", N_("Top")),
    ("bottom", N_("Bottom")),
    ("left", N_("Left")),
    ("right", N_("Right")),
    ("top-left", N_("Upper left")),
    ("top-right", N_("Upper right")),
    ("bottom-left", N_("Lower left")),
    ("bottom-right", N_("Lower right")),
)

ROTATIONS: tuple[tuple[int, str], ...] = (
    (0, N_("Upright")),
    (90, N_("A quarter turn to the right")),
    (180, N_("Upside down")),
    (270, N_("A quarter turn to the left")),
)


def box_of(placement: Placement) -> Box:
    return placement.x, placement.y, placement.width, placement.height


def place_of(placement: Placement) -> str:
    """The name of a placement's place; `OWN` where it has none."""
    box = box_of(placement)
    for place, _title, known in PLACES:
        if all(abs(a - b) < 0.0005 for a, b in zip(box, known, strict=True)):
            return place
    return OWN


def title_of(place: str) -> str:
    """The untranslated title of a place."""
    return next((title for known, title, _box in PLACES if known == place), N_("Own numbers"))


def box_at(place: str) -> Box | None:
    return next((box for known, _title, box in PLACES if known == place), None)
