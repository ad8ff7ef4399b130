"""The name by which the studio is called hands-free: whether it has one, and what to do without."""

from studio.model.lesson import is_known
from studio.model.message import Message, say
from studio.model.state import ShowState
from studio.model.voice import NAME, Listening


def has_name(state: ShowState) -> bool:
    """Whether the studio can be called: its name was taught by the person's own voice."""
    return any(one.id == NAME and is_known(one) for one in state.taught)


def lacks_name(state: ShowState) -> Message | None:
    """What is told where it listens hands-free and cannot be called; else None."""
    if state.settings.listening != Listening.HANDS_FREE or has_name(state):
        return None
    return say("The studio has no name yet by which you could call it.").then(
        say("Teach it one under “Voice commands”.")
    )
