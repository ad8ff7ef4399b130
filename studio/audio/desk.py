"""The sound desk: all inputs, one timeline, two buses."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.audio import inputs
from studio.audio.delivery import Delivery
from studio.audio.gate import Gate
from studio.audio.inputs import MicrophoneInput, SoundInput
from studio.audio.leak import Mono
from studio.audio.leak_guard import LeakGuard
from studio.audio.limiter import LOOKAHEAD
from studio.audio.meter import LoudnessMeter, PeakMeter
from studio.audio.mixer import ABSURD, Mixed, Mixer, Mixture, Playing, Strip, made_sane
from studio.audio.monitor import Headphones
from studio.audio.talk import TalkDetector
from studio.audio.tape import Samples
from studio.audio.wire import Balance
from studio.model.events import Part, TalkingWhileMuted, WorkerFailed
from studio.model.media import RATE, AudioBlock
from studio.model.scene import SoundSource
from studio.model.state import Levels, SourceLevel
from studio.model.voicing import Manner, Piece, Report, What
from studio.threads import Post, Worker

log = logging.getLogger(__name__)

BLOCK = RATE // 50
"""Frames per block, 20 ms: half the cost per second of 10 ms, and nobody waits for one who hears
the program 0.15 s late anyway."""

LAG_S = 0.15
"""How far the desk is behind the clock. Under PulseAudio a microphone's sound was there 60 to 75 ms
before the desk needed it at the latest, beside six busy programs on two cores; the look-ahead and
the fade before a gap take 10 ms each. PortAudio's blocks were up to 67 ms late by themselves."""

_BLOCK_S = BLOCK / RATE
_NAP_S = 0.1
_FILES_S = 0.5
"""Longest wait for files at the timeline's beginning; the lost time is made up for at once."""
_LEVELS_EVERY = 2

Overhear = Callable[[Mono, int, float], None]
"""Takes one channel, its rate, and when its first sample was taken, in seconds of
`time.monotonic`; on a device's thread, and is quick about it."""
Listener = Callable[[AudioBlock, AudioBlock], None]
"""Takes a block of the program and of the monitor bus, on the sound thread; is quick about it."""

Taker = Callable[[AudioBlock], object]
"""Takes a block of what viewers are given, on the sound thread; is quick about it."""


@dataclass(frozen=True, slots=True)
class _Channel:
    """A source as wished for, and the input behind it."""

    source: SoundSource
    input: SoundInput


