"""What is known of words that mean the same, and that no two commands become alike by it."""

import tomllib
from collections import defaultdict

import pytest

from studio.commands.every import REGISTRY
from studio.interpreter.matching import plain_parts
from studio.interpreter.phrases import SPOKEN, phrases
from studio.interpreter.wording import stem, wording
from studio.spoken.plain import tokens
from tests.harness.process import ROOT


def _written(language: str) -> dict:
    path = ROOT / "i18n" / "wordings" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _plain(words: str, language: str) -> str:
    return " ".join(one.word for one in wording(language).plainest(tokens(words)))


@pytest.mark.parametrize("language", SPOKEN)
def test_no_words_mean_two_things(language):
    written = _written(language)
    ends = written.get("beginnings", ()), written.get("endings", ())
    groups = defaultdict(set)
    for plain, ways in written["same"].items():
        for way in (plain, *ways):
            groups[tuple(stem(token, *ends) for token in tokens(way))].add(plain)
    assert {way: plains for way, plains in groups.items() if len(plains) > 1} == {}


@pytest.mark.parametrize("language", SPOKEN)
def test_no_two_commands_become_alike(language):
    meant = defaultdict(set)
    for one in phrases(REGISTRY, (language,)):
        if one.is_literal and not one.command.startswith("voice.first"):
            meant[plain_parts(one)].add(one.command)
    assert {parts: commands for parts, commands in meant.items() if len(commands) > 1} == {}


@pytest.mark.parametrize(
    ("language", "words", "plain"),
    [
        ("zh_CN", "麻烦你把麦关了嘛", "麦 克 风 关"),
        ("zh_CN", "啥子", "什 么"),
        ("id", "tolong matiin musiknya dong", "akhiri musik"),
        ("en", "please turn off my mic", "mute"),
        ("ko", "마이크를 꺼 줘", "음 소 거"),
    ],
)
def test_words_become_the_plainest(language, words, plain):
    assert _plain(words, language) == plain


def test_where_each_word_stood_is_known():
    said = tokens("把麦关了")
    spans = [(one.word, one.begin, one.end) for one in wording("zh_CN").plainest(said)]
    assert spans == [("麦", 1, 2), ("克", 1, 2), ("风", 1, 2), ("关", 2, 3)]


@pytest.mark.parametrize(
    ("language", "words", "bare"),
    [
        ("en", "sold two uh three", "sold two uh three"),
        ("en", "sold uh two sorry", "sold two"),
        ("id", "dua puluh eh anu lima", "dua puluh eh anu lima"),
        ("zh_CN", "二呃三件呃", "二 呃 三 件"),
    ],
)
def test_what_means_nothing_parts_two_numbers(language, words, bare):
    assert " ".join(one.word for one in wording(language).bare(tokens(words))) == bare


def test_a_filler_apart_parts_two_numbers():
    korean = wording("ko")
    assert korean.without_fillers("음 둘 아 셋 팔렸어") == "둘 아 셋 팔렸어"
    assert korean.without_fillers("둘 아 팔렸어") == "둘 팔렸어"


def test_what_would_be_nothing_stays():
    assert _plain("please", "en") == "please"
    assert _plain("再", "zh_CN") == "再"
    assert _plain("", "en") == ""


@pytest.mark.parametrize(
    ("language", "words", "other"),
    [("id", "lakukan", "laku"), ("id", "lakukan lagi", "laku lagi"), ("zh_CN", "重新录", "录")],
)
def test_what_only_looks_alike_stays_apart(language, words, other):
    assert _plain(words, language) != _plain(other, language)
