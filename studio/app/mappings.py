"""Which column was which field in files of the same columns: what a person said is remembered."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from studio import paths
from studio.catalogue.findings import Kind
from studio.catalogue.mapping import Mapping, key_of
from studio.catalogue.reading import Catalogue, open_catalogue
from studio.store.database import open_database
from studio.store.facts import FactRepository

_FACT = "column mappings"
_MOST = 100


def open_remembering(path: Path, currency: str = "CNY") -> tuple[Catalogue, bool]:
    """Open a file as somebody said that files with these columns are to be read.

    A supplier's next file may have more columns: what was said counts where its own words would
    leave something open.

    Args:
        path: The file.
        currency: See `open_catalogue`.

    Returns:
        The open file, and whether what was said of such files is used.

    Raises:
        StudioError: The file cannot be read, or the store not be opened.
    """
    catalogue = open_catalogue(path, currency=currency)
    try:
        mapping = _remembered_for(catalogue)
    except BaseException:
        catalogue.close()
        raise
    if mapping is None:
        return catalogue, False
    catalogue.close()
    return open_catalogue(path, mapping, currency=currency), True


def _remembered_for(catalogue: Catalogue) -> Mapping | None:
    if catalogue.findings.kind is not Kind.MAPPED:
        return None
    headers = catalogue.headers
    with _facts() as facts:
        known = _read(facts)
    if (mapping := known.get(key_of(headers))) is not None:
        return mapping
    if not catalogue.findings.missing:
        return None
    return next((m for m in known.values() if m.fits(headers) and not m.missing), None)


def remember(headers: Sequence[str], mapping: Mapping) -> None:
    """Keep what somebody said of these columns, in place of what they said before.

    Raises:
        StudioError: The store cannot be written.
    """
    key = key_of(headers)
    with _facts() as facts:
        newest = {key: mapping, **{of: kept for of, kept in _read(facts).items() if of != key}}
        first = islice(newest.items(), _MOST)
        facts.put(_FACT, [[of, dict(kept.columns)] for of, kept in first])


@contextmanager
def _facts() -> Iterator[FactRepository]:
    db = open_database(paths.database_file())
    try:
        yield FactRepository(db)
    finally:
        db.close()


def _read(facts: FactRepository) -> dict[str, Mapping]:
    """What was said, by the key of the headers, the newest first."""
    kept = facts.get(_FACT)
    found: dict[str, Mapping] = {}
    for one in kept if isinstance(kept, list) else []:
        with suppress(AttributeError, TypeError, ValueError):  # of another release
            key, columns = one
            found[str(key)] = Mapping.of(columns)
    return found
