"""The parts of the command line that are about products, and about what keeps them."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from studio import paths
from studio.text import _

_TOLD_EVERY_S = 5.0

Told = Callable[[Callable[[], list[str]], bool], int]
"""Prints what a job has to say, or what went wrong; as JSON too when that is wished."""


class Parts(Protocol):
    """As `argparse` adds them."""

    def add_parser(self, name: str, **more: Any) -> argparse.ArgumentParser: ...  # noqa: ANN401 - as argparse has it


def add_parts(parts: Parts, common: argparse.ArgumentParser, told: Told) -> None:
    """Add every part that is about products.

    Args:
        parts: Of the command line.
        common: The options of all of them.
        told: See `Told`.
    """

    def part(
        name: str, about: str, job: Callable[[argparse.Namespace], list[str]]
    ) -> argparse.ArgumentParser:
        parser = parts.add_parser(name, parents=[common], help=about)
        parser.add_argument("--json", action="store_true", help=_("as JSON"))
        parser.set_defaults(run=lambda options: told(lambda: job(options), options.json))
        return parser

    bring = part("import", _("bring products from a file into the catalogue"), _import)
    bring.add_argument("file", type=Path, nargs="?", help=_("CSV, TSV, XLSX or JSON"))
    bring.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    bring.add_argument(
        "--currency", default="CNY", metavar="CODE", help=_("of prices that tell none")
    )
    bring.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADER=FIELD",
        help=_("which column is which field; may be given several times"),
    )
    bring.add_argument("--take-back", action="store_true", help=_("take the last import back"))
    # For the studio itself, which tells how far it is in its own way.
    bring.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)
    look = part("columns", _("say which column of a file is used as what"), _columns)
    look.add_argument("file", type=Path, help=_("CSV, TSV, XLSX or JSON"))
    sold = part("orders", _("bring orders from a platform's table"), _orders)
    sold.add_argument("file", type=Path, nargs="?", help=_("CSV, TSV, XLSX or JSON"))
    sold.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    sold.add_argument("--currency", default="", metavar="CODE", help=_("of prices that tell none"))
    sold.add_argument("--keep-stock", action="store_true", help=_("take nothing from the stock"))
    sold.add_argument(
        "--take-back", action="store_true", help=_("take the last import of orders back")
    )
    sold.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)
    write = part("export", _("write the catalogue into a file"), _export)
    write.add_argument("file", type=Path, help=_("its name ends with csv, tsv, xlsx or json"))
    seek = part("products", _("find products by name, pinyin, code or barcode"), _products)
    seek.add_argument("words", nargs="*", metavar="QUERY", help=_("a part of the name"))
    seek.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most so many"))
    look = part("check", _("find claims in the products of the catalogue"), _check)
    look.add_argument(
        "--laws",
        default="",
        metavar="TAGS",
        type=_laws,
        help=_("whose law is meant: zh, id, en, or several; else by the language of each product"),
    )
    look.add_argument(
        "--imported", action="store_true", help=_("only what the last import brought or changed")
    )
    look.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)
    look = part("scan", _("read the barcodes and QR codes of pictures"), _scan)
    look.set_defaults(run=lambda options: _scan_all(options, told))
    look.add_argument(
        "images", nargs="+", metavar="IMAGE", help=_("a picture, such as JPEG or PNG")
    )
    plan = part("rundown", _("look through a rundown, or write it in another form"), _rundown)
    plan.add_argument("file", type=Path, help=_("our own, a table (CSV, TSV) or a text"))
    plan.add_argument(
        "--out", type=Path, metavar="FILE", help=_("its name ends with rundown, csv, tsv or txt")
    )
    part("backup", _("make a copy of everything the studio keeps"), _backup)
    back = part("restore", _("put a backup in the place of what the studio keeps"), _restore)
    back.add_argument(
        "backup", nargs="?", default="", help=_("its name, or a path; else the list of them")
    )


def _import(options: argparse.Namespace) -> list[str]:
    from studio.app.catalogue import import_file, mapping_of, take_back
    from studio.model.errors import CommandError
    from studio.model.message import say

    if options.take_back:
        take_back()
        return [
            _json({"taken_back": True})
            if options.json
            else _("The catalogue is as it was before the last import.")
        ]
    if options.file is None:
        raise CommandError(
            say("There is no file to import."), say("Name a table from a supplier or a shop.")
        )
    made = import_file(
        options.file,
        mapping=mapping_of(options.column),
        currency=_currency(options.currency),
        is_dry_run=options.dry_run,
        progress=_teller(is_for_studio=options.progress),
    )
    if options.json:
        return [
            _json(
                {
                    "new": made.new,
                    "changed": made.changed,
                    "unchanged": made.unchanged,
                    "wrong": made.wrong,
                    "bad_rows": made.bad_rows,
                    "dry_run": made.is_dry_run,
                    "findings": made.findings,
                    "notes": made.notes,
                }
            )
        ]
    mend = _("Mend these rows in {file} and import it.").format(file=made.bad_rows)
    return [str(made.outcome), *([mend] if made.bad_rows else []), *made.details]


def _currency(words: str) -> str:
    """The code of a currency that somebody named by its code, its sign or a word."""
    from studio.catalogue.currencies import currency_of_code
    from studio.model.errors import CommandError
    from studio.model.message import Name, say

    code = currency_of_code(words)
    if not code:
        raise CommandError(
            say("{text} is no currency.", text=Name(words)),
            say("Name one by its code, such as CNY, IDR or USD."),
        )
    return code


def _teller(*, is_for_studio: bool) -> Callable[[float], None]:
    """Tells how far something is, now and then."""
    last = [time.monotonic()]

    def tell(share: float) -> None:
        now = time.monotonic()
        if is_for_studio:
            print(_json({"share": share}), flush=True)
        elif now - last[0] >= _TOLD_EVERY_S:
            last[0] = now
            print(_("{percent} percent.").format(percent=round(share * 100)), file=sys.stderr)

    return tell


def _orders(options: argparse.Namespace) -> list[str]:
    from studio.app import orders
    from studio.model.errors import CommandError
    from studio.model.message import say, say_n

    if options.take_back:
        count = orders.take_back()
        if options.json:
            return [_json({"taken_back": count})]
        return [str(say_n("{n} order taken back.", "{n} orders taken back.", count))]
    if options.file is None:
        raise CommandError(
            say("There is no file to import."), say("Name the platform's table of orders.")
        )
    made = orders.import_orders(
        options.file,
        currency=_currency(options.currency) if options.currency else "",
        takes_stock=not options.keep_stock,
        is_dry_run=options.dry_run,
        progress=_teller(is_for_studio=options.progress),
    )
    if not options.json:
        return [str(sentence) for sentence in made.sentences()]
    return [
        _json(
            {
                **asdict(made.counts),
                "wrong": made.bad,
                "bad_rows": str(made.bad_rows or ""),
                "dry_run": made.is_dry_run,
                "findings": [str(sentence) for sentence in made.findings.sentences()],
            }
        )
    ]


def _columns(options: argparse.Namespace) -> list[str]:
    from studio.app.catalogue import columns_of
    from studio.model.fields import FIELDS
    from studio.model.product import Field

    found = columns_of(options.file)
    if options.json:
        return [_json(asdict(found))]
    lines = [found.known_as] if found.known_as else []
    for column in found.columns:
        used_as = _(FIELDS[Field(column.field)]) if column.field else _("not used")
        lines.append("\t".join((column.header, used_as, *column.samples)))
    return lines


def _export(options: argparse.Namespace) -> list[str]:
    from studio.app.catalogue import export_file
    from studio.model.message import say_n

    count = export_file(options.file)
    if options.json:
        return [_json({"products": count, "file": str(options.file)})]
    return [str(say_n("{n} product written.", "{n} products written.", count))]


def _products(options: argparse.Namespace) -> list[str]:
    from studio.app.catalogue import find

    found = find(" ".join(options.words), max(1, options.limit))
    if options.json:
        return [_json([_as_object(product) for product in found])]
    return [
        "\t".join((p.code, p.name.name, p.price.words(), "" if p.stock is None else str(p.stock)))
        for p in found
    ] or [_("No product is found.")]


def _laws(words: str) -> str:
    tags = words.replace(",", " ").split()
    if set(tags) - {"zh", "id", "en"}:
        raise argparse.ArgumentTypeError(_("zh, id or en"))
    return " ".join(tags)


def _check(options: argparse.Namespace) -> list[str]:
    from studio.app.checking import MOST, Checked, as_object, check_catalogue
    from studio.model.message import say_n

    count = 0

    def tell(checked: Checked) -> None:
        nonlocal count
        count += 1
        if options.json:
            if count <= MOST:
                print(_json(as_object(checked)))
            return
        for found in checked.findings:
            print(checked.product.code, checked.product.name.name, found.warning, sep="\t")

    def progress(share: float) -> None:
        if options.progress:
            print(_json({"share": share}), flush=True)

    checked = check_catalogue(options.laws, tell, progress, only_imported=options.imported)
    if options.json:
        return [_json({"checked": checked, "count": count})]
    told = say_n("{n} product was checked.", "{n} products were checked.", checked)
    claims = say_n("{n} of them makes claims.", "{n} of them make claims.", count)
    return [str(told.then(claims))]


def _scan(options: argparse.Namespace) -> list[str]:
    from studio.app.scanning import scan

    lines, options.is_whole = scan(options.images, as_json=options.json)
    return lines


def _scan_all(options: argparse.Namespace, told: Told) -> int:
    """One broken picture does not keep the others, but whoever called has to know of it."""
    options.is_whole = True
    return told(lambda: _scan(options), options.json) or int(not options.is_whole)


def _rundown(options: argparse.Namespace) -> list[str]:
    from studio.app.rundown import look_through

    return look_through(options.file, options.out, as_json=options.json)


def _backup(options: argparse.Namespace) -> list[str]:
    import datetime

    from studio.store.backups import back_up

    made = back_up(paths.database_file(), datetime.datetime.now())  # noqa: DTZ005 - on the wall
    path = str(made.path) if made else ""
    return [_json({"backup": path}) if options.json else path]


def _restore(options: argparse.Namespace) -> list[str]:
    import datetime

    from studio.store import backups

    file = paths.database_file()
    if not options.backup:
        found = backups.backups(file)
        if options.json:
            return [_json([{"backup": b.path.name, "size": b.size} for b in found])]
        return [b.path.name for b in found] or [_("There is no backup yet.")]
    chosen = Path(options.backup)
    if not chosen.exists():
        chosen = backups.folder_of(file) / options.backup
    kept = backups.restore(file, chosen, datetime.datetime.now())  # noqa: DTZ005 - on the wall
    if options.json:
        return [_json({"restored": str(chosen), "kept": str(kept or "")})]
    lines = [_("The backup is in place: {backup}.").format(backup=chosen.name)]
    if kept is not None:
        lines.append(_("What was there before is kept: {file}.").format(file=kept))
    return lines


def _as_object(product: Any) -> dict[str, object]:  # noqa: ANN401 - a product; its module loads late
    return {
        "code": product.code,
        "name": product.name.name,
        "price": str(product.price.amount),
        "currency": product.price.currency,
        "stock": product.stock,
        "slot": product.slot,
        "gtin": product.gtin,
        "supplier": product.supplier.name if product.supplier else "",
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
