"""Screenshots as arrays, and what can be told from their pixels.

numpy only, so that both the test's Python and the system's can use it.
"""

from __future__ import annotations

import ctypes
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray


def take_screenshot(env: Mapping[str, str] | None = None) -> NDArray[np.uint8]:
    """The whole screen of an X display, RGB of shape (height, width, 3).

    Not by `xwd -root`, which leaves all but the first window of a program black.
    """
    name = (os.environ if env is None else env)["DISPLAY"]
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = x.XDefaultRootWindow.restype = ctypes.c_void_p
    x.XGetImage.restype = ctypes.POINTER(_XImage)
    display = ctypes.c_void_p(x.XOpenDisplay(name.encode()))
    if not display:
        raise RuntimeError(f"there is no X display {name}")
    try:
        root = ctypes.c_void_p(x.XDefaultRootWindow(display))
        width, height = x.XDisplayWidth(display, 0), x.XDisplayHeight(display, 0)
        every_plane, z_pixmap = ctypes.c_ulong(0xFFFFFF), 2
        image = x.XGetImage(display, root, 0, 0, width, height, every_plane, z_pixmap)
        line = image.contents.bytes_per_line
        raw = np.frombuffer(ctypes.string_at(image.contents.data, line * height), np.uint8)
        x.XDestroyImage(image)
    finally:
        x.XCloseDisplay(display)
    return raw.reshape(height, line // 4, 4)[:, :width, [2, 1, 0]]


class _XImage(ctypes.Structure):
    """As far as it is read here. Source: Xlib.h."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", ctypes.c_void_p),
        *((name, ctypes.c_int) for name in ("byte_order", "unit", "bit_order", "pad")),
        *((name, ctypes.c_int) for name in ("depth", "bytes_per_line", "bits_per_pixel")),
    )


def write_png(path: Path, rgb: NDArray[np.uint8]) -> None:
    """Write a picture of shape (height, width, 3)."""
    height, width, _ = rgb.shape
    rows = np.zeros((height, width * 3 + 1), np.uint8)  # each row begins with filter 0
    rows[:, 1:] = rgb.reshape(height, -1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(rows.tobytes(), 6))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b""))


def luminance(rgb: ArrayLike) -> NDArray[np.float64]:
    """Relative luminance of sRGB colours, 0.0 to 1.0. Source: WCAG 2.2."""
    c = np.asarray(rgb, float) / 255.0
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ratio(one: ArrayLike, two: ArrayLike) -> NDArray[np.float64]:
    """Contrast ratio of two luminances, 1.0 to 21.0. Source: WCAG 2.2."""
    return (np.maximum(one, two) + 0.05) / (np.minimum(one, two) + 0.05)


@dataclass(frozen=True, slots=True)
class Contrast:
    """How words or an icon stand out: ratio, the two colours, and their height in pixels."""

    ratio: float
    stroke: tuple[int, ...]
    ground: tuple[int, ...]
    height: int


def contrast(crop: NDArray[np.uint8]) -> Contrast | None:
    """Contrast of what is painted in a piece of the screen, or None if nothing is.

    The most common colour is the ground. The stroke is, of the colours that cover a stroke's worth
    of pixels, the one that stands out most: blended edge pixels lie between the two.
    """
    if crop.shape[0] < 5 or crop.shape[1] < 3:
        return None
    if min(crop.shape[:2]) > 16:  # leave the control's own outline out
        crop = crop[3:-3, 3:-3]
    coarse = (crop.reshape(-1, 3) >> 2).astype(np.int32)
    codes = (coarse[:, 0] << 12) | (coarse[:, 1] << 6) | coarse[:, 2]
    values, counts = np.unique(codes, return_counts=True)
    colours = np.stack([values >> 12 & 63, values >> 6 & 63, values & 63], 1) * 4 + 2
    ground = int(np.argmax(counts))
    ratios = ratio(luminance(colours), luminance(colours[ground]))
    usable = _strokes(ratios, counts, least_ratio=1.2)  # a gradient is still ground
    if not usable.any() and counts[ground] >= 0.6 * len(codes):  # very faint words
        usable = _strokes(ratios, counts, least_ratio=1.04)
    if not usable.any():
        return None
    stroke = int(np.argmax(np.where(usable, ratios, 0)))
    rows = np.flatnonzero((codes == values[stroke]).reshape(crop.shape[:2]).any(1))
    return Contrast(
        round(float(ratios[stroke]), 2),
        tuple(map(int, colours[stroke])),
        tuple(map(int, colours[ground])),
        int(rows[-1] - rows[0] + 1),
    )


def _strokes(
    ratios: NDArray[np.float64], counts: NDArray[np.int64], *, least_ratio: float
) -> NDArray[np.bool_]:
    ink = ratios >= least_ratio
    return ink & (counts >= max(3, 0.02 * int(counts[ink].sum())))
