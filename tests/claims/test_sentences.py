"""How much of what hosts say is found, and how much is found that is no claim."""

from collections import Counter

from studio.claims.checker import check
from tests.claims.sentences import LANGUAGES, Sentence, sentences

# What the check cannot do, so that whoever betters it hears of it.
MISSED = {
    "z u i hao的品质",
    "Panci teranti lengket",
    "It whitens teeth instantly",
}
FALSE_ALARMS = {"Someone asked if it is halal-certified, no, it is not halal"}


def _finds_all(sentence: Sentence) -> bool:
    found = check(sentence.text, sentence.language)
    return all(any(f.start < end and start < f.end for f in found) for start, end in sentence.spans)


def test_claims_in_real_sentences(capsys):
    made, caught, plain, alarmed = (Counter() for _ in range(4))
    missed, false_alarms = set(), set()
    for each in sentences():
        if each.spans:
            made[each.language] += 1
            caught[each.language] += _finds_all(each)
            missed |= set() if _finds_all(each) else {each.text}
        else:
            plain[each.language] += 1
            alarmed[each.language] += bool(check(each.text, each.language))
            false_alarms |= {each.text} if check(each.text, each.language) else set()
    with capsys.disabled():
        for name in LANGUAGES:
            print(
                f"\n{name}: {caught[name]} of {made[name]} claims found, "
                f"{alarmed[name]} false alarms in {plain[name]} sentences",
                end="",
            )
    assert made.total() >= 150
    assert plain.total() >= 150
    assert missed == MISSED
    assert false_alarms == FALSE_ALARMS


def test_a_finding_covers_no_more_than_the_claim():
    """A word or two more may belong to it, a whole sentence may not."""
    for each in sentences():
        for found in check(each.text, each.language):
            assert found.phrase == each.text[found.start : found.end]
            assert len(found.phrase) <= 30, found.phrase


def test_all_lists_together_miss_nothing_that_one_finds():
    for each in sentences():
        alone = {spot for f in check(each.text, each.language) for spot in range(f.start, f.end)}
        together = {spot for f in check(each.text) for spot in range(f.start, f.end)}
        assert alone <= together, each.text
