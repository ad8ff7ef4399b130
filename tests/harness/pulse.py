"""A sound system made of nothing: a private PulseAudio that PortAudio sees too.

    with PulseServer() as pulse:
        pulse.play("micfeed", samples)              # heard on the microphone "virtmic"
        viewers = pulse.record("public", seconds=2)

It starts with the sinks *public* (what the audience hears), *headphones* (what the streamer hears)
and *micfeed*, and the microphone *virtmic*, which hears what is played into *micfeed*. Each is an
ALSA device of its own, so `sounddevice` finds it by exactly that name; `public_mon` and the like
are the monitors.

PortAudio reads the environment when `sounddevice` is imported. A child process is simply given
`env`. Within the test process `in_process` sets the environment and lets an already imported
`sounddevice` look again; the session fixture `pulse` does so for all its tests.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.harness.process import (
    Child,
    environment,
    private_folder,
    require,
    tool,
    wait_until,
)

RATE = 48_000
_NEEDS = (
    "pulseaudio",
    "pactl",
    "pacat",
    "parec",
    "/usr/lib*/**/libportaudio.so.2",
    "/usr/lib*/**/alsa-lib/libasound_module_pcm_pulse.so",
)


class PulseServer:
    """A sound server of our own, with devices that may come and go."""

    def __init__(self) -> None:
        self._closing = contextlib.ExitStack()
        self._child: Child | None = None
        self._modules: dict[str, list[str]] = {}  # device to module numbers, in order of loading
        self._pcms: dict[str, str] = {}  # ALSA name to PulseAudio name

    def __enter__(self) -> PulseServer:
        require(*_NEEDS)
        self._folder = self._closing.enter_context(private_folder("earshot-pulse"))
        try:
            self.start()
        except BaseException:
            self._closing.close()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop()
        self._closing.close()

    @property
    def env(self) -> dict[str, str]:
        """What a process needs in its environment to find this server and no other."""
        return {
            "PULSE_SERVER": f"unix:{self._folder}/native",
            "PULSE_COOKIE": f"{self._folder}/cookie",
            "ALSA_CONFIG_PATH": f"{self._folder}/asound.conf",
        }

    @contextlib.contextmanager
    def in_process(self) -> Iterator[None]:
        """Let `sounddevice` in this very process see these devices. No stream may be open."""
        with environment(self.env):
            _let_portaudio_look_again()
            yield
        _let_portaudio_look_again()

    def start(self) -> None:
        """Start the server with its four devices; after `stop` or `kill` it comes back as new."""
        private = {"XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "HOME"}
        env = dict.fromkeys(private, str(self._folder)) | {"PATH": "/usr/bin:/bin"}
        protocol = f"module-native-protocol-unix auth-anonymous=1 socket={self._folder}/native"
        argv = [tool("pulseaudio"), "-n", "--daemonize=no", "--exit-idle-time=-1"]
        argv += ["--disallow-exit", "--use-pid-file=no", "--realtime=no", "--high-priority=no"]
        log = self._folder / "pulse.log"
        self._child = Child([*argv, "-L", protocol], env=env, log=log, is_hurried=True)
        wait_until(self._answers, 15, f"sound server ({self._folder}/pulse.log)")
        self._modules.clear()
        self._pcms.clear()
        for name in ("public", "headphones", "micfeed"):
            self.add_sink(name)
        self._add_microphone("virtmic", "micfeed")
        self.set_default(sink="headphones", source="virtmic")

    def stop(self) -> None:
        """End the server as a logout would: every stream breaks off."""
        if self._child is not None:
            self._child.end()
            self._child = None
        (self._folder / "native").unlink(missing_ok=True)

    # Devices ------------------------------------------------------------------------------------

    def add_sink(self, name: str, description: str | None = None, channels: int = 2) -> None:
        """Plug in something that plays; programs that look at the devices from now on see it."""
        title = f"sink_properties=device.description={description or name.title()}"
        options = f"sink_name={name}", f"rate={RATE}", f"channels={channels}", "norewinds=1", title
        self._load(name, "module-null-sink", *options)
        self._pcms |= {name: name, f"{name}_mon": f"{name}.monitor"}
        self._write_alsa()

    def add_source(self, name: str, description: str | None = None) -> str:
        """Plug in a microphone; returns the sink to `play` into so that the microphone hears it."""
        feed = f"{name}_feed"
        self.add_sink(feed)
        self._add_microphone(name, feed, description)
        self._modules[name] = self._modules.pop(feed) + self._modules[name]
        return feed

    def _add_microphone(self, name: str, feed: str, description: str | None = None) -> None:
        mono = "channels=1", "master_channel_map=front-left", "channel_map=mono", "remix=no"
        title = f"source_properties=device.description={description or name.title()}"
        options = f"source_name={name}", f"master={feed}.monitor", *mono, title
        self._load(name, "module-remap-source", *options)
        self._pcms[name] = name
        self._write_alsa()

    def remove(self, name: str) -> None:
        """Unplug a device, in use or not; what becomes of its streams is up to the server."""
        for number in reversed(self._modules.pop(name)):
            self._pactl("unload-module", number)
        gone = {name, f"{name}_mon", f"{name}_feed", f"{name}_feed_mon"}
        self._pcms = {pcm: device for pcm, device in self._pcms.items() if pcm not in gone}
        self._write_alsa()

    @contextlib.contextmanager
    def looped(self, sink: str, into: str) -> Iterator[None]:
        """Let what one sink plays be heard in another, as from loudspeakers beside a microphone."""
        options = f"source={sink}.monitor", f"sink={into}", "latency_msec=60"
        number = self._pactl("load-module", "module-loopback", *options)
        try:
            yield
        finally:
            self._pactl("unload-module", number)

    def set_default(self, sink: str | None = None, source: str | None = None) -> None:
        if sink:
            self._pactl("set-default-sink", sink)
        if source:
            self._pactl("set-default-source", source)

    def suspend(self, sink: str, *, suspended: bool) -> None:
        """Have a sink take no sound, as one whose card has gone to sleep."""
        self._pactl("suspend-sink", sink, str(int(suspended)))

    def set_volume(self, sink: str, percent: int) -> None:
        self._pactl("set-sink-volume", sink, f"{percent}%")

    def sinks(self) -> list[str]:
        return [entry["name"] for entry in self._list("sinks")]

    def sources(self) -> list[str]:
        """Microphones; monitors of sinks are left out."""
        names = [entry["name"] for entry in self._list("sources")]
        return [name for name in names if not name.endswith(".monitor")]

    def playing_on(self, sink: str) -> list[str]:
        """Names of the programs with a stream on this sink."""
        numbers = {entry["index"]: entry["name"] for entry in self._list("sinks")}
        return [
            entry["properties"].get("application.name", "")
            for entry in self._list("sink-inputs")
            if numbers.get(entry["sink"]) == sink
        ]

    # Sound in and out ---------------------------------------------------------------------------

    def play(
        self,
        sink: str,
        sound: NDArray[np.floating] | Path | str,
        *,
        wait: bool = True,
        latency_ms: int = 60,
    ) -> Child:
        """Play into a sink, from a process of its own.

        Args:
            sink: Its name.
            sound: A WAV file of 16 bit, or samples at 48 kHz of shape (frames,) or (frames,
                channels), full scale -1.0 to 1.0.
            wait: Return when all of it was heard. If not, `end` the returned process or let it run
                out; the server's end breaks it off.
            latency_ms: How much is given ahead: on a busy machine too little breaks the sound up.
        """
        samples, rate = _read_wav(sound) if isinstance(sound, Path | str) else (sound, RATE)
        frames = np.asarray(samples, np.float32)
        channels = 1 if frames.ndim == 1 else frames.shape[1]
        data = self._folder / f"play-{time.monotonic_ns()}.raw"
        data.write_bytes(frames.tobytes())
        argv = [tool("pacat"), "--playback", "--raw", f"--device={sink}", "--format=float32le"]
        argv += [f"--rate={rate}", f"--channels={channels}", f"--latency-msec={latency_ms}"]
        with data.open("rb") as file:
            child = Child(argv, env=self._client_env, log=self._folder / "pacat.log", stdin=file)
        data.unlink()
        self._closing.callback(child.end)
        if wait:
            child.process.wait(len(frames) / rate + 15)
        return child

    def in_small_blocks(self, sink: str) -> Child:
        """Let a sink work in blocks of 5 ms until the process that is returned ends.

        A sink works in blocks as long as its listeners allow, and a microphone made of it hears
        each block when it begins: a sound that is due at its end comes that much too early.
        """
        argv = [tool("parec"), f"--device={sink}.monitor", "--raw", "--latency-msec=5"]
        child = Child(
            argv,
            env=self._client_env,
            log=self._folder / "parec.log",
            stdout=subprocess.DEVNULL,
            is_hurried=True,
        )
        self._closing.callback(child.end)
        return child

    def record(self, device: str, seconds: float) -> NDArray[np.float32]:
        """What a sink plays or a microphone hears, shape (frames, 2), from now on."""
        with self.recording(device) as recording:
            wanted = int(seconds * RATE)
            wait_until(lambda: recording.frames >= wanted, seconds + 10, f"sound of {device}")
            return recording.samples()[:wanted]

    @contextlib.contextmanager
    def recording(self, device: str, latency_ms: int = 2) -> Iterator[Recording]:
        """Record a sink or a microphone while something else is done."""
        source = f"{device}.monitor" if device in self.sinks() else device
        latency = f"--latency-msec={latency_ms}", f"--process-time-msec={latency_ms}"
        argv = [tool("parec"), f"--device={source}", "--format=float32le", f"--rate={RATE}"]
        argv += ["--channels=2", "--raw", *latency]
        log = self._folder / "parec.log"
        with Child(argv, env=self._client_env, log=log, stdout=subprocess.PIPE) as child:
            recording = Recording(child)
            try:
                wait_until(lambda: recording.frames, 10, f"sound of {device}")
                yield recording
            finally:
                child.process.terminate()
                recording.join()

    # Talking to the server ----------------------------------------------------------------------

    @property
    def _client_env(self) -> dict[str, str]:
        return self.env | {"PATH": "/usr/bin:/bin", "HOME": str(self._folder), "LC_ALL": "C.UTF-8"}

    def _pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            [tool("pactl"), *arguments],
            env=self._client_env,
            capture_output=True,
            text=True,
            timeout=15,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"pactl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout.strip()

    def _list(self, kind: str) -> list[dict]:
        return json.loads(self._pactl("--format=json", "list", kind) or "[]")

    def _load(self, device: str, module: str, *options: str) -> None:
        self._modules.setdefault(device, []).append(self._pactl("load-module", module, *options))

    def _answers(self) -> bool:
        if self._child is None or not self._child.is_running:
            log = (self._folder / "pulse.log").read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"the sound server ended at once: {log[-800:]}")
        try:
            return bool(self._pactl("info"))
        except RuntimeError:
            return False

    def _write_alsa(self) -> None:
        lines = ["</usr/share/alsa/alsa.conf>"]
        for pcm, device in self._pcms.items():
            server = f'server "unix:{self._folder}/native"'
            hint = f'hint {{ show on description "{pcm}" }}'
            lines.append(f"pcm.{pcm} {{ type pulse {server} device {device} {hint} }}")
        (self._folder / "asound.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


class Recording:
    """What was heard so far; times are of `time.monotonic`.

    A sample's time is taken from the chunk that came with the least delay, so it is right to about
    the latency asked for.
    """

    def __init__(self, child: Child) -> None:
        self.frames = 0
        self.started_at = float("inf")
        self._chunks: list[NDArray[np.float32]] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._read, args=(child.process.stdout,))
        self._thread.start()

    def _read(self, stream) -> None:
        rest = b""
        while data := stream.read1(1 << 16):
            now = time.monotonic()
            data = rest + data
            whole = len(data) // 8 * 8
            chunk, rest = np.frombuffer(data[:whole], np.float32).reshape(-1, 2), data[whole:]
            with self._lock:
                self._chunks.append(chunk)
                self.frames += len(chunk)
                self.started_at = min(self.started_at, now - self.frames / RATE)

    def join(self) -> None:
        self._thread.join()

    def samples(
        self, since: float | None = None, until: float | None = None
    ) -> NDArray[np.float32]:
        """Shape (frames, 2), all of it or between two times."""
        with self._lock:
            self._chunks = [np.concatenate(self._chunks)] if self._chunks else []
            whole = self._chunks[0] if self._chunks else np.zeros((0, 2), np.float32)
        first = 0 if since is None else max(0, round((since - self.started_at) * RATE))
        last = len(whole) if until is None else max(0, round((until - self.started_at) * RATE))
        return whole[first:last]

    @property
    def ended_at(self) -> float:
        """The time of what came last."""
        return self.started_at + self.frames / RATE

    def peak(self, since: float | None = None, until: float | None = None) -> float:
        """Highest sample, 0.0 for digital silence."""
        return float(np.abs(self.samples(since, until)).max(initial=0.0))

    def first_sound(self, since: float = 0.0, threshold: float = 0.002) -> float | None:
        """When a sample first reached the threshold."""
        loud = self._loud(since, threshold)
        return float(loud[0]) if len(loud) else None

    def last_sound(self, since: float = 0.0, threshold: float = 0.002) -> float | None:
        """When a sample last reached the threshold."""
        loud = self._loud(since, threshold)
        return float(loud[-1]) if len(loud) else None

    def _loud(self, since: float, threshold: float) -> NDArray[np.float64]:
        samples = self.samples(since)
        loud = np.flatnonzero(np.abs(samples).max(1, initial=0.0) >= threshold)
        return max(since, self.started_at) + loud / RATE


def tone(
    seconds: float, hertz: float = 440.0, level: float = 0.3, rate: int = RATE
) -> NDArray[np.float32]:
    """A sine, shape (frames,), to play."""
    at = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def write_wav(path: Path, samples: NDArray[np.floating], rate: int = RATE) -> None:
    """Write samples of shape (frames,) or (frames, channels) as 16 bit."""
    frames = np.atleast_2d(samples.T).T
    with wave.open(str(path), "wb") as file:
        file.setnchannels(frames.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(frames, -1, 1) * 32767).round().astype("<i2").tobytes())


def _read_wav(path: Path | str) -> tuple[NDArray[np.float32], int]:
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise ValueError(f"{path} is no WAV file of 16 bit")
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        frames = data.reshape(-1, file.getnchannels()).astype(np.float32) / np.float32(32768)
        return frames, file.getframerate()


def _let_portaudio_look_again() -> None:
    """PortAudio keeps the list of devices that it found when it was started."""
    if module := sys.modules.get("sounddevice"):
        module._terminate()
        module._initialize()
