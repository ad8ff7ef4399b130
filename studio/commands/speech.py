"""The studio's own voice: quiet, faster, louder, and where it is heard."""

import threading

from studio.commands.command import Category, Invocation, Outcome, command
from studio.model.announcement import Announcement, Priority
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.message import Name, Number, say
from studio.model.settings import Settings
from studio.model.state import ShowState
from studio.model.voicing import FASTEST_WPM, SLOWEST_WPM
from studio.show import Show
from studio.text import N_

_STEP = 1.1
"""Every step of speed is heard as equally large."""
_STEP_PERCENT = 10
_QUIETEST_PERCENT = 5
_HEADPHONES = "monitor_device"


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
    about=N_("Has everything that plays say its own name, one after the other; any key takes it."),
    category=Category.SPEECH,
    keys="Ctrl+Shift+H",
    phrases=(N_("choose headphones"),),
)
def hear_headphones(show: Show) -> Outcome:
    """Each name is heard on its own device: who hears it wears what is meant."""
    if _has_viewers(show.state):
        raise _heard_by_viewers()
    search = _Search(show)
    search.go_round()
    return Outcome(
        # What becomes of it is told by the setting; where nothing was heard yet, by that alone.
        Announcement(
            say("Listen: everything that plays says its name."), topic=f"setting {_HEADPHONES}"
        ),
        work=search.work,
    )


class _Search:
    """One device after the other says its name, round and round, that in use as the last.

    A key means the one that was heard last, however long the next one takes to begin. It ends
    once one is taken, by *yes* or by any key in the window, or once it is left, by *no*, Escape
    or *cancel*, or the show goes live; until then nothing is changed. The show's thread.
    """

    def __init__(self, show: Show) -> None:
        self._show = show
        self._over = threading.Event()
        self._is_heard = True
        self._was_asked = False
        self.work = show.works.begin(say("Everything that plays says its name."), self._leave)
        self._unfollow = show.subscribe(self._see)

    def _see(self, state: ShowState) -> None:
        if _has_viewers(state):
            self._fail(_heard_by_viewers())

    def go_round(self) -> None:
        """Begin with the devices there are now: some may have been plugged in meanwhile."""
        if self._over.is_set():
            return
        if not self._is_heard:
            # Else one round would chase the other, and nobody would hear why.
            self._fail(_silent())
            return
        self._is_heard = False
        self._show.headphones(self._begin, self._fail)

    def _begin(self, names: tuple[str, ...]) -> None:
        used = self._show.state.settings.monitor_device
        place = names.index(used) + 1 if used in names else 0
        self._try((*names[place:], *names[:place]))

    def _try(self, names: tuple[str, ...]) -> None:
        if self._over.is_set():
            return
        if not names:
            self._fail(_silent())
            return
        name, left = names[0], names[1:]
        if not self._was_asked:
            self._was_asked = True
            self._show.ask_for_any_key(None, None, self._end)
        words = say("This is {device}. If you hear it, press any key.", device=Name(name))
        how = words.then(say("Escape leaves all as it was."))
        self._show.say_on(
            name, how, self._over, lambda: self._ask(name), lambda error: self._go_on(left, error)
        )

    def _ask(self, name: str) -> None:
        if not self._over.is_set():
            wish = Invocation("settings.change", {"name": _HEADPHONES, "value": name})
            asked = say("Are these your headphones: {device}?", device=Name(name))
            self._show.ask_for_any_key(asked, wish, self._end)

    def _go_on(self, left: tuple[str, ...], error: StudioError | None) -> None:
        self._is_heard |= error is None
        if left:
            self._try(left)
        else:
            self.go_round()

    def _fail(self, error: StudioError) -> None:
        if not self._over.is_set():
            self._leave()
            self._show.tell(Answered(error.announcement(f"setting {_HEADPHONES}")))

    def _leave(self) -> None:
        """Take none."""
        self._end()
        pending = self._show.pending
        if pending is not None and pending.dropped == self._end:
            self._show.drop_question()

    def _end(self) -> None:
        self._over.set()
        self._unfollow()
        self._show.works.end(self.work)


def _has_viewers(state: ShowState) -> bool:
    return state.is_live or state.is_connecting


def _heard_by_viewers() -> CommandError:
    return CommandError(
        say("Viewers would hear loudspeakers now."),
        say("Choose headphones by name in the settings."),
    )


def _silent() -> StudioError:
    return StudioError(
        say("Nothing here can play sound."), say("Plug in headphones, then choose them again.")
    )
