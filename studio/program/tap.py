"""What stands between the encoder and one output, so that picture and sound end together."""

import threading
from collections.abc import Callable

from studio.output.packets import Packet
from studio.output.sink import Sink


class Tap:
    """Passes packets on until a moment of the timeline; that of the encoder's outputs.

    The sound comes a moment later than the picture of the same time, so whoever ends an output
    names the moment and waits until both have passed it.

    Args:
        sink: The output.
        begins_at: The moment from which on it gets anything, in seconds of the timeline. With a
            delay what is passed on was captured before somebody wished for this output.
    """

    def __init__(self, sink: Sink, begins_at: float = float("-inf")) -> None:
        self.sink = sink
        self._begins_at = begins_at
        self._end = float("inf")
        self._picture_passed = threading.Event()
        self._sound_passed = threading.Event()

    def joined(self, ask_keyframe: Callable[[], None]) -> None:
        self.sink.joined(ask_keyframe)

    def take(self, packet: Packet) -> None:
        if packet.at < self._begins_at:
            return
        if packet.at < self._end:
            self.sink.take(packet)
        elif packet.is_picture:
            self._picture_passed.set()
        else:
            self._sound_passed.set()

    def end_at(self, moment: float, timeout: float) -> None:
        """Let what belongs before a moment, in seconds of the timeline, pass; waits for it."""
        self._end = min(self._end, moment)
        self._sound_passed.wait(timeout)
        self._picture_passed.wait(timeout)

    def end_sooner(self, moment: float) -> None:
        """Let less pass than was said to `end_at`, which comes back once it has."""
        self._end = min(self._end, moment)
