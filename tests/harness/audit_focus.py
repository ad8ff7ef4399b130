"""Rules of the audit that walk an application with real keys, look at the screen and listen."""

# pyright: reportMissingImports=false

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.harness.accessible import (
    CONTAINERS,
    INPUTS,
    INTERACTIVE,
    ITEMS,
    MENUS,
    WINDOWS,
    Atspi,
    GLib,
    Node,
    Role,
    State,
    ask,
    key_of,
)
from tests.harness.audit_rules import Findings
from tests.harness.pixels import luminance, ratio, take_screenshot

Shot = NDArray[np.uint8]
"""The screen, rows by columns by red, green and blue."""

_ECHO = ("tab", "shift", "left shift", "left tab", "down", "up")
_BARE = {
    *("layered pane", "panel", "filler", "pane"),
    *("push button", "slider", "text", "check box"),
}


@dataclass
class Stop:
    """Where the focus went upon a key, what was said, and how much of the screen changed there.

    Attributes:
        spoken: None where nobody listened.
        pixels: Pixels that changed; None where nobody looked.
        ratio: Their contrast before and after.
    """

    key: str
    node: Node | None
    spoken: list[str] | None = None
    pixels: int | None = None
    ratio: float = 0.0

    def as_dict(self) -> dict:
        node = self.node
        return {
            "key": self.key,
            "role": node.role_name if node else None,
            "name": node.name if node else None,
            "place": list(node.place)[:-1][::-1] if node else None,
            "spoken": self.spoken,
            "pixels": self.pixels,
            "ratio": self.ratio,
        }


_BUSY_S = 3.0
"""How long a busy machine may take to move the focus, and to paint that."""
_FEW = 10
"""So many items of a list show how its arrows work."""


class Tree:
    """All elements by identity; those that appear later are taken in as they get the focus."""

    def __init__(self, root: Node, nodes: list[Node]) -> None:
        self.root, self.nodes = root, nodes
        self.late: list[Node] = []
        self._by_key = {node.key: node for node in nodes}

    def node_of(self, accessible: Any) -> Node | None:
        key = key_of(accessible)
        return self._by_key.get(key) or self._adopt(accessible)

    def known(self, key: tuple) -> Node | None:
        return self._by_key.get(key)

    def _adopt(self, accessible: Any) -> Node | None:
        if ask(accessible.get_role) is None:
            return None
        above = ask(accessible.get_parent)
        parent = self._by_key.get(key_of(above)) if above is not None else None
        has_parent = above is not None and ask(above.get_role) not in {None, Role.APPLICATION}
        if parent is None and has_parent:
            parent = self._adopt(above)
        node = Node(accessible, parent or self.root)
        for inner in node.walk():
            inner.look()  # it may be gone by the time that it is judged
        self._by_key.update({inner.key: inner for inner in node.walk()})
        (parent or self.root).children.append(node)
        self.late.append(node)
        return node


