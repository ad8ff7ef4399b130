"""Pictures as a camera takes them of somebody who holds a product up.

Codes are printed by zxing-cpp's writer onto a label, the label lies on a box or round a can, which
is turned in space and seen before a cluttered room; then the lens, the light, the sensor and the
JPEG of a network camera spoil the picture, in that order. All is made twice as fine as the camera
sees it and then averaged, so that bars end between pixels as they do in life.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

RETAIL = {
    "EAN-13": ("EAN13", "6901234567892", False),
    "EAN-8": ("EAN8", "96385074", False),
    "UPC-A": ("UPCA", "036000291452", False),
    "UPC-E": ("UPCE", "04252614", False),
    "ITF-14": ("ITF14", "10012345000017", False),
    "GS1-128": ("Code128", "(01)10012345000017", True),
    "DataBar": ("DataBarOmni", "(01)10012345000017", False),
    "DataBar Limited": ("DataBarLtd", "(01)10012345000017", False),
    "DataBar Expanded": ("DataBarExp", "(01)10012345000017(10)AB1", False),
    "DataBar Stacked": ("DataBarStkOmni", "(01)10012345000017", False),
    "Data Matrix": ("DataMatrix", "(01)10012345000017(10)AB1", True),
    "QR": ("QRCode", "(01)10012345000017(10)AB1", True),
    "Digital Link": ("QRCode", "https://id.gs1.org/01/10012345000017", False),
}
"""Every code of retail: its format as the writer has it, its words, and whether they are GS1's."""

GTINS = {
    "EAN-13": "06901234567892",
    "EAN-8": "00000096385074",
    "UPC-A": "00036000291452",
    "UPC-E": "00042100005264",
} | dict.fromkeys(list(RETAIL)[4:], "10012345000017")
"""Their article numbers, with fourteen digits."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How a picture is taken.

    Attributes:
        module: Width of the narrowest bar in the camera's pixels, before all that follows.
        yaw: Degrees that the label is turned away, about the upright axis.
        pitch: The same about the level axis.
        roll: Degrees that it is turned in the picture.
        defocus: Radius of the disc that a point becomes, in pixels.
        motion: Pixels that the hand moves while the picture is taken.
        motion_angle: Degrees of that way.
        light: Share of the light that a well-lit picture has.
        noise: Standard deviation of the sensor's noise, in steps of 255.
        quality: Of the JPEG, up to 100.
        can: Radius of the can that the label is round, in widths of the code; 0 for a box.
        at: Where the middle of the code is, in shares of the picture's width and height.
        contrast: How black the bars are, against the paper.
        glare: Whether a lamp is mirrored in the label.
    """

    module: float = 2.5
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    defocus: float = 0.0
    motion: float = 0.0
    motion_angle: float = 0.0
    light: float = 1.0
    noise: float = 2.0
    quality: int = 85
    can: float = 0.0
    at: tuple[float, float] = (0.5, 0.5)
    contrast: float = 0.85
    glare: bool = False


@lru_cache(maxsize=64)
def printed(form: str, words: str, *, gs1: bool = False) -> Grey:
    """A code, four pixels for each module, with its quiet zone; shape (height, width)."""
    more = {"gs1": True} if gs1 else {}
    made = zxingcpp.create_barcode(words, getattr(zxingcpp.BarcodeFormat, form), **more)
    # A copy: the writer's own picture, kept until the end, is told as a leak there.
    return np.array(made.to_image(scale=4, add_quiet_zones=True))


