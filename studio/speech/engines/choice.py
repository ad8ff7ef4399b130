"""Which engine speaks on this system."""

import logging
import sys
from collections.abc import Callable

from studio.speech.engines.engine import Engine, EngineError
from studio.speech.engines.espeak import open_espeak

log = logging.getLogger(__name__)


def open_engine() -> Engine:
    """The system's own engine where it has one, else espeak-ng.

    Raises:
        EngineError: None can be started.
    """
    errors: list[str] = []
    for attempt in _attempts():
        try:
            return attempt()
        except EngineError as error:
            errors.append(str(error))
    raise EngineError("; ".join(errors))


def _attempts() -> tuple[Callable[[], Engine], ...]:
    match sys.platform:
        case _:
            return (open_espeak,)
