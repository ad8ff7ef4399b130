"""The door to sound cards, and the program that holds one microphone.

    python -m studio.audio.devices list inputs | list outputs | capture NAME

The headphones have a program of their own, `studio.audio.ear`, which opens them by `open_output`.

The studio starts one process per device (see `studio.audio.lines`) and talks to it in messages of
`studio.audio.wire`. A process of its own, because

- PortAudio's list of devices is frozen when it is initialised. To look again it must be ended,
  and with it every open stream; a fresh process sees what is there and disturbs nobody.
- When the sound server dies, PortAudio 19.6 spins in its thread, fills standard error with
  gigabytes, and the stream can be neither stopped nor closed. A process can be ended.
- A callback needs Python's lock; here nobody else holds it, so a busy studio loses no sound.

It starts in 0.1 s and takes about 15 MB, because it imports no numpy. On Linux it goes to
PulseAudio (or PipeWire) directly where that is in charge, for the reason given in
`studio.audio.pulse`; elsewhere to PortAudio. `EARSHOT_SOUND=portaudio` insists on PortAudio.
"""

import contextlib
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, BinaryIO, Protocol, TypeVar

from studio.audio import pulse, wire
from studio.audio.wire import DeviceError, Failed, Opened, Reason

T = TypeVar("T")

PROGRAM = "sound-device"
"""What a bundled studio is called with, before the arguments, to be this program."""
BACKEND_VARIABLE = "EARSHOT_SOUND"

RATE = 48_000
PERIOD_S = 0.02
GATHERED_S = 0.03
"""What a microphone's sound travels in, at least; less would only be more work."""
LATENCY_S = 0.1
"""Asked of PortAudio: room for a busy machine. Under PulseAudio blocks came at most 45 ms late."""

EAR_LATENCY_S = 0.024
"""Asked of the headphones' device: what lies between a key and the answer to it."""
EAR_PERIOD_S = EAR_LATENCY_S / 3
PROMPT_S = 0.01
"""Asked of a microphone whose owner hears himself: more than 30 ms in all makes people stammer."""

_OPENING_S = 8.0
_FIRST_BLOCK_S = 4.0
SILENT_S = 0.7
"""Longest pause of a device that works; then it has vanished without a word."""
_TRY_AGAIN_S = 1.0


class Stream(Protocol):
    """An open device."""

    opened: Opened

    @property
    def is_running(self) -> bool: ...

    def close(self) -> None: ...


def main(arguments: Sequence[str]) -> int:
    """Be a device's program; returns its exit status."""
    action, name = arguments
    studio = StudioPipe()
    if action == "list":
        _list(studio, of_inputs=name == "inputs")
    else:
        _capture(studio, name)
    return 0


def _list(studio: "StudioPipe", *, of_inputs: bool) -> None:
    Watch(studio)
    try:
        names = _names(of_inputs=of_inputs)
    except DeviceError as error:
        studio.send(error.failed)
    else:
        studio.send(wire.Listed(names))


def _capture(studio: "StudioPipe", name: str) -> None:
    """Hand a microphone's sound to the studio until it stops or the studio ends."""
    studio.on_input(lambda _: None)
    watch = Watch(studio)
    gathered = _Gathered()

    def take(pcm: bytes, captured_at: float) -> None:
        if sys.platform == "darwin" and watch.is_new and not any(pcm):
            return  # what macOS gives to those it does not allow to hear
        watch.is_alive(SILENT_S)
        gathered.add(pcm, captured_at)

    stream = open_patiently(studio, watch, lambda: open_input(name, take))
    gathered.whole = round(stream.opened.rate * GATHERED_S) * 4 * stream.opened.channels
    while True:
        for block in _next(gathered.blocks, stream, studio):
            studio.send(block)


