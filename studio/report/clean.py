"""Text that anybody may have written, made harmless for pages and sheets."""

import html
import re

# What neither HTML nor XML may hold, and halves of pairs, which no file of UTF-8 can.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Without signs that no file may hold; each is replaced, so that it shows."""
    return _FORBIDDEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """The same for a place between tags, or in an attribute with quotes."""
    return html.escape(clean(text))
