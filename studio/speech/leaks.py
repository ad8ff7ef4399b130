"""What is said of the leak guard: whether viewers hear what only the streamer should."""

from studio.model.announcement import Announcement, warning
from studio.model.message import Message, Name, say
from studio.model.settings import OwnVoice
from studio.model.state import ShowState

ENOUGH_S = 8.0
"""Seconds of speech after which silence about a leak means that there is none."""


def heard(source: str, name: str) -> Announcement:
    """A microphone picks up the voice."""
    problem = say("Viewers can hear the studio's voice.")
    how = say(
        "{microphone} picks it up. Use closed headphones, or turn the voice down.",
        microphone=Name(name),
    )
    return warning(problem.then(how), topic=f"leak {source}", brief=problem)


def ended(source: str, name: str) -> Announcement:
    """It does so no longer."""
    return Announcement(
        say("{microphone} no longer picks up the studio's voice.", microphone=Name(name)),
        brief=say("Viewers no longer hear the studio's voice."),
        topic=f"leak {source}",
    )


def reader_is_unheard() -> Announcement:
    """What the leak guard cannot do."""
    return Announcement(
        unheard_reader(),
        brief=say("Whether viewers hear your screen reader is not known here."),
        topic="leak reader",
    )


def unheard_reader() -> Message:
    return say(
        "The studio cannot hear your screen reader, which plays on the system's own device. "
        "Viewers hear it if it comes from loudspeakers: give it closed headphones."
    )


def answer(state: ShowState, compared_s: float, *, is_read: bool | None) -> Message:
    """Whether viewers hear the studio's voice, as far as that is known.

    Args:
        state: As it is now.
        compared_s: Seconds of speech that were compared with open microphones.
        is_read: Whether a screen reader speaks; None where that is not known.
    """
    found = _of_voice(state, compared_s)
    speaks_itself = state.settings.own_voice == OwnVoice.ALWAYS
    return found if speaks_itself or not is_read else found.then(unheard_reader())


def _of_voice(state: ShowState, compared_s: float) -> Message:
    if not state.settings.leak_guard:
        return say("The leak guard is off. It is switched on in the settings.")
    if not state.settings.monitor_device:
        return say("No headphones are chosen, so the studio's own voice is heard nowhere.")
    if state.is_leaking:
        return say(
            "Viewers can hear the studio's voice. Use closed headphones, or turn the voice down."
        )
    if state.voice is None or state.voice.is_muted or state.voice.id in state.lost_sources:
        return say("Your microphone is not open, so it picks up nothing.")
    if compared_s < ENOUGH_S:
        return say("The studio has not said enough yet to tell whether viewers hear it.")
    return say("Your microphone does not pick up the studio's voice.")
