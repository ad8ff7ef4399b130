"""Lists of what streamers say, by the command that each asks for.

A line each: a command with the values of its slots, a colon, and its sentences between bars. The
command `-` is talk, of which nothing must be done.
"""

from collections.abc import Iterator
from decimal import Decimal

from studio.interpreter.meaning import Meaning, Near, Understood
from studio.spoken import numbers as spoken
from tests.harness.process import ROOT

_UNSAID = {("source", "mic"), ("quantity", "1")}

Wish = tuple[str, dict[str, str]]


def load(name: str) -> Iterator[tuple[str, Wish | None]]:
    """Each sentence of `tests/data/NAME.txt` with its command and values; None for talk."""
    for line in (ROOT / "tests" / "data" / f"{name}.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        wish, _colon, sentences = line.partition(": ")
        command, *values = wish.split()
        wanted = (command, dict(value.split("=") for value in values))
        for sentence in sentences.split(" | "):
            yield sentence.strip(), None if command == "-" else wanted


def right(meaning: Meaning, wanted: Wish, language: str) -> str:
    """`right`, `offered` by number, `missed`, or `wrong` where another thing would be done."""
    match meaning:
        case Understood():
            return "right" if _is_meant(meaning, wanted, language) else "wrong"
        case Near(candidates=candidates):
            return "offered" if _is_any(candidates, wanted, language) else "missed"
        case _:
            return "missed"


def _is_any(candidates: tuple[Understood, ...], wanted: Wish, language: str) -> bool:
    return any(_is_meant(one, wanted, language) for one in candidates)


def _is_meant(meaning: Understood, wanted: Wish, language: str) -> bool:
    command, values = wanted
    got = {slot: str(value) for slot, value in meaning.invocation.values.items()}
    if "price" in got and "price" in values:
        amounts = [one.value for one in spoken.amounts(got["price"], language)]
        is_price = Decimal(values["price"]) in amounts
        values = {**values, "price": got["price"]} if is_price else values
    return meaning.invocation.command == command and _plain(got) == _plain(values)


def _plain(values: dict[str, str]) -> dict[str, str]:
    """Without what is meant where nothing is said: the microphone, and one piece."""
    plain = {slot: value.removesuffix("%") for slot, value in values.items()}
    return {slot: v for slot, v in plain.items() if (slot, v) not in _UNSAID}
