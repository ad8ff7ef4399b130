"""Yes, no and never mind."""

import pytest

from studio.spoken.answers import Answer, answer_of
from tests.interpreter.said import load
from tests.interpreter.sentences import TALK


@pytest.mark.parametrize(
    ("answer", "ways"),
    [
        (
            Answer.YES,
            "yes|Yeah!|OK|是的|好的。|要得|对头|嗯|ya|iya|betul|네|예|그래요|좋아|go ahead",
        ),
        (
            Answer.YES,
            "yes yes|yes do it|yeah sure|fine|exactly|okay, do it|yes yes yes please|"
            "对对|对对对|对啊|好吧|行吧|嗯对|要的|好的好的|对没错|好，没问题|那好吧|要得要得|是啊是啊|"
            "ya ya|ya dong|oke deh|ya boleh|bener|네네네|맞습니다|그럼요|네 맞아요",
        ),
        (
            Answer.NO,
            "no no|no, don't|that's not right|no wait|okay no|不是的|不对不对|不行不行|先别|不改|"
            "不不不|嗯不要|不，不要|gak mau|jangan dulu|nggak jadi|tidak benar|ya tidak|"
            "안 돼요|안 해|아니 아니",
        ),
        (Answer.CANCEL, "stop stop|停停停|算了算了|ok stop|batal batal"),
        (Answer.NO, "no|nope|don't|不要|不行|别|莫|tidak|nggak|jangan|아니요|안 돼|하지 마"),
        (Answer.CANCEL, "cancel|never mind|算了|取消|batal|lupakan saja|취소|됐어요"),
        (
            None,
            "yes no|no yes|right now|yes but not now|no problem|please|ya ampun|오 네|아니 네|"
            "对不对|是不是|要不要|好不好|行不行|要是|就是好|不错|不中要|对了|好了|是吗|好好看|中行|好看|"
            "tidak salah|不要取消|don't stop|네네네네 시",
        ),
        (None, "yes and no|不好看|是什么|maybe||yes sir we have it|네시|ya ampun|好的下一个"),
    ],
)
def test_natural_ways_to_answer(answer, ways):
    for way in ways.split("|"):
        assert answer_of(way) is answer, way


@pytest.mark.parametrize("language", ["zh", "id", "en", "ko"])
def test_no_talk_and_no_other_command_is_an_answer(language):
    said = [words for name in ("said", "heard", "third") for words in load(f"{name}_{language}")]
    talk = [words.strip() for words in TALK[language].strip().splitlines()]
    for words in {*(words for words, _wish in said), *talk}:
        assert answer_of(words) in (None, Answer.CANCEL), words
