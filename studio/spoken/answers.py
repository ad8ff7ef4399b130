"""Yes, no and never mind, in all the ways they are said."""

from collections.abc import Iterator
from enum import StrEnum

from studio.spoken.pinyin import has_han
from studio.spoken.plain import tokens


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    CANCEL = "cancel"


_WAYS: dict[Answer, str] = {
    Answer.YES: """
        yes | yeah | yep | yup | yes please | sure | ok | okay | of course | go ahead | do it |
        confirm | confirmed | correct | right | that's right | absolutely | please do | y |
        fine | that's fine | exactly | alright | all right | sure thing | that's correct
        是 | 是的 | 对 | 对的 | 对头 | 好 | 好的 | 好啊 | 好嘛 | 行 | 行的 | 可以 |
        要得 | 确定 | 确认 | 没错 | 没问题 | 同意 | 嗯 | 嗯嗯 | 嗯好 | 就这样 |
        就是 | 要 | 执行 | 当然 | 得行 | 中 | 好吧 | 行吧 | 要的 | 可以的 | 没有错
        ya | iya | yoi | iya betul | ya betul | betul | benar | oke | ok | baik | boleh | setuju |
        lanjutkan saja | tentu | silakan | siap | jadi | yakin | he eh | sip | ya lakukan |
        lakukan | bener
        네 | 예 | 응 | 네네 | 그래 | 그래요 | 맞아 | 맞아요 | 좋아 | 좋아요 | 확인 |
        알겠어 | 오케이 | 해 줘 | 해줘 | 그렇게 해 | 당연하지 | 물론 | 물론이지 |
        맞습니다 | 그럼요 | 좋습니다 | 알겠습니다 | 알겠어요 | 해 주세요
    """,
    Answer.NO: """
        no | nope | nah | no thanks | no thank you | don't | do not | please don't | negative |
        wrong | that's wrong | never | not now | n | no wait | wait no | not right |
        that's not right | that's not it | not yet
        不 | 不是 | 不要 | 不行 | 不用 | 不对 | 不可以 | 不好 | 否 | 别 | 莫 | 要不得 |
        没有 | 错 | 错了 | 不同意 | 先不 | 算了不要 | 不用了 | 不要了 | 不得行 |
        不是的 | 不对的 | 先别 | 先不要 | 不改 | 不改了
        tidak | nggak | enggak | gak | ga | ndak | tak | bukan | jangan | tidak usah | gak usah |
        nggak usah | tidak jadi | gak jadi | salah | belum | tidak mau | kagak |
        gak mau | nggak mau | enggak mau | ga mau | jangan dulu | nanti dulu | nggak jadi |
        enggak jadi | ga jadi | tidak benar | tidak betul | gak bener | nggak bener |
        tidak boleh | gak boleh | nggak boleh
        아니 | 아니요 | 아니오 | 아뇨 | 안 돼 | 안돼 | 하지 마 | 하지마 | 싫어 | 싫어요 |
        틀렸어 | 그만둬 | 말아 |
        안 돼요 | 안 됩니다 | 안 해 | 안 해요 | 아니에요 | 아닙니다 | 하지 마세요 | 틀렸어요
    """,
    Answer.CANCEL: """
        cancel | cancel it | cancel that | never mind | nevermind | forget it | stop | abort |
        leave it | drop it
        取消 | 取消吧 | 算了 | 算了吧 | 算咯 | 停 | 停下 | 停止 | 放弃 | 撤销吧 | 当我没说
        batal | batalkan | batalkan saja | lupakan | lupakan saja | sudahlah | hentikan | stop |
        gak jadi deh | urung
        취소 | 취소해 | 취소해 줘 | 취소해줘 | 됐어 | 됐어요 | 그만 | 관둬 | 잊어버려 | 멈춰
    """,
}

_NOTHING = """
    please | thanks | thank you | then | um | uh | er | well
    啊 | 呀 | 嘛 | 噻 | 撒 | 呢 | 咯 | 啦 | 嘞 | 呃 | 额 | 那 | 谢谢
    dong | deh | lah | saja | aja | kak
"""
"""What may be said around an answer, and means nothing."""

_WEAK = frozenset(("嗯", "ok", "okay", "oke", "ya"))
"""A yes that only says “I have heard” where another answer is beside it."""

_LEADING = frozenset("嗯对好不")
"""Single signs that go before other answers; with others, as in 要是, they are a sentence."""

_LONE = frozenset(("wrong", "salah"))
"""No answer beside others: “tidak salah” is no no."""

Way = tuple[str, ...]


def _written() -> Iterator[tuple[Answer, str]]:
    for answer, lines in _WAYS.items():
        for line in lines.strip().splitlines():
            yield from ((answer, way.strip()) for way in line.split("|") if way.strip())


_KNOWN: dict[Way, Answer] = {tuple(tokens(way)): answer for answer, way in _written()}
_PASSED = {tuple(tokens(way)) for line in _NOTHING.strip().splitlines() for way in line.split("|")}
_LONGEST = max(map(len, _KNOWN))


def ways() -> tuple[str, ...]:
    """All ways to answer, in every language, as they are written."""
    return tuple(way for _answer, way in _written())


def answer_of(words: str) -> Answer | None:
    """What somebody answers; None where the words are no answer and nothing else.

    It may be said more than once and in several ways that are one answer: “yes, do it”, 对对对.
    """
    said = _ways_in(tokens(words))
    if said is None:
        return None
    said = [way for way in said if "".join(way) not in _WEAK] or said
    answers = {_KNOWN[way] for way in said}
    return answers.pop() if len(answers) == 1 and _go_together(said) else None


def begins_as_answer(words: str) -> bool:
    """Whether a yes or no is the first that is said, whatever follows."""
    said = tuple(tokens(words))
    first = {_KNOWN.get(said[:end]) for end in range(1, _LONGEST + 1)}
    return not first.isdisjoint((Answer.YES, Answer.NO))


def _ways_in(said: list[str]) -> list[Way] | None:
    """The answers that words are made of, the longest first; None where there is anything else."""
    found: list[Way] = []
    at = 0
    while at < len(said):
        runs = (tuple(said[at:end]) for end in range(min(len(said), at + _LONGEST), at, -1))
        way = next((run for run in runs if run in _KNOWN or run in _PASSED), None)
        if way is None:
            return None
        found += [way] if way in _KNOWN else []
        at += len(way)
    return found


def _go_together(said: list[Way]) -> bool:
    """Whether they are one answer said twice, or several that make no sentence."""
    written = ["".join(way) for way in said]
    if len(set(written)) == 1:
        return True
    return not any(
        one in _LONE or (has_han(one) and len(one) == 1 and (place or one not in _LEADING))
        for place, one in enumerate(written)
    )
