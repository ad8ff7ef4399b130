"""Rules of the audit that need the accessible tree only, and the findings of all rules."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.harness.accessible import (
    CONTAINERS,
    IMAGES,
    INPUTS,
    INTERACTIVE,
    ITEMS,
    MENUS,
    RANGES,
    VAGUE,
    WINDOWS,
    Node,
    Role,
    State,
)

RULES = {  # id: (severity, what it means)
    "name-missing": ("error", "control that can be focused or pressed has no name"),
    "name-meaningless": ("error", "name is only punctuation, a code identifier or a placeholder"),
    "name-is-role": ("warn", "name is, or contains, the control's own role"),
    "name-duplicate": ("error", "two controls of the same role and name in the same named place"),
    "desc-repeats-name": ("warn", "description says the name again"),
    "image-name": ("error", "picture without name or description"),
    "label-missing": ("error", "input without a label of its own"),
    "value-missing": ("error", "range control that does not report a value"),
    "value-no-text": ("warn", "range control reports a bare number without unit or text"),
    "item-name": ("error", "list, table, tree or tab item without a name"),
    "container-name": ("error", "list, table or tree without a name"),
    "group-name": ("warn", "tool bar with controls in it has no name"),
    "window-name": ("error", "window without a title"),
    "role-vague": ("error", "focusable element whose role says nothing (filler, pane, ...)"),
    "not-in-tree": ("error", "takes focus but its parent does not list it: review cannot find it"),
    "off-screen": ("error", "window is larger than the screen"),
    "rect-empty": ("warn", "element said to be showing has no size on the screen"),
    "rect-scale": ("warn", "rectangles told to assistive technology are not screen pixels"),
    "target-24": ("error", "pointer target under 24 x 24 px (WCAG 2.5.8)"),
    "target-44": ("info", "pointer target under 44 x 44 px (WCAG 2.5.5)"),
    "not-focusable": ("error", "control that can be pressed cannot take keyboard focus"),
    "unreached": ("error", "focusable control never got focus by Tab, Shift+Tab or arrows"),
    "keyboard-trap": ("error", "Tab does not leave the element"),
    "focus-lost": ("error", "after Tab nothing is focused"),
    "focus-order": ("warn", "focus leaves a named part of the window and comes back later"),
    "no-menu-key": ("warn", "menu bar cannot be opened by F10 or Alt"),
    "focus-invisible": ("error", "no visible change where the focus went"),
    "focus-faint": ("warn", "focus change is under 3:1 or smaller than a 1 px outline"),
    "contrast-text": ("error", "text under 4.5:1 (3:1 when tall)"),
    "contrast-icon": ("error", "icon-only control under 3:1"),
    "no-reflow": ("error", "what is in the window is wider than it (WCAG 1.4.10)"),
    "speech-silent": ("error", "screen reader says nothing when focus arrives"),
    "speech-role-only": ("error", "screen reader says only a role"),
}
_ROLE_WORDS = {
    "push button": {"button"},
    "check box": {"checkbox", "check box"},
    "slider": {"slider"},
    "combo box": {"combo box", "combobox"},
    "text": {"text box", "textbox", "edit"},
}
_PLACEHOLDER = re.compile(r"%\d|%s|\{\w*\}|lorem|TODO|^\d+$")
_IDENTIFIER = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z0-9]+)+|\w+_\w+|Q[A-Z]\w+")


_STRICT = {"target-44"}


@dataclass
class Findings:
    """What was found so far, each as a dictionary that JSON can hold."""

    all: list[dict] = field(default_factory=list)
    is_strict: bool = False
    """WCAG's level AAA: targets of 44 px, text that stands out 7:1."""

    def add(self, rule: str, node: Node, detail: str = "") -> None:
        self.all.append(
            {
                "rule": rule,
                "severity": "error" if self.is_strict and rule in _STRICT else RULES[rule][0],
                "role": node.role_name,
                "name": node.name,
                "path": node.path(),
                "rect": list(node.rect),
                "detail": detail,
            }
        )


