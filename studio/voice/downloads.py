"""A file fetched from a server in as many parts as it takes."""

import errno
import json
import logging
import os
import shutil
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import certifi

from studio.model.errors import SpeechModelError
from studio.model.message import Name, Number, say
from studio.model.work import CallOff

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0
"""A server that says nothing for so long is asked anew."""

TRIES = 5
"""So often in a row it is asked without a byte more."""

PAUSE_S = 1.0
"""Between two of these, the first time; then twice as long each time."""

REDIRECTS = 5
LARGEST = 2_000_000_000
_PIECE = 1 << 16
_SPARE = 50_000_000
"""Bytes of the disk that are left alone."""

_OF_THE_DISK = {
    *(errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.EFBIG),
    *(errno.EISDIR, errno.ENOTDIR, errno.ENOENT, errno.EDQUOT if hasattr(errno, "EDQUOT") else 0),
}
"""What else goes wrong while a file is fetched lies with the line."""

Progress = Callable[[float], None]


class CalledOffError(Exception):
    """Somebody called it off; what has come is kept."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the server said of the file of which a part is here.

    Attributes:
        url: Where it was asked for.
        validator: By which the server knows whether it still has the same; empty where it tells
            none, and nothing can be gone on with.
        size: Of the whole; 0 where that was not told.
    """

    url: str = ""
    validator: str = ""
    size: int = 0


def fetch(url: str, part: Path, call_off: CallOff, progress: Progress, needs: int) -> None:
    """Fetch a file, or the rest of it; waits until it is there.

    What came stays when it breaks off, and is gone on with if the server still has the same file;
    if it has another one, all is fetched anew.

    Args:
        url: Where it is.
        part: Where it is put; beside it what the server said of it is kept.
        call_off: Ends it; what has come is kept.
        progress: Is told how much is there, 0 to 1.
        needs: Bytes of the disk that are wanted for it and for what is made of it.

    Raises:
        SpeechModelError: It cannot be fetched.
        CalledOffError: It was called off.
    """
    if not url.startswith(("https://", "http://")):
        raise _broken_off(url, 0)
    has = part.stat().st_size if part.exists() else 0
    _look_for_room(part.parent, max(0, needs - has))
    failures, pause = 0, PAUSE_S
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            if _fetch_more(url, part, call_off, progress):
                return
            reason = "it broke off"
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code not in {408, 429}:
                raise _refused(url, error.code) from error
            reason = f"status {error.code}"
        except (urllib.error.URLError, HTTPException, ssl.SSLError, TimeoutError) as error:
            reason = str(error)
        except ValueError as error:  # an address that is none, or a length without end
            raise _broken_off(url, 0) from error
        except OSError as error:
            if error.errno in _OF_THE_DISK:
                raise _unwritable(error) from error
            reason = str(error)
        log.info("the download of %s paused: %s", url, reason)
        now = part.stat().st_size if part.exists() else 0
        failures, pause = (0, PAUSE_S) if now > before else (failures + 1, pause * 2)
        if failures >= TRIES:
            raise _broken_off(url, now)
        _wait(call_off, pause)


