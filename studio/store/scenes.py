"""The sources, and the scenes made of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from studio.model.media import Size
from studio.model.scene import (
    Fit,
    PictureKind,
    PictureSource,
    Placement,
    Scene,
    SoundKind,
    SoundSource,
)
from studio.store import faults
from studio.store.database import Database

T = TypeVar("T")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All sources and scenes of one person, each in the person's own order."""

    pictures: tuple[PictureSource, ...] = ()
    sounds: tuple[SoundSource, ...] = ()
    scenes: tuple[Scene, ...] = ()


class SceneRepository:
    """The sources and scenes of one person; ids stay what they are."""

    def __init__(self, db: Database, person_id: str) -> None:
        self._db = db
        self._person = person_id

    def load(self) -> Arrangement:
        """Everything, in order; empty for a new person.

        Raises:
            StoreError: A row holds what this program cannot have written.
        """
        with self._db.snapshot():
            placed: dict[str, list[Placement]] = defaultdict(list)
            for row in self._rows("placements"):
                placed[row["scene_id"]].append(_read("placements", row, _placement))
            return Arrangement(
                tuple(_read("picture_sources", r, _picture) for r in self._rows("picture_sources")),
                tuple(_read("sound_sources", r, _sound) for r in self._rows("sound_sources")),
                tuple(
                    Scene(r["name"], tuple(placed[r["id"]]), r["id"]) for r in self._rows("scenes")
                ),
            )

    def save(self, arrangement: Arrangement) -> None:
        """Put the whole arrangement in place of the one before, whole or not at all.

        Raises:
            ValueError: An id occurs twice, or a placement shows a source that is not there.
        """
        _check(arrangement)
        scenes = [{"id": scene.id, "name": scene.name} for scene in arrangement.scenes]
        placements = [
            _placement_row(placement, scene, position)
            for scene in arrangement.scenes
            for position, placement in enumerate(scene.placements)
        ]
        with self._db.atomic():
            self._replace("picture_sources", [_picture_row(p) for p in arrangement.pictures])
            self._replace("sound_sources", [asdict(sound) for sound in arrangement.sounds])
            self._replace("scenes", scenes)
            self._replace("placements", placements)

    def _rows(self, table: str) -> Iterable[Row]:
        return self._db.table(table).rows_where(
            "person_id = ?", [self._person], order_by="position"
        )

    def _replace(self, table: str, rows: Sequence[Row]) -> None:
        """Rows that stay are updated, not made anew: other tables may refer to them."""
        kept = {row["id"] for row in rows}
        gone = [row["id"] for row in self._rows(table) if row["id"] not in kept]
        for one in gone:
            self._db.table(table).delete(one)
        self._db.table(table).upsert_all(
            ({"position": i, "person_id": self._person} | row for i, row in enumerate(rows)),
            pk="id",
        )


def _check(arrangement: Arrangement) -> None:
    placements = [p for scene in arrangement.scenes for p in scene.placements]
    for things in (arrangement.pictures, arrangement.sounds, arrangement.scenes, placements):
        if len({thing.id for thing in things}) < len(things):
            raise ValueError("an id occurs twice")
    missing = {p.source for p in placements} - {p.id for p in arrangement.pictures}
    if missing:
        raise ValueError(f"placements show unknown sources: {missing}")


def _read(table: str, row: Row, make: Callable[[Row], T]) -> T:
    try:
        return make(row)
    except ValueError as error:
        raise faults.unreadable(table, row["id"]) from error


def _picture(row: Row) -> PictureSource:
    width, height = row["width"], row["height"]
    return PictureSource(
        row["name"],
        PictureKind(row["kind"]),
        row["address"],
        None if width is None or height is None else Size(width, height),
        row["rate"],
        bool(row["loop"]),
        row["id"],
    )


def _picture_row(picture: PictureSource) -> Row:
    size = picture.size
    row = asdict(picture) | {"width": size and size.width, "height": size and size.height}
    del row["size"]
    return row


def _sound(row: Row) -> SoundSource:
    return SoundSource(
        row["name"],
        SoundKind(row["kind"]),
        row["address"],
        row["gain_db"],
        bool(row["is_muted"]),
        bool(row["is_monitored"]),
        bool(row["is_voice"]),
        bool(row["loop"]),
        row["offset_ms"],
        row["id"],
    )


def _placement(row: Row) -> Placement:
    return Placement(
        row["source_id"],
        row["x"],
        row["y"],
        row["width"],
        row["height"],
        Fit(row["fit"]),
        row["anchor_x"],
        row["anchor_y"],
        bool(row["is_mirrored"]),
        row["rotation"],
        row["id"],
    )


def _placement_row(placement: Placement, scene: Scene, position: int) -> Row:
    row = asdict(placement) | {"scene_id": scene.id, "position": position}
    row["source_id"] = row.pop("source")
    return row
