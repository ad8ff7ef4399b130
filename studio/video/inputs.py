"""Opens every kind of picture source."""

from studio.model.media import Size
from studio.model.scene import PictureKind, PictureSource
from studio.threads import Post
from studio.video import camera, containers, media, still
from studio.video.feed import PictureInput
from studio.video.test_picture import MovingBars

__all__ = ["PictureInput", "open_input", "probe"]


def open_input(
    source: PictureSource, post: Post, *, origin: float, canvas: Size, rate: float
) -> PictureInput:
    """Make the input of a source; nothing is opened before its `start`.

    Args:
        source: What to show.
        post: Takes `SourceOpened`, `SourceLost` once per outage, and `SourceBack`, from any thread.
        origin: Where the program's timeline begins, in seconds of `time.monotonic`.
        canvas: Size of the program picture.
        rate: Pictures per second of the program.
    """
    match source.kind:
        case PictureKind.CAMERA:
            return camera.CameraInput(source, post, canvas=canvas)
        case PictureKind.MEDIA:
            return media.MediaInput(source, post, origin=origin, rate=rate)
        case PictureKind.IMAGE:
            return still.StillInput(source, post, canvas=canvas)
        case PictureKind.TEST:
            return MovingBars(source, post, origin=origin, canvas=canvas)


def probe(source: PictureSource) -> None:
    """Try a source before the show begins.

    A file is opened and its first picture decoded; a URL is connected to, which takes seconds when
    nobody answers; a camera is looked for, but not opened.

    Raises:
        PictureError: It cannot be shown as things stand.
    """
    match source.kind:
        case PictureKind.CAMERA:
            camera.probe(source)
        case PictureKind.MEDIA:
            containers.probe(source)
        case PictureKind.IMAGE:
            still.load(source.address)
        case PictureKind.TEST:
            pass
