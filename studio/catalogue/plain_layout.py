"""One row for one product: our own files, and all whose headers are mapped."""

import re
from collections.abc import Iterable, Iterator, Sequence

from studio.catalogue import parts
from studio.catalogue.cleaning import NumberText
from studio.catalogue.findings import Note
from studio.catalogue.headings import is_unnamed
from studio.catalogue.layout import Record
from studio.catalogue.mapping import Mapping
from studio.catalogue.plain_text import plain_lines
from studio.catalogue.table import Row
from studio.model.fields import SEVERAL
from studio.model.product import Field

_TAG = re.compile(r"<[a-zA-Z/][^>]*>")
_BETWEEN_POINTS = re.compile(r"[\n；;|•]|<br\s*/?>")
_BETWEEN_ALLERGENS = re.compile(r"[\n；;|,，、]")
_BETWEEN_PICTURES = re.compile(r"\n|[\s,;|，；]+(?=https?://)")
_NOTHING = frozenset(
    {"", "-", "--", "—", "/", "n/a", "na", "#n/a", "none", "null", "nil", "无", "無", "没有"}
    | {"暂无", "暫無", "暂缺", "无条码", "無條碼", "没有条码", "tidak ada", "belum ada"}
)
# Where such a word can be nothing but “there is none”.
_BLANKABLE = frozenset(
    {Field.COMPARE_PRICE, Field.STOCK, Field.LIMIT, Field.SLOT, Field.GTIN, Field.FLASH_PRICE,
     Field.FLASH_BEGINS, Field.FLASH_ENDS, Field.LEAST_AGE, Field.SAMPLE_CHECKED_ON,
     Field.PICTURES, Field.COUPON, Field.ALLERGENS}
)  # fmt: skip


class PlainLayout:
    """See `Layout`."""

    def __init__(
        self,
        headers: Sequence[str],
        mapping: Mapping,
        *,
        is_own: bool,
        code_from: Field | None = None,
    ) -> None:
        self._is_own = is_own
        self._code_from = code_from
        self._headers = headers
        wanted = dict(mapping.columns)
        self._at: list[tuple[int, Field]] = []
        taken: set[Field] = set()
        for number, header in enumerate(headers):
            field = wanted.get(header)
            if field is not None and (field not in taken or field in SEVERAL):
                taken.add(field)
                self._at.append((number, field))
        self.fields = frozenset(taken)
        used = {number for number, _ in self._at}
        self.ignored = tuple(
            header
            for n, header in enumerate(headers)
            if n not in used and header.strip() and not is_unnamed(header)
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        return ()

    def cells_of(self, field: Field, rows: Iterable[Row]) -> Iterator[str]:
        places = [at for at, named in self._at if named is field]
        for row in rows:
            for at in places:
                if at < len(row.cells):
                    yield row.cells[at]

    def records(self, rows: Iterable[Row]) -> Iterator[Record]:
        for row in rows:
            if row.trouble:
                yield Record(row.line, {}, tuple(row.cells), [], row.trouble)
                continue
            values = self._own(row.cells) if self._is_own else self._others(row.cells)
            yield Record(row.line, values, tuple(row.cells), list(row.doubts))

    def _own(self, cells: list[str]) -> dict[Field, str]:
        there = len(cells)
        return {
            field: text
            for at, field in self._at
            if at < there and (text := cells[at]) and not text.isspace()
        }

    def _others(self, cells: list[str]) -> dict[Field, str]:
        there = len(cells)
        values: dict[Field, str] = {}
        for at, field in self._at:
            if at >= there or not (text := cells[at]) or text.isspace():
                continue
            if len(text) < 12 and field in _BLANKABLE and text.strip().casefold() in _NOTHING:
                continue
            if field in SEVERAL:
                text = self._listed(field, text, self._headers[at])
                text = f"{values[field]}\n{text}" if field in values else text
            values[field] = text
        if self._code_from and Field.CODE in values:
            values.setdefault(self._code_from, values[Field.CODE])
        return values

    def _listed(self, field: Field, text: str, header: str) -> str:
        """The parts of a cell that somebody else wrote, as we write them."""
        match field:
            case Field.POINTS if _TAG.search(text):
                return parts.join_lines(plain_lines(text))
            case Field.POINTS:
                return parts.join_lines(p.strip() for p in _BETWEEN_POINTS.split(text) if p.strip())
            case Field.ALLERGENS:
                return parts.join_lines(
                    p.strip() for p in _BETWEEN_ALLERGENS.split(text) if p.strip()
                )
            case Field.PICTURES:
                return "\n".join(p.strip() for p in _BETWEEN_PICTURES.split(text) if p.strip())
            case Field.SPECIFICATIONS if not re.search("[:：]", text):
                return parts.join_rows([(header.strip(), str(text).strip())], ":")
            case Field.SPECIFICATIONS:
                return text.replace("：", ":")
            case _:
                return text


def as_text(cell: str) -> str:
    """A header that a sheet keeps as a number is a text like any other."""
    return str(cell) if type(cell) is NumberText else cell
