"""What is so at the moment."""

import math
import time
from datetime import UTC, datetime

from studio.commands.command import Category, Outcome, command
from studio.delay import hears, hears_commands
from studio.model.announcement import Announcement, Earcon
from studio.model.events import Answered
from studio.model.message import Duration, Message, Name, Number, roughly, say, say_n
from studio.model.state import OutputPhase, ShowState
from studio.show import Show
from studio.speech import leaks
from studio.speech.level_watch import SPEECH_LU, loudness_of
from studio.speech.narrator import behind_words
from studio.text import N_


@command(
    "status.on_air",
    title=N_("What is on air"),
    about=N_("Says whether you are live and heard; asked again, all that viewers see and hear."),
    category=Category.STATUS,
    keys="Ctrl+I",
    phrases=(N_("what is on air"), N_("status")),
)
def on_air(show: Show) -> Outcome:
    state = show.state
    sentences = [_live(state), *_behind(state), *_streams(state), _heard(state)]
    if show.second_press.confirms("status.on_air"):
        sentences = [_live(state), *_behind(state), *_outputs(state), _scene(state), *_card(state)]
        sentences += [_microphone(state), *_lost(state), *_dropped(state)]
    return Outcome(
        Announcement(_together(sentences), topic="status"),
        data={
            "live": state.is_live,
            "recording": state.recording is not None,
            "scene": state.scene_on_air.name if state.scene_on_air else "",
            "behind_s": state.behind_s,
            "card": state.card.code if state.card else "",
            "muted": bool(state.voice and state.voice.is_muted),
            "pictures_dropped": state.pictures_dropped,
        },
    )


def _together(sentences: list[Message]) -> Message:
    whole = sentences[0]
    for sentence in sentences[1:]:
        whole = whole.then(sentence)
    return whole


def _live(state: ShowState) -> Message:
    if state.live_since is not None:
        lasted = roughly(time.monotonic() - state.live_since)
        if state.is_cut_off:
            return say("Connection lost, trying again. Live for {time}.", time=lasted)
        if state.is_rehearsal:
            return say("You are rehearsing as if live, {time}.", time=lasted)
        return say("You are live, {time}.", time=lasted)
    if state.is_rehearsal:
        return say("You are rehearsing, off air.")
    return say("You are not live.")


def _behind(state: ShowState) -> list[Message]:
    """How far viewers are behind, and whether that is enough for commands by voice."""
    behind = behind_words(state.behind_s) if state.is_live else None
    return [*([behind] if behind else []), *([hears_commands(state)] if hears(state) else [])]


def _outputs(state: ShowState) -> list[Message]:
    recorded = _recorded(state)
    return [*_streams(state), *([say("Recording, {time}.", time=recorded)] if recorded else [])]


def _recorded(state: ShowState) -> Duration | None:
    recording = state.recording
    if recording is None or recording.since is None:
        return None
    return Duration(time.monotonic() - recording.since)


def _streams(state: ShowState) -> list[Message]:
    """Those that are not as they should be; that all are lost was said before."""
    if state.is_cut_off:
        return []
    sentences: list[Message] = []
    for output in state.outputs:
        name = Name(output.name)
        if output.phase is OutputPhase.CONNECTING:
            sentences.append(say("{destination} is connecting.", destination=name))
        elif output.phase is OutputPhase.LOST:
            sentences.append(say("{destination} is lost; trying again.", destination=name))
    return sentences


def _scene(state: ShowState) -> Message:
    scene = state.scene_on_air
    return say("Scene {scene}.", scene=Name(scene.name)) if scene else say("No scene.")


def _card(state: ShowState) -> list[Message]:
    if state.card is None:
        return [say("No card.")]
    price = state.card.price_at(datetime.now(UTC))
    return [say("Card {name}, {price}.", name=state.card.name, price=price)]


def _microphone(state: ShowState) -> Message:
    voice = state.voice
    if voice is None:
        return say("No microphone.")
    if voice.id in state.lost_sources:
        return say("{microphone} is lost.", microphone=Name(voice.name))
    if voice.is_muted:
        return say("{microphone} is muted.", microphone=Name(voice.name))
    return say("{microphone} is open.", microphone=Name(voice.name))


def _heard(state: ShowState) -> Message:
    """Whether viewers hear the streamer."""
    voice = state.voice
    if voice is None or voice.id in state.lost_sources:
        return _microphone(state)
    return say("You are muted.") if voice.is_muted else say("You are not muted.")


def _lost(state: ShowState) -> list[Message]:
    voice = state.voice
    return [
        say("{source} gives nothing.", source=Name(source.name))
        for source in (*state.picture_sources, *state.sound_sources)
        if source.id in state.lost_sources and source != voice
    ]


def _dropped(state: ShowState) -> list[Message]:
    count = state.pictures_dropped
    return [say_n("{n} picture was lost.", "{n} pictures were lost.", count)] if count else []


@command(
    "status.live",
    title=N_("Am I live"),
    about=N_("Says whether you are live, and for how long."),
    category=Category.STATUS,
    keys="Ctrl+1",
    phrases=(N_("am I live"),),
)
def am_i_live(show: Show) -> Announcement:
    state = show.state
    sentences = [_live(state), *_behind(state), *_streams(state)]
    return Announcement(_together(sentences), topic="status")


