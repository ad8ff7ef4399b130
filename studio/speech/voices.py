"""Which voices the studio itself can speak with on this system."""

import json
import logging
import subprocess
from collections.abc import Mapping

from studio.model.settings import VOICES
from studio.model.voicing import Mark, read_frame
from studio.speech.engines.engine import Voice, speaks
from studio.speech.synthesizer import program

log = logging.getLogger(__name__)


def voices() -> Mapping[str, tuple[str, ...]]:
    """Names of voices by language, empty where there is none; takes a tenth of a second.

    The engine is asked in a process of its own, for it may crash.
    """
    try:
        known = _ask()
    except (OSError, ValueError) as error:
        log.warning("no list of voices: %s", error)
        known = []
    return {
        language: tuple(voice.name for voice in known if speaks(voice, language))
        for language in VOICES
    }


def _ask() -> list[Voice]:
    with subprocess.Popen(  # noqa: S603 - our own program
        program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        frame = read_frame(process.stdout) if process.stdout is not None else None
        process.kill()
    if frame is None or frame.mark is not Mark.READY:
        raise ValueError("the engine does not start")
    return [Voice("", name, tuple(tags)) for name, tags in json.loads(frame.body)]
