"""Disguises that viewers' platforms know, and the time that hostile texts take."""

import time

import pytest

from studio.claims.checker import check
from studio.claims.folding import Plain


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("这是最 佳的", "最 佳的"),
        ("这是最-佳", "最-佳"),
        ("这是最.佳", "最.佳"),
        ("这是“最”佳", "最”佳"),
        ("这是最★佳", "最★佳"),
        ("这是最😀佳", "最😀佳"),
        ("这是最\u200b佳", "最\u200b佳"),
        ("这是最\u3000佳", "最\u3000佳"),
        ("这是最最最佳", "最最最佳"),
        ("這是國家級的", "國家級的"),
        ("這是獨一無二的", "獨一無二"),
        ("治療感冒", "治療"),
        ("这是第1品牌", "第1品牌"),
        ("这是第①品牌", "第①品牌"),
        ("这是第 1 品牌", "第 1 品牌"),
        ("这是第Ⅰ品牌", "第Ⅰ品牌"),
        ("这是笫一品牌", "笫一品牌"),
        ("这是蕞佳", "蕞佳"),
        ("这是zui佳", "zui佳"),
        ("这是zuì jiā", "zuì jiā"),
        ("ＮＯ．１", "ＮＯ．１"),
        ("№1", "№1"),
        ("销量ＴＯＰ１", "ＴＯＰ１"),
        ("１００％", "１００％"),
        ("百分之100", "百分之100"),
        ("这是第❶品牌", "第❶品牌"),
        ("这是国jia级品质", "国jia级"),
        ("guo家ji品质", "guo家ji"),
        ("这是 顶 jí 食材", "顶 jí"),
        ("说是治liao失眠", "治liao"),
        ("醉好的底料", "醉好的"),
    ],
)
def test_chinese_in_disguise(text, phrase):
    assert [f.phrase for f in check(text, "zh")] == [phrase]


@pytest.mark.parametrize(
    ("text", "language", "phrase"),
    [
        ("ini ter-baik", "id", "ter-baik"),
        ("ini ter.baik", "id", "ter.baik"),
        ("ini ter baik", "id", "ter baik"),
        ("ini t3rb4ik", "id", "t3rb4ik"),
        ("ini t e r b a i k", "id", "t e r b a i k"),
        ("ini terbaikkkk", "id", "terbaikkkk"),
        ("ini TERBAIKNYA", "id", "TERBAIKNYA"),
        ("ini 𝐭𝐞𝐫𝐛𝐚𝐢𝐤", "id", "𝐭𝐞𝐫𝐛𝐚𝐢𝐤"),
        ("ini ⓣⓔⓡⓑⓐⓘⓚ", "id", "ⓣⓔⓡⓑⓐⓘⓚ"),
        ("#palingmurah", "id", "palingmurah"),
        ("the b.e.s.t tea", "en", "b.e.s.t"),
        ("the b3st tea", "en", "b3st"),
        ("the bеst tea", "en", "the bеst"),  # a Cyrillic letter
        ("the be\u00adst tea", "en", "the be\u00adst"),
        ("the b\u0301est tea", "en", "the b\u0301est"),
        ("world’s best", "en", "world’s best"),
        ("ｂｅｓｔ", "en", "ｂｅｓｔ"),
    ],
)
def test_words_in_disguise(text, language, phrase):
    assert [f.phrase for f in check(text, language)] == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        "价格最低。好吃",  # the sentence ends between the signs of 最好
        "第一，品牌保证",
        "最\n后",
        "我说的第一。品牌不重要",
        "视频是720p的",
        "第iPhone品牌",
    ],
)
def test_no_word_reaches_across_the_end_of_a_sentence(text):
    assert "品牌" not in {f.phrase[-2:] for f in check(text, "zh")}
    assert not any("。" in f.phrase or "，" in f.phrase or "\n" in f.phrase for f in check(text))


@pytest.mark.parametrize("text", ["720p", "70p", "a.m.", "Wi-Fi 6", "t-shirt", "e-commerce", "1.5"])
def test_figures_and_hyphens_make_no_claim(text):
    assert check(text) == ()


def test_spans_are_of_the_text_that_was_given():
    text = "ﷺ㍿①\u200b\u0301😀级🇨🇳最\u200b\u200b佳，ﬁne ter\u00adbaik"
    assert [f.phrase for f in check(text)] == ["最\u200b\u200b佳", "ter\u00adbaik"]


def test_a_text_is_plain_without_its_marks():
    assert Plain("最 好！ The   BEST, 1,000.50 #1").text == "最好\nthe best\n1.000.50 #1"


HOSTILE = {
    "最": "最",
    "claims": "最好",
    "pauses": "最......",
    "spelled": "a b ",
    "spaces": " ",
    "hyphens": "ter-",
    "towers": "e" + "\u0301" * 50,
    "firsts": "第 ",
    "best": "best ",
    "digits": "1",
    "points": "1.",
    "pinyin": "zui",
    "emoji": "😀",
    "percent": "100%",
    "unseen": "\u200b",
    "lines": "\n",
    "blessings": "\ufdfa",
    "letters": "aab",
    "disclaimers": "not intended to diagnose ",
    "most": "paling ",
    "surrogates": "\ud800",
    "at": "@",
    "mixed": "国jia",
    "mixed apart": "国 jia ",
    "everything": "".join(map(chr, range(0x20, 0x10000))),
}


def _seconds(text: str) -> float:
    start = time.process_time()
    check(text)
    return time.process_time() - start


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length_alone(unit):
    check(unit)
    short = (unit * (50_000 // len(unit) + 1))[:50_000]
    long = (unit * (400_000 // len(unit) + 1))[:400_000]
    limit = 16 * min(_seconds(short) for _ in range(3)) + 0.5
    # Whatever slows the machine for a moment does so once, not three times.
    assert any(_seconds(long) < limit for _ in range(3))


def test_a_long_script_takes_well_under_a_second(capsys):
    spoken = "今天的火锅底料是最好吃的，三十九块九。Halo kak, ini terbaik. The best tea. "
    text = (spoken * 2000)[:100_000]
    check("")
    check("x")
    seconds = _seconds(text)
    with capsys.disabled():
        print(f"\n100,000 characters, three lists: {seconds:.3f} s", end="")
    assert seconds < 1


@pytest.mark.parametrize(
    "text", ["he疗养院", "这个T恤you货", "买5kg送1", "A级di板", "jia里人都爱吃"]
)
def test_letters_beside_chinese_make_no_claim(text):
    assert check(text, "zh") == ()


def test_what_is_harmless_is_so_with_hyphens_too():
    assert check("Satu-satunya kekurangan, kotaknya penyok", "id") == ()
    assert [f.phrase for f in check("Satu-satunya di dunia", "id")] == ["Satu-satunya"]
