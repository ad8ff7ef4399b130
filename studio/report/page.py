"""A report as one page of HTML: no script, nothing from a network, made for readers first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from studio import text
from studio.model.message import Duration, Message, Money, Name, Number, Value, say, say_n
from studio.report import svg
from studio.report.chart import Chart, Twin, charts
from studio.report.clean import escaped
from studio.report.drawing import Ink, draw
from studio.report.report import ProductResult, Report, Sold
from studio.report.spoken import amounts, percent, sentences

_NUMBERS = (Number, Duration, int)
_Cell: TypeAlias = "Value | None"
"""None for a cell with nothing in it."""


_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The shape of a language's tag (BCP 47); a file of products may hold anything in its place."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as it is put into the page.

    Attributes:
        name: Begins the id of its caption.
        caption: What it is of.
        headings: Of its columns; the first cell of each row is the row's heading.
        rows: Values under the headings; None for a cell with nothing in it.
    """

    name: str
    caption: Message
    headings: Sequence[Message]
    rows: Sequence[Sequence[_Cell]]


def page(report: Report, language: str | None = None) -> str:
    """The whole page, in a language of the studio; the one in use when none is given."""
    return _Page(report, language or text.in_use()).written()


class _Page:
    """Writes one page.

    Args:
        report: What is told.
        language: In which.
    """

    def __init__(self, report: Report, language: str) -> None:
        self._report = report
        self._language = language

    def written(self) -> str:
        lines = [
            "<!DOCTYPE html>",
            f'<html lang="{self._language.replace("_", "-")}" dir="ltr">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            # Nothing that somebody wrote could be run or fetched, even were it not escaped.
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{self._words(self._title())}</title>",
            f"<style>\n{_style()}</style>",
            "</head>",
            "<body>",
            *self._body(),
            "</body>",
            "</html>",
        ]
        return "\n".join(lines) + "\n"

    # ---------------------------------------------------------------- parts

    def _body(self) -> Iterator[str]:
        sections = [
            ("short", say("In short"), list(self._short())),
            ("charts", say("Charts"), list(self._charts())),
            ("products", say("Products"), self._table(self._products())),
            ("showings", say("Showings"), list(self._showings())),
            ("orders", say("Orders"), self._orders()),
            ("targets", say("Targets and the show before"), list(self._targets())),
            ("course", say("Course and faults"), list(self._course())),
        ]
        yield "<header>"
        yield f"<h1>{self._words(self._title())}</h1>"
        yield f"<p>{self._words(self._where())}</p>"
        yield "</header>"
        contents = self._words(say("Contents"))
        yield f'<nav aria-label="{contents}">'
        yield "<ul>"
        for name, heading, _lines in sections:
            yield f'<li><a href="#{name}">{self._words(heading)}</a></li>'
        yield "</ul>"
        yield "</nav>"
        yield "<main>"
        for name, heading, lines in sections:
            yield f'<section aria-labelledby="{name}">'
            yield f'<h2 id="{name}">{self._words(heading)}</h2>'
            yield from lines
            yield "</section>"
        yield "</main>"

    def _title(self) -> Message:
        when = text.moment(self._report.session.began, self._language)
        if self._report.session.is_rehearsal:
            return say("Report of the rehearsal of {when}", when=when)
        return say("Report of the show of {when}", when=when)

    def _where(self) -> Message:
        session = self._report.session
        who = session.person_name or None
        places = Name(", ".join(session.places))
        if session.places and who:
            return say("{person}, on {places}", person=Name(who), places=places)
        if session.places:
            return say("On {places}", places=places)
        return say("{person}", person=Name(who)) if who else say("Without a destination")

    def _short(self) -> Iterator[str]:
        for sentence in sentences(self._report):
            yield f"<p>{self._words(sentence)}</p>"

    def _charts(self) -> Iterator[str]:
        made = charts(self._report)
        if not made:
            yield self._nothing(say("Nothing was sold, so there is nothing to draw."))
        for number, chart in enumerate(made, 1):
            yield from self._chart(chart, f"chart-{number}")

    def _chart(self, chart: Chart, name: str) -> Iterator[str]:
        twin = chart.twin()
        told = [one.words(self._language) for one in twin.told]
        title = twin.title.words(self._language)
        yield f'<h3 id="{name}">{escaped(title)}</h3>'
        yield "<figure>"
        yield f'<div class="wide" role="region" tabindex="0" aria-labelledby="{name}">'
        yield svg.svg(draw(chart, self._language), name, title, told)
        yield "</div>"
        yield "<figcaption>"
        yield "<ul>"
        yield from (f"<li>{self._words(one)}</li>" for one in twin.told)
        yield "</ul>"
        yield "</figcaption>"
        yield "</figure>"
        yield from self._table(_of_twin(twin, name))

    def _products(self) -> _Table:
        return _Table(
            "products-table",
            say("What came of each product, the highest takings first"),
            (
                say("Product"),
                say("Code"),
                say("Pieces"),
                say("Orders"),
                say("Takings"),
                say("On screen for"),
                say("Pieces a minute on screen"),
                say("Pieces left"),
            ),
            [_product_cells(product) for product in self._report.products],
        )

    def _showings(self) -> Iterator[str]:
        rows = [
            (
                say("{number}. {product}", number=s.number, product=s.showing.name),
                s.showing.price,
                Duration(s.began_s),
                Duration(s.shown_s),
                *_sold_cells(s.during),
                *_sold_cells(s.after),
                s.own,
            )
            for s in self._report.showings
        ]
        if rows and self._report.before_cards.orders:
            told = self._report.before_cards
            yield f"<p>{self._words(_before(told))}</p>"
        yield from self._table(
            _Table(
                "showings-table",
                say("Each showing, with what was sold in it and from then until the next"),
                (
                    say("Showing"),
                    say("Price"),
                    say("Began after"),
                    say("On screen for"),
                    say("Orders meanwhile"),
                    say("Takings meanwhile"),
                    say("Orders until the next"),
                    say("Takings until the next"),
                    say("Pieces of this product"),
                ),
                rows,
            )
        )

    def _orders(self) -> list[str]:
        orders = sorted(self._report.session.orders, key=lambda order: order.at)
        rows = [
            (
                text.moment(order.at, self._language),
                order.name,
                Name(order.code),
                order.quantity,
                order.price,
                order.total,
                Name(order.number) if order.number else None,
            )
            for order in orders
        ]
        return self._table(
            _Table(
                "orders-table",
                say("Every order, the first one first"),
                (
                    say("Time"),
                    say("Product"),
                    say("Code"),
                    say("Pieces"),
                    say("Price of one"),
                    say("Total"),
                    say("Order number"),
                ),
                rows,
            )
        )

    def _targets(self) -> Iterator[str]:
        rows = [
            (
                say("The centre") if not p.target.person else say("The streamer"),
                p.target.begins.isoformat(),
                p.target.ends.isoformat(),
                p.target.amount,
                p.sold,
                percent(p.share),
                p.rest,
            )
            for p in self._report.progresses
        ]
        yield from self._table(
            _Table("targets-table", say("How far each target is"), _TARGET_HEADINGS, rows)
        )
        yield from self._before()

    def _before(self) -> Iterator[str]:
        report, before = self._report, self._report.before
        if before is None:
            yield self._nothing(say("There is no show before it to compare with."))
            return
        viewers = report.session.most_viewers
        rows: list[tuple[_Cell, ...]] = [
            (say("Length"), Duration(report.length_s), Duration(before.length_s)),
            (say("Orders"), report.sold.orders, before.sold.orders),
            (say("Pieces"), report.sold.pieces, before.sold.pieces),
            (say("Takings"), _amounts(report.sold), _amounts(before.sold)),
            (say("Most viewers"), viewers, before.most_viewers),
        ]
        when = text.moment(before.began, self._language)
        yield from self._table(
            _Table(
                "before-table",
                say("Compared with the show of {when}", when=when),
                (say("What"), say("This show"), say("The show before")),
                rows,
            )
        )

    def _course(self) -> Iterator[str]:
        report, session = self._report, self._report.session
        rate, share = report.orders_per_minute, report.conversion
        facts: list[tuple[Message, _Cell]] = [
            (say("Length"), Duration(report.length_s)),
            (say("A card on screen for"), Duration(report.shown_s)),
            (say("Orders a minute"), Number(rate, 2) if rate is not None else None),
            (say("Most viewers"), session.most_viewers),
            (
                say("Orders for each hundred viewers"),
                Number(share * 100, 1) if share is not None else None,
            ),
            (say("Followed the rundown"), Name(session.rundown) if session.rundown else None),
            (say("Pictures lost"), session.health.pictures_dropped),
            (say("Destinations lost"), session.health.connections_lost),
            (say("Cut off from viewers for"), Duration(session.health.cut_off_s)),
        ]
        yield from self._table(
            _Table("facts-table", say("How the show went"), (say("What"), say("How much")), facts)
        )
        if not session.faults:
            yield self._nothing(say("No fault was told."))
            return
        faults = self._words(say("Faults"))
        yield f"<h3>{faults}</h3>"
        yield "<ol>"
        for fault in session.faults:
            after = Duration(max(0.0, (fault.at - session.began).total_seconds()))
            told = say("After {time}: {problem}", time=after, problem=fault.problem)
            yield f"<li>{self._words(told)}</li>"
        yield "</ol>"

    # ---------------------------------------------------------------- words and tables

    def _nothing(self, sentence: Message) -> str:
        return f"<p>{self._words(sentence)}</p>"

    def _table(self, table: _Table) -> list[str]:
        """A table that can be scrolled by keys where it is wider than the window."""
        caption = self._words(table.caption)
        if not table.rows:
            nothing = self._words(say("none"))
            return [f"<p>{caption}: {nothing}</p>"]
        lines = [
            f'<div class="wide" role="region" tabindex="0" aria-labelledby="{table.name}">',
            "<table>",
            f'<caption id="{table.name}">{caption}</caption>',
            "<thead><tr>",
            *(f'<th scope="col">{self._words(heading)}</th>' for heading in table.headings),
            "</tr></thead>",
            "<tbody>",
        ]
        for first, *others in table.rows:
            cells = "".join(self._cell(value) for value in others)
            lines.append(f'<tr><th scope="row">{self._value(first)}</th>{cells}</tr>')
        return [*lines, "</tbody>", "</table>", "</div>"]

    def _cell(self, value: _Cell) -> str:
        is_number = isinstance(value, _NUMBERS)
        return f"<td{' class=number' if is_number else ''}>{self._value(value)}</td>"

    def _value(self, value: _Cell) -> str:
        match value:
            case None:
                return "–"
            case Name():
                return _named(value)
            case str():
                return escaped(value)
            case int():
                return escaped(text.number(value, self._language))
            case Message():
                return self._words(value)
            case Money():
                return _amount(value, self._language)
            case _:
                return escaped(value.words(self._language))

    def _words(self, message: Message) -> str:
        """A message in which each name keeps its own language and direction.

        The sentence is put together of escaped parts, so what somebody called a thing is text
        there, whatever it says.
        """
        values = {key: self._value(value) for key, value in message.values.items()}
        return escaped(message.pattern(self._language)).format_map(values)


