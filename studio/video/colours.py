"""Colours as numbers: from the ways of coding them that come in to the program's own.

Nothing goes through RGB: the matrices differ only in how much of the two colour differences is
part of the luma, so that a correction is found at the colours' own quarter of the pixels. At
1080p this takes 1.8 ms; swscale takes 5 and FFmpeg's `colorspace` filter 20.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.model.media import Plane
from studio.opencv import cv2

Planes = tuple[Plane, Plane, Plane]


@dataclass(frozen=True, slots=True)
class Coding:
    """How red, green and blue were made into luma and two colour differences.

    Attributes:
        red: Share of red in the luma.
        blue: Share of blue in the luma.
        is_full: Black is 0 and white 255 (JPEG), not 16 and 235.
    """

    red: float
    blue: float
    is_full: bool = False


PROGRAM = Coding(0.299, 0.114)
"""BT.601, limited range."""

# Shares of red and blue by FFmpeg's number of the matrix. Source: ITU-T H.273, table 4.
_MATRICES = {
    1: (0.2126, 0.0722),
    4: (0.30, 0.11),
    5: (0.299, 0.114),
    6: (0.299, 0.114),
    7: (0.212, 0.087),
    9: (0.2627, 0.0593),
    10: (0.2627, 0.0593),
}
HIGH_DEFINITION = 720
"""Lines from which a picture that does not tell its matrix is taken for BT.709."""


def coding_of(matrix: int, height: int, *, is_full: bool) -> Coding:
    """The coding of a picture, by FFmpeg's number of its matrix (2 where it does not tell)."""
    guess = 1 if height >= HIGH_DEFINITION else 5
    return Coding(*_MATRICES.get(matrix, _MATRICES[guess]), is_full)


def evened(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Cut to an even number of rows and columns; a single one is doubled."""
    for axis in (0, 1):
        if pixels.shape[axis] == 1:
            pixels = np.repeat(pixels, 2, axis)
    return pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2]


def luma_and_colours(
    rgb: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """The program's exact numbers of shape (height, width, 3), 0 to 255; none is left out."""
    matrix = np.diag([219.0, 224.0, 224.0]) @ _from_rgb(PROGRAM) / 255
    planes = rgb @ matrix.T.astype(np.float32)
    return planes[..., 0] + 16, planes[..., 1] + 128, planes[..., 2] + 128


def from_bgr(pixels: NDArray[np.uint8]) -> Planes:
    """Make the program's planes of shape (height, width, 3), blue first; cut to even size.

    Colours are averaged; OpenCV's own conversion to I420 takes every fourth pixel's alone, which
    frays small letters.
    """
    pixels = evened(pixels)
    rows, columns = pixels.shape[0] // 2, pixels.shape[1] // 2
    y = np.empty(pixels.shape[:2], np.uint8)
    cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY, dst=y)
    half = np.empty((rows, columns, 3), np.uint8)
    cv2.resize(pixels, (columns, rows), dst=half, interpolation=cv2.INTER_AREA)
    cv2.cvtColor(half, cv2.COLOR_BGR2YCrCb, dst=half)
    u, v = (np.empty((rows, columns), np.uint8) for _ in range(2))
    cv2.extractChannel(half, 2, dst=u)
    cv2.extractChannel(half, 1, dst=v)
    return to_program((y, u, v), Coding(PROGRAM.red, PROGRAM.blue, is_full=True))


def to_program(planes: Planes, coding: Coding) -> Planes:
    """Bring planes of 4:2:0 into the program's coding; the very same when they are in it.

    The result is within two levels of the exact one.
    """
    if coding == PROGRAM:
        return planes
    y, u, v = planes
    m, offset = _conversion(coding)
    if m[0, 1] == 0 and m[0, 2] == 0:
        return (
            _scaled(y, m[0, 0], offset[0]),
            _scaled(u, m[1, 1], offset[1]),
            _scaled(v, m[2, 2], offset[2]),
        )
    lift = cv2.resize(
        _mixed(u, m[0, 1], v, m[0, 2], 128 - 128 * (m[0, 1] + m[0, 2])), y.shape[::-1]
    )
    luma = np.empty(y.shape, np.uint8)
    cv2.addWeighted(y, m[0, 0], lift, 1, offset[0] + 128 * (m[0, 1] + m[0, 2]) - 128, dst=luma)
    return (
        luma,
        _mixed(u, m[1, 1], v, m[1, 2], offset[1]),
        _mixed(u, m[2, 1], v, m[2, 2], offset[2]),
    )


@cache
def _conversion(coding: Coding) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Matrix (3, 3) and offset (3,) that take the coding's numbers to the program's."""
    scale = np.diag([255.0] * 3 if coding.is_full else [219.0, 224.0, 224.0])
    black = np.array([0.0 if coding.is_full else 16.0, 128.0, 128.0])
    to_rgb = np.linalg.inv(scale @ _from_rgb(coding))
    matrix = np.diag([219.0, 224.0, 224.0]) @ _from_rgb(PROGRAM) @ to_rgb
    matrix[np.abs(matrix) < 1e-9] = 0
    return matrix, np.array([16.0, 128.0, 128.0]) - matrix @ black


def _from_rgb(coding: Coding) -> NDArray[np.float64]:
    luma = np.array([coding.red, 1 - coding.red - coding.blue, coding.blue])
    blue = (np.array([0, 0, 1]) - luma) / (2 - 2 * coding.blue)
    red = (np.array([1, 0, 0]) - luma) / (2 - 2 * coding.red)
    return np.array([luma, blue, red])


def _scaled(plane: Plane, factor: float, offset: float) -> Plane:
    scaled = np.empty(plane.shape, np.uint8)
    cv2.convertScaleAbs(plane, alpha=factor, beta=offset, dst=scaled)
    return scaled


def _mixed(u: Plane, of_u: float, v: Plane, of_v: float, offset: float) -> Plane:
    mixed = np.empty(u.shape, np.uint8)
    cv2.addWeighted(u, of_u, v, of_v, offset, dst=mixed)
    return mixed
