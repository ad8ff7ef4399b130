"""The state of the show in one line, short enough for a braille display."""

import time

from studio.commands.sales import percent
from studio.model.message import Duration, Message, Number, say, say_n
from studio.model.state import OutputPhase, ShowState
from studio.model.studio_name import lacks_name
from studio.model.voice import Listening
from studio.text import _

CELLS = 40
"""Cells of a common braille display: the state line is never longer."""


def is_starting(state: ShowState) -> bool:
    """The engines are still loading: nothing at all is known yet."""
    return not (
        state.scenes
        or state.picture_sources
        or state.sound_sources
        or state.products
        or state.destinations
        or state.outputs
    )


def state_line(state: ShowState) -> str:
    """The state in at most 40 characters, the important first; what does not fit is left out."""
    line = ""
    for part in _parts(state):
        # Translators: joins the parts of the state line: "Live, recording, muted".
        longer = str(say("{line}, {part}", line=line, part=part)) if line else part
        if len(longer) <= CELLS:
            line = longer
    return line


def sales_line(state: ShowState) -> str:
    """What was sold and how far the targets are, in short; empty where there is nothing to say."""
    sales = state.sales
    parts: list[str] = []
    if sales.count or sales.is_on:
        parts.append(str(say_n("{n} order", "{n} orders", sales.count)))
    parts += [amount.words() for amount in sales.takings]
    for progress in sales.progresses:
        share = percent(progress)
        told = (
            say("your target {percent} %", percent=share)
            if progress.target.person
            else say("centre's target {percent} %", percent=share)
        )
        parts.append(str(told))
    if sales.most_viewers is not None:
        parts.append(str(say_n("{n} viewer", "{n} viewers", sales.most_viewers)))
    line = ""
    for part in parts:
        line = str(say("{line}, {part}", line=line, part=part)) if line else part
    return line


def tone(state: ShowState) -> str:
    """How the line is coloured: `live`, `warning`, or plain when empty."""
    streams = state.streams
    if any(o.phase is OutputPhase.LOST for o in state.outputs):
        return "warning"
    if state.is_live and streams and not state.is_rehearsal:
        return "live"
    return "warning" if state.is_live or streams or state.is_rehearsal else ""


def clock_line(state: ShowState, now: float | None = None) -> str:
    """How long the show and the recording have been running, for the eye."""
    parts: list[Message] = []
    now = time.monotonic() if now is None else now
    if state.live_since is not None:
        parts.append(say("Live {time}", time=_digits(now - state.live_since)))
    recording = state.recording
    if recording is not None and recording.since is not None:
        parts.append(say("Recording {time}", time=_digits(now - recording.since)))
    return "     ".join(map(str, parts))


def clock_words(state: ShowState, now: float | None = None) -> str:
    """The same for the ear; empty when nothing runs."""
    now = time.monotonic() if now is None else now
    if state.live_since is not None:
        return str(say("Live for {time}", time=Duration(now - state.live_since)))
    recording = state.recording
    if recording is not None and recording.since is not None:
        return str(say("Recording for {time}", time=Duration(now - recording.since)))
    return ""


def preview_name(state: ShowState) -> str:
    """What the program picture shows, in words."""
    scene = state.scene_on_air
    if scene is None:
        return str(say("Preview: nothing to see yet"))
    if state.card is not None:
        return str(
            say("Preview: {scene}, card {product}", scene=scene.name, product=state.card.name)
        )
    return str(say("Preview: {scene}", scene=scene.name))


def _parts(state: ShowState) -> list[str]:
    parts = [str(_air(state))]
    recording, voice, scene = state.recording, state.voice, state.scene_on_air
    if is_starting(state):
        return parts
    if state.is_live and state.behind_s > 0.0:
        # Translators: in the state line: viewers get all some seconds later: "5 s later".
        parts.append(str(say("{n} s later", n=Number(state.behind_s, 0))))
    if state.is_learning:
        parts.append(_("learning keys"))
    parts += _listening(state)
    if recording is not None:
        is_lost = recording.phase is OutputPhase.LOST
        parts.append(_("recording lost") if is_lost else _("recording"))
    if voice is not None and voice.id in state.lost_sources:
        parts.append(_("microphone lost"))
    elif voice is not None and voice.is_muted:
        parts.append(_("muted"))
    if scene is not None and any(p.source in state.lost_sources for p in scene.placements):
        parts.append(_("picture lost"))
    if (current := state.rundown.current) is not None:
        name = current.called(state.segment_products.get(current.product))
        place, count = state.rundown.place + 1, len(state.rundown.segments)
        # Translators: in the state line: the segment that runs, of how many: "3 of 8 Green tea".
        place_of = say("{number} of {count} {segment}", number=place, count=count, segment=name)
        parts.append(str(place_of))
    if scene is not None:
        parts.append(scene.name)
    if state.card is not None:
        parts.append(str(say("card {product}", product=state.card.name)))
    return parts


def _listening(state: ShowState) -> list[str]:
    """How commands by voice are listened to, where that is not the usual way: by the key."""
    parts: list[str] = []
    if state.listening.is_testing:
        parts.append(_("testing commands"))
    if state.listening.is_held:
        parts.append(_("listening"))
    elif lacks_name(state) is not None:
        parts.append(_("hands-free, no name"))
    elif state.settings.listening == Listening.HANDS_FREE:
        parts.append(_("asleep") if state.listening.is_asleep else _("listening hands-free"))
    return parts


def listening_line(state: ShowState) -> str:
    """The same in whole words, for the window; empty where nothing is listened to now."""
    listening = state.listening
    if state.settings.listening == Listening.OFF:
        return ""
    if listening.is_held:
        return _("Listening: say a command")
    if listening.is_testing:
        return _("Commands by voice are only tested")
    if lacks_name(state) is not None:
        return _("Hands-free, but no name is taught yet")
    if state.settings.listening == Listening.HANDS_FREE:
        return _("Asleep until woken") if listening.is_asleep else _("Listening hands-free")
    return ""


def _air(state: ShowState) -> Message:
    lost = sum(o.phase is OutputPhase.LOST for o in state.streams)
    if is_starting(state):
        return say("Starting")
    if state.is_cut_off:
        return say("Connection lost")
    if state.is_live and state.is_rehearsal:
        return say("Rehearsing")
    if state.is_live and lost:
        return say_n("Live, {n} destination lost", "Live, {n} destinations lost", lost)
    if state.is_live:
        return say("Live")
    if state.streams:
        return say("Connecting")
    return say("Rehearsal, not started") if state.is_rehearsal else say("Off air")


def _digits(seconds: float) -> str:
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
