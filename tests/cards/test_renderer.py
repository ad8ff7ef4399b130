import dataclasses
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from studio.cards.layout import Box
from studio.cards.renderer import draw_card
from studio.cards.theme import PAPER
from studio.model.media import Size
from studio.model.message import Name
from tests.cards.catalogue import (
    CANVASES,
    contrast,
    count_of,
    lower_third,
    over,
    part,
    product,
    two_colours,
    yuan,
)

HD = Size(1920, 1080)


@pytest.mark.parametrize("canvas", CANVASES, ids=str)
def test_a_card_lies_on_the_canvas_in_even_pixels(canvas):
    drawing = draw_card(product(), canvas, "en").drawing
    height, width, channels = drawing.rgba.shape
    assert (drawing.rgba.dtype, channels) == (np.uint8, 4)
    assert not drawing.rgba.flags.writeable
    assert all(value % 2 == 0 for value in (height, width, drawing.x, drawing.y))
    assert drawing.x > 0
    assert drawing.y > 0
    assert drawing.x + width < canvas.width
    assert drawing.y + height < canvas.height


@pytest.mark.parametrize("canvas", [Size(1280, 720), HD], ids=str)
def test_on_a_wide_canvas_the_card_is_a_lower_third_at_the_left(canvas):
    drawing = draw_card(product(), canvas, "en").drawing
    assert 0.40 <= drawing.rgba.shape[1] / canvas.width <= 0.46
    assert drawing.x < canvas.width * 0.05
    assert drawing.y > canvas.height * 2 / 3


@pytest.mark.parametrize("canvas", [Size(720, 1280), Size(1080, 1920)], ids=str)
def test_on_an_upright_canvas_the_card_stays_above_the_platforms_buttons(canvas):
    drawing = draw_card(product(), canvas, "en").drawing
    height, width, _ = drawing.rgba.shape
    assert width > canvas.width * 0.9
    assert drawing.x * 2 + width == canvas.width
    assert drawing.y + height <= canvas.height * 0.82 + 1


@pytest.mark.parametrize("canvas", CANVASES, ids=str)
def test_the_plate_hides_the_picture_and_nothing_lies_outside_it(canvas):
    alpha = draw_card(product(), canvas, "en").drawing.rgba[..., 3]
    height, width = alpha.shape
    radius = lower_third(canvas).radius
    y, x = np.mgrid[:height, :width] + 0.5
    from_corner = np.hypot(
        np.maximum(np.maximum(radius - x, x - (width - radius)), 0),
        np.maximum(np.maximum(radius - y, y - (height - radius)), 0),
    )
    assert (alpha[from_corner > radius + 1.5] == 0).all()
    assert (alpha[from_corner < radius - 2] == 255).all()
    assert alpha[0, 0] == alpha[-1, -1] == 0


def test_different_names_give_different_pictures_where_the_name_is():
    one, other = (draw_card(product(name), HD, "en").drawing.rgba for name in ("Scarf", "Teapot"))
    differs = (one != other).any(axis=2)
    text = lower_third(HD).text
    assert differs.any()
    assert not differs[:, : int(text.x)].any()
    assert not differs[int(text.y + text.height / 2) :].any()


def test_a_name_is_drawn_with_ink():
    def ink(name):
        drawing = draw_card(product(name), HD, "en").drawing
        return count_of(part(over(drawing, 128), lower_third(HD).text), PAPER.ink)

    assert ink("") == 0
    assert 200 < ink("Tea") < ink("Tea from Yongchuan")


@pytest.mark.parametrize("grey", [0, 128, 255])
@pytest.mark.parametrize("canvas", [Size(1280, 720), HD, Size(720, 1280)], ids=str)
def test_texts_contrast_with_their_ground_over_any_picture(canvas, grey):
    place = lower_third(canvas)
    unit, text, tile = place.unit, place.text, place.tile
    pixels = over(draw_card(product("Scarf"), canvas, "en").drawing, grey)
    foot = text.y + text.height - 45 * unit
    parts = {
        "name": Box(text.x, text.y, 110 * unit, 50 * unit),
        "price": Box(text.x, foot, 120 * unit, 42 * unit),
        "compare price": Box(text.x + 165 * unit, foot, 80 * unit, 42 * unit),
        "slot": Box(tile.x + 8 * unit, tile.y + 4 * unit, 30 * unit, 36 * unit),
        "stock": Box(tile.x, tile.y + tile.height - 30 * unit, tile.width, 28 * unit),
    }
    ratios = {name: contrast(*two_colours(part(pixels, box))) for name, box in parts.items()}
    assert min(ratios.values()) >= 4.5, ratios


