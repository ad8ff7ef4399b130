"""How the file of encrypted stream keys lies on the disk."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from studio.model.errors import StoreError
from studio.model.message import say

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs to try a passphrase: 32 MB, and a third of a second of one core.

    Source: OWASP Password Storage Cheat Sheet, scrypt. Of its choices of equal strength this one
    leaves memory to the show.
    """

    n: int = 2**15
    r: int = 8
    p: int = 3

    def __post_init__(self) -> None:
        """A hostile file shall not eat the machine's memory."""
        numbers = (self.n, self.r, self.p)
        if not all(type(number) is int and number > 0 for number in numbers):
            raise TypeError("a cost is whole numbers")
        if self.n & (self.n - 1) or not 2**10 <= self.n <= 2**18 or max(self.r, self.p) > 16:
            raise ValueError("no such cost")


@dataclass(frozen=True, slots=True)
class Sealed:
    """The file as it lies on the disk.

    Attributes:
        salt: 16 bytes, new with each new passphrase.
        cost: What it costs to try a passphrase.
        ids: Whose keys are inside; readable, so that nobody is asked for a passphrase in vain.
        nonce: 12 bytes, new with each writing.
        sealed: The keys by id, as JSON, in AES-256-GCM; it vouches for salt, cost and ids too.
    """

    salt: bytes
    cost: Cost
    ids: tuple[str, ...]
    nonce: bytes
    sealed: bytes

    def vouched_for(self) -> bytes:
        cost = [self.cost.n, self.cost.r, self.cost.p]
        return json.dumps([FORMAT, self.salt.hex(), cost, list(self.ids)]).encode()

    def to_text(self) -> bytes:
        body = {
            "format": FORMAT,
            "salt": self.salt.hex(),
            "cost": asdict(self.cost),
            "ids": list(self.ids),
            "nonce": self.nonce.hex(),
            "sealed": self.sealed.hex(),
        }
        return json.dumps(body | {"sum": _sum(body)}, indent=1).encode()

    @classmethod
    def from_text(cls, text: bytes) -> Self:
        """Read the file.

        The plain sum is what tells a damaged file from a wrong passphrase: to the cipher both
        look the same. It protects from accidents only.

        Raises:
            StoreError: The file is damaged, or of a newer release.
        """
        try:
            body = _checked(json.loads(text))
            return cls(
                bytes.fromhex(body["salt"]),
                Cost(**body["cost"]),
                tuple(body["ids"]),
                bytes.fromhex(body["nonce"]),
                bytes.fromhex(body["sealed"]),
            )
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise _damaged() from error


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    if body["format"] > FORMAT:
        raise StoreError(
            say("The stream keys were kept by a newer Earshot Studio."),
            say("Install the newest Earshot Studio. Nothing was changed."),
        )
    if body.pop("sum") != _sum(body):
        raise ValueError("the sum is wrong")
    return body


def _sum(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _damaged() -> StoreError:
    return StoreError(
        say("The file of your stream keys is damaged."),
        say("Put a backup in its place, or delete it and enter your stream keys again."),
    )
