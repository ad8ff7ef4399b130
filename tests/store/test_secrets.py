"""Stream keys: in a keyring, in an encrypted file, and nowhere else."""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

import studio.log
from studio.model.destination import StreamKey
from studio.model.errors import StoreError
from studio.store.sealed import Cost, Sealed
from studio.store.secrets import (
    FILE,
    SERVICE,
    FileSecrets,
    KeyringSecrets,
    SystemSecrets,
    open_secrets,
)

KEY = StreamKey("live_123_密钥🔑")


class Ring(KeyringBackend):
    """A keyring in this process."""

    priority = 5  # pyright: ignore[reportAssignmentType] - computed in the base

    def __init__(self):
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.fails: Exception | None = None
        self.unlocked = threading.Event()
        self.unlocked.set()

    def _check(self):
        self.unlocked.wait()
        if self.fails:
            raise self.fails

    def get_password(self, service, username):
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._check()
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError
        del self.kept[service, username]


class PlainText(Ring):
    """One like those of `keyrings.alt`, which the studio must not use."""

    priority = 0.5


@pytest.fixture
def use_ring():
    before = keyring.core._keyring_backend

    def use(ring):
        keyring.set_keyring(ring)
        return ring

    yield use
    keyring.core._keyring_backend = before


@pytest.fixture
def ring(use_ring):
    return use_ring(Ring())


@pytest.fixture
def asked():
    return []


@pytest.fixture
def passphrase(asked):
    def ask(is_new: bool) -> str:
        asked.append(1)
        return "correct horse 电池"

    return ask


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """The strength of the passphrase's lock is not tested here, once excepted."""
    monkeypatch.setattr("studio.store.secrets.Cost", lambda: Cost(n=2**10, r=8, p=1))


def _never(is_new: bool) -> str:
    raise AssertionError("nobody should be asked")


# The keyring


def test_a_keyring_keeps_gives_and_forgets(ring):
    secrets = KeyringSecrets()
    assert secrets.get("d1") is None
    secrets.set("d1", KEY)
    secrets.set("d2", StreamKey("another"))
    assert ring.kept[SERVICE, "d1"] == KEY.reveal()
    found = secrets.get("d1")
    assert found is not None
    assert found.reveal() == KEY.reveal()
    secrets.delete("d1")
    secrets.delete("d1")
    assert secrets.get("d1") is None
    assert list(ring.kept) == [(SERVICE, "d2")]


def test_the_keyring_is_chosen_where_there_is_one(ring, folder):
    secrets = open_secrets(folder, _never)
    secrets.set("d1", KEY)
    assert _text(secrets.get("d1")) == KEY.reveal()
    assert ring.kept == {(SERVICE, "d1"): KEY.reveal()}
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "useless", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, PlainText]
)
def test_a_file_is_chosen_where_there_is_no_keyring(use_ring, folder, passphrase, useless):
    use_ring(useless())
    open_secrets(folder, passphrase).set("d1", KEY)
    assert (folder / FILE).is_file()
    assert _text(open_secrets(folder, passphrase).get("d1")) == KEY.reveal()


def test_a_file_is_chosen_where_the_keyrings_daemon_is_not_there(ring, folder, passphrase):
    ring.fails = keyring.errors.InitError("Failed to create the collection")
    open_secrets(folder, passphrase).set("d1", KEY)
    assert (folder / FILE).is_file()
    assert ring.kept == {}


def test_nobody_waits_for_a_keyring_before_a_key_is_wanted(ring, folder):
    ring.unlocked.clear()
    open_secrets(folder, _never)
    ring.unlocked.set()


def test_a_locked_keyring_is_still_the_keyring(ring, folder):
    ring.fails = keyring.errors.KeyringLocked("dismissed")
    secrets = open_secrets(folder, _never)
    with pytest.raises(StoreError) as caught:
        secrets.get("d1")
    assert str(caught.value) == "The system's keyring is locked. Unlock it, then try again."


def test_a_keyring_that_breaks_later_is_told(ring, folder, studio_log):
    studio_log.expect("the keyring failed: OSError")
    secrets = open_secrets(folder, _never)
    assert secrets.get("d1") is None
    ring.fails = OSError("D-Bus went away")
    for call in (
        lambda: secrets.get("d1"),
        lambda: secrets.set("d1", KEY),
        lambda: secrets.delete("d1"),
    ):
        with pytest.raises(StoreError, match="keyring cannot be used"):
            call()


