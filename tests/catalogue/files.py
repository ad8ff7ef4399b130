"""Catalogue files as others write them, made for a test."""

import csv
import io
from pathlib import Path
from typing import Any

import xlsxwriter

from studio.catalogue.assembling import BadRow, Read
from studio.catalogue.reading import Catalogue, open_catalogue


def _parted(headers: str) -> list[str]:
    return headers.split(",")


SHOPIFY = _parted(
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,"
    "Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,"
    "Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,"
    "Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,"
    "Google Shopping / Google Product Category,Google Shopping / Gender,"
    "Google Shopping / Age Group,Google Shopping / MPN,Google Shopping / AdWords Grouping,"
    "Google Shopping / AdWords Labels,Google Shopping / Condition,"
    "Google Shopping / Custom Product,Google Shopping / Custom Label 0,"
    "Google Shopping / Custom Label 1,Google Shopping / Custom Label 2,"
    "Google Shopping / Custom Label 3,Google Shopping / Custom Label 4,Variant Image,"
    "Variant Weight Unit,Variant Tax Code,Cost per item"
)
WOOCOMMERCE = _parted(
    "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Short description,Description,"
    "Date sale price starts,Date sale price ends,Tax status,Tax class,In stock?,Stock,"
    "Backorders allowed?,Sold individually?,Weight (lbs),Length (in),Width (in),Height (in),"
    "Allow customer reviews?,Purchase note,Sale price,Regular price,Categories,Tags,"
    "Shipping class,Images,Download limit,Download expiry days,Parent,Grouped products,Upsells,"
    "Cross-sells,External URL,Button text,Position,Attribute 1 name,Attribute 1 value(s),"
    "Attribute 1 visible,Attribute 1 global,Attribute 2 name,Attribute 2 value(s),"
    "Attribute 2 visible,Attribute 2 global"
)


def table(headers, *rows, separator=","):
    """CSV text; a row is a mapping of headers, or cells."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(headers)
    for row in rows:
        writer.writerow([row.get(h, "") for h in headers] if isinstance(row, dict) else row)
    return out.getvalue()


def keep(folder: Path, text: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def workbook(path: Path, rows, *, hidden=(), other_sheets=None) -> Path:
    """A workbook with these cells, numbers as numbers, in a sheet after the others."""
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for name, cells in (other_sheets or {}).items():
            _fill(book.add_worksheet(name), cells)
        _fill(book.add_worksheet("Products"), rows)
        for sheet in book.worksheets():
            if sheet.name in hidden:
                sheet.hide()
        next(s for s in book.worksheets() if s.name not in hidden).activate()
    return path


def _fill(sheet, rows):
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell != "":
                sheet.write(number, column, cell)


def read(path: Path, *args, **options) -> tuple[Catalogue, list[Any], list[Any]]:
    """All of a file; the catalogue is closed, but knows its findings and notes."""
    with open_catalogue(path, *args, **options) as catalogue:
        results = list(catalogue.results())
        assert catalogue.done == 1.0
    good = [r for r in results if isinstance(r, Read)]
    return catalogue, good, [r for r in results if isinstance(r, BadRow)]


def told(catalogue: Catalogue) -> list[str]:
    return [str(sentence) for sentence in catalogue.findings.sentences()]
