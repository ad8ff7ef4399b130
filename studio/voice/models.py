"""The models for hearing words: brought here, looked at, removed."""

import hashlib
import json
import logging
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from studio.model.errors import SpeechModelError
from studio.model.message import Language, Name, say
from studio.model.speech_model import ADDRESS, OFFERS, Offer, SpeechModel
from studio.model.work import CallOff
from studio.voice.downloads import CalledOffError, Progress, fetch, forget
from studio.voice.unpacking import broken, check_files, copy_folder, model_in, unpack, unwritable
from studio.voice.words_process import program

log = logging.getLogger(__name__)

ADDRESS_VARIABLE = "EARSHOT_MODELS"
"""Another server with the makers' files, such as a mirror nearby."""

_LOADING_S = 60.0
_LOOKS_S = 0.2
"""How often it is looked whether a change that waits for its turn was called off."""
_NOTE = "earshot.json"
_SEEN = "seen.json"
_TIMES_LARGER = 3.5
"""A model unpacked, against its file."""
_FETCHING, _UNPACKING = 0.8, 0.15
"""Shares of the work."""


def offer_for(language: str) -> Offer:
    """The model that can be fetched for a language.

    Args:
        language: A tag, such as `zh` or `zh_CN`.

    Raises:
        SpeechModelError: There is none.
    """
    tag = language.replace("_", "-").split("-")[0].casefold()
    for offer in OFFERS:
        if offer.language == tag:
            return offer
    if tag == "id":
        raise SpeechModelError(
            say("Nobody has made a model for Indonesian yet."),
            say("Teach your commands instead: that works in every language."),
        )
    raise SpeechModelError(
        say("There is no model for {language} here.", language=Language(tag)),
        say("There are models for Chinese, English and Korean."),
    )


