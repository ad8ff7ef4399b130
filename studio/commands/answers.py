"""Yes and no to what was asked, and the work that is under way."""

from dataclasses import replace

from studio.commands.command import REGISTRY, Category, Origin, Outcome, Question, command
from studio.commands.keys import keys_of
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.errors import CommandError
from studio.model.lesson import is_taught
from studio.model.message import Message, Number, say
from studio.model.voice import Listening
from studio.model.work import Work
from studio.show import ANSWER_S, Show
from studio.text import N_

YES = "studio.yes"
CONFIRM_S = 5.0
"""Seconds that a wish by voice waits for its yes, where viewers would notice what it does."""

QUESTION = "question"
"""The topic of what waits for a yes, and of what came of it."""


def not_done() -> Announcement:
    """What is said when a question was answered by no, or by nobody."""
    return Announcement(say("Nothing was done."), brief=say("Not done."), topic=QUESTION)


def asked(show: Show, question: Question, *, by_voice: bool = False) -> Announcement:
    """Have a question wait for a yes; what is said of it, with how yes is said."""
    key = keys_of(REGISTRY[YES], show.state.keys)
    if by_voice and is_taught(show.state.taught, YES):
        how = say("Say yes, or press {key}.", key=key) if key else say("Say yes.")
    elif by_voice and show.state.listening.language:
        how = _by_words(show, key)
    else:
        how = say("For yes, press {key}.", key=key) if key else say("For yes, use “yes”.")
    told = question.ask.then(how)
    show.ask(question.ask, question.wish, CONFIRM_S if by_voice else ANSWER_S, told)
    return Announcement(
        told,
        priority=Priority.NEXT,
        earcon=Earcon.WARNING,
        topic=QUESTION,
        # How it is answered tells how it was wished for.
        quotes_heard=by_voice,
    )


def _by_words(show: Show, key: str) -> Message:
    """How yes is said where an engine for words hears it: hands-free behind the name alone."""
    if show.listening.mode is not Listening.HANDS_FREE:
        return say("Say yes, or press {key}.", key=key) if key else say("Say yes.")
    if key:
        return say("Say the studio's name and yes, or press {key}.", key=key)
    return say("Say the studio's name and yes.")


@command(
    YES,
    title=N_("Yes"),
    about=N_("Does what the studio has just asked about."),
    category=Category.STUDIO,
    keys="Ctrl+Shift+Y",
    phrases=(N_("yes"),),
)
def yes(show: Show, origin: Origin = Origin.WINDOW) -> Outcome:
    if (pending := show.pending) is None or pending.wish is None or not show.awaits_answer:
        raise _nothing_asked()
    show.drop_question()
    wish = pending.wish
    # Whoever presses a key for what was said has wished it by key.
    is_by_key = wish.origin is Origin.VOICE and origin is not Origin.VOICE
    return Outcome(then=replace(wish, origin=origin) if is_by_key else wish)


@command(
    "studio.no",
    title=N_("No"),
    about=N_("Leaves undone what the studio has just asked about."),
    category=Category.STUDIO,
    keys="Ctrl+Shift+N",
    phrases=(N_("no"),),
)
def no(show: Show) -> Announcement:
    if not show.awaits_answer:
        raise _nothing_asked()
    show.drop_question()
    return not_done()


def _nothing_asked() -> CommandError:
    return CommandError(say("Nothing was asked."), say("A question waits some seconds only."))


@command(
    "status.works",
    title=N_("What is under way"),
    about=N_("Says what takes a while, and how far it is."),
    category=Category.STATUS,
    keys="Ctrl+6",
    phrases=(N_("what is under way"), N_("how far is it")),
)
def what_is_under_way(show: Show) -> Outcome:
    works = show.state.works
    answer = say("Nothing is under way.")
    if works:
        answer = told(works[-1])
        for work in works[-2::-1]:
            answer = answer.then(told(work))
    data = {"works": [{"title": str(work.title), "share": work.share} for work in works]}
    return Outcome(Announcement(answer, topic="status"), data=data)


def told(work: Work) -> Message:
    """What is under way, and how far it is."""
    if work.share is None:
        return work.title
    return work.title.then(say("{n} percent is done.", n=Number(work.share * 100, 0)))


@command(
    "studio.cancel",
    title=N_("Cancel"),
    about=N_("Calls off what is under way and was begun last, such as a test."),
    category=Category.STUDIO,
    keys="Ctrl+Shift+X",
    phrases=(N_("cancel"),),
)
def cancel(show: Show) -> Announcement:
    work = show.works.cancel()
    return Announcement(say("Called off: {work}", work=work.title), brief=say("Called off."))
