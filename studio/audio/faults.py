"""What can go wrong with sound, in the user's terms."""

import sys

from studio.audio.wire import Failed, Reason
from studio.model.errors import SoundError
from studio.model.message import Message, Name, say


def of_microphone(failed: Failed, source: str, device: str) -> SoundError:
    """Why a microphone is not heard.

    Args:
        failed: What its process told.
        source: What the user calls the source.
        device: The microphone's name; empty for the default one.
    """
    title = Name(source)
    match failed.reason:
        case Reason.ABSENT if not device:
            return SoundError(
                say("There is no microphone."),
                say("Plug one in. The studio takes it up by itself."),
            )
        case Reason.ABSENT:
            return SoundError(
                say(
                    "{source} is not there: no microphone is called {device}.",
                    source=title,
                    device=Name(device),
                ),
                say("Plug it in, or choose another one. The studio takes it up by itself."),
            )
        case Reason.ALIKE:
            return _alike(device)
        case Reason.BUSY:
            return SoundError(
                say("Another program is using {source}.", source=title),
                say("Close that program. The studio takes the microphone up by itself."),
            )
        case Reason.DENIED:
            return SoundError(
                say("The system does not let the studio hear {source}.", source=title),
                _permission(),
            )
        case Reason.STOPPED:
            return SoundError(
                say("{source} has stopped sending sound.", source=title),
                say("Check its cable. The studio takes it up again by itself."),
            )
        case Reason.NO_SYSTEM:
            return no_system()
        case Reason.FAILED:
            return SoundError(
                say("{source} cannot be opened.", source=title),
                say("Unplug the microphone and plug it in again, or choose another one."),
            )


def of_headphones(failed: Failed, device: str, *, is_waited_for: bool = True) -> SoundError:
    """Why the monitored sounds are not heard.

    Args:
        failed: What their process told.
        device: Their name.
        is_waited_for: They are taken up by themselves once they are back.
    """
    title = Name(device)
    match failed.reason:
        case Reason.ABSENT:
            return SoundError(
                say("The headphones called {device} are not there.", device=title),
                say(
                    "Plug them in, or choose others in the settings. "
                    "Nothing is played anywhere else."
                ),
            )
        case Reason.ALIKE:
            return _alike(device)
        case Reason.BUSY:
            return SoundError(
                say("Another program is using the headphones {device}.", device=title),
                say("Close that program. The studio takes them up by itself.")
                if is_waited_for
                else say("Close that program, then try again."),
            )
        case Reason.STOPPED:
            return SoundError(
                say("The headphones {device} are gone.", device=title),
                say("Check their cable. The studio takes them up again by itself.")
                if is_waited_for
                else say("Check their cable, then try again."),
            )
        case Reason.NO_SYSTEM:
            return no_system()
        case Reason.DENIED | Reason.FAILED:
            return SoundError(
                say("The headphones {device} cannot be opened.", device=title),
                say("Unplug them and plug them in again, or choose others in the settings."),
            )


def _alike(device: str) -> SoundError:
    return SoundError(
        say(
            "More than one device is called {device}, so none of them is used.", device=Name(device)
        ),
        say("Unplug all but the right one, or choose another one."),
    )


def no_system() -> SoundError:
    if sys.platform == "linux":
        remedy = say(
            "See that sound works in other programs; if it does, install the package libportaudio2."
        )
    else:
        remedy = say("See that sound works in other programs, then start the studio again.")
    return SoundError(say("The system's sound cannot be reached."), remedy)


def _permission() -> Message:
    match sys.platform:
        case "darwin":
            return say(
                "Open System Settings, Privacy and Security, Microphone, and allow Earshot Studio."
            )
        case "win32":
            return say(
                "Open Settings, Privacy, Microphone, and let desktop apps access your microphone."
            )
        case _:
            return say("Ask whoever looks after this computer for the right to record sound.")


def missing_file(path: str) -> SoundError:
    return SoundError(
        say("There is no file {path}.", path=path),
        say("Check its name, or choose another file."),
    )


def is_folder(path: str) -> SoundError:
    return SoundError(
        say("{path} is a folder, not a sound file.", path=path),
        say("Choose a file inside it."),
    )


def unreadable_file(path: str) -> SoundError:
    return SoundError(
        say("The system does not let the studio read {path}.", path=path),
        say("Change the file's permissions, or choose another file."),
    )


def not_sound(path: str) -> SoundError:
    return SoundError(
        say("{path} is not a sound file that the studio can read.", path=path),
        say("Choose another file, such as an MP3, WAV or M4A."),
    )


def without_sound(path: str) -> SoundError:
    return SoundError(
        say("The film {path} has no sound.", path=path),
        say("Choose another file, or take the sound from a microphone."),
    )


def broken_file(path: str) -> SoundError:
    return SoundError(
        say("{path} cannot be read any further.", path=path),
        say("Check the disk or the network. The studio tries again by itself."),
    )


def unreachable(address: str) -> SoundError:
    return SoundError(
        say("Nothing answers at {address}.", address=address),
        say("Check the address and the network. The studio tries again by itself."),
    )


def unknown_kind(address: str) -> SoundError:
    return SoundError(
        say("The address of {source} begins with a word that is not known.", source=address),
        say("Begin it with http or rtsp, then a colon and two slashes."),
    )


def not_a_tone(address: str) -> SoundError:
    return SoundError(
        say("{address} is no pitch for a tone.", address=address),
        say("Give a number of hertz between 20 and 20000, such as 440."),
    )
