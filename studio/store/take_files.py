"""Recordings of taught commands, for whoever wants them kept: a WAV file for each take."""

import shutil
import wave
from pathlib import Path
from urllib.parse import quote

import numpy as np

from studio.model.errors import StoreError
from studio.model.message import Name, say
from studio.model.voice import Recording

_RATE = 16_000


def keep_recording(folder: Path, recording: Recording) -> Path:
    """Write a take into a folder, which is made where there is none; gives the file.

    Raises:
        StoreError: It cannot be written.
    """
    samples = np.clip(recording.samples, -1.0, 1.0)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = 1 + max((int(f.stem) for f in folder.glob("*.wav") if f.stem.isdigit()), default=0)
        file = folder / f"{number}.wav"
        with wave.open(str(file), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(_RATE)
            sound.writeframes((samples * 32767).astype("<i2").tobytes())
    except OSError as error:
        raise StoreError(
            say("The recording cannot be kept in {folder}.", folder=Name(str(folder))),
            say("Make room on the disk; the command is taught all the same."),
        ) from error
    return file


def folder_of(person: Path, taught_id: str) -> Path:
    """Where a command's recordings are: within the person's folder, whatever its id is."""
    name = quote(taught_id, safe="")
    return person / (name if name.strip(".") else f"%{name}")


def forget_recordings(folder: Path) -> None:
    """Delete all recordings of a command, or of a person.

    Raises:
        StoreError: They cannot be deleted.
    """
    if not folder.exists():
        return
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(
            say("The recordings in {folder} cannot be deleted.", folder=Name(str(folder))),
            say("Delete the folder yourself."),
        ) from error
