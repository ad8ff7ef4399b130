"""The sound sources, each with its gain, its states and a meter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.model.scene import SoundSource
from studio.model.state import Levels, ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.meters import paint_bar
from studio.ui.panel import EditablePanel, Entry
from studio.ui.row_delegate import RowDelegate
from studio.ui.rows import Row, sound_row


class SoundPanel(EditablePanel[SoundSource]):
    """Space mutes, Left and Right change the gain, Enter edits."""

    def __init__(
        self, desk: Desk, edit: Callable[[SoundSource | None], None], parent: QWidget
    ) -> None:
        self._state = ShowState()
        self._levels = Levels()
        super().__init__(
            _("Sound sources"),
            _("There are no sound sources yet."),
            ItemModel[SoundSource](lambda source: source.id, self._row),
            desk,
            parent,
            add=_("Add sound source"),
            edit_words=_("Edit sound source"),
            edit=edit,
            remove=lambda source: desk.wish("source.remove", source=source.id),
        )
        self.list.paint_with(RowDelegate(self.list, 0.9, self._paint_meter))
        self.add_button(_("Mute"), _("Mute or unmute this sound"), self._mute_current)
        self.add_edit_buttons()
        self.list.chosen.connect(edit)
        self.list.toggled.connect(self._mute)
        self.list.stepped.connect(self._step)

    def show_state(self, state: ShowState) -> None:
        self._state = state
        self.list.set_items(state.sound_sources)

    def show_levels(self, levels: Levels) -> None:
        """Move the meters; a screen reader is told nothing."""
        is_same = levels.sources == self._levels.sources
        self._levels = levels
        if self.model.items and not is_same:
            self.list.viewport().update()

    def own_entries(self, item: SoundSource) -> Sequence[Entry]:
        listen = _("Take out of my headphones") if item.is_monitored else _("Hear in my headphones")
        return [
            (_("Unmute") if item.is_muted else _("Mute"), lambda: self._mute(item)),
            (_("Louder"), lambda: self._step(item, 1)),
            (_("Quieter"), lambda: self._step(item, -1)),
            (listen, lambda: self.desk.wish("sound.monitor", source=item.id)),
        ]

    def _row(self, source: SoundSource) -> Row:
        return sound_row(source, self._state)

    def _mute(self, source: SoundSource) -> None:
        self.desk.wish("sound.mute", source=source.id)

    def _mute_current(self) -> None:
        if (source := self.list.current) is not None:
            self._mute(source)
        else:
            self.desk.tell(say("There is no sound source to mute."))

    def _step(self, source: SoundSource, step: int) -> None:
        self.desk.wish("sound.louder" if step > 0 else "sound.quieter", source=source.id)

    def _paint_meter(self, painter: QPainter, room: QRect, row: int) -> None:
        source = self.model.thing(row)
        level = self._levels.sources.get(source.id) if source is not None else None
        peak_db = level.peak_db if level is not None else float("-inf")
        is_clipping = level is not None and level.is_clipping
        paint_bar(painter, room, peak_db, is_clipping=is_clipping)
