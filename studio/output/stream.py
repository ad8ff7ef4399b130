"""A stream to one service, which comes back by itself when it was lost."""

import logging
import time

from studio.log import hide
from studio.model.destination import StreamKey
from studio.model.errors import OutputError
from studio.model.events import OutputBack, OutputEnded, OutputStarted
from studio.output import amf
from studio.output.address import Address, parse
from studio.output.chunks import Kind
from studio.output.flv import Tag, TagTaker
from studio.output.muxer import Muxer
from studio.output.packets import Packet, Tracks
from studio.output.rtmp import RtmpConnection, Stage
from studio.output.sink import Sink, SinkState
from studio.output.trouble import RTMP_ERRORS, explain, is_lasting
from studio.threads import Post

log = logging.getLogger(__name__)

# More would only reach the viewers when it is old.
_LIMIT_S = 6.0

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 5.0

_REFUSALS = 3
"""So often a service that was lost must refuse before another reason is told."""

# A service that takes the stream for less than this is not back yet.
_STEADY_S = 1.0

# What is still waiting when the stream ends may take this long to be sent.
_DRAIN_S = 1.5

_OPTIONS = {"flvflags": "no_duration_filesize", "flush_packets": "1"}

# Services take the stream's description as a setting, under this name.
_SET_DATA = amf.encode("@setDataFrame")


