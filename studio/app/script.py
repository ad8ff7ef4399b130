"""A show without a window, for scripts and tests."""

import json
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from studio.app.studio import Studio
from studio.commands.command import REGISTRY, Origin
from studio.commands.slots import by_name
from studio.model import events
from studio.model.announcement import Announcement, Earcon
from studio.model.destination import Destination
from studio.model.errors import CommandError, StudioError
from studio.model.message import Name, say
from studio.model.product import Product
from studio.model.scene import (
    Fit,
    PictureKind,
    PictureSource,
    Placement,
    Scene,
    SoundKind,
    SoundSource,
)
from studio.model.state import ShowState
from studio.speech.announcer import Announcer
from studio.text import _

log = logging.getLogger(__name__)

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"})
# What the engines need from their start until the encoder is open, so that beat 0 is on air.
LEAD_S = 1.0


@dataclass(frozen=True, slots=True)
class Action:
    """Something done during the show.

    Attributes:
        at_s: When, in seconds of the show.
        command: A command's id.
        value: Words for its first slot; empty for none.
    """

    at_s: float
    command: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A show to be given.

    Attributes:
        pictures: Cameras by name or number, files, URLs, `test`; without any, the first camera.
            The first is on air; scene "2" shows the second, and so on.
        sounds: Microphones by name, files, `tone`, `silence`; the first is the voice. Without
            any, the first microphone, or silence where there is none.
        music: Files that play under the voice.
        fit: How the picture is brought onto the canvas.
        card: Code or name of the product whose card is shown.
        seconds: Length of the show; None until it is interrupted.
        canvas: Width and height as `1280x720`; empty for the setting.
        fps: Pictures per second; 0 for the setting.
        record: File to record into.
        destinations: Names of destinations, or URLs without a secret.
        is_rehearsal: Nothing can go on air.
        encoder: Name of an encoder; empty for the setting.
        video_kbps: Data rate of the picture; 0 for the setting.
        actions: What is done during the show.
    """

    pictures: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    music: tuple[str, ...] = ()
    fit: Fit = Fit.FILL
    card: str = ""
    seconds: float | None = None
    canvas: str = ""
    fps: int = 0
    record: Path | None = None
    destinations: tuple[str, ...] = ()
    is_rehearsal: bool = False
    encoder: str = ""
    video_kbps: int = 0
    actions: tuple[Action, ...] = ()

    @property
    def has_outputs(self) -> bool:
        return bool(self.record or self.destinations or self.is_rehearsal)


def picture_source(words: str) -> PictureSource:
    """What a word on the command line means as a picture."""
    if words == "test":
        return PictureSource(_("Test picture"), PictureKind.TEST)
    if "://" in words:
        return PictureSource(_("Camera"), PictureKind.MEDIA, words)
    if words.startswith("/dev/") or words.isdecimal() or not _is_file(words):
        return PictureSource(_("Camera"), PictureKind.CAMERA, words)
    kind = PictureKind.IMAGE if Path(words).suffix.lower() in IMAGES else PictureKind.MEDIA
    return PictureSource(Path(words).name, kind, words)


def sound_source(words: str, *, is_voice: bool) -> SoundSource:
    """What a word on the command line means as a sound."""
    if words == "silence":
        return SoundSource(_("Silence"), SoundKind.SILENCE, is_voice=False)
    if words == "tone":
        return SoundSource(_("Tone"), SoundKind.TONE, is_voice=False)
    if "://" in words or _is_file(words):
        return SoundSource(Path(words).name, SoundKind.FILE, words, is_voice=is_voice)
    return SoundSource(_("Microphone"), SoundKind.MICROPHONE, words, is_voice=is_voice)


def _is_file(words: str) -> bool:
    """A path, also one that leads nowhere: it has a folder or an ending."""
    return bool(words) and (
        Path(words).exists() or os.sep in words or re.search(r"\.\w{2,5}$", words) is not None
    )


class Arranger:
    """Makes the state that a scripted show begins with; runs on the show's thread.

    Raises:
        StudioError: What is asked for can never work.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self.destinations: list[Destination] = []

    def __call__(self, state: ShowState) -> ShowState:
        script = self._script
        pictures = [picture_source(words) for words in script.pictures or ("",)]
        sounds = self._sounds()
        self._probe(pictures, sounds)
        self.destinations = [_destination(words, state) for words in script.destinations]
        scenes = [
            Scene(str(number), (Placement(picture.id, fit=script.fit),))
            for number, picture in enumerate(pictures, 1)
        ]
        return replace(
            state,
            picture_sources=tuple(pictures),
            sound_sources=tuple(sounds),
            scenes=tuple(scenes),
            scene=scenes[0].id,
            is_rehearsal=script.is_rehearsal,
            settings=replace(state.settings, **self._settings()),
        )

    def _sounds(self) -> list[SoundSource]:
        from studio.app.opening import list_devices  # noqa: PLC0415 - the engines come late

        script = self._script
        voices = script.sounds or (("",) if list_devices().microphones else ("silence",))
        sounds = [sound_source(words, is_voice=i == 0) for i, words in enumerate(voices)]
        return sounds + [sound_source(words, is_voice=False) for words in script.music]

    def _probe(self, pictures: list[PictureSource], sounds: list[SoundSource]) -> None:
        from studio.audio.inputs import probe as probe_sound  # noqa: PLC0415 - as above
        from studio.video.inputs import probe as probe_picture  # noqa: PLC0415

        for picture in pictures:
            probe_picture(picture)
        for source in sounds:
            probe_sound(source)

    def _settings(self) -> dict[str, Any]:
        script = self._script
        wanted = {
            "canvas": script.canvas,
            "frame_rate": script.fps,
            "encoder": script.encoder,
            "video_kbps": script.video_kbps,
        }
        return {name: value for name, value in wanted.items() if value}


