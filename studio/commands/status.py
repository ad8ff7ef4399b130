"""What is so at the moment."""

import math
import time

from studio.commands.command import Category, Outcome, command
from studio.model.announcement import Announcement
from studio.model.errors import CommandError
from studio.model.message import Duration, Message, Name, Number, say, say_n
from studio.model.state import OutputPhase, ShowState
from studio.show import Show
from studio.text import N_


@command(
    "status.on_air",
    title=N_("What is on air"),
    about=N_("Says whether you are live, and what viewers see and hear."),
    category=Category.STATUS,
    keys="Ctrl+I",
    phrases=(N_("what is on air"), N_("status")),
)
def on_air(show: Show) -> Outcome:
    state = show.state
    sentences = [_live(state), *_outputs(state), _scene(state), *_card(state), _microphone(state)]
    sentences += _lost(state)
    whole = sentences[0]
    for sentence in sentences[1:]:
        whole = whole.then(sentence)
    return Outcome(
        Announcement(whole, brief=sentences[0].then(_microphone(state)), topic="status"),
        data={
            "live": state.is_live,
            "recording": state.recording is not None,
            "scene": state.scene_on_air.name if state.scene_on_air else "",
            "card": state.card.code if state.card else "",
            "muted": bool(state.voice and state.voice.is_muted),
        },
    )


def _live(state: ShowState) -> Message:
    if state.live_since is not None:
        lasted = Duration(time.monotonic() - state.live_since)
        if state.is_rehearsal:
            return say("You are rehearsing as if live, {time}.", time=lasted)
        return say("You are live, {time}.", time=lasted)
    if state.is_rehearsal:
        return say("You are rehearsing, off air.")
    return say("You are not live.")


def _outputs(state: ShowState) -> list[Message]:
    sentences: list[Message] = []
    for output in state.outputs:
        name = Name(output.name)
        if output.phase is OutputPhase.CONNECTING:
            sentences.append(say("{destination} is connecting.", destination=name))
        elif output.phase is OutputPhase.LOST:
            sentences.append(say("{destination} is lost; trying again.", destination=name))
    recording = state.recording
    if recording is not None and recording.since is not None:
        lasted = Duration(time.monotonic() - recording.since)
        sentences.append(say("Recording, {time}.", time=lasted))
    return sentences


def _scene(state: ShowState) -> Message:
    scene = state.scene_on_air
    return say("Scene {scene}.", scene=Name(scene.name)) if scene else say("No scene.")


def _card(state: ShowState) -> list[Message]:
    if state.card is None:
        return [say("No card.")]
    return [say("Card {name}, {price}.", name=state.card.name, price=state.card.price)]


def _microphone(state: ShowState) -> Message:
    voice = state.voice
    if voice is None:
        return say("No microphone.")
    if voice.id in state.lost_sources:
        return say("{microphone} is lost.", microphone=Name(voice.name))
    if voice.is_muted:
        return say("{microphone} is muted.", microphone=Name(voice.name))
    return say("{microphone} is open.", microphone=Name(voice.name))


def _lost(state: ShowState) -> list[Message]:
    voice = state.voice
    return [
        say("{source} gives nothing.", source=Name(source.name))
        for source in (*state.picture_sources, *state.sound_sources)
        if source.id in state.lost_sources and source != voice
    ]


@command(
    "status.loudness",
    title=N_("How loud am I"),
    about=N_("Says the peak and the loudness of what viewers hear."),
    category=Category.STATUS,
    keys="Ctrl+L",
    phrases=(N_("how loud am I"),),
)
def how_loud(show: Show) -> Announcement:
    levels = show.levels
    if math.isinf(levels.short_term):
        return Announcement(say("Viewers hear silence."), topic="status")
    return Announcement(
        say(
            "Loudness {loudness} LUFS, peak {peak} decibels.",
            loudness=Number(levels.short_term, 0),
            peak=Number(levels.peak_db, 0) if math.isfinite(levels.peak_db) else "−∞",
        ),
        topic="status",
    )


@command(
    "status.products",
    title=N_("How many products"),
    about=N_("Says how many products are in the catalogue."),
    category=Category.STATUS,
    phrases=(N_("how many products"),),
)
def how_many_products(show: Show) -> Announcement:
    count = len(show.state.products)
    return Announcement(say_n("{n} product.", "{n} products.", count), topic="status")


@command(
    "message.repeat",
    title=N_("Repeat"),
    about=N_("Says the last message again."),
    category=Category.STATUS,
    keys="Ctrl+Shift+Space",
    phrases=(N_("repeat"), N_("say it again")),
)
def repeat(show: Show) -> Announcement:
    last = show.last_said()
    if last is None:
        raise CommandError(say("Nothing was said yet."), say("Ask “what is on air”."))
    return last
