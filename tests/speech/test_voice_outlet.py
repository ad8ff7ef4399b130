"""Who speaks: a screen reader, or the studio's own voice, and never both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.message import Name, say
from studio.model.settings import OwnVoice, Settings
from studio.model.voicing import Manner, Piece, Report, What
from studio.speech.voice import UNSPEAKABLE, Voice
from studio.speech.voice_outlet import VoiceOutlet

EARS = Settings(monitor_device="usb")
SCENE = Announcement(
    say("{scene} is on air.", scene=Name("厨房", "zh")), say("{scene}.", scene=Name("厨房", "zh"))
)


class Mouth:
    """Notes what it is asked to speak, and has spoken it at once."""

    def __init__(self) -> None:
        self.spoken: list[str] = []
        self.signals: list[str] = []
        self.languages: list[str] = []
        self.orders: list[int] = []

    def speak(self, order: int, pieces: tuple[Piece, ...], manner: Manner, signal: str) -> None:
        self.orders.append(order)
        self.spoken.append("".join(s.text for piece in pieces for s in piece))
        self.languages += [s.language for piece in pieces for s in piece]
        self.signals.append(signal)

    def hush(self) -> None:
        self.spoken.append("(quiet)")


class Ears:
    """An outlet and what is heard of it."""

    def __init__(self, settings: Settings = EARS, *, is_read: bool | None = False) -> None:
        self.mouth = Mouth()
        self.voice = Voice(self.mouth, Manner, lambda _told: None)
        self.voice.hear(Report(What.OPEN))
        self.is_read = is_read
        self.outlet = VoiceOutlet(self.voice, lambda: settings, lambda: self.is_read)

    def finish(self) -> None:
        self.voice.hear(Report(What.REACHED, self.mouth.orders[-1], 0))
        self.voice.hear(Report(What.DONE, self.mouth.orders[-1]))


@pytest.mark.parametrize(
    ("own_voice", "device", "is_read", "speaks"),
    [
        (OwnVoice.AUTO, "usb", False, True),
        (OwnVoice.AUTO, "usb", True, False),
        (OwnVoice.AUTO, "", False, False),
        (OwnVoice.ALWAYS, "usb", True, True),
        (OwnVoice.ALWAYS, "", False, False),
        (OwnVoice.NEVER, "usb", False, False),
    ],
)
def test_the_voice_speaks_where_it_is_wanted_and_private(own_voice, device, is_read, speaks):
    ears = Ears(replace(EARS, own_voice=own_voice, monitor_device=device), is_read=is_read)
    assert ears.outlet.give(SCENE) == speaks
    assert bool(ears.mouth.spoken) == speaks


def test_while_it_is_not_known_who_reads_nothing_is_lost_and_nothing_said_twice():
    ears = Ears(is_read=None)
    assert ears.outlet.give(SCENE)
    assert ears.mouth.spoken == []
    ears.is_read = False
    ears.outlet.look_again()
    ears.outlet.look_again()
    assert ears.mouth.spoken == ["厨房."]
    read = Ears(is_read=None)
    read.outlet.give(SCENE)
    read.is_read = True
    read.outlet.look_again()
    assert read.mouth.spoken == []


def test_a_reader_that_begins_to_speak_silences_the_voice():
    ears = Ears()
    ears.outlet.give(SCENE)
    ears.is_read = True
    ears.outlet.look_again()
    assert ears.mouth.spoken == ["厨房.", "(quiet)"]
    assert not ears.voice.is_busy
    ears.outlet.look_again()
    assert ears.mouth.spoken == ["厨房.", "(quiet)"]


def test_short_answers_are_short_and_each_part_keeps_its_language():
    ears = Ears(replace(EARS, brief_answers=False))
    ears.outlet.give(SCENE)
    assert ears.mouth.spoken == ["厨房is on air."]
    assert ears.mouth.languages == ["zh", "en"]


def test_the_signal_comes_with_the_words_unless_signals_are_off():
    warning = Announcement(say("Muted."), earcon=Earcon.WARNING)
    for earcons, signal in ((True, "warning"), (False, "")):
        ears = Ears(replace(EARS, earcons=earcons))
        ears.outlet.give(warning)
        assert ears.mouth.signals == [signal]


def test_what_must_not_be_spoken_once_more_is_told_without_its_text():
    ears = Ears(replace(EARS, brief_answers=False))
    ears.outlet.give(Announcement(say("Poison."), say("Left out."), topic=UNSPEAKABLE))
    assert ears.mouth.spoken == ["Left out."]


def test_an_answer_cuts_the_one_before_short_and_what_is_urgent_cuts_all():
    ears = Ears()
    for words in ("One.", "Two."):
        ears.outlet.give(Announcement(say(words), cause=say("Status")))
    ears.outlet.give(Announcement(say("Lost."), priority=Priority.URGENT))
    assert ears.mouth.spoken == ["One.", "(quiet)", "Two.", "(quiet)", "Lost."]
    ears.finish()
    assert ears.mouth.spoken[-1] == "Two."


def test_what_was_cut_off_has_its_signal_once():
    ears = Ears()
    ears.outlet.give(Announcement(say("Done."), earcon=Earcon.DONE))
    ears.voice.hear(Report(What.REACHED, ears.mouth.orders[-1], 0))
    ears.voice.hear(Report(What.GONE))
    ears.voice.hear(Report(What.OPEN))
    assert ears.mouth.spoken == ["Done.", "Done."]
    assert ears.mouth.signals == ["done", ""]


def test_in_a_flood_it_is_told_how_many_were_skipped():
    ears = Ears()
    for number in range(70):
        ears.outlet.give(Announcement(say("{n}", n=number)))
    ears.finish()
    assert ears.mouth.spoken[-1] == "nine messages skipped."


def test_without_an_engine_nothing_is_lost_and_it_goes_on_when_there_is_one(studio_log):
    studio_log.expect("no speech engine")
    ears = Ears()
    ears.outlet.give(SCENE)
    ears.voice.hear(Report(What.NO_ENGINE, detail="no data"))
    ears.voice.hear(Report(What.VOICES, detail='[["English", ["en"]]]'))
    assert ears.mouth.spoken == ["厨房.", "厨房."]
    assert ears.voice.voices == (("English", ("en",)),)
