"""Asks which column of a supplier's file is what."""

import re
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtWidgets import QWidget

from studio.model.catalogue import Column, Columns
from studio.model.fields import FIELDS, NEEDED, SEVERAL
from studio.model.message import Name, say
from studio.model.product import Field as ProductField
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.form import Field, FormDialog, Problem

Said = tuple[tuple[str, str], ...]
"""Headers and what they are used as, see `ImportPlan.columns`."""

MOST_ASKED = 100
"""Columns that are asked for, besides those that are used already."""
_AT_ONCE = 4
_LONGEST = 60
_UNNAMED = re.compile(r"#(\d+)")


class ColumnsDialog(FormDialog):
    """A choice for each column, which begins with what its words or an earlier file suggest.

    Args:
        columns: Of the file.
        said: What was said of them in this window already; empty for nothing.
        take: Is given what was said.
    """

    def __init__(
        self,
        desk: Desk,
        columns: Columns,
        said: Said,
        take: Callable[[Said], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Columns"), desk, parent, accept=_("Use them so"))
        self._take = take
        self._known = dict(said) if said else {c.header: c.field for c in columns.columns}
        self._columns = [
            column
            for place, column in enumerate(columns.columns)
            if place < MOST_ASKED or self._known.get(column.header)
        ]
        self._headers: list[tuple[str, Field, Choice]] = []

    def steps(self) -> Iterator[None]:
        self.section()
        for place, column in enumerate(self._columns):
            self._add(column)
            if place % _AT_ONCE == _AT_ONCE - 1:
                yield
        self.finish()
        yield

    def _add(self, column: Column) -> None:
        options = [(_("not used"), ""), *((_(FIELDS[one]), one.value) for one in ProductField)]
        choice = Choice(options)
        choice.choose(self._known.get(column.header, ""))
        samples = ", ".join(_short(sample) for sample in column.samples)
        told = _("For example: {samples}").format(samples=samples) if samples else ""
        line = self.add(_title(column.header), choice, told)
        self._headers.append((column.header, line, choice))

    def problems(self) -> Iterable[Problem]:
        taken: dict[str, str] = {}
        for header, line, choice in self._headers:
            used_as = choice.value
            if used_as in taken and used_as not in SEVERAL:
                yield (
                    line,
                    say(
                        "The column {header} is the {field} already. Choose one of the two.",
                        header=Name(_short(taken[used_as])),
                        field=say(FIELDS[ProductField(used_as)]),
                    ),
                )
            elif used_as:
                taken[used_as] = header
        for needed in NEEDED:
            if needed not in taken:
                told = say(
                    "No column is the {field} yet. Choose the one that is.",
                    field=say(FIELDS[needed]),
                )
                yield self._headers[0][1], told

    def save(self) -> None:
        self._take(tuple((header, c.value) for header, _line, c in self._headers if c.value))


def _title(header: str) -> str:
    if number := _UNNAMED.fullmatch(header):
        return _("Column {number} without a header").format(number=number[1])
    return _short(header)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