def photo(
    code: Grey | None, shot: Shot, size: tuple[int, int] = (1280, 720), seed: int = 0
) -> Grey:
    """Take a picture of a code; of a plain box where there is none.

    Args:
        code: As `printed` gives it.
        shot: How it is taken.
        size: Width and height of the picture.
        seed: Of all that is left to chance.

    Returns:
        Luma, shape (height, width), full range as a JPEG has it.
    """
    fine = (2 * size[0], 2 * size[1])
    scene, dice = _room_of(fine, seed)
    label = _label(code, dice, shot)
    corners, mask_corners = _corners(label, shot, fine)
    lay = cv2.getPerspectiveTransform(mask_corners, corners)
    warped = cv2.warpPerspective(label, lay, fine, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full_like(label, 255), lay, fine, flags=cv2.INTER_LINEAR)
    scene = np.where(mask > 127, warped, scene)
    scene = _hand(scene, corners, dice)
    seen = cv2.resize(scene, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    seen = _through_lens(seen, shot)
    seen = 16 + (seen - 16) * shot.light + dice.normal(0, shot.noise, seen.shape)
    return _through_jpeg(np.clip(seen, 0, 255).astype(np.uint8), shot.quality)


def _room_of(size: tuple[int, int], seed: int) -> tuple[Grey, np.random.Generator]:
    """The room of a seed, read-only, and the dice as they lie once it is made."""
    room, state = _kept_room(size, seed)
    dice = np.random.default_rng(seed)
    dice.bit_generator.state = state
    return room, dice


@lru_cache(maxsize=8)
def _kept_room(size: tuple[int, int], seed: int) -> tuple[Grey, Mapping[str, object]]:
    # Many things are held up in the same few rooms, each of which takes longer than they do.
    dice = np.random.default_rng(seed)
    room = _room(size, dice)
    room.flags.writeable = False
    return room, dice.bit_generator.state


def _room(size: tuple[int, int], dice: np.random.Generator) -> Grey:
    """Shelves, a window, cloth: what is behind somebody at home, with edges of every size."""
    width, height = size
    coarse = dice.integers(40, 210, (6, 9)).astype(np.float32)
    smooth = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    room = np.clip(smooth, 0, 255).astype(np.uint8)
    for _ in range(40):
        x, y = int(dice.integers(0, width)), int(dice.integers(0, height))
        w, h = int(dice.integers(10, width // 5)), int(dice.integers(10, height // 3))
        shade = float(dice.integers(20, 230))
        cv2.rectangle(room, (x, y), (x + w, y + h), shade, -1 if dice.random() < 0.6 else 3)
    for _ in range(6):  # blinds, books in a row, knitwear: what resembles bars
        x, y = int(dice.integers(0, width - 60)), int(dice.integers(0, height - 60))
        for n in range(int(dice.integers(6, 25))):
            step = int(dice.integers(5, 16))
            left = x + n * step
            cv2.rectangle(
                room, (left, y), (left + step // 2, y + 160), float(dice.integers(0, 255)), -1
            )
    for _ in range(12):
        place = (int(dice.integers(0, width)), int(dice.integers(0, height)))
        words = "".join(chr(int(c)) for c in dice.integers(48, 90, 9))
        cv2.putText(room, words, place, cv2.FONT_HERSHEY_SIMPLEX, 1.6, 30, 3)
    weave = dice.normal(0, 6, (height // 2, width // 2)).astype(np.float32)
    soft = cv2.GaussianBlur(room, (0, 0), 2.0).astype(np.float32)
    soft += cv2.resize(weave, size, interpolation=cv2.INTER_LINEAR)
    return np.clip(soft, 0, 255).astype(np.uint8)


def _label(code: Grey | None, dice: np.random.Generator, shot: Shot) -> Grey:
    """The side of a box: print, pictures, and the code on a white field."""
    code = np.full((240, 452), 255, np.uint8) if code is None else code
    height, width = code.shape
    side = np.full((height + 360, width + 200), int(dice.integers(90, 230)), np.uint8)
    for line in range(3):
        words = "".join(chr(int(c)) for c in dice.integers(65, 90, 10))
        cv2.putText(side, words, (30, 60 + 60 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 30, 4)
    cv2.rectangle(side, (60, height + 250), (width + 100, height + 330), 60, -1)
    side = side.astype(np.float32)
    paper, ink = 235.0, 235.0 * (1 - shot.contrast)
    margin = 24
    field = np.full((height + 2 * margin, width + 2 * margin), paper, np.float32)
    field[margin:-margin, margin:-margin] = ink + code.astype(np.float32) / 255 * (paper - ink)
    side[200 - margin : 200 + height + margin, 100 - margin : 100 + width + margin] = field
    if shot.can:
        side = _bent(side, shot.can * width)
    if shot.glare:
        x = np.linspace(-1.5, 1.5, side.shape[1], dtype=np.float32)
        side += 150 * np.exp(-(((x - 0.4) / 0.25) ** 2))[None, :]
    return np.clip(side, 0, 255).astype(np.uint8)


def _bent(side: NDArray[np.float32], radius: float) -> NDArray[np.float32]:
    """The label as it is seen round a can of this radius in its own pixels."""
    height, width = side.shape
    half = min(width / 2, radius * np.pi / 2 * 0.98)
    flat = 2 * radius * np.sin(half / radius)
    seen = int(flat)
    x = (np.arange(seen, dtype=np.float32) - seen / 2) / radius
    angle = np.arcsin(np.clip(x, -1, 1))
    take_x = np.repeat((angle * radius + width / 2)[None, :], height, 0).astype(np.float32)
    take_y = np.repeat(np.arange(height, dtype=np.float32)[:, None], seen, 1)
    bent = cv2.remap(side, take_x, take_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent * (0.55 + 0.45 * np.cos(angle))[None, :], np.float32)


def _corners(
    label: Grey, shot: Shot, size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where the label's corners are seen, by a lens of some 60 degrees."""
    height, width = label.shape
    scale = shot.module * 2 / 4
    focal = size[0] * 0.87
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    # The code's own middle stays where it is wanted.
    middle = np.array([width / 2, 200 + (height - 360) / 2], np.float32)
    points = np.column_stack([(flat - middle) * scale, np.zeros(4)])
    turned = points @ _turned(shot.yaw, shot.pitch, shot.roll).T
    depth = focal + turned[:, 2]
    seen = turned[:, :2] * focal / depth[:, None]
    at = np.array([shot.at[0] * size[0], shot.at[1] * size[1]])
    return (seen + at).astype(np.float32), flat


def _turned(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    a, b, c = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return about_z @ about_x @ about_y


def _hand(scene: Grey, corners: NDArray[np.float32], dice: np.random.Generator) -> Grey:
    """A thumb over the label's edge, below the code."""
    low = (corners[2] + corners[3]) / 2
    side = float(np.linalg.norm(corners[2] - corners[3]))
    middle = (int(low[0]), int(low[1]))
    axes = (max(8, int(side * 0.12)), max(8, int(side * 0.09)))
    cv2.ellipse(scene, middle, axes, 0, 0, 360, float(dice.integers(120, 190)), -1)
    return scene


def _through_lens(seen: NDArray[np.float32], shot: Shot) -> NDArray[np.float32]:
    if shot.defocus:
        # A disc, with soft edges between the pixels.
        reach = int(np.ceil(shot.defocus)) + 1
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        disc = np.clip(shot.defocus + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
        seen = np.asarray(cv2.filter2D(seen, -1, disc / disc.sum()), np.float32)
    if shot.motion:
        way = np.zeros((65, 65), np.float32)
        dx, dy = np.cos(np.radians(shot.motion_angle)), np.sin(np.radians(shot.motion_angle))
        for step in np.linspace(-shot.motion / 2, shot.motion / 2, 129):
            x, y = 32 + dx * step, 32 + dy * step
            left, top = int(x), int(y)
            for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
                share = (1 - abs(x - left - right)) * (1 - abs(y - top - down))
                way[top + down, left + right] += share
        seen = np.asarray(cv2.filter2D(seen, -1, way / way.sum()), np.float32)
    return seen


def _through_jpeg(seen: Grey, quality: int) -> Grey:
    _done, data = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
