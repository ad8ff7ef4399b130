"""Several streamers share a machine; each has a studio of their own."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from studio import text
from studio.commands.command import Origin
from studio.model import events
from studio.model.destination import Destination
from studio.model.errors import StoreError
from studio.model.listening import Heard
from studio.model.message import say
from studio.model.person import LONGEST_NAME, Person, Profile, objection, same_name, tidy
from studio.model.pronunciation import Pronunciation
from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.state import OutputPhase
from studio.model.voice import NAME, Guess, Listening, Take, TaughtCommand, Utterance
from tests.commands.rig import FACE, SCARF, VOICE, Rig

WENG = Person("Weng Ning", "weng")
SARI = Person("Sari", "sari")
HERS = Profile(
    SARI,
    Settings(language="id", fade_s=1.5, speech_wpm=300),
    {"sound.mute": "F8"},
    (Pronunciation("COD", "bayar di tempat", "id"),),
    (PictureSource("Kamera", PictureKind.TEST, id="kamera"),),
    (SoundSource("Mikrofon", SoundKind.SILENCE, id="mikrofon"),),
    (Scene("Dapur", (Placement("kamera"),), id="dapur"),),
    (Destination("Toko", "rtmp://127.0.0.1/toko", id="toko"),),
    heard=(Heard(1.0, None, None, is_held=True, result=say("Nothing was done.")),),
)


@pytest.fixture
def rig():
    rig = Rig(
        person=WENG, people=(WENG, SARI), destinations=(Destination("Shop", "rtmp://x", id="shop"),)
    )
    rig.archive.profiles["sari"] = HERS
    yield rig
    text.use("en")


def _last(rig: Rig) -> str:
    return rig.announcer.history()[-1].announcement.text


def _said(began: float, *, is_held: bool) -> Utterance:
    certain = (Guess("sound.mute", 0.6),)
    return Utterance(began, began + 1.0, is_held, True, certain, "sound.mute")


def test_what_one_person_said_is_neither_done_nor_noted_in_anothers_studio(rig):
    take = Take(np.zeros((3, 2), np.float32), 1.0)
    hers = tuple(TaughtCommand(one, one, takes=(take,) * 3) for one in (NAME, "sound.mute"))
    settings = replace(HERS.settings, listening=str(Listening.HANDS_FREE))
    rig.archive.profiles["sari"] = replace(HERS, settings=settings, taught=hers)
    rig.do("voice.hold")
    pressed_at = time.monotonic()
    rig.do("person.switch", person="sari")
    for is_held in (True, False):
        assert rig.hear(_said(pressed_at, is_held=is_held)) == ""
    assert rig.voice.asked[-1] == "speak on"
    assert rig.state.listening.log == HERS.heard
    assert not rig.state.voice.is_muted
    assert rig.hear(_said(time.monotonic(), is_held=True))
    assert rig.state.voice.is_muted


def test_all_that_is_a_persons_comes_at_once(rig):
    states = []
    rig.do("card.show", product="scarf")
    rig.do("sound.mute")
    rig.show.subscribe(states.append)
    states.clear()
    rig.do("person.switch", person="sari")
    swapped = [s for s in states if s.person == SARI]
    state = swapped[0]
    assert state == rig.state
    assert (state.settings, state.keys) == (HERS.settings, HERS.keys)
    assert state.pronunciations == HERS.pronunciations
    assert (state.picture_sources, state.sound_sources) == (HERS.pictures, HERS.sounds)
    assert (state.scenes, state.scene) == (HERS.scenes, "dapur")
    assert state.destinations == HERS.destinations
    assert state.listening.log == HERS.heard
    assert state.card is None
    assert SCARF in state.products
    assert rig.stage.last("sources") == (HERS.pictures, HERS.sounds)
    assert rig.stage.last("scene") == (HERS.scenes[0], 0.0)
    assert rig.stage.last("settings") == HERS.settings
    assert rig.stage.last("card") == (None, 0.0)
    assert rig.archive.saved[-1] == ("person", SARI)
    assert text.in_use() == "id"


def test_the_answer_names_the_person(rig):
    rig.archive.profiles["sari"] = Profile(SARI)
    rig.do("person.switch", person="sari")
    assert _last(rig) == "Sari's studio."


def test_nothing_of_the_one_before_can_be_undone_or_answered(rig):
    rig.archive.profiles["sari"] = Profile(SARI)
    rig.do("settings.change", name="fade_s", value=2.0)
    rig.do("source.remove", source="music", origin=Origin.KEY)
    rig.do("person.switch", person="sari")
    assert rig.state.question is None
    assert "nothing to undo" in rig.do("studio.undo")
    assert "Nothing was asked" in rig.do("studio.yes")


@pytest.mark.parametrize("how", ["live", "recording", "connecting"])
def test_on_air_it_stays_the_same_persons(rig, how):
    if how == "live":
        rig.do("show.rehearse")
        rig.do("show.go_live")
        rig.tell(events.OutputStarted("rehearsal", "Rehearsal", False, True))
    elif how == "recording":
        rig.do("record.toggle")
    else:
        rig.archive.keys = lambda *_: None
        rig.do("show.go_live")
        assert rig.state.is_connecting
    told = rig.do("person.switch", person="sari")
    wanted = "End the recording first." if how == "recording" else "End the show first."
    assert "it has to stay your studio" in told
    assert wanted in told
    assert rig.state.person == WENG


def test_who_goes_live_while_the_other_studio_comes_stays(rig):
    rig.archive.is_slow = True
    rig.do("person.switch", person="sari")
    rig.do("record.toggle")
    assert rig.state.outputs[0].phase is OutputPhase.CONNECTING
    [come] = rig.archive.errands
    with pytest.raises(Exception, match="recording"):
        come()
    assert rig.state.person == WENG
    assert rig.state.sound_sources[0] == VOICE


def test_of_two_wishes_the_last_counts(rig):
    third = Person("Lin", "lin")
    rig.do("person.add", name="Lin")
    lin = next(p for p in rig.state.people if p.name == "Lin")
    rig.archive.profiles[lin.id] = Profile(lin)
    assert third.name == lin.name
    rig.archive.is_slow = True
    rig.do("person.switch", person="sari")
    rig.do("person.switch", person=lin.id)
    for errand in reversed(rig.archive.errands):
        errand()
    assert rig.state.person == lin


def test_whoever_streams_already_is_asked_no_more(rig):
    rig = Rig(person=WENG, people=(WENG, SARI), asks_who=True)
    assert rig.do("person.switch", person="weng") == "Weng Ning's studio."
    assert not rig.state.asks_who
    assert rig.archive.saved == []


def test_a_studio_that_cannot_be_read_is_told_and_nothing_changes(rig):
    def refuses(_person):
        raise StoreError(say("The file is damaged."), say("Restore a backup."))

    rig.archive.profile = refuses
    rig.do("person.switch", person="sari")
    assert rig.state.person == WENG
    assert _last(rig) == "The file is damaged. Restore a backup."


def test_a_new_person_begins_with_a_new_studio(rig):
    rig.do("settings.change", name="speech_wpm", value=400)
    told = rig.do("person.add", name="  Budi\tSantoso ")
    assert told.startswith("Budi Santoso has a studio now. It begins with the first steps.")
    profile, furnish = rig.archive.saved[-1][1]
    assert furnish
    assert profile.person.name == "Budi Santoso"
    assert profile.settings == Settings()
    assert rig.state.people[-1] == profile.person
    assert rig.state.person == WENG


def _ids(profile: Profile) -> set[str]:
    things = (*profile.pictures, *profile.sounds, *profile.scenes)
    placements = [placement for scene in profile.scenes for placement in scene.placements]
    return {thing.id for thing in (*things, *placements)}


def test_a_copy_has_everything_but_destinations_and_no_id_of_the_other(rig):
    rig.do("settings.change", name="speech_wpm", value=400)
    rig.do("person.add", name="Budi", is_copy=True)
    profile, furnish = rig.archive.saved[-1][1]
    assert not furnish
    assert profile.settings.speech_wpm == 400
    assert profile.destinations == ()
    assert profile.wants_first_steps
    assert [s.name for s in profile.pictures] == [FACE.name]
    assert [s.name for s in profile.scenes] == [s.name for s in rig.state.scenes]
    before = Profile(
        WENG,
        pictures=rig.state.picture_sources,
        sounds=rig.state.sound_sources,
        scenes=rig.state.scenes,
    )
    assert not _ids(profile) & _ids(before)
    shown = {q.source for s in profile.scenes for q in s.placements}
    assert shown <= {x.id for x in profile.pictures}


def test_an_added_person_is_taken_back(rig):
    rig.do("person.add", name="Budi")
    rig.do("studio.undo")
    assert [p.name for p in rig.state.people] == ["Weng Ning", "Sari"]
    assert rig.archive.saved[-1][0] == "removed"


def test_somebody_is_renamed_and_named_as_before(rig):
    assert rig.do("person.rename", person="weng", name="翁宁") == "Weng Ning is called 翁宁 now."
    assert rig.state.person.name == "翁宁"
    assert rig.state.people[0].name == "翁宁"
    rig.do("studio.undo")
    assert rig.state.person == WENG
    assert rig.archive.saved[-1] == ("renamed", WENG)


def test_the_first_name_is_told_and_forgotten_again():
    nobody = Person("", "first")
    rig = Rig(person=nobody, people=(nobody,))
    assert "has not told a name yet" in rig.do("person.who")
    assert rig.do("person.rename", person="first", name="Weng") == "You are called Weng now."
    rig.do("studio.undo")
    assert rig.state.person == nobody
    rig.do("studio.redo")
    assert rig.state.person.name == "Weng"


def test_removing_is_asked_and_done_after_a_yes(rig):
    told = rig.do("person.remove", person="sari", origin=Origin.MENU)
    assert "stream keys" in told
    assert "products and what was sold stay" in told
    assert SARI in rig.state.people
    rig.do("studio.yes", origin=Origin.KEY)
    assert rig.state.people == (WENG,)
    assert rig.archive.saved[-1] == ("removed", SARI)


def test_who_streams_is_not_removed(rig):
    told = rig.do("person.remove", person="weng")
    assert told == (
        "This is Weng Ning's studio at the moment. "
        "Let somebody else stream first, with “change streamer”."
    )
    assert rig.state.people == (WENG, SARI)


def test_who_is_streaming(rig):
    assert rig.do("person.who") == "Weng Ning is streaming. Sari too has a studio here."
    assert rig.outcome.data == {"person": "Weng Ning", "people": ["Weng Ning", "Sari"]}


def test_people_are_found_by_name(rig):
    rig.archive.profiles["sari"] = Profile(SARI)
    rig.do("person.switch", person="ＳＡＲＩ")
    assert rig.state.person == SARI
    assert "Nothing here is called “Otto”" in rig.do("person.switch", person="Otto")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "letters or digits"),
        ("   \t\n", "letters or digits"),
        ("🌶️🌶️", "letters or digits"),
        ("\u202e\u200b\x00", "letters or digits"),
        ("x" * (LONGEST_NAME + 1), "too long"),
        ("e" + "\u0301" * 1000, "too long"),
        ("sari", "called so already"),
        ("ＳＡＲＩ", "called so already"),
        ("Sa\u200dri", "called so already"),
        (" Weng\u00a0 ning", "called so already"),
    ],
)
def test_hostile_names_are_refused(rig, name, reason):
    before = rig.state.people
    assert reason in rig.do("person.add", name=name)
    assert reason in rig.do("person.rename", person="sari", name=name) or same_name(name) == "sari"
    assert rig.state.people[0] == before[0]
    assert len(rig.state.people) == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("小红 🌶️", "小红 🌶️"),
        ("مريم", "مريم"),
        ("\u202eמרים\u202c", "מרים"),
        ("Nur\nAini", "Nur Aini"),
        ("{person} & {0} %s", "{person} & {0} %s"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Ana 👩\u200d🍳", "Ana 👩\u200d🍳"),
    ],
)
def test_names_of_every_script_are_kept_as_they_are_written(rig, name, kept):
    assert tidy(name) == kept
    assert objection(kept, rig.state.people) is None
    assert kept in rig.do("person.add", name=name)
    assert kept in rig.do("person.who")


def test_who_listens_hands_free_and_has_taught_no_name_is_told_so(rig):
    hands_free = Settings(listening=str(Listening.HANDS_FREE))
    rig.archive.profiles["sari"] = Profile(SARI, hands_free)
    rig.do("person.switch", person="sari")
    assert _last(rig) == (
        "Sari's studio. The studio has no name yet by which you could call it. "
        "Teach it one under “Voice commands”."
    )
    take = Take(np.zeros((3, 2), np.float32), 1.0)
    name = TaughtCommand(NAME, "", {}, "Earshot", (take,) * 3)
    rig.archive.profiles["weng"] = Profile(WENG, hands_free, taught=(name,))
    rig.do("person.switch", person="weng")
    assert _last(rig) == "Weng Ning's studio."