class ModelShelf:
    """A folder of models, one for each language; any thread, one change at a time.

    Args:
        folder: Where they lie; need not be there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = threading.Lock()

    def all(self) -> tuple[SpeechModel, ...]:
        """The models that are here, whole or not, by language."""
        if not self.folder.is_dir():
            return ()
        found = (self.find(path.name) for path in sorted(self.folder.iterdir()) if path.is_dir())
        return tuple(model for model in found if model is not None)

    def find(self, language: str) -> SpeechModel | None:
        """The model for a language; None where there is none."""
        folder = self.folder / language
        if language.startswith(".") or not folder.is_dir():
            return None
        note = _read(folder / _NOTE)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return SpeechModel(
            language,
            str(note.get("name", folder.name)),
            folder,
            size,
            str(note.get("sha256", "")),
            is_known=bool(note.get("is_known", False)),
        )

    def usable(self, language: str) -> SpeechModel:
        """The model for a language, looked at.

        Raises:
            SpeechModelError: There is none, or it is not whole.
        """
        model = self.find(language)
        if model is None:
            raise SpeechModelError(
                say("There is no model for {language} here.", language=Language(language)),
                say("Download it first."),
            )
        check_files(model.folder)
        return model

    def remove(self, language: str) -> bool:
        """Delete a model, and what there is of a download; whether there was one."""
        if not self.folder.is_dir():
            return False
        with self._alone(CallOff()):
            with suppress(SpeechModelError):
                forget(self._part(offer_for(language)))
            folder = self.folder / language
            if not folder.is_dir():
                return False
            # Out of the way at once, whatever becomes of its files.
            gone = Path(mkdtemp(prefix=".removed-", dir=self.folder))
            folder.rename(gone / language)
            shutil.rmtree(gone, ignore_errors=True)
            return True

    def has_part(self, offer: Offer) -> bool:
        """Whether some of it was fetched already."""
        return self._part(offer).exists()

    def download(self, offer: Offer, call_off: CallOff, progress: Progress) -> SpeechModel:
        """Fetch a model, look at it, and put it in its place; waits until it is there.

        Raises:
            SpeechModelError: It cannot be; the one that was there stays.
            CalledOffError: It was called off; what has come is kept.
        """
        with self._alone(call_off):
            part = self._part(offer)
            needs = round(offer.size * (1 + _TIMES_LARGER))
            address = os.environ.get(ADDRESS_VARIABLE, ADDRESS).rstrip("/")
            fetch(f"{address}/{offer.file}", part, call_off, _within(progress, 0, _FETCHING), needs)
            sha256 = _sha256(part, call_off)
            is_known = False
            try:
                is_known = self._compare(offer, sha256)
                model = self._put(
                    part, offer.language, sha256, call_off, progress, offer=offer, is_known=is_known
                )
            except SpeechModelError:
                # One that is as it should be waits for room; any other is not gone on with.
                if not is_known:
                    forget(part)
                raise
            forget(part)
            return model

    def take(self, path: Path, language: str, call_off: CallOff, progress: Progress) -> SpeechModel:
        """Bring a model from a zip file or a folder, such as on a stick; as `download`."""
        with self._alone(call_off):
            if path.is_dir():
                return self._put(path, language, "", call_off, progress)
            if not path.is_file():
                raise SpeechModelError(
                    say("There is no file {file}.", file=Name(str(path))),
                    say("Look whether the stick is plugged in."),
                )
            sha256 = _sha256(path, call_off)
            offer = next((o for o in OFFERS if o.sha256 == sha256), None)
            known = offer is not None or sha256 in _read(self.folder / _SEEN).values()
            return self._put(path, language, sha256, call_off, progress, is_known=known)

    # ---------------------------------------------------------------- one change at a time

    @contextmanager
    def _alone(self, call_off: CallOff) -> Iterator[None]:
        """Change the folder while nobody else does; another thread is waited for, no program."""
        from filelock import FileLock, Timeout

        with self._in_turn(call_off):
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                lock = FileLock(self.folder.with_suffix(".lock"), timeout=0)
                lock.acquire()
            except Timeout as error:
                raise SpeechModelError(
                    say("Another program is bringing a model here."),
                    say("Wait until it has done so, and try again."),
                ) from error
            except OSError as error:
                raise _unwritable_folder(error) from error
            try:
                self._tidy()
                yield
            except OSError as error:
                raise unwritable(error) from error
            finally:
                lock.release()

    @contextmanager
    def _in_turn(self, call_off: CallOff) -> Iterator[None]:
        while not self._turn.acquire(timeout=_LOOKS_S):
            if call_off.is_wished:
                raise CalledOffError
        try:
            yield
        finally:
            self._turn.release()

    def _tidy(self) -> None:
        """Take away what a studio left that was killed; a model that it had put aside comes back.

        No other one is at work here.
        """
        for aside in self.folder.glob(".gone-*/*"):
            if not (place := self.folder / aside.name).exists() and model_in(aside) == aside:
                aside.rename(place)
        for kind in (".new-*", ".gone-*", ".removed-*"):
            for left in self.folder.glob(kind):
                shutil.rmtree(left, ignore_errors=True)

    def _part(self, offer: Offer) -> Path:
        return self.folder / f"{offer.file}.part"

    def _compare(self, offer: Offer, sha256: str) -> bool:
        """See that it is the file that was expected; False where nobody has seen it before."""
        seen = str(_read(self.folder / _SEEN).get(offer.name, ""))
        if offer.sha256 and sha256 != offer.sha256:
            raise broken(offer.file, say("It is not the file that its makers gave out."))
        if not offer.sha256 and seen and sha256 != seen:
            raise SpeechModelError(
                say("The server has another file than the one that was downloaded first."),
                say("If you trust it, save it with your browser, and choose the file here."),
            )
        return bool(offer.sha256 or seen)

    def _put(
        self,
        source: Path,
        language: str,
        sha256: str,
        call_off: CallOff,
        progress: Progress,
        *,
        offer: Offer | None = None,
        is_known: bool = False,
    ) -> SpeechModel:
        """Unpack beside, try, and put it in the place of what was there."""
        fresh = Path(mkdtemp(prefix=".new-", dir=self.folder))
        share = _within(progress, _FETCHING if offer else 0, _UNPACKING if offer else 0.9)
        try:
            (copy_folder if source.is_dir() else unpack)(source, fresh, call_off, share)
            model = model_in(fresh)
            if model is None:
                check_files(fresh, source.name)
                raise broken(source.name)
            check_files(model, source.name)
            _try(model, language, source.name, call_off)
            name = offer.name if offer else _called(source, model, fresh)
            note = {"name": name, "sha256": sha256, "is_known": is_known}
            _write(model / _NOTE, note)
            self._exchange(model, language)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        if sha256:
            _write(self.folder / _SEEN, _read(self.folder / _SEEN) | {name: sha256})
        progress(1.0)
        found = self.find(language)
        if found is None:
            raise broken(source.name)
        return found

    def _exchange(self, model: Path, language: str) -> None:
        place, gone = self.folder / language, Path(mkdtemp(prefix=".gone-", dir=self.folder))
        if place.exists():
            place.rename(gone / language)
        model.rename(place)
        shutil.rmtree(gone, ignore_errors=True)


def _unwritable_folder(error: OSError) -> SpeechModelError:
    return SpeechModelError(
        say("The studio's folder cannot be written: {reason}.", reason=str(error.strerror)),
        say("Make room, and try again."),
    )


def _try(model: Path, language: str, called: str, call_off: CallOff) -> None:
    """Load it once, in a process that may end of it."""
    told = _loaded(model, call_off)
    if call_off.is_wished:
        raise CalledOffError
    languages = told.get("languages")
    if not isinstance(languages, list):
        raise SpeechModelError(
            say(
                "{model} is damaged: it cannot be loaded.", model=Name(called.removesuffix(".part"))
            ),
            say("Download the model again."),
        )
    if language in languages:
        return
    if languages:
        raise SpeechModelError(
            say(
                "{model} is a model for {other}, not for {language}.",
                model=Name(called.removesuffix(".part")),
                other=Language(str(languages[0])),
                language=Language(language),
            ),
            say("Choose the model of the right language."),
        )
    raise SpeechModelError(
        say(
            "{model} does not know words of {language}.",
            model=Name(called.removesuffix(".part")),
            language=Language(language),
        ),
        say("Choose the model of the right language."),
    )


def _loaded(model: Path, call_off: CallOff) -> dict[str, Any]:
    """What the engine's process says of a model once it is loaded; nothing where it ends."""
    with subprocess.Popen(  # noqa: S603 - our own program
        program(str(model)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        call_off.by(process.kill)
        clock = threading.Timer(_LOADING_S, process.kill)
        clock.start()
        try:
            line = process.stdout.readline() if process.stdout else b""
        finally:
            clock.cancel()
            process.kill()
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _called(source: Path, model: Path, fresh: Path) -> str:
    """What a model from a stick is called: as its folder, else as its file."""
    return (
        source.stem
        if model == fresh and source.is_file()
        else (source.name if model == fresh else model.name)
    )


def _sha256(file: Path, call_off: CallOff) -> str:
    digest = hashlib.sha256()
    try:
        with file.open("rb") as source:
            while piece := source.read(1 << 20):
                if call_off.is_wished:
                    raise CalledOffError
                digest.update(piece)
    except OSError as error:
        raise SpeechModelError(
            say("{file} cannot be read: {reason}.", file=Name(file.name), reason=str(error)),
            say("Look whether the stick is plugged in."),
        ) from error
    return digest.hexdigest()


def _within(progress: Progress, begin: float, share: float) -> Progress:
    return lambda done: progress(begin + share * min(1.0, done))


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _write(file: Path, told: dict[str, Any]) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(file)
