"""Copies of everything the studio keeps: made, and put back into the running show."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

from studio.model.backup import Backup
from studio.model.errors import CommandError, StudioError
from studio.model.message import say
from studio.model.ports import Archive, Stage
from studio.model.state import ShowState
from studio.standing import Standing


class Vault:
    """Backups, and the way back to one; the thread that owns the show alone calls it."""

    def __init__(self, standing: Standing, stage: Stage, archive: Archive) -> None:
        self._standing = standing
        self._stage = stage
        self._archive = archive

    def back_up(self, then: Callable[[Backup | StudioError], None]) -> None:
        """Make a copy and hand it over, or why there is none."""
        self._archive.errand(self._archive.back_up, then, then)

    def find(self, name: str, then: Callable[[Backup | StudioError], None]) -> None:
        """Look for a copy by the name of its file; without one, for the newest."""

        def look() -> Backup:
            found = [b for b in self._archive.backups() if name in {"", b.path.name}]
            if not found:
                raise CommandError(say("There is no such backup."), say("Make one with “back up”."))
            return found[0]

        self._archive.errand(look, then, then)

    def refuse(self) -> None:
        """Nothing may be going on that the change would tear apart.

        Raises:
            CommandError: Something is.
        """
        state = self._standing.state
        if state.streams or state.is_connecting or state.is_live:
            raise CommandError(
                say("You are live, so nothing can be put back."), say("End the show first.")
            )
        if state.recording is not None:
            raise CommandError(
                say("You are recording, so nothing can be put back."),
                say("Stop the recording first."),
            )
        if state.works:
            raise CommandError(
                say("Something is under way, so nothing can be put back."),
                say("Wait until it is done, or cancel it."),
            )

    def restore(
        self, backup: Backup, then: Callable[[tuple[ShowState, Path | None] | StudioError], None]
    ) -> None:
        """Put a copy in the place of what is kept, and take everything anew from it."""

        def take(came: tuple[ShowState, Path | None]) -> None:
            self._take(came[0])
            then(came)

        self._archive.make_way()
        self._archive.errand(lambda: self._archive.restore(backup), take, then)

    def _take(self, kept: ShowState) -> None:
        """Let the show stand as it was kept; what is not kept stays as it is."""
        now = self._standing.state
        known = {source.id for source in (*kept.picture_sources, *kept.sound_sources)}
        fresh = replace(
            kept,
            outputs=now.outputs,
            live_since=now.live_since,
            is_connecting=now.is_connecting,
            pictures_dropped=now.pictures_dropped,
            works=now.works,
            lesson=now.lesson,
            question=now.question,
            takes_any_key=now.takes_any_key,
            is_rehearsal=now.is_rehearsal,
            is_learning=now.is_learning,
            speech_models=now.speech_models,
            listening=replace(now.listening, offers=(), log=kept.listening.log),
            lost_sources=now.lost_sources & known,
            wants_first_steps=False,
            asks_who=False,
        )
        self._standing.change(**{field.name: getattr(fresh, field.name) for field in fields(fresh)})
        self._stage.configure(fresh.settings)
        self._stage.use_sources(fresh.picture_sources, fresh.sound_sources)
        self._stage.show_scene(fresh.scene_on_air, 0.0)
        self._stage.show_card(None, 0.0)
