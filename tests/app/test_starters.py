"""Commands that a machine says until somebody does: made, told, replaced, kept forgotten."""

from dataclasses import replace

import pytest

from studio import text
from studio.app.starters import Starters, lacking, said_by_machine
from studio.commands.every import REGISTRY
from studio.model.lesson import HARMLESS, is_starter
from studio.model.person import Person
from studio.model.settings import Settings
from studio.model.voice import TaughtCommand
from studio.voice.taught import HELD, Vocabulary
from tests.commands.rig import VOICE, Rig
from tests.commands.test_teaching import MICROPHONE
from tests.harness.mouth import recording


@pytest.fixture
def rig():
    return Rig(sound_sources=(MICROPHONE,))


def starters(rig: Rig) -> dict[str, TaughtCommand]:
    return {one.command: one for one in rig.state.taught if is_starter(one)}


def test_ten_harmless_commands_are_known_and_that_is_said(rig):
    Starters(rig.show)
    made = starters(rig)
    assert len(made) >= 10
    assert made.keys() <= set(HARMLESS)
    assert [said.announcement.text for said in rig.announcer.history()] == [
        f"I know {len(made)} commands by a machine's voice; say each once and I know yours better."
    ]
    assert all(len(one.takes) > 1 for one in made.values())
    assert dict(rig.archive.saved)["taught"] == tuple(made.values())


def test_what_is_harmless_is_not_risky_and_no_viewer_notices_it():
    for one in HARMLESS:
        assert not REGISTRY[one].is_risky
        assert REGISTRY[one].category not in {"Show", "Scene", "Sound", "Sales", "Destinations"}


@pytest.mark.parametrize("language", ["en", "zh_CN", "id"])
def test_each_is_told_from_the_others_in_every_language(language):
    """The same voice a little slower: what is understood of people is judged on people."""
    words = lacking((), language)
    made = said_by_machine(words, language)
    assert len(made) >= 10
    known = Vocabulary(made)
    tag = language.split("_")[0]
    wrong = []
    for one in made:
        heard = recording(one.title, language=tag, wpm=165, pitch=55)
        judged = known.judge(heard.take.features, HELD, heard.take.seconds)
        if judged.taught != one.id:
            wrong.append((one.title, judged))
    assert wrong == []


def test_nothing_is_made_where_nobody_can_be_heard_or_wants_to():
    deaf = Rig(sound_sources=(VOICE,))
    Starters(deaf.show)
    off = Rig(sound_sources=(MICROPHONE,), settings=Settings(listening="off"))
    Starters(off.show)
    assert deaf.state.taught == off.state.taught == ()
    off.show.change_setting("listening", "held")
    assert starters(off)


def test_what_a_person_said_or_had_forgotten_is_left_alone(rig):
    Starters(rig.show)
    gone = starters(rig)["status.live"]
    rig.do("voice.forget", taught=gone.id)
    said = starters(rig)["status.on_air"]
    rig.show.taught.keep(replace(said, takes=(recording("what do they see").take,)))
    before = rig.state.taught
    Starters(rig.show)
    assert rig.state.taught == before
    rig.do("studio.undo")
    assert gone.command in starters(rig)


def test_another_language_has_them_said_anew(rig):
    Starters(rig.show)
    english = starters(rig)["status.on_air"]
    text.use("id")
    try:
        rig.show.change_setting("language", "id")
        indonesian = starters(rig)["status.on_air"]
    finally:
        text.use("en")
    assert english.title != indonesian.title
    assert indonesian.id == english.id


def test_another_person_has_theirs(rig):
    Starters(rig.show)
    rig.show._change(person=Person("Sari"), taught=())
    assert len(starters(rig)) >= 10
