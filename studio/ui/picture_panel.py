"""The picture sources: cameras, films, still images."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.model.scene import PictureSource
from studio.model.state import ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.panel import EditablePanel
from studio.ui.rows import Row, picture_row


class PicturePanel(EditablePanel[PictureSource]):
    """Enter edits a source."""

    def __init__(
        self, desk: Desk, edit: Callable[[PictureSource | None], None], parent: QWidget
    ) -> None:
        self._state = ShowState()
        super().__init__(
            _("Picture sources"),
            _("There are no picture sources yet."),
            ItemModel[PictureSource](lambda source: source.id, self._row),
            desk,
            parent,
            add=_("Add picture source"),
            edit_words=_("Edit picture source"),
            edit=edit,
            remove=lambda source: desk.wish("source.remove", source=source.id),
        )
        self.add_edit_buttons()
        self.list.chosen.connect(edit)

    def show_state(self, state: ShowState) -> None:
        self._state = state
        self.list.set_items(state.picture_sources)

    def _row(self, source: PictureSource) -> Row:
        return picture_row(source, self._state)
