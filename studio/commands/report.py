"""What came of a show."""

from pathlib import Path

from studio.commands.command import Category, Outcome, command
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.message import Name, say
from studio.model.state import SHOW_PAGE
from studio.report import keeping
from studio.report.report import Report
from studio.report.spoken import spoken
from studio.reports import TOPIC
from studio.show import Show
from studio.text import N_


@command(
    "report.hear",
    title=N_("Report"),
    about=N_("Says in five sentences what came of this show, or else of the last one."),
    category=Category.STATUS,
    keys="Ctrl+B",
    phrases=(N_("report"), N_("how did the show go")),
)
def hear(show: Show, session: str = "") -> Outcome:
    def tell(came: Report | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(TOPIC)))
            return
        show.tell(Answered(Announcement(spoken(came), topic=TOPIC)))

    show.reports.make(session, tell)
    return Outcome()


@command(
    "report.open",
    title=N_("Open the report"),
    about=N_("Opens the report of the last show as a page in the browser."),
    category=Category.SHOW,
    phrases=(N_("open the report"),),
)
def open_(show: Show, session: str = "") -> Outcome:
    def tell(came: Path | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(TOPIC)))
            return
        is_shown = show.ask_window(SHOW_PAGE)
        told = say("The report opens in the browser.") if is_shown else say("The report is kept.")
        where = say("It lies in {folder}.", folder=Name(str(came.parent)))
        done = Announcement(told.then(where), brief=told, earcon=Earcon.DONE, topic=TOPIC)
        show.tell(Answered(done))

    show.reports.keep(session, tell)
    return Outcome()


@command(
    "report.save",
    title=N_("Save a table of the show"),
    about=N_("Writes the orders or the showings of a show into a CSV file."),
    category=Category.SHOW,
    is_listed=False,
)
def save(show: Show, session: str, path: str, kind: str = keeping.ORDERS) -> Outcome:
    def tell(came: Path | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(TOPIC)))
            return
        told = say("{file} is written.", file=Name(came.name))
        show.tell(Answered(Announcement(told, earcon=Earcon.DONE, topic=TOPIC)))

    show.reports.save_sheet(session, kind, Path(path), tell)
    return Outcome()
