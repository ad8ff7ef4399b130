"""What the streamer hears for each command, and what the show is like afterwards."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from studio.commands.command import Invocation, Origin
from studio.model import events
from studio.model.announcement import Earcon
from studio.model.card import Insets
from studio.model.destination import Destination, StreamKey
from studio.model.errors import CommandError, OutputError
from studio.model.media import Size
from studio.model.message import Money, say
from studio.model.product import FlashSale
from studio.model.scene import Placement, Scene
from studio.model.settings import Settings
from studio.model.state import Levels, OutputPhase, SourceLevel
from studio.show import REHEARSAL
from tests.commands.rig import FACE, MUSIC, SCARF, TEA, VOICE, Rig

DOUYIN = Destination("Douyin", "rtmp://live.example/app", id="douyin")
OPEN = Destination("Open house", "rtmp://open.example/app", needs_key=False, id="open")


@pytest.fixture
def rig():
    return Rig(destinations=(DOUYIN, OPEN))


def test_a_scene_goes_on_air_by_a_part_of_its_name(rig):
    assert rig.do("scene.switch", scene="tab") == "Table is on air."
    assert rig.state.scene == "table"
    assert rig.stage.last("scene")[1] == 0.0


def test_a_fade_is_used_when_it_is_set(rig):
    rig.do("settings.change", name="transition", value="fade")
    rig.do("scene.switch", scene="table")
    assert rig.stage.last("scene")[1] == rig.state.settings.fade_s


def test_an_unknown_name_is_told_with_a_remedy(rig):
    assert rig.do("scene.switch", scene="garden") == (
        "Nothing here is called “garden”. Check the name, or choose it from the list."
    )


def test_an_ambiguous_name_is_asked_back(rig):
    rig.do("scene.save", scene=Scene("Table two", (Placement("camera"),)))
    assert rig.do("scene.switch", scene="tab").startswith("“tab” may mean several things.")
    assert rig.do("scene.switch", scene="Table") == "Table is on air."


def test_a_missing_value_is_told(rig):
    missing = "Switch scene needs to know which one."
    assert rig.do("scene.switch") == f"{missing} Write it behind the command, after a colon."
    rig.dispatcher.dispatch(Invocation("scene.switch", {}, Origin.KEY))
    assert rig.announcer.last().announcement.text == f"{missing} Choose it in the window."


def test_the_scene_on_air_cannot_be_removed(rig):
    assert rig.do("scene.remove", scene="kitchen").startswith("Kitchen is on air.")
    assert rig.do("scene.remove", scene="table") == "Table is removed."


def test_removing_a_source_takes_its_placements_along(rig):
    assert rig.do("source.remove", source=FACE.id) == "Camera is removed."
    assert all(not scene.placements for scene in rig.state.scenes)
    assert rig.archive.saved[-1][0] == "arrangement"


def test_mute_and_unmute(rig):
    assert rig.do("sound.mute") == "Microphone is muted."
    assert rig.outcome.announcement.brief_text == "Muted."
    assert rig.state.voice.is_muted
    assert rig.outcome.undo == Invocation("sound.mute", {"source": "mic"})
    assert rig.do("sound.mute") == "Viewers hear Microphone again."


def test_another_sound_is_muted_by_its_name(rig):
    assert rig.do("sound.mute", source="music") == "Music is muted."
    assert not rig.state.voice.is_muted


def test_volume_stays_within_its_limits(rig):
    assert rig.do("sound.louder") == "Microphone 1.5 decibels."
    assert rig.do("sound.gain", source="mic", gain_db=99) == "Microphone 24 decibels."
    assert rig.do("sound.quieter") == "Microphone 22.5 decibels."


def test_listening_without_headphones_is_told(rig):
    assert "no headphones are chosen" in rig.do("sound.monitor", source="music")
    rig.do("sound.monitor", source="music")
    rig.do("settings.change", name="monitor_device", value="Headphones")
    assert rig.do("sound.monitor", source="music") == "You hear Music now."
    assert rig.do("sound.monitor", source="music") == "You no longer hear Music."


def test_cards_by_slot_name_and_order(rig):
    assert rig.do("card.show", product="2") == "Green tea, ¥39.90, is on screen."
    assert rig.do("card.next") == "Wool scarf, ¥24.90, is on screen. 12 left."
    assert rig.do("card.previous") == "Green tea, ¥39.90, is on screen."
    assert rig.outcome.undo == Invocation("card.show", {"product": "scarf"})
    assert rig.do("card.hide") == "The card is hidden."
    assert rig.do("card.hide").startswith("No card is on screen.")
    assert rig.do("card.toggle") == "Green tea, ¥39.90, is on screen."
    assert rig.state.card == TEA


def test_a_card_is_read_in_full(rig):
    assert rig.do("card.read").startswith("No card is on screen.")
    rig.do("card.show", product="scarf")
    assert rig.do("card.read") == "Number 1: Wool scarf, ¥24.90. 12 left."
    rig.do("settings.change", name="card_code", value="https://shop.example/CODE")
    assert rig.do("card.read") == (
        "Number 1: Wool scarf, ¥24.90. 12 left. A QR code leads to https://shop.example/scarf."
    )
    # A small card has no room for it.
    rig.do("settings.change", name="card_layout", value="corner")
    assert rig.do("card.read") == "Number 1: Wool scarf, ¥24.90. 12 left."
    assert rig.outcome.data == {"parts": ["slot", "name", "price", "stock"]}


def test_of_a_price_that_fell_while_the_card_was_on_air_the_old_one_is_crossed_out(rig):
    rig.do("card.show", product="tea")
    cheaper = replace(TEA, price=Money(Decimal("29.90"), "CNY"))
    rig.show.shelf.show_card(cheaper)
    assert rig.do("card.read") == "Number 2: Green tea, ¥29.90 instead of ¥39.90."
    # A seller's own compare price stays, one that rose crosses nothing out, another thing neither.
    rig.show.shelf.show_card(replace(cheaper, compare_price=Money(Decimal(99), "CNY")))
    assert rig.do("card.read") == "Number 2: Green tea, ¥29.90 instead of ¥99.00."
    rig.show.shelf.show_card(TEA)
    assert rig.do("card.read") == "Number 2: Green tea, ¥39.90."
    rig.show.shelf.show_card(replace(SCARF, price=Money(Decimal(1), "CNY")))
    assert rig.do("card.read") == "Number 1: Wool scarf, ¥1.00. 12 left."


def test_a_price_that_an_edit_lowers_on_air_is_crossed_out_until_it_changes_again(rig):
    rig.do("card.show", product="tea")
    cheaper = replace(TEA, price=Money(Decimal("29.90"), "CNY"))
    rig.do("product.save", product=cheaper, was="tea")
    reduced = "Number 2: Green tea, ¥29.90 instead of ¥39.90."
    assert rig.do("card.read") == reduced
    # The catalogue knows nothing of it, and what is left changes nothing about it.
    assert rig.show.shelf.product_of("tea") == cheaper
    rig.do("product.save", product=replace(cheaper, stock=3), was="tea")
    assert rig.do("card.read") == f"{reduced} 3 left."
    rig.do("product.save", product=cheaper, was="tea")
    rig.do("card.show", product="tea")
    assert rig.do("card.read") == reduced
    rig.do("card.toggle")
    rig.do("card.toggle")
    assert rig.do("card.read") == "Number 2: Green tea, ¥29.90."
    rig.do("product.save", product=TEA, was="tea")
    assert rig.do("card.read") == "Number 2: Green tea, ¥39.90."


def test_while_a_flash_sale_is_on_its_price_is_told():
    now = datetime.now(UTC)
    sale = FlashSale(Money(Decimal("9.90"), "CNY"), now - timedelta(1), now + timedelta(1))
    rig = Rig(products=(replace(TEA, flash_sale=sale),))
    assert rig.do("card.next") == "Green tea, ¥9.90, is on screen."
    rig.do("status.on_air")
    assert "Card Green tea, ¥9.90." in rig.do("status.on_air")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("card_layout", "huge"),
        ("card_theme", ""),
        ("card_transition", "blink"),
        ("card_safe_area", "50 50 50 50"),
        ("card_safe_area", "douyin"),
        ("card_code", "shop.example"),
        ("card_code", "javascript:alert(1)"),
    ],
)
def test_a_card_setting_that_is_none_is_refused(rig, name, value):
    before = rig.state.settings
    assert "cannot be" in rig.do("settings.change", name=name, value=value)
    assert rig.state.settings == before


def test_margins_of_ones_own_and_an_address_are_taken(rig):
    rig.do("settings.change", name="card_safe_area", value="10 15 35 5")
    rig.do("settings.change", name="card_code", value="https://shop.example/CODE")
    style = rig.state.settings.card_style
    assert style.insets(Size(1280, 720)) == Insets(0.10, 0.15, 0.35, 0.05)
    assert rig.stage.last("settings").card_style == style


def test_without_products_there_is_no_next_card():
    assert Rig(products=()).do("card.next").startswith("There are no products.")


def test_going_live_is_said_when_the_service_took_the_stream(rig):
    rig.archive.kept_keys["douyin"] = StreamKey("s3cret")
    assert rig.do("show.go_live", destination="douyin") == "Going live."
    assert not rig.state.is_live
    assert rig.stage.last("stream").destination == DOUYIN
    assert rig.tell(events.OutputStarted("douyin", "Douyin", is_recording=False)) == (
        "You are live on Douyin."
    )
    assert rig.state.is_live
    assert rig.do("show.go_live").startswith("You are live already.")


def test_go_live_sends_to_every_destination_that_is_on(rig):
    rig.archive.kept_keys["douyin"] = StreamKey("s3cret")
    assert rig.do("destination.switch", destination="open") == "“Go live” leaves Open house out."
    rig.do("show.go_live")
    assert [plan.destination for name, plan in rig.stage.asked if name == "stream"] == [DOUYIN]


def test_a_missing_key_is_told_and_the_others_go_live(rig):
    heard = rig.do("show.go_live")
    assert "Douyin needs a stream key, and none is kept." in heard
    assert [plan.destination for name, plan in rig.stage.asked if name == "stream"] == [OPEN]


def test_without_a_destination_nobody_goes_live():
    assert Rig().do("show.go_live") == (
        "There is no destination to send to. Add one with “add destination”, then go live."
    )


def test_a_lost_stream_is_told_and_comes_back(rig):
    rig.do("show.go_live", destination="open")
    rig.tell(events.OutputStarted("open", "Open house", is_recording=False))
    since = rig.state.live_since
    error = OutputError(say("Open house is gone."), say("Check the line."))
    heard = rig.tell(
        events.OutputLost("open", "Open house", is_recording=False, will_retry=True, error=error)
    )
    assert heard == "Open house is gone. Check the line. The studio keeps trying."
    assert rig.state.outputs[0].phase is OutputPhase.LOST
    assert rig.do("status.on_air").startswith("Connection lost, trying again. Live for ")
    assert rig.tell(events.OutputBack("open", "Open house", 3.2)) == (
        "Open house is back after 3 seconds."
    )
    assert rig.state.live_since == since


def test_the_end_of_the_show_ends_streams_and_recording(rig):
    rig.do("show.go_live", destination="open")
    rig.tell(events.OutputStarted("open", "Open house", is_recording=False))
    rig.do("record.toggle")
    recording = rig.state.recording
    rig.tell(events.OutputStarted(recording.id, recording.name, is_recording=True))
    assert rig.do("show.end") == "Ending the show."
    assert [v for name, v in rig.stage.asked if name == "stop"] == ["open", recording.id]
    assert rig.tell(events.OutputEnded("open", "Open house", False, 754.0)) == (
        "The show on Open house has ended after 12 minutes 34 seconds."
    )
    assert not rig.state.is_live
    rig.tell(events.OutputEnded(recording.id, "Recording", True, 754.0, "show.mp4"))
    assert rig.state.outputs == ()
    assert rig.do("show.end").startswith("You are not live.")


def test_record_starts_and_saves(rig):
    assert rig.do("record.toggle") == ""
    recording = rig.state.recording
    assert rig.tell(events.OutputStarted(recording.id, "Recording", True)) == "Recording."
    assert rig.do("record.toggle") == "Saving the recording."
    assert rig.do("record.toggle") == "Saving the recording."
    assert len([1 for name, _ in rig.stage.asked if name == "stop"]) == 1


def test_a_rehearsal_sends_nothing(rig):
    assert rig.do("show.rehearse") == "You are rehearsing. Nothing can go on air."
    assert rig.stage.last("air closed") is True
    assert rig.do("show.go_live") == ""
    assert rig.stage.last("rehearsal")[0] == REHEARSAL
    assert not [1 for name, _ in rig.stage.asked if name == "stream"]
    assert rig.do("show.rehearse").startswith("You are live.")
    started = events.OutputStarted(REHEARSAL, "Rehearsal", is_recording=False, is_rehearsal=True)
    assert rig.tell(started) == "You are live in rehearsal. Nothing is sent."
    assert rig.do("status.on_air").startswith("You are rehearsing as if live, ")
    rig.do("show.end")
    rig.tell(events.OutputEnded(REHEARSAL, "Rehearsal", is_recording=False, seconds=3.0))
    assert rig.do("show.rehearse").startswith("The rehearsal is over.")
    assert rig.stage.last("air closed") is False


def test_a_rehearsal_does_not_even_test_a_destination(rig):
    rig.do("show.rehearse")
    assert rig.do("destination.test", destination="open").startswith("You are rehearsing")


def test_testing_a_destination(rig):
    assert rig.do("destination.test", destination="open").endswith("Testing Open house.")
    assert "Open house takes the stream." in rig.do("destination.test", destination="open")
    rig.stage.test_error = OutputError(say("Refused."), say("Check the key."))
    assert "Refused. Check the key." in rig.do("destination.test", destination="open")
    assert "needs a stream key" in rig.do("destination.test", destination="douyin")


def test_a_key_is_kept_and_never_told(rig):
    key = StreamKey("s3cret")
    assert rig.do("destination.save", destination=DOUYIN, key=key) == "Douyin is saved."
    assert rig.archive.kept_keys["douyin"] is key
    assert "s3cret" not in repr(rig.state) + repr(key) + f"{key}"


def test_settings_are_checked_kept_and_can_be_undone(rig):
    assert rig.do("settings.change", name="frame_rate", value=25) == (
        "Pictures per second: 25 pictures per second."
    )
    assert rig.archive.saved[-1] == ("setting", ("frame_rate", 25))
    undone = {"name": "frame_rate", "value": 30, "sure": True}
    assert rig.outcome.undo == Invocation("settings.change", undone)
    assert rig.do("settings.change", name="frame_rate", value=900).startswith(
        "Pictures per second cannot be 900."
    )
    assert rig.do("settings.change", name="colour", value=1).startswith("There is no setting")
    assert rig.do("settings.change", name="canvas", value="1366x768") == "Picture size: 1366x768."
    for wrong in ("1366x769", "wide", "8x8"):
        assert rig.do("settings.change", name="canvas", value=wrong).startswith("Picture size can")


@pytest.mark.parametrize(("name", "value"), [("monitor_device", ""), ("own_voice", "never")])
def test_a_voice_that_alone_reads_falls_silent_after_a_yes_only(name, value):
    rig = Rig(settings=Settings(monitor_device="Headset"))

    def change(**more: Any) -> str:
        return rig.do("settings.change", Origin.WINDOW, name=name, value=value, **more)

    rig.show.is_read = lambda: True
    change()
    assert getattr(rig.state.settings, name) == value, "a screen reader reads on"
    rig.do("studio.undo")
    rig.show.is_read = lambda: False
    told = change()
    assert "Then nothing is read to you any more. Change it all the same?" in told
    assert "For yes, press Ctrl+Shift+Y." in told
    assert getattr(rig.state.settings, name) != value
    rig.do("studio.yes")
    assert getattr(rig.state.settings, name) == value
    assert "read to you" not in change(), "it is silent already"


def test_a_setting_that_waits_for_the_end_says_so(rig):
    rig.do("record.toggle")
    assert rig.do("settings.change", name="frame_rate", value=25) == (
        "Pictures per second: 25 pictures per second. It takes effect after this show."
    )
    assert rig.do("settings.change", name="fade_s", value=1.0) == "Fade time: 1 seconds."


def test_what_is_on_air(rig):
    assert rig.do("status.on_air") == "You are not live. You are not muted."
    assert rig.do("status.on_air") == (
        "You are not live. Scene Kitchen. No card. Microphone is open."
    )
    rig.do("card.show", product="scarf")
    rig.do("sound.mute")
    rig.tell(
        events.SourceLost("camera", OutputError(say("Camera is gone."), say("Check its cable.")))
    )
    assert rig.do("status.on_air") == "You are not live. You are muted."
    assert rig.do("status.on_air") == (
        "You are not live. Scene Kitchen. Card Wool scarf, ¥24.90. Microphone is muted. "
        "Camera gives nothing."
    )
    assert rig.outcome.data["muted"] is True
    assert rig.tell(events.SourceBack("camera", "Camera")) == "Camera works again."
    assert rig.state.lost_sources == frozenset()


def test_how_loud(rig):
    assert rig.do("status.loudness") == "Viewers hear silence."
    rig.stage.level = Levels(peak_db=-6.2, short_term=-18.4)
    assert rig.do("status.loudness") == "Good: -18 LUFS, peak -6 decibels."
    for loudness, verdict in ((-8, "Too loud"), (-30, "Too quiet"), (-60, "Nearly silent")):
        rig.stage.level = Levels(peak_db=-3.0, short_term=loudness)
        assert rig.do("status.loudness").startswith(f"{verdict}: {loudness} LUFS")


def test_the_questions_of_the_number_keys(rig):
    assert rig.do("status.live") == "You are not live."
    assert rig.do("status.muted") == "You are not muted."
    assert rig.do("status.time") == "You are not live, and not recording."
    assert rig.do("status.left") == "The disk has room for 3 hours of recording."
    assert rig.do("status.all_right") == "Everything is all right."
    rig.do("sound.mute")
    assert rig.do("status.muted") == "You are muted."
    assert rig.do("status.all_right") == "Microphone is muted."
    rig.do("sound.mute")
    rig.do("show.go_live")
    rig.tell(events.OutputStarted("open", "Open house", is_recording=False))
    assert rig.do("status.live") == "You are live, 0 seconds."
    assert rig.do("status.time") == "Live for 0 seconds."
    rig.tell(events.PicturesDropped(2))
    rig.stage.level = Levels(
        peak_db=-1.0, short_term=-18.4, sources={"mic": SourceLevel(0.0, is_clipping=True)}
    )
    error = OutputError(say("The line broke."), say("Wait."))
    rig.tell(events.OutputLost("open", "Open house", False, True, error))
    assert rig.do("status.live") == "Connection lost, trying again. Live for 0 seconds."
    assert rig.do("status.all_right") == (
        "Open house is lost; trying again. Microphone is too loud. 2 pictures were lost."
    )
    assert len(rig.outcome.data["problems"]) == 3


def test_the_last_message_once_more(rig):
    for again in ("message.repeat", "message.spell", "message.explain"):
        assert rig.do(again).startswith("Nothing was said yet.")
        rig.announcer._said.clear()
    rig.do("sound.mute")
    told = "Microphone is muted."
    assert rig.do("message.explain") == f"{told} It answered “Mute or unmute”, 0 seconds ago."
    assert rig.do("message.spell") == "capital M, u, t, e, d, dot"
    assert rig.do("message.repeat") == told
    rig.do("settings.change", name="brief_answers", value=False)
    rig.do("sound.mute", source="music")
    assert rig.do("message.spell").startswith("capital M, u, s, i, c, space, i, s")
    assert rig.do("message.spell").endswith("t, e, d, dot")
    rig.tell(events.SourceBack("camera", "Camera"))
    assert rig.do("message.explain") == "Camera works again. It was said 0 seconds ago."


def test_repeat(rig):
    assert rig.do("message.repeat").startswith("Nothing was said yet.")
    rig.do("sound.mute")
    assert rig.do("message.repeat") == "Microphone is muted."


def test_an_unknown_command_and_a_bug_are_told_and_the_show_goes_on(rig, studio_log):
    assert rig.do("show.dance").startswith("There is no command show.dance.")
    rig.stage.show_card = lambda *_: 1 / 0
    studio_log.expect("command card.show failed")
    assert rig.do("card.show", product="scarf").startswith("The studio made a mistake")
    assert rig.do("status.on_air")


def test_subscribers_get_every_change(rig):
    seen = []
    rig.show.subscribe(seen.append)
    rig.do("card.show", product="scarf")
    assert seen[0].card is None
    assert seen[-1].card == SCARF


def test_live_time_counts_from_the_first_stream(rig):
    rig.do("show.go_live", destination="open")
    rig.tell(events.OutputStarted("open", "Open house", is_recording=False))
    assert time.monotonic() - rig.state.live_since < 1.0
    assert replace(rig.state).voice == VOICE


def test_going_live_is_called_off_while_the_keys_are_fetched(rig):
    waiting = []
    rig.archive.keys = lambda destinations, then, failed: waiting.append(then)
    rig.do("show.go_live", destination="open")
    assert rig.state.is_connecting
    assert rig.do("show.go_live").startswith("You are live already.")
    assert rig.do("show.end") == "Going live is called off."
    waiting[0]([None])
    assert not [1 for name, _ in rig.stage.asked if name == "stream"]
    assert not rig.state.is_connecting
    assert rig.do("show.end").startswith("You are not live.")


def test_what_counts_is_how_a_thing_is_now_not_how_the_caller_saw_it(rig):
    seen = rig.state.voice
    rig.do("sound.mute", source=seen)
    assert rig.do("sound.louder", source=seen) == "Microphone 1.5 decibels."
    assert rig.state.voice.is_muted


def test_a_destination_named_twice_gets_one_stream(rig):
    rig.show.go_live([OPEN, OPEN])
    assert [plan.destination for name, plan in rig.stage.asked if name == "stream"] == [OPEN]


def test_there_is_one_recording_at_a_time(rig):
    with pytest.raises(CommandError) as caught:
        rig.show.stop_recording()
    assert str(caught.value) == "You are not recording. To start, use “record”."
    rig.show.start_recording()
    with pytest.raises(CommandError) as caught:
        rig.show.start_recording()
    assert str(caught.value) == "You are recording already. To stop, record again."
    assert len(rig.state.outputs) == 1


def test_a_recording_without_a_file_is_not_called_saved(rig):
    ended = events.OutputEnded("r", "Recording", is_recording=True, seconds=0.0)
    assert rig.tell(ended) == "Nothing was recorded, so there is no file."


def test_the_language_changes_at_once(rig):
    assert rig.do("settings.change", name="language", value="zh_CN") == "语言：中文。"
    rig.do("settings.change", name="language", value="en")


# Taking back ------------------------------------------------------------------------------------


def test_what_was_done_is_taken_back_step_by_step_and_done_again(rig):
    rig.do("sound.mute")
    rig.do("card.show", product="tea")
    rig.do("scene.switch", scene="table")
    assert rig.do("studio.undo") == "Switch scene undone. Kitchen is on air."
    assert rig.do("studio.undo") == "Show card undone. The card is hidden."
    assert rig.do("studio.undo") == "Mute or unmute undone. Viewers hear Microphone again."
    assert (rig.state.scene, rig.state.card, rig.state.voice.is_muted) == ("kitchen", None, False)
    assert rig.do("studio.undo").startswith("There is nothing to undo.")
    assert rig.do("studio.redo") == "Mute or unmute done again. Microphone is muted."
    assert rig.do("studio.redo").startswith("Show card done again. Green tea")
    assert rig.do("studio.undo") == "Show card undone. The card is hidden."
    rig.do("sound.louder")
    assert rig.do("studio.redo").startswith("There is nothing to redo.")


def test_a_setting_taken_back_is_kept_as_it_was(rig):
    rig.do("settings.change", name="fade_s", value=2.0)
    assert rig.do("studio.undo") == "Change setting undone. Fade time: 0.3 seconds."
    assert rig.archive.saved[-1] == ("setting", ("fade_s", 0.3))


def test_a_source_removed_by_mistake_comes_back_in_its_place_and_scenes(rig):
    before = rig.state
    rig.do("source.remove", source=FACE.id)
    assert rig.do("studio.undo") == "Remove source undone."
    assert rig.state.picture_sources == before.picture_sources
    assert rig.state.scenes == before.scenes
    assert rig.stage.last("sources") == ((FACE,), (VOICE, MUSIC))
    assert rig.archive.saved[-1][1].scenes == before.scenes
    assert rig.do("studio.redo") == "Remove source done again."
    assert rig.state.picture_sources == ()


def test_what_cannot_be_taken_back_any_more_is_told(rig):
    rig.do("card.show", product="tea")
    rig.do("card.next")
    rig.show._change(products=())
    assert rig.do("studio.undo") == (
        "This cannot be taken back any more. Nothing here is called “tea”. The step before it can."
    )


@pytest.mark.parametrize(("words", "value"), [("off", False), ("yes", True)])
def test_a_script_switches_a_setting_by_words(rig, words, value):
    rig.do("settings.change", name="brief_answers", value=words)
    assert rig.state.settings.brief_answers is value
    assert rig.do("settings.change", name="brief_answers", value="perhaps") == (
        "Short answers cannot be perhaps. Choose another value."
    )


def test_what_only_a_window_does_is_asked_of_it(rig):
    assert rig.do("window.settings") == (
        "There is no window here. Start the studio without “show”."
    )
    rig.window = []
    assert rig.do("window.settings") == ""
    assert rig.window == ["window.settings"]


def test_the_highest_level_while_a_key_is_held(rig):
    assert rig.do("sound.tell_peak") == ""
    assert rig.do("sound.hold_peak") == ""
    for peak_db in (-30.0, -5.6, -20.0):
        rig.show.peak_hold.see(peak_db, time.monotonic())
    assert rig.do("sound.tell_peak") == "Peak -6 decibels."
    assert rig.do("sound.tell_peak") == ""
    rig.do("sound.hold_peak")
    rig.do("sound.hold_peak")
    assert rig.do("sound.tell_peak") == "Silence."


def test_a_peak_held_too_long_is_let_go(rig):
    rig.do("sound.hold_peak")
    rig.show.peak_hold.see(-5.0, time.monotonic() + 31)
    assert rig.do("sound.tell_peak") == ""


def test_signals_are_learnt_by_ear(rig):
    assert rig.do("sound.signal", signal="warn") == "Warning"
    assert rig.outcome.announcement.sample is Earcon.WARNING
    rig.stage.has_ears = False
    assert rig.do("sound.signal", signal="done").startswith("No headphones are chosen")


def test_switching_a_destination_is_taken_back_to_what_it_was(rig):
    rig.do("destination.switch", destination="Douyin")
    rig.do("destination.save", destination=DOUYIN)
    assert rig.do("studio.undo") == "Save destination undone."
    assert not rig.state.destinations[0].is_on
    assert rig.do("studio.undo").endswith("“Go live” sends to Douyin.")
    assert rig.state.destinations[0].is_on
    assert rig.do("studio.redo").endswith("“Go live” leaves Douyin out.")


def test_listening_is_taken_back(rig):
    rig.do("settings.change", name="monitor_device", value="Headphones")
    rig.do("sound.monitor", source="music")
    assert rig.do("studio.undo") == "Listen to a sound undone. You no longer hear Music."


def test_a_limit_is_no_step(rig):
    rig.do("sound.gain", source="mic", gain_db=24)
    rig.do("sound.louder")
    assert rig.do("studio.undo").endswith("Microphone 0 decibels.")


def test_an_empty_setting_is_told_in_words(rig):
    rig.do("settings.change", name="recording_folder", value="/films")
    assert rig.do("studio.undo").endswith("Recording folder: nothing.")


@pytest.mark.parametrize("name", ["n" * 280, "no\0name"], ids=["long", "null"])
def test_a_recording_folder_that_no_disk_can_hold_is_refused_in_words(rig, name):
    told = rig.do("settings.change", name="recording_folder", value=f"/films/{name}")
    assert told.startswith("Recording folder cannot be /films/")
    assert told.endswith(". Choose another value.")
    assert len(told) < 110
    assert rig.state.settings.recording_folder == ""
    rig.do("settings.change", name="recording_folder", value=f"/films/{'录' * 85}/{'n' * 200}")
    assert rig.state.settings.recording_folder.endswith("nn")
