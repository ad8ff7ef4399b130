"""Past shows, the charts of one of them, and where its tables are written."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio import text
from studio.model.announcement import Announcement
from studio.model.errors import CommandError
from studio.model.message import Duration, Name, say
from studio.model.record import ShowRecord
from studio.model.session import Session
from studio.report import keeping
from studio.report.chart import Chart, Row, TimeChart, charts
from studio.report.report import report_from
from studio.text import _
from studio.ui import rows
from studio.ui.chart import ChartPicture
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.file_form import NewFileForm
from studio.ui.found_dialog import FoundDialog, when_known
from studio.ui.item_model import ItemModel
from studio.ui.path_field import PathField, choose_new_file
from studio.ui.reach import room_on_screen
from studio.ui.rows import Mark, Tone

_TOPIC = "report"


class ReportsDialog(FoundDialog[Session]):
    """Every show that was kept. Enter or Space has its report heard."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        acts = (
            lambda: self._with_current("report.hear"),
            lambda: self._with_current("report.open"),
            self._draw,
            self._save,
        )
        super().__init__(desk, ItemModel[Session](lambda one: one.id, _row), acts, parent)
        self._is_known = False
        self.reword()
        self.list.chosen.connect(lambda one: self.desk.wish("report.hear", session=one.id))
        self.list.toggled.connect(lambda one: self.desk.wish("report.hear", session=one.id))
        self.resize(self.sizeHint())
        self.list.setFocus()
        when_known(desk.link.sessions(), self._show, desk, self, _TOPIC)

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        empty = _("No show was kept yet.") if self._is_known else _("Looking for past shows …")
        buttons = (
            _("Hear the report"),
            _("Open the page"),
            _("Charts"),
            _("Save a table"),
            _("Close"),
        )
        self.name(_("Past shows"), _("Shows"), empty, buttons)

    def _show(self, sessions: Sequence[Session]) -> None:
        self._is_known = True
        self.fill(sessions)
        self.reword()

    def _with_current(self, command: str) -> None:
        current = self.list.current
        if current is None:
            self.desk.tell(say("No show was kept yet."), _TOPIC)
        else:
            self.desk.wish(command, session=current.id)

    def _draw(self) -> None:
        current = self.list.current
        if current is None:
            self.desk.tell(say("No show was kept yet."), _TOPIC)
        else:
            open_chart(self.desk, current.id, self, self.actions())

    def _save(self) -> None:
        current = self.list.current
        if current is None:
            self.desk.tell(say("No show was kept yet."), _TOPIC)
            return
        dialog = SaveTableDialog(self.desk, current, self)
        dialog.addActions(self.actions())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self.activateWindow)
        dialog.open_when_built(lambda: None)


def _row(session: Session) -> rows.Row:
    marks: tuple[Mark, ...] = ()
    if session.is_rehearsal:
        marks += (Mark(_("rehearsal")),)
    if session.is_broken:
        marks += (Mark(_("broke off"), Tone.WARNING),)
    if session.ended is None:
        marks += (Mark(_("not over yet"), Tone.LIVE),)
        length = ""
    else:
        length = Duration((session.ended - session.began).total_seconds()).words()
    detail = ", ".join(part for part in (length, session.person_name, *session.places) if part)
    return rows.Row(text.moment(session.began), marks, detail)


class SaveTableDialog(NewFileForm):
    """Asks which table of a show is to be written, and where."""

    command = "report.save"

    def __init__(self, desk: Desk, session: Session, parent: QWidget | None = None) -> None:
        title = _("Save a table")
        field = PathField(_("Choose file"), choose_new_file(title, "*.csv"))
        day = session.began.astimezone().date().isoformat()
        field.line.setText(str(Path.home() / f"earshot {day}.csv"))
        self._session = session.id
        super().__init__(title, desk, field, _("A CSV file, for Excel and others."), parent)

    def build(self) -> None:
        options = [(_("Orders"), keeping.ORDERS), (_("Showings"), keeping.SHOWINGS)]
        self.kind = Choice(options)
        self.add(_("Table"), self.kind, _("Every order, or every time a card was on screen."))

    def save(self) -> None:
        self.desk.wish(
            self.command, session=self._session, path=str(self.file()), kind=self.kind.value
        )


Numbered = tuple[int, Row]
"""A row of a chart's twin, and its number from 0."""


class ChartDialog(FoundDialog[Numbered]):
    """One chart after another: painted above, below it each step or bar as a row.

    What is current in the list is marked in the picture.
    """

    def __init__(self, desk: Desk, made: Sequence[Chart], parent: QWidget | None = None) -> None:
        super().__init__(desk, ItemModel[Numbered](lambda one: one[0], _chart_row), (), parent)
        self._charts = made
        self.choice = Choice([(chart.twin().title.words(), n) for n, chart in enumerate(made)])
        self.choice.setAccessibleName(_("Chart"))
        self.picture = ChartPicture(made[0])
        label = QLabel(_("Chart"), self)
        label.setBuddy(self.choice)
        above = QVBoxLayout()
        above.addWidget(label)
        above.addWidget(self.choice)
        above.addWidget(self.picture, 2)
        self.column.insertLayout(0, above, 2)
        QWidget.setTabOrder(self.choice, self.picture)
        QWidget.setTabOrder(self.picture, self.list)
        self.choice.currentIndexChanged.connect(lambda _n: self._show_chosen())
        self.list.current_changed.connect(self._point)
        self._show_chosen()
        self.resize(self.sizeHint())
        self.list.setFocus()

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(60 * em, 48 * em).boundedTo(room_on_screen(self))

    def _show_chosen(self) -> None:
        chart = self._charts[self.choice.value]
        self.picture.show_chart(chart)
        names = _("Steps") if isinstance(chart, TimeChart) else _("Products")
        self.name(_("Charts of the show"), names, "", (_("Close"),))
        self.list.set_items([])
        self.fill(list(enumerate(chart.twin().rows)))
        self._point(self.list.current)

    def _point(self, current: Numbered | None) -> None:
        self.picture.point_at(current[0] if current is not None else -1)


def _chart_row(numbered: Numbered) -> rows.Row:
    return rows.Row(numbered[1].heard.words())


def open_chart(desk: Desk, session: str, parent: QWidget, keys: Sequence[QAction]) -> None:
    """Open the charts of a show once they are known; of the last one where none is named.

    Args:
        desk: What it acts through.
        session: The show's id; empty for the last.
        parent: The window that is in front.
        keys: Commands that work in it too.
    """

    def show(record: ShowRecord) -> None:
        made = charts(report_from(record, datetime.now(UTC)))
        if not made:
            desk.tell(say("Nothing was sold, so there is nothing to draw."), _TOPIC)
            return
        dialog = ChartDialog(desk, made, parent)
        dialog.addActions(keys)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(parent.activateWindow)
        dialog.open()

    asked: Future[ShowRecord] = desk.link.record(session)
    when_known(asked, show, desk, parent, _TOPIC)


def no_browser(page: str) -> Announcement:
    """What is said where the system opens no page."""
    return CommandError(
        say("The system has no browser for the report."),
        say("Install one; the page is {file}.", file=Name(page)),
    ).announcement(_TOPIC)
