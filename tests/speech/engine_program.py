"""The voice's program with the engine of Windows or macOS, on a stand-in for that system.

python -m tests.speech.engine_program sapi5|avspeech
"""

import os
import sys

from studio.speech import synthesizer
from studio.speech.engines.choice import ENGINE_VARIABLE
from tests.speech import fake_apple, fake_sapi

PROGRAMS = {
    "espeak": synthesizer.program(),
    **{
        name: [sys.executable, "-m", "tests.speech.engine_program", name]
        for name in ("sapi5", "avspeech")
    },
}
"""The command line of the voice's program, by its engine."""

if __name__ == "__main__":
    (name,) = sys.argv[1:]
    {"sapi5": fake_sapi, "avspeech": fake_apple}[name].install()
    os.environ[ENGINE_VARIABLE] = name
    sys.exit(synthesizer.main())
