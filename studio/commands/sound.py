"""What viewers hear, and what the streamer hears."""

import math
import time
from dataclasses import replace
from typing import Annotated

from studio.commands.command import Category, Invocation, Outcome, command
from studio.commands.slots import SIGNALS, SOUNDS
from studio.model.announcement import EARCONS, Announcement, Earcon
from studio.model.errors import CommandError
from studio.model.message import Name, Number, say
from studio.model.scene import SoundSource
from studio.show import Show
from studio.text import N_

LOWEST_DB, HIGHEST_DB = -60.0, 24.0

OptionalSound = Annotated[SoundSource | None, SOUNDS]


def _chosen(show: Show, source: SoundSource | None) -> SoundSource:
    """The source named, or the microphone."""
    found = source or show.state.voice
    if found is None:
        raise CommandError(say("There is no microphone."), say("Add a sound source first."))
    return found


@command(
    "sound.mute",
    title=N_("Mute or unmute"),
    about=N_("Mutes the microphone, or another sound, or lets viewers hear it again."),
    category=Category.SOUND,
    keys="Ctrl+M",
    is_global=True,
    phrases=(N_("mute or unmute"),),
)
def mute(show: Show, source: OptionalSound = None) -> Outcome:
    chosen = _chosen(show, source)
    muted = not chosen.is_muted
    show.save_sound_source(replace(chosen, is_muted=muted))
    name = Name(chosen.name)
    answer = (
        Announcement(
            say("{source} is muted.", source=name), brief=say("Muted."), earcon=Earcon.OFF_AIR
        )
        if muted
        else Announcement(
            say("Viewers hear {source} again.", source=name),
            brief=say("Unmuted."),
            earcon=Earcon.ON_AIR,
        )
    )
    return Outcome(answer, undo=Invocation("sound.mute", {"source": chosen.id}))


@command(
    "sound.close",
    title=N_("Mute"),
    about=N_("Mutes the microphone, or another sound; what is muted stays so."),
    category=Category.SOUND,
    phrases=(N_("mute"), N_("mute {source}")),
    is_listed=False,
)
def close(show: Show, source: OptionalSound = None) -> Outcome:
    """Unlike the key, words say what is wanted."""
    chosen = _chosen(show, source)
    if not chosen.is_muted:
        return mute(show, chosen)
    told = say("{source} is muted already.", source=Name(chosen.name))
    return Outcome(Announcement(told, brief=say("Muted."), earcon=Earcon.OFF_AIR))


@command(
    "sound.unmute",
    title=N_("Unmute"),
    about=N_("Lets viewers hear the microphone, or another sound, again."),
    category=Category.SOUND,
    phrases=(N_("unmute"), N_("unmute {source}")),
    is_listed=False,
    is_risky=True,
)
def unmute(show: Show, source: OptionalSound = None) -> Outcome:
    chosen = _chosen(show, source)
    if chosen.is_muted:
        return mute(show, chosen)
    told = say("{source} is open already.", source=Name(chosen.name))
    return Outcome(Announcement(told, brief=say("Unmuted."), earcon=Earcon.ON_AIR))


@command(
    "sound.gain",
    title=N_("Set volume"),
    about=N_("Sets the volume of a sound, in decibels."),
    category=Category.SOUND,
    is_listed=False,
)
def set_gain(show: Show, source: Annotated[SoundSource, SOUNDS], gain_db: float) -> Outcome:
    try:
        wanted = float(gain_db)
    except ValueError:
        wanted = math.nan
    if math.isnan(wanted):
        raise CommandError(
            say("{value} is no volume.", value=str(gain_db)),
            say("Give it as a number of decibels, such as -6."),
        )
    level = min(HIGHEST_DB, max(LOWEST_DB, wanted))
    show.save_sound_source(replace(source, gain_db=level))
    undo = Invocation("sound.gain", {"source": source.id, "gain_db": source.gain_db})
    return Outcome(
        Announcement(
            say("{source} {level} decibels.", source=Name(source.name), level=Number(level, 1)),
            topic=f"gain {source.id}",
        ),
        undo=undo if level != source.gain_db else None,
    )


