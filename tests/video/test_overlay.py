from datetime import timedelta

import numpy as np
import pytest

from studio.cards.renderer import draw_card
from studio.model.card import CardLayout, CardStyle
from studio.model.media import Canvas, Drawing, Size
from studio.video.compositor import Compositor
from studio.video.overlay import Overlay
from tests.cards.test_parts import NOW, everything

SIZE = Size(1280, 720)


def solid(width, height, x, y, value=200, alpha=255):
    rgba = np.full((height, width, 4), value, np.uint8)
    rgba[..., 3] = alpha
    return Drawing(rgba, x, y)


def blended(overlay, opacity=1.0, size=SIZE):
    canvas = Canvas(size)
    canvas.buffer[:] = np.random.default_rng(1).integers(16, 235, canvas.buffer.shape)
    Compositor(size).blend(canvas, overlay, opacity)
    return canvas.buffer


@pytest.mark.parametrize("size", [SIZE, Size(720, 1280), Size(720, 720), Size(322, 242)], ids=str)
@pytest.mark.parametrize("layout", CardLayout)
def test_a_countdown_drawn_alone_is_as_the_whole_card_drawn_anew(layout, size):
    one, style = everything(), CardStyle(layout)
    card = draw_card(one, size, "en", style, NOW)
    overlay = Overlay.of(card.drawing, size)
    for seconds in (1, 31, 200):
        now = NOW + timedelta(seconds=seconds)
        drawing = card.ticked(now)
        assert drawing is not None
        patched = overlay.patched(drawing)
        assert patched is not None
        anew = Overlay.of(draw_card(one, size, "en", style, now).drawing, size)
        for opacity in (1.0, 0.4):
            one_by_one, at_once = (blended(each, opacity, size) for each in (patched, anew))
            differs = np.abs(one_by_one.astype(int) - at_once)
            # Qt smooths the edges of letters a little differently in another place.
            assert differs.max() <= 80
            assert (differs > 2).sum() < 0.05 * drawing.rgba[..., 0].size
    # What is on air was not written into.
    assert np.array_equal(blended(overlay, size=size),
                          blended(Overlay.of(card.drawing, size), size=size))  # fmt: skip


def test_a_countdown_that_gets_shorter_wants_the_whole_card():
    one = everything()
    card = draw_card(one, SIZE, "en", CardStyle(), NOW - timedelta(hours=1))
    assert card.ticked(NOW) is None
    during = draw_card(one, SIZE, "en", CardStyle(), NOW)
    assert during.ticked(NOW + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    "patch",
    [solid(8, 8, 96, 100), solid(8, 8, 196, 100), solid(8, 8, 0, 0), solid(8, 8, 2000, 100),
     solid(8, 8, 120, 120, alpha=128)],
    ids=["over the left edge", "over the right edge", "beside it", "off the canvas", "translucent"],
)  # fmt: skip
def test_only_what_lies_inside_can_be_patched(patch):
    assert Overlay.of(solid(100, 60, 100, 100), SIZE).patched(patch) is None
    assert Overlay.of(solid(100, 60, 100, 100), SIZE).patched(solid(8, 8, 120, 120)) is not None


def test_where_the_picture_is_seen_nothing_is_patched():
    assert (
        Overlay.of(solid(100, 60, 100, 100, alpha=200), SIZE).patched(solid(8, 8, 120, 120)) is None
    )


def test_some_rows_of_a_card_are_as_if_only_they_were_drawn():
    overlay = Overlay.of(solid(80, 60, 600, 100), SIZE)
    assert overlay.between(0, 720) is overlay
    for top, bottom in ((100, 130), (120, 160), (0, 102), (141, 400)):
        first, last = max(0, (top & ~1) - 100), min(60, (bottom & ~1) - 100)
        part = Drawing(solid(80, 60, 600, 100).rgba[first:last], 600, 100 + first)
        drawn = blended(overlay.between(top, bottom))
        assert np.array_equal(drawn, blended(Overlay.of(part, SIZE)))
    assert overlay.between(0, 100).is_empty
    assert overlay.between(160, 720).is_empty
    assert np.shares_memory(overlay.between(120, 150).add[0], overlay.add[0])
