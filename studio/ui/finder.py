"""Asks the system for its devices and hands them to a form."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject

from studio.model.link import StudioLink
from studio.model.state import Devices
from studio.ui.bridge import Handover


def find_devices(link: StudioLink, take: Callable[[Devices], None], parent: QObject) -> None:
    """Ask for the devices; `take` gets them on the window's thread, unless `parent` is gone."""
    handover: Handover[Devices] = Handover(take, parent=parent)

    def found(future: Future[Devices]) -> None:
        if not future.cancelled() and future.exception() is None:
            handover.post(future.result())

    link.devices().add_done_callback(found)
