"""What was found out about a file, all of it to be told: nothing is guessed in silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from studio.catalogue.amounts import Marks
from studio.catalogue.mapping import Mapping
from studio.catalogue.table import Form
from studio.model.fields import FIELDS
from studio.model.message import Message, Name, say, say_n
from studio.model.product import Field
from studio.text import N_

_MOST_NAMED = 20


class Kind(StrEnum):
    """Who laid out the columns."""

    OWN = "own"
    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    MAPPED = "mapped"


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency of prices that do not tell their own.

    Attributes:
        code: Its ISO 4217 code.
        sign: The sign or word in the file that told it; empty where the file tells nothing and
            the one asked for is taken.
        is_certain: Whether the sign has one meaning only.
    """

    code: str
    sign: str = ""
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of a file before its products are read.

    Attributes:
        form: How it is written.
        kind: Who laid it out.
        header_line: The line of the headers.
        titles: Rows above the headers, which are left out.
        headers: The headers as they stand.
        mapping: Headers and their fields; empty for a shop's own export.
        ignored: Headers of columns that nobody reads.
        marks: How the numbers of each column of numbers are written.
        currency: The currency of prices that tell none.
        day_first: Whether 3/4/2027 is in April, for each column of days that leaves it open or
            tells it; nothing for others.
        open_dates: Columns of days in which nothing tells.
        code_from: The field that stands in for a code that the file does not have.
        missing: What must be named before products can be read.
    """

    form: Form
    kind: Kind
    header_line: int
    titles: int
    headers: tuple[str, ...]
    mapping: Mapping
    ignored: tuple[str, ...]
    marks: tuple[tuple[Field, Marks], ...]
    currency: Currency
    day_first: tuple[tuple[Field, bool], ...] = ()
    open_dates: tuple[Field, ...] = ()
    code_from: Field | None = None
    missing: tuple[Field, ...] = ()

    @property
    def layout(self) -> Message:
        """Who laid out the columns, as a sentence."""
        return say(_KINDS[self.kind])

    def sentences(self) -> Iterator[Message]:
        """All of it, what matters most first."""
        yield _form(self.form)
        if not self.form.is_certain:
            yield say("The encoding is a guess: listen to a few names before you go on.")
        yield self.layout
        if self.missing:
            yield say("Not found: {fields}.", fields=_listed(self.missing))
        if self.kind is Kind.MAPPED:
            for header, field in self.mapping.columns:
                yield say(
                    "Column {header}: {field}.", header=Name(header), field=say(FIELDS[field])
                )
        yield from self._left_out_or_filled()
        for field, marks in self.marks:
            yield _marks(field, marks)
        yield self._currency()
        for field, is_first in self.day_first:
            text = (
                N_("In {field}, the day stands before the month.")
                if is_first
                else N_("In {field}, the month stands before the day.")
            )
            yield say(text, field=say(FIELDS[field]))
        for field in self.open_dates:
            yield say(
                "In {field}, day and month could change places; the day is taken to be first.",
                field=say(FIELDS[field]),
            )
        if self.code_from:
            yield say("There are no codes: the {field} is used.", field=say(FIELDS[self.code_from]))
        if self.ignored:
            yield say_n(
                "{n} column is ignored: {columns}.",
                "{n} columns are ignored: {columns}.",
                len(self.ignored),
                columns=_some(self.ignored),
            )
        if self.form.other_sheets:
            yield say_n(
                "{n} other sheet is left out: {sheets}.",
                "{n} other sheets are left out: {sheets}.",
                len(self.form.other_sheets),
                sheets=_some(self.form.other_sheets),
            )

    def _left_out_or_filled(self) -> Iterator[Message]:
        if self.titles:
            yield say_n(
                "{n} row above the headers is left out.",
                "{n} rows above the headers are left out.",
                self.titles,
            )
        if self.form.formulas:
            yield say_n(
                "{n} cell is a formula; its last result is read.",
                "{n} cells are formulas; their last results are read.",
                self.form.formulas,
            )
        if self.form.merged:
            yield say_n(
                "{n} cell is merged; what is in it counts for each of its rows.",
                "{n} cells are merged; what is in them counts for each of their rows.",
                self.form.merged,
            )

    def _currency(self) -> Message:
        currency = self.currency
        if not currency.sign:
            return say(
                "Prices that tell no currency are taken as {currency}.", currency=currency.code
            )
        if currency.is_certain:
            return say("Prices are in {currency}.", currency=currency.code)
        return say(
            "The sign {sign} is taken as {currency}; other countries use it too.",
            sign=currency.sign,
            currency=currency.code,
        )


class Note(NamedTuple):
    """A doubt that several rows share.

    Attributes:
        field: Which field it is about; None for the whole row.
        reason: What is doubtful, as the first row tells it.
        first_line: Where it was met first.
        rows: In how many rows.
    """

    field: Field | None
    reason: Message
    first_line: int
    rows: int

    def sentence(self) -> Message:
        return say_n(
            "Line {line}: {reason}",
            "Line {line} and others, {n} in all: {reason}",
            self.rows,
            line=self.first_line,
            reason=self.reason,
        )


def _form(form: Form) -> Message:
    if form.sheet:
        return say("{format}, sheet {sheet}.", format=form.format, sheet=Name(form.sheet))
    if form.separator:
        return say(
            "{format} in {encoding}, cells parted by {separator}.",
            format=form.format,
            encoding=form.encoding,
            separator=say(_SEPARATORS[form.separator]),
        )
    return say("{format} in {encoding}.", format=form.format, encoding=form.encoding)


def _marks(field: Field, marks: Marks) -> Message:
    blanks = {
        "field": say(FIELDS[field]),
        "decimal": say(_MARKS[marks.decimal]),
        "thousands": say(_MARKS[marks.thousands]),
    }
    if not marks.is_certain:
        return say(
            "In {field}, {decimal} before decimals and {thousands} between thousands is a guess: "
            "listen to a few before you go on.",
            **blanks,
        )
    if not marks.thousands:
        return say("In {field}, decimals follow a {decimal}.", **blanks)
    return say("In {field}, decimals follow a {decimal}, thousands a {thousands}.", **blanks)


def _some(names: tuple[str, ...]) -> Name:
    """Names one after another; of very many the first, since all of it may be heard."""
    return Name(", ".join(names[:_MOST_NAMED]) + ", …" * (len(names) > _MOST_NAMED))


def _listed(fields: tuple[Field, ...]) -> Message:
    first, *others = (say(FIELDS[field]) for field in fields)
    for other in others:
        first = say("{one}, {other}", one=first, other=other)
    return first


_KINDS = {
    Kind.OWN: N_("The columns are the studio's own."),
    Kind.SHOPIFY: N_("It is an export of Shopify."),
    Kind.WOOCOMMERCE: N_("It is an export of WooCommerce."),
    Kind.MAPPED: N_("Its columns are known by their headers."),
}
_SEPARATORS = {
    ",": N_("commas"),
    ";": N_("semicolons"),
    "\t": N_("tab characters"),
    "|": N_("bars"),
    "，": N_("wide commas"),
    "；": N_("wide semicolons"),
}
_MARKS = {
    "": N_("no mark"),
    ".": N_("dot"),
    ",": N_("comma"),
    "'": N_("blank or apostrophe"),
}
