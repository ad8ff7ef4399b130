"""A show by words alone: from what an engine heard to what the streamer hears."""

import time

import pytest

from studio.commands.every import REGISTRY
from studio.interpreter.conversation import Conversation
from studio.interpreter.interpreter import Interpreter
from studio.interpreter.reading import reading
from studio.model.voice import Listening, Utterance
from tests.commands.rig import Rig
from tests.interpreter.test_interpreter import state_in

INTERPRETER = Interpreter(REGISTRY)


class Speaker:
    """Says words to a studio that heeds the key, and gives back what is heard."""

    def __init__(self, language: str, mode: Listening = Listening.HELD) -> None:
        self.language = language
        self._is_held = mode is Listening.HELD
        state = state_in(language)
        self.rig = Rig(
            scenes=state.scenes,
            sound_sources=state.sound_sources,
            products=state.products,
            rundown=state.rundown,
        )
        self.rig.do("settings.change", name="listening", value=str(mode))
        self.rig.show.listening.use_words(language)
        self._conversation = Conversation(
            self.rig.show,
            self.rig.dispatcher.dispatch,
            self.rig.announcer.announce,
            lambda words, spoken: reading(INTERPRETER, words, spoken, self.rig.state),
        )

    def says(self, *words: str, may_go_on: bool = False) -> str:
        before = len(self.rig.announcer.history())
        self._conversation.hear(
            Utterance(
                time.monotonic(),
                time.monotonic() + 1,
                is_held=self._is_held,
                is_named=not self._is_held,
                words=words,
                language=self.language,
                may_go_on=may_go_on,
            )
        )
        heard = self.rig.announcer.history()[before:]
        return " ".join(said.announcement.text for said in heard)

    @property
    def price(self) -> str:
        return str(self.rig.state.products[1].price.amount)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("show green tea", "price nineteen ninety", "yes", "sold two", "hide it", "undo")),
        ("zh", ("上绿茶", "改成十九块九", "要得", "卖了两件", "把卡片收了", "撤销")),
        (
            "id",
            ("tampilkan teh hijau", "harga sembilan belas koma sembilan", "iya", "laku dua",
             "tutup kartu", "urungkan"),
        ),
        (
            "ko",
            ("녹차 보여 줘", "가격 십구 점 구", "네", "두 개 팔렸어", "카드 숨겨 줘", "되돌려"),
        ),
    ],
)  # fmt: skip
def test_a_product_is_shown_made_cheaper_and_sold(language: str, words: tuple[str, ...]):
    speaker = Speaker(language)
    show, price, yes, sold, hide, undo = words
    assert "is on screen" in speaker.says(show)
    asked = speaker.says(price)
    assert "from ¥24.90 to ¥19.90?" in asked
    assert speaker.price == "24.90"
    assert "costs ¥19.90 now." in speaker.says(yes)
    assert speaker.price in ("19.90", "19.9")
    speaker.says(sold)
    assert speaker.rig.show.history.done
    assert "The card is hidden." in speaker.says(hide)
    assert speaker.rig.state.card is None
    assert "undone" in speaker.says(undo)
    assert speaker.rig.state.card is not None


def test_of_two_that_cannot_be_told_apart_one_is_chosen_by_number():
    speaker = Speaker("en")
    told = speaker.says("next cart")
    assert told == "Did you mean 1, Next card, or 2, Next segment?"
    assert speaker.rig.state.card is None
    assert "is on screen" in speaker.says("the first one")


def test_names_in_other_signs_and_later_alternatives_are_found():
    speaker = Speaker("zh")
    assert "绿茶" in speaker.says("显示路查差", "显示路茶")
    assert "羊毛围巾" in speaker.says("展示羊毛为巾")


def test_hands_free_an_opening_is_noted_in_silence_and_what_follows_is_done_with_it():
    speaker = Speaker("en", Listening.HANDS_FREE)
    for _ in range(3):
        # As another way to hear it would have it, one would be sold, and two more with the rest.
        assert speaker.says("sell", "sold", may_go_on=True) == ""
    last = speaker.rig.state.listening.log[-1]
    assert str(last.result) == "Only the beginning of a command was heard."
    assert not last.was_done
    assert "is on screen" in speaker.says("show green tea")
    assert "Sold: 2" in speaker.says("sold two")


def test_in_test_mode_an_opening_is_noted_in_silence_too():
    speaker = Speaker("en", Listening.HANDS_FREE)
    speaker.rig.do("voice.test_mode")
    assert speaker.says("show", may_go_on=True) == ""
    assert len(speaker.rig.state.listening.log) == 1


def test_held_an_opening_is_answered_as_ever():
    speaker = Speaker("en")
    assert speaker.says("next cart", may_go_on=True).startswith("Did you mean 1, Next card")
