"""What is being sent and recorded: the one encoder, and every output it feeds."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.audio.desk import SoundDesk
from studio.model import events
from studio.model.counts import SendingCounts
from studio.model.destination import StreamPlan
from studio.model.errors import OutputError
from studio.model.message import Name, say
from studio.model.settings import Settings, about_of
from studio.output.air import Air
from studio.output.encoder import Encoder, EncoderSettings, EncoderStats
from studio.output.hardware import AUTOMATIC
from studio.output.recording import RecordingOutput
from studio.output.sink import Sink
from studio.program.clock import Program
from studio.program.tap import Tap
from studio.threads import Post

log = logging.getLogger(__name__)

# The desk is this far behind the clock at most, and the encoder needs a moment.
_TAIL_S = 0.6


class Sending:
    """Runs the encoder while there are outputs. The stage's crew calls it, on one thread.

    Args:
        post: Takes events, from any thread.
        desk: Where the sound comes from.
        choose_encoder: Gives the name of the encoder to use for a setting.
    """

    def __init__(self, post: Post, desk: SoundDesk, choose_encoder: Callable[[str], str]) -> None:
        self._post = post
        self._desk = desk
        self._choose_encoder = choose_encoder
        self._air = Air()
        self._encoder: Encoder | None = None
        self._taps: dict[str, Tap] = {}
        self._enders: list[threading.Thread] = []
        self._ending: set[str] = set()
        self._all: list[Sink] = []
        self._earlier = SendingCounts()
        self._deafen: Callable[[], None] = lambda: None
        self._wished_delay_s = 0.0
        self._delay_s = 0.0

    @property
    def is_busy(self) -> bool:
        """Something is being sent or recorded."""
        return bool(self._taps)

    @property
    def delay_s(self) -> float:
        """How long what is being sent is held."""
        return self._delay_s

    @property
    def air(self) -> Air:
        return self._air

    def start_stream(self, plan: StreamPlan, program: Program, settings: Settings) -> None:
        try:
            sink = self._air.stream(plan, self._post)
        except OutputError as error:
            destination = plan.destination
            self._tell_lost(destination.id, destination.name, error, is_recording=False)
            return
        self._begin(sink, program, settings)

    def start_rehearsal(self, output: str, name: str, program: Program, settings: Settings) -> None:
        self._begin(self._air.rehearse(output, name, self._post), program, settings)

    def start_recording(
        self, output: str, name: str, path: Path, program: Program, settings: Settings
    ) -> None:
        self._begin(RecordingOutput(output, name, path, self._post), program, settings)

    def use_delay(self, seconds: float) -> None:
        """Hold what is sent for so long, from the next time on that the encoder starts."""
        self._wished_delay_s = seconds

    def drop_held(self) -> None:
        """Viewers are given neither sound nor pictures that they were not given yet."""
        self._desk.drop_held()
        if (encoder := self._encoder) is not None and self._delay_s:
            encoder.drop_held()

    def stop(self, output: str, program: Program, *, at_once: bool = False) -> None:
        """End an output with what was composed until now; it tells when it is closed.

        Args:
            output: Its id.
            program: What is sent.
            at_once: What is held is not sent any more; also where it was to be, before.
        """
        tap = self._taps.get(output)
        if tap is None:
            return
        moment = time.monotonic() - program.origin
        if at_once:
            moment -= self._delay_s
        if output in self._ending:
            tap.end_sooner(moment)
            return
        self._ending.add(output)
        timeout = _TAIL_S + (0.0 if at_once else self._delay_s)
        ender = threading.Thread(
            target=self._end, args=(tap, moment, timeout), name=f"end {tap.sink.name}", daemon=True
        )
        self._enders = [thread for thread in self._enders if thread.is_alive()]
        self._enders.append(ender)
        ender.start()

    def end_all(self, program: Program) -> None:
        """End every output after the encoder failed; recordings are closed properly."""
        for output in list(self._taps):
            self.stop(output, program, at_once=True)

    def forget(self, output: str, program: Program) -> None:
        """An output is over; without any left the encoder stops."""
        tap = self._taps.pop(output, None)
        self._ending.discard(output)
        if tap is None or self._encoder is None:
            return
        self._encoder.remove(tap)
        if not self._taps:
            self._stop_encoder(program)

    def close(self, program: Program) -> None:
        """End every output properly; waits until each is closed."""
        for output in list(self._taps):
            self.stop(output, program)
        for ender in self._enders:
            ender.join()
        for output in list(self._taps):
            self.forget(output, program)

    def counts(self) -> SendingCounts:
        encoder = self._encoder
        earlier = self._earlier
        stats = encoder.stats() if encoder else None
        return SendingCounts(
            encoded=earlier.encoded + (stats.encoded if stats else 0),
            dropped=earlier.dropped + (stats.dropped if stats else 0),
            encoder=stats.encoder if stats else earlier.encoder,
            outputs=tuple(_told(sink) for sink in self._all),
            seconds_recorded=round(
                sum(sink.stats().seconds for sink in self._all if sink.is_recording), 3
            ),
            latency_ms=_latency(stats) if stats else earlier.latency_ms,
        )

    # ----------------------------------------------------------------------------------------

    def _begin(self, sink: Sink, program: Program, settings: Settings) -> None:
        try:
            encoder = self._encoder or self._start_encoder(program, settings)
        except Exception as error:  # whatever it is, the user must not wait for this output
            log.exception("the encoder did not start")
            told = error if isinstance(error, OutputError) else _not_begun(sink.name)
            self._tell_lost(sink.id, sink.name, told, is_recording=sink.is_recording)
            return
        is_delayed = self._delay_s > 0.0
        begins_at = time.monotonic() - program.origin if is_delayed else float("-inf")
        tap = self._taps[sink.id] = Tap(sink, begins_at)
        self._all.append(sink)
        sink.start()
        encoder.add(tap, begins_at)

    def _start_encoder(self, program: Program, settings: Settings) -> Encoder:
        chosen = self._choose_encoder(settings.encoder)
        if settings.encoder not in (AUTOMATIC, chosen):
            self._post(events.WorkerFailed(settings.encoder, _not_here(settings.encoder)))
        wanted = EncoderSettings(
            size=program.size,
            rate=round(program.rate),
            video_kbps=settings.video_kbps,
            audio_kbps=settings.audio_kbps,
            encoder=chosen,
        )
        delay_s = self._wished_delay_s
        encoder = Encoder(wanted, self._post, release=program.release, delay_s=delay_s)
        encoder.start()
        encoder.wait_ready()
        self._encoder, self._delay_s = encoder, delay_s
        self._deafen = self._desk.deliver(encoder.put_sound, delay_s)
        self._desk.reset_integrated()
        program.send_to(encoder)
        return encoder

    def _stop_encoder(self, program: Program) -> None:
        program.send_to(None)
        self._deafen()
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.stop()
            stats = encoder.stats()
            self._earlier = SendingCounts(
                encoded=self._earlier.encoded + stats.encoded,
                dropped=self._earlier.dropped + stats.dropped,
                encoder=stats.encoder,
                latency_ms=_latency(stats),
            )

    def _end(self, tap: Tap, moment: float, timeout: float) -> None:
        tap.end_at(moment, timeout)
        tap.sink.stop()

    def _tell_lost(self, output: str, name: str, error: OutputError, *, is_recording: bool) -> None:
        self._post(
            events.OutputLost(
                output, name, is_recording=is_recording, will_retry=False, error=error
            )
        )


def _not_begun(name: str) -> OutputError:
    return OutputError(
        say("{output} could not be begun.", output=Name(name)),
        say("Try again; the log in the studio's folder has the details."),
    )


def _not_here(encoder: str) -> OutputError:
    return OutputError(
        say(
            "{encoder} does not work on this computer, and the processor compresses the picture.",
            encoder=about_of("encoder").shown(encoder),
        ),
        say("The show goes on; choose the best that works as picture encoder in the settings."),
    )


def _latency(stats: EncoderStats) -> dict[str, float]:
    return {f"p{percent}": round(ms, 1) for percent, ms in stats.latency_ms.items()}


def _told(sink: Sink) -> dict[str, Any]:
    """What an output did, by the names of the summary."""
    stats = sink.stats()
    where = {"path": str(sink.path)} if isinstance(sink, RecordingOutput) else {}
    return {
        **where,
        "name": sink.name,
        "recording": sink.is_recording,
        "state": stats.state.value,
        "seconds": round(stats.seconds, 3),
        "packets": stats.packets,
        "bytes": stats.bytes,
        "dropped": stats.pictures_dropped,
        "reconnects": stats.reconnects,
    }
