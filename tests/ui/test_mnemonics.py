from __future__ import annotations

import pytest

from studio.ui.mnemonics import plain, with_mnemonics


def _letters(marked: list[str]) -> list[str]:
    return [
        text.replace("&&", "")[text.replace("&&", "").index("&") + 1].upper() for text in marked
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["Show", "Scene", "Sound", "Product", "Destinations", "Status", "Studio"],
        ["Save", "Save as", "Sa", "As", "A"],
        ["场景", "声音", "商品", "Save"],
        [f"Eee {n}" for n in range(12)],
    ],
)
def test_no_letter_is_used_twice(texts: list[str]):
    marked = with_mnemonics(texts)
    assert len(set(_letters(marked))) == len(texts)
    assert [plain(text).removesuffix(")").split(" (")[0] for text in marked] == texts


def test_the_first_letter_of_a_word_is_preferred():
    assert with_mnemonics(["Show", "Scene", "Save"]) == ["&Show", "S&cene", "S&ave"]


def test_chinese_gets_a_letter_in_brackets():
    assert with_mnemonics(["场景"]) == ["场景 (&A)"]


def test_an_ampersand_stays_one():
    assert with_mnemonics(["Q&A"]) == ["&Q&&A"]
    assert plain("&Q&&A") == "Q&A"