@lru_cache(maxsize=1000)
def _amount(money: Money, language: str) -> str:
    """Kept, since few prices stand in thousands of orders."""
    return escaped(money.words(language))


def _named(name: Name) -> str:
    tag = name.language.replace("_", "-")
    language = f' lang="{tag}"' if _TAG.fullmatch(tag) else ""
    return f"<bdi{language}>{escaped(name.name)}</bdi>"


def _of_twin(twin: Twin, name: str) -> _Table:
    caption = say("{title}, as a table", title=twin.title)
    return _Table(f"{name}-table", caption, twin.headings, [row.cells for row in twin.rows])


def _amounts(sold: Sold) -> Message | None:
    return amounts(sold.takings) if sold.takings else None


def _sold_cells(sold: Sold) -> tuple[_Cell, ...]:
    return (sold.orders, _amounts(sold))


def _product_cells(product: ProductResult) -> tuple[_Cell, ...]:
    pace = product.pieces_per_minute
    return (
        product.name,
        Name(product.code),
        product.sold.pieces,
        product.sold.orders,
        _amounts(product.sold),
        Duration(product.shown_s) if product.showings else None,
        Number(pace, 1) if pace is not None else None,
        product.stock,
    )


def _before(told: Sold) -> Message:
    return say_n(
        "Before the first card {n} order came: {amounts}.",
        "Before the first card {n} orders came: {amounts}.",
        told.orders,
        amounts=amounts(told.takings),
    )


