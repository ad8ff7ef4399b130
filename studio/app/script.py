"""A show without a window, for scripts and tests."""

import json
import logging
import math
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from studio.app.arranging import Arranger, product_of
from studio.app.plan import Action, Script
from studio.app.status import FAILED, INTERRUPTED
from studio.app.studio import Studio
from studio.commands.command import REGISTRY, Origin
from studio.model import events
from studio.model.announcement import Announcement, Earcon
from studio.model.counts import ProgramCounts, SendingCounts
from studio.model.errors import CommandError, StudioError
from studio.model.message import say
from studio.model.ports import AskPassphrase
from studio.output.codecs import RECIPES
from studio.speech.announcer import Announcer

log = logging.getLogger(__name__)

# What the engines need from their start until the encoder is open, so that beat 0 is on air.
LEAD_S = 1.0


class Faults:
    """What went wrong and was not mended; it decides a script's exit status."""

    name = "faults"

    def __init__(self) -> None:
        self._open: dict[str, StudioError | None] = {}

    def take(self, event: events.Event) -> None:
        match event:
            case events.SourceLost(source=key, error=error):
                self._open[key] = error
            case events.OutputLost(output=key, error=error):
                self._open[key] = error
            case events.SourceOpened(source=key) | events.SourceBack(source=key):
                self._open.pop(key, None)
            case events.OutputStarted(output=key) | events.OutputBack(output=key):
                self._open.pop(key, None)
            case events.WorkerFailed(worker=key, error=error):
                # Of a graphics card's encoder: the processor's has taken its place.
                if key not in RECIPES:
                    self._open[key] = error
            case events.EncoderFailed(error=error):
                self._open["encoder"] = error
            case events.Answered(announcement=said) if said.earcon is Earcon.ERROR:
                self._open[said.topic] = None
            case _:
                pass

    def give(self, announcement: Announcement) -> bool:
        """Notice what was refused at once, as an outlet of the announcer."""
        if announcement.earcon is Earcon.ERROR and not announcement.topic:
            self._open[announcement.message.id] = None
        return False

    def __bool__(self) -> bool:
        return bool(self._open)


class ScriptedShow:
    """Gives a show by script: begins its outputs, waits, ends it, and sums up.

    Args:
        script: The show.
        announcer: Takes what is said.
        write: Takes the summary, a JSON line.
        ask_passphrase: Asks for the passphrase of the stream keys' file.
    """

    def __init__(
        self,
        script: Script,
        announcer: Announcer,
        write: Callable[[str], None],
        ask_passphrase: AskPassphrase,
    ) -> None:
        self._script = script
        self._announcer = announcer
        self._write = write
        self._arranger = Arranger(script)
        self._faults = Faults()
        self._ended = threading.Event()
        self._stirred = threading.Event()
        self._is_interrupted = False
        announcer.add_outlet(self._faults)
        self._studio = Studio(announcer, self._arranger, ask_passphrase, LEAD_S, keeps=False)
        self._studio.listen(self._take)
        self._has_begun = False

    def interrupt(self) -> None:
        """End the show before its time; safe in a signal handler."""
        self._is_interrupted = True
        self._ended.set()
        self._stirred.set()

    def run(self) -> int:
        """Give the whole show on the calling thread.

        Returns:
            The exit status: 0, or 2 when something was wrong at the end.
        """
        studio = self._studio
        studio.start()
        studio.ready.add_done_callback(lambda _ready: self._stirred.set())
        self._sleep(self._stirred)
        if not studio.ready.done():
            studio.stop()
            self._write_summary(ProgramCounts(), SendingCounts())
            return INTERRUPTED
        failure = studio.ready.exception()
        if failure is not None:
            if isinstance(failure, StudioError):
                self._announcer.announce(failure.announcement())
            studio.stop()
            self._write_summary(ProgramCounts(), SendingCounts())
            return FAILED
        studio.on_show(self._begin)
        self._wait()
        stage = studio.stage
        studio.stop()
        program, sending = stage.counts()
        is_told = self._write_summary(program, sending)
        if self._faults or studio.has_failed or not is_told:
            return FAILED
        has_sent = any(output["seconds"] for output in sending.outputs)
        return INTERRUPTED if self._is_interrupted and not has_sent else 0

    def _begin(self) -> None:
        try:
            self._begin_outputs()
        except StudioError as error:
            self._studio.show.tell(events.Answered(error.announcement("begin")))
        self._has_begun = True
        self._end_when_alone()

    def _begin_outputs(self) -> None:
        show, script = self._studio.show, self._script
        if script.card:
            show.shelf.show_card(product_of(script.card, show.shelf.find(script.card)))
        if script.record:
            show.start_recording(script.record)
        if self._arranger.destinations or script.is_rehearsal:
            show.go_live(self._arranger.destinations)

    def _take(self, event: events.Event) -> None:
        self._faults.take(event)
        self._end_when_alone()

    def _end_when_alone(self) -> None:
        """Without any output left there is no show to go on."""
        show = self._studio.show
        if self._has_begun and not show.state.outputs and not show.state.is_connecting:
            self._ended.set()

    def _wait(self) -> None:
        origin, seconds = self._studio.origin, self._script.seconds
        ends = math.inf if seconds is None else origin + seconds
        for action in sorted(self._script.actions, key=lambda a: a.at_s):
            if self._sleep(self._ended, min(ends, origin + action.at_s)):
                return
            if origin + action.at_s <= ends:
                self._studio.dispatch(action.command, Origin.SCRIPT, **_values(action))
        self._sleep(self._ended, ends)

    @staticmethod
    def _sleep(until: threading.Event, moment: float = math.inf) -> bool:
        """Wait for an event, but not past a moment; True when it came.

        In short steps: Windows lets nothing interrupt a wait.
        """
        while (left := moment - time.monotonic()) > 0:
            if until.wait(min(left, 0.2)):
                return True
        return until.is_set()

    def _write_summary(self, program: ProgramCounts, sending: SendingCounts) -> bool:
        """Write the last line; False when nobody could take it."""
        summary = {
            "frames_composed": program.composed,
            "frames_encoded": sending.encoded,
            "frames_late": program.late,
            "frames_refused": program.refused,
            "encoder": sending.encoder,
            "outputs": [dict(output) for output in sending.outputs],
            "reconnects": sum(output["reconnects"] for output in sending.outputs),
            "seconds_recorded": sending.seconds_recorded,
            "latency_ms": dict(sending.latency_ms),
            # The sound devices' processes have ended, and count.
            "cpu_seconds": round(sum(os.times()[:4]), 3),
            "peak_memory_mb": peak_memory_mb(),
        }
        try:
            self._write(json.dumps({"summary": summary}, ensure_ascii=False))
        except OSError as error:
            log.warning("the summary could not be written: %s", error)
            return False
        return True


def _values(action: Action) -> dict[str, str]:
    """What stands behind the command: one value for each of its blanks, between colons."""
    if not action.value or action.command not in REGISTRY:
        return {}
    names = REGISTRY[action.command].worded
    return dict(zip(names, action.value.rsplit(":", max(0, len(names) - 1)), strict=False))


def peak_memory_mb() -> float:
    """The most memory the process ever held, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        return round(int(found[1]) / 1024, 1) if found else 0.0
    if sys.platform == "darwin":
        import resource  # noqa: PLC0415 - not there on Windows

        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 1)
    return 0.0


def no_outputs() -> Announcement:
    """What is said to a script that would show nothing to anybody."""
    return CommandError(
        say("The show has nowhere to go."),
        say("Add “--record FILE”, “--to DESTINATION” or “--rehearse”."),
    ).announcement()
