"""Charts: the drawing and its words tell the same, and both are right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from studio.model.message import Money, Name
from studio.report.chart import (
    MOST_BARS,
    MOST_STEPS,
    ProductChart,
    TimeChart,
    charts,
    product_chart,
    time_chart,
)
from studio.report.drawing import Box, Ink, Line, Words, draw, mark, nice, width_of
from studio.report.report import report_of
from studio.report.svg import svg_file
from tests.report.pictures import picture
from tests.report.shows import EMPTY, SCARF, SHOW, at, hostile, order, yuan

REPORT = report_of(SHOW)


def test_there_are_two_for_each_currency_and_none_of_nothing():
    made = charts(REPORT)
    assert [type(chart) for chart in made] == [TimeChart, ProductChart] * 2
    assert [chart.currency for chart in made] == ["CNY", "CNY", "IDR", "IDR"]
    assert charts(report_of(EMPTY)) == ()


def test_the_steps_hold_every_order_once():
    chart = time_chart(REPORT, "CNY")
    assert len(chart.steps) <= MOST_STEPS
    assert sum(step.orders for step in chart.steps) == 7
    assert chart.total == Decimal("1393.20")
    assert chart.steps[0].began_s == 0
    assert chart.steps[-1].ended_s == 4800
    assert chart.best.band is not None
    assert chart.best.band.name.name == "重庆小面"


def test_orders_of_before_and_after_the_show_stand_at_its_ends():
    session = replace(SHOW, orders=(order(SCARF, -7), order(SCARF, 900)))
    chart = time_chart(report_of(session), "CNY")
    assert (chart.steps[0].orders, chart.steps[-1].orders) == (1, 1)


@pytest.mark.parametrize("minutes", [0, 0.01, 1, 29, 31, 300, 60 * 30, 60 * 24 * 400])
def test_however_long_a_show_is_it_can_be_walked_through(minutes):
    session = replace(SHOW, ended=at(minutes), orders=(order(SCARF, minutes / 2),))
    chart = time_chart(report_of(session), "CNY")
    assert 1 <= len(chart.steps) <= MOST_STEPS
    assert chart.total == 129
    draw(chart)


def test_the_line_rises_as_the_rows_say():
    chart = time_chart(REPORT, "CNY")
    line = next(s for s in draw(chart).shapes if isinstance(s, Line) and s.ink is Ink.LINE)
    heights = [y for _x, y in line.points]
    rises = [before - after for before, after in pairwise(heights)]
    assert [rise > 0 for rise in rises] == [step.amount > 0 for step in chart.steps]
    steepest = rises.index(max(rises))
    assert chart.steps[steepest] is chart.best
    cells = chart.twin().rows[steepest].cells
    assert cells[3] == yuan("774.00")


def test_its_words_tell_first_peak_and_last():
    told = " ".join(one.words("en") for one in time_chart(REPORT, "CNY").twin().told)
    assert told == (
        "It begins with nothing and ends with ¥1,393.20. "
        "The first takings, ¥25.80, came within 3 minutes. "
        "It rose most between 21 minutes and 24 minutes: by ¥774.00. "
        "Then 重庆小面 was on screen. After 51 minutes nothing more was sold."
    )


def test_each_showing_is_a_band_with_its_number_and_name():
    shapes = draw(time_chart(REPORT, "CNY")).shapes
    labels = [s.text for s in shapes if isinstance(s, Words) and s.text[:2] in {"1.", "2.", "4."}]
    assert labels == [
        "1. \u2068Wool scarf\u2069",
        "2. \u2068重庆小面\u2069",
        "4. \u2068Teh hijau\u2069",
    ]
    # Told by an edge and a number too, not by their colours alone.
    edged = [s for s in shapes if isinstance(s, Box) and s.is_outlined]
    assert len(edged) == 4


def test_bars_are_as_long_as_their_rows_say():
    chart = product_chart(REPORT, "CNY")
    bars = [s for s in draw(chart).shapes if isinstance(s, Box)]
    assert [bar.amount for bar in chart.bars] == [Decimal("877.20"), Decimal("516.00")]
    assert bars[1].width / bars[0].width == pytest.approx(516 / 877.2)
    heard = [row.heard.words("en") for row in chart.twin().rows]
    assert heard[0] == "重庆小面: 34 pieces, ¥877.20, 63 percent"


def test_what_has_no_bar_of_its_own_has_one_together():
    goods = [(f"p{n}", Name(f"Product {n}"), yuan(str(n + 1))) for n in range(25)]
    session = replace(SHOW, orders=tuple(order(one, 1) for one in goods))
    chart = product_chart(report_of(session), "CNY")
    assert len(chart.bars) == MOST_BARS
    assert chart.bars[-1].name.words("en") == "16 other products"
    assert sum(bar.amount for bar in chart.bars) == sum(range(1, 26))


def test_what_was_given_away_has_a_chart_too():
    session = replace(SHOW, orders=(order((*SCARF[:2], Money(Decimal(0), "CNY")), 1),))
    for chart in charts(report_of(session)):
        assert draw(chart).shapes
        assert chart.twin().rows


@pytest.mark.parametrize("chart", charts(REPORT), ids=lambda c: f"{type(c).__name__}{c.currency}")
def test_each_row_has_a_mark_inside_the_picture(chart):
    drawing = draw(chart)
    for place in range(len(chart.twin().rows)):
        for shape in mark(chart, place):
            points = shape.points if isinstance(shape, Line) else ()
            if isinstance(shape, Box):
                points = ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height))
            assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)


@pytest.mark.parametrize("language", ["en", "zh_CN", "id"])
@pytest.mark.parametrize("session", [SHOW, hostile()], ids=lambda s: s.id)
def test_words_stay_inside_the_picture_and_clear_of_each_other(session, language):
    for chart in charts(report_of(session)):
        drawing = draw(chart, language)
        spots = []
        for words in (s for s in drawing.shapes if isinstance(s, Words)):
            width = width_of(words.text, words.size)
            left = words.x - {"start": 0, "middle": width / 2, "end": width}[words.anchor]
            assert left >= 0, words
            assert left + width <= drawing.width, words
            assert words.size <= words.y <= drawing.height - 2, words
            spots.append((left, left + width, words.y - words.size, words.y))
        for n, one in enumerate(spots):
            for other in spots[n + 1 :]:
                apart = one[1] <= other[0] or other[1] <= one[0]
                assert apart or one[3] <= other[2] or other[3] <= one[2], (one, other)


def test_the_file_is_a_picture_on_white(qapp):
    image = picture(time_chart(REPORT, "CNY"), "zh_CN")
    assert image.pixelColor(4, 4).name() == "#ffffff"
    shapes = draw(time_chart(REPORT, "CNY")).shapes
    line = next(s for s in shapes if isinstance(s, Line) and s.ink is Ink.LINE)
    x, y = line.points[-1]
    assert image.pixelColor(round(x) - 3, round(y)).name() == "#0b4a94"


def test_the_file_tells_readers_what_it_shows_and_is_proof_against_names():
    for chart in charts(report_of(hostile())):
        twin = chart.twin()
        root = ElementTree.fromstring(
            svg_file(draw(chart), twin.title.words(), [t.words() for t in twin.told], "en")
        )
        space = "{http://www.w3.org/2000/svg}"
        ids = {one.get("id"): "".join(one.itertext()) for one in root if one.get("id")}
        assert ids[root.get("aria-labelledby")]
        assert ids[root.get("aria-describedby")]
        assert root.get("role") == "img"
        kinds = {one.tag.removeprefix(space) for one in root.iter()}
        assert kinds <= {"svg", "title", "desc", "rect", "polyline", "text"}


def test_scales_are_round():
    assert [nice(n) for n in (0, 0.3, 1, 3, 12, 348.3, 10**9)] == [0, 0.5, 1, 5, 20, 500, 10**9]
