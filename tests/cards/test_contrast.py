"""Every text can be read over any picture: measured on what was drawn (WCAG 2.2, 1.4.3)."""

import numpy as np
import pytest

from studio.cards.renderer import draw_card
from studio.cards.theme import THEMES
from studio.model.card import COUPON, CardLayout, CardStyle, CardTheme
from studio.model.media import Size
from tests.cards.catalogue import contrast
from tests.cards.test_parts import NOW, everything

PICTURES = {
    "white": np.full((1080, 1920, 3), 255.0),
    "black": np.zeros((1080, 1920, 3)),
    "noise": np.random.default_rng(7).integers(0, 256, (1080, 1920, 3)).astype(float),
}


def on(picture, drawing):
    """What viewers see where the card lies, shape (height, width, 3)."""
    height, width = drawing.rgba.shape[:2]
    below = picture[drawing.y : drawing.y + height, drawing.x : drawing.x + width]
    alpha = drawing.rgba[..., 3:] / 255
    return np.rint(drawing.rgba[..., :3] * alpha + below * (1 - alpha)).astype(np.uint8)


def inks(pixels):
    """The commonest colour, its share, and how strongly each other colour differs from it."""
    colours, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
    ground = colours[counts.argmax()]
    ratios = np.array([contrast(ground, colour) for colour in colours])
    return counts.max() / counts.sum(), ratios, counts


@pytest.mark.parametrize("stock", [12, 0])
@pytest.mark.parametrize("theme", CardTheme)
@pytest.mark.parametrize("layout", CardLayout)
def test_texts_contrast_with_their_ground_over_any_picture(layout, theme, stock):
    style = CardStyle(layout, theme, code=COUPON)
    card = draw_card(everything(stock=stock), Size(1920, 1080), "en", style, NOW)
    seen = {name: on(picture, card.drawing) for name, picture in PICTURES.items()}
    for text in card.texts:
        left, top = int(text.box.x - card.box.x), int(text.box.y - card.box.y)
        area = np.s_[
            max(0, top) : int(text.box.bottom - card.box.y) + 1,
            max(0, left) : int(text.box.right - card.box.x) + 1,
        ]
        parts = {name: pixels[area] for name, pixels in seen.items()}
        # Nothing of the picture shines through.
        assert np.array_equal(parts["white"], parts["black"]), text.words
        assert np.array_equal(parts["white"], parts["noise"]), text.words
        share, ratios, counts = inks(parts["noise"])
        assert share > 0.3, text.words
        strong = counts[ratios >= 4.5].sum() / counts[ratios > 1.0].sum()
        # The rest of the ink is the smoothed edge of the letters.
        assert strong > 0.45, (text.words, strong)


@pytest.mark.parametrize("theme", CardTheme)
def test_inks_contrast_with_their_grounds(theme):
    one = THEMES[theme]
    pairs = [(ink, one.plate) for ink in (one.ink, one.price, one.quiet)]
    pairs += [(one.stock_ink, one.stock), (one.stock_ink, one.sold_out), (one.badge_ink, one.badge)]
    for pair in pairs:
        assert contrast(*([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in pair)) >= 4.5, pair


@pytest.mark.parametrize("theme", CardTheme)
def test_a_card_stands_out_from_a_picture_of_its_own_colour(theme):
    """The hairline around the plate differs from it, or the plate from the picture."""
    one = THEMES[theme]
    edge, plate = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (one.edge, one.plate))
    assert contrast(edge, plate) > 1.2
