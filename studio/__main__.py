"""Starts the command line."""

import multiprocessing
import sys

from studio.cli import main

if __name__ == "__main__":
    # In an installed program, a process that tries an encoder begins here too.
    multiprocessing.freeze_support()
    sys.exit(main())
