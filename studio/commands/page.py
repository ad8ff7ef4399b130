"""A page that tells of every command, in the language in use."""

from collections.abc import Iterable

from studio.commands.command import REGISTRY, Category, Command
from studio.text import _


def as_markdown() -> str:
    """Every command of the menus, by category."""
    title = _("Everything the studio can do")
    heads = _("Command"), _("Key"), _("What it does"), _("Say")
    lines = [f"# {title}", ""]
    for category in Category:
        listed = [one for one in REGISTRY if one.category is category and one.is_listed]
        if listed:
            lines += [f"## {_(category.value)}", "", _cells(heads), _cells(["---"] * len(heads))]
            lines += [*map(_row, listed), ""]
    return "\n".join(lines)


def _row(one: Command) -> str:
    about = _(one.about)
    if one.is_risky:
        about = " ".join((about, _("Viewers notice at once.")))
    said = ", ".join(f"“{_(phrase)}”" for phrase in one.phrases)
    return _cells((_(one.title), one.keys, about, said))


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
