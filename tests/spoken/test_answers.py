"""Yes, no and never mind."""

import pytest

from studio.spoken.answers import Answer, answer_of


@pytest.mark.parametrize(
    ("answer", "ways"),
    [
        (
            Answer.YES,
            "yes|Yeah!|OK|是的|好的。|要得|对头|嗯|ya|iya|betul|네|예|그래요|좋아|go ahead",
        ),
        (Answer.NO, "no|nope|don't|不要|不行|别|莫|tidak|nggak|jangan|아니요|안 돼|하지 마"),
        (Answer.CANCEL, "cancel|never mind|算了|取消|batal|lupakan saja|취소|됐어요"),
        (None, "yes and no|不好看|是什么|maybe||yes sir we have it|네시|ya ampun|好的下一个"),
    ],
)
def test_natural_ways_to_answer(answer, ways):
    for way in ways.split("|"):
        assert answer_of(way) is answer, way