def _next(waiting: "queue.Queue[T]", stream: Stream, studio: "StudioPipe") -> list[T]:
    """What waits, or nothing yet; ends the process when the device did."""
    try:
        return [waiting.get(timeout=0.2)]
    except queue.Empty:
        if not stream.is_running:
            studio.say_farewell(Failed(Reason.STOPPED, "the stream ended"))
        return []


def open_patiently(studio: "StudioPipe", watch: "Watch", attempt: Callable[[], Stream]) -> Stream:
    """Open a device as soon as it can be; each new reason why it cannot is told once."""
    told: Reason | None = None
    while True:
        watch.is_alive(_OPENING_S)
        try:
            stream = attempt()
        except DeviceError as error:
            if error.failed.reason is not told:
                told = error.failed.reason
                studio.send(error.failed)
        else:
            watch.is_alive(_FIRST_BLOCK_S, is_new=True)
            studio.send(stream.opened)
            return stream
        time.sleep(_TRY_AGAIN_S)


class StudioPipe:
    """The pipes to the studio. When it is gone, so are we."""

    def __init__(self) -> None:
        # Whatever a library prints must not get between the messages.
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def send(self, message: wire.Message) -> None:
        with self._lock:
            try:
                self._out.write(wire.pack(message))
            except OSError:
                os._exit(0)

    def say_farewell(self, failed: Failed) -> None:
        """End the process with a last message, even if the device's library does not let go."""
        if self._lock.acquire(timeout=0.5):
            with contextlib.suppress(OSError):
                self._out.write(wire.pack(failed))
        os._exit(1)

    def on_input(self, take: Callable[[bytes], None]) -> None:
        """Have what the studio sends taken, on a thread of its own; its end is ours."""

        def receive() -> None:
            while data := os.read(0, 1 << 16):
                take(data)
            os._exit(0)

        threading.Thread(target=receive, name="studio", daemon=True).start()

    def on_messages(self, take: Callable[[wire.Message], None]) -> None:
        """Have each message of the studio taken, as `on_input`."""

        def receive() -> None:
            with os.fdopen(0, "rb", closefd=False) as stream:
                while (message := wire.read(stream)) is not None:
                    take(message)
            os._exit(0)

        threading.Thread(target=receive, name="studio", daemon=True).start()


