from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from studio.cards.parts import (
    PartKind,
    crossed_out,
    next_change,
    parts_of,
    read_aloud,
    seconds_left,
)
from studio.cards.renderer import draw_card
from studio.model.card import COUPON, CardLayout, CardStyle
from studio.model.media import Size
from studio.model.message import Duration, Message, Money, Name
from studio.model.product import Certificate, FlashSale, Question, Supplier
from tests.cards.catalogue import product, yuan

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
LOWER_THIRD = CardStyle()
SALE = FlashSale(yuan("29.90"), NOW - timedelta(minutes=1), NOW + timedelta(minutes=4.5))


def everything(**changes):
    """A product of which everything is known."""
    values = {
        "gtin": "6901234567892",
        "spoken_name": "wool scarf, the long one",
        "unit": "piece",
        "limit": 3,
        "coupon": "SCARF10",
        "flash_sale": SALE,
        "points": ("Warm without weight", "Washes at 30 degrees!", "Made by hand", "Four", "Five"),
        "specifications": (("Length", "2 m"),),
        "questions": (Question("Does it scratch?", "No."),),
        "allergens": ("wool", "lanolin"),
        "least_age": 16,
        "supplier": Supplier("Mill", "12345", (Certificate("Oeko", "1", date(2027, 1, 1)),)),
        "notes": "Do not tell.",
    }
    return product(**(values | changes))


def parts(one=None, style=LOWER_THIRD, now=NOW, room=200, **changes):
    return parts_of(one or product(**changes), style, now, room)


def heard(**changes):
    return read_aloud(parts(**changes)).words("en")


def shown(kind, **changes):
    found = [part.shown.words("en") for part in parts(**changes) if part.kind is kind]
    return found[0] if found else ""


def test_what_viewers_see_is_what_the_streamer_hears():
    assert heard() == "Number 3: Wool scarf, ¥39.90 instead of ¥59.00. 12 left."


def test_what_is_not_on_the_card_is_not_told():
    assert heard(slot=0, compare_price=None, stock=None) == "Wool scarf, ¥39.90."
    assert heard(slot=0, stock=1) == "Wool scarf, ¥39.90 instead of ¥59.00. 1 left."
    assert heard(compare_price=yuan("39.90")) == "Number 3: Wool scarf, ¥39.90. 12 left."
    assert heard(stock=0) == "Number 3: Wool scarf, ¥39.90 instead of ¥59.00. Sold out."


def test_prices_of_two_currencies_are_not_compared():
    assert shown(PartKind.BEFORE, compare_price=Money(Decimal(900), "IDR")) == ""


def test_a_card_shows_slot_name_price_and_stock():
    one = product("  Wool\n scarf\x00 ")
    words = {part.kind: part.shown.words("en") for part in parts(one)}
    assert words == {
        PartKind.SLOT: "3",
        PartKind.NAME: "Wool scarf",
        PartKind.PRICE: "¥39.90",
        PartKind.BEFORE: "¥59.00",
        PartKind.STOCK: "12 left",
    }


def test_prices_follow_the_language():
    price = next(part for part in parts() if part.kind is PartKind.PRICE)
    assert price.shown.words("id") == "¥39,90"


def test_a_full_card_is_read_in_full():
    style = CardStyle(CardLayout.FULL, code=COUPON)
    assert read_aloud(parts(everything(), style)).words("en") == (
        "Number 3: wool scarf, the long one, ¥29.90 instead of ¥39.90. "
        "The price is for piece. 12 left. Flash sale, 4 minutes 30 seconds left. "
        "For buyers of 16 years and above. Coupon SCARF10. At most 3 for each buyer. "
        "Warm without weight. Washes at 30 degrees! Made by hand. Four. Five. "
        "Contains wool, lanolin. A QR code of the coupon."
    )


def values_in(message: Message):
    """Every value of a sentence, down to those of the sentences in it."""
    for value in message.values.values():
        if isinstance(value, Message):
            yield from values_in(value)
        else:
            yield value


def _plain(value):
    return value.name if isinstance(value, Name) else str(value)