def _fetch_more(url: str, part: Path, call_off: CallOff, progress: Progress) -> bool:
    """Ask once for what is missing; whether all is there."""
    seen = _read_note(part)
    has = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})  # noqa: S310 - the address is ours
    goes_on = has > 0 and seen.url == url and bool(seen.validator)
    if goes_on:
        request.add_header("Range", f"bytes={has}-")
        request.add_header("If-Range", seen.validator)
    try:
        response: HTTPResponse = _opener().open(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        if error.code == 416 and goes_on:  # there is no more of it, or it has become shorter
            error.close()
            whole = error.headers.get("Content-Range", "").rpartition("/")[2]
            if str(has) == (whole or str(seen.size)):
                return True
            part.unlink(missing_ok=True)
            return False
        raise
    with response:
        headers = response.headers
        if response.status == 206 and not _continues(headers, has, seen.size):
            part.unlink(missing_ok=True)
            return False
        if response.status != 206:
            has = 0
        size = _size(headers, has)
        if size > LARGEST:
            raise _too_large(url)
        _write_note(part, _Seen(url, _validator(headers), size))
        return _write(response, part, call_off, progress, has=has, size=size)


def _write(
    response: HTTPResponse,
    part: Path,
    call_off: CallOff,
    progress: Progress,
    *,
    has: int,
    size: int,
) -> bool:
    with part.open("r+b" if has else "wb") as file:
        file.seek(has)
        while True:
            if call_off.is_wished:
                raise CalledOffError
            piece = response.read1(_PIECE)
            if not piece:
                break
            file.write(piece)
            has += len(piece)
            if has > LARGEST or (size and has > size):
                raise _too_large(response.url)
            if size:
                progress(has / size)
        file.flush()
        os.fsync(file.fileno())
    # Where no size was told, the end of the connection is the end of the file.
    return has > 0 and (not size or has == size)


def _continues(headers: HTTPMessage, has: int, size: int) -> bool:
    """Whether a part that comes is the one that is missing."""
    told = headers.get("Content-Range", "").removeprefix("bytes ")
    begins, _, rest = told.partition("-")
    whole = rest.rpartition("/")[2]
    return begins.strip() == str(has) and (not size or whole in {str(size), "*"})


def _size(headers: HTTPMessage, has: int) -> int:
    """Bytes of the whole file; 0 where that is not told."""
    whole = headers.get("Content-Range", "").rpartition("/")[2]
    if whole.isascii() and whole.isdigit():
        return int(whole)
    length = headers.get("Content-Length", "")
    return has + int(length) if length.isascii() and length.isdigit() else 0


def _validator(headers: HTTPMessage) -> str:
    """What the server knows the file by; a weak tag says nothing of its bytes."""
    tag = headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        return tag
    return headers.get("Last-Modified", "")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few times only, and never from a line that is secret to one that is not."""

    max_redirections = REDIRECTS
    max_repeats = REDIRECTS

    def redirect_request(  # noqa: PLR0917 - as urllib has it
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme not in {"https", urlsplit(req.full_url).scheme}:
            raise urllib.error.HTTPError(newurl, 403, "not over https", headers, fp)
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None:
            for name in ("Range", "If-range"):
                if req.has_header(name):
                    made.add_header(name, req.headers[name])
        return made


def _opener() -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    # Systems without certificates of their own, as some that only run containers.
    context.load_verify_locations(certifi.where())
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _Redirects())


def _wait(call_off: CallOff, seconds: float) -> None:
    wished = threading.Event()
    call_off.by(wished.set)
    if wished.wait(seconds) or call_off.is_wished:
        raise CalledOffError


def _look_for_room(folder: Path, needs: int) -> None:
    if shutil.disk_usage(folder).free < needs + _SPARE:
        raise SpeechModelError(
            say("The disk has no room: {size} megabytes are needed.", size=Number(needs / 1e6)),
            say("Make room, and download it again."),
        )


# -------------------------------------------------------------------------- the note beside it


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _read_note(part: Path) -> _Seen:
    try:
        told: dict[str, Any] = json.loads(_note(part).read_text(encoding="utf-8"))
        return _Seen(str(told["url"]), str(told["validator"]), int(told["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return _Seen()


def _write_note(part: Path, seen: _Seen) -> None:
    _note(part).write_text(json.dumps(asdict(seen)), encoding="utf-8")


def forget(part: Path) -> None:
    """Keep nothing of it."""
    for file in (part, _note(part)):
        with suppress(OSError):
            file.unlink(missing_ok=True)


# -------------------------------------------------------------------------- what goes wrong


def _host(url: str) -> Name:
    try:
        return Name(urlsplit(url).hostname or url)
    except ValueError:
        return Name(url)


def _refused(url: str, code: int) -> SpeechModelError:
    return SpeechModelError(
        say("{server} does not give the file: status {code}.", server=_host(url), code=str(code)),
        say("Try again later, or bring the file on a stick and choose it."),
    )


def _broken_off(url: str, has: int) -> SpeechModelError:
    if not has:
        return SpeechModelError(
            say("{server} does not answer.", server=_host(url)),
            say("Check the line to the internet, or bring the file on a stick and choose it."),
        )
    return SpeechModelError(
        say("The download broke off after {size} megabytes.", size=Number(has / 1e6, 1)),
        say("Download it again: it goes on where it was."),
    )


def _too_large(url: str) -> SpeechModelError:
    return SpeechModelError(
        say("{server} gives a file that is too large for a model.", server=_host(url)),
        say("Try again later, or bring the file on a stick and choose it."),
    )


def _unwritable(error: OSError) -> SpeechModelError:
    return SpeechModelError(
        say("The file cannot be written: {reason}.", reason=error.strerror or str(error)),
        say("Make room, and download it again."),
    )
