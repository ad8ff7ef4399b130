"""Commands by voice: when they are listened to, what can be said, and what was heard."""

import time
from collections.abc import Sequence
from functools import reduce
from typing import Annotated

from studio.commands.by_voice import TEST
from studio.commands.command import REGISTRY, Category, Invocation, Origin, Outcome, Slot, command
from studio.commands.keys import keys_of
from studio.commands.sayable import Sayable, sayable
from studio.listening import TOPIC, test_is_over
from studio.model.announcement import HEARD, Announcement, warning
from studio.model.errors import CommandError
from studio.model.listening import Heard
from studio.model.message import Message, say, say_n
from studio.model.naming import by_name
from studio.model.state import ShowState
from studio.model.studio_name import has_name
from studio.model.voice import Listening
from studio.show import Show
from studio.text import N_, translate

AT_ONCE = 5
"""So many things that can be said are told at a time."""

_HOLD = "voice.hold"


@command(
    _HOLD,
    title=N_("Speak a command"),
    about=N_("While you hold the key, the studio listens for a command and viewers hear nothing."),
    category=Category.LISTENING,
    keys="F5",
    is_global=True,
    released="voice.release",
)
def hold(show: Show, at: float | None = None, origin: Origin = Origin.WINDOW) -> Outcome:
    """Silent but for a signal: what is said next is what counts."""
    pressed_at = time.monotonic() if at is None else at
    show.listening.hold(pressed_at, is_by_key=origin is Origin.KEY)
    return Outcome()


@command(
    "voice.release",
    title=N_("End of a command"),
    about=N_("The key was let go: what was said is understood, and viewers hear you again."),
    category=Category.LISTENING,
    is_listed=False,
)
def release(show: Show, at: float | None = None, *, is_left: bool = False) -> Outcome:
    """Silent but for a signal, unless the window was left while the key was still held."""
    is_over = show.listening.release(time.monotonic() if at is None else at)
    if not (is_left and is_over):
        return Outcome()
    heard_again = say("Viewers hear you again.")
    told = say("Another window took the focus.").then(heard_again)
    return Outcome(warning(told, TOPIC, heard_again))


# ------------------------------------------------------------------------------ when it listens

_MODES = {
    Listening.HELD: N_("while held"),
    Listening.HANDS_FREE: N_("hands-free"),
    Listening.OFF: N_("never"),
}


def _find_mode(show: Show, words: str) -> list[Listening]:  # noqa: ARG001 - as every slot
    named = [(translate(title), mode) for mode, title in _MODES.items()]
    return [mode for mode in _MODES if mode == words] or by_name(words, named)


MODES = Slot(
    _find_mode,
    choices=lambda _show: [(translate(title), str(mode)) for mode, title in _MODES.items()],
)


@command(
    "voice.listen",
    title=N_("Listen for commands"),
    about=N_("Has the studio listen while the key is held, hands-free behind its name, or never."),
    category=Category.LISTENING,
    phrases=(N_("listen {mode}"),),
)
def listen(show: Show, mode: Annotated[Listening, MODES]) -> Outcome:
    before = show.listening.mode
    if mode is Listening.HANDS_FREE and not has_name(show.state):
        raise CommandError(
            say("The studio has no name yet by which you could call it."),
            say("Teach it one under “Voice commands”, then listen hands-free."),
        )
    show.change_setting("listening", str(mode))
    told = {
        Listening.OFF: _never,
        Listening.HELD: _while_held,
        Listening.HANDS_FREE: _hands_free,
    }[mode](show.state)
    undo = Invocation("settings.change", {"name": "listening", "value": str(before)})
    return Outcome(told, undo=undo if mode is not before else None)


def _never(_state: ShowState) -> Announcement:
    whole = say("Commands by voice are off. No sound reaches what understands them.")
    return Announcement(whole, brief=say("Commands by voice are off."), topic=TOPIC)


