"""What is asked first, or only told, where a wish came by voice: gates of the dispatcher."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from studio.commands.answers import asked
from studio.commands.command import (
    REGISTRY,
    Command,
    Invocation,
    Origin,
    Question,
    key_of,
    words_for,
)
from studio.model.announcement import HEARD, Announcement
from studio.model.errors import CommandError
from studio.model.message import Message, Name, say
from studio.model.scene import SoundSource
from studio.show import Show

TEST = "voice.test_mode"

_ENDING = {"remove", "delete", "forget", "cancel", "reset", "restore", "take_back"}
"""Verbs of commands that take something away."""

_ASK_THEMSELVES = {"product.price", "product.discount"}
"""What they ask tells more: the price before, and the new one as it was understood."""

_MUTE = {"sound.mute", "sound.unmute"}
_UNDO = "studio.undo"
_WAYS_BACK = {_UNDO, "studio.redo"}


def question_of(show: Show, command: Command, invocation: Invocation) -> Message | None:
    """What is asked before a command that came by voice is done; None where it is done at once."""
    heard = invocation.heard if invocation.values else None
    wished = heard or say(command.title)
    if command.id in _MUTE:
        return _unmutes(show, command, invocation)
    if command.id in {"record.toggle", "record.stop"}:
        return say("End the recording?") if show.state.recording is not None else None
    if command.id in _WAYS_BACK:
        return _brings_back(show, command)
    subject, _, verb = command.id.partition(".")
    is_price = (
        command.id in _ASK_THEMSELVES
        or "price" in {subject, verb}
        or "price" in verb
        or "price" in invocation.values
    )
    takes_away = any(verb == one or verb.startswith(f"{one}_") for one in _ENDING)
    # To cancel is to stop what is under way; what was done stays.
    takes_away = takes_away and command.id != "studio.cancel"
    if command.is_risky or is_price or takes_away:
        return say("{command}?", command=wished)
    return None


def _about(show: Show, command: Command, invocation: Invocation) -> object:
    """What a question is about, beyond its words: a yes means nothing else."""
    state, slots = show.state, command.slots
    named = [
        tuple(key_of(one) for one in slots[name].find(show, words_for(value)))
        for name, value in sorted(invocation.values.items())
        if name in slots and value is not None
    ]
    match command.id:
        case "studio.undo":
            around: object = next(reversed(show.history.done), None)
        case "studio.redo":
            around = next(reversed(show.history.undone), None)
        case "show.go_live":
            around = state.is_rehearsal
        case "record.toggle" | "record.stop":
            around = state.recording and state.recording.id
        case "order.cancel":
            around = next((order.id for order in state.sales.orders), None)
        case _:
            around = state.voice and state.voice.id if command.id in _MUTE else None
    return named, around


def _unmutes(show: Show, command: Command, invocation: Invocation) -> Message | None:
    muted = _muted(show, command, invocation.values.get("source"))
    return say("Let viewers hear {source} again?", source=Name(muted)) if muted else None


def _brings_back(show: Show, command: Command) -> Message | None:
    """What is taken back or done again is asked as where it is wished for itself.

    To have something new taken away again is not asked: it is the way back from a slip.
    """
    history, is_undo = show.history, command.id == _UNDO
    steps = history.done if is_undo else history.undone
    if not steps:
        return None
    step = steps[-1]
    wished = REGISTRY[step.wish.command]
    if wished.id in _MUTE:
        return _unmutes(show, wished, step.wish)
    if (opened := _opened(show, step.wish.values.get("sounds", ()))) is not None:
        return say("Let viewers hear {source} again?", source=Name(opened.name))
    if is_undo:
        return say("Undo “{command}”?", command=step.title) if wished.is_risky else None
    is_asked = question_of(show, wished, step.wish) is not None
    return say("Do “{command}” again?", command=step.title) if is_asked else None


def _opened(show: Show, sounds: Iterable[SoundSource]) -> SoundSource | None:
    """What viewers would hear of it were the sources like this again; None for nothing more."""
    heard = {source.id for source in show.state.sound_sources if not source.is_muted}
    return next((one for one in sounds if not one.is_muted and one.id not in heard), None)


def _muted(show: Show, command: Command, source: Any) -> str:  # noqa: ANN401 - whatever the slot holds
    """What a mute that is toggled would let viewers hear again: its name; empty for nothing."""
    if source is None:
        voice = show.state.voice
        return voice.name if voice is not None and voice.is_muted else ""
    slot = command.slots.get("source")
    found = slot.find(show, words_for(source)) if slot is not None else ()
    return found[0].name if len(found) == 1 and found[0].is_muted else ""


def asks_first(show: Show, command: Command, invocation: Invocation) -> Announcement | None:
    """The gate of what viewers would notice at once: by voice it is done after a yes.

    Raises:
        CommandError: What the yes was about is not as it was.
    """
    is_sure = invocation.sure_of is not None
    if invocation.origin is not Origin.VOICE and not is_sure:
        return None
    ask = question_of(show, command, invocation)
    if not is_sure and (ask is None or command.id in _ASK_THEMSELVES):
        return None
    about = _about(show, command, invocation)
    if ask is None or (is_sure and about != invocation.sure_of):
        raise CommandError(
            say("It is not as it was when you were asked."), say("Say the command once more.")
        )
    if is_sure:
        return None
    wish = replace(invocation, heard=None, sure_of=about)
    return asked(show, Question(ask, wish), by_voice=True)


def only_tests(show: Show, command: Command, invocation: Invocation) -> Announcement | None:
    """The gate of the test mode: what came by voice is told and not done."""
    is_tested = show.state.listening.is_testing and invocation.origin is Origin.VOICE
    if not is_tested or command.id == TEST:
        return None
    if question_of(show, command, invocation) is not None:
        told = say("Only tested: you would be asked first.")
    else:
        told = say("Only tested: it would be done now.")
    return Announcement(told, topic=HEARD)
