"""Numbers, amounts and times in words, and that nothing is made of what is none."""

import random
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.speech.words.figure import Figure
from studio.speech.words.tongues import TONGUES
from studio.spoken import numbers as spoken
from studio.spoken.homophones import as_numerals, misheard, number_alone
from studio.spoken.numbers import NUMERALS
from tests.spoken import tables

LANGUAGES = ("zh", "id", "en", "ko")
WAYS = {
    "numbers": tables.NUMBERS,
    "amounts": tables.AMOUNTS,
    "counts": tables.COUNTS,
    "places": tables.PLACES,
    "percents": tables.PERCENTS,
    "durations": tables.DURATIONS,
    "clocks": tables.CLOCKS,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_than_sixty_sentences_of_each_language_are_tried(language):
    assert sum(len(list(tables.pairs(table[language]))) for table in WAYS.values()) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers(language):
    for words, value in tables.pairs(tables.NUMBERS[language]):
        assert spoken.numbers(words, language)[:1] == [Decimal(value)], words


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts(language):
    for words, value in tables.pairs(tables.AMOUNTS[language]):
        amount = spoken.amounts(words, language)[0]
        wanted = value.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        assert (amount.value, amount.currency) == (Decimal(wanted), value[len(wanted) :]), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_places_percents_durations(language):
    for table, ask in (
        (tables.COUNTS, spoken.counts),
        (tables.PLACES, spoken.places),
        (tables.PERCENTS, spoken.percents_off),
        (tables.DURATIONS, spoken.durations),
    ):
        for words, value in tables.pairs(table[language]):
            assert [Decimal(str(n)) for n in ask(words, language)] == [Decimal(value)], words


@pytest.mark.parametrize("language", LANGUAGES)
def test_times_of_day(language):
    for words, value in tables.pairs(tables.CLOCKS[language]):
        told = ",".join(f"{at:%H:%M}" for at in spoken.clock_times(words, language))
        assert told == value, words


def test_what_is_no_number_gives_none_rather_than_a_wrong_one():
    for words in tables.NONE.replace("\n", "|").split("|"):
        for language in ("", *LANGUAGES):
            assert spoken.numbers(words, language) == [], words
            assert spoken.counts(words, language) == [], words
            assert spoken.amounts(words, language) == [], words
            assert spoken.durations(words, language) == [], words
            assert spoken.percents_off(words, language) == [], words


def test_which_counts_are_hardly_any():
    for table, is_doubtful in ((tables.DOUBTFUL, True), (tables.SURE, False)):
        for words in table.strip().replace("\n", "|").split("|"):
            assert spoken.is_doubtful(words.strip()) is is_doubtful, words


def test_what_is_no_time_of_day_gives_none():
    for words in tables.NO_CLOCKS.split("|"):
        for language in LANGUAGES:
            assert spoken.clock_times(words, language) == [], words


def test_only_tenths_of_the_price_and_two_digits_of_it_are_paid():
    for words in ("十二折", "二十折", "打十五折", "八十折", "一百折", "打十折"):
        assert spoken.percents_off(words, "zh") == [], words
    assert spoken.percents_off("85折", "zh") == spoken.percents_off("八五折", "zh") == [15]


@pytest.mark.parametrize("words", ["half", "three quarters", "setengah", "半", "一半", "절반"])
def test_a_part_of_the_price_is_no_amount(words):
    for language in LANGUAGES:
        assert spoken.amounts(words, language) == []


def test_two_numbers_before_a_unit_of_time_are_none():
    assert spoken.durations("five ten minutes", "en") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_somewhere_between_two_numbers_is_neither(language):
    for words in tables.ABOUT[language].split("|"):
        assert spoken.counts(words, language) == [], words
        assert spoken.amounts(words, language) == [], words
        assert spoken.durations(words, language) == [], words


def test_spaces_mean_nothing_in_chinese_and_korean():
    assert spoken.numbers("一 百 零 五") == [105]
    assert spoken.numbers("만구천 구백") == [19900]


def test_of_what_is_ambiguous_all_readings_come():
    assert [a.value for a in spoken.amounts("nineteen ninety")] == [Decimal("19.90"), 1990]
    assert [a.value for a in spoken.amounts("one fifty")] == [Decimal("1.50"), 150]
    assert [a.value for a in spoken.amounts("九九", "zh")] == [99, Decimal("9.9")]
    assert [a.value for a in spoken.amounts("sembilan belas", "id")] == [19, 19000]
    words = "sembilan belas koma sembilan"
    assert [a.value for a in spoken.amounts(words, "id")] == [Decimal("19.9"), 19900]
    likely, literal = spoken.amounts("dua juta lima ratus", "id")
    assert (likely.value, literal.value) == (2_500_000, 2_000_500)
    assert spoken.numbers("dua juta lima ratus", "id") == [2_000_500]
    assert spoken.numbers("19.900", "id") == [19900, Decimal("19.900")]
    assert spoken.numbers("19.900", "en") == [Decimal("19.900"), 19900]
    kuai = spoken.amounts("nineteen kuai nine", "en")
    assert [a.value for a in kuai] == [Decimal("19.9"), Decimal("19.09")]
    # Nobody pays thousandths.
    assert [a.value for a in spoken.amounts("19,900원")] == [19900]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "十五块"),
        ("zh", "九块九"),
        ("en", "fifteen dollars"),
        ("ko", "만 원"),
        ("id", "rp 5000"),
    ],
)
def test_a_price_says_that_it_is_one_by_its_money(language, words):
    assert spoken.names_money(words, language)


