"""The accessible tree of an application, as assistive technology gets it over AT-SPI.

    /usr/bin/python3 -m tests.harness.accessible NAME      prints it

Runs under the system's Python, which alone has the libraries, in the environment of the session.
"""

# pyright: reportMissingImports=false

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi as _Atspi  # noqa: E402 - the version must be chosen first
from gi.repository import GLib as _GLib  # noqa: E402 - as above

Atspi: Any = _Atspi
GLib: Any = _GLib
Role: Any = Atspi.Role
State: Any = Atspi.StateType

MAX_CHILDREN = 300
MAX_DEPTH = 40


def roles(*names: str) -> frozenset:
    """Roles by name; older AT-SPI does not know all of them."""
    return frozenset(getattr(Role, name) for name in names if hasattr(Role, name))


BUTTONS = roles("PUSH_BUTTON", "TOGGLE_BUTTON", "PUSH_BUTTON_MENU")
CHECKS = roles("CHECK_BOX", "RADIO_BUTTON", "SWITCH")
INPUTS = roles(
    *("TEXT", "ENTRY", "PASSWORD_TEXT", "COMBO_BOX", "SPIN_BUTTON"),
    *("SLIDER", "DIAL", "DATE_EDITOR", "EDITBAR"),
)
RANGES = roles("SLIDER", "SPIN_BUTTON", "DIAL", "PROGRESS_BAR", "LEVEL_BAR")
MENUS = roles("MENU", "MENU_ITEM", "CHECK_MENU_ITEM", "RADIO_MENU_ITEM", "TEAROFF_MENU_ITEM")
ITEMS = roles(
    *("LIST_ITEM", "TREE_ITEM", "TABLE_CELL", "TABLE_ROW", "PAGE_TAB"),
    *("TABLE_COLUMN_HEADER", "TABLE_ROW_HEADER", "ICON"),
)
CONTAINERS = roles("LIST", "LIST_BOX", "TABLE", "TREE", "TREE_TABLE", "PAGE_TAB_LIST")
IMAGES = roles("IMAGE", "ICON", "ANIMATION", "CHART", "VIDEO")
WINDOWS = roles("FRAME", "DIALOG", "ALERT", "WINDOW", "FILE_CHOOSER", "COLOR_CHOOSER")
LINKS = roles("LINK")
INTERACTIVE = BUTTONS | CHECKS | INPUTS | LINKS | roles("PAGE_TAB")
TEXTY = (
    BUTTONS
    | CHECKS
    | LINKS
    | ITEMS
    | MENUS
    | roles("LABEL", "STATIC", "HEADING", "PARAGRAPH", "TEXT", "ENTRY")
    | roles("COMBO_BOX", "SPIN_BUTTON", "STATUS_BAR")
)
VAGUE = roles(
    *("FILLER", "PANEL", "LAYERED_PANE", "SCROLL_PANE", "VIEWPORT", "UNKNOWN", "INVALID"),
    *("REDUNDANT_OBJECT", "SPLIT_PANE", "CANVAS", "DRAWING_AREA", "FRAME"),
)


def ask(question: Callable, *arguments: object, default: Any = None) -> Any:
    """Ask an element that may have gone away in the meantime."""
    try:
        return question(*arguments)
    except (GLib.Error, RuntimeError, TypeError, AttributeError):
        return default


def key_of(accessible: Any) -> tuple:
    """What tells one element from another."""
    return ask(lambda: accessible.app.bus_name), ask(lambda: accessible.path)


