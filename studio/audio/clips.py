"""Recordings, piece by piece, as they were recorded."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from studio.model.errors import StudioError
from studio.model.message import say

_LEAST_RATE = 1_000


def pieces_of(path: Path) -> Iterator[tuple[NDArray[np.float32], int]]:
    """Read a recording of any form and rate.

    Yields:
        Its samples as one channel, full scale is -1 to 1, and how many there are in a second.

    Raises:
        StudioError: It cannot be read, or not to its end.
    """
    try:
        # A colon in a file's name is no protocol.
        with av.open(f"file:{path}") as container:
            # What claims fewer samples in a second would become hours of sound.
            if not container.streams.audio or container.streams.audio[0].rate < _LEAST_RATE:
                raise StudioError(
                    say("{file} has no sound.", file=str(path)),
                    say("Choose a file with a recording in it."),
                )
            made = av.AudioResampler(format="fltp")
            for frame in container.decode(audio=0):
                for piece in made.resample(frame):
                    yield piece.to_ndarray().mean(axis=0).astype(np.float32), piece.sample_rate
            for piece in made.resample(None):
                yield piece.to_ndarray().mean(axis=0).astype(np.float32), piece.sample_rate
    except (FFmpegError, OSError) as error:
        raise StudioError(
            say("{file} cannot be read: {reason}.", file=str(path), reason=_reason(error)),
            say("Choose a recording such as a WAV or FLAC file."),
        ) from error


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
