"""WooCommerce's export: simple products, and variable ones with their variations."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

from studio.catalogue import parts
from studio.catalogue.headings import plain
from studio.catalogue.layout import Columns, Record, described
from studio.catalogue.table import Doubt, Row
from studio.model.message import say
from studio.model.product import Field

_ATTRIBUTES = 30
_NAMES: dict[str, Sequence[str]] = {
    "id": (),
    "type": (),
    "sku": (),
    "name": (),
    "short description": (),
    "description": (),
    "date sale price starts": (),
    "date sale price ends": (),
    "in stock": (),
    "stock": (),
    "sale price": (),
    "regular price": (),
    "images": (),
    "parent": (),
    "gtin": ("gtin upc ean or isbn",),
    **{
        f"attribute {n} {what}": ()
        for n in range(1, _ATTRIBUTES + 1)
        for what in ("name", "value")
    },
}
_COLUMNS = {
    Field.PRICE: "regular price",
    Field.COMPARE_PRICE: "regular price",
    Field.FLASH_PRICE: "sale price",
    Field.STOCK: "stock",
    Field.FLASH_BEGINS: "date sale price starts",
    Field.FLASH_ENDS: "date sale price ends",
}
_BETWEEN_IMAGES = re.compile(r"\s*,\s*(?=https?://|/|\S+$)")
_MOST_PARENTS = 50_000
_ALWAYS = "2000-01-01"
_FOREVER = "2099-12-31"


def is_woocommerce(headers: Sequence[str]) -> bool:
    names = {plain(header) for header in headers}
    return {"type", "sku", "name", "regularprice"} <= names


class WooCommerceLayout:
    """See `Layout`. A variation is a product; what it leaves out its parent tells."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._columns = Columns(headers, _NAMES)
        self.ignored = tuple(
            header
            for header in self._columns.ignored
            if not re.fullmatch(r"attribute\d+(?:visible|global|default)", plain(header))
        )
        self._attributes = [
            n for n in range(1, _ATTRIBUTES + 1) if f"attribute {n} name" in self._columns
        ]
        told = {
            Field.PICTURES: "images",
            Field.POINTS: "short description",
            Field.GTIN: "gtin",
            Field.SPECIFICATIONS: "attribute 1 name",
            **_COLUMNS,
        }
        self.fields = frozenset(
            {Field.CODE, Field.NAME, *(f for f, name in told.items() if name in self._columns)}
        )
        self._parents: OrderedDict[str, dict[Field, str]] = OrderedDict()

    def cells_of(self, field: Field, rows: Iterable[Row]) -> Iterator[str]:
        name = _COLUMNS.get(field)
        if name is not None:
            names = ("regular price", "sale price") if "price" in name and "date" not in name else (name,)
            for row in rows:
                for one in names:
                    yield self._columns.get(row.cells, one)

    def records(self, rows: Iterable[Row]) -> Iterator[Record]:
        get = self._columns.get
        for row in rows:
            cells = row.cells
            if row.trouble:
                yield Record(row.line, {}, tuple(cells), [], row.trouble)
                continue
            kinds = {kind.strip().lower() for kind in get(cells, "type").split(",")}
            doubts = list(row.doubts)
            if "variable" in kinds or "variable-subscription" in kinds:
                self._remember(cells, self._shared(cells, doubts))
                continue
            if "grouped" in kinds:
                # It has neither price nor stock: it only shows others together.
                continue
            values = self._shared(cells, doubts)
            if any("variation" in kind for kind in kinds):
                values = self._varied(cells, values, doubts)
            values |= self._priced(cells) | self._counted(cells)
            values[Field.CODE] = get(cells, "sku") or self._by_id(cells, doubts)
            values[Field.GTIN] = get(cells, "gtin")
            yield Record(
                row.line, {f: text for f, text in values.items() if text}, tuple(cells), doubts
            )

    def _shared(self, cells: list[str], doubts: list[Doubt]) -> dict[Field, str]:
        """What a variation may take from its parent."""
        get = self._columns.get
        text = get(cells, "short description") or get(cells, "description")
        points = described(text.replace("\\n", "\n"), doubts)
        return {
            Field.NAME: get(cells, "name"),
            Field.POINTS: parts.join_lines(points),
            Field.PICTURES: "\n".join(filter(None, _BETWEEN_IMAGES.split(get(cells, "images")))),
            Field.SPECIFICATIONS: parts.join_rows(self._attributes_of(cells), ":"),
        }

    def _varied(
        self, cells: list[str], values: dict[Field, str], doubts: list[Doubt]
    ) -> dict[Field, str]:
        parent = self._parents.get(self._columns.get(cells, "parent").strip(), {})
        if not parent:
            doubts.append(
                Doubt(None, say("What it is a variation of does not stand above it."))
            )
        name = values[Field.NAME] or parent.get(Field.NAME, "")
        known = name.casefold()
        new = [v for _, v in self._attributes_of(cells) if v.casefold() not in known]
        named = ", ".join([name, *new]) if name else ""
        merged = {field: text or parent.get(field, "") for field, text in values.items()}
        specifications = values[Field.SPECIFICATIONS]
        return merged | {Field.NAME: named, Field.SPECIFICATIONS: specifications}

    def _priced(self, cells: list[str]) -> dict[Field, str]:
        get = self._columns.get
        regular, sale = get(cells, "regular price"), get(cells, "sale price")
        begins, ends = get(cells, "date sale price starts"), get(cells, "date sale price ends")
        if not sale or not regular:
            return {Field.PRICE: regular or sale}
        if not begins and not ends:
            return {Field.PRICE: sale, Field.COMPARE_PRICE: regular}
        return {
            Field.PRICE: regular,
            Field.FLASH_PRICE: sale,
            Field.FLASH_BEGINS: begins or _ALWAYS,
            Field.FLASH_ENDS: ends or _FOREVER,
        }

    def _counted(self, cells: list[str]) -> dict[Field, str]:
        get = self._columns.get
        stock = get(cells, "stock")
        if not stock and get(cells, "in stock") == "0":
            stock = "0"
        return {Field.STOCK: stock}

    def _attributes_of(self, cells: list[str]) -> list[tuple[str, str]]:
        get = self._columns.get
        return [
            (get(cells, f"attribute {n} name"), str(value))
            for n in self._attributes
            if (value := get(cells, f"attribute {n} value"))
        ]

    def _by_id(self, cells: list[str], doubts: list[Doubt]) -> str:
        number = self._columns.get(cells, "id")
        if not number:
            return ""
        doubts.append(Doubt(Field.CODE, say("It has no SKU; its number in the shop is the code.")))
        return f"id:{number}"

    def _remember(self, cells: list[str], values: dict[Field, str]) -> None:
        get = self._columns.get
        for key in (get(cells, "sku"), f"id:{get(cells, 'id')}"):
            if key:
                self._parents[key] = values
        while len(self._parents) > 2 * _MOST_PARENTS:
            self._parents.popitem(last=False)
