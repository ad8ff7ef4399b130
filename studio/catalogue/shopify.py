"""Shopify's export: a row for each variant and each further picture, under the product's handle."""

from collections.abc import Iterable, Iterator, Sequence

from studio.catalogue import parts
from studio.catalogue.headings import plain
from studio.catalogue.layout import Columns, Record, described
from studio.catalogue.table import Doubt, Row
from studio.model.message import say
from studio.model.product import Field

_NAMES: dict[str, Sequence[str]] = {
    "handle": ("url handle",),
    "title": (),
    "body": ("description",),
    "vendor": (),
    "sku": ("variant sku",),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "price": ("variant price",),
    "compare": ("variant compare at price", "compare-at price"),
    "barcode": ("variant barcode",),
    "image": ("image src", "product image url"),
    "position": ("image position",),
    "variant image": ("variant image url",),
    **{f"option{n} {what}": () for n in (1, 2, 3) for what in ("name", "value")},
}
_COLUMNS = {
    Field.PRICE: "price",
    Field.COMPARE_PRICE: "compare",
    Field.STOCK: "quantity",
}
_OF_THE_PRODUCT = ("handle", "title", "body", "vendor", *(f"option{n} name" for n in (1, 2, 3)))
_MOST_ROWS = 5000


def is_shopify(headers: Sequence[str]) -> bool:
    names = {plain(header) for header in headers}
    has_handle = bool(names & {"handle", "urlhandle"}) and "title" in names
    return has_handle and ("variantprice" in names or {"price", "option1name"} <= names)


class ShopifyLayout:
    """See `Layout`. Variants become products of their own, with their options in the name."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._columns = Columns(headers, _NAMES)
        self.ignored = self._columns.ignored
        told = {
            Field.POINTS: "body",
            Field.SUPPLIER: "vendor",
            Field.GTIN: "barcode",
            Field.PICTURES: "image",
            Field.SPECIFICATIONS: "option1 name",
            **_COLUMNS,
        }
        self.fields = frozenset(
            {Field.CODE, Field.NAME, *(f for f, name in told.items() if name in self._columns)}
        )

    def cells_of(self, field: Field, rows: Iterable[Row]) -> Iterator[str]:
        name = _COLUMNS.get(field)
        if name is not None:
            for row in rows:
                yield self._columns.get(row.cells, name)

    def records(self, rows: Iterable[Row]) -> Iterator[Record]:
        group: list[Row] = []
        handle = ""
        for row in rows:
            if row.trouble:
                yield Record(row.line, {}, tuple(row.cells), [], row.trouble)
                continue
            here = self._columns.get(row.cells, "handle")
            if group and ((here and here != handle) or len(group) >= _MOST_ROWS):
                yield from self._variants(group)
                # What continues a product of very many rows still needs its first.
                group = [] if here and here != handle else group[:1]
            handle = here or handle
            group.append(row)
        if group:
            yield from self._variants(group)

    def _variants(self, group: list[Row]) -> Iterator[Record]:
        get = self._columns.get
        first = group[0].cells
        pictures = self._pictures(group)
        variants = [row for row in group if self._is_variant(row.cells)] or group[:1]
        described_in: list[Doubt] = []
        shared: dict[Field, str] = {
            Field.POINTS: parts.join_lines(described(get(first, "body"), described_in)),
            Field.SUPPLIER: get(first, "vendor"),
        }
        for row in variants:
            doubts = [*row.doubts, *described_in]
            values = shared | self._own(first, row.cells, doubts)
            own_picture = get(row.cells, "variant image")
            listed = dict.fromkeys([own_picture, *pictures] if own_picture else pictures)
            values[Field.PICTURES] = "\n".join(listed)
            yield Record(
                row.line,
                {field: text for field, text in values.items() if text},
                self._whole(first, row.cells),
                doubts,
            )

    def _own(self, first: list[str], cells: list[str], doubts: list[Doubt]) -> dict[Field, str]:
        get = self._columns.get
        options = self._options(first, cells)
        title = get(first, "title") or get(cells, "title")
        sku = _bare(get(cells, "sku"))
        if not sku and (handle := get(first, "handle")):
            sku = "-".join([handle, *(value for _, value in options)])
            doubts.append(Doubt(Field.CODE, say("It has no SKU; its handle is the code.")))
        # Without a tracker the quantity means nothing.
        is_counted = "tracker" not in self._columns or get(cells, "tracker")
        compare = get(cells, "compare")
        return {
            Field.CODE: sku,
            Field.NAME: ", ".join([title, *(v for _, v in options)]) if title else "",
            Field.PRICE: get(cells, "price"),
            Field.COMPARE_PRICE: "" if compare.strip("0.") == "" else compare,
            Field.STOCK: get(cells, "quantity") if is_counted else "",
            Field.GTIN: _bare(get(cells, "barcode")),
            Field.SPECIFICATIONS: parts.join_rows([(n, v) for n, v in options if n], ":"),
        }

    def _options(self, first: list[str], cells: list[str]) -> list[tuple[str, str]]:
        get = self._columns.get
        options = [
            (get(first, f"option{n} name") or get(cells, f"option{n} name"), str(value))
            for n in (1, 2, 3)
            if (value := get(cells, f"option{n} value"))
        ]
        return [] if options == [("Title", "Default Title")] else options

    def _is_variant(self, cells: list[str]) -> bool:
        get = self._columns.get
        return any(get(cells, name) for name in ("price", "sku", "barcode", "option1 value"))

    def _pictures(self, group: list[Row]) -> list[str]:
        get = self._columns.get
        found: list[tuple[int, str]] = []
        for row in group:
            if picture := get(row.cells, "image"):
                position = get(row.cells, "position")
                found.append((int(position) if position.isdecimal() else 1_000_000, picture))
        return [picture for _, picture in sorted(found, key=lambda one: one[0])]

    def _whole(self, first: list[str], cells: list[str]) -> tuple[str, ...]:
        """The row with what only the product's first row tells."""
        whole = list(cells)
        for name in _OF_THE_PRODUCT:
            at = self._columns.at(name)
            if 0 <= at < min(len(whole), len(first)) and not whole[at].strip():
                whole[at] = first[at]
        return tuple(whole)


def _bare(text: str) -> str:
    """Shopify puts an apostrophe before what a spreadsheet would take for a number."""
    return text.lstrip("'") if text.startswith("'") else text
