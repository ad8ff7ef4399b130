"""Destinations by the command line."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

from studio import paths
from studio.log import clean
from studio.model.destination import Destination, StreamKey
from studio.model.errors import CommandError
from studio.model.message import Name, say
from studio.model.ports import AskPassphrase
from studio.output.address import check_address
from studio.output.check import check
from studio.store.secrets import SecretStore, open_secrets
from studio.store.store import Store
from studio.text import _

Ask = Callable[[], str]


_HOW_TO_GIVE_A_KEY = say("“earshot destination edit NAME --key” reads one from standard input.")


def _no_key(destination: Destination) -> CommandError:
    return CommandError(
        say("No stream key was given for {destination}.", destination=Name(destination.name)),
        _HOW_TO_GIVE_A_KEY,
    )


@contextmanager
def _store() -> Iterator[Store]:
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    try:
        yield store
    finally:
        store.stop()


def _secrets(ask_passphrase: AskPassphrase) -> SecretStore:
    return open_secrets(paths.data_folder(), ask_passphrase)


def _find(store: Store, name: str) -> Destination:
    found = store.run(lambda kept: kept.destinations.by_name(name)).result()
    if found is None:
        raise CommandError(
            say("There is no destination called “{name}”.", name=Name(name)),
            say("“earshot destination list” shows their names."),
        )
    return found


def _check(destination: Destination) -> None:
    if not destination.is_named:
        raise CommandError(
            say("A destination has a name, and no address such as “rtmp://” in it."),
            say("Give it a name that you can say, such as the service's."),
        )
    check_address(destination)


def _typed(read_key: Ask) -> StreamKey | None:
    """The key that was given; None where none was."""
    key = StreamKey(read_key())
    if key and not key.is_plausible:
        raise CommandError(
            say("This cannot be a stream key."),
            say("Copy the stream key from the service once more, as one line of text."),
        )
    return key or None


@contextmanager
def _saved(store: Store, before: Destination | None, destination: Destination) -> Iterator[None]:
    """Save a destination while its key is kept; without its key it stays as it was."""
    store.run(lambda kept: kept.destinations.put(destination)).result()
    try:
        yield
    except BaseException:  # Ctrl+C at the passphrase too
        if before:
            store.run(lambda kept: kept.destinations.put(before)).result()
        else:
            store.run(lambda kept: kept.destinations.delete(destination.id)).result()
        raise


def add(options: argparse.Namespace, ask_passphrase: AskPassphrase, read_key: Ask) -> list[str]:
    """Add a destination, or change the one of that name.

    Raises:
        StudioError: It cannot be kept, or its key cannot.
    """
    with _store() as store:
        known = store.run(lambda kept: kept.destinations.by_name(options.name)).result()
        fresh = known or Destination(options.name, options.url)
        destination = replace(
            fresh,
            url=options.url,
            service=fresh.service if options.service is None else options.service,
            needs_key=not options.no_key,
        )
        _check(destination)
        key = _typed(read_key) if destination.needs_key else None
        with _saved(store, known, destination):
            if key:
                _secrets(ask_passphrase).set(destination.id, key)
            elif known and not destination.needs_key:
                _secrets(ask_passphrase).delete(destination.id)
    if destination.needs_key and not key:
        told = _("{name} is saved; no new stream key was given.").format(name=options.name)
        return [told] if known else [told, _HOW_TO_GIVE_A_KEY.words()]
    return [_("{name} is saved.").format(name=options.name)]


def edit(options: argparse.Namespace, ask_passphrase: AskPassphrase, read_key: Ask) -> list[str]:
    """Change what is given of a destination; its key stays unless a new one is read.

    Raises:
        StudioError: There is none of that name, another has the new one, or the address is none.
    """
    wishes = {
        "name": options.new_name,
        "url": options.url,
        "service": options.service,
        "is_on": options.is_on,
    }
    with _store() as store:
        found = _find(store, options.name)
        changed = replace(found, **{n: value for n, value in wishes.items() if value is not None})
        _check(changed)
        key = _typed(read_key) if options.key else None
        if options.key and not key:
            raise _no_key(changed)
        with _saved(store, found, changed):
            if key:
                _secrets(ask_passphrase).set(changed.id, key)
    return [_("{name} is saved.").format(name=changed.name)]


def remove(options: argparse.Namespace, ask_passphrase: AskPassphrase, _read_key: Ask) -> list[str]:
    """Remove a destination and its key.

    Raises:
        StudioError: There is none of that name, or its key cannot be reached.
    """
    with _store() as store:
        found = _find(store, options.name)
        _secrets(ask_passphrase).delete(found.id)
        store.run(lambda kept: kept.destinations.delete(found.id)).result()
    return [_("{name} is removed.").format(name=found.name)]


def test(options: argparse.Namespace, ask_passphrase: AskPassphrase, _read_key: Ask) -> list[str]:
    """Find out whether a destination takes its address and key.

    Raises:
        StudioError: It does not, and why.
    """
    with _store() as store:
        found = _find(store, options.name)
    key = _secrets(ask_passphrase).get(found.id) if found.needs_key else None
    check(found, key)
    return [_("{name} takes the stream.").format(name=found.name)]


def _shown(destination: Destination) -> str:
    """The address as far as it can hold no key: up to the application's name."""
    parts = urlsplit(destination.url)
    app, _slash, rest = parts.path.strip("/").partition("/")
    return f"{parts.scheme}://{parts.netloc}/{app}" + ("/***" if rest or parts.query else "")


def list(  # noqa: A001 - as on the command line
    _options: argparse.Namespace, _ask_passphrase: AskPassphrase, _read_key: Ask
) -> list[str]:
    """Name, service and address of each destination; never its key."""
    with _store() as store:
        known = store.run(lambda kept: kept.destinations.all()).result()
    off = [_("off")]
    rows = [
        (d.name, d.service, _shown(d) if d.needs_key else clean(d.url), *([] if d.is_on else off))
        for d in known
    ]
    return ["\t".join(" ".join(words.split()) for words in row) for row in rows]
