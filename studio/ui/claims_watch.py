"""Tells in a form what advertising law has against its words, while they are being written."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from studio.claims.products import ProductFinding, check_product
from studio.model.message import Message
from studio.model.product import Product
from studio.text import _
from studio.ui.bridge import Handover

PAUSE_MS = 800
"""After this time without a key the words are looked at."""

_MOST = 20
"""Claims that are written out."""

Checked = tuple[int, tuple[ProductFinding, ...]]


class ClaimsWatch(QObject):
    """Has a product checked whenever its form was left alone for a moment; the window's thread.

    The check is done on a thread of its own, whatever was pasted in, and one at a time.

    Args:
        product: Gives the product as the form says it.
        laws: Gives whose law counts, see `studio.claims.wordlists.lists_of`.
        show: Takes the findings.
    """

    def __init__(
        self,
        product: Callable[[], Product],
        laws: Callable[[], str],
        show: Callable[[tuple[ProductFinding, ...]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._product = product
        self._laws = laws
        self._show = show
        self._newest = 0
        self._is_busy = False
        self._found: Handover[Checked] = Handover(self._take, parent=self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._check)

    def look(self, *_changed: object) -> None:
        """Something was changed."""
        self._newest += 1
        self._pause.start()

    def _check(self) -> None:
        if self._is_busy:  # what comes of it is old: it is looked again once it is there
            return
        self._is_busy = True
        number, product, laws, post = self._newest, self._product(), self._laws(), self._found.post
        thread = threading.Thread(
            target=lambda: post((number, check_product(product, laws))), name="claims", daemon=True
        )
        thread.start()

    def _take(self, checked: Checked) -> None:
        number, findings = checked
        self._is_busy = False
        if number == self._newest:
            self._show(findings)
        elif not self._pause.isActive():
            self._check()


def written(findings: tuple[ProductFinding, ...], laws: str = "") -> str:
    """Each claim in a line of its own, as it is read in the form."""
    if laws == "none":
        return _("Nothing is checked, as the settings have it.")
    lines = [str(_line(found)) for found in findings[:_MOST]]
    if not findings:
        return _("No claim was found.")
    return "\n".join([*lines, "…"] if len(findings) > _MOST else lines)


def _line(found: ProductFinding) -> Message:
    return found.warning.then(found.finding.proof)
