"""Files of products beside the show: in a process of its own, so that no picture waits for it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.app.beside import Progress, run_beside
from studio.model.catalogue import Column, Columns, Imported, ImportPlan
from studio.model.errors import CatalogueError
from studio.model.message import Name, say
from studio.model.order_import import OrderPlan, OrdersImported
from studio.model.work import CallOff


def import_beside(plan: ImportPlan, call_off: CallOff, progress: Progress) -> Imported:
    """Have a file imported, and wait for it; on an errand's thread.

    Args:
        plan: What is imported, and how.
        call_off: Ends the process; the catalogue then stays as it was.
        progress: Is told how much of the file was read, 0 to 1.

    Raises:
        CatalogueError: It cannot be imported; nothing was changed.
    """
    options = ["--progress", f"--currency={plan.currency}"]
    options += [f"--column={header}={name}" for header, name in plan.columns]
    if plan.is_dry_run:
        options.append("--dry-run")
    told = _told("import", options, plan.path, call_off, progress)
    try:
        return Imported(
            new=int(told["new"]),
            changed=int(told["changed"]),
            unchanged=int(told["unchanged"]),
            wrong=int(told["wrong"]),
            bad_rows=str(told["bad_rows"]),
            notes=tuple(map(str, told["notes"])),
            findings=tuple(map(str, told["findings"])),
            is_dry_run=plan.is_dry_run,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _failed(plan.path) from error


def import_orders_beside(plan: OrderPlan, call_off: CallOff, progress: Progress) -> OrdersImported:
    """The same for a platform's table of orders."""
    options = ["--progress", f"--currency={plan.currency}"]
    options += ["--keep-stock"] * (not plan.takes_stock) + ["--dry-run"] * plan.is_dry_run
    told = _told("orders", options, plan.path, call_off, progress)
    try:
        return OrdersImported(
            new=int(told["new"]),
            noted=int(told["noted"]),
            known=int(told["known"]),
            wrong=int(told["wrong"]),
            bad_rows=str(told["bad_rows"]),
            details=tuple(map(str, told["findings"])),
            is_dry_run=plan.is_dry_run,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _failed(plan.path) from error


def columns_beside(path: str) -> Columns:
    """Find out which columns a file has, in a process of its own; on an errand's thread.

    Raises:
        CatalogueError: It cannot be read.
    """
    told = _told("columns", [], path, CallOff(), lambda _share: None)
    try:
        columns = tuple(
            Column(one["header"], one["field"], tuple(one["samples"])) for one in told["columns"]
        )
        return Columns(columns, str(told["known_as"]))
    except (KeyError, TypeError) as error:
        raise _failed(path) from error


def _told(
    part: str, options: Sequence[str], path: str, call_off: CallOff, progress: Progress
) -> dict[str, Any]:
    """What a part of the command line says of a file, as JSON."""
    last: dict[str, Any] = {}

    def take(told: dict[str, Any]) -> None:
        last.clear()
        last.update(told)

    is_done = run_beside([part, "--json", *options, "--", path], call_off, progress, take)
    if "error" in last:
        problem, remedy = last["error"]["problem"], last["error"]["remedy"]
        raise CatalogueError(say("{problem}", problem=problem), say("{problem}", problem=remedy))
    if not is_done:
        raise _failed(path)
    return last


def _failed(path: str) -> CatalogueError:
    return CatalogueError(
        say("{file} cannot be read.", file=Name(Path(path).name)),
        say("Nothing was changed. The log in the studio's folder has the details."),
    )
