"""Five sentences of every kind of show, as they are heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.session import Health
from studio.report.report import report_of
from studio.report.spoken import brief, sentences, spoken
from tests.report.shows import (
    BEFORE,
    EMPTY,
    NOODLES,
    REHEARSAL,
    SCARF,
    SHOW,
    TARGETS,
    TEA,
    at,
    hostile,
    order,
    showing,
)


def told(report) -> list[str]:
    return [sentence.words("en") for sentence in sentences(report)]


def test_a_show_with_all_there_is():
    report = report_of(SHOW, progresses=TARGETS, before=BEFORE)
    assert told(report) == [
        "The show lasted 1 hour 20 minutes; viewers were cut off for 12 seconds.",
        "Taken: ¥1,393.20 and Rp375,000 from 9 orders of 41 pieces; "
        "that is ¥748.20 more than last time.",
        "Sold best: 重庆小面, 34 pieces for ¥877.20, 2.3 a minute on screen.",
        "At most 120 viewers watched: 7.5 orders for each hundred of them.",
        "Your target of ¥500.00 is reached.",
    ]
    assert spoken(report).words("en") == " ".join(told(report))
    assert brief(report).words("en") == " ".join(told(report)[:2])


def test_an_empty_show():
    assert told(report_of(EMPTY)) == [
        "The show lasted 30 seconds; nothing went wrong.",
        "Nothing was sold.",
        "No product was shown.",
        "How many watched was not noted.",
        "No target is set.",
    ]


def test_one_order_of_one_piece():
    one = replace(EMPTY, orders=(order(SCARF, 0.2),), most_viewers=1)
    assert told(report_of(one))[1:4] == [
        "Taken: ¥129.00 from 1 order of 1 piece.",
        "Sold best: Wool scarf, 1 piece for ¥129.00.",
        "At most 1 viewer watched: 100 orders for each hundred of them.",
    ]


def test_a_rehearsal():
    said = told(report_of(REHEARSAL, progresses=TARGETS))
    assert said[0].startswith("The rehearsal lasted 1 hour 20 minutes;")
    assert said[4] == "A rehearsal counts for no target."


def test_a_show_that_goes_on_and_one_that_broke_off():
    on = report_of(replace(SHOW, ended=None), now=at(81))
    broken = report_of(replace(SHOW, is_broken=True, health=Health()))
    assert told(on)[0].startswith("The show has been going on for 1 hour 21 minutes;")
    assert told(broken)[0] == "The show broke off after 1 hour 20 minutes; 1 fault was told."


def test_what_was_shown_where_nothing_was_sold():
    shown = replace(EMPTY, ended=at(9), showings=(showing(SCARF, 1, 3), showing(NOODLES, 3, 8)))
    assert told(report_of(shown))[2] == ("2 products were shown, 重庆小面 for longest, 5 minutes.")


def test_the_quickest_is_told_where_it_is_another():
    session = replace(
        SHOW,
        orders=(order(SCARF, 6, 5), order(TEA, 61, 3), order(SCARF, 62)),
        showings=(showing(SCARF, 5, 25), showing(TEA, 60, 61.5)),
    )
    assert told(report_of(session))[2] == (
        "Sold best: Wool scarf, 6 pieces for ¥774.00; "
        "quickest: Teh hijau, 2 pieces a minute on screen."
    )


def test_a_target_is_not_reached_by_rounding():
    centre = report_of(SHOW, progresses=TARGETS[:1])
    assert told(centre)[4] == (
        "Of the centre's target of ¥10,000.00 49 percent is reached; ¥5,000.01 is missing."
    )


@pytest.mark.parametrize("language", ["en", "zh_CN", "id"])
@pytest.mark.parametrize("session", [SHOW, EMPTY, REHEARSAL, hostile()], ids=lambda s: s.id)
def test_there_are_five_whole_sentences_in_every_language(session, language):
    said = [one.words(language) for one in sentences(report_of(session, before=BEFORE))]
    assert len(said) == 5
    assert all(one.strip() and "{" not in one for one in said)
