"""Who speaks: a screen reader, or the studio's own voice, and never both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.message import Name, say, say_n
from studio.model.segment import Segment
from studio.model.settings import OwnVoice, Settings
from studio.model.voicing import Manner, Piece, Report, What
from studio.speech.ear import EarOutlet
from studio.speech.queue import Utterance
from studio.speech.voice import UNSPEAKABLE, Voice
from studio.speech.voice_outlet import VoiceOutlet
from studio.speech.words.saying import segments_of

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
        self.now = 0.0
        self.voice = Voice(self.mouth, Manner, lambda _told: None, lambda: self.now)
        self.voice.hear(Report(What.OPEN))
        self.is_read = is_read
        self.settings = settings
        self.outlet = VoiceOutlet(
            self.voice, lambda: self.settings, lambda: self.is_read, clock=lambda: self.now
        )

    def put_on(self) -> None:
        """Choose headphones."""
        self.settings = replace(self.settings, monitor_device="usb")
        self.outlet.look_again()

    def finish_all(self) -> list[str]:
        while self.voice.is_busy:
            self.finish()
        return self.mouth.spoken

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


NOWHERE = Settings(own_voice=OwnVoice.AUTO)


def test_what_is_told_before_the_headphones_are_known_is_said_once_they_are():
    ears = Ears(NOWHERE)
    assert not ears.outlet.give(SCENE), "it is spoken nowhere yet"
    ears.outlet.look_again()
    assert ears.mouth.spoken == []
    ears.put_on()
    ears.outlet.look_again()
    assert ears.finish_all() == ["厨房."]


def test_it_is_said_only_while_it_is_true_and_worth_saying():
    ears = Ears(NOWHERE)
    for words, topic in (("Lost.", "camera"), ("Back.", "camera"), ("Muted.", "mute")):
        ears.outlet.give(Announcement(say(words), topic=topic))
    ears.outlet.give(Announcement(say("Full."), priority=Priority.URGENT))
    ears.outlet.give(Announcement(say("Aside."), priority=Priority.IDLE))
    ears.now = 30.0
    ears.outlet.give(Announcement(say("Late."), topic="late"))
    ears.now = 61.0
    ears.put_on()
    assert ears.finish_all() == ["Full.", "Late."]
    ears = Ears(NOWHERE)
    for words, topic in (("Lost.", "camera"), ("Back.", "camera"), ("Muted.", "mute")):
        ears.outlet.give(Announcement(say(words), topic=topic))
    ears.put_on()
    assert ears.finish_all() == ["Back.", "Muted."]


def test_of_answers_that_nobody_heard_the_last_one_is_said_and_only_soon():
    for waited_s, heard in ((59.0, ["Two."]), (61.0, [])):
        ears = Ears(NOWHERE)
        for words in ("One.", "Two."):
            told = Announcement(say(words), priority=Priority.NEXT, cause=say("Status"))
            ears.outlet.give(told)
        ears.now = waited_s
        ears.put_on()
        assert ears.finish_all() == heard


def test_what_waits_for_headphones_is_bounded_and_the_newest_is_kept():
    ears = Ears(NOWHERE)
    for number in range(1000):
        ears.outlet.give(Announcement(say("{n}", n=number)))
    ears.put_on()
    spoken = ears.finish_all()
    assert len(spoken) == 50 + 1
    assert spoken[1] == "nine hundred and fifty messages skipped."
    assert spoken[-1] == "nine hundred and ninety-nine"


def test_what_a_reader_has_spoken_or_nobody_wanted_to_hear_is_not_said_later():
    for settings, is_read in ((NOWHERE, True), (replace(NOWHERE, own_voice=OwnVoice.NEVER), False)):
        ears = Ears(settings, is_read=is_read)
        ears.outlet.give(SCENE)
        ears.is_read = False
        ears.settings = NOWHERE
        ears.put_on()
        assert ears.mouth.spoken == []
    ears = Ears(NOWHERE, is_read=None)
    ears.outlet.give(SCENE)
    ears.is_read = True
    ears.outlet.look_again()
    ears.is_read = False
    ears.put_on()
    assert ears.mouth.spoken == []


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


def test_a_signal_that_is_asked_for_comes_before_its_name_whatever_is_wanted():
    for changed in ({}, {"earcons": False}, {"signal_warning": "nothing"}):
        ears = Ears(replace(EARS, **changed))
        ears.outlet.give(Announcement(say("Warning"), sample=Earcon.WARNING))
        assert ears.mouth.signals == ["warning"]
        assert ears.mouth.spoken == ["Warning"]


@pytest.mark.parametrize(
    ("announcement", "settings", "played"),
    [
        (Announcement(say("Muted."), earcon=Earcon.WARNING), EARS, [Earcon.WARNING]),
        (Announcement(say("Muted."), earcon=Earcon.WARNING), replace(EARS, earcons=False), []),
        (Announcement(say("Done"), sample=Earcon.DONE), replace(EARS, earcons=False), ["done"]),
    ],
)
def test_a_signal_is_heard_by_itself_only_where_no_own_voice_says_words(
    announcement, settings, played
):
    heard: list[Earcon] = []
    said: list[bool] = [True, False]
    outlet = EarOutlet(lambda one: not heard.append(one), lambda: settings, lambda: said[0])
    assert not outlet.give(announcement)
    said.pop(0)
    assert outlet.give(announcement) is bool(played)
    assert heard == played


def test_a_word_is_said_in_place_of_a_signal_without_signals_too():
    ears = Ears(replace(EARS, earcons=False, signal_warning="word"))
    ears.outlet.give(Announcement(say("Muted."), earcon=Earcon.WARNING))
    assert ears.mouth.signals == [""]
    assert ears.mouth.spoken[0].startswith("Warning")


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


def test_of_what_waits_for_headphones_the_least_urgent_is_skipped_and_counted():
    ears = Ears(NOWHERE)
    ears.outlet.give(Announcement(say("Lost."), priority=Priority.URGENT))
    for number in range(52):
        ears.outlet.give(Announcement(say("{n}", n=number)))
    ears.put_on()
    spoken = ears.finish_all()
    assert [spoken[0], spoken[1], spoken[-1]] == ["Lost.", "three messages skipped.", "fifty-one"]
    assert "two" not in spoken


@pytest.mark.parametrize(("urgent", "of", "least_told"), [(2, 3, 1), (1, 40, 10)])
def test_whatever_comes_between_all_that_is_skipped_is_told(urgent: int, of: int, least_told: int):
    ears = Ears()
    count, said = 2000, list[str]()

    def finish() -> None:
        said.append(ears.mouth.spoken[-1])
        ears.finish()

    for number in range(count):
        # Where most are urgent, what is told of the skipped is itself in danger.
        priority = Priority.URGENT if number % of < urgent else Priority.NORMAL
        ears.outlet.give(Announcement(say("M{n}.", n=number), priority=priority))
        if number % 20 == 0:
            ears.now += 3.0
            finish()
    while ears.voice.is_busy:
        finish()
    told = [whole_number(words) for words in said if "skipped" in words]
    assert len(told) >= least_told
    assert sum(told) == count - (len(said) - len(told))


def whole_number(words: str) -> int:
    """The number that a sentence begins with, looked up among all that it could be."""
    return next(
        n
        for n in range(1, 5000)
        if "".join(
            s.text for s in segments_of(say_n("{n} message skipped.", "{n} messages skipped.", n))
        )
        == words
    )


def test_a_message_without_words_ends_at_once_and_the_next_one_is_spoken():
    ears = Ears()
    ears.voice.say(Utterance(()))
    ears.voice.say(Utterance((Segment(" ", "en"),), signal="done"))
    assert ears.mouth.spoken == [""]
    assert ears.mouth.signals == ["done"]
    ears.finish()
    ears.outlet.give(SCENE)
    assert ears.mouth.spoken[-1] == "厨房."


def test_other_headphones_may_find_the_engine_that_the_ones_before_did_not(studio_log):
    studio_log.expect("no speech engine")
    ears = Ears()
    ears.voice.hear(Report(What.NO_ENGINE, detail="no data"))
    ears.voice.hear(Report(What.GONE))
    ears.voice.hear(Report(What.OPEN))
    ears.outlet.give(SCENE)
    assert ears.mouth.spoken == ["厨房."]


def test_a_chosen_voice_that_is_gone_is_told_once():
    told: list[Announcement] = []
    voice = Voice(Mouth(), lambda: Manner(voices={"zh": "Ting-Ting", "en": "English"}), told.append)
    for _ in range(2):
        voice.hear(Report(What.VOICES, detail='[["English", ["en"]]]'))
    assert [one.text for one in told] == [
        "The voice Ting-Ting is not there any more; another one speaks. Choose one in the settings."
    ]


def test_silence_is_also_for_what_waits_for_headphones():
    ears = Ears(NOWHERE)
    ears.outlet.give(SCENE)
    ears.outlet.silence()
    ears.put_on()
    assert "厨房." not in ears.mouth.spoken


def test_without_an_engine_nothing_is_lost_and_it_goes_on_when_there_is_one(studio_log):
    studio_log.expect("no speech engine")
    ears = Ears()
    ears.outlet.give(SCENE)
    ears.voice.hear(Report(What.NO_ENGINE, detail="no data"))
    ears.voice.hear(Report(What.VOICES, detail='[["English", ["en"]]]'))
    assert ears.mouth.spoken == ["厨房.", "厨房."]
    assert ears.voice.voices == (("English", ("en",)),)
