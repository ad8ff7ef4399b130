"""What an engine's words mean, as `Conversation` asks for it."""

from collections.abc import Sequence

from studio.interpreter.conversation import Meaning, Reading
from studio.interpreter.interpreter import Interpreter
from studio.interpreter.meaning import Near, Nothing, Understood
from studio.model.state import ShowState


def reading(
    interpreter: Interpreter, words: Sequence[str], language: str, state: ShowState
) -> Reading:
    """Understand what was heard, the likeliest first, in the engine's language."""
    meaning = interpreter.understand(words, state, language)
    match meaning:
        case Understood():
            return Reading(_meaning(meaning))
        case Near(candidates=candidates):
            return Reading(near=tuple(_meaning(one) for one in candidates))
        case Nothing(problem=problem):
            return Reading(problem=problem)


def _meaning(understood: Understood) -> Meaning:
    return Meaning(understood.invocation, understood.echo)
