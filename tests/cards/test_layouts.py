"""Where the glyphs of each layout are, on any canvas and however hostile the texts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest

from studio.cards import renderer
from studio.cards.layout import Box, free_area
from studio.cards.parts import PartKind
from studio.cards.renderer import draw_card
from studio.cards.theme import PAPER
from studio.model.card import COUPON, SAFE_AREAS, CardLayout, CardStyle, CardTheme, Insets
from studio.model.media import Size
from studio.model.message import Money, Name
from tests.cards.catalogue import over, product, yuan
from tests.cards.test_parts import NOW, SALE, everything

ASPECTS = (Size(1280, 720), Size(720, 1280), Size(720, 720), Size(640, 480), Size(322, 242))
EXTREMES = (
    Size(64, 64),
    Size(4096, 64),
    Size(64, 4096),
    Size(4096, 4096),
    Size(2048, 858),
    Size(66, 118),
)
LONG = {
    "zh": "重庆火锅底料麻辣鲜香牛油老灶手工炒制" * 12,
    "en": "Hand woven wool scarf from the hills above the river " * 4,
    "id": "Bumbu rendang khas Minang dengan rempah pilihan, tanpa pengawet " * 4,
    "ko": "중경 소고기 훠궈 베이스 매운맛 대용량 가족용 선물 세트 " * 8,
}
RUPIAH = Money(Decimal(999999999999), "IDR")


def long_name(language):
    return Name(LONG[language][:200].strip(), language)


def hostile(language):
    """Everything is too long at once."""
    one = everything(
        price=replace(RUPIAH, amount=RUPIAH.amount - 1),
        compare_price=RUPIAH,
        slot=10**19,
        stock=10**12,
        unit="carton of four hundred and thirty-two individually wrapped pieces",
        limit=10**12,
        coupon="COUPON" * 20,
        points=tuple(LONG[language][:200] for _ in range(9)),
        allergens=tuple(f"allergen number {n}" for n in range(30)),
        flash_sale=replace(
            SALE, price=replace(RUPIAH, amount=RUPIAH.amount - 2), ends=NOW + timedelta(days=3)
        ),
    )
    return replace(one, name=long_name(language))


PRODUCTS = {
    "plain": product(),
    "everything": everything(),
    "a word of 80 letters": product("Donaudampfschifffahrtsgesellschaft" * 3, "de"),
    "prices of 12 digits": product(
        price=replace(RUPIAH, amount=Decimal(999999999998)), compare_price=RUPIAH
    ),
    "from right to left": everything(points=("سجادة صوف مصنوعة يدويا",)),
    "no price to speak of": product(price=yuan("0"), compare_price=None, stock=None, slot=0),
    **{f"hostile {language}": hostile(language) for language in LONG},
}


def draw(one, size, layout, language="en", code=COUPON):
    return draw_card(one, size, language, CardStyle(layout, code=code), NOW)


def assert_all_is_inside(card, size):
    whole = Box(0, 0, size.width, size.height)
    assert whole.holds(card.area)
    assert card.area.holds(card.box), (card.area, card.box)
    assert all(edge % 2 == 0 for edge in (card.box.x, card.box.y, card.box.width, card.box.height))
    for text in card.texts:
        assert text.is_complete, text.words
        assert card.box.holds(text.box, 1.0), (text.part.kind, text.box, card.box)
        assert card.box.holds(text.ink, 1.0), (text.part.kind, text.ink, card.box)
    if card.code:
        assert card.box.holds(card.code)


def assert_nothing_overlaps(card):
    boxes = [(text.part.kind, text.box) for text in card.texts if text.box.width >= 1]
    if card.code:
        boxes.append((PartKind.CODE, card.code))
    for (kind, one), (other_kind, other) in combinations(boxes, 2):
        wide = min(one.right, other.right) - max(one.x, other.x)
        high = min(one.bottom, other.bottom) - max(one.y, other.y)
        # Lines stand closer than their own boxes at the foot of a price.
        assert wide <= 0.5 or high <= 0.2 * min(one.height, other.height), (kind, other_kind)


@pytest.mark.parametrize("which", PRODUCTS)
@pytest.mark.parametrize("layout", CardLayout)
def test_every_text_is_whole_and_inside_card_and_safe_area(layout, which):
    for size in (*ASPECTS, *EXTREMES):
        card = draw(PRODUCTS[which], size, layout)
        assert_all_is_inside(card, size)
        if size in ASPECTS:
            assert_nothing_overlaps(card)


@pytest.mark.parametrize("language", ["zh_CN", "en", "id", "ko"])
@pytest.mark.parametrize("layout", CardLayout)
def test_every_language_of_the_show_fits(layout, language):
    name = long_name(language.split("_")[0])
    for size in ASPECTS:
        for one in (everything(), replace(everything(), name=name)):
            card = draw(one, size, layout, language)
            assert_all_is_inside(card, size)
            assert_nothing_overlaps(card)


@pytest.mark.parametrize("safe_area", [*SAFE_AREAS, "30 20 40 10", "0 0 80 0", "40 40 40 40"])
@pytest.mark.parametrize("layout", CardLayout)
def test_what_platforms_cover_is_left_free(layout, safe_area):
    for size in (Size(1280, 720), Size(720, 1280), Size(720, 720), Size(64, 64)):
        style = CardStyle(layout, safe_area=safe_area, code=COUPON)
        insets = style.insets(size)
        card = draw_card(everything(), size, "en", style, NOW)
        assert_all_is_inside(card, size)
        box = card.box
        assert box.y >= insets.top * size.height - 1
        assert box.x >= insets.left * size.width - 1
        assert size.height - box.bottom >= insets.bottom * size.height - 1
        assert size.width - box.right >= insets.right * size.width - 1


def test_each_layout_is_where_its_name_says():
    wide, upright = Size(1280, 720), Size(720, 1280)
    box = {
        (layout, s): draw(everything(), s, layout).box
        for layout in CardLayout
        for s in (wide, upright)
    }
    assert box[CardLayout.LOWER_THIRD, wide].bottom == 680
    assert box[CardLayout.LOWER_THIRD, wide].x == 40
    assert box[CardLayout.SIDE, wide].right == 1240
    assert box[CardLayout.SIDE, upright].x < 40
    assert box[CardLayout.CORNER, wide].y == 40
    assert box[CardLayout.CORNER, wide].width < 0.25 * 1280
    assert box[CardLayout.FULL, wide] == Box(40, 40, 1200, 640)
    assert box[CardLayout.PRICE_TAG, wide].right == 1240
    for layout in (CardLayout.CORNER, CardLayout.PRICE_TAG, CardLayout.SIDE):
        # The streamer is still to be seen.
        assert box[layout, wide].width * box[layout, wide].height < 0.3 * 1280 * 720


def test_the_usual_safe_area_leaves_a_lower_third_where_it_always_was():
    card = draw_card(product(), Size(720, 1280), "en", CardStyle(), NOW)
    assert card.box == Box(24, 844, 672, 206)


@pytest.mark.parametrize("words", ["", "10", "10 10 10", "10 10 10 x", "50 0 50 0", "0 -5 0 0",
                                   "0 0 0 nan", "0 0 0 inf", "1 2 3 4 5"])  # fmt: skip
def test_margins_that_are_none(words):
    with pytest.raises(ValueError, match=r"."):
        Insets.parse(words)


def test_margins_by_hand_are_in_percent():
    assert Insets.parse("10, 15%, 35 5") == Insets(0.10, 0.15, 0.35, 0.05)


def test_every_safe_area_tells_where_its_figures_are_from():
    assert all(area.origin.endswith(".") for area in SAFE_AREAS.values())
    area = free_area(Size(1080, 1920), CardStyle(safe_area="all"))
    for name in SAFE_AREAS:
        if name not in {"usual", "none"}:
            assert free_area(Size(1080, 1920), CardStyle(safe_area=name)).holds(area)


# ---------------------------------------------------------------------- what was really drawn

_INVISIBLE = replace(
    PAPER, ink=PAPER.plate, price=PAPER.plate, quiet=PAPER.plate, badge_ink=PAPER.badge,
    stock_ink=PAPER.stock,
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh_CN", "en", "id", "ko"])
@pytest.mark.parametrize("size", [Size(1280, 720), Size(720, 1280), Size(720, 720)], ids=str)
@pytest.mark.parametrize("layout", CardLayout)
def test_glyphs_on_the_picture_are_where_their_boxes_say_and_uncut(
    layout, size, language, monkeypatch
):
    """With and without letters a card differs in the boxes of the glyphs, up to their edges."""
    short = language.split("_")[0]
    for name in (Name("Wool scarf 围巾", "zh"), long_name(short)):
        one = replace(everything(), name=name)
        card = draw(one, size, layout, language, code="")
        with monkeypatch.context() as without:
            without.setitem(renderer.THEMES, CardTheme.PAPER, _INVISIBLE)
            blank = draw(one, size, layout, language, code="")
        assert blank.box == card.box
        inked = (over(card.drawing, 0) != over(blank.drawing, 0)).any(axis=2)
        left_over = inked.copy()
        for text in card.texts:
            rows, columns = _around(text.ink, card.box, 2, inked.shape)
            found = inked[rows, columns]
            assert found.any(), text.words
            ys, xs = np.nonzero(found)
            # Blanks at the ends of a box are less than a pixel; a glyph that was cut leaves more.
            for gap in (
                xs.min(),
                ys.min(),
                found.shape[1] - 1 - xs.max(),
                found.shape[0] - 1 - ys.max(),
            ):
                assert gap <= 4, (text.words, gap)
            aside = 6 if text.part.kind is PartKind.BEFORE else 2
            rows, columns = _around(text.ink, card.box, aside, inked.shape)
            left_over[rows, columns] = False
        assert not left_over.any()


def _around(ink, card, aside, shape):
    left, top = ink.x - card.x - aside, ink.y - card.y - aside
    right, bottom = ink.right - card.x + aside, ink.bottom - card.y + aside
    return (
        slice(max(0, int(top)), min(shape[0], int(np.ceil(bottom)))),
        slice(max(0, int(left)), min(shape[1], int(np.ceil(right)))),
    )