@pytest.mark.parametrize("layout", CardLayout)
@pytest.mark.parametrize("code", ["", COUPON, "https://shop.example/CODE"])
@pytest.mark.parametrize("size", [Size(1280, 720), Size(720, 1280), Size(320, 240)], ids=str)
def test_drawn_and_read_come_from_one_list(layout, code, size):
    """All that is drawn is told, all that is told is drawn, and nothing that is private is."""
    card = draw_card(everything(), size, "en", CardStyle(layout, code=code), NOW)
    told = read_aloud(card.parts)
    drawn = [(text.part, text.words) for text in card.texts]
    texts = [part for part in card.parts if part.kind is not PartKind.CODE]
    assert sorted(part.kind for part, _ in drawn) == sorted(part.kind for part in texts)
    assert all(words == part.shown.words("en") for part, words in drawn)
    assert (card.code is not None) == any(p.kind is PartKind.CODE for p in card.parts)
    # What is told has a value of every part, and of no other.
    said = {_plain(value) for value in values_in(told)}
    known = {_plain(part.value) for part in card.parts}
    assert said <= known
    missing = {p.kind for p in card.parts if _plain(p.value) not in said}
    # The sentence of the coupon's code has no blank: the coupon itself was told before.
    assert missing <= {PartKind.CODE}
    assert PartKind.CODE not in missing or "A QR code of the coupon." in told.words("en")
    for private in ("Do not tell", "Mill", "12345", "Oeko", "6901234567892", "scratch"):
        assert private not in told.words("en")


def test_a_code_without_room_is_neither_drawn_nor_told():
    style = CardStyle(code=COUPON)
    card = draw_card(everything(), Size(128, 72), "en", style, NOW)
    assert card.code is None
    assert "QR" not in read_aloud(card.parts).words("en")


def test_a_flash_sale_has_its_own_price_while_it_is_on():
    one = everything()
    for seconds, price, before in ((-120, "39.90", "59.00"), (0, "29.90", "39.90"),
                                   (269.9, "29.90", "39.90"), (270, "39.90", "59.00")):  # fmt: skip
        now = NOW + timedelta(seconds=seconds)
        assert one.price_at(now) == yuan(price)
        assert crossed_out(one, now) == yuan(before)
        assert ("Flash" in read_aloud(parts(one, now=now)).words("en")) == (price == "29.90")


def test_a_flash_sale_that_costs_more_crosses_nothing_out():
    dear = replace(SALE, price=yuan("49.90"))
    assert crossed_out(everything(flash_sale=dear), NOW) is None


@pytest.mark.parametrize(
    ("left", "clock"),
    [(0.2, "00:01"), (1, "00:01"), (59, "00:59"), (60, "01:00"), (3599, "59:59"),
     (3600, "1:00:00"), (3661.5, "1:01:02"), (90_000_000, "25000:00:00")],
)  # fmt: skip
def test_the_countdown_is_written_as_a_clock(left, clock):
    sale = replace(SALE, ends=NOW + timedelta(seconds=left))
    assert shown(PartKind.COUNTDOWN, flash_sale=sale) == f"Flash sale {clock}"


def test_a_card_says_when_it_changes_by_itself():
    one = everything()
    assert next_change(product(), NOW) is None
    assert next_change(one, SALE.begins - timedelta(days=1)) == SALE.begins
    assert next_change(one, NOW) == NOW + timedelta(seconds=1)
    assert next_change(one, NOW + timedelta(seconds=0.3)) == NOW + timedelta(seconds=1)
    assert next_change(one, SALE.ends - timedelta(seconds=0.5)) == SALE.ends
    assert next_change(one, SALE.ends) is None
    for tenths in range(2700):
        now = NOW + timedelta(seconds=tenths / 10)
        change = next_change(one, now)
        assert change is not None
        assert timedelta() < change - now <= timedelta(seconds=1)
        if change < SALE.ends:
            assert seconds_left(SALE, change) == seconds_left(SALE, now) - 1


def test_the_countdown_is_a_duration_for_the_ear():
    countdown = next(p for p in parts(everything()) if p.kind is PartKind.COUNTDOWN)
    assert countdown.value == Duration(270)


def test_blank_words_are_no_part():
    one = everything(points=(" \n", "", "\x00"), coupon="  ", unit="\t", allergens=("", " "))
    kinds = {part.kind for part in parts(one, CardStyle(CardLayout.FULL, code=COUPON))}
    assert not kinds & {PartKind.POINT, PartKind.COUPON, PartKind.UNIT, PartKind.ALLERGENS}


def test_a_price_before_that_reads_the_same_is_not_crossed_out():
    assert crossed_out(product(price=yuan("39.90"), compare_price=yuan("39.901")), NOW) is None
    assert crossed_out(product(price=yuan("39.90"), compare_price=yuan("39.91")), NOW) is not None
