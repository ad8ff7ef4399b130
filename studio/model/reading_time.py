"""How long a screen reader takes to say something: it does not tell when it is through."""

from studio.model.message import Message

_SIGN_S = 0.075
_WIDE_SIGN_S = 0.22
"""For a letter, and for a Chinese sign, at the speed that readers have until somebody changes it:
some 160 words, or 270 signs, a minute."""

SLOW = 4 / 3
"""So much longer it takes at 120 words a minute, which few people go below."""


def reading_s(told: Message, slowness: float = 1.0) -> float:
    """Seconds that it is read at least, where nothing else is being read."""
    words = told.words()
    wide = sum(sign >= "\u2e80" for sign in words)
    return slowness * (wide * _WIDE_SIGN_S + (len(words) - wide) * _SIGN_S)