@pytest.mark.parametrize("words", ["十五", "fifteen", "nineteen ninety", "dua", "이만", "绿茶", ""])
def test_a_number_alone_does_not(words):
    assert not spoken.names_money(words)


def test_a_number_in_signs_of_the_same_sound():
    assert as_numerals("十酒块久") == "十九块九"
    assert spoken.amounts(as_numerals("十酒块久"))[0].value == Decimal("19.9")
    assert as_numerals("开始直播") == ""
    assert as_numerals("twenty") == ""


def test_what_is_said_before_a_number_and_may_be_part_of_one():
    for words, left, other in (
        ("是五件", "五件", "十五件"),
        ("就 十五", "十五", "九十五"),
        ("就五件", "五件", ""),
        ("是", "是", ""),
        ("二十", "二十", ""),
    ):
        assert (number_alone(words), misheard(words)) == (left, other), words


def test_how_many_is_no_place():
    assert spoken.places("一件", "zh") == spoken.places("two pieces", "en") == []


def _sampled():
    rng = random.Random(6)
    yield from range(2000)
    for digits in range(4, 13):
        for _ in range(150):
            yield rng.randrange(10**digits)
            yield sum(rng.choice((0, 0, 1, 2, 9)) * 10**place for place in range(digits))
    yield 10**12


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_number_that_the_studio_says_it_understands(tag):
    tongue, numerals = TONGUES[tag], NUMERALS[tag]
    for number in _sampled():
        assert numerals.numbers(tongue.cardinal(number)) == [number]


@pytest.mark.parametrize("tag", LANGUAGES)
@given(whole=st.integers(0, 10**7), cents=st.integers(0, 99), currency=st.sampled_from(
    ("CNY", "USD", "IDR", "KRW", "EUR", "SGD", "JPY", "HKD")))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_every_price_that_the_studio_says_it_understands(tag, whole, cents, currency):
    has_cents = currency not in ("IDR", "KRW", "JPY")
    fraction = f"{cents:02}" if has_cents else ""
    value = Decimal(f"{whole}.{fraction or 0}")
    if not value:
        return
    said = TONGUES[tag].money(Figure(str(whole), fraction), currency)
    heard = spoken.amounts(said, tag)
    assert heard, said
    assert heard[0].value == value, said
    assert heard[0].currency in ("", currency), said


@given(st.text(max_size=40))
@settings(max_examples=500, deadline=None)
def test_no_words_are_too_strange(words):
    for ask in (spoken.numbers, spoken.amounts, spoken.percents_off, spoken.durations,
                spoken.places, spoken.clock_times):  # fmt: skip
        ask(words)
    as_numerals(words)


def test_long_words_are_no_number_and_take_no_time():
    begun = time.thread_time()
    for words in ("九" * 100_000, "one " * 50_000, "1" * 10**6, "万" * 10_000, "만" * 10_000):
        assert spoken.numbers(words) == []
        assert spoken.amounts(words) == []
    assert time.thread_time() - begun < 1
