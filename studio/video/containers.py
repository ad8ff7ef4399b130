"""Opens films and network cameras with FFmpeg, or says why not."""

from urllib.parse import urlsplit
from urllib.request import url2pathname

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from studio.model.scene import PictureSource
from studio.video import refusals

OPEN_S = 5.0
SILENCE_S = 1.8
"""A camera that sends nothing for so long is lost."""
PATIENCE_S = 10.0
"""A film from the network may take so long to go on."""
_IN_PIECES = {"hls", "dash"}
"""Formats that come in pieces of seconds: shown by their timestamps even when they are live."""

_OPTIONS = {
    "rtsp_transport": "tcp",
    # Most cameras tell at once what they send; a second serves those with a sound that is silent.
    "analyzeduration": "1000000",
    "fpsprobesize": "0",
}


def local_path(source: PictureSource) -> str | None:
    """The path of a film on this computer; None when the address is on the network."""
    address = source.address
    if address.startswith("file://"):
        return url2pathname(urlsplit(address).path)
    return None if "://" in address else address


def is_camera(source: PictureSource, container: InputContainer) -> bool:
    """Whether what was opened has no end, and is to be seen as soon as it arrives."""
    is_endless = not container.duration and container.format.name not in _IN_PIECES
    return is_endless and local_path(source) is None


def open_pictures(source: PictureSource) -> tuple[InputContainer, VideoStream]:
    """Open a film or camera, and choose its stream of pictures.

    Takes up to twice `OPEN_S` on the network.

    Raises:
        PictureError: It cannot be opened, or there is no picture in it.
    """
    container = _open(source, SILENCE_S)
    if local_path(source) is None and not is_camera(source, container):
        # PyAV takes the patience only when it opens, and what it opens shows only then.
        container.close()
        container = _open(source, PATIENCE_S)
    stream = container.streams.best("video")
    # FFmpeg would draw the letters of a text, and show the cover of a record.
    is_text = container.format.name == "tty"
    is_cover = stream is not None and bool(stream.disposition & Disposition.attached_pic)
    if isinstance(stream, VideoStream) and not is_text and not is_cover:
        return container, stream
    container.close()
    path = local_path(source)
    raise refusals.no_picture(source) if path is None else refusals.not_a_film(path)


def _open(source: PictureSource, patience_s: float) -> InputContainer:
    path = local_path(source)
    try:
        if path is None:
            timeout = (OPEN_S, patience_s)
            options = dict(_OPTIONS)
            return av.open(
                source.address, options=options, metadata_errors="replace", timeout=timeout
            )
        refusals.check_file(path)
        # With the prefix, or a colon in a file's name would make a protocol of what precedes it.
        return av.open(f"file:{path}", metadata_errors="replace")
    except (FFmpegError, ValueError) as error:
        if path is None:
            raise refusals.of_address(source, error) from error
        raise refusals.not_a_film(path) from error


def probe(source: PictureSource) -> None:
    """Open a film or camera and decode its first picture; takes seconds for a URL.

    Raises:
        PictureError: It cannot be shown.
    """
    container, stream = open_pictures(source)
    with container:
        try:
            has_picture = next(container.decode(stream), None) is not None
        except FFmpegError:
            has_picture = False
    if not has_picture:
        path = local_path(source)
        raise refusals.no_picture(source) if path is None else refusals.not_a_film(path)
