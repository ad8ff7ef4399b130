"""The eight ways a picture can lie, and how to set it upright."""

import struct
from dataclasses import dataclass
from typing import Self

import numpy as np

from studio.model.media import Plane
from studio.opencv import cv2

_ROTATIONS: dict[int, tuple[bool, int | None]] = {
    0: (False, None),
    90: (True, 1),
    180: (False, -1),
    270: (True, 0),
}
_MIRRORED: dict[int | None, int | None] = {None: 1, 1: None, -1: 0, 0: -1}


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored picture becomes the one that is seen.

    Attributes:
        is_transposed: Rows become columns first, so that width and height are exchanged.
        flip: Then 1 exchanges left and right, 0 top and bottom, -1 both, None nothing.
    """

    is_transposed: bool = False
    flip: int | None = None

    @classmethod
    def of(cls, rotation: int, *, is_mirrored: bool = False) -> Self:
        """Turn clockwise by the nearest right angle, in degrees, then mirror."""
        is_transposed, flip = _ROTATIONS[90 * round(rotation / 90) % 360]
        return cls(is_transposed, _MIRRORED[flip] if is_mirrored else flip)

    @classmethod
    def of_display_matrix(cls, matrix: bytes) -> Self:
        """Read FFmpeg's display matrix, nine 32-bit numbers; odd angles become the nearest right.

        Source: ISO/IEC 14496-12, 8.5.2: the seen x is a*x + c*y, the seen y is b*x + d*y.
        """
        a, b, _, c, d, *_ = struct.unpack("=9i", matrix[:36])
        is_transposed = abs(a) < abs(b)
        across, down = (c, b) if is_transposed else (a, d)
        flips = {(False, False): None, (True, False): 1, (False, True): 0, (True, True): -1}
        return cls(is_transposed, flips[across < 0, down < 0])

    @property
    def is_plain(self) -> bool:
        return not self.is_transposed and self.flip is None

    def turn(self, plane: Plane, into: Plane) -> None:
        """Write the plane into another one as it is seen; any strides of rows."""
        if not self.is_transposed:
            if self.flip is None:
                np.copyto(into, plane)
            else:
                cv2.flip(plane, self.flip, dst=into)
        elif self.flip == 1:
            cv2.rotate(plane, cv2.ROTATE_90_CLOCKWISE, dst=into)
        elif self.flip == 0:
            cv2.rotate(plane, cv2.ROTATE_90_COUNTERCLOCKWISE, dst=into)
        else:
            cv2.transpose(plane, dst=into)
            if self.flip == -1:
                cv2.flip(into, -1, dst=into)

    def turned(self, plane: Plane) -> Plane:
        """The plane as it is seen; the very same when nothing is to be done."""
        if self.is_plain:
            return plane
        rows, columns = plane.shape
        turned = np.empty((columns, rows) if self.is_transposed else (rows, columns), np.uint8)
        self.turn(plane, turned)
        return turned
