"""What the streamer holds: what is said of what the scanner saw."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from studio.commands.command import Origin
from studio.hand import PATIENCE_S, PUT_DOWN_S, SILENT_S
from studio.model.announcement import Priority
from studio.model.code import Code, Look, Place, Sight
from studio.model.events import Looked
from studio.model.message import Money, Name
from studio.model.product import Certificate, Product, Supplier
from studio.model.settings import Settings
from tests.commands.rig import SCARF, TEA, Rig

SCARF = replace(SCARF, gtin="6901234567892")
TEA = replace(TEA, gtin="036000291452")
LARGE_TEA = Product(
    "tea-500", Name("Green tea, 500 g"), Money(Decimal(99), "CNY"), slot=3, gtin="0036000291452"
)
PLACE = Place(10, 20, 200, 100)


def seen(*gtins: str) -> Look:
    return Look(tuple(Code("EAN-13", gtin, gtin.zfill(14), PLACE) for gtin in gtins))


@pytest.fixture
def rig():
    return Rig(products=(SCARF, TEA))


@pytest.fixture
def at(monkeypatch):
    """Lets time pass for what is seen."""
    now = [time.monotonic()]

    def later(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr("studio.show.time.monotonic", lambda: now[0])
    return later


def heard(rig: Rig, look: Look | None) -> str:
    """What is told of a look, beside what was told before."""
    before = len(rig.announcer.history())
    rig.tell(Looked(look))
    return " ".join(said.announcement.text for said in rig.announcer.history()[before:])


def is_looking(rig: Rig) -> bool:
    return [value for name, value in rig.stage.asked if name == "codes"][-1:] == [True]


def test_nothing_is_looked_for_until_somebody_asks(rig):
    assert not is_looking(rig)
    assert rig.do("hand.what") == "Hold it to the camera."
    assert is_looking(rig)
    assert [str(work.title) for work in rig.state.works] == ["Looking for a code."]
    assert heard(rig, seen("6901234567892")) == "Wool scarf, ¥24.90. 12 left."
    assert not is_looking(rig)
    assert rig.state.works == ()


def test_a_code_is_found_however_many_zeros_are_before_it(rig):
    rig.do("hand.what")
    assert heard(rig, seen("00036000291452")) == "Green tea, ¥39.90."


def test_one_key_shows_the_card_and_it_can_be_taken_back(rig):
    assert rig.do("hand.show") == "Hold it to the camera."
    assert heard(rig, seen("6901234567892")) == "Wool scarf, ¥24.90, is on screen. 12 left."
    assert rig.state.card == SCARF
    rig.do("studio.undo")
    assert rig.state.card is None


def test_what_is_seen_already_is_answered_at_once(rig):
    rig.do("card.show", product="tea")
    heard(rig, seen("036000291452"))
    assert rig.do("hand.what") == "Green tea, ¥39.90."
    heard(rig, seen("6901234567892"))
    assert "Wool scarf, ¥24.90, is on screen." in rig.do("hand.show")


def test_a_product_that_nobody_vouches_for_is_shown_after_a_yes_only(rig):
    old = Supplier("Old Town", certificates=(Certificate("SC", "1", date(2020, 1, 1)),))
    doubtful = replace(SCARF, supplier=old, sample_checked_on=date(2026, 1, 1))
    rig = Rig(products=(doubtful,))
    rig.do("hand.show", Origin.KEY)
    told = heard(rig, seen("6901234567892"))
    assert told.startswith("The certificate SC of Old Town has expired. Show the card all the same")
    assert rig.state.card is None
    rig.do("studio.yes", Origin.KEY)
    assert rig.state.card == doubtful


@pytest.mark.parametrize("command", ["hand.what", "hand.show"])
@pytest.mark.parametrize(
    ("origin", "how"), [(Origin.KEY, "For yes, press"), (Origin.VOICE, "Say yes, or press")]
)
def test_what_is_asked_late_is_answered_as_it_was_wished_for(rig, command, origin, how):
    rig.show.listening.use_words("en")
    rig.do(command, origin)
    assert how in heard(rig, seen("96385074"))


def test_variants_of_one_code_are_named_and_asked_for_one_after_the_other(rig):
    rig = Rig(products=(SCARF, TEA, LARGE_TEA))
    rig.do("hand.what", Origin.KEY)
    assert heard(rig, seen("036000291452")) == (
        "2 products have this code. Green tea, ¥39.90. Green tea, 500 g, ¥99.00."
    )
    first = rig.do("hand.show", Origin.KEY)
    assert first.startswith("2 products have this code. Show Green tea? For another one, use")
    assert rig.do("hand.show", Origin.KEY).startswith("Show Green tea, 500 g?")
    rig.do("studio.yes", Origin.KEY)
    assert rig.state.card == LARGE_TEA


def test_an_unknown_code_offers_a_new_product_with_its_number(rig):
    rig.window = []
    rig.do("hand.what", Origin.KEY)
    told = heard(rig, seen("96385074"))
    assert told.startswith("No product has the barcode 96385074. Add a new product with it?")
    assert rig.state.unknown_gtin == "00000096385074"
    rig.do("studio.yes", Origin.KEY)
    assert rig.window == ["window.add_held"]


def test_what_is_seen_before_the_answer_changes_nothing_of_what_was_asked(rig):
    rig.do("card.show", product="scarf")
    rig.do("hand.what")
    assert "Add a new product with it?" in heard(rig, seen("96385074"))
    heard(rig, seen("6901234567892"))
    heard(rig, seen("4006381333931"))
    assert rig.state.unknown_gtin == "00000096385074"


def test_what_lies_beyond_the_products_at_hand_is_looked_up_in_the_file(rig):
    rig = Rig(products=(SCARF,), products_beyond=1)
    rig.archive.catalogue = (SCARF, TEA)
    rig.do("hand.what")
    assert heard(rig, seen("0036000291452")) == "Green tea, ¥39.90."


def test_a_product_edited_a_moment_ago_is_as_it_is_now(rig):
    rig = Rig(products=(replace(SCARF, gtin=""),), products_beyond=1)
    rig.archive.catalogue = (SCARF, TEA)  # the file still has the number
    rig.do("hand.what", Origin.KEY)
    assert heard(rig, seen("6901234567892")).startswith("No product has the barcode")


def test_what_is_wrong_with_the_picture_is_told_while_it_is_looked_at(rig, at):
    rig.do("hand.what")
    assert heard(rig, Look((), Sight.DARK)) == ""
    at(3)
    assert heard(rig, Look((), Sight.DARK)).startswith("The picture is too dark.")
    assert heard(rig, Look((), Sight.BLURRED)) == "", "one hint after the other"
    at(3)
    assert heard(rig, Look((), Sight.OFF_LEFT)).endswith("Move it to your left.")
    at(PATIENCE_S)
    assert heard(rig, Look((), Sight.SMALL)) == (
        "No code was read. There is a code, but it is too small. Hold it closer to the camera."
    )
    assert not is_looking(rig)
    assert heard(rig, Look((), Sight.SMALL)) == ""


def test_where_no_camera_is_on_air_that_is_told_soon(rig, at):
    rig.do("hand.what")
    assert heard(rig, None) == ""
    at(1.5)
    assert heard(rig, None) == (
        "No camera on air gives a picture. Put a scene with a camera on air."
    )


def test_it_can_be_called_off(rig, at):
    rig.do("hand.show")
    assert rig.do("studio.cancel") == "Called off: Looking for a code."
    assert not is_looking(rig)
    assert heard(rig, seen("6901234567892")) == ""
    assert rig.state.card is None


def test_an_address_is_told_and_nothing_else(rig, at):
    link = Look((Code("QR Code", "https://example.com/x", "", PLACE),))
    rig.do("hand.show")
    assert heard(rig, link) == "", "the article's own code may still come"
    at(2)
    assert heard(rig, link) == "This is no product but an address: https://example.com/x"
    assert rig.state.card is None


def test_the_articles_code_goes_before_an_address_beside_it(rig):
    rig.do("hand.what")
    both = Look((Code("QR Code", "https://example.com/x", "", PLACE), *seen("6901234567892").codes))
    assert heard(rig, both).startswith("Wool scarf")


def test_another_product_than_the_cards_is_warned_of_once(rig, at):
    rig.do("card.show", product="tea")
    assert is_looking(rig)
    assert heard(rig, seen("036000291452")) == ""
    told = heard(rig, seen("6901234567892"))
    assert told == "You hold Wool scarf, but the card shows Green tea."
    assert rig.announcer.history()[-1].announcement.priority is Priority.NEXT
    for _ in range(100):
        at(0.33)
        assert heard(rig, seen("6901234567892")) == "", "it is held all the time"
    at(SILENT_S)
    assert heard(rig, seen("6901234567892")) == told, "it was put down and taken up again"


def test_the_product_of_the_card_before_may_be_put_down_first(rig, at):
    rig.do("card.show", product="tea")
    assert heard(rig, seen("036000291452")) == ""
    rig.do("card.show", product="scarf")
    assert heard(rig, seen("036000291452")) == ""
    at(PUT_DOWN_S - 1)
    assert heard(rig, seen("036000291452")) == ""
    at(2)
    assert heard(rig, seen("036000291452")) == "You hold Green tea, but the card shows Wool scarf."


def test_both_in_hand_or_unknown_is_no_reason_to_warn(rig):
    rig.do("card.show", product="tea")
    assert heard(rig, seen("6901234567892", "036000291452")) == ""
    assert heard(rig, seen("96385074")) == ""


def test_a_variant_of_the_same_code_is_no_other_product(rig):
    rig = Rig(products=(SCARF, TEA, LARGE_TEA))
    rig.do("card.show", product="tea-500")
    assert heard(rig, seen("036000291452")) == ""


def test_the_warning_can_be_switched_off_and_then_nothing_is_looked_for():
    rig = Rig(products=(SCARF, TEA), settings=Settings(warn_of_other_product=False))
    rig.do("card.show", product="tea")
    assert not is_looking(rig)
    rig.do("settings.change", name="warn_of_other_product", value=True)
    assert is_looking(rig)
    rig.do("card.hide")
    assert not is_looking(rig)
