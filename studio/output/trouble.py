"""Why a destination does not take the stream, in the user's terms.

No sentence here holds an address or a key: the destination's name is what the user knows it by.
"""

import errno
import socket
import ssl

from studio.model.errors import OutputError
from studio.model.message import Name, say
from studio.output.rtmp import ClosedError, NotRtmpError, RefusedError, Stage

RTMP_ERRORS = (OSError, UnicodeError, RefusedError, ClosedError, NotRtmpError)
"""What a connection raises; a host's name that cannot be one is a `UnicodeError`."""

# What services say of a key only when the first pictures come.
_OF_KEY = ("Publish.BadName", "Publish.Denied")

_NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EHOSTDOWN}


def explain(error: Exception, stage: Stage, name: str) -> OutputError:
    """Put a failed connection into words.

    Args:
        error: One of `RTMP_ERRORS`.
        stage: What was being done.
        name: What the user calls the destination.
    """
    match error:
        case socket.gaierror(errno=socket.EAI_AGAIN):
            return _not_looked_up(name) if has_network() else _no_network()
        case socket.gaierror() | UnicodeError():
            return _not_found(name) if has_network() else _no_network()
        case ssl.SSLCertVerificationError():
            return _untrusted(name)
        case ConnectionRefusedError():
            return _refused(name)
        case TimeoutError() if stage is not Stage.SECURING:
            return _stalled(name) if stage is Stage.SENDING else _silent(name)
        case OSError(errno=code) if code in _NO_NETWORK:
            return _no_network()
        case NotRtmpError():
            return _no_rtmp(name)
        case RefusedError() if stage is Stage.SENDING:
            return _wrong_key(name) if str(error).endswith(_OF_KEY) else _ended(name)
        case _:
            return _AT_STAGE.get(stage, _closed)(name)


def is_lasting(error: Exception, stage: Stage) -> bool:
    """Whether trying again is of no use before the user changed something."""
    if isinstance(error, socket.gaierror | UnicodeError):
        return has_network() and getattr(error, "errno", None) != socket.EAI_AGAIN
    if isinstance(error, TimeoutError) or getattr(error, "errno", None) in _NO_NETWORK:
        return False
    return stage < Stage.SENDING


def has_network() -> bool:
    """Whether this machine knows a way into the internet; nothing is sent."""
    # Addresses that are set aside for documentation.
    places = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
    return any(_has_way(family, host) for family, host in places)


def _has_way(family: socket.AddressFamily, host: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((host, 9))
    except OSError:
        return False
    return True


def _no_network() -> OutputError:
    return OutputError(
        say("The internet cannot be reached."),
        say("Check the network cable or the wireless network of this computer."),
    )


def _not_found(name: str) -> OutputError:
    return OutputError(
        say("The address of {destination} cannot be found.", destination=Name(name)),
        say("Check the address of the destination for typing errors."),
    )


def _not_looked_up(name: str) -> OutputError:
    return OutputError(
        say("The address of {destination} cannot be looked up.", destination=Name(name)),
        say("Check the internet connection, and the address for typing errors."),
    )


def _refused(name: str) -> OutputError:
    return OutputError(
        say("{destination} takes no streams at its address.", destination=Name(name)),
        say("Check the address and its port, or wait until the service is up again."),
    )


def _silent(name: str) -> OutputError:
    return OutputError(
        say("{destination} does not answer.", destination=Name(name)),
        say("Check the address of the destination and the internet connection."),
    )


def _stalled(name: str) -> OutputError:
    return OutputError(
        say("{destination} does not take the stream any more.", destination=Name(name)),
        say("Check the internet connection; a lower picture data rate may help."),
    )


def _untrusted(name: str) -> OutputError:
    return OutputError(
        say("The certificate of {destination} cannot be trusted.", destination=Name(name)),
        say("Check the address of the destination, and this computer's date and time."),
    )


def _insecure(name: str) -> OutputError:
    return OutputError(
        say("There is no secure line to {destination}.", destination=Name(name)),
        say("Check whether its address begins with rtmp:// or rtmps://, and its port."),
    )


def _no_rtmp(name: str) -> OutputError:
    return OutputError(
        say(
            "What answers at the address of {destination} does not take streams.",
            destination=Name(name),
        ),
        say("Check the address of the destination and its port."),
    )


def _wrong_address(name: str) -> OutputError:
    return OutputError(
        say("{destination} refused the path in its address.", destination=Name(name)),
        say("Copy the address from the service again and enter it for this destination."),
    )


def _wrong_key(name: str) -> OutputError:
    return OutputError(
        say("{destination} refused the stream key.", destination=Name(name)),
        say(
            "Copy the stream key from the service again and enter it for this destination, and "
            "make sure that nothing else streams with it."
        ),
    )


def _ended(name: str) -> OutputError:
    return OutputError(
        say("{destination} ended the stream.", destination=Name(name)),
        say("Look at the service's own page for the reason."),
    )


def _closed(name: str) -> OutputError:
    return OutputError(
        say("{destination} closed the connection.", destination=Name(name)),
        say("Check the internet connection, and the service's own page for the reason."),
    )


# What it means that the line broke or the service said no just then. A wrong path or key makes
# many services hang up without a word.
_AT_STAGE = {
    Stage.SECURING: _insecure,
    Stage.GREETING: _no_rtmp,
    Stage.ASKING_APP: _wrong_address,
    Stage.ASKING_STREAM: _wrong_key,
}
