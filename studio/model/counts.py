"""What the studio has counted since it began."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ProgramCounts:
    """Pictures since the program began.

    Attributes:
        composed: Drawn.
        late: Beats that passed while the machine was busy.
        refused: Drawn, but the encoder had no room, or no canvas was free.
    """

    composed: int = 0
    late: int = 0
    refused: int = 0

    def with_more(self, more: "ProgramCounts") -> "ProgramCounts":
        """Those of this program and of the one after it."""
        return ProgramCounts(
            self.composed + more.composed, self.late + more.late, self.refused + more.refused
        )


@dataclass(frozen=True, slots=True)
class SendingCounts:
    """What was sent since the studio began.

    Attributes:
        encoded: Pictures.
        dropped: Pictures the encoder had no time for.
        encoder: Name of the encoder used last.
        outputs: What each output did, by the names of the summary.
        seconds_recorded: Length of all recordings together.
        latency_ms: From a picture's composing to its packet, in milliseconds by percentile.
    """

    encoded: int = 0
    dropped: int = 0
    encoder: str = ""
    outputs: tuple[Mapping[str, Any], ...] = ()
    seconds_recorded: float = 0.0
    latency_ms: Mapping[str, float] = field(default_factory=dict)
