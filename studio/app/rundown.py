"""A rundown that is looked through, and written in another form: `earshot rundown`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio import paths
from studio.catalogue.rundown_file import read_rundown, write_rundown
from studio.claims.finding import Finding
from studio.claims.scripts import check_segment
from studio.model.message import Duration, Message, Name, say, say_n
from studio.model.product import Product
from studio.model.rundown import Rundown, Segment, unused_columns
from studio.store.repositories import Repositories
from studio.store.store import Store


@dataclass(frozen=True, slots=True)
class _Looked:
    """A segment, and what there is to know of it."""

    number: int
    segment: Segment
    product: Product | None
    findings: tuple[Finding, ...]

    @property
    def is_missing(self) -> bool:
        return bool(self.segment.product) and self.product is None


def look_through(file: Path, out: Path | None = None, *, as_json: bool = False) -> list[str]:
    """Tell what is in a rundown, which products are missing, and what the law has against it.

    Args:
        file: Of any form that the studio reads.
        out: Where it is written, in the form that its name asks for; None for nowhere.
        as_json: One line with an object, in place of sentences.

    Raises:
        StudioError: It cannot be read or written.
    """
    rundown = read_rundown(file)
    products = _products(rundown)
    looked = [
        _Looked(number, segment, product, check_segment(segment, product, rundown.language))
        for number, segment in enumerate(rundown.segments, 1)
        for product in (products.get(segment.product),)
    ]
    if out is not None:
        write_rundown(out, rundown)
    if as_json:
        return [json.dumps(_as_object(rundown, looked, out), ensure_ascii=False)]
    return [str(sentence) for sentence in _sentences(rundown, looked, out)]


def _products(rundown: Rundown) -> dict[str, Product]:
    """Those of its products that the catalogue has, by code."""
    codes = {segment.product for segment in rundown.segments if segment.product}
    if not codes:
        return {}

    def find(kept: Repositories) -> list[Product | None]:
        return [kept.products.by_code(code) for code in codes]

    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    try:
        found = store.run(find).result()
    finally:
        store.stop()
    return {product.code: product for product in found if product is not None}


def _sentences(rundown: Rundown, looked: list[_Looked], out: Path | None) -> list[Message]:
    count = len(looked)
    name = Name(rundown.name)
    told = [say_n("{rundown}, {n} segment.", "{rundown}, {n} segments.", count, rundown=name)]
    if rundown.planned_s:
        planned = Duration(round(rundown.planned_s))
        told[0] = told[0].then(say("Planned for {time}.", time=planned))
    if rundown.unused:
        told.append(unused_columns(rundown))
    told += [_row(one) for one in looked]
    for one in looked:
        where = say("In segment {number}, {segment}:", number=one.number, segment=_called(one))
        if one.is_missing:
            code = Name(one.segment.product)
            told.append(where.then(say("There is no product {code} in the catalogue.", code=code)))
        told += [where.then(finding.warning) for finding in one.findings]
    if out is not None:
        told.append(say("The rundown is saved in {file}.", file=Name(str(out))))
    return told


def _row(one: _Looked) -> Message:
    lines = len(one.segment.lines)
    counted = say_n("{n} line", "{n} lines", lines)
    called = _called(one)
    if not one.segment.minutes:
        return say(
            "{number}. {segment}, {lines}.", number=one.number, segment=called, lines=counted
        )
    return say(
        "{number}. {segment}, {time}, {lines}.",
        number=one.number,
        segment=called,
        time=Duration(round(one.segment.planned_s)),
        lines=counted,
    )


def _called(one: _Looked) -> Name:
    return Name(one.segment.called(one.product))


def _as_object(rundown: Rundown, looked: list[_Looked], out: Path | None) -> dict[str, Any]:
    return {
        "name": rundown.name,
        "language": rundown.language,
        "planned_s": round(rundown.planned_s),
        "unused_columns": rundown.unused,
        "segments": [
            {
                "number": one.number,
                "kind": one.segment.kind,
                "title": one.segment.called(one.product),
                "product": one.segment.product,
                "in_catalogue": one.product is not None,
                "planned_s": round(one.segment.planned_s),
                "lines": one.segment.lines,
                "claims": [
                    {
                        "phrase": finding.phrase,
                        "rule": finding.claim.rule,
                        "reason": str(finding.rule),
                        "instead": finding.claim.instead,
                    }
                    for finding in one.findings
                ],
            }
            for one in looked
        ],
        "file": str(out or ""),
    }