class Watch:
    """Ends the process when the device's library gives no sign of life."""

    def __init__(self, studio: StudioPipe) -> None:
        self.is_new = True
        self._studio = studio
        self._due = time.monotonic() + _OPENING_S
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def is_alive(self, for_s: float, *, is_new: bool = False) -> None:
        """Expect the next sign within so many seconds."""
        self.is_new = is_new
        self._due = time.monotonic() + for_s

    def _watch(self) -> None:
        while (left := self._due - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
        if sys.platform == "darwin" and self.is_new:
            self._studio.say_farewell(Failed(Reason.DENIED, "nothing but digital silence"))
        self._studio.say_farewell(Failed(Reason.STOPPED, "no sign of life"))


class _Gathered:
    """Makes blocks of at least 30 ms, whatever morsels the device gives, on the device's thread.

    Attributes:
        whole: How many bytes a block has; all is one block until it is known.
        blocks: The blocks that wait for the studio.
    """

    def __init__(self) -> None:
        self.whole = 0
        self.blocks: queue.Queue[wire.Block] = queue.Queue(100)
        self._pcm = bytearray()
        self._captured_at = 0.0
        self._lost = 0

    def add(self, pcm: bytes, captured_at: float) -> None:
        if not self._pcm:
            self._captured_at = captured_at
        self._pcm += pcm
        if len(self._pcm) < self.whole:
            return
        try:
            self.blocks.put_nowait(wire.Block(self._captured_at, self._lost, bytes(self._pcm)))
        except queue.Full:  # the studio was held up for seconds
            self._lost += 1
        self._pcm.clear()


# ------------------------------------------------------------------------------- which library


def _is_pulse() -> bool:
    wants_portaudio = os.environ.get(BACKEND_VARIABLE) == "portaudio"
    return sys.platform == "linux" and not wants_portaudio and pulse.is_expected()


def _names(*, of_inputs: bool) -> tuple[str, ...]:
    return pulse.names(of_inputs=of_inputs) if _is_pulse() else _PortAudio().names(of_inputs)


def open_input(name: str, take: pulse.Deliver, *, is_prompt: bool = False) -> Stream:
    """Open a microphone.

    Args:
        name: As `names` gives it; empty for the default one.
        take: Takes interleaved float32 and the time of its first frame, on a thread of the device.
        is_prompt: It is to be heard at once, at the cost of more work.

    Raises:
        DeviceError: It cannot be opened.
    """
    if _is_pulse():
        return pulse.Stream(name, deliver=take, latency_s=PROMPT_S if is_prompt else 0.0)
    return _PortAudio().input(name, take, is_prompt=is_prompt)


def open_output(name: str, fill: pulse.Fill) -> Stream:
    """Open what plays, by its name; there is no default.

    Args:
        name: As `names` gives it.
        fill: Gives so many bytes of interleaved float32; called on the device's own thread.

    Raises:
        DeviceError: It cannot be opened.
    """
    if _is_pulse():
        return pulse.Stream(name, fill=fill, latency_s=EAR_LATENCY_S)
    return _PortAudio().output(name, fill)


# ----------------------------------------------------------------------------------- PortAudio


class _PortAudio:
    """PortAudio, looking at the devices anew."""

    def __init__(self) -> None:
        self._sd = _sounddevice()

    def names(self, of_inputs: bool) -> tuple[str, ...]:  # noqa: FBT001 - says what it names
        return tuple(dict.fromkeys(device["name"] for device in self._devices(of_inputs=of_inputs)))

    def input(self, name: str, take: pulse.Deliver, *, is_prompt: bool) -> Stream:
        device = self._find(name, of_inputs=True)

        def on_block(data: Any, frames: int, times: Any, _status: Any) -> None:  # noqa: ANN401 - untyped library
            age = times.currentTime - times.inputBufferAdcTime
            if not 0.0 < abs(age) < 1.0:  # some drivers know no time
                age = frames / RATE
            take(bytes(data), time.monotonic() - age)

        return self._open(
            self._sd.RawInputStream,
            device,
            "max_input_channels",
            on_block,
            period_s=PROMPT_S if is_prompt else PERIOD_S,
            latency_s=PROMPT_S if is_prompt else LATENCY_S,
        )

    def output(self, name: str, fill: pulse.Fill) -> Stream:
        device = self._find(name, of_inputs=False)

        def on_block(data: Any, _frames: int, _times: Any, _status: Any) -> None:  # noqa: ANN401 - untyped library
            data[:] = fill(len(data))

        return self._open(
            self._sd.RawOutputStream,
            device,
            "max_output_channels",
            on_block,
            period_s=EAR_PERIOD_S,
            latency_s=EAR_LATENCY_S,
        )

    def _open(
        self,
        stream_class: Any,  # noqa: ANN401 - untyped library
        device: dict[str, Any],
        limit: str,
        callback: Callable[..., None],
        *,
        period_s: float,
        latency_s: float,
    ) -> Stream:
        """Try what we like best first; what the device can do at all comes last."""
        own_rate = int(device["default_samplerate"])
        most = device[limit]
        error: Exception | None = None
        for rate, channels in dict.fromkeys(
            (rate, count) for count in (min(2, most), 1, min(most, 32)) for rate in (RATE, own_rate)
        ):
            try:
                stream = stream_class(
                    samplerate=rate,
                    channels=channels,
                    device=device["index"],
                    dtype="float32",
                    blocksize=round(rate * period_s),
                    latency=latency_s,
                    callback=callback,
                )
                stream.start()
            except self._sd.PortAudioError as refusal:
                error = error or refusal
            else:
                return _PortAudioStream(stream, Opened(device["name"], rate, channels))
        raise _explained(error)

    def _find(self, name: str, *, of_inputs: bool) -> dict[str, Any]:
        devices = self._devices(of_inputs=of_inputs)
        if not name and of_inputs:
            try:
                return dict(self._sd.query_devices(kind="input"))
            except (self._sd.PortAudioError, ValueError) as error:
                raise DeviceError(Reason.ABSENT, str(error)) from None
        meant = [device for device in devices if device["name"] == name]
        if len(meant) > 1:  # it gives no more than names: each of them may be the wrong one
            raise DeviceError(Reason.ALIKE, f"{len(meant)} devices of this name")
        if not meant:
            names = [device["name"] for device in devices]
            raise DeviceError(Reason.ABSENT, f"no such device among {names}")
        return meant[0]

    def _devices(self, *, of_inputs: bool) -> list[dict[str, Any]]:
        """The devices of the system's best interface.

        Windows shows each device through four interfaces; only WASAPI tells whole names.
        """
        interfaces = self._sd.query_hostapis()
        best = next((i for i, api in enumerate(interfaces) if "WASAPI" in api["name"]), None)
        limit = "max_input_channels" if of_inputs else "max_output_channels"
        return [
            dict(device)
            for device in self._sd.query_devices()
            if device[limit] and best in {None, device["hostapi"]}
        ]


class _PortAudioStream:
    """A stream of PortAudio; it ends with the process."""

    def __init__(self, stream: Any, opened: Opened) -> None:  # noqa: ANN401 - untyped library
        self.opened = opened
        self._stream = stream

    @property
    def is_running(self) -> bool:
        return bool(self._stream.active)

    def close(self) -> None:
        self._stream.abort()
        self._stream.close()


def _sounddevice() -> ModuleType:
    """The library, with a fresh list of devices.

    Raises:
        DeviceError: PortAudio is not installed, or finds no sound system.
    """
    is_first = "sounddevice" not in sys.modules
    try:
        import sounddevice  # noqa: PLC0415 - importing it opens the sound system

        if not is_first:
            # The only way to see a device that was plugged in since; no stream is open here.
            sounddevice._terminate()  # noqa: SLF001 - nothing public does it
            sounddevice._initialize()  # noqa: SLF001 - nothing public does it
    except Exception as error:
        raise DeviceError(Reason.NO_SYSTEM, str(error)) from error
    return sounddevice


_BY_CODE = {-9985: Reason.BUSY, -9996: Reason.ABSENT}
"""Error codes of portaudio.h: device unavailable, invalid device."""
_BY_HOST_CODE = {
    # ALSA speaks in negative errno.
    -1: Reason.DENIED,
    -2: Reason.ABSENT,
    -5: Reason.ABSENT,
    -13: Reason.DENIED,
    -16: Reason.BUSY,
    -19: Reason.ABSENT,
    # Windows: E_ACCESSDENIED, AUDCLNT_E_DEVICE_IN_USE, AUDCLNT_E_DEVICE_INVALIDATED.
    -2147024891: Reason.DENIED,
    -2004287478: Reason.BUSY,
    -2004287484: Reason.ABSENT,
}


def _explained(error: Exception | None) -> DeviceError:
    """Put PortAudio's refusal into our terms.

    Its arguments are a text, a code, and for errors of the system below a triple of interface,
    code and text. Tried on Linux only; the codes of Windows are from its headers.
    """
    arguments = error.args if error else ()
    code = arguments[1] if len(arguments) > 1 else 0
    host_code, host_text = arguments[2][1:3] if len(arguments) > 2 else (0, "")
    reason = _BY_CODE.get(code) or _BY_HOST_CODE.get(host_code)
    if reason is None:
        says_denied = any(word in str(host_text).lower() for word in ("denied", "permission"))
        reason = Reason.DENIED if says_denied else Reason.FAILED
    return DeviceError(reason, " ".join(str(part) for part in arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
