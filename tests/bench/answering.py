"""Key presses in the studio's window, and when each is answered; in the studio's process.

Its only argument is how often each key is pressed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

from studio.model.announcement import Announcement
from tests.bench.driven import Driven, Wait, drive

KEYS = {
    "what is on air": "Ctrl+I",
    "next card": "Ctrl+Right",
    "mute": "Ctrl+M",
    "previous card": "Ctrl+Left",
    "unmute": "Ctrl+M",
}
REST_S = 0.15


class Stopwatch:
    """An outlet that notes when it was given something; the last in the row."""

    name = "stopwatch"

    def __init__(self) -> None:
        self.given_at: float | None = None

    def give(self, announcement: Announcement) -> bool:
        self.given_at = self.given_at or time.monotonic()
        return True


class Keys:
    """The script."""

    def __init__(self, times: int) -> None:
        self._times = times

    def __call__(self, driven: Driven) -> Iterator[Wait]:
        yield driven.is_ready
        studio = driven.studio
        yield lambda: studio.state().scenes
        yield 2.0
        driven.tell("idle", ms=(yield from self._measured(driven)))
        driven.press("Ctrl+R")
        yield lambda: (recording := studio.state().recording) and recording.since
        yield 2.0
        driven.tell("recording", ms=(yield from self._measured(driven)))
        driven.press("Ctrl+R")
        yield lambda: not studio.state().outputs

    def _measured(self, driven: Driven) -> Iterator[Wait]:
        """Press every key so often; gives milliseconds by what was pressed."""
        watch = Stopwatch()
        driven.studio.announcer.add_outlet(watch)
        found: dict[str, list[float]] = {name: [] for name in KEYS}
        for _number in range(self._times):
            for name, keys in KEYS.items():
                watch.given_at = None
                pressed_at = time.monotonic()
                driven.press(keys)
                yield lambda: watch.given_at
                found[name].append(((watch.given_at or 0.0) - pressed_at) * 1000)
                yield REST_S
        return found


def main() -> int:
    return drive(Keys(json.loads(sys.argv[1])))


if __name__ == "__main__":
    sys.exit(main())
