"""Phrases cut into the words that a model knows."""

import pytest

from studio.voice.cutting import cut, plain

KNOWN = {
    *("下", "一", "个", "下一个", "产品", "羊毛", "羊", "毛", "围巾", "小", "店"),
    *("보온", "병", "보온병", "보기", "it's", "next", "card", "tea"),
}


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("下一个产品", ("下一个", "产品")),
        ("羊毛围巾", ("羊毛", "围巾")),
        ("小店 Tea", ("小", "店", "tea")),
        ("下一个Card", ("下一个", "card")),
        ("보온병 보기", ("보온병", "보기")),
        ("보온병보기", ("보온병", "보기")),
        ("Next card!", ("next", "card")),
        ("It’s", ("it's",)),
        ("ＮＥＸＴ", ("next",)),
        ("旗袍", ()),
        ("羊毛旗袍", ()),
        ("teacard", ()),
        ("", ()),
        ("!?", ()),
    ],
)
def test_a_phrase_is_cut(phrase, words):
    assert cut(phrase, KNOWN.__contains__) == words


def test_the_fewest_words_are_taken():
    assert cut("下一个", {"下", "一", "个", "一个", "下一个"}.__contains__) == ("下一个",)
    assert cut("一二三四", {"一", "二", "三", "四", "二三四"}.__contains__) == ("一", "二三四")


def test_signs_and_spaces_go():
    assert plain("  Wool-scarf,\n24 € ") == "wool scarf 24"


def test_a_very_long_phrase_is_cut_in_time():
    assert len(cut("下一个产品" * 500, KNOWN.__contains__)) == 1000
