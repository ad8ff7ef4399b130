"""The one door to zxing-cpp, which reads codes and draws them.

A code that was read is never drawn by its own `to_image`: version 3.1.1 ends the process there, by
a division by zero. The interpreter's lock is free while a picture is read.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import zxingcpp
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_LINEAR = zxingcpp.barcode_formats_from_str("EAN/UPC|ITF-14|Code 128|DataBar")
_MATRIX = zxingcpp.barcode_formats_from_str("QR Code|Data Matrix")
_ALL = zxingcpp.barcode_formats_from_str("EAN/UPC|ITF-14|Code 128|DataBar|QR Code|Data Matrix")

_ONE_ROW = {
    "EAN-13": "EAN13",
    "EAN-8": "EAN8",
    "UPC-A": "UPCA",
    "UPC-E": "UPCE",
    "ITF": "ITF",
    "ITF-14": "ITF",
    "Code 128": "Code128",
    "DataBar Omni": "DataBarOmni",
    "DataBar Limited": "DataBarLtd",
    "DataBar Expanded": "DataBarExp",
}
"""Codes whose bars are the same from top to bottom, by the names that the library gives them."""

_IS_MATRIX = ("QR", "Micro QR", "rMQR", "Data Matrix")


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """What the library read.

    Attributes:
        kind: The code's name.
        text: As it is written below a code.
        is_gs1: It says by itself that its parts are GS1's.
        corners: Top left, top right, bottom right, bottom left, as the code is read; shape (4, 2),
            pixels of the picture.
    """

    kind: str
    text: str
    is_gs1: bool
    corners: NDArray[np.float64]

    @property
    def is_matrix(self) -> bool:
        """Its own error correction vouches for it."""
        return self.kind.startswith(_IS_MATRIX)

    @property
    def width(self) -> float:
        """In pixels of the picture, along the reading direction."""
        top_left, top_right, bottom_right, bottom_left = self.corners
        way = (top_right + bottom_right - top_left - bottom_left) / 2
        return max(1.0, float(np.linalg.norm(way)))


def read(
    grey: Grey, *, linear: bool = True, matrix: bool = True, is_upright: bool = False
) -> list[Raw]:
    """Read all codes of a picture as it is; any thread.

    Args:
        grey: Shape (height, width).
        linear: Look for bars.
        matrix: Look for QR codes and Data Matrix.
        is_upright: Its bars stand upright and have the right size, so that less has to be tried.
    """
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(grey),
        formats=_ALL if linear and matrix else _LINEAR if linear else _MATRIX,
        try_rotate=not is_upright,
        try_downscale=not is_upright,
        # Light bars on dark paper are rare in retail but for matrix codes, and cost as much again.
        try_invert=matrix and not linear,
    )
    return [
        Raw(str(one.format), one.text, one.content_type == zxingcpp.ContentType.GS1, _corners(one))
        for one in found
    ]


def _corners(one: zxingcpp.Barcode) -> NDArray[np.float64]:
    at = one.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    return np.array([(corner.x, corner.y) for corner in corners], np.float64)


@lru_cache(maxsize=256)
def bars_of(kind: str, text: str, *, is_gs1: bool) -> NDArray[np.float32] | None:
    """How a code's bars must be, one value for each module, 1 for paper; None where that differs.

    Codes of several rows, and of two directions, are none of this kind.
    """
    form = _ONE_ROW.get(kind)
    if form is None:
        return None
    more = {"gs1": True} if is_gs1 and form == "Code128" else {}
    try:
        drawn = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, form), **more)
    except (ValueError, RuntimeError):  # it draws fewer codes than it reads
        return None
    image = np.asarray(drawn.to_image(scale=1, add_quiet_zones=False))
    row = (image[image.shape[0] // 3] > 127).astype(np.float32)
    ink = np.flatnonzero(row == 0)
    return row[ink[0] : ink[-1] + 1]
