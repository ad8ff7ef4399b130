"""A message becomes words, each name in its own language."""

from decimal import Decimal

from studio.model.message import Money, Name, Spelled, say
from studio.model.segment import Segment
from studio.speech.segments import segments_of, short


def test_a_name_keeps_its_language_within_a_sentence():
    shown = say("{product} is on screen.", product=Name("重庆小面", "zh_CN"))
    assert segments_of(shown, "en") == (
        Segment("重庆小面", "zh"), Segment(" is on screen.", "en"),
    )  # fmt: skip


def test_a_name_without_a_language_is_read_as_the_sentence_is():
    assert segments_of(say("{scene} is on air.", scene=Name("Kitchen")), "id") == (
        Segment("Kitchen sedang tayang.", "id"),
    )


def test_sentences_within_sentences_keep_their_names():
    both = say("{n} things.", n=2).then(say("{a} and {b}", a=Name("茶", "zh"), b=Name("Teh", "id")))
    assert segments_of(both, "en") == (
        Segment("2 things. ", "en"), Segment("茶", "zh"), Segment(" and ", "en"),
        Segment("Teh", "id"),
    )  # fmt: skip


def test_what_is_no_name_is_put_into_the_words_of_the_sentence():
    told = say(
        "{p} {s}", p=Money(Decimal("39.90"), "CNY"), s=Spelled(say("{a}", a=Name("x", "zh")))
    )
    assert segments_of(told, "en") == (Segment("¥39.90 x", "en"),)


def test_an_empty_message_is_one_empty_segment():
    assert segments_of(say("{a}", a=""), "zh_CN") == (Segment("", "zh"),)


def test_tags_are_short():
    assert [short(tag) for tag in ("zh_CN", "en-US", "ID", "")] == ["zh", "en", "id", ""]
