"""What a row tells becomes a product, or the reason why not."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from studio.catalogue import amounts, dates, limits, parts
from studio.catalogue.amounts import PLAIN, Marks
from studio.catalogue.cleaning import NumberText, in_one_line
from studio.catalogue.currencies import currency_of_code
from studio.catalogue.findings import FIELDS
from studio.catalogue.layout import Record
from studio.catalogue.seen import SeenCodes
from studio.catalogue.table import Doubt
from studio.model.errors import CatalogueError
from studio.model.gtin import LENGTHS, is_gtin, padded
from studio.model.message import Message, Money, Name, Number, say, say_n
from studio.model.product import Certificate, Field, FlashSale, Product, Question, Supplier
from studio.text import N_, payable

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2015]")
# “¥”, “$” and “元” stand for money of other countries too, where a column says so.
_SHARED = {
    "CNY": frozenset({"JPY", "TWD", "HKD", "SGD", "MOP", "KRW"}),
    "USD": frozenset({"AUD", "CAD", "HKD", "SGD", "TWD", "NZD", "MXN", "BND", "COP", "CLP", "ARS"}),
}
# What suppliers write in place of a number of pieces, and behind one.
_SOLD_OUT = frozenset(
    {"缺货", "缺貨", "售罄", "无货", "無貨", "sold out", "out of stock", "habis", "kosong"}
)
_PLENTY = frozenset(
    {"有货", "有貨", "现货", "現貨", "充足", "库存充足", "大量", "in stock", "available", "ready",
     "ready stock", "ada", "tersedia", "banyak"}
)  # fmt: skip
_PIECES = re.compile(
    r"(?<=\d)\s*(?:[件个個箱盒袋瓶包罐套条條只支双雙份]|pcs?|pieces?|units?|buah|bungkus|botol|biji)\.?\s*$",
    re.IGNORECASE,
)
_PRICES = (Field.PRICE, Field.COMPARE_PRICE, Field.FLASH_PRICE)
_FLASH = (Field.FLASH_PRICE, Field.FLASH_BEGINS, Field.FLASH_ENDS)


@dataclass(frozen=True, slots=True)
class Read:
    """A product that a row tells.

    Attributes:
        product: All of it; what the row does not tell is as in a new product.
        fields: What the row tells, also where that is nothing: an empty compare price in our own
            file or a shop's takes it away. In other files an empty cell tells nothing.
        line: Where it stands: a line of text, a row of a sheet, the number of an object.
        doubts: What is to be told of it.
    """

    product: Product
    fields: frozenset[Field]
    line: int
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no product.

    Attributes:
        line: Where it stands, as in `Read`.
        field: What is wrong with it; None for the whole row.
        reason: Why, as a whole sentence.
        raw: Its cells, so that it can be mended and read again on its own.
    """

    line: int
    field: Field | None
    reason: Message
    raw: tuple[str, ...]


Result: TypeAlias = Read | BadRow


class _WrongError(Exception):
    def __init__(self, field: Field | None, reason: Message) -> None:
        super().__init__()
        self.field = field
        self.reason = reason


_Values: TypeAlias = Mapping[Field, str]
_Doubts: TypeAlias = list[Doubt]


