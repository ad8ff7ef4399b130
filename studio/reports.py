"""Reports of shows: made when somebody asks, and by themselves when a show is over."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from studio.model import events
from studio.model.announcement import Announcement
from studio.model.errors import CommandError, StudioError
from studio.model.message import say
from studio.model.ports import Archive
from studio.model.state import ShowState
from studio.report import keeping, sheet
from studio.report.report import Report, report_from
from studio.report.spoken import brief, spoken
from studio.standing import Standing

TOPIC = "report"


class Reports:
    """What came of the shows; the thread that owns the show alone calls it.

    All that takes time, reading, reckoning and writing, is done on errands.

    Args:
        standing: Tells when a show is over.
        archive: Has the shows, and the errands.
        tell: Takes what is said unasked.
    """

    def __init__(
        self, standing: Standing, archive: Archive, tell: Callable[[events.Event], None]
    ) -> None:
        self._archive = archive
        self._tell = tell
        self._standing = standing
        self._going_on = ""
        standing.subscribe(self._follow)

    def make(self, session: str, then: Callable[[Report | StudioError], None]) -> None:
        """Reckon the report of a show and hand it over; of the last one where none is named."""
        self._archive.errand(lambda: self._report(session), then, then)

    def keep(self, session: str, then: Callable[[Path | StudioError], None]) -> None:
        """Write the report of a show into its folder, and hand over where its page is."""

        def run() -> Path:
            return self._keep(self._report(session))

        def take(page: Path) -> None:
            self._standing.change(report_page=str(page))
            then(page)

        self._archive.errand(run, take, then)

    def save_sheet(
        self, session: str, kind: str, path: Path, then: Callable[[Path | StudioError], None]
    ) -> None:
        """Write the orders or the showings of a show as CSV into a file that somebody chose.

        Args:
            session: Which show; empty for the last.
            kind: `keeping.ORDERS` or `keeping.SHOWINGS`.
            path: The file; one that is there is replaced once the new one is whole.
            then: Takes the path, or why it could not be written.
        """
        made = sheet.orders_csv if kind == keeping.ORDERS else sheet.showings_csv

        def run() -> Path:
            keeping.write_file(path, made(self._report(session)))
            return path

        self._archive.errand(run, then, then)

    def _report(self, session: str) -> Report:
        return report_from(self._archive.record(session), datetime.now(UTC))

    def _keep(self, report: Report) -> Path:
        folder = self._archive.reports_folder
        if folder is None:
            raise CommandError(
                say("This studio keeps nothing, and no report either."),
                say("Use the window that was opened first."),
            )
        return keeping.keep(report, folder) / keeping.PAGE

    def _follow(self, state: ShowState) -> None:
        """Once a show is over, its report is kept and told; nobody has to ask."""
        sales = state.sales
        ended, self._going_on = self._going_on, sales.session if sales.is_on else ""
        is_over = bool(ended) and ended != self._going_on and not sales.is_rehearsal
        if is_over and self._archive.reports_folder is not None:
            # All within the errand: a studio that is being closed still finishes it.
            self._archive.errand(lambda: self._end(ended), self._tell_end)

    def _end(self, session: str) -> Report:
        report = self._report(session)
        self._keep(report)
        return report

    def _tell_end(self, report: Report) -> None:
        said = Announcement(spoken(report), brief=brief(report), topic=TOPIC)
        self._tell(events.Answered(said))
