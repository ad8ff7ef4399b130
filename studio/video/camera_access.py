"""Why a camera does not open: absent, denied, or in use by another program."""

import ctypes
import ctypes.util
import os
import sys
from pathlib import Path

from studio.model.errors import PictureError
from studio.model.message import Name, say

_RESTRICTED, _DENIED = 1, 2


def absent(name: str) -> PictureError:
    if not name:
        return PictureError(
            say("No camera is connected."),
            say("Connect a camera; it is used as soon as it is there."),
        )
    return PictureError(
        say("The camera “{camera}” is not connected.", camera=Name(name)),
        say("Connect it, or choose another camera."),
    )


def denied(name: str) -> PictureError:
    problem = say(
        "The system does not let the studio use the camera “{camera}”.", camera=Name(name)
    )
    if sys.platform == "darwin":
        remedy = say(
            "Allow it in System Settings, under Privacy and Security, Camera; then start again."
        )
    elif sys.platform == "win32":
        remedy = say("Allow it in Settings, under Privacy and Security, Camera.")
    else:
        remedy = say("Ask for your user to be put into the group “video”, then log in again.")
    return PictureError(problem, remedy)


def in_use(name: str) -> PictureError:
    return PictureError(
        say(
            "The camera “{camera}” does not open; another program may be using it.",
            camera=Name(name),
        ),
        say("Close other programs that use the camera, such as a video call."),
    )


def stopped(name: str) -> PictureError:
    return PictureError(
        say("The camera “{camera}” has stopped sending pictures.", camera=Name(name)),
        say("Check its cable; it comes back by itself."),
    )


def why_closed(name: str, path: str) -> PictureError:
    """Find out why a camera does not open.

    Args:
        name: What the user knows it by.
        path: Its device file; empty where the system has none.
    """
    if path.startswith("/dev/"):
        return _why_device_closed(name, path)
    return denied(name) if is_denied_by_system() else in_use(name)


def _why_device_closed(name: str, path: str) -> PictureError:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
    except PermissionError:
        return denied(name)
    except OSError:
        return in_use(name) if Path(path).exists() else absent(name)
    # It may be opened by many; only who streams first has it, which showed when it was tried.
    return in_use(name)


def is_denied_by_system() -> bool:
    """Whether macOS or Windows keeps cameras from this program, as far as it can be told."""
    if sys.platform == "darwin":
        return _is_denied_by_macos()
    if sys.platform == "win32":
        return _is_denied_by_windows()
    return False


def _is_denied_by_macos() -> bool:
    """Ask AVFoundation for its authorization status of video. Not run here: no Mac."""
    objc = ctypes.CDLL(ctypes.util.find_library("objc"))
    ctypes.CDLL("/System/Library/Frameworks/AVFoundation.framework/AVFoundation")
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    objc.objc_getClass.restype = objc.sel_registerName.restype = pointer
    objc.objc_getClass.argtypes = objc.sel_registerName.argtypes = [text]

    def send(answer: type, receiver: int, selector: bytes, argument: object, kind: type) -> int:
        call = ctypes.CFUNCTYPE(answer, pointer, pointer, kind)(("objc_msgSend", objc))
        return call(receiver, objc.sel_registerName(selector), argument)

    string = objc.objc_getClass(b"NSString")
    video = send(pointer, string, b"stringWithUTF8String:", b"vide", text)
    device = objc.objc_getClass(b"AVCaptureDevice")
    selector = b"authorizationStatusForMediaType:"
    status = send(ctypes.c_long, device, selector, video, pointer)
    return status in (_RESTRICTED, _DENIED)


def _is_denied_by_windows() -> bool:
    """Look up the user's consent, for all programs and for those not from the store.

    Not run here: no Windows.
    """
    if sys.platform != "win32":
        return False
    import winreg  # noqa: PLC0415 - Windows only

    consent = (
        r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
    )
    for key in (consent, consent + r"\NonPackaged"):
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                if winreg.QueryValueEx(opened, "Value")[0] == "Deny":
                    return True
        except OSError:
            continue
    return False
