"""Where a report is kept: a folder for each show, there whole or not at all."""

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from studio import text
from studio.model.errors import StoreError
from studio.model.message import Name, say
from studio.model.session import Session
from studio.report.chart import charts
from studio.report.drawing import draw
from studio.report.page import page
from studio.report.report import Report
from studio.report.sheet import orders_csv, showings_csv
from studio.report.svg import svg_file

PAGE = "report.html"
ORDERS = "orders.csv"
SHOWINGS = "showings.csv"

_ODD = re.compile(r"[^0-9A-Za-z]")


def folder_of(folder: Path, session: Session) -> Path:
    """The folder of a show, named by when it began; the same one however often it is written."""
    when = session.began.astimezone().strftime("%Y-%m-%d %H-%M-%S")
    # Where clocks are set back, two shows may begin at one time of day.
    return folder / f"{when} {_ODD.sub('', session.id)[:8]}".rstrip()


def files(report: Report, language: str | None = None) -> Mapping[str, bytes]:
    """All files of a report, by name."""
    language = language or text.in_use()
    made = {
        PAGE: page(report, language).encode(),
        ORDERS: orders_csv(report),
        SHOWINGS: showings_csv(report),
    }
    for number, chart in enumerate(charts(report), 1):
        twin = chart.twin()
        told = [one.words(language) for one in twin.told]
        drawn = svg_file(draw(chart, language), twin.title.words(language), told, _tag(language))
        made[f"chart-{number}.svg"] = drawn.encode()
    return made


def keep(report: Report, folder: Path, language: str | None = None) -> Path:
    """Write a report beside the others, in the place of an earlier one of the same show.

    Args:
        report: What is kept.
        folder: Of all reports; it is made where there is none.
        language: Of its page and charts; the one in use when none is given.

    Returns:
        Its own folder.

    Raises:
        StoreError: It cannot be written; an earlier one is as it was.
    """
    place = folder_of(folder, report.session)
    write(place, files(report, language))
    return place


def write(place: Path, made: Mapping[str, bytes]) -> None:
    """Put files into a folder of their own, all at once.

    Raises:
        StoreError: They cannot be written; what was there is as it was.
    """
    coming = place.with_name(f".{place.name}.{os.getpid()}.part")
    going = place.with_name(f".{place.name}.{os.getpid()}.old")
    try:
        coming.mkdir(parents=True)
        for name, content in made.items():
            _write(coming / name, content)
        if place.exists():
            place.replace(going)
        try:
            coming.replace(place)
        except OSError:
            if going.exists():
                going.replace(place)
            raise
    except OSError as error:
        raise _unwritable(place, error) from error
    finally:
        for left in (coming, going):
            if place.exists() or left == coming:
                with suppress(OSError):
                    shutil.rmtree(left)


def write_file(path: Path, content: bytes) -> None:
    """Put one file in its place once it is whole.

    Raises:
        StoreError: It cannot be written; what was there is as it was.
    """
    coming = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with suppress(FileNotFoundError):  # of a process that was ended meanwhile
            coming.unlink()
        _write(coming, content)
        coming.replace(path)
    except OSError as error:
        raise StoreError(
            say(
                "{file} cannot be written: {reason}.",
                file=Name(path.name),
                reason=error.strerror or str(error),
            ),
            say("Make room on the disk, or choose another folder."),
        ) from error
    finally:
        with suppress(OSError):
            coming.unlink()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _tag(language: str) -> str:
    return language.replace("_", "-")


def _unwritable(place: Path, error: OSError) -> StoreError:
    return StoreError(
        say(
            "The report cannot be kept in {folder}: {reason}.",
            folder=Name(str(place.parent)),
            reason=error.strerror or str(error),
        ),
        say("Make room on the disk, or have the folder made writable, then ask for it again."),
    )
