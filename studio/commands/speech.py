"""The studio's own voice: quiet, faster, louder, and where it is heard."""

import threading

from studio.commands.answers import YES
from studio.commands.command import REGISTRY, Category, Invocation, Outcome, command
from studio.commands.keys import keys_of
from studio.model.announcement import Announcement, Priority
from studio.model.errors import CommandError
from studio.model.message import Message, Name, Number, say
from studio.model.settings import Settings
from studio.model.voicing import FASTEST_WPM, SLOWEST_WPM
from studio.show import Show
from studio.text import N_

_STEP = 1.1
"""Every step of speed is heard as equally large."""
_STEP_PERCENT = 10
_QUIETEST_PERCENT = 5


@command(
    "speech.silence",
    title=N_("Be quiet"),
    about=N_("Silences the studio's own voice at once, and drops what it still had to say."),
    category=Category.SPEECH,
    keys="F7",
    phrases=(N_("be quiet"),),
    is_global=True,
)
def silence(show: Show) -> Outcome:
    """There is no answer: it would be speech."""
    show.silence()
    return Outcome()


def _change(show: Show, name: str, value: int) -> Outcome:
    before = getattr(show.state.settings, name)
    if value == before:
        raise CommandError(say("It goes no further."), say("Change it the other way."))
    show.change_setting(name, value)
    told = {
        "speech_wpm": say("{n} words a minute.", n=Number(value)),
        "speech_volume": say("{n} percent loud.", n=Number(value)),
    }[name]
    return Outcome(
        Announcement(told, priority=Priority.NEXT, topic=f"setting {name}"),
        undo=Invocation("settings.change", {"name": name, "value": before}),
    )


def _faster(settings: Settings, step: float) -> int:
    wpm = round(settings.speech_wpm * step / 5) * 5
    return min(max(wpm, SLOWEST_WPM), FASTEST_WPM)


@command(
    "speech.faster",
    title=N_("Speak faster"),
    about=N_("Has the studio's own voice speak a tenth faster, up to 900 words a minute."),
    category=Category.SPEECH,
    keys="Ctrl+F8",
    repeats=True,
    phrases=(N_("speak faster"),),
)
def faster(show: Show) -> Outcome:
    return _change(show, "speech_wpm", _faster(show.state.settings, _STEP))


@command(
    "speech.slower",
    title=N_("Speak slower"),
    about=N_("Has the studio's own voice speak a tenth slower, down to 80 words a minute."),
    category=Category.SPEECH,
    keys="Ctrl+F7",
    repeats=True,
    phrases=(N_("speak slower"),),
)
def slower(show: Show) -> Outcome:
    return _change(show, "speech_wpm", _faster(show.state.settings, 1 / _STEP))


@command(
    "speech.louder",
    title=N_("Speak louder"),
    about=N_("Makes the studio's own voice louder in your headphones."),
    category=Category.SPEECH,
    keys="Ctrl+Shift+F8",
    repeats=True,
    phrases=(N_("speak louder"),),
)
def louder(show: Show) -> Outcome:
    return _change(
        show, "speech_volume", min(100, show.state.settings.speech_volume + _STEP_PERCENT)
    )


@command(
    "speech.softer",
    title=N_("Speak softer"),
    about=N_("Makes the studio's own voice softer in your headphones."),
    category=Category.SPEECH,
    keys="Ctrl+Shift+F7",
    repeats=True,
    phrases=(N_("speak softer"),),
)
def softer(show: Show) -> Outcome:
    quieter = show.state.settings.speech_volume - _STEP_PERCENT
    return _change(show, "speech_volume", max(_QUIETEST_PERCENT, quieter))


@command(
    "speech.headphones",
    title=N_("Choose headphones by ear"),
    about=N_("Has everything that plays say its own name, one after the other; yes takes it."),
    category=Category.SPEECH,
    keys="Ctrl+Shift+H",
    phrases=(N_("choose headphones"),),
)
def hear_headphones(show: Show) -> Outcome:
    """Each name is heard on its own device: who hears it wears what is meant."""
    if show.state.is_live:
        raise CommandError(
            say("You are live, and loudspeakers would be heard by viewers."),
            say("Choose headphones by name in the settings."),
        )
    wanted = threading.Event()
    wanted.set()
    work = show.begin_work(say("Everything that plays says its name."), wanted.clear)

    def go_on(before: str | None, left: tuple[str, ...]) -> None:
        is_taken = show.pending is None and show.state.settings.monitor_device == before
        if not left or is_taken or not wanted.is_set():
            show.end_work(work)
            return
        name, rest = left[0], left[1:]
        wish = Invocation("settings.change", {"name": "monitor_device", "value": name})
        show.ask(say("Are these your headphones: {device}?", device=Name(name)), wish)
        show.say_on(name, _introduction(show, name), lambda: go_on(name, rest))

    show.headphones(lambda names: go_on(None, names))
    return Outcome(Announcement(say("Listen: everything that plays says its name.")), work=work)


def _introduction(show: Show, name: str) -> Message:
    key = keys_of(REGISTRY[YES], show.state.keys)
    how = say("To take these, press {key}.", key=key) if key else say("To take these, say yes.")
    return say("{device}.", device=Name(name)).then(how)
