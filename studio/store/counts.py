"""What an import does to the catalogue."""

import json
from dataclasses import asdict, dataclass

from studio.store.database import Database


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many products of a file are new, changed, or as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "ImportCounts") -> "ImportCounts":
        return ImportCounts(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged
        )


def last_counts(db: Database) -> ImportCounts:
    """What the last import did."""
    return ImportCounts(**json.loads(db.execute("SELECT counts FROM catalogue").fetchone()[0]))


def note_counts(db: Database, counts: ImportCounts) -> None:
    db.execute("UPDATE catalogue SET counts = ?", [json.dumps(asdict(counts))])
