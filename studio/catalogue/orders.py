"""A platform's table of orders, from its first byte to its orders.

Written as those of products are: encodings, separators, marks of numbers and orders of days are
found out, columns are known by their headings in Chinese, Indonesian and English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from studio.catalogue import amounts, dates, limits
from studio.catalogue.cleaning import clean, in_one_line
from studio.catalogue.currencies import currency_of_code, currency_of_heading
from studio.catalogue.headings import plain
from studio.catalogue.opening import empty, open_table
from studio.catalogue.safe_text import bare
from studio.catalogue.table import Row, Table, unreadable
from studio.model.errors import CatalogueError
from studio.model.message import Message, Money, Name, Number, say
from studio.text import N_

_HEADERS_WITHIN = 30
_SAMPLE_ROWS = 2000
MOST_PIECES = 100_000
MOST_ORDERS = 500_000
"""In one table: all of them are at hand until they are published together."""

_FORCED = re.compile(r'="([^"]*)"')
"""How platforms keep a spreadsheet from making a number of what is none."""


class OrderField(StrEnum):
    """What a table tells of an order."""

    NUMBER = "order number"
    CODE = "code"
    QUANTITY = "quantity"
    PRICE = "price"
    TOTAL = "total"
    CURRENCY = "currency"
    AT = "time"
    BUYER = "buyer"
    STATUS = "status"
    CANCELLED = "cancelled"


TITLES = {
    OrderField.NUMBER: N_("order number"),
    OrderField.CODE: N_("code"),
    OrderField.QUANTITY: N_("pieces"),
    OrderField.PRICE: N_("price"),
    OrderField.TOTAL: N_("total"),
    OrderField.CURRENCY: N_("currency"),
    OrderField.AT: N_("time"),
    OrderField.BUYER: N_("buyer"),
    OrderField.STATUS: N_("order status"),
    OrderField.CANCELLED: N_("cancellation"),
}
"""How each is spoken of."""

# The strongest first, as for products. Of the codes the seller's own come before the platform's,
# of numbers and amounts those of a row before those of a whole order, which may have several.
_WORDS: dict[OrderField, str] = {
    OrderField.NUMBER: """
        子订单编号, order number, order no, order id, order sn, order, 订单编号, 订单号, 主订单编号,
        订单id, 交易单号, 訂單編號, 訂單號, no pesanan, nomor pesanan, id pesanan,
        nomor invoice, invoice, no invoice""",
    OrderField.CODE: """
        code, seller sku, sku, lineitem sku, product code, sku code, item code, sku reference no,
        商家编码, sku编码, 商品编码, 货号, 规格编码, 商品货号, 外部系统编号, 商家sku, 商品编号,
        商家編碼, 商品編碼, 貨號, nomor referensi sku, nomor sku, sku penjual, kode produk,
        kode barang, kode, sku induk, product id, 商品id, 编码""",
    OrderField.QUANTITY: """
        quantity, qty, pieces, lineitem quantity, 数量, 商品数量, 购买数量, 宝贝数量, 件数,
        购买件数, 數量, 商品數量, 件數, jumlah, kuantitas, jumlah produk, jumlah barang,
        jumlah dibeli, jumlah produk dibeli""",
    OrderField.PRICE: """
        price, unit price, deal price, lineitem price, selling price, 单价, 商品单价, 成交价,
        商品价格, 售价, 价格, 單價, 商品單價, 售價, 價格, harga setelah diskon, harga satuan,
        harga jual, harga, harga produk""",
    OrderField.TOTAL: """
        sku subtotal after discount, 商品实付, 商品总价, total harga produk, subtotal produk,
        total penjualan, subtotal, total, amount, order amount, paid amount,
        实付金额, 订单应付金额, 订单金额, 买家实际支付金额, 金额, 總價, 金額,
        實付金額, total harga, total pembayaran""",
    OrderField.CURRENCY: "currency, 币种, 货币, 幣別, mata uang",
    OrderField.AT: """
        time, order time, created at, created time, order creation date, order date, date, paid at,
        paid time, 下单时间, 订单提交时间, 订单创建时间, 创建时间, 订单付款时间, 支付时间,
        付款时间, 时间, 日期, 下單時間, 訂單成立日期, 時間, waktu pesanan dibuat,
        tanggal pesanan, waktu, tanggal, waktu pembayaran dilakukan, tanggal pembayaran""",
    OrderField.BUYER: """
        buyer, buyer username, username, customer, buyer name, 买家, 买家昵称, 买家会员名, 用户昵称,
        收货人, 收件人, 買家, 買家帳號, 收件者, pembeli, username pembeli, nama pembeli,
        pelanggan""",
    OrderField.STATUS: """
        order status, financial status, status, 订单状态, 状态, 交易状态, 訂單狀態, 狀態,
        status pesanan, status terakhir""",
    OrderField.CANCELLED: """
        cancelled at, canceled at, 退款状态, 售后状态, 退款狀態, 售後狀態,
        status pembatalan pengembalian, status pembatalan""",
}  # fmt: skip

_KNOWN: dict[str, tuple[OrderField, int]] = {}
for _field, _listed in _WORDS.items():
    for _rank, _word in enumerate(_listed.split(",")):
        _KNOWN.setdefault(plain(_word), (_field, _rank))

_CANCELLED = (
    "cancel", "refund", "closed", "unpaid", "voided", "已取消", "取消", "已关闭", "交易关闭",
    "关闭",
    "退款", "已退款", "待付款", "未付款", "待支付", "未支付", "等待买家付款", "等待買家付款",
    "已關閉", "已退貨", "dibatalkan", "pesanan dibatalkan", "batal", "belum bayar",
    "belum dibayar", "menunggu pembayaran", "dikembalikan", "pengembalian",
)  # fmt: skip
"""How a status begins of what was not sold after all."""

_GIVEN_BACK = (
    "退款成功", "退款完成", "已退款", "全额退款", "全額退款", "refunded", "cancelled", "canceled",
    "disetujui", "permintaan disetujui", "selesai", "dibatalkan",
)  # fmt: skip
"""How it begins where a column beside the status tells that money was given back; or with a day."""

_SHOPIFY = {"lineitemquantity", "lineitemname", "lineitemprice"}
"""In a table with these headings an order's number is in the column “Name”."""

