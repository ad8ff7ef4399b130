"""Prices in words, and words that say which way a switch goes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from studio.commands.command import Origin
from studio.model.message import Money, Name
from studio.model.product import FlashSale
from tests.commands.rig import SCARF, TEA, VOICE, Rig


def _price(rig: Rig, code: str = "scarf") -> Money:
    return next(p.price for p in rig.state.products if p.code == code)


@pytest.fixture
def rig() -> Rig:
    rig = Rig()
    rig.show.listening.use_words("en")
    rig.do("card.show", product="scarf")
    return rig


def test_the_price_of_the_card_is_changed_after_a_yes_and_back(rig: Rig):
    asked = rig.do("product.price", Origin.VOICE, price="nineteen ninety")
    assert asked == (
        "Change the price of Wool scarf from ¥24.90 to ¥19.90? Say yes, or press Ctrl+Shift+Y."
    )
    assert _price(rig).amount == Decimal("24.90")
    assert rig.do("studio.yes", Origin.VOICE) == "Wool scarf costs ¥19.90 now."
    assert _price(rig) == Money(Decimal("19.90"), "CNY")
    card = rig.state.card
    assert card is not None
    assert (card.price.amount, card.compare_price) == (
        Decimal("19.90"),
        Money(Decimal("24.90"), "CNY"),
    )
    assert rig.do("studio.undo").startswith("Change the price undone.")
    assert _price(rig).amount == Decimal("24.90")
    rig.do("studio.redo")
    assert _price(rig).amount == Decimal("19.90")


def test_a_no_changes_nothing(rig: Rig):
    rig.do("product.price", Origin.VOICE, price="九块九")
    assert rig.do("studio.no", Origin.VOICE) == "Nothing was done."
    assert _price(rig).amount == Decimal("24.90")


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("十九块九", "24.90", "19.9"),
        ("nineteen ninety", "24.90", "19.90"),
        ("nineteen ninety", "2400", "1990"),
        ("one fifty", "2", "1.50"),
        ("one fifty", "120", "150"),
        ("九九", "12", "9.9"),
        ("九九", "120", "99"),
        ("sembilan belas", "21000", "19000"),
        ("19.900", "25000", "19900"),
        ("dua juta lima ratus", "2400000", "2500000"),
        ("dua juta lima ratus", "1900000", "2500000"),
        ("sejuta dua", "1000000", "1200000"),
        ("dua ratus lima puluh", "300000", "250000"),
        ("seratus dua lima", "100000", "125000"),
        ("lima belas lima ratus", "20000", "15500"),
    ],
)
def test_of_several_readings_the_price_says_which(words: str, before: str, after: str):
    product = replace(SCARF, price=Money(Decimal(before), "CNY"))
    rig = Rig(products=(product,), card=product)
    rig.do("product.price", price=words)
    assert _price(rig).amount == Decimal(after)


def test_another_product_can_be_named(rig: Rig):
    rig.do("product.price", price="29.90", product="tea")
    assert _price(rig, "tea").amount == Decimal("29.90")
    assert _price(rig).amount == Decimal("24.90")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("24.90", "Wool scarf costs ¥24.90 already. Give another price."),
        ("五美元", "The price is in Chinese Yuan. Give it in that money; the product's editor"),
        ("9999999999999999", "No product costs that much. Give another price."),
        ("banana", "Nothing here is called “banana”."),
    ],
)
def test_what_cannot_be_the_price_is_refused(rig: Rig, words: str, told: str):
    assert rig.do("product.price", price=words).startswith(told)
    assert _price(rig).amount == Decimal("24.90")


def test_without_a_card_it_is_asked_which_product():
    rig = Rig()
    for command, values in (
        ("product.price", {"price": "9.9"}),
        ("product.discount", {"percent": "八折"}),
        ("order.take_shown", {}),
    ):
        told = rig.do(command, Origin.SCRIPT, **values)
        assert told == "No card is on screen. Show one, or say which product."


def test_a_discount_is_reckoned_and_asked(rig: Rig):
    asked = rig.do("product.discount", Origin.VOICE, percent="打八折")
    assert asked.startswith("Change the price of Wool scarf from ¥24.90 to ¥19.92?")
    rig.do("studio.yes", Origin.VOICE)
    assert _price(rig).amount == Decimal("19.92")


def test_a_price_without_cents_stays_so():
    batik = replace(SCARF, price=Money(Decimal(19_999), "IDR"))
    rig = Rig(products=(batik,), card=batik)
    rig.do("product.discount", percent="diskon sepuluh persen")
    assert _price(rig).amount == Decimal(17_999)


def test_a_flash_sale_is_told_of(rig: Rig):
    now = datetime.now(UTC)
    sale = FlashSale(Money(Decimal(9), "CNY"), now - timedelta(hours=1), now + timedelta(hours=1))
    rig.do("product.save", product=replace(SCARF, flash_sale=sale), was="scarf")
    asked = rig.do("product.price", Origin.VOICE, price="二十")
    assert asked.startswith("Its flash sale goes on at its own price. Change the price of")


def test_a_product_that_went_cannot_have_another_price(rig: Rig):
    rig.do("product.price", Origin.VOICE, price="20")
    rig.do("card.hide")
    rig.do("product.remove", product="scarf")
    assert rig.do("studio.yes", Origin.VOICE).startswith("There is no product scarf")


def test_what_is_shown_is_sold_by_words(rig: Rig):
    rig.do("order.take_shown", quantity="两件")
    assert rig.outcome.data["code"] == "scarf"
    assert rig.outcome.data["quantity"] == 2
    rig.do("order.take_shown")
    assert rig.outcome.data["quantity"] == 1


def test_numbers_are_understood_wherever_there_is_one(rig: Rig):
    for words, count in (("a dozen", 12), ("两件", 2), ("tiga buah", 3), ("두 개", 2), ("5", 5)):
        rig.do("order.take", product="tea", quantity=words)
        assert rig.outcome.data["quantity"] == count
    assert rig.do("viewers.note", count="a hundred and five").startswith("You are not live.")
    assert rig.do("viewers.note", count="several").startswith("Nothing here is called “several”")
    assert rig.do("viewers.note", count="-5").startswith("Nothing here is called “-5”")
    assert rig.do("card.show", product="两号").startswith("Green tea")
    assert rig.do("card.show", product="number one").startswith("Wool scarf")


# ---------------------------------------------------------------- which way a switch goes


def test_words_mute_what_is_open_and_leave_what_is_muted(rig: Rig):
    assert rig.do("sound.close") == "Microphone is muted."
    assert rig.do("sound.close") == "Microphone is muted already."
    assert rig.state.sound_sources[0].is_muted
    assert rig.do("sound.unmute", source="music") == "Music is open already."
    assert rig.do("sound.unmute") == "Viewers hear Microphone again."
    assert rig.do("sound.unmute") == "Microphone is open already."
    assert not rig.state.sound_sources[0].is_muted


def test_by_voice_viewers_hear_somebody_again_after_a_yes_only():
    rig = Rig(sound_sources=(replace(VOICE, is_muted=True),))
    gates = rig.do("sound.unmute", Origin.VOICE)
    assert gates.startswith("Let viewers hear Microphone again?")
    assert rig.state.sound_sources[0].is_muted
    rig.do("studio.yes", Origin.VOICE)
    assert not rig.state.sound_sources[0].is_muted


def test_words_begin_and_end_a_rehearsal(rig: Rig):
    assert rig.do("rehearsal.end") == "You are not rehearsing."
    rig.do("rehearsal.begin")
    assert rig.do("rehearsal.begin") == "You are rehearsing already."
    assert rig.state.is_rehearsal
    rig.do("rehearsal.end")
    assert not rig.state.is_rehearsal


def test_words_begin_and_end_a_recording(rig: Rig):
    assert rig.do("record.stop") == "Nothing is being recorded."
    rig.do("record.start")
    output = rig.state.recording
    assert output is not None
    assert rig.do("record.start") == "It is being recorded already."
    assert rig.state.recording == output
    assert rig.do("record.stop") == "Saving the recording."


def test_a_name_in_another_language_stays_as_it_is():
    tea = replace(TEA, name=Name("绿茶", "zh"))
    rig = Rig(products=(tea,), card=tea)
    assert rig.do("product.set_price", product="tea", price=Money(Decimal(5), "CNY")) == (
        "绿茶 costs ¥5.00 now."
    )


def test_where_money_has_no_cents_none_are_taken():
    product = replace(SCARF, price=Money(Decimal(20), "IDR"))
    rig = Rig(products=(product,), card=product)
    told = rig.do("product.price", Origin.VOICE, price="九块九")
    assert told.startswith("There are no cents in Indonesian Rupiah")
    assert rig.state.question is None
    rig.do("product.price", price="nineteen ninety")  # 19.90 is nearer, and nothing one can pay
    assert _price(rig) == Money(Decimal(1990), "IDR")
