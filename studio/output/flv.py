"""Takes FLV apart into what RTMP sends.

Source: Adobe, Flash Video File Format specification 10.1, annex E.
"""

from dataclasses import dataclass, field

_HEADER = 9
_TAG_HEADER = 11
_BACK_POINTER = 4


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """One FLV tag.

    Attributes:
        kind: 8 sound, 9 picture, 18 data.
        timestamp: In milliseconds.
        body: As RTMP sends it.
    """

    kind: int
    timestamp: int
    body: bytes = field(repr=False)


class TagTaker:
    """What a muxer writes FLV into; gives the tags that are complete. One thread."""

    def __init__(self) -> None:
        self._written = bytearray()
        self._begun = False

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def tags(self) -> list[Tag]:
        """Every tag that was written since this was last asked."""
        tags: list[Tag] = []
        written = self._written
        at = 0 if self._begun else _HEADER + _BACK_POINTER
        while at + _TAG_HEADER <= len(written):
            size = int.from_bytes(written[at + 1 : at + 4], "big")
            body = at + _TAG_HEADER
            if body + size + _BACK_POINTER > len(written):
                break
            timestamp = int.from_bytes(written[at + 4 : at + 7], "big") | written[at + 7] << 24
            tags.append(Tag(written[at], timestamp, bytes(written[body : body + size])))
            at = body + size + _BACK_POINTER
        if tags:
            self._begun = True
            del written[:at]
        return tags
