"""Reads the window as a screen reader does: through Qt's accessibility interface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

Role = QAccessible.Role

CONTROLS = {
    Role.Button,
    Role.CheckBox,
    Role.ComboBox,
    Role.EditableText,
    Role.List,
    Role.ListItem,
    Role.MenuItem,
    Role.SpinBox,
    Role.Graphic,
    Role.Chart,
    Role.Clock,
    Role.Section,
    Role.Grouping,
}
"""Roles that must have a name."""


@dataclass(frozen=True)
class Heard:
    """One element of the accessible tree."""

    role: QAccessible.Role
    name: str
    description: str
    value: str
    widget: QWidget | None
    depth: int


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def name(widget: QWidget) -> str:
    return _heard(interface(widget), 0).name


def description(widget: QWidget) -> str:
    return interface(widget).text(QAccessible.Text.Description)


def tree(widget: QWidget) -> Iterator[Heard]:
    """Every element that is shown, in reading order."""
    yield from _walk(interface(widget), 0)


def _walk(one: QAccessibleInterface, depth: int) -> Iterator[Heard]:
    if one.state().invisible and depth:
        return
    yield _heard(one, depth)
    for place in range(one.childCount()):
        child = one.child(place)
        if child is not None and child.isValid():
            yield from _walk(child, depth + 1)


def _heard(one: QAccessibleInterface, depth: int) -> Heard:
    thing = one.object()
    widget = thing if isinstance(thing, QWidget) else None
    words = one.text(QAccessible.Text.Name)
    if isinstance(widget, QComboBox):
        # Elsewhere than on Linux it is the name; there Qt gives the value and relates the label.
        words = widget.accessibleName() if _label_of(widget) == widget.accessibleName() else ""
    return Heard(
        one.role(),
        words,
        one.text(QAccessible.Text.Description),
        one.text(QAccessible.Text.Value),
        widget,
        depth,
    )


def _label_of(widget: QWidget) -> str:
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return labels[0].accessibleName() if labels else ""
