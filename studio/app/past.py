"""Past shows for the command line: their list, and their reports."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from studio import paths, text
from studio.app.records import record_of
from studio.model.message import Duration, Message, say
from studio.model.record import ShowRecord
from studio.model.session import Session
from studio.report import keeping
from studio.report.as_json import as_object, session_object
from studio.report.report import Report, report_from
from studio.report.spoken import sentences
from studio.store.database import open_database
from studio.store.repositories import Repositories

T = TypeVar("T")


def sessions(*, as_json: bool) -> list[str]:
    """Every show that was kept, the newest first; a line for each.

    Raises:
        StoreError: The studio's file cannot be read.
    """
    now = datetime.now(UTC)
    found = _read(lambda kept: [kept.sessions.if_lifeless(one, now) for one in kept.sessions.all()])
    if as_json:
        return [json.dumps([session_object(one) for one in found], ensure_ascii=False)]
    return [f"{one.id}\t{_told(one)}" for one in found] or [str(say("No show was kept yet."))]


def report(wanted: str, *, as_json: bool, out: Path | None) -> list[str]:
    """The report of one show: its sentences, and where it is kept if so wished.

    Args:
        wanted: Its id, the beginning of one, or “last”.
        as_json: Everything there is to tell, as one object.
        out: A folder in which the report is to be kept as page, tables and charts.

    Raises:
        StoreError: There is no such show, or a file cannot be read or written.
    """
    now = datetime.now(UTC)

    def read(kept: Repositories) -> ShowRecord:
        record = record_of(kept.sessions, wanted)
        return replace(record, session=kept.sessions.if_lifeless(record.session, now))

    made = report_from(_read(read), now)
    folder = keeping.keep(made, out) if out is not None else None
    if as_json:
        told = as_object(made) | ({"folder": str(folder)} if folder is not None else {})
        return [json.dumps(told, ensure_ascii=False)]
    return _lines(made, folder)


def _lines(made: Report, folder: Path | None) -> list[str]:
    lines = [str(sentence) for sentence in sentences(made)]
    if folder is not None:
        lines.append(str(say("The report is kept in {folder}.", folder=str(folder))))
    return lines


def _told(session: Session) -> Message:
    when = text.moment(session.began)
    if session.ended is None:
        return say("{when}, not over yet", when=when)
    length = Duration(max(0.0, (session.ended - session.began).total_seconds()))
    if session.is_rehearsal:
        return say("{when}, rehearsal, {time}", when=when, time=length)
    return say("{when}, {time}", when=when, time=length)


def _read(ask: Callable[[Repositories], T]) -> T:
    with closing(open_database(paths.database_file())) as db:
        return ask(Repositories.of(db))
