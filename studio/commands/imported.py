"""How it is told what is imported, and what came of it: the same for products and orders."""

from typing import Protocol

from studio.model.message import Message, Name, say

_DETAILS = 3
"""So many findings are spoken; a dry run by the command line tells all of them."""


class Came(Protocol):
    """What came of a file; see `Imported` and `OrdersImported`."""

    @property
    def outcome(self) -> Message: ...

    @property
    def bad_rows(self) -> str: ...

    @property
    def details(self) -> tuple[str, ...]: ...


def title_of(path: str, *, is_dry_run: bool) -> Message:
    """What is being done with a file, as a sentence."""
    file = Name(path.replace("\\", "/").rpartition("/")[2])
    if is_dry_run:
        return say("Looking into {file}.", file=file)
    return say("Importing {file}.", file=file)


def told_of(came: Came) -> Message:
    """The counts, where the wrong rows are, and what matters most of the rest."""
    told = came.outcome
    if came.bad_rows:
        told = told.then(say("The wrong rows are kept in {file}.", file=Name(came.bad_rows)))
    for detail in came.details[:_DETAILS]:
        told = told.then(say("{detail}", detail=detail))
    return told
