"""QR codes are read back by a decoder, from what viewers get."""

import cv2
import numpy as np
import pytest

from studio.cards.qr import QUIET, SMALLEST_MODULE, code_for
from studio.cards.renderer import draw_card
from studio.model.card import COUPON, CardLayout, CardStyle, CardTheme, address_for, read_code
from studio.model.media import Size
from tests.cards.test_contrast import on
from tests.cards.test_parts import NOW, everything

ADDRESS = "https://shop.example/item/CODE?from=live"
WITH_CODE = (CardLayout.LOWER_THIRD, CardLayout.SIDE, CardLayout.FULL)
NOISE = np.random.default_rng(3).integers(0, 256, (1920, 1920, 3)).astype(float)


def read(pixels):
    """What a decoder finds in a picture, shape (height, width, 3)."""
    return cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(pixels))[0]


def card_with(held, layout, size, theme=CardTheme.PAPER, **changes):
    return draw_card(everything(**changes), size, "en", CardStyle(layout, theme, code=held), NOW)


def around(card, pixels, aside):
    code = card.code
    left, top = int(code.x - card.box.x), int(code.y - card.box.y)
    return pixels[
        max(0, top - aside) : top + int(code.height) + aside,
        max(0, left - aside) : left + int(code.width) + aside,
    ]


@pytest.mark.parametrize("theme", CardTheme)
@pytest.mark.parametrize("size", [Size(1280, 720), Size(720, 1280), Size(1080, 1920)], ids=str)
@pytest.mark.parametrize("layout", WITH_CODE)
def test_the_coupon_is_read_from_the_card_also_after_compression(layout, size, theme):
    card = card_with(COUPON, layout, size, theme)
    assert card.code is not None
    seen = around(card, on(NOISE, card.drawing), 8)
    assert read(seen) == "SCARF10"
    # As hard as a stream compresses: blocks of 8 by 8, and colours of half the size.
    _done, packed = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, 35])
    assert read(cv2.imdecode(packed, cv2.IMREAD_COLOR)) == "SCARF10"


@pytest.mark.parametrize("layout", WITH_CODE)
def test_an_address_holds_the_products_code(layout):
    card = card_with(ADDRESS, layout, Size(1920, 1080), code="a b/ü")
    seen = around(card, on(NOISE, card.drawing), 8)
    assert read(seen) == "https://shop.example/item/a%20b%2F%C3%BC?from=live"


@pytest.mark.parametrize("layout", WITH_CODE)
def test_quiet_zone_contrast_and_size(layout):
    card = card_with(COUPON, layout, Size(1280, 720), CardTheme.NIGHT)
    seen = around(card, on(NOISE, card.drawing), 0)
    module = seen.shape[0] / (21 + 2 * QUIET)
    assert module == int(module) >= SMALLEST_MODULE
    quiet = int(QUIET * module)
    inner = seen[quiet:-quiet, quiet:-quiet]
    assert set(np.unique(inner)) == {0, 255}
    seen = seen.copy()
    seen[quiet:-quiet, quiet:-quiet] = 255
    assert (seen == 255).all()


@pytest.mark.parametrize("layout", [CardLayout.CORNER, CardLayout.PRICE_TAG])
def test_small_layouts_have_no_code(layout):
    assert card_with(COUPON, layout, Size(1920, 1080)).code is None


def test_what_could_not_be_read_is_not_drawn():
    assert code_for("x" * 40, 87) is None
    assert code_for("x", 87) is not None
    assert code_for("x" * 5000, 4000) is None
    assert card_with(COUPON, CardLayout.LOWER_THIRD, Size(640, 360)).code is None
    assert card_with(COUPON, CardLayout.FULL, Size(1280, 720), coupon="").code is None


@pytest.mark.parametrize("content", ["优惠券 10 元", "COUPON", "https://例子.example/券", "🌶" * 20])
def test_every_script_is_read_back(content):
    code = code_for(content, 600)
    assert code is not None
    dark = np.array([list(row) for row in code.modules], np.uint8)
    picture = np.pad(255 * (1 - dark), QUIET, constant_values=255).repeat(code.module, 0)
    picture = picture.repeat(code.module, 1)
    assert picture.shape == (code.side, code.side)
    assert read(np.stack([picture] * 3, axis=2)) == content


@pytest.mark.parametrize("words", ["https://shop.example/CODE", "http://a.b"])
def test_addresses_that_a_telephone_opens(words):
    assert read_code(words) == words


@pytest.mark.parametrize(
    "words", ["shop.example", "javascript:alert(1)", "https://", "ftp://a.b/c", "https://a b/c", ""]
)
def test_addresses_that_none_opens(words):
    with pytest.raises(ValueError, match="no address"):
        read_code(words)


def test_a_code_in_an_address_can_add_nothing_to_it():
    assert address_for("https://a.b/CODE", "x?y=1&z/../#") == "https://a.b/x%3Fy%3D1%26z%2F..%2F%23"