def _while_held(state: ShowState) -> Announcement:
    if not (key := _key_of(_HOLD, state)):
        return Announcement(say("Listening while “speak a command” is held."), topic=TOPIC)
    return Announcement(say("Listening while {key} is held.", key=key), topic=TOPIC)


def _hands_free(_state: ShowState) -> Announcement:
    whole = say("Listening hands-free. Begin every command with the studio's name.")
    return Announcement(whole, brief=say("Listening hands-free."), topic=TOPIC)


@command(
    "voice.sleep",
    title=N_("Sleep"),
    about=N_("Hands-free the studio heeds nothing until it is woken; the same key wakes it."),
    category=Category.LISTENING,
    keys="Shift+F7",
    phrases=(N_("sleep"), N_("go to sleep")),
)
def sleep(show: Show, origin: Origin = Origin.WINDOW) -> Outcome:
    """By its key it also wakes, so that one key is enough.

    Undoing passes it by, and what was done before it is what *undo* means.
    """
    if origin is Origin.KEY and show.state.listening.is_asleep:
        return wake(show)
    show.listening.sleep()
    whole = say("Asleep. To wake it, say its name and “wake up”.")
    return Outcome(Announcement(whole, brief=say("Asleep."), topic=TOPIC))


@command(
    "voice.wake",
    title=N_("Wake up"),
    about=N_("Hands-free the studio heeds commands again."),
    category=Category.LISTENING,
    phrases=(N_("wake up"),),
)
def wake(show: Show) -> Outcome:
    show.listening.wake()
    return Outcome(
        Announcement(say("Awake. It listens for commands."), brief=say("Awake."), topic=TOPIC)
    )


@command(
    TEST,
    title=N_("Try commands by voice"),
    about=N_("From now on what you say is told and not done, until you use this once more."),
    category=Category.LISTENING,
    phrases=(N_("test mode"), N_("try commands")),
)
def test_mode(show: Show) -> Outcome:
    on = not show.state.listening.is_testing
    show.listening.test(on=on)
    told = (
        Announcement(
            say("Test mode: commands by voice are told and not done. Keys act as ever.").then(
                say("“Try commands by voice” ends it.")
            ),
            brief=say("Test mode: commands by voice are told and not done."),
            topic=TOPIC,
        )
        if on
        else test_is_over()
    )
    return Outcome(told)


# ------------------------------------------------------------------------------- what can be said


@command(
    "voice.what_can_i_say",
    title=N_("What can I say"),
    about=N_("Names five commands that fit now; used again at once, the next five."),
    category=Category.LISTENING,
    keys="Shift+F5",
    phrases=(N_("what can I say"),),
)
def what_can_i_say(show: Show) -> Outcome:
    can, left = sayable(show), _left(show)
    if not can:
        raise CommandError(
            say("The studio does not understand anything you say yet."),
            say("Teach it commands under “Voice commands”."),
        )
    if not left:
        show.recall.name_anew()
    return _tell(show, left or can)


@command(
    "voice.more",
    title=N_("More that I can say"),
    about=N_("Names the next five commands that fit now."),
    category=Category.LISTENING,
    phrases=(N_("more"), N_("what else can I say")),
)
def more(show: Show) -> Outcome:
    if not (left := _left(show)):
        raise CommandError(
            say("There is nothing more."), say("To hear it all again, use “what can I say”.")
        )
    return _tell(show, left)


def _left(show: Show) -> list[Sayable]:
    """What fits now and was not named a moment ago."""
    named = show.recall.named(time.monotonic())
    return [one for one in sayable(show) if one.command not in named]


