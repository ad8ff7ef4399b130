"""What becomes of the engine that hears words, put into words itself."""

from studio.model.announcement import Announcement, Priority, warning
from studio.model.message import Language, Message, Name, say, say_n
from studio.model.speech_model import WordsNews, WordsPhase

_TOPIC = "words"
_NAMED = 5
"""So many names are told; more than that nobody can keep in mind."""


def about_words(news: WordsNews) -> Announcement | None:
    """Put it into words, or keep silent about it."""
    match news.phase:
        case WordsPhase.LOADING:
            return None
        case WordsPhase.READY:
            told = say("Words are heard in {language}.", language=Language(news.language))
            return Announcement(told, priority=Priority.IDLE, topic=_TOPIC)
        case WordsPhase.STRANGE:
            return Announcement(
                _strange(news.names), brief=_strange_in_short(news.names), topic=_TOPIC
            )
        case WordsPhase.REPLACED:
            return warning(
                say(
                    "What hears words has ended by itself, and is started again. "
                    "Taught commands are heard as ever."
                ),
                _TOPIC,
                say("What hears words is started again."),
            )
        case WordsPhase.OFF:
            return warning(
                say(
                    "What hears words does not work and is switched off. Taught commands are "
                    "heard as ever. Download the model again, or use “hear words” to try anew."
                ),
                _TOPIC,
                say("Words are not heard any more."),
            )


def _strange(names: tuple[str, ...]) -> Message:
    told: Message | None = None
    for name in names[:_NAMED]:
        one = say("“{name}” is not in this model's dictionary.", name=Name(name))
        told = told.then(one) if told is not None else one
    how = say("Teach it, or say its number.")
    if told is None:
        return how
    more = len(names) - _NAMED
    if more > 0:
        told = told.then(say_n("And {n} more name.", "And {n} more names.", more))
    return told.then(how)


def _strange_in_short(names: tuple[str, ...]) -> Message:
    return say_n(
        "{n} name is not in this model's dictionary.",
        "{n} names are not in this model's dictionary.",
        len(names),
    )
