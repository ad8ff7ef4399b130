"""What the studio has to say."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from studio.model.message import Message, say
from studio.text import N_


class Priority(IntEnum):
    """How urgent an announcement is; a higher one is said first."""

    IDLE = 0
    NORMAL = 1
    NEXT = 2
    URGENT = 3


class Earcon(StrEnum):
    """The short sounds, by what they mean."""

    DONE = "done"
    ON_AIR = "on-air"
    OFF_AIR = "off-air"
    WARNING = "warning"
    ERROR = "error"
    LISTENING = "listening"
    LISTENED = "listened"
    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not-understood"


EARCONS = {
    Earcon.DONE: N_("Done"),
    Earcon.ON_AIR: N_("On air"),
    Earcon.OFF_AIR: N_("Off air, or muted"),
    Earcon.WARNING: N_("Warning"),
    Earcon.ERROR: N_("Something failed"),
    Earcon.LISTENING: N_("Listening"),
    Earcon.LISTENED: N_("No longer listening"),
    Earcon.UNDERSTOOD: N_("Understood"),
    Earcon.NOT_UNDERSTOOD: N_("Not understood"),
}
"""What each means, untranslated."""

MEANINGS = {
    Earcon.DONE: N_("What you wished for is done."),
    Earcon.ON_AIR: N_("Viewers see or hear something from now on, such as the microphone."),
    Earcon.OFF_AIR: N_("Viewers no longer see or hear something."),
    Earcon.WARNING: N_("Something needs your attention, or your answer."),
    Earcon.ERROR: N_("Something was not done, or has ended; the words say what helps."),
    Earcon.LISTENING: N_("Say a command now; viewers do not hear it while you hold the key."),
    Earcon.LISTENED: N_("The key was let go, and viewers hear you again."),
    Earcon.UNDERSTOOD: N_("A command was understood."),
    Earcon.NOT_UNDERSTOOD: N_("What you said while you held the key is no command."),
}
"""The same in a sentence, untranslated."""

REPLAY = "replay"
"""The topic of what was said before and is said once more, whole or spelled."""

HEARD = "heard"
"""The topic of what tells what the user was heard to say."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A whole sentence, with what its outlets need to know about it.

    Attributes:
        message: The whole sentence.
        brief: The same in as few words as will do; `message` when there is none.
        priority: What it may interrupt.
        earcon: A short sound before the words.
        topic: A newer announcement of the same topic replaces an older one not said yet.
        cause: The title of the command that it answers; None where it came unasked.
        sample: A short sound before the words that is itself asked for, wanted as a rule or not.
        heard: What was understood of what the user said, where it answers that; told first.
        quotes_heard: It has words of what the user was heard to say in it.
    """

    message: Message
    brief: Message | None = None
    priority: Priority = Priority.NORMAL
    earcon: Earcon | None = None
    topic: str = ""
    cause: Message | None = None
    sample: Earcon | None = None
    heard: Message | None = None
    quotes_heard: bool = False

    @property
    def tells_heard(self) -> bool:
        """Whether it tells, but for what comes first, what the user was heard to say."""
        return self.quotes_heard or self.topic == HEARD

    @property
    def text(self) -> str:
        """The whole sentence in the language in use."""
        return self._after_heard(self.message).words()

    @property
    def brief_text(self) -> str:
        return self._after_heard(self.brief or self.message).words()

    def _after_heard(self, message: Message) -> Message:
        return self.heard.then(message) if self.heard is not None else message

    def spoken(self, *, is_brief: bool, has_word: bool = False) -> Message:
        """As it is spoken; what is wrong, and what to do about it, is never cut short.

        Args:
            is_brief: As few words as will do.
            has_word: The signal's meaning comes before it, in place of its sound.
        """
        is_trouble = self.earcon in {Earcon.WARNING, Earcon.ERROR}
        words = self.brief if self.brief and is_brief and not is_trouble else self.message
        if self.earcon is None or not has_word:
            return self._after_heard(words)
        signal = say(EARCONS[self.earcon])
        return self._after_heard(say("{signal}: {message}", signal=signal, message=words))


def warning(message: Message, topic: str, brief: Message | None = None) -> Announcement:
    """Something that needs attention and was not asked for."""
    return Announcement(message, brief, Priority.NEXT, Earcon.WARNING, topic)
