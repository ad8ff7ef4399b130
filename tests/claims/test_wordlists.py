"""The lists themselves: each entry whole, each word found, nothing harmless found."""

import re

import pytest

from studio.claims.checker import check
from studio.claims.finding import Sureness
from studio.claims.folding import is_han
from studio.claims.rules import RULES
from studio.claims.wordlists import LANGUAGES, _sounds, languages_of, table, word_list

ENTRIES = [
    (language, part, entry)
    for language in LANGUAGES
    for part in ("claim", "harmless")
    for entry in table(language)[part]
]


def _name(value):
    return value["source"][:30] if isinstance(value, dict) else value


@pytest.mark.parametrize(("language", "part", "entry"), ENTRIES, ids=_name)
def test_an_entry_says_where_it_was_read_and_how_sure_it_is(language, part, entry):
    assert entry["source"].strip()
    assert entry["sure"] in set(Sureness)
    known = {"source", "sure", "words", "patterns"}
    if part == "claim":
        known |= {"kind", "severity", "rule", "provable", "instead"}
        assert isinstance(entry["provable"], bool)
        assert entry["rule"] in RULES
    assert entry.keys() <= known
    assert entry.get("words") or entry.get("patterns")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_found_whole_with_what_its_entry_says(language):
    for entry in table(language)["claim"]:
        for word in entry.get("words", ()):
            (found,) = check(f"{word}", language)
            assert found.phrase == word
            assert (found.claim.kind, found.claim.source) == (entry["kind"], entry["source"])


def test_every_sign_of_a_chinese_word_has_its_sound():
    sounds = _sounds()
    for _, part, entry in ENTRIES:
        for word in entry.get("words", ()) if part == "claim" else ():
            if 2 <= len(word) <= 4 and all(map(is_han, word)):
                assert set(word) <= sounds.keys(), word
    assert all(len(sign) == 1 and sound.isalpha() for sign, sound in sounds.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_found_in_what_is_harmless(language):
    for entry in table(language)["harmless"]:
        for word in entry.get("words", ()):
            assert check(word, language) == (), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_be_said_instead_is_no_claim(language):
    for entry in table(language)["claim"]:
        assert check(entry.get("instead", ""), language) == (), entry["instead"]


@pytest.mark.parametrize(("language", "part", "entry"), ENTRIES, ids=_name)
def test_no_pattern_repeats_without_bound(language, part, entry):
    for pattern in entry.get("patterns", ()):
        assert not re.search(r"[*+]|\{\d+,\}", re.sub(r"\\.", "", pattern)), pattern
        assert re.compile(pattern).groups == 0, pattern


def test_every_rule_is_used_and_has_its_phrase():
    used = {entry["rule"] for _, part, entry in ENTRIES if part == "claim"}
    assert used == set(RULES)
    assert all("{phrase}" in sentence for sentence in RULES.values())


def test_a_rule_that_the_law_names_is_never_marked_unverified():
    for _, part, entry in ENTRIES:
        if part == "claim" and entry["severity"] == "banned" and entry["sure"] == "unverified":
            # What nobody looked up may be warned of, but has to say so when it is heard.
            (word, *_) = entry["words"]
            assert str(check(word)[0].doubt) == "Nobody has verified this rule."


@pytest.mark.parametrize(
    ("tag", "lists"),
    [
        ("zh", ("zh",)),
        ("zh_CN", ("zh",)),
        ("zh-Hant-TW", ("zh",)),
        ("in", ("id",)),
        ("en-GB", ("en",)),
        ("ko", LANGUAGES),
        ("", LANGUAGES),
    ],
)
def test_a_language_has_its_list(tag, lists):
    assert languages_of(tag) == lists


def test_a_list_is_read_once():
    assert word_list("zh") is word_list("zh")
