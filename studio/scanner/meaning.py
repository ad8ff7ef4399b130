"""What the text of a code says: an article's number, or something else."""

import re
from urllib.parse import urlsplit

from studio.model.gtin import is_gtin

_GTIN_PART = re.compile(r"\(0[12]\)(\d{14})(?!\d)")
"""GS1's parts 01, the article, and 02, the articles that a box holds."""

_LINK_PART = re.compile(r"/(?:01|gtin)/(\d{8}|\d{12,14})(?=/|$)")
"""Where an address names the article (GS1 Digital Link 1.2, section 4.4)."""


def gtin_of(kind: str, text: str, *, is_gs1: bool) -> str:
    """The article's number with fourteen digits; empty where a code names none.

    Args:
        kind: The code's name.
        text: What it says.
        is_gs1: It says by itself that its parts are GS1's.
    """
    if is_gs1 and (part := _GTIN_PART.search(text)):
        return _checked(part[1])
    if "://" in text:
        return _of_address(text)
    # Any eight digits pass the check once in ten: in a code that may say anything that is too few.
    may_be_short = kind in {"EAN-8", "UPC-E", "EAN-13", "UPC-A"}
    return _checked(text) if may_be_short or len(text) >= 12 else ""


def _of_address(text: str) -> str:
    try:
        path = urlsplit(text).path
    except ValueError:
        return ""
    part = _LINK_PART.search(path)
    return _checked(part[1]) if part else ""


def _checked(digits: str) -> str:
    return digits.zfill(14) if is_gtin(digits) and digits.strip("0") else ""
