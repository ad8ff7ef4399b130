"""Why a file or an address cannot be shown, in words."""

import os
import stat

from av import error as av_error

from studio.model.errors import PictureError
from studio.model.message import Name, say
from studio.model.scene import PictureSource
from studio.paths import file_of


def check_file(address: str) -> None:
    """Refuse what is no file that can be read.

    Raises:
        PictureError: It is missing, a folder, a device, empty, or may not be read.
    """
    file = Name(address)
    try:
        found = file_of(address).stat()
    except PermissionError:
        raise _denied(file) from None
    except (OSError, ValueError):
        raise PictureError(
            say("There is no file “{file}”.", file=file),
            say("Check its name and folder, or choose another file."),
        ) from None
    if stat.S_ISDIR(found.st_mode):
        raise PictureError(
            say("“{file}” is a folder.", file=file), say("Choose a file that lies in it.")
        )
    if not stat.S_ISREG(found.st_mode):
        raise not_a_film(address)
    if not found.st_size:
        raise PictureError(
            say("The file “{file}” is empty.", file=file),
            say("Copy or record it again, or choose another file."),
        )
    if not os.access(file_of(address), os.R_OK):
        raise _denied(file)


def _denied(file: Name) -> PictureError:
    return PictureError(
        say("You may not read the file “{file}”.", file=file),
        say("Change its permissions, or copy it to a folder of your own."),
    )


def not_a_film(address: str) -> PictureError:
    return PictureError(
        say("“{file}” is not a film that can be shown.", file=Name(address)),
        say("Choose a video file, such as MP4."),
    )


def not_an_image(address: str) -> PictureError:
    return PictureError(
        say("“{file}” is not a still picture that can be shown.", file=Name(address)),
        say("Choose a picture file, such as JPEG or PNG."),
    )


def too_large_an_image(address: str) -> PictureError:
    return PictureError(
        say("“{file}” has more pixels than the studio can hold.", file=Name(address)),
        say("Save it smaller, in at most 8000 by 8000 pixels."),
    )


def of_address(source: PictureSource, error: Exception) -> PictureError:
    """Put FFmpeg's refusal of a URL into words; the URL, which may hold a password, stays out."""
    name = Name(source.name)
    match error:
        case av_error.HTTPNotFoundError():
            return PictureError(
                say("There is nothing at the address of {source}.", source=name),
                say("Check the part of the address after the device's name or number."),
            )
        case av_error.HTTPUnauthorizedError() | av_error.HTTPForbiddenError():
            return PictureError(
                say("{source} wants a user name and a password.", source=name),
                say("Put them into its address, before the device's name and an at sign."),
            )
        case av_error.ProtocolNotFoundError():
            return PictureError(
                say("The address of {source} begins with a word that is not known.", source=name),
                say("Begin it with http or rtsp, then a colon and two slashes."),
            )
        case (
            av_error.InvalidDataError()
            | av_error.DemuxerNotFoundError()
            | av_error.DecoderNotFoundError()
        ):
            return PictureError(
                say("What {source} sends is not a picture that can be shown.", source=name),
                say("Check its address, or choose another kind of picture in its own settings."),
            )
        case _:
            return PictureError(
                say("{source} does not answer.", source=name),
                say("Check that it is switched on, in the same network, and its address."),
            )


def stopped(source: PictureSource) -> PictureError:
    """A camera on the network that was there a moment ago."""
    return PictureError(
        say("{source} has stopped sending pictures.", source=Name(source.name)),
        say("Check its power and network; it comes back by itself."),
    )


def broke_off(source: PictureSource) -> PictureError:
    return PictureError(
        say("The film “{file}” cannot be read any more.", file=Name(source.address)),
        say("Check the disk it lies on, or choose another file."),
    )


def no_picture(source: PictureSource) -> PictureError:
    return PictureError(
        say("{source} sends no picture.", source=Name(source.name)),
        say("Check its address; it may be that of a sound."),
    )
