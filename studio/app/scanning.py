"""Codes in picture files, told in words or as JSON: `earshot scan`."""

import json
import multiprocessing
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any, Self, TypeAlias

from studio import paths
from studio.model.code import Code
from studio.model.errors import PictureError, StudioError
from studio.model.message import Message, Name, say
from studio.model.product import Product
from studio.scanner.looking import look_closely
from studio.store.database import open_database
from studio.store.products import ProductRepository
from studio.video import still
from studio.video.bgr import BgrPicture

TIMEOUT_S = 30.0
"""Seconds after which a picture counts as one that never ends; the largest takes three."""

_START_S = 30.0
_MOST_MEMORY = 3 * 2**30
"""Bytes of address space that the process beside may take, where the system can say so."""

_LARGEST = 4000
"""Pixels of the longer side, above which a picture is shrunk: bars are wider then, not more."""

Answer: TypeAlias = tuple[Code, ...] | StudioError


@dataclass(frozen=True, slots=True)
class Scanned:
    """What became of a picture.

    Attributes:
        path: As it was given.
        codes: What was read, each with the products that bear it; None where it is no picture.
        error: Why there is nothing to read.
    """

    path: str
    codes: tuple[tuple[Code, tuple[Product, ...]], ...] = ()
    error: StudioError | None = None


def scan(images: Sequence[str], *, as_json: bool) -> tuple[list[str], bool]:
    """Read the codes of pictures; one that is broken does not keep the others.

    Gives lines to print, and whether all of them are pictures.

    Args:
        images: Paths.
        as_json: One line with a list, in place of sentences.

    Raises:
        StudioError: The catalogue cannot be read.
    """
    db = open_database(paths.database_file())
    try:
        products = ProductRepository(db)
        with _Beside() as beside:
            scanned = [_scanned(path, beside.read(path), products) for path in images]
    finally:
        db.close()
    is_whole = all(one.error is None for one in scanned)
    if as_json:
        return [json.dumps([_as_json(one) for one in scanned], ensure_ascii=False)], is_whole
    return [str(sentence) for one in scanned for sentence in _sentences(one)], is_whole


def _scanned(path: str, answer: Answer, products: ProductRepository) -> Scanned:
    if isinstance(answer, StudioError):
        return Scanned(path, error=answer)
    found = ((code, products.by_gtin(code.gtin) if code.gtin else []) for code in answer)
    return Scanned(path, tuple((code, tuple(named)) for code, named in found))


def _sentences(one: Scanned) -> list[Message]:
    if one.error is not None:
        return [one.error.problem.then(one.error.remedy)]
    file = Name(one.path)
    if not one.codes:
        return [say("{file}: no code was read.", file=file)]
    told = []
    for code, products in one.codes:
        what = say(
            "{file}: {kind} {text}, {width} by {height} pixels at {x}, {y}.",
            file=file,
            kind=Name(code.kind),
            text=Name(code.text),
            width=code.place.width,
            height=code.place.height,
            x=code.place.x,
            y=code.place.y,
        )
        for product in products:
            what = what.then(say("{name}, {price}.", name=product.name, price=product.price))
        if code.gtin and not products:
            what = what.then(say("No product has this barcode."))
        told.append(what)
    return told


def _as_json(one: Scanned) -> dict[str, Any]:
    if one.error is not None:
        told = {"problem": str(one.error.problem), "remedy": str(one.error.remedy)}
        return {"file": one.path, "error": told}
    return {
        "file": one.path,
        "codes": [
            {
                "type": code.kind,
                "text": code.text,
                "gtin": code.gtin,
                **asdict(code.place),
                "products": [
                    {"code": product.code, "name": product.name.name} for product in products
                ],
            }
            for code, products in one.codes
        ],
    }


class _Beside:
    """A process beside that decodes and reads: a picture made for it may end or hold it."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, path: str) -> Answer:
        try:
            line = self._line or self._open()
            line.send(path)
            if line.poll(TIMEOUT_S):
                return line.recv()
        except (EOFError, OSError):
            pass
        self._end()
        return PictureError(
            say("“{file}” cannot be decoded.", file=Name(path)),
            say("Save it anew in another program, or choose another picture."),
        )

    def _open(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), name="scan", daemon=True)
        self._process.start()
        theirs.close()
        if not self._line.poll(_START_S) or self._line.recv() != "ready":
            raise EOFError
        return self._line

    def _end(self) -> None:
        if self._process is not None and self._line is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._line.close()
        self._process = self._line = None


def _work(line: Connection) -> None:
    """Read what is named, in the process beside, until it is ended."""
    # Decoders write to the terminal what nobody asked for.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _limit_memory()
    with suppress(EOFError, OSError):
        line.send("ready")
        while True:
            line.send(_read(line.recv()))


def _read(path: str) -> Answer:
    try:
        pixels, scale = still.within(still.load(path, ground=255), _LARGEST)
    except StudioError as error:
        return error
    codes = look_closely(BgrPicture(pixels, 0.0).y)
    return tuple(code.grown(1 / scale) for code in codes)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, hard))
