"""What was said, once more."""

import time
from dataclasses import replace

from studio.commands.command import Category, command
from studio.model.announcement import REPLAY, Announcement
from studio.model.errors import CommandError
from studio.model.message import Duration, Spelled, say
from studio.show import Show
from studio.text import N_


def _last(show: Show) -> tuple[float, Announcement]:
    last = show.last_said()
    if last is None:
        raise CommandError(say("Nothing was said yet."), say("Ask “what is on air”."))
    return last


@command(
    "message.repeat",
    title=N_("Repeat"),
    about=N_("Says the last message again."),
    category=Category.STATUS,
    keys="Ctrl+Shift+Space",
    phrases=(N_("repeat"), N_("say it again")),
)
def repeat(show: Show) -> Announcement:
    _at, last = _last(show)
    return replace(last, topic=REPLAY)


@command(
    "message.spell",
    title=N_("Spell it"),
    about=N_("Says the last message sign by sign."),
    category=Category.STATUS,
    keys="Ctrl+Shift+S",
    phrases=(N_("spell it"),),
)
def spell(show: Show) -> Announcement:
    _at, last = _last(show)
    heard = last.spoken(is_brief=show.state.settings.brief_answers)
    return Announcement(say("{signs}", signs=Spelled(heard)), topic=REPLAY)


@command(
    "message.explain",
    title=N_("Repeat with time and reason"),
    about=N_("Says the last message again, when it was said, and what it answered."),
    category=Category.STATUS,
    keys="Ctrl+Shift+W",
    phrases=(N_("louder with context"), N_("when and why")),
)
def explain(show: Show) -> Announcement:
    at, last = _last(show)
    ago = Duration(time.time() - at)
    if last.cause is None:
        told = say("It was said {time} ago.", time=ago)
    else:
        told = say("It answered “{command}”, {time} ago.", command=last.cause, time=ago)
    return Announcement(last.message.then(told), topic=REPLAY)
