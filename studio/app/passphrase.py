"""The passphrase of the stream keys: given beforehand, else asked for."""

import os

from studio.model.ports import AskPassphrase

PASSPHRASE_VARIABLE = "EARSHOT_PASSPHRASE"  # noqa: S105 - the name of a variable


def given_or(ask: AskPassphrase) -> AskPassphrase:
    """Take the passphrase from `EARSHOT_PASSPHRASE` once; if it was wrong, the user is asked."""
    given = [phrase] if (phrase := os.environ.get(PASSPHRASE_VARIABLE)) else []
    return lambda is_new: given.pop() if given else ask(is_new)
