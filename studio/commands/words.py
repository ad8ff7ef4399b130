"""How words are said: a person's own dictionary."""

from collections.abc import Sequence
from typing import Annotated

from studio.commands.command import Category, Invocation, Outcome, Slot, command
from studio.model.announcement import Announcement
from studio.model.errors import CommandError
from studio.model.message import Message, Name, say, say_n
from studio.model.pronunciation import (
    Pronunciation,
    found,
    same_word,
    with_entry,
    without_entry,
)
from studio.show import Show
from studio.text import N_

LONGEST = 200
"""Characters of the longest entry, either side."""

LANGUAGES = {"": N_("All languages"), "zh": N_("Chinese"), "id": N_("Indonesian")} | {
    "en": N_("English"),
    "ko": N_("Korean"),
}
"""What an entry can be for, by its tag; the titles are untranslated."""

_TOPIC = "words"


def _words(show: Show) -> dict[str, str]:
    """The words of the dictionary as they are written, by what two of them would share."""
    return {same_word(entry.word): entry.word for entry in show.state.pronunciations}


WORDS = Slot(
    lambda show, words: list(_words(show).keys() & {same_word(words)}),
    choices=lambda show: [(word, word) for word in _words(show).values()],
)


def objection(entry: Pronunciation) -> Message | None:
    """Say why an entry cannot be kept; None when it can."""
    if not any(sign.isalnum() for sign in entry.word):
        return say("A word has letters or digits.")
    if not any(sign.isalnum() for sign in entry.spoken):
        return say("Write how it is said in letters.")
    if max(len(entry.word), len(entry.spoken)) > LONGEST:
        return say("That is too long for a word.")
    if entry.language not in LANGUAGES:
        return say("The studio does not speak “{language}”.", language=entry.language)
    return None


def said_so(entry: Pronunciation) -> Message:
    """An entry as it is heard."""
    own = entry.language
    word, spoken = Name(entry.word, own), Name(entry.spoken, own)
    if not own:
        return say("{word} is said: {spoken}.", word=word, spoken=spoken)
    language = say(LANGUAGES[own])
    return say(
        "{word} is said in {language}: {spoken}.", word=word, language=language, spoken=spoken
    )


@command(
    "word.teach",
    title=N_("Say a word differently"),
    about=N_("Has a word said as it is written beside it, in all languages or in one."),
    category=Category.STUDIO,
    is_listed=False,
)
def teach(show: Show, word: str, spoken: str, language: str = "") -> Outcome:
    entry = Pronunciation(" ".join(word.split()), " ".join(spoken.split()), language)
    if (reason := objection(entry)) is not None:
        raise CommandError(reason, say("Write the word, and how it is said."))
    before = show.state.pronunciations
    show.use_pronunciations(with_entry(before, entry))
    return Outcome(Announcement(said_so(entry), topic=_TOPIC), undo=_restoring(before))


@command(
    "word.change",
    title=N_("Change how a word is said"),
    about=N_("Puts one entry of the dictionary in place of another."),
    category=Category.STUDIO,
    is_listed=False,
)
def change(show: Show, before: Pronunciation, entry: Pronunciation) -> Outcome:
    """The one before may be gone meanwhile; then the other is added."""
    if (reason := objection(entry)) is not None:
        raise CommandError(reason, say("Write the word, and how it is said."))
    entries = show.state.pronunciations
    show.use_pronunciations(with_entry(without_entry(entries, before), entry))
    return Outcome(Announcement(said_so(entry), topic=_TOPIC), undo=_restoring(entries))


@command(
    "word.forget",
    title=N_("Say a word as it is written"),
    about=N_("Takes a word out of the dictionary."),
    category=Category.STUDIO,
    is_listed=False,
)
def forget(show: Show, word: str, language: str = "") -> Outcome:
    before = show.state.pronunciations
    entry = found(before, word, language)
    if entry is None:
        raise _unknown(word)
    show.use_pronunciations(without_entry(before, entry))
    told = say("{word} is said as it is written again.", word=Name(entry.word, entry.language))
    return Outcome(Announcement(told, topic=_TOPIC), undo=_restoring(before))


@command(
    "word.tell",
    title=N_("How is a word said?"),
    about=N_("Says a word as the dictionary has it."),
    category=Category.STUDIO,
    phrases=(N_("how is {word} said"),),
)
def tell(show: Show, word: Annotated[str, WORDS]) -> Announcement:
    known = [one for one in show.state.pronunciations if same_word(one.word) == word]
    told = said_so(known[0])
    for entry in known[1:]:
        told = told.then(said_so(entry))
    return Announcement(told, topic=_TOPIC)


@command(
    "word.restore",
    title=N_("Restore the dictionary"),
    about=N_("Uses a whole dictionary of words."),
    category=Category.STUDIO,
    is_listed=False,
)
def restore(show: Show, entries: Sequence[Pronunciation]) -> Outcome:
    before = show.state.pronunciations
    show.use_pronunciations(entries)
    changed = len({*before} ^ {*entries})
    only = next(iter({*entries} - {*before}), None)
    if only is not None and changed <= 2:
        told = said_so(only)
    else:
        words = {one.key for one in {*before} ^ {*entries}}
        told = say_n("{n} word is said as before.", "{n} words are said as before.", len(words))
    return Outcome(Announcement(told, topic=_TOPIC), undo=_restoring(before))


def _unknown(word: str) -> CommandError:
    return CommandError(
        say("The dictionary does not hold “{word}”.", word=Name(word)),
        say("Check how it is written, or add it."),
    )


def _restoring(entries: Sequence[Pronunciation]) -> Invocation:
    return Invocation("word.restore", {"entries": tuple(entries)})
