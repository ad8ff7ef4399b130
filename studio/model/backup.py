"""A copy of everything the studio keeps."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the studio's file.

    Attributes:
        path: Where it lies.
        made: When it was made, by the clock on the wall, without a zone.
        size: In bytes.
    """

    path: Path
    made: datetime
    size: int
