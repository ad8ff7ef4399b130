"""The window with a stand-in for the studio, as a program of its own; prints who took what."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication

from studio.model.announcement import Announcement
from studio.model.message import say
from studio.speech.announcer import Announcer
from studio.ui.main_window import MainWindow
from tests.ui.fake_link import YOUTUBE, FakeLink, a_studio


class AnsweringLink(FakeLink):
    """Answers every command with a sentence."""

    announcer = Announcer()

    def dispatch(self, command: str, origin: str, /, **values: Any) -> None:
        super().dispatch(command, origin, **values)
        self.announcer.announce(Announcement(say(f"Answer to {command}.")))

    def history(self) -> list[tuple[float, Announcement]]:
        return [(said.at, said.announcement) for said in self.announcer.history()]


def main() -> int:
    app = QApplication(["earshot"])
    app.setApplicationName("Earshot Studio")
    link = AnsweringLink(a_studio())
    announce = link.announcer.announce
    window = MainWindow(link, announce)
    for outlet in window.outlets:
        link.announcer.add_outlet(outlet)
    window.show()
    several = QShortcut("Ctrl+0", window)
    several.activated.connect(
        lambda: [announce(Announcement(say(f"Order number {n}."))) for n in range(4)]
    )
    QShortcut("Ctrl+Shift+8", window).activated.connect(lambda: window.edit_destination(YOUTUBE))
    QShortcut("Ctrl+Alt+9", window).activated.connect(
        lambda: print([said.outlets for said in link.announcer.history()], flush=True)
    )
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
