"""Text that a spreadsheet must not take for a formula.

Excel runs what begins with `=`, `+`, `-` or `@` when it opens a CSV file, whoever wrote it. An
apostrophe before it stops that; it is taken off again when the file is read, and one that was
there already gets another, so that all comes back as it was.
"""

import re

# The wide forms as well: Excel of East Asia takes them for the narrow ones.
_RISKY = re.compile(r"'*[=+\-@＝＋－＠]")
_PROTECTED = re.compile(r"'+[=+\-@＝＋－＠]")

_CONSTANT = re.compile(r'=\s*"([^"]*)"\s*')


def protect(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) else text


def bare(text: str) -> str:
    return text[1:] if _PROTECTED.match(text) else text


def constant(text: str) -> str:
    """What stands in `="00123"`, by which exports keep Excel from shortening a number."""
    found = _CONSTANT.fullmatch(text)
    return found[1] if found else text
