"""A show is planned, followed and prompted, by commands alone."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.commands.command import Origin
from studio.commands.slots import names_of
from studio.model import events
from studio.model.announcement import Announcement, Earcon
from studio.model.destination import Destination
from studio.model.message import Money, Name, say
from studio.model.product import Supplier
from studio.model.rundown import Rundown, RundownState, Segment, SegmentKind
from studio.model.segment import Segment as Spoken
from studio.speech.queue import SpeechQueue, Utterance
from tests.commands.rig import SCARF, TEA, Rig

HELLO = Segment(SegmentKind.GREETING, minutes=3, script="Good evening! Sit down.\nTea?", id="hello")
WOOL = Segment(SegmentKind.PRODUCT, product="scarf", minutes=5, script="It is wool.", id="wool")
PAUSE = Segment(SegmentKind.BREAK, "Music", minutes=0.5, id="pause")
LEAVES = Segment(SegmentKind.PRODUCT, product="tea", id="leaves")
EVENING = Rundown("Evening", (HELLO, WOOL, PAUSE, LEAVES), "en")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rig(clock: Clock, tmp_path: Path) -> Rig:
    made = Rig(rundown=RundownState(EVENING))
    made.show.rundown._clock = clock
    made.archive.folder = tmp_path / "rundowns"
    return made


def card_of(rig: Rig) -> str:
    return rig.state.card.code if rig.state.card is not None else ""


def current_of(rig: Rig) -> str:
    current = rig.state.rundown.current
    return current.id if current is not None else ""


def look(rig: Rig, clock: Clock, seconds: float, voice_db: float | None = -math.inf) -> list[str]:
    """What is told by itself in the next seconds, at one level of the voice."""
    told = []
    for _ in range(round(seconds * 10)):
        clock.now += 0.1
        told += [a.text for a in rig.show.rundown.look(voice_db, clock.now)]
    return told


# ---------------------------------------------------------------- going through it


def test_a_show_follows_its_rundown_with_its_cards(rig):
    assert rig.do("rundown.next") == "Segment 1 of 4, Greeting. 3 minutes."
    assert card_of(rig) == ""
    said = rig.do("rundown.next")
    assert said == (
        "Segment 2 of 4, Wool scarf. 5 minutes. Wool scarf, ¥24.90, is on screen. 12 left."
    )
    assert rig.announcer.last().announcement.brief_text == "2. Wool scarf, ¥24.90"
    assert card_of(rig) == "scarf"
    assert rig.do("rundown.next") == "Segment 3 of 4, Music. 30 seconds."
    assert card_of(rig) == ""
    assert rig.do("rundown.next") == ("Segment 4 of 4, Green tea. Green tea, ¥39.90, is on screen.")
    assert rig.do("rundown.next") == ("This was the last segment. To begin anew, use “start over”.")
    assert card_of(rig) == "tea"
    assert rig.do("rundown.previous") == "Segment 3 of 4, Music. 30 seconds."
    assert rig.do("rundown.start_over") == "Before the first segment. Next: Greeting."
    assert rig.do("rundown.previous") == "This is the first segment. To go on, use “next segment”."


def test_cards_stay_as_they_are_where_the_person_wants_that(rig):
    rig.show.change_setting("rundown_cards", value=False)
    rig.do("card.show", product="tea")
    rig.do("rundown.jump", segment="wool")
    assert card_of(rig) == "tea"
    rig.do("rundown.jump", segment="Music")
    assert card_of(rig) == "tea"


def test_the_same_card_is_not_drawn_once_more(rig):
    rig.do("card.show", product="scarf")
    drawn = len(rig.stage.asked)
    assert rig.do("rundown.jump", segment="2") == "Segment 2 of 4, Wool scarf. 5 minutes."
    assert len(rig.stage.asked) == drawn


def test_a_card_that_nobody_vouches_for_needs_a_yes_and_the_card_before_goes(rig):
    doubtful = replace(TEA, supplier=Supplier("Old Town"))
    rig.show.shelf.save(doubtful)
    rig.do("rundown.jump", segment="2")
    said = rig.do("rundown.jump", Origin.KEY, segment="4")
    assert said.startswith("Segment 4 of 4, Green tea. Nobody has checked a sample of Green tea.")
    assert card_of(rig) == ""
    assert rig.state.rundown.place == 3
    assert rig.do("studio.yes") == "Green tea, ¥39.90, is on screen."
    # The card was a wish of its own; the segment is taken back after it.
    rig.do("studio.undo")
    assert card_of(rig) == ""
    rig.do("studio.undo")
    assert rig.state.rundown.place == 1
    assert card_of(rig) == "scarf"


@pytest.mark.parametrize(
    ("words", "place"),
    [("1", 0), ("4", 3), ("music", 2), ("wool", 1), ("scarf", 1), ("Gree", None)],
)
def test_a_segment_is_gone_to_by_number_or_name(rig, words, place):
    rig.do("rundown.jump", segment=words)
    assert rig.state.rundown.place == (place if place is not None else -1)


@pytest.mark.parametrize("words", ["three", "tiga", "三", "第三段", "Three", "삼"])
def test_a_number_may_come_as_it_is_said(rig, words):
    rig.do("rundown.jump", segment=words)
    assert rig.state.rundown.place == 2


def test_of_several_that_are_called_alike_the_numbers_are_told(rig):
    rig.show.rundown.edit(EVENING.with_segment(Segment(SegmentKind.GREETING)))
    told = rig.do("rundown.jump", segment="greeting")
    assert told == "“greeting” may be segment 1, 5. Say its number."


def test_a_segment_that_is_called_like_a_number_goes_before_it(rig):
    rig.show.rundown.edit(EVENING.with_segment(Segment(title="Two"), 3))
    rig.do("rundown.jump", segment="two")
    assert rig.state.rundown.place == 3
    assert rig.do("rundown.jump", segment="forty-two").startswith("Nothing here is called")


def test_a_number_that_no_segment_has_is_told(rig):
    assert rig.do("rundown.jump", segment="0").startswith("Nothing here is called “0”.")
    assert rig.do("rundown.jump", segment="5").startswith("Nothing here is called “5”.")
    assert rig.do("rundown.jump", segment="9" * 5000).startswith("Nothing here is called “999")


def test_a_product_that_is_not_in_the_catalogue_is_told_and_the_card_goes(rig):
    rig.do("card.show", product="tea")
    rig.show.rundown.edit(EVENING.with_segment(Segment(SegmentKind.PRODUCT, product="x-9"), 0))
    assert rig.do("rundown.next") == (
        "Segment 1 of 5, x-9. There is no product x-9 in the catalogue."
    )
    assert rig.announcer.last().announcement.earcon is Earcon.WARNING
    assert card_of(rig) == ""


def test_going_on_is_taken_back_with_its_card_and_done_again(rig):
    rig.do("rundown.jump", segment="2")
    began = rig.state.rundown.began
    rig.do("rundown.next")
    assert card_of(rig) == ""
    assert rig.do("studio.undo") == "Next segment undone."
    assert rig.state.rundown.place == 1
    assert rig.state.rundown.began == began
    assert card_of(rig) == "scarf"
    rig.do("studio.redo")
    assert rig.state.rundown.place == 2
    assert card_of(rig) == ""


@pytest.mark.parametrize(
    "command",
    ["rundown.next", "prompt.next", "rundown.left", "rundown.where", "rundown.save"],
)
def test_without_a_rundown_everything_says_what_to_do(command):
    said = Rig().do(command)
    assert said == "No rundown is open. Open one, or make one with “new rundown”."


def test_an_empty_rundown_says_what_to_do():
    rig = Rig()
    assert rig.do("rundown.new", name="Friday") == "Friday is open, and empty."
    assert rig.do("rundown.next") == (
        "The rundown is empty. Add a segment or a product to it first."
    )


# ---------------------------------------------------------------- prompting


def test_the_script_is_prompted_line_by_line(rig):
    assert rig.do("prompt.next") == "No segment has begun. To begin, use “next segment”."
    rig.do("rundown.next")
    assert rig.do("prompt.again") == "Good evening!"
    assert rig.do("prompt.next") == "Sit down."
    assert rig.state.rundown.prompted == "Sit down."
    assert rig.do("prompt.next") == "Tea?"
    assert rig.do("prompt.again") == "Tea?"
    assert rig.do("prompt.next") == "The script is over. Next: Wool scarf."
    assert rig.do("prompt.previous") == "Sit down."
    assert rig.do("prompt.previous") == "Good evening!"
    assert rig.do("prompt.previous") == "This is the first line. To hear it, use “this line again”."
    rig.do("rundown.jump", segment="3")
    assert rig.do("prompt.next").startswith("This segment has no script.")


@pytest.mark.parametrize(("language", "wanted"), [("", "zh"), ("id", "id")])
def test_a_line_is_in_the_language_of_the_script_or_of_the_product(rig, language, wanted):
    rig.show.shelf.save(replace(SCARF, name=Name("羊毛围巾", "zh")))
    rig.show.rundown.edit(replace(EVENING, language=language))
    rig.do("rundown.jump", segment="2")
    rig.do("prompt.next")
    line = rig.announcer.last().announcement.message.values["line"]
    assert line == Name("It is wool.", wanted)


def test_key_facts_are_of_the_segments_product_else_of_the_card(rig):
    full = replace(
        SCARF,
        compare_price=Money(Decimal("39.90"), "CNY"),
        points=("Warm.", "Light", "Third"),
        limit=2,
        coupon="WOOL5",
    )
    assert rig.do("prompt.facts").startswith("There is no product here.")
    rig.do("card.show", product="tea")
    assert rig.do("prompt.facts") == "Green tea, ¥39.90."
    rig.show.shelf.save(full)
    rig.do("rundown.jump", segment="2")
    assert rig.do("prompt.facts") == (
        "Wool scarf, ¥24.90. Before, ¥39.90. 12 left. Warm. Light. 2 for each buyer. Coupon WOOL5."
    )


# ---------------------------------------------------------------- time


def test_the_time_left_is_told(rig, clock):
    assert rig.do("rundown.left") == "No segment has begun. 9 minutes in the show."
    rig.do("rundown.next")
    clock.now += 30
    assert rig.do("rundown.left") == "2 minutes 30 seconds left. 8 minutes in the show."
    clock.now += 200
    assert rig.do("rundown.left") == "Over time by 50 seconds. 6 minutes in the show."
    rig.do("rundown.jump", segment="4")
    clock.now += 75
    assert rig.do("rundown.left") == (
        "No time is planned, it runs for 1 minute. 0 seconds in the show."
    )


def test_one_minute_left_and_time_over_are_told_once_each(rig, clock):
    rig.do("rundown.next")
    assert look(rig, clock, 119) == []
    assert look(rig, clock, 30) == ["One minute left for Greeting."]
    assert look(rig, clock, 60) == ["The time for Greeting is over. Next: Wool scarf."]
    assert look(rig, clock, 200) == []
    rig.do("rundown.jump", segment="3")  # planned for half a minute
    assert look(rig, clock, 40) == ["The time for Music is over. Next: Green tea."]


def test_who_gives_a_segment_more_time_is_told_anew(rig, clock):
    rig.do("rundown.next")
    look(rig, clock, 190)
    rig.do("rundown.save_segment", segment=replace(HELLO, minutes=5))
    assert look(rig, clock, 60) == ["One minute left for Greeting."]


def test_warnings_of_time_can_be_switched_off(rig, clock):
    rig.show.change_setting("warn_minute_left", value=False)
    rig.show.change_setting("warn_time_over", value=False)
    rig.do("rundown.next")
    assert look(rig, clock, 200) == []


def test_where_am_i(rig):
    assert rig.do("rundown.where") == "No segment of Evening has begun. Next: Greeting."
    rig.do("rundown.next")
    rig.do("prompt.next")
    assert rig.do("rundown.where") == ("Segment 1 of 4, Greeting. Line 1 of 3. Next: Wool scarf.")
    rig.do("rundown.jump", segment="4")
    assert rig.do("rundown.where") == "Segment 4 of 4, Green tea. It was the last segment."


# ---------------------------------------------------------------- by itself


def test_lines_come_by_themselves_at_pauses_of_the_voice(rig, clock):
    rig.do("prompt.toggle")
    assert look(rig, clock, 5) == []
    rig.do("rundown.next")
    assert look(rig, clock, 0.2) == ["Good evening!"]
    assert look(rig, clock, 10) == []  # nobody has said it yet
    assert look(rig, clock, 2, -15.0) == []
    assert look(rig, clock, 0.6) == []  # a breath
    assert look(rig, clock, 1, -18.0) == []
    assert look(rig, clock, 0.9) == ["Sit down."]
    assert look(rig, clock, 5) == []
    look(rig, clock, 1, -15.0)
    assert look(rig, clock, 3, None) == []  # muted: it was not said to the viewers
    look(rig, clock, 1, -15.0)
    assert look(rig, clock, 1) == ["Tea?"]
    look(rig, clock, 1, -15.0)
    assert look(rig, clock, 2) == []  # the script is over


def test_nothing_comes_by_itself_unless_wished(rig, clock):
    rig.do("rundown.next")
    look(rig, clock, 2, -15.0)
    assert look(rig, clock, 3) == []


def test_whoever_asks_for_the_line_before_the_pause_hears_it_once(rig, clock):
    rig.do("prompt.toggle")
    rig.do("rundown.next")
    rig.do("prompt.next")
    assert look(rig, clock, 3) == []


def test_a_line_that_waits_to_be_heard_is_replaced_by_no_other(rig, clock):
    """As where F8 or F9 is pressed while the segment itself is still being told."""
    rig.do("prompt.toggle")
    rig.do("rundown.next")
    clock.now += 0.1
    (first,) = rig.show.rundown.look(-math.inf, clock.now)
    queue = SpeechQueue()

    def put(told: Announcement) -> None:
        cause = told.cause is not None
        queue.put(Utterance((Spoken(told.text, "en"),), topic=told.topic, is_answer=cause), 0.0)

    put(Announcement(say("Segment 1 of 4, Greeting."), topic="rundown place"))
    queue.take(0.0)
    put(first)
    for command in ("prompt.next", "prompt.facts", "prompt.again", "prompt.next"):
        rig.do(command)
        put(rig.announcer.last().announcement)
    heard = []
    while queue.current is not None:
        queue.done(queue.current.id)
        if entry := queue.take(0.0):
            heard.append(entry.utterance.text)
    assert [line for line in heard if line in {"Good evening!", "Sit down.", "Tea?"}] == [
        "Good evening!",
        "Sit down.",
        "Tea?",
    ]


def test_what_is_sold_out_is_called_so_as_on_its_card(rig):
    rig.show.shelf.save(replace(SCARF, stock=0))
    assert rig.do("rundown.jump", segment="2").endswith("is on screen. Sold out.")
    assert rig.do("prompt.facts") == "Wool scarf, ¥24.90. Sold out."


def test_key_facts_of_a_product_that_is_gone_are_of_no_other(rig):
    rig.show.change_setting("rundown_cards", value=False)
    rig.do("card.show", product="scarf")
    rig.show.shelf.remove(TEA)
    rig.do("rundown.jump", segment="4")
    assert rig.do("prompt.facts").startswith("There is no product tea in the catalogue.")


# ---------------------------------------------------------------- changing it


def test_a_rundown_is_made_changed_and_every_change_taken_back(rig):
    first = rig.state.rundown.rundown
    rig.do("rundown.jump", segment="2")
    steps = [
        rig.do("rundown.add", kind="thanks"),
        rig.do("rundown.add_product", product="1"),
        rig.do("rundown.move_up", segment="5"),
        rig.do("rundown.move_down", segment="1"),
        rig.do("rundown.remove", segment="Music"),
        rig.do("rundown.save_segment", segment=replace(LEAVES, title="Leaves"), before=""),
    ]
    assert steps == [
        "Thanks is segment 5.",
        "Wool scarf is segment 6.",
        "Thanks is now segment 4 of 6.",
        "Greeting is now segment 2 of 6.",
        "Music is removed.",
        "Leaves is saved.",
    ]
    names = names_of(rig.state)
    assert names == ["Wool scarf", "Greeting", "Thanks", "Leaves", "Wool scarf"]
    assert current_of(rig) == "wool"
    for _ in steps:
        rig.do("studio.undo")
    assert rig.state.rundown.rundown == first
    assert current_of(rig) == "wool"


def test_the_segment_that_runs_can_be_removed_and_the_next_is_the_one_after(rig):
    rig.do("rundown.jump", segment="2")
    rig.do("rundown.remove", segment="2")
    assert current_of(rig) == ""
    assert rig.do("rundown.next").startswith("Segment 2 of 3, Music.")
    rig.do("studio.undo")
    rig.do("studio.undo")
    assert current_of(rig) == "wool"


def test_editing_the_script_that_runs_keeps_the_line(rig):
    rig.do("rundown.next")
    rig.do("prompt.next")
    rig.do("prompt.next")
    rig.do("rundown.save_segment", segment=replace(HELLO, script="One.\nTwo.\nThree."))
    assert rig.do("prompt.next") == "Three."
    rig.do("rundown.save_segment", segment=replace(HELLO, script="Only."))
    assert rig.do("prompt.again") == "Only."


def test_whoever_goes_back_behind_a_saving_keeps_the_file(rig):
    rig.do("rundown.next")
    rig.do("rundown.save")
    file = rig.state.rundown.path
    rig.do("studio.undo")
    assert (rig.state.rundown.place, rig.state.rundown.path) == (-1, file)
    assert not rig.state.rundown.is_changed
    rig.do("rundown.remove", segment="Music")
    rig.do("rundown.save")
    rig.do("studio.undo")
    # It is not in the file as it is here.
    assert (rig.state.rundown.path, rig.state.rundown.is_changed) == (file, True)
    rig.do("rundown.new", name="Other")
    rig.do("rundown.save")
    rig.do("studio.undo")
    assert rig.state.rundown.path == file


def test_the_first_product_begins_a_rundown(tmp_path):
    rig = Rig()
    assert rig.do("rundown.add_product", product="scarf") == "Wool scarf is segment 1."
    assert rig.state.rundown.name.startswith("Rundown of 20")
    rig.do("studio.undo")
    assert rig.state.rundown.rundown is None


# ---------------------------------------------------------------- files


def test_a_rundown_is_saved_opened_and_found_by_name(rig):
    assert rig.do("rundown.save") == "The rundown is saved in Evening.rundown."
    assert not rig.state.rundown.is_changed
    rig.do("rundown.new", name="Another")
    said = rig.do("rundown.open", rundown="even")
    assert said == "Evening, 4 segments. Planned for 8 minutes 30 seconds."
    kept = rig.state.rundown.rundown
    assert [replace(s, id="") for s in kept.segments] == [
        replace(s, id="") for s in EVENING.segments
    ]
    rig.do("studio.undo")
    assert rig.state.rundown.name == "Another"


def test_what_was_opened_from_a_table_is_not_written_over_it(rig, tmp_path):
    table = tmp_path / "plan.csv"
    table.write_text("kind,minutes\ngreeting,3\n", encoding="utf-8")
    before = table.read_bytes()
    rig.do("rundown.open", rundown=str(table))
    rig.do("rundown.add", kind="thanks")
    assert rig.do("rundown.save") == "The rundown is saved in plan.rundown."
    assert table.read_bytes() == before


def test_another_new_rundown_of_that_name_does_not_replace_the_first(rig):
    rig.do("rundown.save")
    rig.do("rundown.new", name="Evening")
    assert rig.do("rundown.save") == "The rundown is saved in Evening 2.rundown."


def test_what_cannot_be_read_leaves_the_open_one(rig, tmp_path):
    broken = tmp_path / "broken.rundown"
    broken.write_text("{", encoding="utf-8")
    before = rig.state.rundown
    said = rig.do("rundown.open", rundown=str(broken))
    assert said == (
        "broken.rundown: This is no rundown. It is not whole, or was changed by hand. "
        "Choose another file, or mend it."
    )
    assert rig.do("rundown.open", rundown=str(tmp_path / "nowhere.rundown")).startswith(
        "There is no file nowhere.rundown."
    )
    assert rig.state.rundown == before


def test_products_that_are_not_there_are_told_when_it_is_opened(rig, tmp_path):
    rig.do("rundown.save")
    rig.show.shelf.remove(TEA)
    said = rig.do("rundown.open", rundown="Evening")
    assert said.endswith("1 product of it is not in the catalogue: tea.")


def test_a_product_beyond_those_at_hand_is_known_by_its_code_or_name(tmp_path):
    rig = Rig(products=(TEA,), products_beyond=1, rundown=RundownState(EVENING))
    rig.archive.catalogue = (TEA, SCARF)
    far = Segment(SegmentKind.PRODUCT, product="Wool scarf", id="far")
    assert rig.do("rundown.save_segment", segment=far) == "Wool scarf is segment 5."
    assert rig.state.rundown.segments[-1].product == "scarf"
    assert names_of(rig.state)[-1] == "Wool scarf"
    assert rig.do("rundown.jump", segment="5").endswith(
        "Wool scarf, ¥24.90, is on screen. 12 left."
    )


def test_what_is_beyond_is_known_after_a_start_and_after_an_import(clock):
    rig = Rig(products=(TEA,), products_beyond=1, rundown=RundownState(EVENING))
    rig.archive.catalogue = (TEA, SCARF)
    look(rig, clock, 0.1)
    assert names_of(rig.state)[1] == "Wool scarf"
    renamed = replace(SCARF, name=Name("Warm scarf"))
    rig.archive.catalogue = (TEA, renamed)
    rig.show._change(products=(replace(TEA, stock=1),))
    look(rig, clock, 0.1)
    assert names_of(rig.state)[1] == "Warm scarf"
    rig.archive.catalogue = (TEA,)
    rig.show._change(products=(TEA,))
    look(rig, clock, 0.1)
    assert names_of(rig.state)[1] == "scarf"


def test_a_name_with_a_point_is_found(rig, tmp_path):
    rig.do("rundown.new", name="Fri. 7.30")
    rig.do("rundown.save")
    rig.do("rundown.new")
    assert rig.do("rundown.open", rundown="Fri. 7.30") == "Fri. 7.30, 0 segments."
    assert rig.do("rundown.open", rundown="nowhere").startswith("There is no file nowhere.")


def test_what_is_open_is_kept_with_the_place_and_never_because_of_a_line(rig):
    def kept() -> list[RundownState]:
        return [state for what, state in rig.archive.saved if what == "rundown"]

    rig.do("rundown.next")
    assert kept()[-1].place == 0
    count = len(kept())
    rig.do("prompt.next")
    assert len(kept()) == count
    rig.do("rundown.add", kind="thanks")
    assert kept()[-1].rundown == rig.state.rundown.rundown


# ---------------------------------------------------------------- claims


def test_claims_in_scripts_are_told_once_with_what_may_be_said_instead(rig, tmp_path):
    rig.do("rundown.new", name="Claims")
    said = rig.do(
        "rundown.save_segment",
        segment=Segment(SegmentKind.OTHER, "介绍", script="这是最好的茶。", id="talk"),
    )
    assert "In segment 1, 介绍:" in said
    assert "“最好的” may count among the words that article 9" in said
    assert "Say for example “很好”." in said
    assert "article 9" not in rig.do("rundown.save")
    rig.do("rundown.new", name="Other")
    assert "article 9" in rig.do("rundown.open", rundown="Claims")


def test_scripts_are_checked_by_the_laws_that_are_set(rig):
    boast = Segment(SegmentKind.OTHER, "介绍", script="这是最好的茶。", id="talk")
    rig.do("rundown.new", name="Claims")
    rig.do("settings.change", name="claims_laws", value="none")
    assert "article 9" not in rig.do("rundown.save_segment", segment=boast)
    rig.do("settings.change", name="claims_laws", value="id")
    assert "article 9" not in rig.do("rundown.save_segment", segment=boast)
    rig.do("settings.change", name="claims_laws", value="zh")
    assert "article 9" in rig.do("rundown.save_segment", segment=boast)


def test_evidence_of_the_product_allows_the_claim(rig):
    boast = replace(LEAVES, script="这是最好的茶。")
    rig.show.shelf.save(replace(TEA, name=Name("绿茶", "zh"), evidence="检测报告17号"))
    rig.show.rundown.edit(replace(EVENING, language=""))
    assert rig.do("rundown.save_segment", segment=boast) == "绿茶 is saved."
    rig.show.shelf.save(replace(TEA, name=Name("绿茶", "zh")))
    assert "article 9" in rig.do("rundown.save_segment", segment=boast)


# ---------------------------------------------------------------- the session


def test_the_session_notes_which_rundown_it_followed():
    open_house = Destination("Open house", "rtmp://open.example/app", needs_key=False, id="open")
    live = Rig(rundown=RundownState(EVENING), destinations=(open_house,))
    live.do("show.go_live")
    live.tell(events.OutputStarted("open", "Open house", is_recording=False))
    session = live.show.sales._session
    assert session is not None
    assert session.rundown == ""
    live.do("rundown.next")
    session = live.show.sales._session
    assert session is not None
    assert session.rundown == "Evening"


def test_a_table_tells_which_columns_were_left_out_and_a_product_once(rig, tmp_path):
    table = tmp_path / "plan.csv"
    rows = ["product,script,Camera,Who", "x-9,Hi,2,Li", "x-9,Ho,2,Li", "tea,Hm,1,Li"]
    table.write_text("\n".join(rows))
    assert rig.do("rundown.open", rundown=str(table)) == (
        "plan, 3 segments. 1 product of it is not in the catalogue: x-9. "
        "2 columns of its table are not used, the first is Camera."
    )