class Assembler:
    """Makes products of one file's records, in their order."""

    def __init__(
        self,
        fields: frozenset[Field],
        marks: Mapping[Field, Marks],
        currency: str,
        *,
        day_first: Mapping[Field, bool],
        zone: tzinfo | None,
        blanks_tell: bool,
        is_shop: bool,
    ) -> None:
        self._fields = fields | {Field.CURRENCY}
        self._marks = marks
        self._currency = currency
        self._day_first = day_first
        self._zone = zone
        self._blanks_tell = blanks_tell
        self._is_shop = is_shop
        self._seen = SeenCodes()
        whole = partial(self._whole, most=limits.HIGHEST_STOCK)
        # What is read by itself, and the product's attribute that it becomes.
        self._simple: dict[Field, tuple[str, Callable[[Field, str, _Doubts], Any]]] = {
            Field.SPOKEN_NAME: ("spoken_name", _line),
            Field.STOCK: ("stock", self._stock),
            Field.LIMIT: ("limit", whole),
            Field.UNIT: ("unit", _line),
            Field.SLOT: ("slot", whole),
            Field.GTIN: ("gtin", self._gtin),
            Field.PICTURES: ("pictures", _pictures),
            Field.COUPON: ("coupon", _line),
            Field.POINTS: ("points", _lines),
            Field.SPECIFICATIONS: ("specifications", _specifications),
            Field.QUESTIONS: ("questions", _questions),
            Field.ALLERGENS: ("allergens", _lines),
            Field.LEAST_AGE: ("least_age", partial(self._whole, most=150)),
            Field.SAMPLE_CHECKED_ON: ("sample_checked_on", self._day),
            Field.SAMPLE_CHECKED_BY: ("sample_checked_by", _line),
            Field.EVIDENCE: ("evidence", _text),
            Field.NOTES: ("notes", _text),
        }

    def assemble(self, record: Record) -> Result:
        """The product of a record, or what is wrong with it.

        Raises:
            CatalogueError: The file has more products than any catalogue.
        """
        if record.trouble:
            return BadRow(record.line, None, record.trouble, record.raw)
        try:
            product = self._product(record.values, record.doubts)
            self._must_be_new(product.code, record.line)
        except _WrongError as wrong:
            return BadRow(record.line, wrong.field, wrong.reason, record.raw)
        return Read(product, self._told(record), record.line, tuple(record.doubts))

    def _told(self, record: Record) -> frozenset[Field]:
        if self._blanks_tell:
            fields = self._fields
        else:
            fields = self._fields.intersection(record.values) | {Field.CURRENCY}
        if record.doubts and any(
            d.field is Field.GTIN and d.reason.id == _SHORTENED for d in record.doubts
        ):
            fields -= {Field.GTIN}
        if any(d.field is Field.STOCK and d.reason.id == _UNCOUNTED for d in record.doubts):
            fields -= {Field.STOCK}
        return fields

    def _must_be_new(self, code: str, line: int) -> None:
        first = self._seen.first_line(code, line)
        if first is not None:
            raise _WrongError(
                Field.CODE,
                say("The code {code} stands in line {line} already.", code=code, line=first),
            )
        if len(self._seen) > limits.MOST_PRODUCTS:
            raise CatalogueError(
                say_n(
                    "The file has more than {n} product.",
                    "The file has more than {n} products.",
                    limits.MOST_PRODUCTS,
                ),
                say("Cut it into several files."),
            )

    def _product(self, values: _Values, doubts: _Doubts) -> Product:
        code = self._code(values.get(Field.CODE, ""), doubts)
        name = _line(Field.NAME, values.get(Field.NAME, ""), doubts)
        if not name:
            raise _WrongError(Field.NAME, say("It has no name."))
        money = self._money(values, doubts)
        more: dict[str, Any] = {}
        simple = self._simple
        for field, text in values.items():
            if field in simple:
                attribute, read = simple[field]
                more[attribute] = read(field, text, doubts)
        return Product(
            code,
            Name(name, _language(values.get(Field.LANGUAGE, ""))),
            money[Field.PRICE],
            money.get(Field.COMPARE_PRICE),
            flash_sale=self._flash_sale(values, money, doubts),
            supplier=self._supplier(values, doubts),
            **more,
        )

    def _code(self, text: str, doubts: _Doubts) -> str:
        code = in_one_line(text)
        if not code:
            raise _WrongError(Field.CODE, say("It has no code."))
        if amounts.is_scientific(code) and (type(text) is NumberText or "+" in code):
            raise _WrongError(
                Field.CODE,
                say("A spreadsheet shortened the code to {code}; its digits are lost.", code=code),
            )
        if len(code) > limits.LONGEST_CODE:
            raise _too_long(Field.CODE, limits.LONGEST_CODE)
        if type(text) is NumberText:
            doubts.append(
                Doubt(
                    Field.CODE,
                    say(
                        "The code {code} was kept as a number: zeros before it may be lost.",
                        code=code,
                    ),
                )
            )
        return code

    def _money(self, values: _Values, doubts: _Doubts) -> dict[Field, Money]:
        """The prices that there are, all in one currency."""
        if Field.PRICE not in values:
            raise _WrongError(Field.PRICE, say("It has no price."))
        told = ""
        if Field.CURRENCY in values:
            told = currency_of_code(values[Field.CURRENCY])
            if not told:
                raise _WrongError(
                    Field.CURRENCY,
                    say("{text} is no currency.", text=_short(values[Field.CURRENCY])),
                )
        currency = told
        found: dict[Field, Decimal] = {}
        for field in _PRICES:
            text = values.get(field)
            if text is None:
                continue
            amount, sign = self._price(field, text)
            found[field] = abs(amount)  # a minus before nothing is still written
            if not sign or sign == currency or (told and told in _SHARED.get(sign, ())):
                continue
            if currency:
                raise _WrongError(
                    field,
                    say("It has two currencies: {one} and {other}.", one=currency, other=sign),
                )
            currency = sign
        currency = currency or self._currency
        price = found[Field.PRICE]
        if price < 1 and not payable(price, currency):
            doubts.append(Doubt(Field.PRICE, say("Its price is zero.")))
        before = found.get(Field.COMPARE_PRICE)
        if before is not None and before < found[Field.PRICE]:
            doubts.append(
                Doubt(Field.COMPARE_PRICE, say("The price before is lower than the price now."))
            )
        return {field: Money(amount, currency) for field, amount in found.items()}

    def _price(self, field: Field, text: str) -> tuple[Decimal, str]:
        parsed = amounts.parse(text, self._marks.get(field, PLAIN))
        if parsed is None:
            raise _WrongError(field, say("{text} is no price.", text=_short(text)))
        amount = parsed[0]
        if amount < 0:
            raise _WrongError(field, say("The price {text} is below zero.", text=_short(text)))
        if amount > limits.HIGHEST_PRICE:
            raise _WrongError(
                field,
                say(
                    "The price {text} is above {limit}.",
                    text=_short(text),
                    limit=Number(float(limits.HIGHEST_PRICE)),
                ),
            )
        places = amount.as_tuple().exponent
        if (
            isinstance(places, int)
            and -places > limits.MOST_PLACES
            and amount != round(amount, limits.MOST_PLACES)
        ):
            raise _WrongError(
                field,
                say("The price {text} has too many decimals.", text=_short(text)),
            )
        return parsed

    def _flash_sale(
        self, values: _Values, money: Mapping[Field, Money], doubts: _Doubts
    ) -> FlashSale | None:
        there = [field for field in _FLASH if field in values]
        if not there:
            return None
        if len(there) < len(_FLASH):
            missing = next(field for field in _FLASH if field not in values)
            raise _WrongError(missing, say("A flash sale needs a price, a begin and an end."))
        begins = self._time(Field.FLASH_BEGINS, values, doubts)
        ends = self._time(Field.FLASH_ENDS, values, doubts)
        if ends <= begins:
            raise _WrongError(Field.FLASH_ENDS, say("The flash sale ends before it begins."))
        if money[Field.FLASH_PRICE].amount >= money[Field.PRICE].amount:
            doubts.append(
                Doubt(Field.FLASH_PRICE, say("The price of the flash sale is not below the price."))
            )
        return FlashSale(money[Field.FLASH_PRICE], begins, ends)

    def _time(self, field: Field, values: _Values, doubts: _Doubts) -> datetime:
        text = values[field]
        moment = dates.parse_time(
            text,
            self._zone,
            day_first=self._day_first.get(field, True),
            is_end=field is Field.FLASH_ENDS,
        )
        if moment is None:
            raise _no_day(field, text)
        self._doubt_order(field, text, doubts)
        return moment

    def _day(self, field: Field, text: str, doubts: _Doubts) -> date:
        day = dates.parse_day(text, day_first=self._day_first.get(field, True))
        if day is None:
            raise _no_day(field, text)
        self._doubt_order(field, text, doubts)
        return day

    def _doubt_order(self, field: Field, text: str, doubts: _Doubts) -> None:
        if serial := dates.day_of_serial(text):
            doubts.append(
                Doubt(
                    field,
                    say(
                        "{text} is a day as Excel counts them: {day}.",
                        text=_short(text),
                        day=serial.isoformat(),
                    ),
                )
            )
        if field not in self._day_first and dates.is_ambiguous(text):
            doubts.append(
                Doubt(
                    field,
                    say(
                        "In {text}, the day is taken to stand before the month.", text=_short(text)
                    ),
                )
            )

    def _supplier(self, values: _Values, doubts: _Doubts) -> Supplier | None:
        text = values.get(Field.SUPPLIER)
        if text is None:
            return None
        contact = values.get(Field.CONTACT)
        certificates = values.get(Field.CERTIFICATES)
        return Supplier(
            _line(Field.SUPPLIER, text, doubts),
            _text(Field.CONTACT, contact, doubts) if contact else "",
            tuple(self._certificates(certificates, doubts)) if certificates else (),
        )

    def _certificates(self, text: str, doubts: _Doubts) -> list[Certificate]:
        _check_text(Field.CERTIFICATES, text)
        found: list[Certificate] = []
        for name, number, expires in parts.split_rows(text, "|", 3):
            if name:
                day = self._day(Field.CERTIFICATES, expires, doubts) if expires else None
                found.append(Certificate(name, number, day))
        return found

    def _stock(self, field: Field, text: str, doubts: _Doubts) -> int | None:
        if self._is_shop and text.lstrip().startswith("-"):
            count = amounts.parse(text, self._marks.get(field, PLAIN))
            if count and count[0] < 0:
                doubts.append(
                    Doubt(field, say("The shop sold more than it had; the stock is zero."))
                )
                return 0
        word = text.strip().casefold()
        if word in _SOLD_OUT:
            return 0
        if word in _PLENTY:
            doubts.append(Doubt(field, say(_UNCOUNTED, text=_short(text))))
            return None
        bare = _PIECES.sub("", text) if type(text) is str else text
        return self._whole(field, bare, doubts, most=limits.HIGHEST_STOCK)

    def _whole(
        self,
        field: Field,
        text: str,
        doubts: _Doubts,  # noqa: ARG002 - one signature for all fields
        most: int,
    ) -> int:
        if text.isascii() and text.isdigit() and len(text) < 10:
            number = int(text)
        else:
            parsed = amounts.parse(text, self._marks.get(field, PLAIN))
            if parsed is None or parsed[1] or parsed[0] != parsed[0].to_integral_value():
                raise _WrongError(
                    field,
                    say(
                        "In {field}, {text} is no whole number.",
                        field=say(FIELDS[field]),
                        text=_short(text),
                    ),
                )
            number = int(parsed[0]) if abs(parsed[0]) <= 10 * most else 10 * most
        if not 0 <= number <= most:
            raise _WrongError(
                field,
                say(
                    "In {field}, {text} is below zero or above {limit}.",
                    field=say(FIELDS[field]),
                    text=_short(text),
                    limit=Number(most),
                ),
            )
        return number

    def _gtin(self, field: Field, text: str, doubts: _Doubts) -> str:
        bare = unicodedata.normalize("NFKC", text).strip().lstrip("'")
        if not bare.isdigit():
            bare = amounts.whole_digits(bare) or bare
        if amounts.is_scientific(bare) and not bare.isdigit():
            doubts.append(Doubt(field, say(_SHORTENED, text=_short(bare))))
            return ""
        digits = _BETWEEN_DIGITS.sub("", bare)
        if type(text) is NumberText:
            digits = padded(digits)
            doubts.append(Doubt(field, say(_AS_NUMBER, text=_short(bare))))
        elif len(digits) in {7, 9, 10, 11} and is_gtin(padded(digits)):
            digits = padded(digits)
            doubts.append(Doubt(field, say(_LOST_ZEROS, text=_short(bare))))
        if not (digits.isascii() and digits.isdigit()):
            raise _WrongError(
                field, say("The barcode {text} has signs that are no digits.", text=_short(bare))
            )
        if len(digits) not in LENGTHS:
            raise _WrongError(
                field,
                say_n(
                    "The barcode {text} has {n} digit, rather than 8, 12, 13 or 14.",
                    "The barcode {text} has {n} digits, rather than 8, 12, 13 or 14.",
                    len(digits),
                    text=_short(bare),
                ),
            )
        if not is_gtin(digits):
            raise _WrongError(
                field, say("The check digit of the barcode {text} is wrong.", text=digits)
            )
        return digits


