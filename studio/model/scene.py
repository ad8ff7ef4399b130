"""Scenes: which sources are seen, where, and how they are fitted."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from studio.model.media import Size

ANCHORS = {
    "middle": (0.5, 0.5),
    "top": (0.5, 0.0),
    "bottom": (0.5, 1.0),
    "left": (0.0, 0.5),
    "right": (1.0, 0.5),
    "top-left": (0.0, 0.0),
    "top-right": (1.0, 0.0),
    "bottom-left": (0.0, 1.0),
    "bottom-right": (1.0, 1.0),
}
"""Which part of a cropped picture stays: of what is cut off, the shares left and above."""


def new_id() -> str:
    """A stable id for a source, placement, scene or destination; it is never used again."""
    return uuid.uuid4().hex


class PictureKind(StrEnum):
    CAMERA = "camera"
    MEDIA = "media"
    """A film, or a camera on the network: a path or a URL."""
    IMAGE = "image"
    TEST = "test"


class SoundKind(StrEnum):
    MICROPHONE = "microphone"
    FILE = "file"
    TONE = "tone"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class PictureSource:
    """Where pictures come from.

    Attributes:
        id: Stable for the life of the source.
        name: What the user calls it.
        kind: What sort of source it is.
        address: A camera's name or number, a path, or a URL; empty for the first camera.
        size: What a camera is asked for; None leaves it to the camera.
        rate: Pictures per second a camera is asked for; 0 leaves it to the camera.
        loop: A film begins again at its end.
    """

    name: str
    kind: PictureKind
    address: str = ""
    size: Size | None = None
    rate: float = 0.0
    loop: bool = True
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class SoundSource:
    """Where sound comes from.

    Attributes:
        id: Stable for the life of the source.
        name: What the user calls it.
        kind: What sort of source it is.
        address: A microphone's name, a path or URL, a tone's frequency in hertz; empty for the
            first microphone.
        gain_db: Volume in dB.
        is_muted: Viewers do not hear it.
        is_monitored: The streamer hears it in the headphones.
        is_voice: Somebody talks here: the muted warning and the picture's delay apply.
        loop: A file begins again at its end.
        offset_ms: Milliseconds the sound is delayed, by the user's own ear.
    """

    name: str
    kind: SoundKind
    address: str = ""
    gain_db: float = 0.0
    is_muted: bool = False
    is_monitored: bool = False
    is_voice: bool = True
    loop: bool = True
    offset_ms: float = 0.0
    id: str = field(default_factory=new_id)


class Fit(StrEnum):
    """How a picture is brought into its place."""

    FIT = "fit"
    """The whole picture, with bars where the shapes differ."""
    FILL = "fill"
    """No bars; what does not fit is cropped, the anchor says from where."""
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a source sits on the canvas. Lengths are shares of the canvas, 0 to 1.

    Attributes:
        source: Id of the picture source.
        x: Left edge.
        y: Upper edge.
        width: Width.
        height: Height.
        fit: How the picture is brought into the place.
        anchor_x: Which part stays when filling crops: 0 left, 0.5 middle, 1 right.
        anchor_y: 0 top, 0.5 middle, 1 bottom.
        is_mirrored: Left and right exchanged (after rotation).
        rotation: Clockwise, in degrees: 0, 90, 180 or 270.
        id: Stable for the life of the placement.
    """

    source: str
    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0
    fit: Fit = Fit.FILL
    anchor_x: float = 0.5
    anchor_y: float = 0.5
    is_mirrored: bool = False
    rotation: int = 0
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Scene:
    """A named arrangement of sources; the last placement is in front."""

    name: str
    placements: tuple[Placement, ...] = ()
    id: str = field(default_factory=new_id)


class Transition(StrEnum):
    CUT = "cut"
    FADE = "fade"