def _tell(show: Show, can: Sequence[Sayable]) -> Outcome:
    now, left = can[:AT_ONCE], len(can[AT_ONCE:])
    show.recall.name([one.command for one in now], time.monotonic())
    quoted = [say("“{phrase}”", phrase=one.words) for one in now]
    # Translators: joins what can be said: “mute”, “next card”.
    told = reduce(lambda one, other: say("{one}, {other}", one=one, other=other), quoted)
    whole, brief = say("You can say: {phrases}.", phrases=told), say("{phrases}.", phrases=told)
    if left:
        rest = say_n("For {n} more, say “more”.", "For {n} more, say “more”.", left)
        whole, brief = whole.then(rest), brief.then(rest)
    return Outcome(
        Announcement(whole, brief=brief, topic="what can I say"),
        data={"phrases": [str(one.words) for one in now], "more": left},
    )


# ------------------------------------------------------------------------ what may have been meant


def _number(words: str) -> list[int]:
    return [int(words)] if words.isdecimal() and len(words) < 3 else []


OFFERS = Slot(
    lambda _show, words: _number(words.strip()),
    choices=lambda show: [
        (str(say("{number}. {name}", number=n, name=offer.title)), str(n))
        for n, offer in enumerate(show.state.listening.offers, 1)
    ],
)


@command(
    "voice.choose",
    title=N_("Choose what I meant"),
    about=N_("Does one of the things that the studio took your words for, by its number."),
    category=Category.LISTENING,
    phrases=(N_("number {number}"), N_("choose {number}")),
)
def choose(show: Show, number: Annotated[int, OFFERS]) -> Outcome:
    return Outcome(then=show.recall.take_offer(number).wish)


@command(
    "voice.first",
    title=N_("I meant the first"),
    about=N_("Does the first of the things that the studio took your words for."),
    category=Category.LISTENING,
    keys="Ctrl+F1",
    phrases=(N_("one"), N_("the first one")),
)
def choose_first(show: Show) -> Outcome:
    return choose(show, 1)


@command(
    "voice.second",
    title=N_("I meant the second"),
    about=N_("Does the second of the things that the studio took your words for."),
    category=Category.LISTENING,
    keys="Ctrl+F2",
    phrases=(N_("two"), N_("the second one")),
)
def choose_second(show: Show) -> Outcome:
    return choose(show, 2)


# ------------------------------------------------------------------------------------ the day's log


@command(
    "voice.log",
    title=N_("What was heard today"),
    about=N_("Says how many commands by voice were heard today, and what became of the last."),
    category=Category.STATUS,
    phrases=(N_("what was heard"), N_("what did you hear")),
)
def tell_log(show: Show) -> Outcome:
    log = show.state.listening.log
    if not log:
        return Outcome(Announcement(say("Nothing was heard today."), topic=HEARD))
    done = sum(heard.was_done for heard in log)
    told = say_n("Heard {n} time today,", "Heard {n} times today,", len(log)).then(
        say_n("{n} time something was done.", "{n} times something was done.", done)
    )
    last = log[-1]
    return Outcome(
        Announcement(told.then(told_of(last)), topic=HEARD),
        data={"heard": len(log), "done": done},
    )


def told_of(heard: Heard) -> Message:
    """One entry of the log as a sentence."""
    if heard.understood is None:
        return say("The last was not understood. {result}", result=heard.result)
    return say("The last: {words}. {result}", words=heard.understood, result=heard.result)


@command(
    "voice.clear_log",
    title=N_("Forget what was heard"),
    about=N_("Clears the log of what was heard today, also where the messages tell of it."),
    category=Category.LISTENING,
    phrases=(N_("forget what was heard"), N_("clear the log")),
)
def clear_log(show: Show) -> Outcome:
    """For good: what can be taken back was not forgotten."""
    count = show.recall.clear_log()
    show.unsay()
    told = say("Nothing was heard today.")
    if count:
        told = say_n("{n} entry is forgotten.", "{n} entries are forgotten.", count)
    return Outcome(Announcement(told, topic=TOPIC), data={"forgotten": count})


def _key_of(which: str, state: ShowState) -> str:
    return keys_of(REGISTRY[which], state.keys)