def test_a_keyring_that_nobody_unlocks_does_not_hold_us_for_ever(ring):
    ring.unlocked.clear()
    with pytest.raises(StoreError, match="does not answer"):
        KeyringSecrets(patience_s=0.05).get("d1")
    ring.unlocked.set()


def test_where_nobody_can_unlock_the_keyring_a_key_may_go_into_the_file(
    ring, folder, passphrase, asked, studio_log
):
    studio_log.expect("does not answer")
    ring.unlocked.clear()
    secrets = SystemSecrets(FileSecrets(folder / FILE, passphrase), patience_s=0.05)
    with pytest.raises(StoreError, match="does not answer"):
        secrets.get("d1")
    assert asked == []
    secrets.set("d1", KEY)
    assert _text(secrets.get("d1")) == KEY.reveal()
    ring.unlocked.set()
    secrets.set("d1", StreamKey("newer"))
    assert ring.kept == {(SERVICE, "d1"): "newer"}
    assert not (folder / FILE).exists()


def test_keys_from_a_time_without_a_keyring_are_found_and_move(use_ring, folder, passphrase, asked):
    use_ring(keyring.backends.fail.Keyring())
    old = open_secrets(folder, passphrase)
    old.set("d1", KEY)
    old.set("d2", StreamKey("second"))
    ring = use_ring(Ring())
    asked.clear()
    secrets = open_secrets(folder, passphrase)
    assert secrets.get("d3") is None
    assert asked == []
    assert _text(secrets.get("d1")) == KEY.reveal()
    secrets.set("d1", StreamKey("newer"))
    assert _text(secrets.get("d1")) == "newer"
    assert asked == [1]
    assert list(ring.kept) == [(SERVICE, "d1")]
    secrets.delete("d1")
    assert secrets.get("d1") is None
    secrets.delete("d2")
    assert not (folder / FILE).exists()


def test_a_key_from_a_time_when_the_keyring_was_silent_is_the_newer(use_ring, folder, passphrase):
    ring = use_ring(Ring())
    open_secrets(folder, passphrase).set("d1", StreamKey("leaked"))
    use_ring(keyring.backends.fail.Keyring())
    open_secrets(folder, passphrase).set("d1", KEY)
    use_ring(ring)
    assert _text(open_secrets(folder, passphrase).get("d1")) == KEY.reveal()


# The file


def _text(key: StreamKey | None) -> str | None:
    return key.reveal() if key else None


def test_a_file_keeps_gives_and_forgets(folder, passphrase, asked):
    secrets = FileSecrets(folder / "new" / FILE, passphrase)
    assert secrets.get("d1") is None
    assert asked == []
    secrets.set("d1", KEY)
    secrets.set("d2", StreamKey("another"))
    assert _text(secrets.get("d1")) == KEY.reveal()
    assert asked == [1]
    again = FileSecrets(folder / "new" / FILE, passphrase)
    assert _text(again.get("d2")) == "another"
    assert again.get("d3") is None
    again.delete("d1")
    assert secrets.get("d1") is None
    again.delete("d2")
    # What keeps two processes apart stays.
    assert [path.suffix for path in (folder / "new").iterdir()] == [".lock"]
    assert asked == [1, 1]


def test_the_real_lock_costs_what_it_should(folder, passphrase, monkeypatch):
    monkeypatch.setattr("studio.store.secrets.Cost", Cost)
    FileSecrets(folder / FILE, passphrase).set("d1", KEY)
    cost = Sealed.from_text((folder / FILE).read_bytes()).cost
    assert (cost.n, cost.r, cost.p) == (32768, 8, 3)
    assert _text(FileSecrets(folder / FILE, passphrase).get("d1")) == KEY.reveal()


def test_neither_key_nor_passphrase_is_in_the_file(folder, passphrase):
    FileSecrets(folder / FILE, passphrase).set("d1", StreamKey("plain-to-see"))
    content = (folder / FILE).read_bytes()
    assert b"plain-to-see" not in content
    assert b"plain-to-see".hex().encode() not in content
    assert b"horse" not in content


