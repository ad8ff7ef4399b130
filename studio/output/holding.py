"""Pictures wait, compressed, for as long as the sound waits before it is."""

from collections import deque
from dataclasses import replace

from studio.output.packets import Packet, Tracks


class Holding:
    """Packets of pictures on their way to the outputs, some seconds late; the encoder's thread.

    The sound is late already when it comes, so it is passed on at once.

    Args:
        delay_s: How late.
    """

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._waiting: deque[tuple[float, Packet]] = deque()
        self._tracks: Tracks | None = None
        self._wants_keyframe = False

    def put(self, packet: Packet, now: float) -> None:
        """Take a picture's packet, at a time in seconds of `time.monotonic`."""
        if self._wants_keyframe and not packet.is_keyframe:
            return
        self._wants_keyframe = False
        self._waiting.append((now + self._delay_s, packet))

    def due(self, now: float) -> list[Packet]:
        """Give what has waited long enough, the oldest first; all of it at the end of time."""
        given: list[Packet] = []
        while self._waiting and self._waiting[0][0] <= now:
            given.append(self._waiting.popleft()[1])
            self._tracks = given[-1].tracks
        return given

    def beside(self, sound: Packet) -> Packet:
        """Give a packet of sound with the tracks of the pictures that are shown with it.

        When the encoder was exchanged the sound of the pictures before it is yet to come.
        """
        if self._tracks is None or sound.tracks is self._tracks:
            return sound
        return replace(sound, tracks=self._tracks)

    def drop(self) -> None:
        """Forget what waits; the next packet that is taken is a keyframe's."""
        self._wants_keyframe = bool(self._waiting) or self._wants_keyframe
        self._waiting.clear()