class Node:
    """One element as it was when the tree was read, and its details when they were first asked for.

    Every question takes the application a millisecond, and most elements are hidden ones of which
    nobody asks more.

    Attributes:
        accessible: The live element.
        key: Its identity on the bus.
        rect: x, y, width, height on the screen.
        labels: Names of the labels that belong to it.
        value: Lowest, current and highest value and their text, for ranges.
    """

    def __init__(
        self,
        accessible: Any,
        parent: Node | None = None,
        depth: int = 0,
        title: str = "",
        role: Any = None,
    ) -> None:
        """Look at it and at all below it.

        Args:
            title: Only at those right below it whose name matches this regular expression.
            role: Its role, where that is known.
        """
        self.accessible, self.parent = accessible, parent
        self.key = key_of(accessible)
        self.role = ask(accessible.get_role) if role is None else role
        self.name: str = (ask(accessible.get_name) or "").strip()
        states = ask(accessible.get_state_set)
        # Each `contains` would ask the application once more.
        self.states = set(ask(states.get_states, default=()) if states else ())
        self.children: list[Node] = []
        for index in range(min(self._child_count(), MAX_CHILDREN) if depth < MAX_DEPTH else 0):
            child = ask(accessible.get_child_at_index, index)
            if child is None or (role := ask(child.get_role)) is None:
                continue
            if not title or re.search(title, ask(child.get_name) or ""):
                self.children.append(Node(child, self, depth + 1, role=role))

    def look(self) -> None:
        """Ask for all of its details now."""
        _ = self.role_name, self.description, self.rect, self.labels, self.value

    @cached_property
    def role_name(self) -> str:
        return ask(self.accessible.get_role_name) or ""

    @cached_property
    def description(self) -> str:
        return (ask(self.accessible.get_description) or "").strip()

    @cached_property
    def interfaces(self) -> set[str]:
        return set(ask(self.accessible.get_interfaces, default=[]) or [])

    @cached_property
    def rect(self) -> tuple[int, int, int, int]:
        return self.rect_now()

    @cached_property
    def labels(self) -> list[str]:
        if self.role not in INPUTS | RANGES | CONTAINERS:
            return []
        return [
            ask(relation.get_target(index).get_name) or ""
            for relation in ask(self.accessible.get_relation_set, default=[]) or []
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
            for index in range(relation.get_n_targets())
        ]

    @cached_property
    def value(self) -> tuple[float | None, float | None, float | None, str] | None:
        if self.role not in RANGES or "Value" not in self.interfaces:
            return None
        value = Atspi.Value
        return (
            ask(value.get_minimum_value, self.accessible),
            ask(value.get_current_value, self.accessible),
            ask(value.get_maximum_value, self.accessible),
            ask(value.get_text, self.accessible) or "",
        )

    def _child_count(self) -> int:
        return ask(self.accessible.get_child_count, default=0) or 0

    def rect_now(self) -> tuple[int, int, int, int]:
        """Where the element is at this moment; where it was when that is not told any more."""
        before = self.__dict__.get("rect", (0, 0, 0, 0))
        if "Component" not in self.interfaces:
            return before
        screen = Atspi.CoordType.SCREEN
        extents = ask(Atspi.Component.get_extents, self.accessible, screen)
        if not extents:
            return before
        return (extents.x, extents.y, extents.width, extents.height)

    def walk(self) -> Iterator[Node]:
        """The element and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def up(self) -> Iterator[Node]:
        """Its parents, nearest first, up to the application."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def is_window(self) -> bool:
        is_top = self.parent is not None and self.parent.role == Role.APPLICATION
        return self.role in WINDOWS and is_top

    @property
    def is_shown(self) -> bool:
        """Whether it and all its parents say that they are shown."""
        for node in (self, *self.up()):
            if node.role == Role.APPLICATION:
                break
            if State.SHOWING not in node.states and not node.is_window:
                return False
        return True

    @property
    def is_enabled(self) -> bool:
        return bool(self.states & {State.ENABLED, State.SENSITIVE})

    @property
    def is_in_menu(self) -> bool:
        above = any(node.role in MENUS or node.role == Role.POPUP_MENU for node in self.up())
        return self.role in MENUS or above

    @property
    def is_in_combo_box(self) -> bool:
        """Part of a list that is folded away."""
        return any(node.role == Role.COMBO_BOX for node in self.up())

    @property
    def window(self) -> Node:
        top = self
        for node in self.up():
            if node.role != Role.APPLICATION:
                top = node
        return top

    @property
    def place(self) -> tuple[str, ...]:
        """Names of the named parts of the window that it is in, nearest first."""
        return tuple(n.name for n in self.up() if n.name and n.parent is not None)

    @property
    def text(self) -> str:
        """The words in it, where it has any of its own."""
        if "Text" not in self.interfaces:
            return ""
        return (ask(Atspi.Text.get_text, self.accessible, 0, -1) or "").strip()

    def path(self) -> str:
        nodes = [self, *list(self.up())[:-1]]
        return " > ".join(f"{node.role_name} '{node.name}'" for node in reversed(nodes))

    def line(self) -> str:
        """All of it in one line."""
        usual = "enabled", "sensitive", "visible"
        states = (state.value_nick for state in sorted(self.states, key=int))
        told = " ".join(state for state in states if state not in usual)
        more = f" description={self.description!r}" if self.description else ""
        faces = ",".join(sorted(self.interfaces - {"Accessible", "Component"}))
        return f"[{self.role_name}] {self.name!r}{more} ({told}) {self.rect} <{faces}>"


def find_application(name: str, timeout_s: float = 20.0) -> Any:
    """The running application whose name matches a regular expression, case aside.

    Raises:
        LookupError: None came within `timeout_s` seconds.
    """
    Atspi.init()
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            application = ask(desktop.get_child_at_index, index)
            if application and re.search(name, ask(application.get_name) or "", re.IGNORECASE):
                application.set_cache_mask(Atspi.Cache.NONE)
                return application
        time.sleep(0.3)
    raise LookupError(f"no accessible application matches {name!r}")


def main() -> None:
    for node in Node(find_application(sys.argv[1])).walk():
        print("  " * len(list(node.up())) + node.line())


if __name__ == "__main__":
    main()
