"""The stream keys: in the system's keyring, or in an encrypted file where there is none.

Everything here may block: a locked keyring asks the user to unlock it, a file asks for its
passphrase, and making a key of a passphrase is slow by intent. Call it from any thread but the
main one.
"""

import json
import logging
import os
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from studio.log import hide
from studio.model.destination import StreamKey
from studio.model.errors import StoreError
from studio.model.message import say
from studio.model.ports import AskPassphrase
from studio.store.sealed import Cost, Sealed

log = logging.getLogger(__name__)

SERVICE = "earshot-studio"
FILE = "secrets.enc"

ALONE_S = 10.0
"""How long another process may write. Seconds."""

PATIENCE_S = 60.0
"""How long a keyring may take; it may be waiting for the user to unlock it. Seconds."""

T = TypeVar("T")


class SilentKeyringError(StoreError):
    """The keyring does not answer; what was to be kept in it can still go into the file."""


class SecretStore(Protocol):
    """Keeps stream keys by the id of their destination.

    Every method may block and raises `StoreError` when keys cannot be reached.
    """

    def get(self, destination_id: str) -> StreamKey | None:
        """The key; None when there is none. From now on it is kept out of the log."""
        ...

    def set(self, destination_id: str, key: StreamKey) -> None:
        """Keep a key in place of the one before."""
        ...

    def delete(self, destination_id: str) -> None:
        """Forget a key; nothing happens when there is none."""
        ...


def open_secrets(data_folder: Path, ask_passphrase: AskPassphrase) -> SecretStore:
    """Keep stream keys in the system's keyring where one answers, else in a file.

    Which of the two is found out when the first key is wanted: this call is quick.

    Args:
        data_folder: Where the file lies, beside the database.
        ask_passphrase: Called when the file must be read or written.
    """
    return SystemSecrets(FileSecrets(data_folder / FILE, ask_passphrase))


class SystemSecrets:
    """Stream keys in the keyring, or in the file where there is no keyring.

    A key in the file is newer than one in the keyring: it was given while no keyring answered. The
    file asks for its passphrase only when it holds the key in question.
    """

    def __init__(self, file: "FileSecrets", patience_s: float = PATIENCE_S) -> None:
        self._file = file
        self._patience_s = patience_s
        self._choice = threading.Lock()
        # None until a keyring answered, or it was clear that there is none.
        self._has_keyring: bool | None = None

    def get(self, destination_id: str) -> StreamKey | None:
        found = self._file.get(destination_id)
        if found is None and (ring := self._keyring()):
            found = ring.get(destination_id)
        if found is None and self._has_keyring is None:
            raise _silent()
        return found

    def set(self, destination_id: str, key: StreamKey) -> None:
        if ring := self._keyring():
            ring.set(destination_id, key)
            self._file.delete(destination_id)
        else:
            self._file.set(destination_id, key)

    def delete(self, destination_id: str) -> None:
        self._file.delete(destination_id)
        if ring := self._keyring():
            ring.delete(destination_id)

    def _keyring(self) -> "KeyringSecrets | None":
        with self._choice:
            if self._has_keyring is None:
                self._has_keyring = _has_keyring(self._patience_s)
        return KeyringSecrets(self._patience_s) if self._has_keyring else None


class KeyringSecrets:
    """Stream keys in the keyring of the system.

    Args:
        patience_s: How long one call may take, in seconds.
    """

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s

    def get(self, destination_id: str) -> StreamKey | None:
        return _revealed(self._ask(lambda ring: ring.get_password(SERVICE, destination_id)))

    def set(self, destination_id: str, key: StreamKey) -> None:
        secret = _checked(key)
        self._ask(lambda ring: ring.set_password(SERVICE, destination_id, secret))

    def delete(self, destination_id: str) -> None:
        # What a backend raises for a key that is not there differs: look first.
        self._ask(
            lambda ring: (
                ring.get_password(SERVICE, destination_id) is None
                or ring.delete_password(SERVICE, destination_id)
            )
        )

    def _ask(self, call: Callable[[Any], T]) -> T:
        from keyring import get_keyring
        from keyring.errors import KeyringLocked

        try:
            return _within(self._patience_s, lambda: call(get_keyring()))
        except KeyringLocked as error:
            raise StoreError(
                say("The system's keyring is locked."), say("Unlock it, then try again.")
            ) from error
        except TimeoutError as error:
            raise _silent() from error
        except Exception as error:  # a backend raises whatever its system's library raises
            log.warning("the keyring failed: %s", type(error).__name__)
            raise StoreError(
                say("The system's keyring cannot be used."),
                say("Start or unlock it, then try again."),
            ) from error


def _has_keyring(patience_s: float) -> bool | None:
    """Whether there is a keyring worth its name; None when it waits for somebody to unlock it."""
    from keyring import get_keyring
    from keyring.core import recommended
    from keyring.errors import KeyringLocked

    def answers() -> bool:
        ring = get_keyring()
        # Backends that fail, forget or write plain text rank below 1.
        return recommended(ring) and ring.get_password(SERVICE, "probe") is None

    try:
        return _within(patience_s, answers)
    except KeyringLocked:
        return True
    except TimeoutError:
        log.warning("the keyring does not answer")
        return None
    except Exception as error:  # noqa: BLE001 - as in `KeyringSecrets`
        log.info("no keyring: %s", type(error).__name__)
        return False


def _within(seconds: float, call: Callable[[], T]) -> T:
    """Give a call so many seconds; a keyring that nobody can unlock would wait for ever."""
    done: Future[T] = Future()

    def work() -> None:
        try:
            done.set_result(call())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is awaited
            done.set_exception(error)

    threading.Thread(target=work, name="keyring", daemon=True).start()
    return done.result(seconds)


