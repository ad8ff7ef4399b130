"""A person's dictionary: taught, changed, forgotten, and taken back."""

import pytest

from studio.commands.words import LONGEST
from studio.model.pronunciation import Pronunciation
from tests.commands.rig import Rig

NIKE = Pronunciation("Nike", "耐克", "zh")
COD = Pronunciation("COD", "bayar di tempat")


@pytest.fixture
def rig():
    return Rig(pronunciations=(COD,))


def test_a_word_is_taught_and_kept(rig):
    told = rig.do("word.teach", word=" Nike ", spoken="耐克", language="zh")
    assert told == "Nike is said in Chinese: 耐克."
    assert rig.state.pronunciations == (COD, NIKE)
    assert rig.archive.saved[-1] == ("pronunciations", (COD, NIKE))
    assert rig.do("word.tell", word="nike") == "Nike is said in Chinese: 耐克."


def test_a_word_taught_again_takes_the_place_of_the_entry_before(rig):
    assert rig.do("word.teach", word="cod", spoken="ce o de") == "cod is said: ce o de."
    assert rig.state.pronunciations == (Pronunciation("cod", "ce o de"),)
    assert rig.do("studio.undo") == "Say a word differently undone. COD is said: bayar di tempat."
    assert rig.state.pronunciations == (COD,)
    rig.do("studio.redo")
    assert rig.state.pronunciations == (Pronunciation("cod", "ce o de"),)


def test_one_word_may_be_said_in_each_language_in_its_own_way(rig):
    rig.do("word.teach", word="COD", spoken="货到付款", language="zh")
    assert rig.do("word.tell", word="COD") == (
        "COD is said: bayar di tempat. COD is said in Chinese: 货到付款."
    )
    rig.do("word.forget", word="cod")
    assert [entry.language for entry in rig.state.pronunciations] == ["zh"]


def test_a_word_is_forgotten_and_comes_back(rig):
    assert rig.do("word.forget", word="cod") == "COD is said as it is written again."
    assert rig.state.pronunciations == ()
    rig.do("studio.undo")
    assert rig.state.pronunciations == (COD,)
    assert rig.archive.saved[-1] == ("pronunciations", (COD,))


def test_an_entry_is_changed_as_a_whole(rig):
    rig.do("word.change", before=COD, entry=NIKE)
    assert rig.state.pronunciations == (NIKE,)
    assert rig.do("studio.undo").startswith("Change how a word is said undone.")
    assert rig.state.pronunciations == (COD,)


def test_an_entry_that_is_gone_meanwhile_is_added(rig):
    rig.do("word.forget", word="COD")
    rig.do("word.change", before=COD, entry=NIKE)
    assert rig.state.pronunciations == (NIKE,)


@pytest.mark.parametrize(
    ("word", "spoken", "language", "said"),
    [
        ("", "x", "", "A word has letters or digits."),
        ("!?", "x", "", "A word has letters or digits."),
        ("x", "  ", "", "Write how it is said in letters."),
        ("x", "[[", "", "Write how it is said in letters."),
        ("x" * (LONGEST + 1), "x", "", "That is too long for a word."),
        ("x", "x" * (LONGEST + 1), "", "That is too long for a word."),
        ("x", "y", "tlh", "The studio does not speak “tlh”."),
    ],
)
def test_what_cannot_be_an_entry_is_refused(rig, word, spoken, language, said):
    told = rig.do("word.teach", word=word, spoken=spoken, language=language)
    assert told == f"{said} Write the word, and how it is said."
    assert rig.state.pronunciations == (COD,)


def test_a_word_that_is_not_there_is_named(rig):
    told = "The dictionary does not hold “scarf”. Check how it is written, or add it."
    assert rig.do("word.forget", word="scarf") == told
    assert rig.do("word.tell", word="scarf").startswith("Nothing here is called “scarf”.")
    assert rig.do("word.forget", word="COD", language="zh").startswith("The dictionary does not")