class Hand:
    """Presses keys and follows the focus."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._focused: Any = None
        self._focused_at = 0.0
        self._listener = Atspi.EventListener.new(self._hear)
        self._listener.register("object:state-changed:focused")

    def _hear(self, event: Any) -> None:
        if event.type.startswith("object:state-changed:focused") and event.detail1:
            self._focused, self._focused_at = event.source, time.monotonic()

    def forget(self) -> None:
        self._focused = None

    @property
    def heard_focus(self) -> Any:
        """The live element that last told it has the focus."""
        return self._focused

    def pump(self, seconds: float) -> None:
        """Take in events for a while."""
        deadline, context = time.monotonic() + seconds, GLib.MainContext.default()
        while time.monotonic() < deadline:
            while context.pending():
                context.iteration(False)
            time.sleep(0.01)

    def press(self, key: str, wait_s: float = 0.8, rest_s: float = 0.12) -> None:
        """Press a key as a hand does, and wait for the focus to move and to rest so long."""
        started, self._focused_at = time.monotonic(), 0.0
        *modifiers, last = key.split("+")
        argv = ["xdotool"]
        for modifier in modifiers:
            argv += ["keydown", modifier, "sleep", "0.07"]
        argv += ["key", last]
        for modifier in reversed(modifiers):
            argv += ["sleep", "0.07", "keyup", modifier]
        subprocess.run(argv, timeout=10, check=False)
        while (now := time.monotonic()) - started < wait_s + 0.4:
            self.pump(0.03)
            rested = now - max(self._focused_at, started) > rest_s
            if (self._focused_at and rested) or (not self._focused_at and now - started > wait_s):
                break

    def focused(self) -> Node | None:
        """The innermost element that has the focus."""
        if self._focused is not None:
            return self._tree.node_of(self._focused)
        found = None
        for node in self._tree.nodes:
            states = ask(node.accessible.get_state_set)
            if states and states.contains(State.FOCUSED) and node.role not in WINDOWS:
                found = node
        return found


@dataclass
class Ear:
    """Reads what the screen reader said from the speech log."""

    path: Path

    def mark(self) -> int:
        with self.path.open(encoding="utf-8") as file:
            return sum(1 for _ in file)

    def since(self, mark: int, hand: Hand, patience_s: float = 2.5) -> list[str]:
        """What was said from a mark on, once it is quiet; the echo of keys is left out."""
        deadline, said = time.monotonic() + patience_s, []
        while time.monotonic() < deadline:
            hand.pump(0.05)
            now = self._texts(mark)
            if now and now != said:
                deadline = time.monotonic() + 0.7
            said = now
        return said

    def _texts(self, mark: int) -> list[str]:
        with self.path.open(encoding="utf-8") as file:
            lines = [line for line in list(file)[mark:] if line.endswith("\n")]
        entries = [json.loads(line) for line in lines]
        spoken = [entry["text"] for entry in entries if entry["ev"] in {"speak", "char", "key"}]
        return [text for text in spoken if text.lower() not in _ECHO]


@dataclass
class FocusOptions:
    """How to walk.

    Attributes:
        max_tab: Most presses of Tab.
        all_rows: Whether to go through every row of each list, instead of ten.
        pixels: Whether to look at the screen.
        ear: Where to listen, or None.
        scale: Screen pixels for one unit of the application's rectangles.
    """

    max_tab: int = 150
    all_rows: bool = False
    pixels: bool = True
    ear: Ear | None = None
    scale: float = 1.0


class FocusRules:
    """Walks with Tab, Shift+Tab and arrows, and judges every stop."""

    def __init__(self, tree: Tree, hand: Hand, findings: Findings, options: FocusOptions) -> None:
        self._tree, self._hand, self._options = tree, hand, options
        self._add = findings.add
        self._reached: set[tuple] = set()
        self.stops: list[Stop] = []

    @property
    def reached(self) -> list[str]:
        """The names and labels of all that had the focus."""
        nodes = [node for key in self._reached if (node := self._tree.known(key)) is not None]
        return sorted({name for node in nodes for name in (node.name, *node.labels) if name})

    def check(self, windows: list[Node], shown: list[Node]) -> None:
        self._walk(windows)
        self._arrows()
        self._judge_stops()
        self._judge_order()
        self._find_unreached(shown)
        self._try_menu_key(shown)
        for node in self._tree.late:
            if node.role in INTERACTIVE and not _is_listed(node):
                self._add("not-in-tree", node)

    def _walk(self, windows: list[Node]) -> None:
        self._hand.forget()
        last, stayed = self._hand.focused(), 0
        if last is not None:
            self._reached.add(last.key)
        for count in range(self._options.max_tab):
            stop = self._step("Tab")
            self.stops.append(stop)
            if stop.node is None:
                self._add("focus-lost", windows[0], f"after Tab number {count + 1}")
                break
            stayed = stayed + 1 if last is not None and stop.node.key == last.key else 0
            last = stop.node
            if stayed >= 3:
                self._add("keyboard-trap", last)
                return
            self._reached.add(last.key)
            if self._is_round_complete():
                break
        self._hand.forget()
        back = self._step("shift+Tab").node
        if back is not None and last is not None and back.key == last.key:
            self._add("keyboard-trap", back, "Shift+Tab does not leave it")

    def _is_round_complete(self) -> bool:
        keys = [stop.node.key for stop in self.stops if stop.node is not None]
        return len(keys) > 3 and keys[-1] == keys[1] and keys[-2] == keys[0]

    def _step(self, key: str) -> Stop:
        ear = self._options.ear
        mark = ear.mark() if ear else 0
        before = self._two_screenshots() if self._options.pixels else None
        self._hand.press(key, _BUSY_S)
        stop = Stop(key, self._hand.focused())
        if ear:
            stop.spoken = ear.since(mark, self._hand)
        if before and stop.node is not None and stop.node.rect[2] > 0:
            after = self._look(stop, stop.node, before)
            self._look_back(before, after)
        return stop

    def _look(self, stop: Stop, node: Node, before: tuple[Shot, Shot]) -> Shot:
        """See what the key changed; a busy machine tells of the focus before it has painted it."""
        deadline = time.monotonic() + _BUSY_S
        while True:
            self._hand.pump(0.05)
            node.rect = node.rect_now()
            after = take_screenshot()
            stop.pixels, stop.ratio = self._changed(*before, after, node.rect)
            if stop.pixels or time.monotonic() > deadline:
                return after

    def _look_back(self, before: tuple[Shot, Shot], after: Shot) -> None:
        """See what left the element before, too: where the view moved as the focus came there,
        another piece of the window was compared with it.
        """
        stop = self.stops[-1] if self.stops else None
        if stop is None or stop.node is None or stop.node.rect_now() != stop.node.rect:
            return
        pixels, contrast = self._changed(*before, after, stop.node.rect)
        if contrast > stop.ratio:
            stop.pixels, stop.ratio = pixels, contrast

    def _two_screenshots(self) -> tuple[Shot, Shot]:
        first = take_screenshot()
        self._hand.pump(0.12)
        return first, take_screenshot()

    def _changed(
        self,
        earlier: Shot,
        before: Shot,
        after: Shot,
        rect: tuple[int, int, int, int],
    ) -> tuple[int, float]:
        """Pixels that the key changed, not those that were changing anyway, and their contrast."""
        old, now, new = (
            crop(shot, rect, self._options.scale, grow=4).astype(int)
            for shot in (earlier, before, after)
        )
        if not old.size:
            return 0, 0.0
        restless = abs(old - now).max(2) > 8
        changed = (abs(now - new).max(2) > 8) & ~restless
        if not changed.any():
            return 0, 0.0
        ratios = ratio(luminance(now[changed]), luminance(new[changed]))
        return int(changed.sum()), round(float(np.percentile(ratios, 75)), 2)

    def _arrows(self) -> None:
        """Items of lists and tabs are reached with arrows; a tab to each side is proof enough."""
        boxes: dict[tuple, tuple[Node, Node]] = {}
        for stop in self.stops:
            if (node := stop.node) is None:
                continue
            box = next((n for n in (node, *node.up()) if n.role in CONTAINERS), None)
            if box is not None:
                boxes.setdefault(box.key, (box, node))
        for box, node in boxes.values():
            self._reached.add(box.key)
            if ask(Atspi.Component.grab_focus, node.accessible) is None:
                continue
            self._hand.pump(0.3)
            is_tabs = box.role == Role.PAGE_TAB_LIST
            there, back = ("Right", "Left") if is_tabs else ("Down", "Up")
            items = {child.key for child in box.children if child.role in ITEMS}
            most = 1000 if self._options.all_rows else _FEW
            count = min(len(items), 2 if is_tabs else most)
            self._go(there, count, items)
            self._go(back, count, items)

    def _go(self, key: str, count: int, items: set[tuple]) -> None:
        """Press an arrow so often; not much longer where every item was reached before."""
        for number in range(count):
            if number >= _FEW and items <= self._reached:
                break
            self._hand.press(key, 0.2, rest_s=0.04)
            if (focused := self._hand.focused()) is not None:
                self._reached.add(focused.key)

    def _judge_stops(self) -> None:
        done = set()
        for stop in self.stops:
            if stop.node is not None and stop.node.key not in done:
                done.add(stop.node.key)
                self._judge_looks(stop, stop.node)
                self._judge_words(stop, stop.node)

    def _judge_looks(self, stop: Stop, node: Node) -> None:
        if stop.pixels is None or node.role in MENUS:
            return
        outline = 2 * (node.rect[2] + node.rect[3])
        has_caret = node.role in INPUTS and "Text" in node.interfaces
        if stop.pixels < 12:
            self._add("focus-invisible", node, f"{stop.pixels} px changed")
        elif (stop.pixels < outline * 0.6 or stop.ratio < 3.0) and not has_caret:
            detail = f"{stop.pixels} px of outline {outline}, {stop.ratio}:1"
            self._add("focus-faint", node, detail)

    def _judge_words(self, stop: Stop, node: Node) -> None:
        if stop.spoken is None:
            return
        around = {part.lower() for part in node.place}
        spoken = [text.lower().strip(" .") for text in stop.spoken]
        own = " ".join(text for text in spoken if text not in around)
        if not any(spoken):
            self._add("speech-silent", node)
        elif own in {node.role_name.lower()} | _BARE:
            self._add("speech-role-only", node, " ".join(stop.spoken))

    def _judge_order(self) -> None:
        """Parts of the window that are left and entered again within one round."""
        nodes = [stop.node for stop in self.stops if stop.node is not None]
        parts: list[str] = []
        for node in nodes:
            place = node.place
            part = place[-2] if len(place) > 1 else (place[0] if place else "")
            if not parts or parts[-1] != part:
                parts.append(part)
        if len(nodes) > 3 and nodes[-1].key == nodes[1].key:
            parts.pop()
        again = {p for n, p in enumerate(parts[:-1]) if p and p in parts[:n]}
        for part in sorted(again):
            node = next(node for node in nodes if part in node.place)
            self._add("focus-order", node, f"part {part!r} is entered more than once in one round")

    def _find_unreached(self, shown: list[Node]) -> None:
        for node in shown:
            is_candidate = node.role in INTERACTIVE and State.FOCUSABLE in node.states
            is_away = node.is_in_menu or node.is_in_combo_box or node.rect[2] <= 0
            if is_candidate and node.is_enabled and not is_away and not self._is_reached(node):
                self._add("unreached", node)

    def _is_reached(self, node: Node) -> bool:
        if node.key in self._reached or any(above.role in INPUTS for above in node.up()):
            return True
        if node.role == Role.PAGE_TAB:
            return any(above.key in self._reached for above in node.up())
        if node.role == Role.RADIO_BUTTON and node.parent is not None:
            return any(other.key in self._reached for other in node.parent.children)
        return False

    def _try_menu_key(self, shown: list[Node]) -> None:
        bars = [node for node in shown if node.role == Role.MENU_BAR]
        if not bars:
            return
        for key in ("F10", "alt", "alt"):
            if self._opens_menu(key):
                return
        first = next((child for child in bars[0].children if child.name), None)
        if first is not None:
            works = self._opens_menu(f"alt+{first.name[0].lower()}")
            detail = "Alt+letter works" if works else "Alt+letter not heard either"
            self._add("no-menu-key", bars[0], detail)

    def _opens_menu(self, key: str) -> bool:
        self._hand.forget()
        self._hand.press(key, 0.5)
        focused = self._hand.heard_focus
        opened = focused is not None and ask(focused.get_role) in MENUS
        if opened:
            for _ in range(2):
                self._hand.press("Escape", 0.2)
        return opened


def crop(
    shot: NDArray[np.uint8], rect: tuple[int, int, int, int], scale: float, grow: int = 0
) -> NDArray[np.uint8]:
    """The piece of a screenshot that a rectangle covers, `grow` pixels larger on each side."""
    x, y, width, height = (round(value * scale) for value in rect)
    rows = slice(max(0, y - grow), max(0, y + height + grow))
    return shot[rows, max(0, x - grow) : max(0, x + width + grow)]


def _is_listed(node: Node) -> bool:
    """Whether the element can be found by going down from the application."""
    accessible = node.accessible
    for _ in range(40):
        parent = ask(accessible.get_parent)
        if parent is None or ask(parent.get_role) in {None, Role.APPLICATION, Role.DESKTOP_FRAME}:
            return True
        path, count = key_of(accessible)[1], ask(parent.get_child_count, default=0) or 0
        children = (ask(parent.get_child_at_index, n) for n in range(min(count, 300)))
        if not any(key_of(child)[1] == path for child in children):
            return False
        accessible = parent
    return True
