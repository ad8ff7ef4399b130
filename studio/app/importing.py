"""An import beside the show: in a process of its own, so that no picture waits for it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from studio import text
from studio.model.catalogue import Imported, ImportPlan
from studio.model.errors import CatalogueError
from studio.model.message import Name, say
from studio.model.order_import import OrderPlan, OrdersImported
from studio.model.work import CallOff

Progress = Callable[[float], None]


def import_beside(plan: ImportPlan, call_off: CallOff, progress: Progress) -> Imported:
    """Have a file imported, and wait for it; on an errand's thread.

    Args:
        plan: What is imported, and how.
        call_off: Ends the process; the catalogue then stays as it was.
        progress: Is told how much of the file was read, 0 to 1.

    Raises:
        CatalogueError: It cannot be imported; nothing was changed.
    """
    last = _run_beside(_command(plan), plan.path, call_off, progress)
    return Imported(
        new=int(str(last["new"])),
        changed=int(str(last["changed"])),
        unchanged=int(str(last["unchanged"])),
        wrong=int(str(last["wrong"])),
        bad_rows=str(last["bad_rows"]),
        details=tuple(str(one) for name in ("notes", "findings") for one in _list(last[name])),
        is_dry_run=plan.is_dry_run,
    )


def import_orders_beside(plan: OrderPlan, call_off: CallOff, progress: Progress) -> OrdersImported:
    """The same for a platform's table of orders."""
    options = ["--json", "--progress", f"--currency={plan.currency}"]
    options += ["--keep-stock"] * (not plan.takes_stock) + ["--dry-run"] * plan.is_dry_run
    command = [*_program(), "orders", *options, "--", plan.path]
    last = _run_beside(command, plan.path, call_off, progress)
    return OrdersImported(
        new=int(str(last["new"])),
        noted=int(str(last["noted"])),
        known=int(str(last["known"])),
        wrong=int(str(last["wrong"])),
        bad_rows=str(last["bad_rows"]),
        details=tuple(str(one) for one in _list(last["findings"])),
        is_dry_run=plan.is_dry_run,
    )


def _run_beside(
    command: Sequence[str], path: str, call_off: CallOff, progress: Progress
) -> dict[str, object]:
    """Run it to its end; gives the last of what it told."""
    # Its lines may hold any name, whatever the system's own encoding.
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        call_off.by(process.terminate)
        last: dict[str, object] = {}
        for told in _lines(process):
            if "share" in told:
                progress(float(str(told["share"])))
            else:
                last = told
        problem = process.stderr.read() if process.stderr is not None else ""
    if process.returncode or "new" not in last:
        raise _failed(path, problem)
    return last


def _program() -> list[str]:
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "studio"]
    )
    return [*program, "--language", text.in_use()]


def _command(plan: ImportPlan) -> list[str]:
    options = ["--json", "--progress", f"--currency={plan.currency}"]
    options += [f"--column={header}={name}" for header, name in plan.columns]
    if plan.is_dry_run:
        options.append("--dry-run")
    return [*_program(), "import", *options, "--", plan.path]


def _lines(process: "subprocess.Popen[str]") -> Iterator[dict[str, object]]:
    for line in process.stdout or ():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _failed(path: str, problem: str) -> CatalogueError:
    lines = [line for line in problem.splitlines() if line.strip()]
    told = " ".join(lines[-2:]) if lines and len(lines) < 4 else ""
    if told:
        return CatalogueError(say("{problem}", problem=told), say("Nothing was changed."))
    return CatalogueError(
        say("{file} cannot be imported.", file=Name(Path(path).name)),
        say("Nothing was changed. The log in the studio's folder has the details."),
    )