class TreeRules:
    """Judges elements by what they tell assistive technology."""

    def __init__(self, findings: Findings) -> None:
        self._add = findings.add
        self._alike: dict[tuple, list[Node]] = collections.defaultdict(list)

    def check(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.is_in_combo_box:
                continue
            self._check_containers(node)
            self._check_name(node)
            if node.role in INPUTS and not self._has_own_label(node):
                self._add("label-missing", node)
            if node.role in RANGES:
                self._check_range(node)
            if node.role == Role.SCROLL_BAR and State.HORIZONTAL in node.states and node.is_shown:
                self._add("no-reflow", node)
            if node.role in INTERACTIVE and not node.is_in_menu:
                # Of a closed choice Qt tells what is chosen as its name; its label tells it apart.
                key = node.window.key, node.place, node.role, node.name, *node.labels
                self._alike[key].append(node)
                self._check_target(node)

    def check_duplicates(self) -> None:
        """To be called when all elements were checked."""
        for same in self._alike.values():
            for node in same[1:] if same[0].name else []:
                where = " / ".join(node.place[:-1])
                self._add("name-duplicate", node, f"{len(same)} of them in {where}")

    def _check_containers(self, node: Node) -> None:
        if node.is_window and not node.name:
            self._add("window-name", node)
        if node.role in IMAGES and not (node.name or node.description):
            self._add("image-name", node)
        if node.role in CONTAINERS and not (node.name or any(node.labels)):
            self._add("container-name", node)
        has_controls = any(inner.role in INTERACTIVE for inner in node.walk())
        if node.role == Role.TOOL_BAR and not node.name and has_controls:
            self._add("group-name", node)
        is_item = node.role in ITEMS and node.role != Role.ICON and State.SHOWING in node.states
        if is_item and not any(inner.name for inner in node.walk()):
            self._add("item-name", node)
        is_focusable = State.FOCUSABLE in node.states and node.role not in WINDOWS
        if is_focusable and node.role in VAGUE and not node.is_in_menu:
            self._add("role-vague", node, "" if node.name else "no name")

    def _check_name(self, node: Node) -> None:
        if node.role not in INTERACTIVE | MENUS:
            return
        if not node.name and not any(node.labels):
            self._add("name-missing", node)
            return
        name, low = node.name, node.name.lower()
        if not re.search(r"\w", name):
            self._add("name-meaningless", node, "punctuation only")
        elif _PLACEHOLDER.search(name):
            self._add("name-meaningless", node, "placeholder or number")
        elif _IDENTIFIER.fullmatch(name):
            self._add("name-meaningless", node, "code identifier")
        own = _ROLE_WORDS.get(node.role_name, set()) | {node.role_name}
        if any(re.search(rf"\b{re.escape(word)}\b", low) for word in own if word):
            self._add("name-is-role", node)
        if node.description and node.description.lower().rstrip(".") == low.rstrip("."):
            self._add("desc-repeats-name", node)

    def _has_own_label(self, node: Node) -> bool:
        """A combo box or text field may show its content as its name: that is no label."""
        if any(node.labels):
            return True
        if node.role == Role.COMBO_BOX:
            chosen = [n.name for n in node.walk() if n is not node and State.SELECTED in n.states]
            return bool(node.name) and node.name not in chosen
        return bool(node.name) and node.name != node.text

    def _check_range(self, node: Node) -> None:
        low, now, high, text = node.value or (None, None, None, "")
        if low is None or now is None or high is None or high <= low:
            if not node.text:
                self._add("value-missing", node)
        elif not text and not re.search(r"\D", node.text) and node.role != Role.PROGRESS_BAR:
            self._add("value-no-text", node, f"value {now:g}")

    def _check_target(self, node: Node) -> None:
        width, height = node.rect[2:]
        if width <= 0 or height <= 0:
            self._add("rect-empty", node)
            return
        if min(width, height) < 24:
            self._add("target-24", node, f"{width} x {height}")
        if min(width, height) < 44:
            self._add("target-44", node, f"{width} x {height}")
        if State.FOCUSABLE not in node.states and node.is_enabled:
            self._add("not-focusable", node)
