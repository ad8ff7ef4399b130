"""The parts of a product that have a line each, as they are typed and kept in a spreadsheet."""

from collections.abc import Iterable
from datetime import date

from studio.model.product import Certificate, Question

BAR = "|"
_COLONS = (":", "：")


def lines_of(words: str) -> tuple[str, ...]:
    """The lines that have words in them."""
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def specifications_of(words: str) -> tuple[tuple[str, str], ...]:
    """Names and values, with a colon between; a line without one is a value alone."""
    return tuple(_at_colon(line) for line in lines_of(words))


def specification_lines(specifications: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {value}" if name else value for name, value in specifications)


def questions_of(words: str) -> tuple[Question, ...]:
    """Questions and answers, with a bar between."""
    pairs = (line.partition(BAR) for line in lines_of(words))
    return tuple(Question(question.strip(), answer.strip()) for question, _bar, answer in pairs)


def question_lines(questions: Iterable[Question]) -> str:
    return "\n".join(_barred(one.question, one.answer) for one in questions)


def certificates_of(words: str) -> tuple[Certificate, ...]:
    """Name, number and last day, with bars between; both may be left out.

    Raises:
        ValueError: A day is none.
    """
    found = []
    for line in lines_of(words):
        name, number, day = (*(part.strip() for part in line.split(BAR)), "", "")[:3]
        found.append(Certificate(name, number, date.fromisoformat(day) if day else None))
    return tuple(found)


def certificate_lines(certificates: Iterable[Certificate]) -> str:
    return "\n".join(
        _barred(one.name, one.number, one.expires.isoformat() if one.expires else "")
        for one in certificates
    )


def _at_colon(line: str) -> tuple[str, str]:
    places = [line.find(colon) for colon in _COLONS if colon in line]
    if not places:
        return "", line
    return line[: min(places)].strip(), line[min(places) + 1 :].strip()


def _barred(*parts: str) -> str:
    while len(parts) > 1 and not parts[-1]:
        parts = parts[:-1]
    return f" {BAR} ".join(parts)
