"""A script is cut into lines that can be heard, kept and said again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.script import lines_of, weight

CUT = [
    ("", []),
    ("\n \n", []),
    ("One. Two!  Three?\nFour", ["One.", "Two!", "Three?", "Four"]),
    ("No. 3 costs 3.5 yuan. Dr. Li says so.", ["No. 3 costs 3.5 yuan.", "Dr. Li says so."]),
    ("1. Wash it.\n2. Dry it.", ["1. Wash it.", "2. Dry it."]),
    ("“Nice!” she said. Yes.", ["“Nice!”", "she said.", "Yes."]),
    ("大家好！“欢迎。”今天有茶。", ["大家好！", "“欢迎。”", "今天有茶。"]),
    ("Harga Rp10.000 saja! Dll. ada.", ["Harga Rp10.000 saja!", "Dll. ada."]),
    ("안녕하세요. 반갑습니다.", ["안녕하세요.", "반갑습니다."]),
    ("Well ... so it is.", ["Well ... so it is."]),
]


@pytest.mark.parametrize(("script", "lines"), CUT)
def test_a_script_is_cut_at_sentences(script, lines):
    assert list(lines_of(script)) == lines


def test_a_long_sentence_is_cut_at_its_pauses():
    long = (
        "今天给大家带来重庆牛油火锅底料，原价59元，现价39.9元，只有今天，数量不多，先到先得，" * 2
    )
    lines = lines_of(long)
    assert len(lines) > 1
    assert all(line.endswith("，") for line in lines)
    english = ", ".join(["and this is one more thing to know"] * 9)
    assert all(line.endswith((",", "know")) for line in lines_of(english))


def test_what_has_no_pause_is_cut_at_words_and_what_has_no_words_at_signs():
    assert [len(line.split()) for line in lines_of("word " * 60)] == [25, 25, 10]
    assert all(weight(line) <= 1 for line in lines_of("茶" * 1000))
    assert all(len(line) <= 1300 for line in lines_of("x" * 20_000))


@given(st.text(alphabet=st.sampled_from("ab. ,!。，茶\n“”1-—…"), max_size=400))
def test_nothing_is_lost_and_no_line_is_too_long(script):
    lines = lines_of(script)
    assert "".join("".join(lines).split()) == "".join(script.split())
    assert all(weight(line) <= 1.0 + 1e-9 for line in lines)
    assert all(line == line.strip() and line for line in lines)


def test_no_sign_is_torn_apart():
    family = "👨‍👩‍👧‍👦"
    lines = lines_of(family * 120)
    assert len(lines) > 1
    assert all(line == family * line.count(family) for line in lines)


def test_sentences_of_arabic_and_hindi_end():
    assert lines_of("مرحبا؟ كيف حالكم") == ("مرحبا؟", "كيف حالكم")
    assert lines_of("नमस्ते। कैसे हैं") == ("नमस्ते।", "कैसे हैं")
