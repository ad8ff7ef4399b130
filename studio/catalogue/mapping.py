"""Which column of somebody's file is which field: proposed, changed by a person, and kept."""

from collections.abc import Mapping as Headers
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from studio.catalogue import headings
from studio.model.fields import NEEDED, SEVERAL
from studio.model.product import Field


@dataclass(frozen=True, slots=True)
class Mapping:
    """Headers and the fields that they name; a header that is not among them is ignored.

    Attributes:
        columns: Headers as the file writes them, each with its field. Only fields of several
            parts may have more than one.
    """

    columns: tuple[tuple[str, Field], ...] = ()

    @classmethod
    def propose(cls, headers: Sequence[str]) -> Self:
        """What the headers' words suggest."""
        return cls(tuple(headings.propose(headers).items()))

    @classmethod
    def of(cls, columns: Headers[str, str]) -> Self:
        """A mapping that was kept, by the names of its fields.

        Raises:
            ValueError: It names what is no field.
        """
        return cls(tuple((header, Field(field)) for header, field in columns.items()))

    def field_of(self, header: str) -> Field | None:
        return dict(self.columns).get(header)

    def header_of(self, field: Field) -> str | None:
        """The first header that names a field."""
        return next((header for header, named in self.columns if named is field), None)

    def change(self, header: str, field: Field | None) -> Self:
        """The mapping with one header changed; None ignores it.

        Another header that named the field is ignored from then on, unless several may.
        """
        columns = [
            (other, named)
            for other, named in self.columns
            if other != header and (named is not field or field in SEVERAL)
        ]
        if field is not None:
            columns.append((header, field))
        return replace(self, columns=tuple(columns))

    @property
    def missing(self) -> tuple[Field, ...]:
        """What must still be named before anything can be read."""
        named = {field for _, field in self.columns}
        return tuple(field for field in NEEDED if field not in named)

    def within(self, headers: Sequence[str]) -> Self:
        """What of it a file with these headers can use."""
        return replace(self, columns=tuple(c for c in self.columns if c[0] in headers))

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether the file has every column it speaks of."""
        return {header for header, _ in self.columns} <= set(headers)


def key_of(headers: Sequence[str]) -> str:
    """What a mapping is kept under: the same for the same headers in any order.

    A file of bad rows has the key of the file that they come from.
    """
    names = {h.strip() for h in headers if h.strip() and not headings.is_unnamed(h)}
    return "\n".join(sorted(names.difference(headings.OF_BAD_ROWS)))
