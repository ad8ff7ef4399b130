"""The settings: what was chosen, checked against what is declared."""

import json
import logging
from dataclasses import Field
from typing import Any

from studio.model.errors import StoreError
from studio.model.message import Number, say
from studio.model.settings import About, Scope, Settings, declared
from studio.store.database import Database

log = logging.getLogger(__name__)


class SettingsRepository:
    """The settings in force for one person and show on this machine."""

    def __init__(self, db: Database, person_id: str, show_id: str) -> None:
        self._db = db
        self._table = db.table("settings")
        self._owners = {Scope.MACHINE: "", Scope.PERSON: person_id, Scope.SHOW: show_id}

    def load(self) -> Settings:
        """What was chosen, and the default of everything else.

        A value that does not fit its declaration (another release wrote it, or a hand) counts
        as not chosen; it stays in the file and is logged.
        """
        chosen = self._rows()
        fitting: dict[str, Any] = {}
        for name, about, field in declared():
            written = chosen.pop((about.scope, name), None)
            if written is None:
                continue
            try:
                fitting[name] = _fitting(about, field, json.loads(written))
            except (ValueError, RecursionError):
                log.warning("setting %s holds %.80s, the default is used", name, written)
        for scope, name in chosen:
            log.warning("unknown setting %s of the %s", name, scope)
        return Settings(**fitting)

    def set(self, name: str, value: object) -> Settings:
        """Choose a value, and give all settings now in force.

        Raises:
            StoreError: The value is outside of its limits.
            ValueError: There is no such setting.
        """
        about, value = check(name, value)
        row = {"scope": about.scope, "owner": self._owners[about.scope], "name": name}
        written = json.dumps(value, ensure_ascii=False)
        self._table.upsert(row | {"value": written}, pk=("scope", "owner", "name"))
        return self.load()

    def reset(self, name: str) -> Settings:
        """Return to the default, and give all settings now in force.

        Raises:
            ValueError: There is no such setting.
        """
        scope = _find(name)[0].scope
        where = "scope = ? AND owner = ? AND name = ?"
        self._table.delete_where(where, [scope, self._owners[scope], name])
        return self.load()

    def _rows(self) -> dict[tuple[str, str], str]:
        with self._db.snapshot():
            return {
                (scope, row["name"]): row["value"]
                for scope, owner in self._owners.items()
                for row in self._table.rows_where("scope = ? AND owner = ?", [scope, owner])
            }


def check(name: str, value: object) -> tuple[About, Any]:
    """Give a setting's declaration, and the value as it would be kept; any thread.

    Raises:
        StoreError: The value is outside of its limits.
        ValueError: There is no such setting.
    """
    about, field = _find(name)
    try:
        return about, _fitting(about, field, value)
    except ValueError as error:
        raise _refusal(about, value) from error


def _find(name: str) -> tuple[About, Field[Any]]:
    for known, about, field in declared():
        if known == name:
            return about, field
    raise ValueError(f"no setting is called {name!r}")


def _fitting(about: About, field: Field[Any], value: object) -> Any:  # noqa: ANN401 - its own type
    """Give the value in the setting's own type, which is the default's."""
    wanted = type(field.default)
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted or not about.accepts(value):
        raise ValueError(f"{value!r} does not fit")
    return value


def _refusal(about: About, value: object) -> StoreError:
    title = say(about.title)
    problem = say("{setting} cannot be “{value}”.", setting=title, value=str(value))
    if about.choices:
        choices = ", ".join(str(choice) for choice, _ in about.choices if choice)
        return StoreError(problem, say("Choose one of these: {choices}.", choices=choices))
    if about.low is None or about.high is None:
        return StoreError(problem, say("Enter a value of another kind."))
    low, high = Number(about.low, 1), Number(about.high, 1)
    if not about.unit:
        return StoreError(problem, say("Enter a number from {low} to {high}.", low=low, high=high))
    return StoreError(
        problem,
        say(
            "Enter a number from {low} to {high} {unit}.", low=low, high=high, unit=say(about.unit)
        ),
    )
