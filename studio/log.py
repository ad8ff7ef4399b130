"""Log files, and the filter that keeps stream keys out of them."""

import logging
import logging.handlers
import re
import sys
from pathlib import Path

_secrets: frozenset[str] = frozenset()
_LONGEST = 20_000
"""Characters of a line at most: looking for secrets in a long one would hold up every thread."""

# What follows the application in an ingest's address may be a key. The lengths are bounded, so
# that hostile text costs no more time than its length.
_LOGIN = re.compile(r"(\b\w{1,20}://)[^\s\"']{1,500}@")
_QUERY = re.compile(r"(\b\w{1,20}://[^\s\"'?]{1,500})\?[^\s\"']*")
_ADDRESS = re.compile(
    r"(\brtmps?://[^/\s\"']{1,300}(?:/[^/\s\"']{1,300})?)(/[^\s\"']*)", re.IGNORECASE
)


def hide(secret: str) -> None:
    """From now on this text never reaches a log, whoever writes it."""
    global _secrets  # noqa: PLW0603 - one log for the process; replaced, since others read it
    if len(secret) >= 4:
        _secrets |= {secret}


def clean(text: str) -> str:
    """Take secrets out of a text."""
    for secret in _secrets:
        text = text.replace(secret, "***")
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]} … ({len(text)} characters)"
    if "://" not in text:
        return text
    text = _QUERY.sub(r"\1?***", _LOGIN.sub(r"\1***@", text))
    return _ADDRESS.sub(r"\1/***", text)


class CleanFormatter(logging.Formatter):
    """Formats a record, traceback included, and takes secrets out of the result."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


def start(folder: Path, *, to_screen: bool = False) -> None:
    """Write the studio's log into a folder, a megabyte a file, five files."""
    # A full disk must not pour every line, secrets and all, onto the terminal.
    logging.raiseExceptions = False
    root = logging.getLogger("studio")
    root.setLevel(logging.INFO)
    root.propagate = False
    form = CleanFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    folder.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.handlers.RotatingFileHandler(
            folder / "studio.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8", delay=True
        )
    ]
    if to_screen:
        handlers.append(logging.StreamHandler(sys.stderr))
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        handler.setFormatter(form)
        root.addHandler(handler)