_OF_THE_ORDER = (
    OrderField.CURRENCY,
    OrderField.AT,
    OrderField.BUYER,
    OrderField.STATUS,
    OrderField.CANCELLED,
)
"""What some tables tell in an order's first row only, and mean for all of them."""


class ReadOrder(NamedTuple):
    """One row that is an order.

    Attributes:
        line: Where it stands.
        raw: Its cells.
        number: The platform's.
        code: Of the product.
        quantity: Pieces.
        price: Of one piece, its currency empty where nobody told one; None where the table tells
            no price.
        at: With a time zone; None where the table tells none.
        buyer: Empty where the table tells none.
    """

    line: int
    raw: Sequence[str]
    number: str
    code: str
    quantity: int
    price: Money | None
    at: datetime | None
    buyer: str


class BadOrder(NamedTuple):
    """One row that is none, and why."""

    line: int
    raw: Sequence[str]
    field: OrderField | None
    reason: Message


@dataclass(frozen=True, slots=True)
class OrderFindings:
    """What was found out about the table, all of it to be told.

    Attributes:
        format: `CSV`, `TSV`, `XLSX` or `JSON`.
        encoding: What people call it; empty for a workbook.
        columns: Headers and what they are.
        currency: Of prices that tell none; empty for their product's own.
        open_days: Whether day and month could change places.
    """

    format: str
    encoding: str
    columns: tuple[tuple[str, OrderField], ...]
    currency: str
    open_days: bool

    def sentences(self) -> Iterator[Message]:
        if self.encoding:
            yield say("{format} in {encoding}.", format=self.format, encoding=Name(self.encoding))
        else:
            yield say("{format}.", format=self.format)
        for header, field in self.columns:
            yield say("“{header}” is the {field}.", header=Name(header), field=say(TITLES[field]))
        told = {field for _header, field in self.columns}
        if not {OrderField.PRICE, OrderField.TOTAL} & told:
            yield say("No column tells a price: what a product costs now is taken.")
        elif self.currency:
            yield say(
                "Prices that tell no currency are taken as {currency}.", currency=self.currency
            )
        else:
            yield say("Prices that tell no currency are in that of their product.")
        if OrderField.AT not in told:
            yield say("No column tells a time: now is taken.")
        if self.open_days:
            yield say("Days are read before months; check one of them.")


def open_orders(path: Path, *, currency: str = "CNY", zone: tzinfo | None = None) -> "OrderTable":
    """Open a table of orders and find out how it is written.

    Args:
        path: CSV, TSV, XLSX or JSON, whatever its name says.
        currency: Of prices that tell none; empty leaves it to whoever knows the product.
        zone: Where times without an offset were written; None for this computer's zone.

    Raises:
        CatalogueError: It is none, or cannot be read.
    """
    table = open_table(path)
    try:
        return OrderTable(path, table, currency, zone)
    except OSError as error:
        table.close()
        raise unreadable(path, error) from error
    except BaseException:
        table.close()
        raise


