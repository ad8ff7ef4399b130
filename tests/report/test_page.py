"""The page: valid, in order, readable by ears and in every light, and proof against names."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from justhtml import JustHTML

from studio.report.drawing import Ink
from studio.report.page import page
from studio.report.report import report_of
from studio.report.svg import DARK, GROUND, LIGHT
from tests.report.shows import (
    BEFORE,
    EMPTY,
    HOSTILE,
    PRODUCTS,
    REHEARSAL,
    SHOW,
    TARGETS,
    hostile,
)

FULL = report_of(SHOW, products=PRODUCTS, progresses=TARGETS, before=BEFORE)
REPORTS = {
    "full": FULL,
    "empty": report_of(EMPTY),
    "rehearsal": report_of(REHEARSAL),
    "hostile": report_of(hostile(), before=hostile()),
}


def read(html: str) -> Any:
    """The page's tree; raises where it is not as HTML wants it."""
    return JustHTML(html, strict=True, sanitize=False)


@pytest.fixture(params=list(REPORTS))
def written(request) -> str:
    return page(REPORTS[request.param], "en")


def test_it_is_valid_and_has_its_language_and_title(written: str):
    tree = read(written)
    [root] = tree.query("html")
    assert (root.attrs["lang"], root.attrs["dir"]) == ("en", "ltr")
    [title] = tree.query("head title")
    assert title.to_text().startswith("Report of the ")
    assert len(tree.query("main")) == len(tree.query("header")) == len(tree.query("nav")) == 1


def test_the_parser_would_object():
    with pytest.raises(Exception, match=r"."):
        read("<!DOCTYPE html><html><head><title>x</title></head><body><p></div></body></html>")


def test_headings_come_in_order(written: str):
    levels = [int(one.name[1]) for one in read(written).query("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headings_of_its_cells(written: str):
    for table in read(written).query("table"):
        [caption] = table.query("caption")
        assert caption.to_text().strip()
        columns = table.query("thead th")
        assert all(one.attrs["scope"] == "col" for one in columns)
        for row in table.query("tbody tr"):
            cells = row.query("th, td")
            assert len(cells) == len(columns)
            assert [one.name for one in cells] == ["th", *["td"] * (len(columns) - 1)]
            assert cells[0].attrs["scope"] == "row"


def test_whatever_refers_to_something_finds_it_and_no_id_is_there_twice(written: str):
    tree = read(written)
    ids = [one.attrs["id"] for one in tree.query("[id]")]
    assert len(ids) == len(set(ids))
    wanted = [one.attrs["href"].removeprefix("#") for one in tree.query("a")]
    for name in ("aria-labelledby", "aria-describedby"):
        wanted += [one.attrs[name] for one in tree.query(f"[{name}]")]
    assert set(wanted) <= set(ids)
    for region in tree.query("[role=region]"):
        assert region.attrs["tabindex"] == "0"
        assert region.attrs["aria-labelledby"]


def test_nothing_runs_and_nothing_is_fetched(written: str):
    tree = read(written)
    assert tree.query("script, iframe, object, embed, link, img, base, form") == []
    assert "default-src 'none'" in tree.query("meta[http-equiv]")[0].attrs["content"]
    for one in tree.query("*"):
        assert not [name for name in one.attrs if name.startswith("on")]
        for name in ("src", "href", "xlink:href"):
            assert one.attrs.get(name, "#").startswith("#")
    assert "http" not in written.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert "url(" not in written


def test_what_somebody_called_a_thing_is_text_and_keeps_its_direction():
    tree = read(page(REPORTS["hostile"], "en"))
    shown = HOSTILE.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    names = tree.query("bdi")
    assert len(names) >= 8
    assert {one.to_text(strip=False) for one in names} <= {shown, "=5e55"}
    assert {one.attrs.get("lang") for one in names} == {None}
    page(REPORTS["hostile"], "en").encode("utf-8")
    assert tree.query("b") == []


def test_names_are_said_in_their_own_language():
    tree = read(page(FULL, "en"))
    said = {(one.to_text(), one.attrs.get("lang", "")) for one in tree.query("bdi")}
    assert {("重庆小面", "zh"), ("Teh hijau", "id"), ("Wool scarf", "en")} <= said


def test_the_figures_stand_in_it():
    tree = read(page(FULL, "en"))
    text = " ".join(tree.to_text().split())
    for told in ("¥1,393.20", "Rp375,000", "49", "¥5,000.01", "A-1", "gives nothing"):
        assert told in text, told
    rows = tree.query("table")
    captions = [one.query("caption")[0].to_text() for one in rows]
    orders = rows[captions.index("Every order, the first one first")]
    assert len(orders.query("tbody tr")) == len(SHOW.orders)


def test_each_chart_stands_beside_a_table_that_says_the_same():
    tree = read(page(FULL, "en"))
    assert len(tree.query("figure svg[role=img]")) == 4
    captions = [one.to_text() for one in tree.query("caption")]
    assert sum(caption.endswith(", as a table") for caption in captions) == 4


@pytest.mark.parametrize(("language", "tag"), [("zh_CN", "zh-CN"), ("id", "id")])
def test_it_is_written_in_every_language(language: str, tag: str):
    [root] = read(page(FULL, language)).query("html")
    assert root.attrs["lang"] == tag


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio of two colours."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_lines_stand_out_in_every_light(scheme: str):
    """As the page's own style has them, not as our constants do."""
    style = page(FULL, "en").partition("<style>")[2].partition("</style>")[0]
    day, _sep, rest = style.partition("@media (prefers-color-scheme: dark)")
    part = day if scheme == "light" else rest.partition("html {")[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    wanted = {"light": LIGHT, "dark": DARK}[scheme]
    assert colours == {
        **{str(ink): colour for ink, colour in wanted.items()},
        "ground": GROUND[scheme],
        "link": wanted[Ink.BAR],
    }
    for ground in ("ground", "band", "other-band"):
        assert contrast(colours["words"], colours[ground]) >= 7
        assert contrast(colours["line"], colours[ground]) >= 3
        assert contrast(colours["axis"], colours[ground]) >= 3
    assert contrast(colours["link"], colours["ground"]) >= 4.5


def test_it_wraps_and_can_be_printed():
    style = page(FULL, "en").partition("<style>")[2].partition("</style>")[0]
    assert "overflow-wrap: anywhere" in style
    assert "@media print" in style
    # No width in pixels keeps a line from wrapping when all is four times as large.
    assert re.findall(r"(?:width|height): *\d+px", style) == []
