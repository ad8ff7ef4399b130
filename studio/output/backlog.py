"""What waits for one output: bounded in seconds, and cut at keyframes."""

import threading
from collections import deque

from studio.output.packets import Packet

# Packets of sound (21 ms each) that may come before the picture of the same moment.
_EARLY = 64


class Backlog:
    """A queue from the encoder to one output.

    It begins closed; opened, it takes packets from the next keyframe on. When more than `limit_s`
    seconds wait, whole groups of pictures are lost, with their sound, up to the newest keyframe:
    what remains can be decoded, and the output is near the present again.

    Attributes:
        pictures_lost: Pictures that an open backlog had no room for.

    Args:
        limit_s: Seconds that may wait.
    """

    def __init__(self, limit_s: float) -> None:
        self.pictures_lost = 0
        self._limit_s = limit_s
        self._waiting: deque[Packet] = deque()
        self._early: deque[Packet] = deque(maxlen=_EARLY)
        self._is_open = False
        self._wants_keyframe = True
        self._lost_from: float | None = None
        self._lost_s = 0.0
        self._changed = threading.Condition()

    def open(self) -> None:
        """Take packets from the next keyframe on."""
        with self._changed:
            self._forget()
            self._is_open = True

    def shut(self) -> None:
        """Forget what is waiting, and take nothing."""
        with self._changed:
            self._is_open = False
            self._forget()

    def put(self, packet: Packet) -> None:
        """Take a packet, or lose it; never waits, any thread."""
        with self._changed:
            if not self._is_open:
                return
            if self._wants_keyframe and not self._is_beginning(packet):
                return
            self._waiting.append(packet)
            # Sound of a first keyframe's moment may have come before it.
            self._waiting.extend(p for p in self._early if p.at >= packet.at)
            self._early.clear()
            if packet.at - self._waiting[0].at > self._limit_s:
                self._overflow()
            self._changed.notify()

    def take(self, timeout: float) -> Packet | None:
        """Give the oldest packet; None when none came within `timeout` seconds."""
        with self._changed:
            if not self._waiting:
                self._changed.wait(timeout)
            return self._waiting.popleft() if self._waiting else None

    def wake(self) -> None:
        """Let whoever waits in `take` go on with nothing."""
        with self._changed:
            self._changed.notify_all()

    def take_lost_s(self) -> float:
        """Seconds lost since this was last asked."""
        with self._changed:
            lost, self._lost_s = self._lost_s, 0.0
            return lost

    def _forget(self) -> None:
        self._waiting.clear()
        self._early.clear()
        self._wants_keyframe = True
        self._lost_from = None

    def _is_beginning(self, packet: Packet) -> bool:
        if not packet.is_picture:
            self._early.append(packet)
            return False
        if not packet.is_keyframe:
            self.pictures_lost += self._lost_from is not None
            return False
        if self._lost_from is not None:
            self._lost_s += packet.at - self._lost_from
            self._lost_from = None
        self._wants_keyframe = False
        return True

    def _overflow(self) -> None:
        waiting = list(self._waiting)
        oldest = waiting[0].at
        keyframe = next((p for p in reversed(waiting) if p.is_keyframe and p.is_picture), None)
        kept = [] if keyframe is None or keyframe.at <= oldest else _since(keyframe, waiting)
        if kept:
            self._lost_s += kept[0].at - oldest
        else:
            self._wants_keyframe = True
            self._lost_from = oldest
        self.pictures_lost += sum(p.is_picture for p in waiting) - sum(p.is_picture for p in kept)
        self._waiting = deque(kept)


def _since(keyframe: Packet, waiting: list[Packet]) -> list[Packet]:
    """The keyframe, and all that is not older than it."""
    return [keyframe, *(p for p in waiting if p is not keyframe and p.at >= keyframe.at)]