class OrderTable:
    """An open table of orders; it belongs to one thread.

    Attributes:
        headers: As they stand there.
        findings: What is known before its orders are read.
    """

    def __init__(self, path: Path, table: Table, currency: str, zone: tzinfo | None) -> None:
        self._path = path
        self._table = table
        self._zone = zone
        rows = table.rows()
        sample = list(islice(rows, _SAMPLE_ROWS))
        top = _header_row(sample)
        if top is None:
            raise empty(path) if not sample else _not_orders(path, OrderField.NUMBER)
        self.headers = tuple(in_one_line(clean(cell)) for cell in sample[top].cells)
        self._places = _places(self.headers)
        for field in (OrderField.NUMBER, OrderField.CODE):
            if field not in self._places:
                raise _not_orders(path, field)
        self._unescapes = bool(table.form.separator)
        below = [self._tidy(row) for row in sample[top + 1 :]]
        self._rows = chain(below, map(self._tidy, rows))
        right = [row for row in below if not row.trouble]
        self._marks = {
            field: amounts.guess_marks(self._cells(field, right))
            for field in (OrderField.PRICE, OrderField.TOTAL, OrderField.QUANTITY)
        }
        days = list(self._cells(OrderField.AT, right))
        is_day_first = dates.is_day_first(days)
        self._day_first = True if is_day_first is None else is_day_first
        self._currency = self._find_currency(currency)
        self._first: tuple[str, dict[OrderField, str]] = ("", {})
        self.findings = OrderFindings(
            table.form.format,
            table.form.encoding,
            tuple((self.headers[place], field) for field, place in self._places.items()),
            self._currency,
            is_day_first is None and any(map(dates.is_ambiguous, days)),
        )

    @property
    def done(self) -> float:
        """How much was read, from 0 to 1."""
        return self._table.done

    def results(self) -> Iterator[ReadOrder | BadOrder]:
        """Every row as an order, or why it is none; only once.

        Raises:
            CatalogueError: The file cannot be read any further.
        """
        seen: dict[tuple[str, str], int] = {}
        try:
            for row in self._rows:
                result = self._read(row)
                if isinstance(result, ReadOrder):
                    key = result.number, result.code
                    first = seen.setdefault(key, result.line)
                    if len(seen) > MOST_ORDERS:
                        raise _too_many(self._path)
                    if first != result.line:
                        why = say("This order stands in line {line} already.", line=first)
                        result = BadOrder(row.line, row.cells, OrderField.NUMBER, why)
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

    def _tidy(self, row: Row) -> Row:
        cells = [clean(cell) for cell in row.cells]
        if self._unescapes:
            cells = [_FORCED.sub(r"\1", cell) if cell[:2] == '="' else bare(cell) for cell in cells]
        width = len(self.headers)
        if not row.trouble and any(cell.strip() for cell in cells[width:]):
            why = say("It has more cells than there are headers.")
            return Row(row.line, cells, why)
        # What a sheet says is a number stays one.
        kept = [old if old == new else new for old, new in zip(row.cells, cells, strict=True)]
        return Row(row.line, kept, row.trouble)

    def _cells(self, field: OrderField, rows: Sequence[Row]) -> Iterator[str]:
        place = self._places.get(field)
        if place is not None:
            for row in rows:
                if place < len(row.cells) and row.cells[place].strip():
                    yield row.cells[place]

    def _find_currency(self, asked: str) -> str:
        for field in (OrderField.PRICE, OrderField.TOTAL):
            if field in self._places:
                told = currency_of_heading(self.headers[self._places[field]])
                if told:
                    return told
        return asked

    def _read(self, row: Row) -> ReadOrder | BadOrder:
        if row.trouble:
            return BadOrder(row.line, row.cells, None, row.trouble)
        try:
            return self._order(row)
        except _WrongError as wrong:
            return BadOrder(row.line, row.cells, wrong.field, wrong.reason)

    def _order(self, row: Row) -> ReadOrder:
        number = self._line(row, OrderField.NUMBER)
        if number != self._first[0]:
            self._first = number, {field: self._cell(row, field) for field in _OF_THE_ORDER}
        code = self._line(row, OrderField.CODE)
        self._check_sold(row)
        quantity = self._quantity(row)
        return ReadOrder(
            row.line,
            row.cells,
            number,
            code,
            quantity,
            self._price(row, quantity),
            self._time(row),
            self._of_order(row, OrderField.BUYER)[: limits.LONGEST_CODE],
        )

    def _check_sold(self, row: Row) -> None:
        status = self._of_order(row, OrderField.STATUS).casefold()
        cancelled = self._of_order(row, OrderField.CANCELLED).casefold()
        if status.startswith(_CANCELLED):
            field, told = OrderField.STATUS, status
        elif cancelled.startswith(_GIVEN_BACK) or dates.parse_time(cancelled, self._zone):
            field, told = OrderField.CANCELLED, cancelled
        else:
            return
        raise _WrongError(field, say("It was not sold: {status}.", status=Name(told)))

    def _of_order(self, row: Row, field: OrderField) -> str:
        """What a row tells of its whole order, or else the order's first row."""
        return self._cell(row, field) or self._first[1].get(field, "")

    def _cell(self, row: Row, field: OrderField) -> str:
        place = self._places.get(field)
        return row.cells[place].strip() if place is not None and place < len(row.cells) else ""

    def _line(self, row: Row, field: OrderField) -> str:
        text = in_one_line(self._cell(row, field))
        if not text:
            raise _WrongError(field, say("It is missing."))
        if len(text) > limits.LONGEST_CODE:
            raise _WrongError(field, say("It is too long."))
        if amounts.is_scientific(text):
            raise _WrongError(
                field, say("A spreadsheet has shortened it; its last digits are lost.")
            )
        return text

    def _quantity(self, row: Row) -> int:
        cell = self._cell(row, OrderField.QUANTITY)
        if not cell:
            if OrderField.QUANTITY in self._places:
                raise _WrongError(OrderField.QUANTITY, say("It is missing."))
            return 1
        found = amounts.parse(cell, self._marks[OrderField.QUANTITY])
        if found is None or found[0] != found[0].to_integral_value():
            raise _WrongError(OrderField.QUANTITY, say("It is no whole number."))
        if not 0 < found[0] <= MOST_PIECES:
            raise _WrongError(OrderField.QUANTITY, say("Nobody orders so many."))
        return int(found[0])

    def _price(self, row: Row, quantity: int) -> Money | None:
        for field, pieces in ((OrderField.PRICE, 1), (OrderField.TOTAL, quantity)):
            cell = self._cell(row, field)
            if not cell:
                continue
            found = amounts.parse(cell, self._marks[field])
            if found is None:
                raise _WrongError(field, say("It is no amount."))
            amount, sign = found
            if not 0 <= amount <= limits.HIGHEST_PRICE:
                raise _WrongError(field, say("No product costs that much."))
            told = currency_of_code(self._of_order(row, OrderField.CURRENCY))
            return Money(_each(amount, pieces), told or sign or self._currency)
        return None

    def _time(self, row: Row) -> datetime | None:
        cell = self._of_order(row, OrderField.AT)
        if not cell:
            return None
        at = dates.parse_time(cell, self._zone, day_first=self._day_first)
        if at is None or not 2000 <= at.year < 2200:
            raise _WrongError(OrderField.AT, say("It is no day and time."))
        return at


