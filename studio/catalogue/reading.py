"""A catalogue file, from its first byte to its products.

with open_catalogue(path) as catalogue:
    for sentence in catalogue.findings.sentences(): ...
    for result in catalogue.results(): ...
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self

from studio.catalogue import amounts, dates, headings, limits
from studio.catalogue.amounts import PLAIN, Marks
from studio.catalogue.assembling import Assembler, Read, Result
from studio.catalogue.cleaning import clean, has_unwanted, in_one_line, is_odd, is_unreadable
from studio.catalogue.currencies import DOUBTFUL, currency_of_code, currency_of_heading
from studio.catalogue.findings import Currency, Findings, Kind, Note
from studio.catalogue.layout import Layout
from studio.catalogue.mapping import Mapping
from studio.catalogue.opening import empty, open_table
from studio.catalogue.plain_layout import PlainLayout
from studio.catalogue.safe_text import bare, constant
from studio.catalogue.shopify import ShopifyLayout, is_shopify
from studio.catalogue.table import Doubt, Row, Table, unreadable
from studio.catalogue.woocommerce import WooCommerceLayout, is_woocommerce
from studio.model.errors import CatalogueError
from studio.model.fields import FIELDS
from studio.model.message import Message, Name, say
from studio.model.product import Field

_SAMPLE_ROWS = 2000
_SAMPLES = 3
_SAMPLES_OF = 20
_SAMPLE_SIGNS = 8_000_000
_HEADERS_WITHIN = 30
_NUMBERS = (Field.PRICE, Field.COMPARE_PRICE, Field.FLASH_PRICE, Field.STOCK, Field.LIMIT)
_DAYS = (Field.FLASH_BEGINS, Field.FLASH_ENDS, Field.SAMPLE_CHECKED_ON)
_PRICES = (Field.PRICE, Field.COMPARE_PRICE, Field.FLASH_PRICE)


def open_catalogue(
    path: Path, mapping: Mapping | None = None, *, currency: str = "CNY", zone: tzinfo | None = None
) -> "Catalogue":
    """Open a catalogue file and find out how it is written; at most its first rows are read.

    Args:
        path: CSV, TSV, XLSX or JSON, whatever its name says.
        mapping: Which header is which field; None to go by their words. It is not asked for our
            own files and those of shops.
        currency: The currency of prices where the file tells none.
        zone: Where times without an offset were written; None for this computer's zone.

    Raises:
        CatalogueError: It is no catalogue, or cannot be read.
    """
    table = open_table(path)
    try:
        return Catalogue(path, table, mapping, currency, zone)
    except OSError as error:
        table.close()
        raise unreadable(path, error) from error
    except BaseException:
        table.close()
        raise


class Catalogue:
    """An open catalogue file; it belongs to one thread. `done` may be asked from any.

    Attributes:
        findings: What is known before its products are read.
    """

    def __init__(
        self, path: Path, table: Table, mapping: Mapping | None, currency: str, zone: tzinfo | None
    ) -> None:
        self._path = path
        self._table = table
        self._notes: dict[tuple[Field | None, str], Note] = {}
        rows = table.rows()
        sample = _sample(rows)
        header, top = _headers_of(sample, mapping)
        if header is None:
            raise empty(path)
        headers = tuple(_header(cell) for cell in header.cells)
        self._headers = headers
        self._unescapes = bool(table.form.separator)
        above = [row for row in top if row.trouble]
        below = sample[len(top) + 1 :]
        if not below and (following := next(rows, None)):
            below.append(following)
        if not any(not row.trouble for row in below) and not above and not below:
            raise CatalogueError(
                say("{file} has headers, but no product below them.", file=Name(path.name)),
                say("Choose another, or ask for it once more."),
            )
        self._rows = chain(above, below, rows)
        self._layout, kind, mapping = self._lay_out(mapping)
        tidy = [row for row in map(self._tidy, below) if not row.trouble]
        self._marks = self._guess_marks(kind, tidy)
        first_of = self._day_orders(tidy)
        code_from = _stands_in(kind, mapping)
        self.findings = Findings(
            form=table.form,
            kind=kind,
            header_line=header.line,
            titles=len(top) - len(above),
            headers=self._headers,
            mapping=mapping,
            ignored=self._layout.ignored,
            marks=tuple((f, m) for f, m in self._marks.items() if m != PLAIN),
            currency=self._guess_currency(currency, mapping, tidy),
            day_first=tuple(
                (f, is_first) for f, is_first in first_of.items() if is_first is not None
            ),
            open_dates=tuple(f for f, is_first in first_of.items() if is_first is None),
            code_from=code_from,
            missing=mapping.missing if kind in {Kind.OWN, Kind.MAPPED} else (),
        )
        self._zone = zone
        self._first_rows = tuple(tidy[:_SAMPLES_OF])

    @property
    def headers(self) -> tuple[str, ...]:
        return self._headers

    def samples(self, place: int) -> tuple[str, ...]:
        """The first values of a column, each once and none of them empty.

        Args:
            place: Of the column, from 0.
        """
        cells = (row.cells[place].strip() for row in self._first_rows if place < len(row.cells))
        return tuple(islice(dict.fromkeys(cell for cell in cells if cell), _SAMPLES))

    @property
    def done(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._table.done

    @property
    def notes(self) -> tuple[Note, ...]:
        """The doubts of all rows that were read so far, each once, in the order they came up."""
        late = tuple(
            Note(
                None,
                say("The field {name} comes late and is ignored.", name=Name(name)),
                first,
                rows,
            )
            for name, (first, rows) in self._table.late_headers.items()
        )
        return (*self._notes.values(), *self._layout.notes, *late)

    def results(self) -> Iterator[Result]:
        """Every product and every bad row, in the file's order; only once.

        Raises:
            CatalogueError: The file cannot be read any further, or a field that no product can
                be without is not mapped.
        """
        self._must_be_mapped()
        findings = self.findings
        assembler = Assembler(
            self._layout.fields,
            self._marks,
            findings.currency.code,
            day_first=dict(findings.day_first),
            zone=self._zone,
            blanks_tell=findings.kind is not Kind.MAPPED,
            is_shop=findings.kind in {Kind.SHOPIFY, Kind.WOOCOMMERCE},
        )
        try:
            for record in self._layout.records(map(self._tidy, self._rows)):
                result = assembler.assemble(record)
                if type(result) is Read and result.doubts:
                    self._note(result)
                yield result
        except OSError as error:
            raise unreadable(self._path, error) from error

    def close(self) -> None:
        self._table.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _must_be_mapped(self) -> None:
        if self.findings.missing:
            raise CatalogueError(
                say(
                    "No column of {file} is the {field}.",
                    file=Name(self._path.name),
                    field=say(FIELDS[self.findings.missing[0]]),
                ),
                say("Say which column it is: with “Columns” in the window, or with “--column”."),
            )

    def _note(self, read: Read) -> None:
        for doubt in read.doubts:
            key = (doubt.field, doubt.reason.id)
            note = self._notes.get(key)
            self._notes[key] = (
                note._replace(rows=note.rows + 1)
                if note
                else Note(doubt.field, doubt.reason, read.line, 1)
            )

    def _lay_out(self, mapping: Mapping | None) -> tuple[Layout, Kind, Mapping]:
        headers = self._headers
        if mapping is None or not mapping.columns:
            if is_shopify(headers):
                return ShopifyLayout(headers), Kind.SHOPIFY, Mapping()
            if is_woocommerce(headers):
                return WooCommerceLayout(headers), Kind.WOOCOMMERCE, Mapping()
            if headings.is_own(headers):
                names = {field.value: field for field in Field}
                own = Mapping(
                    tuple((h, names[h.casefold()]) for h in headers if h.casefold() in names)
                )
                return PlainLayout(headers, own, is_own=True), Kind.OWN, own
            mapping = Mapping.propose(headings.told_apart(headers))
        headers = self._headers = headings.told_apart(headers)
        mapping = mapping.within(headers)
        layout = PlainLayout(
            headers, mapping, is_own=False, code_from=_stands_in(Kind.MAPPED, mapping)
        )
        return layout, Kind.MAPPED, mapping

    def _tidy(self, row: Row) -> Row:
        """A row without odd signs, of no more cells than there are headers."""
        cells = row.cells
        if row.trouble:
            return row._replace(cells=[clean(cell) for cell in cells])
        width = len(self._headers)
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                return self._bad(row, say("It has more cells than there are headers."))
            cells = cells[:width]
        text = "".join(cells)
        if is_unreadable(text):
            return self._bad(
                row, say("It has signs that nobody can read: its encoding is another.")
            )
        doubts: tuple[Doubt, ...] = ()
        if is_odd(text):
            if has_unwanted(text):
                doubts = (Doubt(None, say("Control characters were taken out.")),)
            cells = [clean(cell) if is_odd(cell) else cell for cell in cells]
        if self._unescapes and '="' in text:
            cells = [constant(cell) if cell[:1] == "=" else cell for cell in cells]
        if self._unescapes and "'" in text:
            cells = [bare(cell) if cell[:1] == "'" else cell for cell in cells]
        return row if cells is row.cells and not doubts else Row(row.line, cells, None, doubts)

    def _bad(self, row: Row, reason: Message) -> Row:
        return Row(row.line, [clean(cell).replace("\ufffd", "?") for cell in row.cells], reason)

    def _guess_marks(self, kind: Kind, sample: Sequence[Row]) -> dict[Field, Marks]:
        fields = [field for field in _NUMBERS if field in self._layout.fields]
        cells = {field: list(self._layout.cells_of(field, sample)) for field in fields}
        is_export = kind is Kind.OWN and [h.casefold() for h in self._headers] == list(Field)
        if (kind is Kind.SHOPIFY or is_export) and all(map(_is_plain, chain(*cells.values()))):
            # Both write a dot before the decimals and nothing else, but a spreadsheet may have
            # written it since.
            return {}
        marks = {field: amounts.guess_marks(cells[field]) for field in fields}
        return _agreed(marks)

    def _day_orders(self, sample: Sequence[Row]) -> dict[Field, bool | None]:
        orders: dict[Field, bool | None] = {}
        for field in _DAYS:
            if field not in self._layout.fields:
                continue
            cells = list(self._layout.cells_of(field, sample))
            order = dates.is_day_first(cells)
            if order is not None or any(map(dates.is_ambiguous, cells)):
                orders[field] = order
        return orders

    def _guess_currency(self, asked: str, mapping: Mapping, sample: Sequence[Row]) -> Currency:
        for field in _PRICES:
            header = mapping.header_of(field)
            if header and (code := currency_of_heading(header)):
                return Currency(code, header)
        signs: Counter[tuple[str, str]] = Counter()
        bare_ones = 0
        for field in _PRICES:
            if field in self._layout.fields:
                for cell in self._layout.cells_of(field, sample):
                    sign = ("", "")
                    if not cell.isascii() or not cell.replace(".", "").isdigit():
                        sign = amounts.currency_of(cell)
                        signs[sign] += 1
                    bare_ones += sign == ("", "") and bool(cell.strip())
        for cell in self._layout.cells_of(Field.CURRENCY, sample):
            if code := currency_of_code(cell):
                signs[code, cell.strip()] += 1
        signs.pop(("", ""), None)
        # A sign here and there tells of its own row; of all others the many without one do.
        if not signs or signs.total() < bare_ones:
            return Currency(asked)
        (code, sign), _ = signs.most_common(1)[0]
        return Currency(code, sign, is_certain=sign not in DOUBTFUL)


def _sample(rows: Iterator[Row]) -> list[Row]:
    sample: list[Row] = []
    signs = 0
    for row in islice(rows, _SAMPLE_ROWS):
        sample.append(row)
        signs += sum(map(len, row.cells))
        if signs > _SAMPLE_SIGNS:
            break
    return sample


def _headers_of(sample: Sequence[Row], mapping: Mapping | None) -> tuple[Row | None, Sequence[Row]]:
    """The row of headers and all rows above it."""
    if mapping is not None and mapping.columns:
        for number, row in enumerate(sample[:_HEADERS_WITHIN]):
            cells = [_header(cell) for cell in row.cells]
            if not row.trouble and mapping.fits(headings.told_apart(cells)):
                return row, sample[:number]
    best, most = None, 1
    fallback = None
    for number, row in enumerate(sample[:_HEADERS_WITHIN]):
        if row.trouble:
            continue
        # Behind those that somebody needs there may be thousands, most of them empty.
        cells = [_header(cell) for cell in row.cells[: limits.MOST_COLUMNS]]
        known = headings.known_headings(cells)
        if is_shopify(cells) or is_woocommerce(cells) or headings.is_own(cells):
            return row, sample[:number]
        if known > most:
            best, most = number, known
        if fallback is None and sum(bool(cell) for cell in cells) > 1:
            fallback = number
    at = best if best is not None else fallback
    if at is None:
        at = next((n for n, row in enumerate(sample[:_HEADERS_WITHIN]) if not row.trouble), None)
    return (None, ()) if at is None else (sample[at], sample[:at])


def _header(cell: str) -> str:
    return in_one_line(clean(cell))


def _stands_in(kind: Kind, mapping: Mapping) -> Field | None:
    """The field whose numbers are the codes, because there is no column of codes."""
    header = mapping.header_of(Field.CODE)
    if kind is not Kind.MAPPED or header is None or mapping.header_of(Field.GTIN):
        return None
    return Field.GTIN if headings.field_of(header) is Field.GTIN else None


def _is_plain(cell: str) -> bool:
    return not cell.strip() or re.fullmatch(r"-?\d+(?:\.\d+)?", cell.strip()) is not None


def _agreed(marks: dict[Field, Marks]) -> dict[Field, Marks]:
    """One column's open question is answered by another that is certain."""
    sure = [m for f, m in marks.items() if m.is_certain and m != PLAIN and f in _PRICES]
    if sure:
        for field, own in marks.items():
            if not own.is_certain and own.thousands != sure[0].decimal:
                marks[field] = Marks(own.decimal, own.thousands)
    return marks
