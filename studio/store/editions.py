"""Which edition of the catalogue is sold from.

A product or supplier may stand in the file several times, each row for some editions: from
`since` on, before `until`. What everybody reads is the live edition. An import writes the rows of
the next one beside, in short transactions; to publish it is to change one number, and to take it
back is to change it again. So nobody waits for an import, however large, and a process that is
killed leaves the old edition or the new one, whole.

Rows that belong to no edition any more are cleared away in small steps, see `clearing`.
"""

from dataclasses import dataclass

from studio.store.database import Database

FOREVER = 2**62
"""What `until` is in a row that no edition has replaced."""

LIVE = "since <= (SELECT live FROM catalogue) AND until > (SELECT live FROM catalogue)"
"""The condition of the rows that are sold from."""


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions there are.

    Attributes:
        live: The one that is sold from.
        back: The one before the last import; None where nothing can be taken back.
        staging: The one that an import is writing; None for none.
        newest: The largest number that any edition had.
        is_clear: All rows belong to an edition.
    """

    live: int
    back: int | None
    staging: int | None
    newest: int
    is_clear: bool

    @classmethod
    def of(cls, db: Database) -> "Editions":
        row = db.execute("SELECT live, back, staging, newest, is_clear FROM catalogue").fetchone()
        live, back, staging, newest, is_clear = row
        return cls(live, back, staging, newest, bool(is_clear))

    @property
    def oldest(self) -> int:
        """The oldest edition that is still wanted; what is added by hand is in it too."""
        return self.live if self.back is None else self.back

    @property
    def noted(self) -> list[int]:
        """The editions for which edits are noted: one to be taken back, one to be published."""
        noted = [] if self.back is None else [self.live]
        return noted if self.staging is None else [*noted, self.staging]
