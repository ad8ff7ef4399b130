"""A code that was read from a picture, and how a picture looks in which none was read."""

from dataclasses import dataclass, replace
from enum import StrEnum

from studio.text import N_


@dataclass(frozen=True, slots=True)
class Place:
    """Where a code is, upright, in pixels of the picture; whole numbers, at least 1 wide and high.

    Attributes:
        x: Its left edge.
        y: Its upper edge.
        width: Across.
        height: Downwards.
    """

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Code:
    """What was read.

    Attributes:
        kind: The code's own name, such as “EAN-13” or “QR Code”.
        text: What it says, as written below codes: GS1's parts with their numbers in brackets.
        gtin: The article's number with fourteen digits, whose check digit holds; empty where the
            code names no article.
        place: Where it is.
    """

    kind: str
    text: str
    gtin: str
    place: Place

    def grown(self, share: float) -> "Code":
        """The same in a picture that is so many times as large."""
        at = self.place
        left, top = round(at.x * share), round(at.y * share)
        width, height = (max(1, round(side * share)) for side in (at.width, at.height))
        return replace(self, place=Place(left, top, width, height))

    @property
    def is_address(self) -> bool:
        """Whether it leads to a page; a code of an article may do so too."""
        return self.text[:8].casefold().startswith(("http://", "https://"))


class Sight(StrEnum):
    """Why no code was read, so far as a picture tells; the value is what to do, untranslated."""

    NOTHING = N_("No code is seen. Turn the product until the code faces the camera.")
    DARK = N_("The picture is too dark. Switch a lamp on, or turn to the light.")
    BLURRED = N_("There is a code, but it is blurred. Hold it still, or farther from the camera.")
    SMALL = N_("There is a code, but it is too small. Hold it closer to the camera.")
    UNCLEAR = N_("There may be a code, but it cannot be read. Turn it slowly.")
    # A camera faces the streamer: what leaves its picture on the left leaves on their right.
    OFF_LEFT = N_("The code is cut off at the edge of the picture. Move it to your left.")
    OFF_RIGHT = N_("The code is cut off at the edge of the picture. Move it to your right.")
    OFF_TOP = N_("The code is cut off at the edge of the picture. Move it down.")
    OFF_BOTTOM = N_("The code is cut off at the edge of the picture. Move it up.")


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a picture gave.

    Attributes:
        codes: What is sure, the largest first.
        sight: How it looks where there is none.
    """

    codes: tuple[Code, ...] = ()
    sight: Sight = Sight.NOTHING
