"""What languages share whose numbers are words with spaces between them."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal

from studio.spoken.numerals import Numerals, both_halves, of_half, whole_only

_HOUR_S = 3600
_HOURS = 24


class Worded(Numerals):
    """Reads words one after another; each language tells what they mean.

    Attributes:
        units: Names of stretches of time, with their seconds.
        half: What adds half of the unit before it, where it stands behind all others.
    """

    units: Mapping[str, int]
    half: tuple[str, ...]

    @abstractmethod
    def split(self, words: str) -> list[str]:
        """Words as they are counted with."""

    @abstractmethod
    def values(self, said: Sequence[str]) -> list[Decimal]:
        """What words mean as a number, the likeliest first."""

    @abstractmethod
    def how_many(self, said: Sequence[str]) -> list[Decimal]:
        """What words mean before a unit of time; one number, or it is not clear."""

    @abstractmethod
    def tens(self, said: Sequence[str]) -> int | None:
        """A number below a hundred by the rules, and not digit by digit."""

    @abstractmethod
    def hour(self, said: Sequence[str]) -> int | None:
        """An hour of the day, to 24."""

    @abstractmethod
    def minute(self, said: Sequence[str]) -> int | None:
        """A minute behind an hour, from 1 to 59."""

    @abstractmethod
    def around(self, said: Sequence[str]) -> tuple[int, int] | None:
        """A time told by how far it is from an hour: `ten past three`, `setengah tiga`."""

    def numbers(self, words: str) -> list[Decimal]:
        return self.values(self.split(words))

    def seconds(self, said: Sequence[str]) -> list[Decimal]:
        """Stretches of time, the longest unit first, each once."""
        said = list(said)
        total, last, begin = Decimal(0), 10**9, 0
        for at, word in enumerate(said):
            if word not in self.units:
                continue
            numbers, unit = self.how_many(said[begin:at]), self.units[word]
            if len(numbers) != 1 or unit >= last:
                return []
            total, last, begin = total + numbers[0] * unit, unit, at + 1
        rest = said[begin:]
        if not begin or not rest:
            return [total] if begin else []
        if tuple(rest) == self.half:
            return [total + Decimal(last) / 2]
        minutes = whole_only(self.values(rest)) if last == _HOUR_S else []
        return [total + 60 * minutes[0]] if minutes and 0 < minutes[0] < 60 else []

    def clock(self, said: Sequence[str]) -> tuple[int, int] | None:
        """Hour and minute: around an hour, or one behind the other."""
        if (found := self.around(said)) is not None:
            return found
        if len(said) > 1 and (self.tens(said) or 0) > _HOURS:
            return None  # “twenty five” is no five past twenty
        for cut in range(len(said), 0, -1):
            hour = self.hour(said[:cut])
            minute = self.minute(said[cut:]) if said[cut:] else 0
            if hour is not None and minute is not None:
                return hour, minute
        return None

    def times(self, said: Sequence[str], *, late: bool | None) -> list[time]:
        """Times of day; both where nobody said of which half (`late` is None)."""
        found = self.clock(said)
        if found is None:
            return []
        return both_halves(*found) if late is None else of_half(*found, late=late)
