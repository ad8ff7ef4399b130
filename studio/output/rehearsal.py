"""An output like a stream's, with nobody at the other end."""

from studio.model.events import OutputEnded, OutputStarted
from studio.output.flv import TagTaker
from studio.output.muxer import Muxer
from studio.output.packets import Packet
from studio.output.sink import Sink, SinkState
from studio.threads import Post

_LIMIT_S = 6.0


class RehearsalOutput(Sink):
    """Takes the show's stream, packs it as for a service, and throws it away.

    Args:
        id: In events.
        name: What the user calls it.
        post: Takes events, from any thread.
    """

    def __init__(self, id: str, name: str, post: Post) -> None:
        super().__init__(id, name, post, limit_s=_LIMIT_S)
        self._taker = TagTaker()
        self._muxer: Muxer | None = None
        self._earlier_s = 0.0

    def open(self) -> None:
        self._backlog.open()

    def step(self) -> None:
        packet = self._backlog.take(0.2)
        if packet is not None:
            self._write(packet)
        self._tell_losses()

    def close(self) -> None:
        while (packet := self._backlog.take(0)) is not None:
            self._write(packet)
        if self._note_end():
            self.post(
                OutputEnded(
                    self.id,
                    self.name,
                    is_recording=False,
                    seconds=self._seconds(),
                    is_rehearsal=True,
                )
            )

    def _seconds(self) -> float:
        muxer = self._muxer
        return self._earlier_s + (muxer.seconds if muxer else 0.0)

    def _write(self, packet: Packet) -> None:
        if self._muxer is None or self._muxer.tracks is not packet.tracks:
            self._earlier_s = self._seconds()
            self._muxer = Muxer(self._taker, "flv", {}, packet.tracks)
        self._muxer.write(packet)
        self._taker.tags()
        self._count(packet)
        if self.state is SinkState.CONNECTING:
            self.state = SinkState.ON
            self.post(OutputStarted(self.id, self.name, is_recording=False, is_rehearsal=True))
