"""Which codes a file has had already, in little memory."""

from array import array

_FREE = 0


class SeenCodes:
    """Codes and the line of each, twelve bytes apiece, whatever their length.

    A table with open addressing that keeps a hash of 64 bits instead of the code: among five
    million codes the odds that two share one are below one in a million.
    """

    def __init__(self) -> None:
        self._count = 0
        self._make(1 << 12)

    def __len__(self) -> int:
        return self._count

    def first_line(self, code: str, line: int) -> int | None:
        """The line where the code stood before; None for a new one, which is kept."""
        key = hash(code) & 0xFFFF_FFFF_FFFF_FFFF or 1
        at = key & self._mask
        keys = self._keys
        while keys[at] != _FREE:
            if keys[at] == key:
                return self._lines[at]
            at = (at + 1) & self._mask
        keys[at] = key
        self._lines[at] = line & 0xFFFF_FFFF
        self._count += 1
        if self._count * 3 > len(keys) * 2:
            self._grow()
        return None

    def _make(self, size: int) -> None:
        self._mask = size - 1
        self._keys = array("Q", bytes(8 * size))
        self._lines = array("I", bytes(4 * size))

    def _grow(self) -> None:
        keys, lines = self._keys, self._lines
        self._make(2 * len(keys))
        for key, line in zip(keys, lines, strict=True):
            if key == _FREE:
                continue
            at = key & self._mask
            while self._keys[at] != _FREE:
                at = (at + 1) & self._mask
            self._keys[at] = key
            self._lines[at] = line