class _WrongError(Exception):
    def __init__(self, field: OrderField, reason: Message) -> None:
        super().__init__(reason.id)
        self.field = field
        self.reason = reason


def _each(total: Decimal, pieces: int) -> Decimal:
    """What one piece costs: exact where it comes out even, else to four decimals."""
    return total if pieces == 1 else (total / pieces).quantize(Decimal("0.0001")).normalize() + 0


def _header_row(sample: Sequence[Row]) -> int | None:
    best, most = None, 1
    for number, row in enumerate(sample[:_HEADERS_WITHIN]):
        known = len(_places([in_one_line(clean(cell)) for cell in row.cells]))
        if not row.trouble and known > most:
            best, most = number, known
    return best


def _places(headers: Sequence[str]) -> dict[OrderField, int]:
    """The column of each field; where several could be it, of the better word."""
    chosen: dict[OrderField, tuple[int, int]] = {}
    words = [plain(header) if 0 < len(header) < 60 else "" for header in headers]
    known = _KNOWN
    if _SHOPIFY.issubset(words):
        known = {**_KNOWN, "name": (OrderField.NUMBER, 0)}
    for place, word in enumerate(words):
        found = known.get(word)
        if found is not None:
            field, rank = found
            chosen[field] = min(chosen.get(field, (rank, place)), (rank, place))
    return {field: chosen[field][1] for field in OrderField if field in chosen}


def _too_many(path: Path) -> CatalogueError:
    return CatalogueError(
        say("{file} has more than {n} orders.", file=Name(path.name), n=Number(MOST_ORDERS)),
        say("Export fewer days at a time."),
    )


def _not_orders(path: Path, field: OrderField) -> CatalogueError:
    return CatalogueError(
        say("No column of {file} is the {field}.", file=Name(path.name), field=say(TITLES[field])),
        say("Choose the platform's table of orders, with its row of headers."),
    )
