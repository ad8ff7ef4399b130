"""Addresses, product codes and keys: what is said by its parts."""

import re

from studio.model.message import SIGNS
from studio.speech.words.context import Context
from studio.speech.words.latin import in_a_row, is_code_part_spelled, is_laughter, spelled
from studio.speech.words.patterns import KEYS
from studio.text import translate

_PARTS = re.compile(r"[A-Za-z]+|\d+|[.@+]")
_ADDRESS = re.compile(r"://|\\|^(?:~|\.{1,2})?/.|^(?:www\.|[\w.-]+\.[\w-]+(?::\d+)?/)")
_OF_ADDRESS = re.compile(r"[A-Za-z]+|\d+|[^\W\d_A-Za-z]+|\S")
_TWICE = re.compile("(?=[a-z]*[aeiou])[a-z]{3,8}2")
_LOOKED_AT = 300
"""Letters of a word in which it shows that it is an address."""
_LAST_PAUSE = re.compile(r"[.,;:!?]*$")


def link(met: re.Match[str], context: Context) -> str:
    """That it is a link, and where it leads; the rest is for machines."""
    rest = met.group().rpartition("://")[2]
    host = re.split("[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].lower()
    pause = _LAST_PAUSE.search(rest)
    said = _said(host.removeprefix("www."), context)
    return f" {context.tongue.link} {said}{pause.group() if pause else ''} "


def is_address(word: str) -> bool:
    """Whether a word is an address or a path, every sign of which matters."""
    return _ADDRESS.search(word[:_LOOKED_AT]) is not None


def address(written: str, context: Context) -> str:
    """All that an address is written with."""
    words = (_of_address(part, context) for part in _OF_ADDRESS.findall(written))
    said = " ".join(words)
    return f" {in_a_row(said) if context.latin.tag == 'en' else said} "


def _of_address(part: str, context: Context) -> str:
    if part in SIGNS:
        return translate(SIGNS[part], context.tongue.catalogue)
    return _part(part, context) if part.isalnum() and part.isascii() else part


def host(met: re.Match[str], context: Context) -> str:
    """An address without its beginning."""
    return f" {_said(met.group().partition('/')[0], context)} "


def mail(met: re.Match[str], context: Context) -> str:
    """An address of mail."""
    return f" {_said(met.group(), context)} "


def ending(met: re.Match[str], context: Context) -> str:  # noqa: ARG001 - as every reading
    """The point before the ending of a file's name."""
    return f" {context.tongue.dot} "


def code(met: re.Match[str], context: Context) -> str:
    """Letters with digits among them."""
    written = met.group()
    if context.tongue.tag == "id" and _TWICE.fullmatch(written):
        # How Indonesians write a word that is said twice.
        return f" {written[:-1]}-{written[:-1]} "
    if written[-1] == "2" and is_laughter(written[:-1]):
        return f" {context.tongue.laughter} "
    return f" {_said(written, context, point=context.tongue.point)} "


def chord(met: re.Match[str], context: Context) -> str:
    """Keys that are pressed together."""
    keys = re.split(r"(?<=\w)\+", met.group())
    return " ".join(("", *(_key(key, context) for key in keys), ""))


def _key(key: str, context: Context) -> str:
    if key in SIGNS:
        return translate(SIGNS[key], context.tongue.catalogue)
    if key.isalnum() and not key.isalpha():
        return _said(key, context)
    return KEYS.get(key, key)


def _said(written: str, context: Context, point: str = "") -> str:
    tongue = context.tongue
    signs = {".": point or tongue.dot, "@": tongue.at, "+": tongue.signs["+"]}
    words = " ".join(signs.get(part) or _part(part, context) for part in _PARTS.findall(written))
    return in_a_row(words) if context.latin.tag == "en" else words


def _part(part: str, context: Context) -> str:
    if part.isdigit():
        return context.few_digits(part)
    return spelled(part, context.latin) if is_code_part_spelled(part) else part