@pytest.mark.skipif(sys.platform == "win32", reason="files there have no modes")
def test_the_file_is_for_its_owner_only(folder, passphrase):
    path = folder / FILE
    secrets = FileSecrets(path, passphrase)
    secrets.set("d1", KEY)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    secrets.set("d2", KEY)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_wrong_passphrase_is_told_and_changes_nothing(folder, passphrase):
    path = folder / FILE
    FileSecrets(path, passphrase).set("d1", KEY)
    before = path.read_bytes()
    answers = iter(["wrong", "wrong again", "still", "", "correct horse 电池"])
    secrets = FileSecrets(path, lambda _is_new: next(answers))
    for call in (
        lambda: secrets.get("d1"),
        lambda: secrets.set("d1", StreamKey("new")),
        lambda: secrets.delete("d1"),
    ):
        with pytest.raises(StoreError) as caught:
            call()
        assert str(caught.value.problem) == "This is not the passphrase of your stream keys."
    with pytest.raises(StoreError, match="No passphrase was given"):
        secrets.get("d1")
    assert path.read_bytes() == before
    assert _text(secrets.get("d1")) == KEY.reveal()


def test_no_file_is_made_without_a_passphrase_or_a_key(folder, passphrase):
    with pytest.raises(StoreError, match="No passphrase"):
        FileSecrets(folder / FILE, lambda _is_new: "").set("d1", KEY)
    with pytest.raises(StoreError, match="is empty"):
        FileSecrets(folder / FILE, passphrase).set("d1", StreamKey(""))
    assert list(folder.iterdir()) == []


def test_a_file_made_anew_by_another_process_is_opened_with_its_own_passphrase(folder):
    answers = iter(["first", "second"])
    secrets = FileSecrets(folder / FILE, lambda _is_new: next(answers))
    secrets.set("d1", KEY)
    (folder / FILE).unlink()
    FileSecrets(folder / FILE, lambda _is_new: "second").set("d1", StreamKey("theirs"))
    assert _text(secrets.get("d1")) == "theirs"


def _flip(text: bytes) -> bytes:
    body = json.loads(text)
    body["sealed"] = ("0" if body["sealed"][0] != "0" else "1") + body["sealed"][1:]
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text[: len(text) // 2],
        lambda _: b"",
        lambda _: b"\x00" * 500,
        lambda _: b"[]",
        lambda _: b"{}",
        lambda _: b'{"format": "x"}',
        lambda _: b"[" * 100_000,
        lambda text: text.replace(b'"n": 1024', b'"n": 2048'),
        lambda text: text.replace(b'"d1"', b'"d2"'),
        _flip,
    ],
)
def test_a_damaged_file_is_not_taken_for_a_wrong_passphrase(folder, passphrase, harm):
    path = folder / FILE
    FileSecrets(path, passphrase).set("d1", KEY)
    path.write_bytes(harm(path.read_bytes()))
    before = path.read_bytes()
    secrets = FileSecrets(path, _never)
    for call in (lambda: secrets.get("d1"), lambda: secrets.set("d1", KEY)):
        with pytest.raises(StoreError) as caught:
            call()
        assert str(caught.value.problem) == "The file of your stream keys is damaged."
    assert path.read_bytes() == before


@pytest.mark.parametrize("change", [{"ids": ("d2",)}, {"salt": b"0" * 16}, {"nonce": b"1" * 12}])
def test_a_file_that_was_forged_gives_nothing(folder, passphrase, change):
    path = folder / FILE
    FileSecrets(path, passphrase).set("d1", KEY)
    forged = replace(Sealed.from_text(path.read_bytes()), **change)
    path.write_bytes(forged.to_text())
    with pytest.raises(StoreError, match="not the passphrase"):
        FileSecrets(path, passphrase).get(forged.ids[0])


@pytest.mark.parametrize(
    "cost",
    [{"n": 2**40, "r": 8, "p": 1}, {"n": 1000, "r": 8, "p": 1}, {"n": 1024.0, "r": 8, "p": 1}],
)
def test_a_file_that_would_eat_all_memory_is_refused(folder, cost):
    from studio.store.sealed import _sum

    body = {"format": 1, "salt": "00", "cost": cost, "ids": ["d1"], "nonce": "00", "sealed": "00"}
    (folder / FILE).write_text(json.dumps(body | {"sum": _sum(body)}))
    with pytest.raises(StoreError, match="damaged"):
        FileSecrets(folder / FILE, _never).get("d1")


