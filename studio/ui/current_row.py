"""Hearing of another current row in the list that has the focus."""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QItemSelectionModel


def followed(
    before: QItemSelectionModel | None,
    rows: QItemSelectionModel | None,
    heard: Callable[..., None],
) -> QItemSelectionModel | None:
    """Have it heard when another row of this list becomes the current one; gives the list's rows.

    Args:
        before: The rows that were followed until now.
        rows: Those to follow from now on; None for none.
        heard: Called with the new row and the one before.
    """
    if rows is before:
        return rows
    with suppress(RuntimeError):  # the list before is gone, and its rows with it
        if before is not None:
            before.currentChanged.disconnect(heard)
    if rows is not None:
        rows.currentChanged.connect(heard)
    return rows
