"""Yes, no and never mind, in all the ways they are said."""

from collections.abc import Iterator
from enum import StrEnum

from studio.spoken.plain import tokens


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    CANCEL = "cancel"


_WAYS: dict[Answer, str] = {
    Answer.YES: """
        yes | yeah | yep | yup | yes please | sure | ok | okay | of course | go ahead | do it |
        confirm | confirmed | correct | right | that's right | absolutely | please do | y
        是 | 是的 | 对 | 对的 | 对头 | 好 | 好的 | 好啊 | 好嘛 | 行 | 行的 | 可以 |
        要得 | 确定 | 确认 | 没错 | 没问题 | 同意 | 嗯 | 嗯嗯 | 嗯好 | 就这样 |
        就是 | 要 | 执行 | 当然 | 得行 | 中
        ya | iya | yoi | iya betul | ya betul | betul | benar | oke | ok | baik | boleh | setuju |
        lanjutkan saja | tentu | silakan | siap | jadi | yakin | he eh | sip | ya lakukan | lakukan
        네 | 예 | 응 | 네네 | 그래 | 그래요 | 맞아 | 맞아요 | 좋아 | 좋아요 | 확인 |
        알겠어 | 오케이 | 해 줘 | 해줘 | 그렇게 해 | 당연하지 | 물론 | 물론이지
    """,
    Answer.NO: """
        no | nope | nah | no thanks | no thank you | don't | do not | please don't | negative |
        wrong | that's wrong | never | not now | n
        不 | 不是 | 不要 | 不行 | 不用 | 不对 | 不可以 | 不好 | 否 | 别 | 莫 | 要不得 |
        没有 | 错 | 错了 | 不同意 | 先不 | 算了不要 | 不用了 | 不要了 | 不得行
        tidak | nggak | enggak | gak | ga | ndak | tak | bukan | jangan | tidak usah | gak usah |
        nggak usah | tidak jadi | gak jadi | salah | belum | tidak mau | kagak
        아니 | 아니요 | 아니오 | 아뇨 | 안 돼 | 안돼 | 하지 마 | 하지마 | 싫어 | 싫어요 |
        틀렸어 | 그만둬 | 말아
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


def _written() -> Iterator[tuple[Answer, str]]:
    for answer, lines in _WAYS.items():
        for line in lines.strip().splitlines():
            yield from ((answer, way.strip()) for way in line.split("|") if way.strip())


_KNOWN: dict[tuple[str, ...], Answer] = {tuple(tokens(way)): answer for answer, way in _written()}


def ways() -> tuple[str, ...]:
    """All ways to answer, in every language, as they are written."""
    return tuple(way for _answer, way in _written())


def answer_of(words: str) -> Answer | None:
    """What somebody answers; None where the words are no answer and nothing else."""
    return _KNOWN.get(tuple(tokens(words)))
