"""What is imported into the catalogue, and what came of it."""

from dataclasses import dataclass

from studio.model.message import Message, say, say_n


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A file and how it is read.

    Attributes:
        path: The file.
        currency: Of prices that tell none.
        columns: Headers and the names of their fields; empty to go by their words.
        is_dry_run: Only find out what would happen.
    """

    path: str
    currency: str
    columns: tuple[tuple[str, str], ...] = ()
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it.

    Attributes:
        new, changed, unchanged, wrong: How many rows were so.
        bad_rows: The file that keeps the wrong ones; empty for none.
        notes: What was doubtful in the rows that count, in words.
        findings: How the file is written, in words, what matters most first.
        is_dry_run: Nothing was changed.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0
    bad_rows: str = ""
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    is_dry_run: bool = False

    @property
    def details(self) -> tuple[str, ...]:
        """All that is to be told besides, what matters most first."""
        return self.notes + self.findings

    @property
    def outcome(self) -> Message:
        """The counts, in one sentence."""
        values = {
            "new": say_n("{n} new", "{n} new", self.new),
            "changed": say_n("{n} changed", "{n} changed", self.changed),
            "unchanged": say_n("{n} unchanged", "{n} unchanged", self.unchanged),
            "wrong": say_n("{n} wrong", "{n} wrong", self.wrong),
        }
        if self.is_dry_run:
            return say("It would be {new}, {changed}, {unchanged}, {wrong}.", **values)
        return say("Imported: {new}, {changed}, {unchanged}, {wrong}.", **values)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of somebody's file.

    Attributes:
        header: As the file writes it.
        field: What it is used as, the value of a `Field`; empty where nobody reads it.
        samples: Its first few values.
    """

    header: str
    field: str = ""
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file, and whether anybody has to say what they are.

    Attributes:
        columns: In the file's order.
        known_as: Whose layout it is, as a sentence, where there is nothing to say; else empty.
    """

    columns: tuple[Column, ...]
    known_as: str = ""
