"""What is asked first, what can be called off, and destinations that are given back."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from studio.commands.command import Category, Invocation, Origin
from studio.commands.every import REGISTRY
from studio.model import events
from studio.model.announcement import Earcon, Priority
from studio.model.destination import Destination, StreamKey
from studio.model.message import say
from studio.show import ANSWER_S
from tests.commands.rig import Rig

SHOP = Destination("Shop", "rtmp://127.0.0.1/live", id="shop")
OPEN = Destination("Open house", "rtmp://127.0.0.1/open", needs_key=False, id="open")


@pytest.fixture
def rig() -> Rig:
    return Rig(destinations=(SHOP, OPEN))


def _live(rig: Rig) -> None:
    rig.do("show.go_live", destination="open")
    rig.tell(events.OutputStarted("open", "Open house", is_recording=False))
    assert rig.state.is_live


# ------------------------------------------------------------------------------- questions


def test_what_viewers_see_is_removed_only_after_a_yes(rig):
    _live(rig)
    asked = rig.do("source.remove", Origin.KEY, source="camera")
    assert asked == "Camera is on air. Remove it all the same? For yes, press Ctrl+Shift+Y."
    assert rig.outcome.question is not None
    assert rig.outcome.announcement.earcon is Earcon.WARNING
    assert rig.state.picture_sources
    assert str(rig.state.question) == "Camera is on air. Remove it all the same?"
    assert rig.do("studio.yes") == "Camera is removed."
    assert not rig.state.picture_sources
    assert rig.state.question is None


def test_what_was_done_after_a_yes_is_taken_back(rig):
    _live(rig)
    rig.do("source.remove", Origin.KEY, source="mic")
    rig.do("studio.yes")
    assert [s.id for s in rig.state.sound_sources] == ["music"]
    assert rig.do("studio.undo") == "Remove source undone."
    assert [s.id for s in rig.state.sound_sources] == ["mic", "music"]
    assert rig.do("studio.redo") == "Remove source done again."


def test_no_leaves_it(rig):
    _live(rig)
    rig.do("source.remove", Origin.KEY, source="camera")
    assert rig.do("studio.no") == "Nothing was done."
    assert rig.do("studio.yes") == "Nothing was asked. A question waits some seconds only."
    assert rig.do("studio.no") == "Nothing was asked. A question waits some seconds only."
    assert rig.state.picture_sources


def test_a_question_that_nobody_answers_is_dropped_and_told(rig):
    _live(rig)
    rig.do("source.remove", Origin.KEY, source="camera")
    before = len(rig.announcer.history())
    rig.dispatcher.look(time.monotonic())
    assert len(rig.announcer.history()) == before
    rig.dispatcher.look(time.monotonic() + ANSWER_S + 0.1)
    rig.dispatcher.look(time.monotonic() + ANSWER_S + 0.2)
    assert [s.announcement.text for s in rig.announcer.history()[before:]] == ["Nothing was done."]
    assert rig.state.question is None
    assert rig.do("studio.yes").startswith("Nothing was asked.")


def test_a_newer_question_takes_the_place_of_an_older_one(rig):
    _live(rig)
    rig.do("source.remove", Origin.KEY, source="camera")
    rig.do("source.remove", Origin.KEY, source="mic")
    assert rig.do("studio.yes") == "Microphone is removed."
    assert rig.state.picture_sources


def test_nothing_is_asked_off_air_or_of_what_nobody_hears(rig):
    assert rig.do("source.remove", Origin.KEY, source="camera") == "Camera is removed."
    rig.do("sound.mute", source="music")
    _live(rig)
    assert rig.do("source.remove", Origin.KEY, source="music") == "Music is removed."


def test_a_script_is_not_asked(rig):
    _live(rig)
    assert rig.do("source.remove", Origin.SCRIPT, source="camera") == "Camera is removed."
    assert rig.do("studio.undo") == "Remove source undone."


def test_without_a_key_the_command_is_named(rig):
    rig.do("keys.assign", which="studio.yes", keys="")
    _live(rig)
    assert rig.do("source.remove", Origin.KEY, source="camera").endswith("For yes, use “yes”.")


def test_an_outcome_tells_where_the_wish_came_from(rig):
    rig.do("sound.mute", origin=Origin.REMOTE)
    assert rig.outcome.origin is Origin.REMOTE
    rig.do("sound.mute", origin=Origin.KEY, source="nobody")
    assert rig.outcome.origin is Origin.KEY
    assert "error" in rig.outcome.data


# -------------------------------------------------------------------------------- long work


def test_a_test_is_under_way_until_it_is_done(rig):
    rig.archive.is_slow = True
    assert rig.do("status.works") == "Nothing is under way."
    assert rig.do("destination.test", destination="open") == "Testing Open house."
    assert rig.outcome.work == rig.state.works[0].id
    assert rig.do("status.works") == "Testing Open house."
    assert rig.outcome.data == {"works": [{"title": "Testing Open house.", "share": None}]}
    rig.archive.errands.pop()()
    assert rig.announcer.last().announcement.text == "Open house takes the stream."
    assert rig.state.works == ()


def test_a_test_called_off_says_nothing_more(rig):
    rig.archive.is_slow = True
    rig.do("destination.test", destination="open")
    assert rig.do("studio.cancel") == "Called off: Testing Open house."
    assert rig.state.works == ()
    rig.archive.errands.pop()()
    assert rig.announcer.last().announcement.text == "Called off: Testing Open house."
    assert rig.do("studio.cancel").startswith("There is nothing to cancel.")


def test_a_test_called_off_while_its_key_is_fetched_does_not_begin(rig):
    waiting = []
    rig.archive.keys = lambda destinations, then, failed: waiting.append(then)
    rig.do("destination.test", destination="open")
    rig.do("studio.cancel")
    waiting.pop()([None])
    assert "test" not in dict(rig.stage.asked)


def test_how_far_it_is(rig):
    work = rig.show.works.begin(say("Importing products."))
    rig.show.works.tell_share(work, 0.4)
    rig.archive.is_slow = True
    rig.do("destination.test", destination="open")
    assert rig.do("status.works") == ("Testing Open house. Importing products. 40 percent is done.")
    rig.do("studio.cancel")
    assert rig.do("studio.cancel").startswith("There is nothing to cancel.")
    assert [w.id for w in rig.state.works] == [work]


def test_how_far_it_is_is_told_by_itself_now_and_then(rig, monkeypatch):
    monkeypatch.setattr("studio.works.TOLD_EVERY_S", 0.05)
    work = rig.show.works.begin(say("Importing products."))
    rig.show.works.tell_share(work, 0.1)
    assert rig.announcer.last() is None
    time.sleep(0.06)
    for share in (0.2, 0.3, 0.4):
        rig.show.works.tell_share(work, share)
    told = [said.announcement for said in rig.announcer.history()]
    assert [one.text for one in told] == ["Importing products. 20 percent is done."]
    assert told[0].priority == Priority.IDLE  # it cuts nothing off
    rig.show.works.end(work)
    time.sleep(0.06)
    rig.show.works.tell_share(work, 0.5)
    assert len(rig.announcer.history()) == 1


# ----------------------------------------------------------------------------- destinations


def test_a_removed_destination_comes_back_in_its_place_with_its_key(rig):
    key = StreamKey("s3cret")
    rig.do("destination.save", destination=SHOP, key=key)
    assert rig.do("destination.remove", destination="shop") == "Shop is removed."
    assert rig.archive.kept_keys == {}
    assert rig.do("studio.undo") == "Remove destination undone."
    assert rig.state.destinations == (SHOP, OPEN)
    assert rig.archive.kept_keys == {"shop": key}
    rig.do("studio.redo")
    assert rig.state.destinations == (OPEN,)
    assert rig.archive.kept_keys == {}


def test_a_changed_destination_is_as_it_was_again_with_the_key_before(rig):
    old, new = StreamKey("old"), StreamKey("new")
    rig.do("destination.save", destination=SHOP, key=old)
    other = replace(SHOP, name="Other shop")
    rig.do("destination.save", destination=other, key=new)
    assert rig.do("studio.undo") == "Save destination undone."
    assert rig.state.destinations[0] == SHOP
    assert rig.archive.kept_keys == {"shop": old}
    assert rig.do("studio.redo") == "Save destination done again."
    assert rig.state.destinations[0] == other
    assert rig.archive.kept_keys == {"shop": new}


def test_a_new_destination_is_taken_back(rig):
    new = Destination("New", "rtmp://127.0.0.1/new", id="new")
    rig.do("destination.save", destination=new, key=StreamKey("s3cret"))
    assert rig.do("studio.undo").endswith("New is removed.")
    rig.do("studio.redo")
    assert rig.state.destinations == (SHOP, OPEN, new)
    assert rig.archive.kept_keys["new"].reveal() == "s3cret"


def test_what_is_being_sent_to_is_not_removed(rig):
    _live(rig)
    assert rig.do("destination.remove", destination="open") == (
        "The show is being sent to Open house. End the show first."
    )
    assert rig.state.destinations == (SHOP, OPEN)


def test_commands_that_only_take_back_stand_in_no_menu():
    assert not REGISTRY["destination.restore"].is_listed
    assert REGISTRY["status.works"].category is Category.STATUS
    assert Invocation("studio.yes").origin is Origin.KEY


def test_nothing_is_removed_that_the_show_is_about_to_go_to(rig):
    rig.archive.keys = lambda destinations, then, failed: None
    rig.do("show.go_live")
    assert rig.state.is_connecting
    assert rig.do("destination.remove", destination="open").startswith("The show is being sent to")
    assert rig.state.destinations == (SHOP, OPEN)


def test_a_yes_to_what_is_gone_already_says_so(rig):
    _live(rig)
    rig.do("source.remove", Origin.KEY, source="camera")
    rig.show.remove_source(rig.state.picture_sources[0])
    assert rig.do("studio.yes").startswith("Nothing here is called ")


def test_a_mistake_in_a_test_ends_it_and_is_told(rig, studio_log):
    studio_log.expect("an errand failed")

    def fail(plan, call_off):
        raise RuntimeError

    rig.stage.test = fail
    rig.do("destination.test", destination="open")
    assert rig.state.works == ()
    told = [said.announcement.text for said in rig.announcer.history()]
    assert any(text.startswith("The studio made a mistake; the show goes on.") for text in told)
