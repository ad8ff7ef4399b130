"""What may be said as the show stands: phrases, names and numbers."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.app.vocabulary import MOST_PHRASES, MOST_PRODUCTS, Vocabulary, sayable
from studio.model.message import Money, Name
from studio.model.product import Product
from studio.model.rundown import Rundown, RundownFile, RundownState, Segment, SegmentKind
from studio.model.speech_model import SpeechModelsState, WordsPhase
from studio.text import use
from tests.commands.rig import Rig


def product(number, name=""):
    return Product(f"p{number}", Name(name or f"Thing {number}"), Money(Decimal(1), "CNY"))


@pytest.fixture
def rig():
    use("en")
    return Rig()


def test_phrases_come_with_the_names_that_fill_them(rig):
    said = sayable(rig.state, "en")
    assert "go live" in said.phrases
    assert "scene Kitchen" in said.phrases
    assert "Green tea" in said.phrases
    assert {"Kitchen", "Green tea", "Microphone"} <= set(said.names)
    assert not any("{" in phrase for phrase in said.phrases)


def test_every_number_word_can_be_said(rig):
    assert {"seven", "nineteen", "forty-two", "half"} <= set(sayable(rig.state, "en").phrases)
    assert {"七", "十九", "块", "半"} <= set(sayable(rig.state, "zh").phrases)
    assert {"일", "원"} <= set(sayable(rig.state, "ko").phrases)


def test_what_only_means_the_same_as_a_phrase_is_known_too(rig):
    assert {"啥子", "麻烦你", "关到起"} <= set(sayable(rig.state, "zh").phrases)
    assert {"dimatiin", "dong"} & set(sayable(rig.state, "id").phrases)


def test_what_only_begins_a_phrase_is_known_and_what_means_something_itself_is_not_among_it(rig):
    said = sayable(rig.state, "en")
    assert {"price", "change the price of"} <= set(said.openings)
    assert not {"mute", "sold", "go live", "stop", "no", ""} & set(said.openings)
    assert set(said.openings) <= set(said.phrases)
    for language, opening, others in (
        ("zh", "价格", {"卖掉", "卖出", "成交", "停止", "取消"}),
        ("id", "harga", {"jadi", "lupakan", "laku"}),
        ("ko", "가격", {"주문"}),
    ):
        openings = set(sayable(rig.state, language).openings)
        assert opening in openings
        assert not others & openings


def test_digits_in_a_name_are_written_out(rig):
    rig.show.shelf.save(product(1, "Cup 12"))
    said = sayable(rig.state, "en")
    assert "Cup twelve" in said.names
    assert not any(sign.isdigit() for phrase in said.phrases for sign in phrase)


def test_a_name_with_braces_does_no_harm(rig):
    rig.show.shelf.save(product(1, "Cup {x} {"))
    assert "Cup {x} {" in sayable(rig.state, "en").names


def test_of_ten_thousand_products_those_of_the_rundown_and_the_first_can_be_named(rig):
    products = tuple(product(number) for number in range(10_000))
    planned = Segment(SegmentKind.PRODUCT, product="p9876")
    state = replace(
        rig.state,
        products=products,
        rundown=RundownState(rundown=Rundown("Evening", (planned,))),
    )
    began = time.monotonic()
    said = sayable(state, "en")
    assert time.monotonic() - began < 2
    assert "Thing nine thousand eight hundred seventy-six" in {
        name.replace(" and ", " ") for name in said.names
    }
    assert said.left_out == 10_000 - MOST_PRODUCTS - 1
    assert len(said.phrases) <= MOST_PHRASES


class Followed:
    """A vocabulary whose work is done when the test says so."""

    def __init__(self, rig):
        self.jobs, self.expected, self.told = [], [], []
        self.vocabulary = Vocabulary(
            lambda *expected: self.expected.append(expected),
            self.jobs.append,
            self.told.append,
        )
        rig.show.subscribe(lambda _state: self.vocabulary.follow(rig.show))

    def work(self):
        while self.jobs:
            self.jobs.pop()()


def hears(rig, language="en"):
    rig.show._change(speech_models=SpeechModelsState((), language, WordsPhase.READY))


def test_nothing_is_made_while_nobody_hears_words(rig):
    followed = Followed(rig)
    rig.do("scene.switch", scene="Table")
    assert followed.jobs == []


def test_it_is_made_anew_when_names_change_and_only_then(rig):
    followed = Followed(rig)
    hears(rig)
    followed.work()
    assert len(followed.expected) == 1
    rig.do("scene.switch", scene="Table")
    followed.work()
    assert len(followed.expected) == 1
    rig.show.shelf.save(product(5, "Silk fan"))
    rig.show.shelf.save(product(6, "Paper fan"))
    assert len(followed.jobs) == 1  # both at once
    followed.work()
    assert len(followed.expected) == 2
    assert {"Silk fan", "Paper fan"} <= set(followed.expected[-1][1])
    hears(rig, "zh")
    followed.work()
    assert "十九" in followed.expected[-1][0]


def test_it_is_made_anew_when_a_rundown_is_saved_or_somebody_comes(rig):
    followed = Followed(rig)
    hears(rig)
    followed.work()
    friday = RundownFile("Friday", "friday.earshot")
    rig.show._change(rundown=replace(rig.state.rundown, files=(friday,)))
    followed.work()
    assert any("Friday" in phrase for phrase in followed.expected[-1][0])
    rig.do("person.add", name="Zou Bin")
    followed.work()
    assert any("Zou Bin" in phrase for phrase in followed.expected[-1][0])


def test_holding_the_key_is_nothing_that_is_said(rig):
    assert "speak a command" not in sayable(rig.state, "en").phrases


def test_what_cannot_be_named_is_told_once(rig):
    followed = Followed(rig)
    rig.show._change(products=tuple(product(number) for number in range(300)))
    hears(rig)
    followed.work()
    rig.show.shelf.save(product(1000))
    followed.work()
    (told,) = followed.told
    assert told.text == (
        "The first 200 products and those of the rundown can be called by name; "
        "100 others by their number or code."
    )