_AS_NUMBER = N_("The barcode {text} was kept as a number: zeros before it may be lost.")
_LOST_ZEROS = N_("The barcode {text} has lost the zeros before it; they are put back.")
_UNCOUNTED = N_("The stock is {text}, which is no number; it is left as it is.")
_SHORTENED = N_("A spreadsheet shortened the barcode to {text}; it is left out.")


def _line(field: Field, text: str, doubts: _Doubts) -> str:  # noqa: ARG001 - one signature for all fields
    line = in_one_line(text)
    if len(line) > limits.LONGEST_LINE:
        raise _too_long(field, limits.LONGEST_LINE)
    return line


def _text(field: Field, text: str, doubts: _Doubts) -> str:  # noqa: ARG001 - as above
    _check_text(field, text)
    return text.strip()


def _lines(field: Field, text: str, doubts: _Doubts) -> tuple[str, ...]:  # noqa: ARG001 - as above
    return _few(field, parts.split_lines(_checked(field, text)))


def _pictures(field: Field, text: str, doubts: _Doubts) -> tuple[str, ...]:  # noqa: ARG001 - as above
    lines = _checked(field, text).split("\n")
    return _few(field, tuple(line.strip() for line in lines if line.strip()))


def _specifications(
    field: Field,
    text: str,
    doubts: _Doubts,  # noqa: ARG001 - as above
) -> tuple[tuple[str, str], ...]:
    rows = parts.split_rows(_checked(field, text), ":", 2)
    return _few(field, tuple((name, value) for name, value in rows))


