import pickle
from decimal import Decimal

import pytest

from studio import text
from studio.model.graphemes import graphemes
from studio.model.message import Duration, Language, Money, Name, Number, Spelled, say, say_n


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (61.4, "1 minute 1 second"),
        (3600, "1 hour"),
        (7384, "2 hours 3 minutes"),
        (-5, "0 seconds"),
    ],
)
def test_durations(seconds, words):
    assert Duration(seconds).words("en") == words


@pytest.mark.parametrize(
    ("amount", "currency", "language", "words"),
    [
        ("39.90", "CNY", "en", "¥39.90"),
        ("39.9", "CNY", "zh_CN", "¥39.90"),
        ("125000", "IDR", "id", "Rp125.000"),
        ("125000", "IDR", "en", "Rp125,000"),
        ("12", "USD", "en", "$12.00"),
    ],
)
def test_money_is_exact_and_written_as_at_home(amount, currency, language, words):
    assert Money(Decimal(amount), currency).words(language) == words


def test_numbers_have_only_the_places_they_need():
    assert Number(-6.25, 1).words("en") == "-6.2"
    assert Number(3.0, 1).words("en") == "3"


def test_plurals_names_and_sentences_that_follow():
    one, two = say_n("{n} card", "{n} cards", 1), say_n("{n} card", "{n} cards", 2)
    assert one.then(two).words("en") == "1 card 2 cards"
    assert say("{name} is here.", name=Name("涪陵榨菜", "zh")).words("en") == "涪陵榨菜 is here."
    assert say("{name}", name=Name("{braces}")).words("en") == "{braces}"


def test_messages_cross_to_other_processes_and_compare():
    message = say("{time} left.", time=Duration(75))
    assert pickle.loads(pickle.dumps(message)) == message
    assert hash(message) == hash(say("{time} left.", time=Duration(75)))


@pytest.mark.parametrize(
    ("tag", "known"),
    [("zh-Hans-CN", "zh_CN"), ("id_ID.UTF-8", "id"), ("in", "id"), ("de", "en"), ("C", "en")],
)
def test_languages_are_matched(tag, known):
    assert text.match(tag) == known


def test_what_rounds_to_nothing_has_no_sign():
    assert [Number(v, 0).words() for v in (-0.3, 0.3, -0.0)] == ["0", "0", "0"]


def test_signs_of_chinese_are_spelled_by_name():
    signs = "：，。、；！？（）《》「」…¥−∞"
    spelled = Spelled(say(signs)).words("en")
    assert [sign for sign in signs if sign in spelled] == []


@pytest.mark.parametrize(
    ("tag", "language", "words"),
    [
        ("th", "en", "Thai"),
        ("th", "zh_CN", "泰语"),
        ("ja", "id", "Jepang"),
        ("xx", "en", "xx"),
        ("", "en", ""),
    ],
)
def test_a_language_is_called_as_in_the_listeners_own(tag, language, words):
    assert Language(tag).words(language) == words


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("e\u0301te\u0301", ["é", "t", "é"]),
        ("👨\u200d👩\u200d👧👍🏽", ["👨\u200d👩\u200d👧", "👍🏽"]),
        ("🇨🇳🇮🇩x", ["🇨🇳", "🇮🇩", "x"]),
        ("1️⃣❤️", ["1️⃣", "❤️"]),
        ("กำ", ["กำ"]),
        ("a\u200b\u0301", ["a", "\u200b", "\u0301"]),
        ("", []),
    ],
)
def test_a_sign_is_what_a_person_takes_for_one(text, signs):
    assert list(graphemes(text)) == signs
