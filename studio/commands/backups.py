"""Copies of everything the studio keeps; `studio.restore` opens the list of them."""

from pathlib import Path

from studio import text
from studio.commands.command import Category, Invocation, Outcome, Question, command
from studio.model.announcement import Announcement, Earcon
from studio.model.backup import Backup
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.message import Message, Name, say
from studio.model.state import ShowState
from studio.show import Show
from studio.text import N_

_TOPIC = "backup"


@command(
    "studio.backup",
    title=N_("Back up"),
    about=N_("Makes a copy of everything the studio keeps but stream keys, and says where."),
    category=Category.STUDIO,
    phrases=(N_("back up"), N_("make a backup")),
)
def back_up(show: Show) -> Outcome:
    work = show.works.begin(say("Making a backup."))

    def tell(came: Backup | StudioError) -> None:
        show.works.end(work)
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
            return
        told = say("The backup is made.")
        where = say(
            "It is {file} in {folder}.",
            file=Name(came.path.name),
            folder=Name(str(came.path.parent)),
        )
        done = Announcement(told.then(where), brief=told, earcon=Earcon.DONE, topic=_TOPIC)
        show.tell(Answered(done))

    show.vault.back_up(tell)
    return Outcome(work=work)


@command(
    "backup.restore",
    title=N_("Put a backup back"),
    about=N_("Puts a backup in the place of everything the studio keeps, after a yes."),
    category=Category.STUDIO,
    is_listed=False,
)
def restore(show: Show, backup: Backup, *, sure: bool = False) -> Outcome:
    """What is there now is kept as a file of its own, so nothing is lost by a wrong choice."""
    show.vault.refuse()
    when = text.moment(backup.made)
    if not sure:
        wish = Invocation("backup.restore", {"backup": backup, "sure": True})
        ask = say(
            "All that was changed or sold since {when} goes out of use. Put that backup back?",
            when=when,
        )
        return Outcome(question=Question(ask, wish))
    work = show.works.begin(say("Putting the backup of {when} back.", when=when))

    def tell(came: tuple[ShowState, Path | None] | StudioError) -> None:
        show.works.end(work)
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
            return
        # What was done before cannot be taken back in another file.
        show.history.done.clear()
        show.history.undone.clear()
        settings = show.state.settings
        text.use(text.asked_for() or settings.language or text.system_language())
        show.tell(Answered(_done(when, came[1])))

    show.vault.restore(backup, tell)
    return Outcome(work=work)


def _done(when: str, kept: Path | None) -> Announcement:
    told: Message = say("All is as it was on {when}.", when=when)
    whole = told
    if kept is not None:
        where = say("What was there before is kept as {file}.", file=Name(kept.name))
        whole = told.then(where)
    return Announcement(whole, brief=told, earcon=Earcon.DONE, topic=_TOPIC)
