"""The scenes: which one is on air, and which there are."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from studio.model.scene import Scene
from studio.model.state import ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.panel import EditablePanel, Entry
from studio.ui.rows import Row, scene_row


class ScenePanel(EditablePanel[Scene]):
    """Enter or Space puts a scene on air."""

    def __init__(self, desk: Desk, edit: Callable[[Scene | None], None], parent: QWidget) -> None:
        self._state = ShowState()
        super().__init__(
            _("Scenes"),
            _("There are no scenes yet."),
            ItemModel[Scene](lambda scene: scene.id, self._row),
            desk,
            parent,
            add=_("Add scene"),
            edit_words=_("Edit scene"),
            edit=edit,
            remove=lambda scene: desk.wish("scene.remove", scene=scene.id),
        )
        self.add_edit_buttons()
        self.list.chosen.connect(self._switch)
        self.list.toggled.connect(self._switch)

    def show_state(self, state: ShowState) -> None:
        self._state = state
        self.list.set_items(state.scenes)

    def own_entries(self, item: Scene) -> Sequence[Entry]:
        return [(_("Put on air"), lambda: self._switch(item))]

    def _row(self, scene: Scene) -> Row:
        return scene_row(scene, self._state)

    def _switch(self, scene: Scene) -> None:
        self.desk.wish("scene.switch", scene=scene.id)