_TARGET_HEADINGS = (
    say("Target of"),
    say("First day"),
    say("Last day"),
    say("Target"),
    say("Sold"),
    say("Percent"),
    say("Missing"),
)

_RULES = """\
:root { color-scheme: light dark; VARIABLES_OF_DAY }
@media (prefers-color-scheme: dark) { :root { VARIABLES_OF_NIGHT } }
html { background: var(--ground); color: var(--words); font: 100%/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
a { color: var(--link); }
a:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.wide { overflow-x: auto; margin: 1rem 0; }
figure { margin: 0; }
svg { display: block; width: 100%; min-width: 34rem; height: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid var(--axis); padding: .3rem .5rem; text-align: start;
  vertical-align: top; min-width: 3rem; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
"""

_PRINT = """\
@media print {
  :root { color-scheme: light; VARIABLES_OF_DAY }
  nav { display: none; }
  body { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  svg { min-width: 0; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
"""


def _style() -> str:
    filled = {Ink.WORDS, Ink.QUIET, Ink.BAND, Ink.OTHER_BAND, Ink.BAR}
    inks = [
        f"svg .{ink} {{ {'fill' if ink in filled else 'stroke'}: var(--{ink}); }}" for ink in Ink
    ]
    rules = _RULES + "\n".join([*inks, "svg .edged { stroke: var(--axis); }", ""]) + _PRINT
    rules = rules.replace("VARIABLES_OF_DAY", _variables(svg.LIGHT.items(), svg.GROUND["light"]))
    return rules.replace("VARIABLES_OF_NIGHT", _variables(svg.DARK.items(), svg.GROUND["dark"]))


def _variables(colours: Iterable[tuple[Ink, str]], ground: str) -> str:
    given = dict(colours)
    pairs = [("ground", ground), ("link", given[Ink.BAR])]
    pairs += [(str(ink), colour) for ink, colour in given.items()]
    return " ".join(f"--{name}: {colour};" for name, colour in pairs)