def _destination(words: str, state: ShowState) -> Destination:
    if "://" in words:
        host = urlsplit(words).hostname or words.split("://", maxsplit=1)[0]
        return Destination(host, words, needs_key=False)
    found = by_name(words, ((d.name, d) for d in state.destinations))
    if len(found) != 1:
        raise CommandError(
            say("There is no destination called “{name}”.", name=Name(words)),
            say("Add it with “earshot destination add”, or give an address."),
        )
    return found[0]


def product_of(words: str, products: tuple[Product, ...]) -> Product:
    """The product of a code or a name.

    Raises:
        CommandError: There is none.
    """
    found = [p for p in products if p.code == words]
    found = found or by_name(words, ((p.name.name, p) for p in products))
    if not found:
        raise CommandError(
            say("There is no product “{name}”.", name=Name(words)),
            say("Check its code in the catalogue."),
        )
    return found[0]


class Faults:
    """What went wrong and was not mended; it decides a script's exit status."""

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
                self._open[key] = error
            case events.EncoderFailed(error=error):
                self._open["encoder"] = error
            case events.Answered(announcement=said) if said.earcon is Earcon.ERROR:
                self._open[said.topic] = None
            case _:
                pass

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
        ask_passphrase: Callable[[], str],
    ) -> None:
        self._script = script
        self._announcer = announcer
        self._write = write
        self._arranger = Arranger(script)
        self._faults = Faults()
        self._ended = threading.Event()
        self._studio = Studio(announcer, self._arranger, ask_passphrase, LEAD_S)
        self._studio.listen(self._take)
        self._has_begun = False

    def interrupt(self) -> None:
        """End the show before its time; safe in a signal handler."""
        self._ended.set()

    def run(self) -> int:
        """Give the whole show on the calling thread.

        Returns:
            The exit status: 0, or 2 when something was wrong at the end.
        """
        studio = self._studio
        studio.start()
        try:
            studio.ready.result()
        except StudioError as error:
            self._announcer.announce(error.announcement())
            studio.stop()
            return 2
        studio.on_show(self._begin)
        self._wait()
        stage = studio.stage
        studio.stop()
        self._write(json.dumps({"summary": self._summary(stage)}, ensure_ascii=False))
        return 2 if self._faults else 0

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
            show.show_card(product_of(script.card, show.state.products))
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
        if self._has_begun and not show.state.outputs and not show.is_connecting:
            self._ended.set()

    def _wait(self) -> None:
        origin = self._studio.origin
        ends = origin + self._script.seconds if self._script.seconds is not None else None
        for action in sorted(self._script.actions, key=lambda a: a.at_s):
            if self._ended.wait(max(0.0, origin + action.at_s - time.monotonic())):
                return
            values = _values(action)
            self._studio.dispatch(action.command, Origin.SCRIPT, **values)
        self._ended.wait(max(0.0, ends - time.monotonic()) if ends is not None else None)

    def _summary(self, stage: Any) -> dict[str, Any]:  # noqa: ANN401 - the engines come late
        program, sending = stage.counts()
        return {
            "frames_composed": program.composed,
            "frames_encoded": sending.encoded,
            "frames_late": program.late,
            "frames_refused": program.refused,
            "encoder": sending.encoder,
            "outputs": [dict(output) for output in sending.outputs],
            "reconnects": sum(output["reconnects"] for output in sending.outputs),
            "seconds_recorded": sending.seconds_recorded,
            "latency_ms": dict(sending.latency_ms),
            "cpu_seconds": round(time.process_time(), 3),
            "peak_memory_mb": peak_memory_mb(),
        }


def _values(action: Action) -> dict[str, str]:
    """The value goes into the command's first slot."""
    if not action.value or action.command not in REGISTRY:
        return {}
    slots = list(REGISTRY[action.command].slots)
    return {slots[0]: action.value} if slots else {}


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
