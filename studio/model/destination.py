"""Where a show is sent."""

from dataclasses import dataclass, field

from studio.model.scene import new_id


class StreamKey:
    """A stream key; whoever prints, logs or formats it sees stars."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """The key itself, for the one call that hands it to the service."""
        return self._secret

    @property
    def is_plausible(self) -> bool:
        """It is one word that a service may have given."""
        secret = self._secret
        return len(secret) <= 1000 and secret.isprintable() and not set(secret) & {" ", "\ufffd"}

    def __bool__(self) -> bool:
        return bool(self._secret)

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "***"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a stream key is not copied to other processes or files")


@dataclass(frozen=True, slots=True)
class Destination:
    """A service that takes streams.

    Attributes:
        name: What the user calls it.
        url: Address without the key, `rtmp://` or `rtmps://`.
        service: The service's name, such as `douyin`; empty for any other.
        needs_key: The service wants a stream key after the address.
        is_on: *Go live* sends to it.
        id: Stable for the life of the destination; its key is kept under it.
    """

    name: str
    url: str
    service: str = ""
    needs_key: bool = True
    is_on: bool = True
    id: str = field(default_factory=new_id)

    @property
    def is_named(self) -> bool:
        """It has a name, which scripts can tell from an address."""
        return bool(self.name.strip()) and "://" not in self.name


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """A stream to begin.

    Attributes:
        destination: Where it goes.
        key: The destination's key; None where it takes none.
    """

    destination: Destination
    key: StreamKey | None
