"""Where the show is sent, and how each destination is doing."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from studio.model.destination import Destination
from studio.model.state import ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.panel import EditablePanel, Entry
from studio.ui.rows import Row, destination_row


class DestinationPanel(EditablePanel[Destination]):
    """Enter edits a destination; Space switches it on or off for the next show."""

    def __init__(
        self, desk: Desk, edit: Callable[[Destination | None], None], parent: QWidget
    ) -> None:
        self._state = ShowState()
        super().__init__(
            _("Destinations"),
            _("There are no destinations yet."),
            ItemModel[Destination](lambda destination: destination.id, self._row),
            desk,
            parent,
            add=_("Add destination"),
            edit_words=_("Edit destination"),
            edit=edit,
            remove=lambda destination: desk.wish("destination.remove", destination=destination.id),
        )
        self.add_edit_buttons()
        self.list.chosen.connect(edit)
        self.list.toggled.connect(self._switch)

    def show_state(self, state: ShowState) -> None:
        self._state = state
        self.list.set_items(state.destinations)

    def own_entries(self, item: Destination) -> Sequence[Entry]:
        return [
            (_("Switch off") if item.is_on else _("Switch on"), lambda: self._switch(item)),
            (_("Test"), lambda: self.desk.wish("destination.test", destination=item.id)),
        ]

    def _row(self, destination: Destination) -> Row:
        return destination_row(destination, self._state)

    def _switch(self, destination: Destination) -> None:
        self.desk.wish("destination.switch", destination=destination.id)
