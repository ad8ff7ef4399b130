"""CSV and TSV: text with a separator between cells."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from studio.catalogue import limits
from studio.catalogue.encoding import Encoding
from studio.catalogue.table import Form, Row
from studio.model.message import Message, Number, say

SEPARATORS = (",", ";", "\t", "|", "，", "；")
_SAMPLE_LINES = 50
_PIECE = 1 << 18


class DelimitedTable:
    """A text file, read a line at a time; see `Table`."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._size = max(1, path.stat().st_size)
        self._raw = io.FileIO(path)
        self._text = io.TextIOWrapper(
            io.BufferedReader(self._raw, 1 << 18),
            encoding=encoding.codec,
            errors="surrogateescape" if encoding.codec.startswith("utf-8") else "replace",
            newline="",
        )
        self._lines = _Lines(self._text)
        separator = guess_separator(self._lines.peek(_SAMPLE_LINES))
        if separator is None and path.suffix.lower() in {".tsv", ".tab"}:
            separator = "\t"
        self._separator = separator or ","
        self.form = Form(
            format="TSV" if separator == "\t" else "CSV",
            encoding=encoding.name,
            is_certain=encoding.is_certain,
            separator=self._separator,
        )

    @property
    def done(self) -> float:
        return min(1.0, self._raw.tell() / self._size)

    def rows(self) -> Iterator[Row]:
        lines = self._lines
        reader = self._reader()
        while True:
            lines.begin()
            line = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _TooLongError:
                lines.skip()
                yield Row(line, [lines.first()], _too_long())
                reader = self._reader()
            except csv.Error as error:
                first = lines.back_to_second()
                yield Row(line, [first.rstrip("\r\n")], _why(error))
                reader = self._reader()
            else:
                if any(map(str.strip, cells)):
                    yield Row(line, cells)

    def close(self) -> None:
        self._text.close()

    def _reader(self) -> Iterator[list[str]]:
        csv.field_size_limit(limits.LONGEST_FIELD)
        return csv.reader(self._lines, delimiter=self._separator, strict=True)


class _TooLongError(Exception):
    """A line, or a row of many lines, is longer than any catalogue has."""


class _Lines:
    """The lines of a text, which can be given back to be read otherwise."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._read = text.readline
        self._waiting: deque[str] = deque()
        self._of_row: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read(limits.LONGEST_FIELD)
        if not line:
            raise StopIteration
        self.number += 1
        self._of_row.append(line)
        if len(line) >= limits.LONGEST_FIELD and line[-1] not in "\r\n":
            raise _TooLongError
        if len(self._of_row) > limits.LONGEST_ROW_LINES:
            raise csv.Error("unexpected end of data")
        return line

    def peek(self, count: int) -> list[str]:
        signs = 0
        while len(self._waiting) < count and signs < limits.LONGEST_FIELD:
            line = self._read(limits.LONGEST_FIELD)
            if not line:
                break
            signs += len(line)
            self._waiting.append(line)
        return list(self._waiting)[:count]

    def begin(self) -> None:
        """A row begins with the next line."""
        self._of_row.clear()

    def first(self) -> str:
        return self._of_row[0][:1000]

    def back_to_second(self) -> str:
        """Give back all lines of this row but the first, which is returned."""
        first, *others = self._of_row
        self._waiting.extendleft(reversed(others))
        self.number -= len(others)
        return first

    def skip(self) -> None:
        """Read to the end of a line that is too long, and keep nothing of it."""
        while piece := self._waiting.popleft() if self._waiting else self._read(_PIECE):
            if piece[-1] in "\r\n":
                return


def guess_separator(lines: list[str]) -> str | None:
    """What parts the cells: what most lines have equally often; None where nothing does.

    What stands between quotes is not counted, so long as a quote ends in its line.
    """
    counts = {s: [_outside_quotes(line, s) for line in lines if line.strip()] for s in SEPARATORS}
    best, best_score = None, 0.0
    for separator, found in counts.items():
        usual = max(set(found) - {0}, key=found.count, default=0)
        if not usual:
            continue
        # Decimal commas stand in many lines too, but rarely in the line of headers.
        steady = found.count(usual) / len(found)
        score = steady * (1 + min(usual, 10) / 10) + (0.5 if found[0] == usual else 0.0)
        if score > best_score + 1e-9:
            best, best_score = separator, score
    return best


def _outside_quotes(line: str, sign: str) -> int:
    if '"' not in line:
        return line.count(sign)
    return sum(part.count(sign) for part in line.split('"')[::2])


def _too_long() -> Message:
    return say(
        "One field is longer than {n} signs.", n=Number(limits.LONGEST_FIELD)
    )


def _why(error: csv.Error) -> Message:
    text = str(error)
    if "field larger" in text:
        return _too_long()
    if "expected after" in text:
        return say("A quote within a cell is not doubled.")
    return say("A quote is opened and never closed.")
