"""A model taken out of an archive or a folder that somebody else made; neither is trusted."""

import errno
import lzma
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from studio.model.errors import SpeechModelError
from studio.model.message import Message, Name, Number, say
from studio.model.work import CallOff
from studio.voice.downloads import CalledOffError, Progress

LARGEST = 6_000_000_000
"""Bytes of the largest model that is unpacked."""

_MOST_FILES = 5_000
_DENSEST = 100
"""No model is packed more densely; what claims to be so is no model."""

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(RuntimeError, NotImplementedError, ValueError, OverflowError, struct.error),
)
"""What comes of files that were never whole, or are made to be read wrongly."""

_PIECE = 1 << 20
_ODD_NAME = re.compile(r'[\x00-\x1f\\:*?"<>|]')


def unpack(archive: Path, into: Path, call_off: CallOff, progress: Progress) -> None:
    """Unpack a zip file, whole or not at all as far as `into` is concerned: that is the caller's.

    Args:
        archive: What is unpacked.
        into: An empty folder.
        call_off: Ends it.
        progress: Is told how much is done, 0 to 1.

    Raises:
        SpeechModelError: It is broken, or would write where it must not.
        CalledOffError: It was called off.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            entries = packed.infolist()
            size = _refuse_odd(archive, entries)
            _look_for_room(into, size)
            done = 0
            for entry in entries:
                target = into.joinpath(*PurePosixPath(entry.filename).parts)
                if entry.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(entry) as source, target.open("xb") as file:
                    while piece := source.read(_PIECE):
                        if call_off.is_wished:
                            raise CalledOffError
                        file.write(piece)
                        done += len(piece)
                        progress(done / size)
    except _BROKEN as error:
        raise broken(archive.name) from error
    except FileExistsError as error:
        raise _odd(archive) from error
    except OSError as error:
        if error.errno in {None, errno.EINVAL}:  # not the disk's, but the archive's
            raise broken(archive.name) from error
        raise unwritable(error) from error


def _refuse_odd(archive: Path, entries: list[zipfile.ZipInfo]) -> int:
    """See that nothing leads out of the folder or swells; gives the bytes it will be."""
    if not 0 < len(entries) <= _MOST_FILES:
        raise _odd(archive)
    for entry in entries:
        path = PurePosixPath(entry.filename)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        leads_out = path.is_absolute() or ".." in path.parts or not path.parts
        if leads_out or _ODD_NAME.search(entry.orig_filename.rstrip("/")):
            raise _odd(archive)
        # A link may lead anywhere; what is neither a file nor a folder has no place in a model.
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise _odd(archive)
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST or size > _DENSEST * archive.stat().st_size:
        raise _odd(archive)
    return max(1, size)


def copy_folder(folder: Path, into: Path, call_off: CallOff, progress: Progress) -> None:
    """Copy a folder's files, following no links; as `unpack`."""
    try:
        files = list(_files(folder))
        size = sum(file.stat().st_size for file in files)
        if len(files) > _MOST_FILES or size > LARGEST:
            raise _odd(folder)
        _look_for_room(into, size)
        done = 0
        for file in files:
            if call_off.is_wished:
                raise CalledOffError
            target = into / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target, follow_symlinks=False)
            done += file.stat().st_size
            progress(done / max(1, size))
    except OSError as error:
        raise unwritable(error) from error


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def model_in(folder: Path) -> Path | None:
    """Where, in a folder, or a folder of that, a model lies."""
    places = [folder, *(path for path in sorted(folder.iterdir()) if path.is_dir())]
    places += [deeper for place in places[1:] for deeper in sorted(place.iterdir())]
    marks = ("am/final.mdl", "final.mdl")
    return next((p for p in places for mark in marks if p.is_dir() and (p / mark).is_file()), None)


def check_files(folder: Path, called: str = "") -> None:
    """See that a model has what the engine wants; whether it can be loaded shows when it is.

    Args:
        folder: Where it lies.
        called: What it is called when it is told; as its folder where that is empty.

    Raises:
        SpeechModelError: Something is missing, or it is of a kind that cannot be used.
    """
    name = Name(called or folder.name)
    if not (folder / "am" / "final.mdl").is_file():
        if (folder / "final.mdl").is_file():
            raise SpeechModelError(
                say("{model} is a model of an old kind.", model=name),
                say("Download today's model."),
            )
        raise SpeechModelError(
            say("{model} is no model for hearing words.", model=name),
            say("Choose a model for Vosk, as a zip file or a folder."),
        )
    if (folder / "graph" / "HCLG.fst").is_file() and not (folder / "graph" / "HCLr.fst").is_file():
        raise SpeechModelError(
            say("{model} takes no list of phrases: it is a large model.", model=name),
            say("Use the small model of this language."),
        )
    needed = ("conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst")
    for part in needed:
        file = folder / part
        if not file.is_file() or not file.stat().st_size:
            raise SpeechModelError(
                say(
                    "{model} is not whole: {file} is missing.",
                    model=name,
                    file=Name(part),
                ),
                say("Download the model again."),
            )


def _look_for_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size * 1.02:
        raise SpeechModelError(
            say("The disk has no room: {size} megabytes are needed.", size=Number(size / 1e6)),
            say("Make room, and try again."),
        )


def broken(file: str, why: Message | None = None) -> SpeechModelError:
    told = say("{file} is damaged.", file=Name(file.removesuffix(".part")))
    return SpeechModelError(told.then(why) if why else told, say("Download the model again."))


def _odd(archive: Path) -> SpeechModelError:
    return SpeechModelError(
        say(
            "{file} is made in a way that no model is. Nothing of it was used.",
            file=Name(archive.name),
        ),
        say("Take the model from its makers."),
    )


def unwritable(error: OSError) -> SpeechModelError:
    return SpeechModelError(
        say("The model cannot be copied: {reason}.", reason=error.strerror or str(error)),
        say("Look whether the disk is full or the stick was pulled out, and try again."),
    )
