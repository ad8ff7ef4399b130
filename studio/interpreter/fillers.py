"""What people say besides: hesitation, politeness, and particles at the end."""

from collections.abc import Sequence

from studio.spoken.plain import tokens

_ANYWHERE = """
    uh | um | er | erm | hmm | uhm | please | ok | okay | well | so
    呃 | 嗯 | 额 | 那个 | 这个嘛 | 就是说 | 请 | 麻烦 | 麻烦你 | 帮我 | 帮忙 | 给我 | 请帮我 | 请你
    eh | ehm | anu | hm | tolong | mohon | coba | dong | deh | nih | sih | ya | yuk
"""
_KOREAN = frozenset(["음", "어", "저", "저기", "그", "좀", "아", "자", "이제", "지금", "그럼"])
"""Only as words of their own: 음 is the end of 다음 too."""
_AT_THE_BEGIN = """
    can you | could you | would you | will you | i want to | i would like to | i'd like to | let's |
    now | and | then | hey
    我要 | 我想 | 我想要 | 你 | 现在 | 然后 | 来 | 再 | 把
    saya mau | saya ingin | aku mau | bisa | sekarang | lalu | terus | kita
"""
_AT_THE_END = """
    now | for me | thanks | thank you | then
    吧 | 啊 | 呀 | 嘛 | 呢 | 哦 | 噢 | 喔 | 嘞 | 咯 | 哈 | 谢谢 | 一下 | 了
    sekarang | terima kasih | makasih | saja | aja | lah
    요 | 줘 | 해 줘 | 해 주세요 | 주세요 | 하세요 | 해 | 할게 | 하자 | 을 | 를 | 해라
"""


_MOST_WAYS = 12


def _read(lines: str) -> tuple[tuple[str, ...], ...]:
    ways = (way for line in lines.splitlines() for way in line.split("|"))
    found = {tuple(tokens(way)) for way in ways} - {()}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


_FILLERS, _FIRST, _LAST = _read(_ANYWHERE), _read(_AT_THE_BEGIN), _read(_AT_THE_END)
_BY_BEGINNING: dict[str, tuple[tuple[str, ...], ...]] = {
    first: tuple(one for one in _FILLERS if one[0] == first) for first in {f[0] for f in _FILLERS}
}


def without_korean_fillers(words: str) -> str:
    """Words without those that are only said besides, while spaces still part them."""
    return " ".join(word for word in words.split() if word.strip(",.…") not in _KOREAN)


def without_fillers(said: Sequence[str]) -> list[tuple[str, ...]]:
    """What may be meant without them: each way leaves out more; nothing where there are none.

    Args:
        said: See `plain.tokens`.
    """
    kept: list[str] = []
    at = 0
    while at < len(said):
        known = _BY_BEGINNING.get(said[at], ())
        filler = next((one for one in known if tuple(said[at : at + len(one)]) == one), ())
        if not filler:
            kept.append(said[at])
        at += len(filler) or 1
    ways: dict[tuple[str, ...], None] = {tuple(kept): None}
    _trim(tuple(kept), ways)
    return [way for way in ways if way and way != tuple(said)]


def _trim(said: tuple[str, ...], ways: dict[tuple[str, ...], None]) -> None:
    """Add the words without some at their ends, in every order, some dozen ways at most."""
    ends = [said[: -len(last)] for last in _LAST if said[-len(last) :] == last]
    begins = [said[len(first) :] for first in _FIRST if said[: len(first)] == first]
    for less in (*ends, *begins):
        if less and less not in ways and len(ways) < _MOST_WAYS:
            ways[less] = None
            _trim(less, ways)
