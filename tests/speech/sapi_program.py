"""The voice's program with the engine of Windows, on a stand-in for SAPI."""

import os
import sys

from studio.speech import synthesizer
from studio.speech.engines.choice import ENGINE_VARIABLE
from tests.speech import fake_sapi

if __name__ == "__main__":
    fake_sapi.install()
    os.environ[ENGINE_VARIABLE] = "sapi5"
    sys.exit(synthesizer.main())
