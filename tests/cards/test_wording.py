from decimal import Decimal

from studio.cards.wording import card_words, describe_card
from studio.model.message import Money
from tests.cards.catalogue import product, yuan


def heard(**changes):
    return describe_card(product(**changes)).words("en")


def test_what_viewers_see_is_what_the_streamer_hears():
    assert heard() == "Number 3: Wool scarf, ¥39.90 instead of ¥59.00. 12 left."


def test_what_is_not_on_the_card_is_not_told():
    assert heard(slot=0, compare_price=None, stock=None) == "Wool scarf, ¥39.90."
    assert heard(slot=0, stock=1) == "Wool scarf, ¥39.90 instead of ¥59.00. 1 left."
    assert heard(compare_price=yuan("39.90")) == "Number 3: Wool scarf, ¥39.90. 12 left."
    assert heard(stock=0) == "Number 3: Wool scarf, ¥39.90 instead of ¥59.00. Sold out."


def test_prices_of_two_currencies_are_not_compared():
    words = card_words(product(compare_price=Money(Decimal(900), "IDR")), "en")
    assert words.compare_price == ""


def test_a_card_says_slot_name_price_and_stock():
    words = card_words(product("  Wool\n scarf\x00 "), "en")
    assert (words.slot, words.name, words.price) == ("3", "Wool scarf", "¥39.90")
    assert (words.compare_price, words.stock) == ("¥59.00", "12 left")
    assert card_words(product(slot=0, stock=None, compare_price=None), "en").stock == ""


def test_prices_follow_the_language():
    assert card_words(product(), "id").price == "¥39,90"
