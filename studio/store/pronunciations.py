"""How a person wants words to be said."""

from collections.abc import Iterable

from studio.model.pronunciation import Pronunciation
from studio.store.database import Database


class PronunciationRepository:
    """One person's dictionary."""

    def __init__(self, db: Database, person_id: str) -> None:
        self._db = db
        self._table = db.table("pronunciations")
        self._person = person_id

    def load(self) -> tuple[Pronunciation, ...]:
        """Every entry, in the order of words."""
        rows = self._table.rows_where("person_id = ?", [self._person])
        found = (Pronunciation(row["word"], row["spoken"], row["language"]) for row in rows)
        return tuple(sorted(found, key=lambda entry: entry.key))

    def save(self, entries: Iterable[Pronunciation]) -> None:
        """Keep these in place of those before, whole or not at all."""
        with self._db.atomic():
            self._table.delete_where("person_id = ?", [self._person])
            for entry in entries:
                self._table.insert(
                    {
                        "person_id": self._person,
                        "word": entry.word,
                        "language": entry.language,
                        "spoken": entry.spoken,
                    }
                )
