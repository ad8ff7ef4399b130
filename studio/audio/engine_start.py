"""Starting the voice's program."""

import subprocess
import sys
from collections.abc import Sequence

_CREATION_FLAGS = 0
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW


def start_engine(program: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start the program with pipes to it.

    Raises:
        OSError: The system does not start it.
    """
    return subprocess.Popen(  # noqa: S603 - our own program
        program,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_CREATION_FLAGS,
    )
