"""Where a service takes streams, taken apart as RTMP wants it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from studio.model.destination import Destination, StreamKey
from studio.model.errors import OutputError
from studio.model.message import Name, say

_PORTS = {"rtmp": 1935, "rtmps": 443}
_ANY_KEY = StreamKey("a key that stands for any")


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a destination, without its secret.

    Attributes:
        host: Name or number.
        port: TCP port.
        is_secure: RTMP inside TLS.
        app: The service's application; the path of the address.
        stream: The stream's name where the address has it; services may treat it as a secret.
    """

    host: str
    port: int
    is_secure: bool
    app: str
    stream: str = field(default="", repr=False)

    @property
    def tc_url(self) -> str:
        """The address as RTMP's connect command repeats it, without the stream's name."""
        scheme = "rtmps" if self.is_secure else "rtmp"
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[scheme] else f":{self.port}"
        return f"{scheme}://{host}{port}/{self.app}"


def parse(url: str, key: StreamKey | None, name: str, *, needs_key: bool = False) -> Address:
    """Take an address apart.

    With a key the whole path is the application, as streaming programs have it; without one the
    last part of the path is the stream's name.

    Args:
        url: Such as `rtmp://live.example.com/app`.
        key: The stream key; None where the address says it all.
        name: What the user calls the destination.
        needs_key: Without a key the address does not say it all.

    Raises:
        OutputError: It is no RTMP address, or the key is missing.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise _no_address(name) from None
    if parts.username is not None:
        raise OutputError(
            say("The address of {destination} holds a name or password.", destination=Name(name)),
            say("Leave out what stands before the @; streaming services want the stream key only."),
        )
    scheme = parts.scheme.lower()
    path = parts.path.strip("/")
    if scheme not in _PORTS or not parts.hostname or not path:
        raise _no_address(name)
    app, stream = _split(path, parts.query, has_key=bool(key))
    if not key and (needs_key or not stream):
        raise OutputError(
            say("{destination} has no stream key.", destination=Name(name)),
            say("Copy the stream key from the service and enter it for this destination."),
        )
    return Address(parts.hostname, port or _PORTS[scheme], scheme == "rtmps", app, stream)


def check_address(destination: Destination) -> None:
    """Make sure that streams can go to a destination's address, whatever its key.

    Raises:
        OutputError: It is no RTMP address, or says too little or too much.
    """
    parse(destination.url, _ANY_KEY if destination.needs_key else None, destination.name)


def _split(path: str, query: str, *, has_key: bool) -> tuple[str, str]:
    tail = f"?{query}" if query else ""
    if has_key:
        return path + tail, ""
    # An application may have an instance: "app/instance/stream".
    pieces = path.split("/", 2)
    app = "/".join(pieces[: max(1, len(pieces) - 1)])
    stream = pieces[-1] if len(pieces) > 1 else ""
    return app, stream + tail if stream else ""


def _no_address(name: str) -> OutputError:
    return OutputError(
        say("The address of {destination} is not one that takes streams.", destination=Name(name)),
        say("It begins with rtmp:// or rtmps://, then the service's name and a path follow."),
    )
