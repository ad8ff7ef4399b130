"""Starts the command line, or, in an installed program, one of the studio's helper processes."""

import multiprocessing
import sys

SOUND_DEVICE = "sound-device"
SOUND_EAR = "sound-ear"
SYNTHESIZER = "speech-synthesizer"
WORDS = "voice-words"


def main() -> int:
    """Run whatever this process was started for."""
    # An installed program is its own interpreter: its helpers begin here too.
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [SOUND_DEVICE]:
        from studio.audio.devices import main as hold_device  # noqa: PLC0415 - nothing else here

        return hold_device(sys.argv[2:])
    if sys.argv[1:2] == [SOUND_EAR]:
        from studio.audio.ear import main as own_headphones  # noqa: PLC0415 - as above

        return own_headphones(sys.argv[2:])
    if sys.argv[1:2] == [SYNTHESIZER]:
        from studio.speech.synthesizer import main as make_speech  # noqa: PLC0415 - as above

        return make_speech()
    if sys.argv[1:2] == [WORDS]:
        from studio.voice.words_process import main as hear_words  # noqa: PLC0415 - as above

        return hear_words(sys.argv[2:])
    from studio.cli import main as run  # noqa: PLC0415 - a device's process has no use for it

    return run()


if __name__ == "__main__":
    sys.exit(main())
