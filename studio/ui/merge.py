"""Keeps a dialog from writing back what was changed while it was open."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

from studio.model.destination import Destination
from studio.model.product import Product
from studio.model.rundown import Segment
from studio.model.scene import PictureSource, SoundSource

T = TypeVar("T", PictureSource, SoundSource, Destination, Product, Segment)
Listed = TypeVar("Listed", PictureSource, SoundSource, Destination)


def newest(things: Sequence[Listed], known: Listed) -> Listed:
    """A thing as it is now; as it was known where it is new, or gone."""
    return next((thing for thing in things if thing.id == known.id), known)


def merged(now: T, before: T, after: T, *, together: tuple[str, ...] = ()) -> T:
    """What the user changed in a form, and all else as it is now.

    Args:
        now: The newest thing.
        before: What the form said when it opened.
        after: What it says in the end.
        together: Fields that mean something only together: all are taken when one was changed.
    """
    changed = {f.name for f in fields(after) if getattr(after, f.name) != getattr(before, f.name)}
    if changed.intersection(together):
        changed.update(together)
    return replace(now, **{name: getattr(after, name) for name in changed})
