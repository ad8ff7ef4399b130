"""Speech models by command: offered with their size, fetched, used, removed; each thing said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.model.errors import SpeechModelError
from studio.model.events import WordsChanged
from studio.model.message import say
from studio.model.settings import Settings
from studio.model.speech_model import SpeechModel, WordsNews, WordsPhase
from studio.text import use
from tests.commands.rig import Rig

ENGLISH = SpeechModel("en", "vosk-model-small-en-us-0.15", Path("models/en"), 68_000_000)
KOREAN = SpeechModel("ko", "vosk-model-small-ko-0.22", Path("models/ko"), 264_000_000)


@pytest.fixture
def rig():
    use("en")
    yield Rig()
    use("en")


def become(rig, phase, language="en", names=()):
    return rig.tell(WordsChanged(WordsNews(phase, language, names=names)))


def uses(rig):
    """The models that the stage was to hear by, in turn."""
    return [value for kind, value in rig.stage.asked if kind == "speech model"]


def test_a_download_is_offered_with_its_size_and_begun_after_a_yes(rig):
    asked = rig.do("voice.download", language="Chinese", origin="window")
    assert asked.startswith("The model for Chinese is 44 megabytes to download.")
    assert "stays on this computer" in asked
    assert rig.archive.saved == []
    told = rig.do("studio.yes", origin="window")
    assert "Downloading the model for Chinese." in told
    assert "The model for Chinese is here. To use it, choose Chinese in the settings." in told
    assert rig.archive.saved == [("fetched", ("zh", ""))]
    assert rig.state.works == ()


@pytest.mark.parametrize("words", ["zh", "zh_CN", "Chinese", "中文", "chinese"])
def test_a_language_is_found_by_its_names(rig, words):
    assert "44 megabytes" in rig.do("voice.download", language=words, origin="window")


def test_there_is_none_for_indonesian_and_what_helps_is_said(rig):
    assert rig.do("voice.download", language="Indonesian", origin="window") == (
        "Nobody has made a model for Indonesian yet. "
        "Teach your commands instead: that works in every language."
    )


def test_it_can_be_called_off_and_how_far_it_is_is_known(rig):
    rig.archive.is_slow = True
    rig.do("voice.download", language="en", sure=True)
    assert rig.do("status.works") == "Downloading the model for English."
    refused = rig.do("voice.download", language="en", sure=True)
    assert (
        refused == "The model for English is being fetched. Wait until it is there, or cancel it."
    )
    rig.do("studio.cancel")
    assert rig.state.works == ()
    told = len(rig.announcer.history())
    rig.archive.errands.pop()()
    assert len(rig.announcer.history()) == told
    rig.do("voice.download", language="en", sure=True)  # and again
    assert len(rig.state.works) == 1


def test_one_comes_at_a_time_for_whatever_language(rig):
    rig.archive.is_slow = True
    rig.archive.models = (KOREAN,)
    rig.show.speech_models.look()
    rig.archive.errands.pop()()
    rig.do("voice.download", language="en", sure=True)
    for command, language in (("voice.download", "zh"), ("voice.remove_model", "ko")):
        for sure in (False, True):  # whoever is asked shall not say yes in vain
            assert rig.do(command, language=language, sure=sure, origin="window") == (
                "The model for English is being fetched. Wait until it is there, or cancel it."
            )
    assert rig.state.speech_models.here == (KOREAN,)
    rig.do("studio.cancel")
    assert rig.do("voice.download", language="zh", sure=True) == (
        "What was called off is just ending. Try again in a moment."
    )
    rig.archive.errands.pop()()
    rig.do("voice.download", language="zh", sure=True)
    assert len(rig.state.works) == 1


def test_why_it_cannot_be_is_told_and_it_can_be_tried_again(rig):
    rig.archive.fetch_error = SpeechModelError(say("It broke off."), say("Again."))
    assert "It broke off. Again." in rig.do("voice.download", language="en", sure=True)
    rig.archive.fetch_error = None
    assert "The model for English is here." in rig.do("voice.download", language="en", sure=True)


def test_a_model_is_loaded_once_it_is_here_and_let_go_when_words_are_off(rig):
    rig.do("voice.download", language="en", sure=True)
    assert [model.language for model in uses(rig)] == ["en"]
    assert become(rig, WordsPhase.READY) == "Words are heard in English."
    assert rig.state.speech_models.hears == "en"
    assert rig.state.listening.language == "en"
    assert rig.do("voice.use_words") == "Words are not heard; taught commands are."
    assert uses(rig)[-1] is None
    assert rig.state.speech_models.hears == ""
    assert rig.state.listening.language == ""
    assert rig.do("studio.undo").endswith("Hear words: on.")
    assert uses(rig)[-1].language == "en"


def test_while_commands_by_voice_are_off_nothing_is_loaded(rig):
    rig.do("voice.listen", mode="off")
    rig.do("voice.download", language="en", sure=True)
    assert uses(rig) == []
    rig.do("voice.listen", mode="held")
    assert [model.language for model in uses(rig)] == ["en"]
    rig.do("voice.listen", mode="off")
    assert uses(rig)[-1] is None


def test_another_language_has_another_model(rig):
    rig.archive.models = (ENGLISH, KOREAN)
    rig.show.speech_models.look()
    rig.do("settings.change", name="words_language", value="ko")
    assert uses(rig) == [ENGLISH, KOREAN]
    become(rig, WordsPhase.READY)  # of the one before, too late
    assert rig.state.speech_models.hears == ""
    become(rig, WordsPhase.READY, "ko")
    assert rig.state.speech_models.hears == "ko"


def test_a_model_that_was_fetched_anew_is_loaded_anew(rig):
    rig.archive.models = (ENGLISH,)
    rig.show.speech_models.look()
    rig.do("voice.download", language="en", sure=True)
    assert len(uses(rig)) == 2


def test_an_engine_that_fails_is_told_and_can_be_tried_again(rig):
    rig.archive.models = (ENGLISH,)
    rig.show.speech_models.look()
    assert "is started again" in become(rig, WordsPhase.REPLACED)
    told = become(rig, WordsPhase.OFF)
    assert "does not work and is switched off" in told
    assert "Taught commands are heard as ever" in told
    assert rig.do("voice.models").endswith("The one for English has failed.")
    assert rig.do("voice.use_words") == "The model is loaded once more."
    assert len(uses(rig)) == 2
    assert rig.state.settings.hears_words


def test_names_that_it_cannot_know_are_told(rig):
    rig.archive.models = (ENGLISH,)
    rig.show.speech_models.look()
    assert become(rig, WordsPhase.STRANGE, names=("Xiaomian",)) == (
        "“Xiaomian” is not in this model's dictionary. Teach it, or say its number."
    )
    many = tuple(f"Xiaomian {n}" for n in range(9))
    assert "And 4 more names." in become(rig, WordsPhase.STRANGE, names=many)


def test_without_a_model_it_is_said_what_is_missing(rig):
    rig.do("voice.use_words")
    assert rig.do("voice.use_words") == (
        "Words would be heard now, but there is no model for English. "
        "Use “download a speech model”."
    )


def test_a_model_is_removed_after_a_yes_only(rig):
    rig.archive.models = (ENGLISH, KOREAN)
    rig.show.speech_models.look()
    asked = rig.do("voice.remove_model", language="English", origin="window")
    assert asked.startswith("Delete the model for English, 68 megabytes?")
    rig.do("studio.no", origin="window")
    assert rig.archive.models == (ENGLISH, KOREAN)
    rig.do("voice.remove_model", language="English", origin="window")
    assert rig.do("studio.yes", origin="window") == "The model for English is deleted."
    assert rig.archive.models == (KOREAN,)
    assert uses(rig) == [ENGLISH, None]


def test_what_is_here_is_told_with_its_size_and_whether_it_is_used(rig):
    assert rig.do("voice.models") == (
        "There is no speech model here. You speak English, for which none is here."
    )
    rig.archive.models = (ENGLISH,)
    rig.show.speech_models.look()
    assert rig.do("voice.models").endswith("68 megabytes. English is being loaded.")
    become(rig, WordsPhase.READY)
    assert rig.do("voice.models").endswith("Words are heard in English.")
    assert rig.outcome.data["hears"] == "en"


def test_a_model_comes_from_a_stick(rig):
    told = rig.do("voice.bring_model", path="/media/stick/model.zip", language="en")
    assert "Bringing the model for English." in told
    assert rig.archive.saved == [("fetched", ("en", "/media/stick/model.zip"))]


def test_one_that_nobody_can_check_is_said_to_be(rig):
    asked = rig.do("voice.download", language="ko", origin="window")
    assert "Its makers publish nothing to check it by" in asked
    unknown = replace(KOREAN, sha256="ab", is_known=False)
    rig.archive.fetch_speech_model = lambda *_args: unknown
    assert "this one is kept in mind for next time" in rig.do("studio.yes", origin="window")


def test_settings_have_their_limits():
    assert Settings().hears_words
    assert Settings().words_language == ""
