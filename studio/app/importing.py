"""An import beside the show: in a process of its own, so that no picture waits for it."""

from collections.abc import Sequence
from pathlib import Path

from studio.app.beside import Progress, run_beside
from studio.model.catalogue import Imported, ImportPlan
from studio.model.errors import CatalogueError
from studio.model.message import Name, say
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
    last: dict[str, object] = {}
    beside = run_beside(_words(plan), call_off, progress, last.update)
    if beside.failed or "new" not in last:
        raise _failed(plan.path, beside.problem)
    return Imported(
        new=int(str(last["new"])),
        changed=int(str(last["changed"])),
        unchanged=int(str(last["unchanged"])),
        wrong=int(str(last["wrong"])),
        bad_rows=str(last["bad_rows"]),
        details=tuple(str(one) for name in ("notes", "findings") for one in _list(last[name])),
        is_dry_run=plan.is_dry_run,
    )


def _words(plan: ImportPlan) -> list[str]:
    options = ["--json", "--progress", f"--currency={plan.currency}"]
    options += [f"--column={header}={name}" for header, name in plan.columns]
    if plan.is_dry_run:
        options.append("--dry-run")
    return ["import", *options, "--", plan.path]


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _failed(path: str, problem: str) -> CatalogueError:
    if problem:
        return CatalogueError(say("{problem}", problem=problem), say("Nothing was changed."))
    return CatalogueError(
        say("{file} cannot be imported.", file=Name(Path(path).name)),
        say("Nothing was changed. The log in the studio's folder has the details."),
    )