def _step(show: Show, source: SoundSource | None, step_db: float) -> Outcome:
    chosen = _chosen(show, source)
    return set_gain(show, chosen, chosen.gain_db + step_db)


@command(
    "sound.louder",
    title=N_("Louder"),
    about=N_("Makes the microphone, or another sound, one and a half decibels louder."),
    category=Category.SOUND,
    keys="Ctrl+Shift+Up",
    repeats=True,
    phrases=(N_("louder"), N_("{source} louder")),
)
def louder(show: Show, source: OptionalSound = None) -> Outcome:
    return _step(show, source, 1.5)


@command(
    "sound.quieter",
    title=N_("Quieter"),
    about=N_("Makes the microphone, or another sound, one and a half decibels quieter."),
    category=Category.SOUND,
    keys="Ctrl+Shift+Down",
    repeats=True,
    phrases=(N_("quieter"), N_("{source} quieter")),
)
def quieter(show: Show, source: OptionalSound = None) -> Outcome:
    return _step(show, source, -1.5)


@command(
    "sound.monitor",
    title=N_("Listen to a sound"),
    about=N_("Puts a sound into your headphones, or takes it out; viewers notice nothing."),
    category=Category.SOUND,
    phrases=(N_("listen to {source}"),),
)
def monitor(show: Show, source: Annotated[SoundSource, SOUNDS]) -> Outcome:
    on = not source.is_monitored
    show.save_sound_source(replace(source, is_monitored=on))
    undo = Invocation("sound.monitor", {"source": source.id})
    return Outcome(_monitored(show, Name(source.name), on=on), undo=undo)


def _monitored(show: Show, name: Name, *, on: bool) -> Announcement:
    if on and not show.state.settings.monitor_device:
        return Announcement(
            say(
                "You would hear {source} now, but no headphones are chosen. "
                "Choose them in the settings.",
                source=name,
            )
        )
    if on:
        return Announcement(say("You hear {source} now.", source=name))
    return Announcement(say("You no longer hear {source}.", source=name))


@command(
    "sound.hold_peak",
    title=N_("Hold the peak"),
    about=N_("Notes how loud the microphone gets while you hold the key, and says it then."),
    category=Category.SOUND,
    keys="Ctrl+P",
    released="sound.tell_peak",
)
def hold_peak(show: Show) -> Outcome:
    """Silent, so that the voice itself can be heard; `sound.tell_peak` answers."""
    show.peak_hold.begin(time.monotonic())
    return Outcome()


@command(
    "sound.tell_peak",
    title=N_("Tell the peak"),
    about=N_("Says how loud the microphone got since the peak is held."),
    category=Category.SOUND,
    is_listed=False,
)
def tell_peak(show: Show) -> Outcome:
    peak_db = show.peak_hold.end()
    if peak_db is None:
        return Outcome()
    told = (
        say("Peak {level} decibels.", level=Number(peak_db, 0))
        if math.isfinite(peak_db)
        else say("Silence.")
    )
    return Outcome(Announcement(told, topic="status"))


@command(
    "sound.signal",
    title=N_("Hear a signal"),
    about=N_("Plays one of the short sounds, and says what it means."),
    category=Category.SOUND,
    phrases=(N_("signal {signal}"),),
)
def play_signal(show: Show, signal: Annotated[Earcon, SIGNALS]) -> Announcement:
    if not show.has_headphones:
        if show.state.settings.monitor_device:
            raise CommandError(
                say("The headphones are not there, and signals are heard nowhere else."),
                say("Plug them in, or choose others in the settings."),
            )
        raise CommandError(
            say("No headphones are chosen, and signals are heard nowhere else."),
            say("Choose them in the settings."),
        )
    name = say("{signal}", signal=say(EARCONS[signal]))
    return Announcement(name, topic="signal", sample=signal)