class StreamOutput(Sink):
    """Sends the show to one service by RTMP or RTMPS.

    A service that was lost is tried again without end, with pauses from half a second to five. One
    that never took the stream is tried again only where time may help (no answer, no network);
    otherwise the output ends at once. The stream always begins with a keyframe of its own, so
    that nothing old is sent.

    A service that stops reading is noticed after its and our buffers are full: at 2,500 kbit/s that
    is told after about 2 s, and after 6 s the line is given up. A lower data rate takes longer.

    Args:
        id: In events.
        name: What the user calls it; the only thing that sentences say of it.
        url: Its address, `rtmp://` or `rtmps://`, without the key.
        key: Its stream key; None where the address says it all.
        post: Takes events, from any thread.
        ca_file: Certificates to trust instead of the system's and certifi's.
    """

    def __init__(
        self,
        id: str,
        name: str,
        url: str,
        key: StreamKey | None,
        post: Post,
        *,
        ca_file: str | None = None,
    ) -> None:
        super().__init__(id, name, post, limit_s=_LIMIT_S)
        self._url = url
        self._key = key
        self._ca_file = ca_file
        self._address: Address | None = None
        self._connection: RtmpConnection | None = None
        self._sender: _Sender | None = None
        self._earlier_s = 0.0
        self._pause_s = _FIRST_PAUSE_S
        self._was_on = False
        self._lost_at: float | None = None
        self._told = ""
        self._refusals = 0
        self._on_since = 0.0
        self._sent_at = 0.0
        self._is_stalled = False
        self._has_reconnected = False

    def stop(self, timeout: float = 3.0) -> None:
        """Send what is waiting, take leave and end; a service that does not read is cut off."""
        self.ask_to_stop()
        if self._thread.ident:
            self._thread.join(timeout)
        if self.is_running and (connection := self._connection) is not None:
            connection.break_off()
        super().stop(1.0)

    # ---------------------------------------------------------------------- the sink's thread

    def open(self) -> None:
        if self._key:
            hide(self._key.reveal())
        with self._giving_up():
            self._address = parse(self._url, self._key, self.name)

    def step(self) -> None:
        connection = self._connection
        try:
            if connection is None:
                self._connect()
            else:
                self._pass_on(connection)
        except RTMP_ERRORS as error:
            self._lose(error)

    def close(self) -> None:
        connection = self._connection
        try:
            if connection is not None:
                self._drain(connection)
        except RTMP_ERRORS as error:
            log.info("output %s ended without leave: %s", self.id, type(error).__name__)
        self._hang_up()
        self._backlog.shut()
        if self._note_end():
            seconds = self._seconds()
            self.post(OutputEnded(self.id, self.name, is_recording=False, seconds=seconds))

    def _seconds(self) -> float:
        sender = self._sender
        return self._earlier_s + (sender.seconds if sender else 0.0)

    def _connect(self) -> None:
        if self._address is None:
            return
        self.state = SinkState.LOST if self._was_on else SinkState.CONNECTING
        self._connection = RtmpConnection(
            self._address, ca_file=self._ca_file, notice=self._notice_stall
        )
        self._connection.open()
        self._connection.publish(self._key)
        # Only now: what was made while the service was away is old.
        self._backlog.open()
        self._ask_keyframe()
        self._on_since = time.monotonic()
        log.info("output %s is connected", self.id)

    def _pass_on(self, connection: RtmpConnection) -> None:
        packet = self._backlog.take(0.2)
        connection.listen()
        if packet is not None:
            self._send(connection, packet)
            self._tell_arrival()
        self._tell_losses()

    def _send(self, connection: RtmpConnection, packet: Packet) -> None:
        if self._sender is None:
            self._sender = _Sender(packet.tracks)
        elif self._sender.tracks is not packet.tracks:
            # Another encoder: services take new headers with a new connection only.
            log.info("output %s connects anew for another encoder", self.id)
            connection.close(self._key)
            self._hang_up()
            return
        self._sender.send(connection, packet)
        self._sent_at = time.monotonic()
        self._count(packet)

    def _drain(self, connection: RtmpConnection) -> None:
        until = time.monotonic() + _DRAIN_S
        while time.monotonic() < until and (packet := self._backlog.take(0)) is not None:
            self._send(connection, packet)
        if self._sender is not None and self._connection is connection:
            self._sender.finish(connection)
        connection.close(self._key)

    def _tell_arrival(self) -> None:
        now = time.monotonic()
        if self._is_stalled:
            self._is_stalled, self._on_since = False, now
        if not self._was_on:
            self._was_on, self._lost_at = True, None
            self.post(OutputStarted(self.id, self.name, is_recording=False))
        if self._lost_at is not None and now - self._on_since >= _STEADY_S:
            away_s = self._on_since - self._lost_at
            self._lost_at = None
            self._reconnects += self._has_reconnected
            self._has_reconnected = False
            self.post(OutputBack(self.id, self.name, away_s))
        if self._lost_at is None:
            self.state = SinkState.ON
        if now - self._on_since >= 2 * _LONGEST_PAUSE_S:
            self._pause_s = _FIRST_PAUSE_S

    def _notice_stall(self) -> None:
        """It may go on yet, but viewers see nothing meanwhile; so it is told before it is lost."""
        if self._was_on and not self.is_stopping:
            self._is_stalled = True
            self._begin_loss(explain(TimeoutError(), Stage.SENDING, self.name))

    def _begin_loss(self, trouble: OutputError) -> bool:
        """Tell that it is lost; False where that was told already."""
        if self._lost_at is not None:
            return False
        # Its viewers missed everything since the last packet that went through, which may be
        # some seconds before the loss was noticed.
        self._lost_at = self._sent_at if self._was_on else time.monotonic()
        self._told, self._refusals = trouble.problem.id, 0
        self.state = SinkState.LOST
        self._tell_lost(trouble, will_retry=True)
        return True

    def _lose(self, error: Exception) -> None:
        stage = self._connection.stage if self._connection else Stage.REACHING
        self._hang_up()
        if self.is_stopping:
            return
        trouble = explain(error, stage, self.name)
        log.info("output %s: %s (%s)", self.id, trouble.problem.id, type(error).__name__)
        if not self._was_on and is_lasting(error, stage):
            with self._giving_up():
                raise trouble
            return
        self._is_stalled, self._has_reconnected = False, True
        is_told = not self._begin_loss(trouble)
        if is_told and trouble.problem.id != self._told and is_lasting(error, stage):
            # A service that believes the old line still there refuses the key for a moment.
            self._refusals += 1
            if self._refusals == _REFUSALS:
                self._told = trouble.problem.id
                self._tell_lost(trouble, will_retry=True)
        self.state = SinkState.LOST
        self.pause(self._pause_s)
        self._pause_s = min(_LONGEST_PAUSE_S, 2 * self._pause_s)

    def _hang_up(self) -> None:
        self._backlog.shut()
        self._earlier_s = self._seconds()
        connection, self._connection, self._sender = self._connection, None, None
        if connection is not None:
            connection.hang_up()


class _Sender:
    """Turns packets into RTMP's messages, through FFmpeg's FLV."""

    def __init__(self, tracks: Tracks) -> None:
        self.tracks = tracks
        self._taker = TagTaker()
        self._muxer = Muxer(self._taker, "flv", _OPTIONS, tracks)

    @property
    def seconds(self) -> float:
        return self._muxer.seconds

    def send(self, connection: RtmpConnection, packet: Packet) -> None:
        self._muxer.write(packet)
        self._send_tags(connection)

    def finish(self, connection: RtmpConnection) -> None:
        """Send what the muxer still holds."""
        self._muxer.close()
        self._send_tags(connection)

    def _send_tags(self, connection: RtmpConnection) -> None:
        for tag in self._taker.tags():
            connection.send(Kind(tag.kind), tag.timestamp, _message(tag))


def _message(tag: Tag) -> bytes:
    return _SET_DATA + tag.body if tag.kind == Kind.DATA else tag.body
