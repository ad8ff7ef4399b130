"""QR codes that telephones read off a screen; the one door to `segno`."""

import logging
from dataclasses import dataclass
from functools import lru_cache

import segno

log = logging.getLogger(__name__)

QUIET = 4
"""Modules left free on every side. Source: ISO/IEC 18004, quiet zone."""

SMALLEST_MODULE = 3
"""Pixels of the canvas below which a code is not drawn: our own estimate of what is still read
after H.264 and a telephone's camera."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code for a square of so many pixels.

    Attributes:
        content: What it holds.
        modules: Rows of the dark (1) and light (0) modules, without the quiet zone.
        module: Side of a module in pixels.
    """

    content: str
    modules: tuple[bytes, ...]
    module: int

    @property
    def side(self) -> int:
        """Pixels of its side with the quiet zone."""
        return (len(self.modules) + 2 * QUIET) * self.module


def code_for(content: str, room: int) -> Code | None:
    """The largest code of whole pixels to a module that fits a square; None where none would do.

    Args:
        content: What it holds.
        room: Side of the square in pixels, quiet zone and all.
    """
    modules = _modules(content)
    module = room // (len(modules) + 2 * QUIET) if modules else 0
    return Code(content, modules, module) if module >= SMALLEST_MODULE else None


@lru_cache(maxsize=64)
def _modules(content: str) -> tuple[bytes, ...]:
    try:
        # A higher level would make smaller modules, and a screen is neither dirty nor torn.
        # Left to itself segno writes some Chinese as Shift JIS, which telephones take for Latin.
        made = segno.make(content, error="m", micro=False, boost_error=False, encoding="utf-8")
    except (segno.DataOverflowError, ValueError, UnicodeError) as error:
        log.info("no QR code can hold that: %s", error)
        return ()
    return tuple(bytes(row) for row in made.matrix)