class SoundDesk(Worker):
    """Owns every sound input and mixes them, block by block, whatever the devices do.

        desk = SoundDesk(inbox.post, origin=time.monotonic() + 0.5)
        desk.set_sources([SoundSource("Voice", SoundKind.MICROPHONE)])
        desk.listen(lambda program, monitor: encoder.put(program))
        desk.start()

    Blocks of `BLOCK` frames come without a gap from index 0 on, paced by `time.monotonic`. The
    block with the start index S is given `LAG_S` after its last sample's time and carries what was
    captured at `origin + S / 48000` (later by the source's own offset, and for voices from
    microphones by `voice_delay_s`). A thread that was held up makes up for it at once.

    Devices are opened, closed and reopened on threads of their own. A source that fails posts
    `SourceLost`, is silent, and comes back with `SourceBack`; the others do not notice.

    Args:
        post: Takes events, from any thread.
        origin: Sample 0 of the timeline, in seconds of `time.monotonic`.
        voice: The command line of the voice's program; without it the studio has no voice.
    """

    def __init__(self, post: Post, *, origin: float, voice: Sequence[str] = ()) -> None:
        super().__init__(Part.SOUND, post)
        self._voice = voice
        self._report: Callable[[Report], None] = lambda _report: None
        self._balance = Balance()
        self.voice_delay_s = 0.0
        """How much later voices from microphones are heard, so that they meet a picture that is
        late; 0 to 1. Any thread may set it; it is followed at 2 ms per second."""
        self._origin = origin
        self._lock = threading.Lock()
        self._channels: dict[str, _Channel] = {}
        self._headphones: Headphones | None = None
        self._removed: deque[SoundInput] = deque()
        self._listeners: tuple[Listener, ...] = ()
        self._rows: dict[SoundInput, _Row] = {}
        self._gate = Gate()
        self._mixer = Mixer(self._gate)
        self._delivery: _Delivering | None = None
        self._loudness = LoudnessMeter()
        self._peak = PeakMeter(_BLOCK_S)
        self._mixed_to = 0
        self._start = 0
        self._levels = Levels()
        self._is_reset_wished = False
        self._leak_guard = LeakGuard(post)
        self._overhear_voice: Overhear | None = None
        self._overhear_own: Overhear | None = None
        self._own_microphone: MicrophoneInput | None = None

    # ------------------------------------------------------------------------------- any thread

    def set_sources(self, sources: Sequence[SoundSource]) -> None:
        """Wish for these sources and no others; returns at once.

        A source of a known id goes on, with its gain, mute, monitoring and offset changed within
        10 ms; only another kind, address or loop opens it anew.
        """
        with self._lock:
            before = self._channels
            self._channels = {source.id: self._channel(source, before) for source in sources}
            kept = {channel.input for channel in self._channels.values()}
            removed = [c.input for c in before.values() if c.input not in kept]
            self._removed.extend(removed)
            for one in removed:
                if isinstance(one, MicrophoneInput):
                    one.overhear(None)
            self._tap()

    def overhear_voice(self, take: Overhear | None) -> None:
        """Give what the voice's microphone captures, as soon as it does; None ends that.

        It is the first of the microphones that somebody talks into, muted or not.
        """
        with self._lock:
            self._overhear_voice = take
            self._tap()

    def overhear_own(self, take: Overhear | None) -> None:
        """Give what the studio's own voice says in the headphones, and when it is heard there."""
        self._overhear_own = take

    def _tap(self) -> None:
        microphones = {
            channel.input: channel.source.is_voice
            for channel in self._channels.values()
            if isinstance(channel.input, MicrophoneInput)
        }
        own = next((one for one, is_voice in microphones.items() if is_voice), None)
        self._own_microphone = own
        for one in microphones:
            one.overhear(self._overhear_voice if one is own else None)

    def set_monitor_device(self, name: str) -> None:
        """Play the monitor bus on these headphones and nowhere else; '' for nowhere at all.

        When they are gone `SourceLost` is posted once for the source `monitor.MONITOR`, and they
        are tried again until they are back.
        """
        with self._lock:
            old = self._headphones
            if name == (old.device if old else ""):
                return
            made = self._made_headphones(name) if name else None
            self._headphones = made
            self._leak_guard.begin_anew()
            if made:
                made.set_balance(self._balance)
                made.start()
        if old:
            old.ask_to_stop()
            self._report(Report(What.GONE))

    def _made_headphones(self, name: str) -> Headphones:
        return Headphones(name, self.post, self._voice, self._told, self._overheard)

    def _overheard(self, at: float, spoken: Mono, rate: int) -> None:
        """What the voice said in the headphones, on their thread."""
        self._leak_guard.overhear(at, spoken, rate)
        if (take := self._overhear_own) is not None:
            take(spoken, rate, at)

    def guard_leaks(self, *, on: bool) -> None:
        """Tell when an open microphone hears the voice in the headphones; see `LeakGuard`."""
        self._leak_guard.switch(on=on)

    def set_balance(self, balance: Balance) -> None:
        """Change how the sounds in the headphones stand to each other."""
        self._balance = balance
        if (headphones := self._headphones) is not None:
            headphones.set_balance(balance)

    @property
    def has_headphones(self) -> bool:
        """Whether headphones are chosen, and play."""
        return (headphones := self._headphones) is not None and headphones.is_open

    def play_signal(self, samples: Samples) -> bool:
        """Have a sound heard in the headphones alone; False where there are none."""
        return (headphones := self._headphones) is not None and headphones.play_signal(samples)

    def on_report(self, report: Callable[[Report], None]) -> None:
        """Have it told what becomes of the voice, and now whether it can begin; any thread."""
        self._report = report
        if (headphones := self._headphones) is not None and headphones.is_open:
            report(Report(What.OPEN))

    def speak(self, order: int, pieces: tuple[Piece, ...], manner: Manner, signal: str) -> None:
        """See `Mouth`; the headphones speak, and nothing else ever does."""
        if (headphones := self._headphones) is not None:
            headphones.speak(order, pieces, manner, signal)

    def hush(self) -> None:
        if (headphones := self._headphones) is not None:
            headphones.hush()

    def _told(self, headphones: Headphones, report: Report) -> None:
        if headphones is self._headphones:  # those that were exchanged have nothing to say
            self._report(report)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have every block from the next on handed over; returns how to end that."""
        with self._lock:
            self._listeners = (*self._listeners, listener)
        return lambda: self._forget(listener)

    def deliver(self, taker: Taker, delay_s: float) -> Callable[[], None]:
        """Give what viewers hear, so many seconds late; returns how to end that.

        What was mixed before is not among it. There is one such taker at a time. What is held can
        be cut and dropped; levels, headphones and the leak guard are not late.
        """
        with self._lock:
            # Two gates, for what is metered has passed some seconds before what is given.
            delivery = Delivery(delay_s, self._gate.twin()) if delay_s > 0.0 else None
            made = _Delivering(taker, delivery)
            self._delivery = made
        return lambda: self._end_delivery(made)

    @property
    def is_delivering(self) -> bool:
        """Somebody is given what viewers hear."""
        return self._delivery is not None

    def hold_voice(self, at: float) -> None:
        """Take all microphones from the program, beginning with what was captured at a moment.

        Without `release_voice` they come back after `gate.MOST_HELD_S`.
        """
        with self._lock:
            self._gate.hold(at)
            if (delivery := self._delayed) is not None:
                delivery.hold(at)

    def release_voice(self, at: float) -> None:
        """Let viewers hear the microphones again, from what was captured at a moment on."""
        with self._lock:
            self._gate.release(at)
            if (delivery := self._delayed) is not None:
                delivery.release(at)

    def cut_voice(self, began: float, ended: float, new_from: float | None = None) -> bool:
        """Take what was said in the meantime from what viewers are given.

        Args:
            began: When it began.
            ended: When it ended.
            new_from: What was said before that was cut already; None for nothing.

        Returns:
            False where they were given some of what is new already, or nothing is held.
        """
        delivery = self._delayed
        return delivery is not None and delivery.cut(began, ended, new_from)

    def drop_held(self) -> None:
        """Replace all sound until now that viewers were not given yet by silence."""
        if (delivery := self._delayed) is not None:
            # What was said just now is not mixed yet.
            delivery.drop(time.monotonic() - self._origin)

    @property
    def _delayed(self) -> Delivery | None:
        return delivering.delivery if (delivering := self._delivery) is not None else None

    def levels(self) -> Levels:
        """How loud it is, not older than 40 ms."""
        return self._levels

    def reset_integrated(self) -> None:
        """Begin to measure integrated loudness anew, as when a show begins.

        The other two begin anew too and are right again after their 0.4 and 3 s.
        """
        self._is_reset_wished = True

    def was_heard(self, source: str) -> bool:
        """Whether a source ever gave sound."""
        channel = self._channels.get(source)
        return channel is not None and channel.input.was_heard

    def _end_delivery(self, made: "_Delivering") -> None:
        with self._lock:
            if self._delivery is made:
                self._delivery = None

    def _channel(self, source: SoundSource, before: dict[str, _Channel]) -> _Channel:
        known = before.get(source.id)
        if known and inputs.is_same_input(known.source, source):
            return replace(known, source=source)
        opened = inputs.open_input(source, self.post, origin=self._origin)
        opened.start()
        return _Channel(source, opened)

    def _forget(self, listener: Listener) -> None:
        with self._lock:
            self._listeners = tuple(one for one in self._listeners if one is not listener)

    # ------------------------------------------------------------------------- the sound thread

    def open(self) -> None:
        self._leak_guard.start()

    def step(self) -> None:
        early_s = self._origin + (self._start + BLOCK) / RATE + LAG_S - time.monotonic()
        if early_s > 0:
            self.pause(min(early_s, _NAP_S))
            return
        if self._mixed_to == 0:
            self._wait_for_files()
            self._mix(LOOKAHEAD)  # comes out of the limiters with the first block
        mixed = self._mix(BLOCK)
        self._measure(mixed.program)
        self._hand_over(mixed)
        self._start += BLOCK

    def close(self) -> None:
        with self._lock:
            channels, self._channels = self._channels, {}
            headphones, self._headphones = self._headphones, None
        self._leak_guard.ask_to_stop()
        workers = {*self._rows, *self._removed, *(c.input for c in channels.values())}
        for worker in workers:
            worker.ask_to_stop()
        for worker in workers:
            worker.stop()
        if headphones:
            headphones.stop()
        self._leak_guard.stop()

    def _wait_for_files(self) -> None:
        """Let files that begin with the timeline be read so far that their beginning is heard."""
        deadline = time.monotonic() + _FILES_S
        channels = self._channels.values()
        while time.monotonic() < deadline and not all(c.input.is_settled for c in channels):
            if self.pause(0.005):
                return

    def _mix(self, count: int) -> Mixed:
        self._take_wishes()
        blocks: list[Playing] = []
        for sound_input, row in self._rows.items():
            if (block := self._played(sound_input, row, count)) is None:
                continue
            block = row.measured(block)
            late_s = sound_input.late_s
            at = None if late_s is None else self._origin + self._mixed_to / RATE - late_s
            blocks.append(Playing(row.strip, block, at, sound_input is self._own_microphone))
            if at is not None:
                self._guard(row.strip, block, at)
            # What is said while the key is held is a command, and nobody wants it heard.
            is_command = at is not None and self._gate.is_shut(at)
            if row.hears_talk(is_command=is_command):
                source = row.strip.source
                self.post(TalkingWhileMuted(source.id, source.name))
        self._mixed_to += count
        return self._mixer.mix(blocks, count)

    def _guard(self, strip: Strip, block: Samples, at: float) -> None:
        """Let the leak guard hear what viewers hear of a microphone."""
        source = strip.source
        if not self._leak_guard.is_on or self._headphones is None:
            return
        if source.is_muted or strip.is_leaving:
            return
        self._leak_guard.hear(source.id, source.name, at, block.mean(axis=1) * strip.gain)

    def _played(self, sound_input: SoundInput, row: "_Row", count: int) -> Samples | None:
        if row.is_broken:
            return None
        source = row.strip.source
        try:
            return sound_input.play(source, self._mixed_to, count, self.voice_delay_s)
        except Exception:  # a bug in one source must not end the sound of all others
            log.exception("source %s failed and is left out", source.name)
            row.is_broken = True
            sound_input.ask_to_stop()
            self.post(WorkerFailed(source.name, None))
            return None

    def _take_wishes(self) -> None:
        """Bring the rows in line with what is wished for; who leaves fades out first."""
        channels = self._channels
        wished = {channel.input: channel.source for channel in channels.values()}
        while self._removed:
            if (removed := self._removed.popleft()) not in self._rows:
                removed.ask_to_stop()  # it was never heard
        for sound_input, row in list(self._rows.items()):
            if sound_input in wished:
                row.strip.source = wished[sound_input]
            elif row.strip.is_gone or row.is_broken:
                del self._rows[sound_input]
                sound_input.ask_to_stop()
            else:
                row.strip.is_leaving = True
        for sound_input, source in wished.items():
            if sound_input not in self._rows:
                self._rows[sound_input] = _Row(source)

    def _measure(self, program: Samples) -> None:
        if self._is_reset_wished:
            self._is_reset_wished = False
            self._loudness.reset()
        self._loudness.add(program)
        self._peak.add(float(np.abs(program).max()))
        if self._start // BLOCK % _LEVELS_EVERY == 0:
            self._levels = Levels(
                peak_db=self._peak.peak_db,
                momentary=self._loudness.momentary,
                short_term=self._loudness.short_term,
                integrated=self._loudness.integrated,
                compared_s=self._leak_guard.compared_s,
                sources={
                    row.strip.source.id: SourceLevel(row.peak.peak_db, row.peak.is_clipping)
                    for row in self._rows.values()
                    if not row.strip.is_leaving
                },
            )

    def _hand_over(self, mixed: Mixed) -> None:
        program = _block(mixed.program, self._start)
        self._deliver(program, mixed.mixture)
        monitor = _block(mixed.monitor, self._start)
        if (headphones := self._headphones) is not None:
            headphones.offer(monitor)
        for listener in self._listeners:
            try:
                listener(program, monitor)
            except Exception:  # who listens must not end the sound of all others
                log.exception("a listener failed and is not called again")
                self._forget(listener)

    def _deliver(self, program: AudioBlock, mixture: Mixture) -> None:
        if (delivering := self._delivery) is None:
            return
        delivery = delivering.delivery
        try:
            due = delivery.push(self._start + LOOKAHEAD, mixture) if delivery else program
            if due is not None:
                delivering.taker(due)
        except Exception:  # as a listener
            log.exception("what viewers hear cannot be given")
            self._end_delivery(delivering)


@dataclass(frozen=True, slots=True, eq=False)
class _Delivering:
    """Who takes what viewers hear, and what they are not given yet; None without a delay."""

    taker: Taker
    delivery: Delivery | None


class _Row:
    """One source at work: its strip, its meter, and an ear for talk."""

    def __init__(self, source: SoundSource) -> None:
        self.strip = Strip(source)
        self.peak = PeakMeter(_BLOCK_S)
        self.is_broken = False
        self._talk = TalkDetector(_BLOCK_S)
        self._power = 0.0

    def measured(self, block: Samples) -> Samples:
        """Take note of a block before it is mixed; what is not sound at all is made silent."""
        peak = float(np.abs(block).max())
        if not peak <= ABSURD:
            block = made_sane(block)
            peak = float(np.abs(block).max())
        gain = self.strip.gain
        self.peak.add(peak, gain)
        flat = block.reshape(-1)
        self._power = float(np.dot(flat, flat)) / len(flat) * gain * gain
        return block

    def hears_talk(self, *, is_command: bool) -> bool:
        source = self.strip.source
        if not source.is_voice or self.strip.is_leaving:
            return False
        return self._talk.hears_talk(self._power, is_muted=source.is_muted and not is_command)


def _block(samples: Samples, start: int) -> AudioBlock:
    samples.flags.writeable = False
    return AudioBlock(samples, start)