def _questions(field: Field, text: str, doubts: _Doubts) -> tuple[Question, ...]:  # noqa: ARG001 - as above
    rows = parts.split_rows(_checked(field, text), "|", 2)
    return _few(field, tuple(Question(asked, answer) for asked, answer in rows))


def _few(field: Field, many: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(many) > limits.MOST_PARTS:
        raise _WrongError(
            field,
            say_n(
                "In {field}, there is more than {n} line.",
                "In {field}, there are more than {n} lines.",
                limits.MOST_PARTS,
                field=say(FIELDS[field]),
            ),
        )
    return many


def _checked(field: Field, text: str) -> str:
    _check_text(field, text)
    return text


def _check_text(field: Field, text: str) -> None:
    if len(text) > limits.LONGEST_TEXT:
        raise _too_long(field, limits.LONGEST_TEXT)


def _language(text: str) -> str:
    tag = text.strip()
    if tag and not _LANGUAGE.fullmatch(tag):
        raise _WrongError(Field.LANGUAGE, say("{text} is no code of a language.", text=_short(tag)))
    return tag


def _too_long(field: Field, most: int) -> _WrongError:
    return _WrongError(
        field,
        say_n(
            "The {field} is longer than {n} sign.",
            "The {field} is longer than {n} signs.",
            most,
            field=say(FIELDS[field]),
        ),
    )


def _no_day(field: Field, text: str) -> _WrongError:
    return _WrongError(
        field, say("In {field}, {text} is no day.", field=say(FIELDS[field]), text=_short(text))
    )


def _short(text: str) -> Name:
    """What stands in a cell, so far as it can be heard out."""
    line = in_one_line(text)
    return Name(line if len(line) <= 60 else line[:60] + "…")
