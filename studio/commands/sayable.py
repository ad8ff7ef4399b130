"""What fits to be said now: the most useful first."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from studio.commands.command import REGISTRY, Command
from studio.model.lesson import HARMLESS, is_known
from studio.model.message import Message, Name, say
from studio.model.state import ShowState
from studio.model.voice import Listening
from studio.show import Show


@dataclass(frozen=True, slots=True)
class Sayable:
    """Something that can be said now.

    Attributes:
        command: What it does: the id of a command.
        words: What is said, in the language in use or as it was taught.
    """

    command: str
    words: Message


def sayable(show: Show) -> list[Sayable]:
    """What fits now, in the order of its use; each command once.

    Where no engine for words listens, only what was taught is understood, by the words it was
    taught with.
    """
    known = [command for command in dict.fromkeys(_fitting(show)) if command in REGISTRY]
    return [
        Sayable(command, words)
        for command in known
        if (words := _words(show, REGISTRY[command])) is not None
    ]


def _words(show: Show, one: Command) -> Message | None:
    state = show.state
    is_held = state.settings.listening != Listening.HANDS_FREE
    for taught in state.taught:
        is_heard = is_known(taught) or (is_held and one.id in HARMLESS and taught.takes)
        if taught.command == one.id and is_heard:
            return say("{words}", words=Name(taught.title)) if taught.title else say(one.title)
    if not state.listening.language:
        return None
    for phrase in one.phrases:
        filled = {slot: _example(show, one, slot) for slot in one.slots if f"{{{slot}}}" in phrase}
        if all(filled.values()):
            return Message(phrase, MappingProxyType({k: Name(v) for k, v in filled.items()}))
    return None


def _example(show: Show, one: Command, slot: str) -> str:
    """What may stand in a blank: the first thing that it can mean; empty where there is none."""
    choices = one.slots[slot].choices
    offered = choices(show) if choices is not None else ()
    return offered[0][0] if offered else ""


def _fitting(show: Show) -> Iterator[str]:
    """Commands that fit, the most useful first; some of them more than once."""
    state = show.state
    if state.listening.is_asleep:  # without the key nothing else is heeded
        yield "voice.wake"
    if state.question is not None:
        yield from ("studio.yes", "studio.no")
    yield from ("voice.first", "voice.second")[: len(state.listening.offers)]
    if state.is_connecting:
        yield "show.end"
    if state.voice is not None and state.voice.is_muted:
        yield _by_words(state, "sound.mute", "sound.unmute")
    yield from _on_air(state) if state.is_live else _off_air(state)
    yield "status.on_air"
    if show.history.done:
        yield "studio.undo"
    yield from ("message.repeat", "status.all_right")
    yield from _everyday(show)
    if state.listening.is_testing:
        yield "voice.test_mode"
    yield "speech.silence"
    if state.settings.listening == Listening.HANDS_FREE and not state.listening.is_asleep:
        yield "voice.sleep"
    yield "voice.more"


def _on_air(state: ShowState) -> Iterator[str]:
    """In the middle of a show: what is on the card, what comes next, what viewers hear."""
    if state.card is not None:
        yield from ("order.take_shown", "card.next", "card.hide", "product.price", "card.read")
    if state.rundown.segments:
        yield from ("rundown.next", "prompt.next", "rundown.left")
    yield from ("card.next", "card.show")
    yield _by_words(state, "sound.mute", "sound.close")
    yield from ("scene.switch", "sales.progress")
    yield from ("viewers.note", "status.live", "status.muted", "status.time", "hand.what")
    yield _recording(state)
    yield "show.end"


def _off_air(state: ShowState) -> Iterator[str]:
    """Before a show: what it takes to begin one."""
    if state.destinations or state.is_rehearsal:
        yield "show.go_live"
    rehearse = "rehearsal.end" if state.is_rehearsal else "rehearsal.begin"
    yield _by_words(state, "show.rehearse", rehearse)
    yield from ("status.loudness", "scene.switch", "card.show")
    yield from ("rundown.next",) if state.rundown.segments else ("rundown.open", "rundown.new")
    yield _by_words(state, "sound.mute", "sound.close")
    yield _recording(state)
    yield from ("hand.what", "report.hear")


def _recording(state: ShowState) -> str:
    words = "record.start" if state.recording is None else "record.stop"
    return _by_words(state, "record.toggle", words)


def _by_words(state: ShowState, toggle: str, words: str) -> str:
    """What was taught stands for the key; who speaks in words says which way."""
    is_taught = any(one.command == toggle and one.takes for one in state.taught)
    return toggle if is_taught else words


def _everyday(show: Show) -> Iterator[str]:
    """The rest that is done by one sentence."""
    state = show.state
    if state.rundown.segments:
        yield from ("rundown.previous", "rundown.jump", "rundown.where", "prompt.again")
        yield from ("prompt.facts",)
    yield from ("card.previous", "hand.show", "sound.louder", "sound.quieter", "status.left")
    if state.works:
        yield from ("status.works", "studio.cancel")
    if show.history.undone:
        yield "studio.redo"
    yield "voice.log"
