"""What was heard today: a list with what became of each, and a way to forget it."""

import time
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from studio.model.listening import Heard
from studio.model.message import Number, say
from studio.model.state import ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.list_dialog import ListDialog
from studio.ui.rows import Mark, Row


class VoiceLogDialog(ListDialog[Heard]):
    """The newest first; all of it is forgotten by one button, in the messages too."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        acts = (lambda: desk.wish("voice.clear_log"),)
        super().__init__(
            desk, ItemModel[Heard](lambda heard: str(heard.at), heard_row), acts, parent
        )

    def titles(self) -> tuple[str, str]:
        return _("Log of commands by voice"), _("Nothing was heard today.")

    def words(self) -> Sequence[str]:
        return _("Forget all of it"), _("Close")

    def items(self, state: ShowState) -> Sequence[Heard]:
        return state.listening.log[::-1]

    def show_state(self, state: ShowState) -> None:
        before, self.state = self.state, state
        if before.listening.log is not state.listening.log:
            self.fill(self.items(state))


def heard_row(heard: Heard) -> Row:
    """What was understood, whether it was done, when and how it was said, and what came of it."""
    name = str(heard.understood) if heard.understood is not None else _("Not understood")
    marks = [Mark(_("done") if heard.was_done else _("not done"))]
    marks.append(Mark(_("key held") if heard.is_held else _("hands-free")))
    if heard.score is not None:
        # Translators: how far something said was from what was taught; up to 1 is near enough.
        marks.append(Mark(str(say("distance {score}", score=Number(heard.score, 2)))))
    clock = time.strftime("%H:%M:%S", time.localtime(heard.at))
    # Translators: in the log of what was heard: the time of day, and what came of it.
    detail = say("{time}: {result}", time=clock, result=heard.result)
    return Row(name, tuple(marks), str(detail))
