"""Which column of somebody's file is which field: proposed, changed by a person, and kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from studio.catalogue import headings
from studio.model.product import Field

NEEDED = (Field.CODE, Field.NAME, Field.PRICE)
"""What a product cannot be without."""


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
    def from_json(cls, text: str) -> Self:
        """A mapping that was kept.

        Raises:
            ValueError: It is none.
        """
        kept = json.loads(text)
        if not isinstance(kept, dict) or not all(isinstance(f, str) for f in kept.values()):
            raise ValueError("no mapping of headers to fields")
        return cls(tuple((header, Field(field)) for header, field in kept.items()))

    def to_json(self) -> str:
        return json.dumps(dict(self.columns), ensure_ascii=False)

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
            if other != header and (named is not field or field in headings.SEVERAL)
        ]
        if field is not None:
            columns.append((header, field))
        return replace(self, columns=tuple(columns))

    @property
    def missing(self) -> tuple[Field, ...]:
        """What must still be named before anything can be read."""
        named = {field for _, field in self.columns}
        return tuple(field for field in NEEDED if field not in named)

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether the file has every column it speaks of."""
        return {header for header, _ in self.columns} <= set(headers)


def key_of(headers: Sequence[str]) -> str:
    """What a mapping is kept under: the same for a file with the same headers in any order."""
    return "\n".join(sorted({header.strip() for header in headers if header.strip()}))
