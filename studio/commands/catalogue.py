"""The catalogue as a whole: brought from files, written into files."""

from studio.commands.command import Category, Invocation, Outcome, command
from studio.commands.imported import title_of, told_of
from studio.model.announcement import Announcement, Earcon
from studio.model.catalogue import Imported, ImportPlan
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.history import Step
from studio.model.message import say, say_n
from studio.show import Show
from studio.text import N_

_TOPIC = "catalogue"


@command(
    "catalogue.import",
    title=N_("Import products"),
    about=N_("Brings the products of a file into the catalogue."),
    category=Category.PRODUCT,
    is_listed=False,
)
def import_(show: Show, plan: ImportPlan) -> Outcome:
    title = title_of(plan.path, is_dry_run=plan.is_dry_run)

    def tell(came: Imported | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
            return
        if not came.is_dry_run:
            show.history.note(Step(say("Import products"), Invocation("catalogue.take_back")))
            show.claims.imported()
        earcon = Earcon.WARNING if came.wrong else Earcon.DONE
        show.tell(
            Answered(Announcement(told_of(came), brief=came.outcome, earcon=earcon, topic=_TOPIC))
        )

    work = show.shelf.import_file(plan, title, tell)
    return Outcome(Announcement(title, topic=_TOPIC), work=work)


@command(
    "catalogue.take_back",
    title=N_("Take the last import back"),
    about=N_("Puts the catalogue back as it was before the last import; what was sold stays sold."),
    category=Category.PRODUCT,
    phrases=(N_("take the import back"),),
)
def take_back(show: Show) -> Outcome:
    def tell(error: StudioError | None) -> None:
        done = Announcement(
            say("The catalogue is as it was before the last import."),
            brief=say("Import taken back."),
            earcon=Earcon.DONE,
            topic=_TOPIC,
        )
        show.tell(Answered(error.announcement(_TOPIC) if error else done))

    show.shelf.take_back_import(tell)
    return Outcome()


@command(
    "catalogue.export",
    title=N_("Export products"),
    about=N_("Writes the catalogue into a file."),
    category=Category.PRODUCT,
    is_listed=False,
)
def export(show: Show, path: str) -> Outcome:
    def tell(came: int | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
            return
        told = say_n("{n} product written.", "{n} products written.", came)
        show.tell(Answered(Announcement(told, earcon=Earcon.DONE, topic=_TOPIC)))

    show.shelf.export(path, tell)
    return Outcome()