def test_the_themes_inks_contrast_with_their_grounds():
    pairs = [(ink, PAPER.plate) for ink in (PAPER.ink, PAPER.price, PAPER.quiet)]
    pairs += [(PAPER.stock_ink, PAPER.stock), (PAPER.stock_ink, PAPER.sold_out)]
    pairs += [(PAPER.badge_ink, PAPER.badge)]
    for pair in pairs:
        assert contrast(*([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in pair)) >= 4.5, pair


@pytest.mark.parametrize("before", [None, yuan("39.90"), yuan("20.00")])
def test_without_a_higher_price_before_nothing_is_crossed_out(before):
    pixels = over(draw_card(product(compare_price=before), HD, "en").drawing, 0)
    assert count_of(pixels, PAPER.quiet) == 0
    assert count_of(over(draw_card(product(), HD, "en").drawing, 0), PAPER.quiet) > 500


def test_slot_and_stock_show_only_where_they_are_known():
    def shown(**changes):
        pixels = over(draw_card(product(**changes), HD, "en").drawing, 0)
        return [count_of(pixels, c) for c in (PAPER.badge, PAPER.stock, PAPER.sold_out)]

    badge, stock, sold_out = shown(compare_price=None)
    only_price, none, _ = shown(compare_price=None, slot=0, stock=None)
    assert badge > only_price + 1000
    assert (none, sold_out) == (0, 0)
    assert stock > 1000
    assert shown(stock=0)[2] > 1000


def test_price_and_stock_are_written_in_the_shows_language():
    english, indonesian = (draw_card(product(), HD, one).drawing.rgba for one in ("en", "id"))
    assert (english != indonesian).any()


@pytest.mark.parametrize(
    ("price", "before", "currency"),
    [("125000", "189000", "IDR"), ("99999999.99", "199999999.99", "CNY"), ("0", "1", "KWD")],
)
def test_long_prices_stay_on_the_plate(price, before, currency):
    one = product(
        price=dataclasses.replace(yuan(price), currency=currency),
        compare_price=dataclasses.replace(yuan(before), currency=currency),
    )
    for canvas in CANVASES:
        assert is_right_margin_bare(draw_card(one, canvas, "id").drawing, canvas)


@pytest.mark.parametrize("slot", [1, 42, 999, 1_000_000])
def test_a_slot_number_of_any_length_stays_on_its_badge(slot):
    place = lower_third(HD)
    pixels = over(draw_card(product("", slot=slot), HD, "en").drawing, 0)
    beside = pixels[30:120, int(place.tile.x + place.tile.width) + 8 : int(place.text.x) - 1]
    assert len(np.unique(beside.reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "🌶️🔥👩🏽‍🍳 火锅 🇨🇳",
        "سجادة صوف مصنوعة يدويا من تشونغتشينغ",
        "שטיח צמר Wool rug 羊毛",
        "\ud800 half a pair \udc00",
        "a\x00b\nc\td\u2028e\u202ef",
        "ก็ปั้น ที่นี่ བོད་ཡིག हिन्दी",
        "Z̷̢̡̛͉͔̮̩̲͕͇̱͓̪̒̄̑̓a̶l̴g̵o̸",
        " ",
    ],
)
def test_no_name_is_too_strange_to_draw(name):
    for canvas in (HD, Size(720, 1280)):
        assert draw_card(product(name, ""), canvas, "en").drawing.rgba.size


@pytest.mark.parametrize("length", [300, 3000])
@pytest.mark.parametrize("canvas", CANVASES, ids=str)
def test_a_very_long_name_stays_on_the_canvas(canvas, length):
    drawing = draw_card(product("火锅底料" * (length // 4), "zh"), canvas, "en").drawing
    assert drawing.y > 0
    assert drawing.y + drawing.rgba.shape[0] == lower_third(canvas).bottom
    assert is_right_margin_bare(drawing, canvas)


@pytest.mark.parametrize("canvas", [HD, Size(720, 1280)], ids=str)
def test_a_card_drawn_on_another_thread_is_the_same(canvas):
    one = product("巫山脆李 crisp plums 🍑 شاي", "zh")
    here, there = draw_card(one, canvas, "zh_CN").drawing, []
    threads = [
        threading.Thread(target=lambda: there.append(draw_card(one, canvas, "zh_CN").drawing))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(there) == 4
    for drawing in there:
        assert (drawing.x, drawing.y) == (here.x, here.y)
        # Qt smooths the edges of letters a little differently from thread to thread.
        difference = np.abs(drawing.rgba.astype(int) - here.rgba)
        assert difference.max() <= 32
        assert (difference > 0).mean() < 0.01


def test_a_script_without_a_font_does_not_flood_the_log():
    from PySide6.QtCore import qInstallMessageHandler

    told = []
    before = qInstallMessageHandler(lambda _kind, _context, message: told.append(message))
    try:
        draw_card(product("हिन्दी བོད་ཡིག", ""), HD, "en")
    finally:
        qInstallMessageHandler(before)
    assert told == []


def test_a_chinese_character_is_written_as_in_the_names_own_country():
    chinese, japanese = (
        draw_card(dataclasses.replace(product(), name=Name("直骨角", tag)), HD, "en").drawing.rgba
        for tag in ("zh", "ja")
    )
    _skip_without("Noto Sans CJK SC", "Noto Sans CJK JP")
    assert (chinese != japanese).any()


def test_without_a_window_cards_are_drawn_once_the_main_thread_said_so():
    script = """
import threading
from studio.cards.gui import ensure_gui
from studio.cards.renderer import draw_card
from studio.model.media import Size
from tests.cards.catalogue import product

def draw():
    try:
        print(draw_card(product(), Size(1280, 720), "en").drawing.rgba.shape[1])
    except RuntimeError as error:
        print(error)

def on_a_thread():
    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()

on_a_thread()
ensure_gui()
on_a_thread()
draw()
"""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "call ensure_gui() on the main thread before drawing on another",
        "576",
        "576",
    ]
    assert (done.returncode, done.stderr) == (0, "")


def is_right_margin_bare(drawing, canvas):
    place = lower_third(canvas)
    rows = slice(int(place.radius) + 1, -int(place.radius) - 1)
    columns = slice(place.plan.width - int(place.padding), place.plan.width - 3)
    margin = over(drawing, 0)[rows, columns]
    return margin.size > 0 and count_of(margin, PAPER.plate) == margin.size // 3


def _skip_without(*families):
    from PySide6.QtGui import QFontDatabase

    if set(families) - set(QFontDatabase.families()):
        pytest.skip("the machine has not all of " + ", ".join(families))
