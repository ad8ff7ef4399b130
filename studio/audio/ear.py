"""The program that owns the headphones: monitor, signals, own microphone and the voice, mixed.

    python -m studio.audio.ear NAME speaks|silent [VOICE'S PROGRAM ...]

Everything that only the streamer hears is brought together here, at the last moment before the
device takes it, so a word is heard as fast as the device allows, however far behind the monitored
show is. Nothing of it has a way back into the studio, but for the leak guard, which is told what
the voice said, to look for it in the microphones. The device is the one that was named: where it is
not there, nothing is played at all.

The voice is made by a process of its own, which this one starts when it is first asked to speak,
or at once when it `speaks`; see `studio.speech.synthesizer`.
"""

import contextlib
import subprocess
import sys
from collections.abc import Sequence

from studio.audio.engine_start import start_engine

PROGRAM = "sound-ear"
"""What a bundled studio is called with, before the arguments, to be this program."""

SPEAKS, SILENT = "speaks", "silent"


def main(arguments: Sequence[str]) -> int:
    """Own the headphones until they, or the studio, end; returns an exit status."""
    name, at_once, *voice = arguments
    engine: subprocess.Popen[bytes] | None = None
    if at_once == SPEAKS and voice:
        with contextlib.suppress(OSError):  # it is tried again, and told, when it is to speak
            engine = start_engine(voice)
    # It needs numpy, which takes a tenth of a second to import: the engine starts meanwhile.
    from studio.audio.ear_desk import own_headphones  # noqa: PLC0415 - as told above

    own_headphones(name, voice, engine)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