@command(
    "status.muted",
    title=N_("Am I muted"),
    about=N_("Says whether viewers can hear your microphone."),
    category=Category.STATUS,
    keys="Ctrl+2",
    phrases=(N_("am I muted"),),
)
def am_i_muted(show: Show) -> Announcement:
    return Announcement(_heard(show.state), topic="status")


@command(
    "status.time",
    title=N_("How long"),
    about=N_("Says how long you have been live, and recording."),
    category=Category.STATUS,
    keys="Ctrl+3",
    phrases=(N_("how long"),),
)
def how_long(show: Show) -> Announcement:
    state = show.state
    sentences: list[Message] = []
    if state.live_since is not None:
        lasted = Duration(time.monotonic() - state.live_since)
        sentences.append(say("Live for {time}.", time=lasted))
    if recorded := _recorded(state):
        sentences.append(say("Recording for {time}.", time=recorded))
    sentences = sentences or [say("You are not live, and not recording.")]
    return Announcement(_together(sentences), topic="status")


@command(
    "status.left",
    title=N_("What time is left"),
    about=N_("Says how long you can still record until the disk is full."),
    category=Category.STATUS,
    keys="Ctrl+4",
    phrases=(N_("what time is left"),),
)
def what_is_left(show: Show) -> Outcome:
    """The disk is asked elsewhere; the answer comes after it."""

    def tell(seconds: float) -> None:
        room = say("The disk has room for {time} of recording.", time=Duration(_rounded(seconds)))
        show.tell(Answered(Announcement(room, topic="status")))

    show.tell_room(tell)
    return Outcome()


def _rounded(seconds: float) -> float:
    """To minutes, from an hour on to hours: nobody plans by more."""
    unit = 3600.0 if seconds >= 7200 else 60.0 if seconds >= 120 else 1.0
    return seconds // unit * unit


@command(
    "status.all_right",
    title=N_("Is everything all right"),
    about=N_("Says what is wrong at the moment, or that nothing is."),
    category=Category.STATUS,
    keys="Ctrl+5",
    phrases=(N_("is everything all right"),),
)
def is_all_right(show: Show) -> Outcome:
    problems = _problems(show)
    answer = _together(problems) if problems else say("Everything is all right.")
    return Outcome(
        Announcement(answer, earcon=Earcon.WARNING if problems else None, topic="status"),
        data={"problems": [str(problem) for problem in problems]},
    )


def _problems(show: Show) -> list[Message]:
    """What is wrong now, the gravest for the viewers first."""
    state, levels = show.state, show.levels
    problems = [
        say("{destination} is lost; trying again.", destination=Name(output.name))
        for output in state.outputs
        if output.phase is OutputPhase.LOST
    ]
    voice = state.voice
    if voice is None or voice.id in state.lost_sources or voice.is_muted:
        problems.append(_microphone(state))
    elif state.is_live and math.isinf(levels.short_term):
        problems.append(say("Viewers hear silence."))
    if state.is_leaking:
        problems.append(say("Viewers can hear the studio's voice."))
    problems += _lost(state)
    names = {source.id: source.name for source in state.sound_sources}
    problems += [
        say("{source} is too loud.", source=Name(names[source]))
        for source, level in levels.sources.items()
        if level.is_clipping and source in names
    ]
    return problems + _dropped(state)


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
    voice = show.state.voice
    if voice is not None and voice.is_muted:
        return Announcement(_heard(show.state), topic="status")
    if math.isinf(levels.short_term):
        return Announcement(say("Viewers hear silence."), topic="status")
    return Announcement(
        say(
            "{verdict}: {loudness} LUFS, peak {peak} decibels.",
            verdict=_verdict(loudness_of(levels, show.state.settings)),
            loudness=Number(levels.short_term, 0),
            peak=Number(levels.peak_db, 0) if math.isfinite(levels.peak_db) else "−∞",
        ),
        topic="status",
    )


def _verdict(beside_lu: float) -> Message:
    if beside_lu > 0:
        return say("Too loud")
    if beside_lu < -SPEECH_LU:
        return say("Nearly silent")
    return say("Too quiet") if beside_lu < 0 else say("Good")


@command(
    "status.leak",
    title=N_("Do viewers hear the studio"),
    about=N_("Says whether your microphone picks up the studio's voice from your headphones."),
    category=Category.STATUS,
    keys="Ctrl+7",
    phrases=(N_("do viewers hear the studio"), N_("leak guard")),
)
def do_viewers_hear(show: Show) -> Outcome:
    compared_s = show.levels.compared_s
    answer = leaks.answer(show.state, compared_s, is_read=show.is_read())
    return Outcome(
        Announcement(answer, topic="status"),
        data={"leaks": show.state.is_leaking, "compared_s": round(compared_s)},
    )


@command(
    "status.products",
    title=N_("How many products"),
    about=N_("Says how many products are in the catalogue."),
    category=Category.STATUS,
    phrases=(N_("how many products"),),
)
def how_many_products(show: Show) -> Announcement:
    count = len(show.state.products) + show.state.products_beyond
    return Announcement(say_n("{n} product.", "{n} products.", count), topic="status")