class FileSecrets:
    """Stream keys in an encrypted file, for systems without a keyring.

    The passphrase is asked for when it is first needed and not kept; the key made of it stays in
    memory. Any thread, and any process: who writes has the file alone.

    Args:
        path: The file; it is made with the first key and goes with the last one.
        passphrase: Asks the user.
        alone_s: How long another process may write, in seconds.
    """

    def __init__(self, path: Path, passphrase: AskPassphrase, alone_s: float = ALONE_S) -> None:
        self._path = path
        self._passphrase = passphrase
        self._alone_s = alone_s
        self._lock: _Lock | None = None
        self._turn = threading.Lock()

    def get(self, destination_id: str) -> StreamKey | None:
        with self._turn:
            found = self._find(destination_id)
            return _revealed(self._open(found).get(destination_id)) if found else None

    def set(self, destination_id: str, key: StreamKey) -> None:
        secret = _checked(key)
        self._change(lambda keys: keys | {destination_id: secret})

    def delete(self, destination_id: str) -> None:
        if self._find(destination_id) is not None:
            self._change(lambda keys: {k: v for k, v in keys.items() if k != destination_id})

    def _change(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """Change what is in the file now; nobody waits while the user is asked."""
        with self._turn:
            while True:
                found = self._read()
                # A key that is given back after the last one went asks for nothing anew.
                lock = self._lock_of(found) if found else self._lock
                lock = lock or _Lock.new(self._ask(is_new=True))
                with self._alone():
                    now = self._read()
                    # Another process may have made it anew meanwhile, under another passphrase.
                    if (now is None) != (found is None) or (now is not None and not lock.fits(now)):
                        continue
                    keys = change(lock.unseal(now) if now else {})
                    if keys:
                        self._write(lock.seal(keys))
                    else:
                        self._path.unlink(missing_ok=True)
                    self._lock = lock
                    return

    @contextmanager
    def _alone(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=self._alone_s):
                yield
        except Timeout as error:
            raise StoreError(
                say("Another program is writing the stream keys."), say("Try again in a moment.")
            ) from error
        except OSError as error:
            raise _unreachable(self._path) from error

    def _find(self, destination_id: str) -> Sealed | None:
        found = self._read()
        return found if found and destination_id in found.ids else None

    def _open(self, found: Sealed) -> dict[str, str]:
        lock = self._lock_of(found)
        keys = lock.unseal(found)
        self._lock = lock
        return keys

    def _lock_of(self, found: Sealed) -> "_Lock":
        # Another process may have made the file anew, under another passphrase.
        if self._lock is not None and self._lock.fits(found):
            return self._lock
        return _Lock.of(self._ask(), found.salt, found.cost)

    def _ask(self, *, is_new: bool = False) -> str:
        passphrase = self._passphrase(is_new)
        if not passphrase:
            raise StoreError(
                say("No passphrase was given, so the stream keys stay closed."),
                say("Try again, and type the passphrase of your stream keys."),
            )
        return passphrase

    def _read(self) -> Sealed | None:
        try:
            return Sealed.from_text(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreachable(self._path) from error

    def _write(self, sealed: Sealed) -> None:
        """Replace the file at once, so that a crash leaves the old or the new one."""
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a path knows no mode
                file.write(sealed.to_text())
                file.flush()
                os.fsync(descriptor)
            beside.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise _unreachable(self._path) from error


@dataclass(frozen=True, slots=True, repr=False)
class _Lock:
    """What was made of a passphrase, which itself is not kept."""

    salt: bytes
    cost: Cost
    key: bytes

    @classmethod
    def new(cls, passphrase: str) -> Self:
        return cls.of(passphrase, os.urandom(16), Cost())

    @classmethod
    def of(cls, passphrase: str, salt: bytes, cost: Cost) -> Self:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        # The same words typed on another keyboard or system shall be the same passphrase.
        words = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
        return cls(salt, cost, Scrypt(salt, 32, cost.n, cost.r, cost.p).derive(words))

    def fits(self, found: Sealed) -> bool:
        """Whether the file was made with the same salt; the passphrase may be another one."""
        return (self.salt, self.cost) == (found.salt, found.cost)

    def seal(self, keys: dict[str, str]) -> Sealed:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        empty = Sealed(self.salt, self.cost, tuple(sorted(keys)), nonce, b"")
        body = AESGCM(self.key).encrypt(nonce, json.dumps(keys).encode(), empty.vouched_for())
        return replace(empty, sealed=body)

    def unseal(self, found: Sealed) -> dict[str, str]:
        """Give the keys by id.

        Raises:
            StoreError: The passphrase is another one.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            body = AESGCM(self.key).decrypt(found.nonce, found.sealed, found.vouched_for())
        except InvalidTag as error:
            raise StoreError(
                say("This is not the passphrase of your stream keys."),
                say("Try again, and type it once more. Nothing was changed."),
            ) from error
        return json.loads(body)


def _checked(key: StreamKey) -> str:
    """Give the text of a key to be kept, which from now on stays out of the log."""
    if not key:
        raise StoreError(say("The stream key is empty."), say("Copy it from the service again."))
    hide(key.reveal())
    return key.reveal()


def _revealed(secret: str | None) -> StreamKey | None:
    if not secret:
        return None
    hide(secret)
    return StreamKey(secret)


def _silent() -> StoreError:
    return SilentKeyringError(
        say("The system's keyring does not answer."),
        say("It may be asking for its password in another window. Then try again."),
    )


def _unreachable(path: Path) -> StoreError:
    return StoreError(
        say("The file of your stream keys, {file}, cannot be used.", file=path.name),
        say("Check that you may write in the folder {folder}.", folder=str(path.parent)),
    )
