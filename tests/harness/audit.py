"""Audits the accessibility of any running application over AT-SPI.

    /usr/bin/python3 -m tests.harness.audit --app earshot [--window TITLE] [--json out.json]
        [--no-keys] [--no-pixels] [--strict] [--speech-log speech.jsonl] [--max-tab 150] [--verbose]

It runs under the system's Python in the environment of the session it looks at; `Lab.audit` sees
to both. Three layers: the tree that assistive technology is told, real key presses, and pixels
(contrast, visible focus). With a speech log it also listens to what the reader says at each stop.
Each finding has rule, severity, role, name, path, rect and detail; `RULES` tells what they mean.
The figure to compare applications by is `errors_per_100_controls`.

Pixel rules need the window in front. A meter or video under a control hides a focus change there;
text over pictures is only roughly judged.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import subprocess
import sys
from pathlib import Path

from tests.harness.accessible import (
    BUTTONS,
    CHECKS,
    INTERACTIVE,
    MENUS,
    TEXTY,
    WINDOWS,
    Node,
    Role,
    State,
    ask,
    find_application,
)
from tests.harness.audit_focus import Ear, FocusOptions, FocusRules, Hand, Tree, crop
from tests.harness.audit_rules import RULES, Findings, TreeRules
from tests.harness.pixels import contrast, take_screenshot


class ContrastRules:
    """Judges how words and icons stand out on the screen."""

    def __init__(self, findings: Findings, scale: float) -> None:
        self._add, self._scale = findings.add, scale
        self._large, self._usual = (4.5, 7.0) if findings.is_strict else (3.0, 4.5)
        self.measured: list[tuple[float, str, str]] = []

    def check(self, windows: list[Node], nodes: list[Node]) -> None:
        shot = take_screenshot()
        active = [window for window in windows if State.ACTIVE in window.states] or windows
        in_front = {window.key for window in active}
        for node in nodes:
            if not self._is_measurable(node) or node.window.key not in in_front:
                continue
            seen = _visible_part(node)
            if seen[2] * seen[3] < 0.7 * node.rect[2] * node.rect[3]:  # scrolled out of sight
                continue
            found = contrast(crop(shot, seen, self._scale))
            if found is None:
                continue
            self.measured.append((found.ratio, node.role_name, node.name))
            is_icon = node.role in BUTTONS | CHECKS and not _shows_words(node)
            large = 3.0 if is_icon else self._large
            if found.ratio < (large if is_icon or found.height >= 24 else self._usual):
                rule = "contrast-icon" if is_icon else "contrast-text"
                self._add(rule, node, f"{found.ratio}:1, {found.stroke} on {found.ground}")

    def _is_measurable(self, node: Node) -> bool:
        x, y, width, height = node.rect
        if node.role not in TEXTY or width < 4 or height < 5 or x < 0 or y < 0:
            return False
        if not node.is_enabled or node.is_in_combo_box:
            return False
        shown = (child for child in node.children if State.SHOWING in child.states)
        if any(child.role in TEXTY and child.rect[2] > 0 for child in shown):
            return False
        return "EditableText" not in node.interfaces or bool(node.text)


def _visible_part(node: Node) -> tuple[int, int, int, int]:
    """The part of an element that its parents leave in view."""
    x, y, width, height = node.rect
    right, bottom = x + width, y + height
    for above in node.up():
        left, top, wide, high = above.rect
        if above.role != Role.APPLICATION and wide > 0 and high > 0 and above.role not in MENUS:
            x, y = max(x, left), max(y, top)
            right, bottom = min(right, left + wide), min(bottom, top + high)
    return (x, y, max(0, right - x), max(0, bottom - y))


def _shows_words(node: Node) -> bool:
    return bool(node.name) and node.rect[2] >= 5 * len(node.name)  # about 5 px a letter


def _pixel_scale(windows: list[Node], findings: Findings) -> float:
    """Qt 6 under QT_SCALE_FACTOR reports rectangles in units of its own."""
    argv = ["xdotool", "getactivewindow", "getwindowgeometry", "--shell"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=10, check=False)
    width = re.search(r"WIDTH=(\d+)", done.stdout)
    active = [window for window in windows if State.ACTIVE in window.states]
    if not width or not active or active[0].rect[2] <= 0:
        return 1.0
    scale = int(width[1]) / active[0].rect[2]
    if scale <= 1.2:
        return 1.0
    findings.add("rect-scale", active[0], f"window is {scale:.2f} times its rectangle")
    return scale


def _check_size(windows: list[Node], scale: float, findings: Findings) -> None:
    height, width = take_screenshot().shape[:2]
    for window in windows:
        across, down = (round(scale * side) for side in window.rect[2:])
        if across > width or down > height:
            findings.add("off-screen", window, f"{across} x {down} on {width} x {height}")


def audit(asked: argparse.Namespace) -> dict:
    """Look at an application and return all that was found, ready for JSON.

    Raises:
        LookupError: There is no such application or window.
    """
    root = Node(application := find_application(asked.app), title=asked.window or "")
    windows = _choose_windows(root, asked.window)
    nodes = [node for window in windows for node in window.walk()]
    shown = [node for node in nodes if node.is_shown or node in windows]
    findings = Findings(is_strict=asked.strict)
    tree_rules = TreeRules(findings)
    tree_rules.check(shown)
    scale = 1.0 if asked.no_pixels else _pixel_scale(windows, findings)
    contrasts = ContrastRules(findings, scale)
    if not asked.no_pixels:
        _check_size(windows, scale, findings)
        contrasts.check(windows, shown)
    stops, reached = [], []
    if not asked.no_keys:
        tree = Tree(root, nodes)
        ear = Ear(asked.speech_log) if asked.speech_log else None
        options = FocusOptions(asked.max_tab, asked.all_rows, not asked.no_pixels, ear, scale)
        focus_rules = FocusRules(tree, Hand(tree), findings, options)
        focus_rules.check(windows, shown)
        stops, reached = focus_rules.stops, focus_rules.reached
        known = {node.key for node in shown}
        late = {node.key: node for top in tree.late for node in top.walk()}
        newcomers = [node for key, node in late.items() if key not in known and not node.is_window]
        tree_rules.check(newcomers)
        shown += newcomers
    tree_rules.check_duplicates()
    controls = [node for node in shown if node.role in INTERACTIVE and not node.is_in_menu]
    counts = collections.Counter(finding["rule"] for finding in findings.all)
    severities = collections.Counter(finding["severity"] for finding in findings.all)
    return {
        "app": ask(application.get_name),
        "toolkit": f"{ask(application.get_toolkit_name)} {ask(application.get_toolkit_version)}",
        "windows": [window.name for window in windows],
        "elements": len(shown),
        "controls": len(controls),
        "tab_stops": len({stop.node.key for stop in stops if stop.node}),
        "contrast_measured": len(contrasts.measured),
        "contrast_lowest": sorted(contrasts.measured)[:10],
        "severities": dict(severities),
        "counts": {rule: counts[rule] for rule in RULES if counts[rule]},
        "errors_per_100_controls": round(100 * severities["error"] / max(1, len(controls)), 1),
        "findings": findings.all,
        "reached": reached,
        "stops": [stop.as_dict() for stop in stops],
    }


def _choose_windows(root: Node, title: str | None) -> list[Node]:
    windows = [node for node in root.children if node.role in WINDOWS or node.children]
    if not title:
        windows = [window for window in windows if State.SHOWING in window.states] or windows
    if not windows:
        raise LookupError(f"no window of {root.name!r} matches {title!r}")
    return windows


def summary(report: dict) -> str:
    """The counts in words."""
    titles = ", ".join(map(repr, report["windows"]))
    lines = [
        f"{report['app']} ({report['toolkit']}), windows: {titles}",
        f"  {report['elements']} elements shown, {report['controls']} controls, "
        f"{report['tab_stops']} Tab stops, contrast measured on {report['contrast_measured']}",
    ]
    for rule, count in report["counts"].items():
        severity, meaning = RULES[rule]
        lines.append(f"  {count:4}  {severity:5}  {rule:18} {meaning}")
    lines.append(f"  {report['errors_per_100_controls']} errors per 100 controls")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.harness.audit")
    parser.add_argument("--app", required=True, help="regular expression on the name")
    parser.add_argument("--window", help="regular expression on the window's title")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--no-keys", action="store_true")
    parser.add_argument("--no-pixels", action="store_true")
    parser.add_argument("--speech-log", type=Path)
    parser.add_argument("--strict", action="store_true", help="7:1 and 44 px")
    parser.add_argument("--max-tab", type=int, default=150)
    parser.add_argument("--all-rows", action="store_true", help="of lists, instead of ten")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    try:
        report = audit(asked)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    if asked.json:
        text = json.dumps(report, indent=1, ensure_ascii=False)
        asked.json.write_text(text, encoding="utf-8")
    print(summary(report))
    for found in report["findings"] if asked.verbose else []:
        detail = f"{found['detail']}  [{found['path']}]"
        print(f"   {found['rule']:18} {found['role']} {found['name']!r} {detail}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