def test_a_file_of_a_newer_release_is_refused(folder):
    (folder / FILE).write_text('{"format": 2}')
    with pytest.raises(StoreError, match="newer"):
        FileSecrets(folder / FILE, _never).get("d1")


@pytest.mark.skipif(sys.platform == "win32", reason="folders there have no modes")
def test_a_folder_that_may_not_be_written(open_folder, ordinary_user, passphrase):
    open_folder.chmod(0o555)
    with ordinary_user(), pytest.raises(StoreError, match="cannot be used"):
        FileSecrets(open_folder / FILE, passphrase).set("d1", KEY)
    assert list(open_folder.iterdir()) == []


def test_many_threads_lose_no_key(folder, passphrase, asked):
    secrets = FileSecrets(folder / FILE, passphrase)
    threads = [
        threading.Thread(target=secrets.set, args=(f"d{n}", StreamKey(f"key-{n}")))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [_text(secrets.get(f"d{n}")) for n in range(8)] == [f"key-{n}" for n in range(8)]
    assert asked == [1]


def test_many_processes_lose_no_key(folder, passphrase):
    script = (
        "import sys; from pathlib import Path; from studio.model.destination import StreamKey; "
        "from studio.store.secrets import FileSecrets; "
        "FileSecrets(Path(sys.argv[1]), lambda _is_new: 'correct horse')"
        ".set(sys.argv[2], StreamKey('key-' + sys.argv[2]))"
    )
    path = folder / FILE
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(path), f"d{n}"]) for n in range(5)
    ]
    assert [process.wait(60) for process in processes] == [0] * 5
    secrets = FileSecrets(path, lambda _is_new: "correct horse")
    assert [_text(secrets.get(f"d{n}")) for n in range(5)] == [f"key-d{n}" for n in range(5)]


_HOLDS = (
    "import sys; from filelock import FileLock; lock = FileLock(sys.argv[1]); lock.acquire(); "
    "print(flush=True); sys.stdin.read()"
)


def test_a_process_that_writes_too_long_is_told_in_time_and_nothing_is_lost(folder, passphrase):
    path = folder / FILE
    secrets = FileSecrets(path, passphrase, alone_s=0.3)
    secrets.set("d1", KEY)
    before = path.read_bytes()
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(path.with_suffix(".lock"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    other.stdout.readline()
    for call in (lambda: secrets.set("d2", KEY), lambda: secrets.delete("d1")):
        began = time.monotonic()
        with pytest.raises(StoreError) as caught:
            call()
        assert 0.3 <= time.monotonic() - began < 3
        assert str(caught.value) == (
            "Another program is writing the stream keys. Try again in a moment."
        )
    assert path.read_bytes() == before
    assert _text(secrets.get("d1")) == KEY.reveal()
    other.communicate()
    secrets.set("d2", StreamKey("second"))
    assert [_text(secrets.get(one)) for one in ("d1", "d2")] == [KEY.reveal(), "second"]


def test_where_nobody_can_be_kept_out_nothing_is_written(folder, passphrase):
    path = folder / FILE
    path.with_suffix(".lock").mkdir()
    with pytest.raises(StoreError) as caught:
        FileSecrets(path, passphrase).set("d1", KEY)
    assert str(caught.value) == (
        "The file of your stream keys, secrets.enc, cannot be used. "
        f"Check that you may write in the folder {folder}."
    )
    assert not path.exists()


# The log


@pytest.mark.parametrize("kind", ["keyring", "file"])
def test_a_key_never_reaches_the_log(kind, ring, folder, passphrase, caplog, monkeypatch):
    written = f"secret-{kind}-{os.urandom(4).hex()}"
    path = folder / FILE
    store = KeyringSecrets() if kind == "keyring" else FileSecrets(path, passphrase)
    with caplog.at_level(logging.DEBUG):
        store.set("d1", StreamKey(written))
        assert studio.log.clean(f"key={written}") == "key=***"
    monkeypatch.setattr(studio.log, "_secrets", frozenset())
    with caplog.at_level(logging.DEBUG):
        assert _text(store.get("d1")) == written
    assert studio.log.clean(f"key={written}") == "key=***"
    assert written not in caplog.text
    assert "horse" not in caplog.text
    assert not any("horse" in secret for secret in studio.log._secrets)
