"""Words to wishes: the same for what was said and what was typed.

A phrase is meant when all of its own words are there, in their order and nowhere another word, and
each of its slots hears something. Words that only recombine are no command.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from studio.commands.answers import YES
from studio.commands.command import Origin, Registry
from studio.commands.every import REGISTRY
from studio.commands.slots import PRODUCTS, hear
from studio.interpreter.attempt import (
    LIKE_SOUND,
    MOST_OFFERED,
    ONLY_OFFERED,
    SAME_MEANING,
    Attempt,
    Found,
    decided,
)
from studio.interpreter.matching import Book, Way, bare_sounds, joined, languages_of, plain_parts
from studio.interpreter.meaning import Meaning, Near, Nothing, Understood, better, likeness_of
from studio.interpreter.phrases import SPOKEN, Blank, Phrase, phrases, sounding
from studio.interpreter.wording import wording
from studio.model.state import ShowState
from studio.spoken.answers import begins_as_answer
from studio.spoken.plain import LONGEST, tokens
from studio.spoken.sounds import SURE, alike, warm_up

WHOLE = 0.9
"""From this likeness on the words are the phrase's own, or sound just so."""

_NEAR = 0.72
"""Likeness of a phrase from which on it is offered."""

_MOST_NEAR = 6

_NUMBERS = ("price", "percent", "quantity")

_CONTRARY = tuple(
    f" {' '.join(tokens(way))} "
    for way in (
        *("降", "涨", "加", "减", "别", "莫", "不", "没"),
        *("up", "down", "not", "don't", "never"),
        *("naik", "turun", "tidak", "gak", "nggak", "bukan", "jangan", "belum"),
        *("내려", "올려", "안", "못"),
    )
)
"""Words without which the rest means another thing: “price up five”, “tidak laku dua”."""


@cache
def shared() -> "Interpreter":
    """The one for all commands; made once, which takes a third of a second, on any thread."""
    return Interpreter(REGISTRY)


def prepare(state: ShowState) -> None:
    """Have ready what the first words would wait for; on any thread, for a second or two."""
    shared()
    warm_up(product.name.name for product in state.products)
    hear(PRODUCTS, state, "?", "")


class Interpreter:
    """Understands words in all of the studio's languages; any thread, some milliseconds each."""

    def __init__(self, registry: Registry, languages: tuple[str, ...] = SPOKEN) -> None:
        self._registry = registry
        self._phrases = tuple(phrases(registry, languages))
        self._verbatim = Book((one, one.parts) for one in self._phrases)
        self._plain = {
            language: Book(
                (one, plain)
                for one in self._phrases
                if one.language == language
                and (plain := plain_parts(one, is_whole=registry[one.command].is_risky))
            )
            for language in languages
        }
        self._by_sound = Book(
            (one, bare_sounds(one, is_whole=registry[one.command].is_risky))
            for one in self._phrases
        )
        self._literal = [one for one in self._phrases if one.is_literal]
        self._spelled = [_spelling(one.sounds) for one in self._literal]
        self._slotted = [one for one in self._phrases if not one.is_literal]

    def understand(
        self,
        words: str | Sequence[str],
        state: ShowState,
        language: str = "",
        origin: Origin = Origin.VOICE,
    ) -> Meaning:
        """Find what is meant.

        Args:
            words: What was heard, or everything it may have been, the likeliest first.
            state: What the show is like: its names, and whether something was asked.
            language: Of the words; its phrases and numbers go before those of others.
            origin: Where the words came from.
        """
        said = [words] if isinstance(words, str) else words
        said = [one for one in said if one.strip() and len(one) <= LONGEST]
        attempt = Attempt(self._registry, state, language, origin)
        if (answer := next(filter(None, map(attempt.answer, said)), None)) is not None:
            return answer
        best = self._best(said, attempt)
        if not isinstance(best, Nothing):
            return best
        if state.question is not None and any(map(begins_as_answer, said)):
            return Nothing()  # “no, wait” asks for nothing that is called “wait”
        if attempt.problem is not None:
            return Nothing(attempt.problem)
        near = self._near([tokens(one) for one in said[:2]], attempt)
        return Near(tuple(near)) if near else Nothing()

    def _best(self, said: Sequence[str], attempt: Attempt) -> Meaning:
        """What is meant by the words, by others of the same meaning, else by how they sound."""
        best: Meaning = Nothing()
        for tried, enough in (
            (self._by_words, SAME_MEANING),
            (self._by_meaning, WHOLE),
            (self._by_their_sound, 0.0),
        ):
            for one in said:
                for found in tried(one, attempt):
                    best = better(best, decided(found)) if found else best
                if likeness_of(best) == 1.0:
                    return best
            if likeness_of(best) >= enough:
                return best
        return best

    def _by_words(self, words: str, attempt: Attempt) -> Iterator[list[Found]]:
        yield attempt.all_of(self._verbatim, Way.of(tokens(words)), 1.0)

    def _by_meaning(self, words: str, attempt: Attempt) -> Iterator[list[Found]]:
        for language in languages_of(words, attempt.language, self._plain):
            for way in Way.plainest(words, wording(language)):
                yield attempt.all_of(self._plain[language], way, SAME_MEANING)

    def _by_their_sound(self, words: str, attempt: Attempt) -> Iterator[list[Found]]:
        yield attempt.all_of(self._by_sound, Way.of(tokens(words)).sounding(), LIKE_SOUND)
        for language in languages_of(words, attempt.language, self._plain):
            way = Way.bare(words, wording(language))
            yield attempt.all_of(self._by_sound, way.sounding(), LIKE_SOUND)

    def _near(self, heard: list[list[str]], attempt: Attempt) -> list[Understood]:
        """Commands whose phrases are alike, each once."""
        found: list[Understood] = []
        for said in heard:
            spelling = _spelling([sounding(token) for token in said])
            if len(spelling) < 3:
                continue
            for phrase, spelled in zip(self._literal, self._spelled, strict=True):
                like = alike(spelling, spelled, _NEAR)
                is_answer = phrase.command in (YES, *ONLY_OFFERED)
                if like and not is_answer and not _is_contrary(said, phrase.parts):
                    found.append(attempt.understood(phrase.command, {}, like))
            found += self._near_slotted(said, attempt)
        best: dict[tuple[str, str], Understood] = {}
        for one in sorted(found, key=lambda one: -one.likeness):
            best.setdefault((one.invocation.command, str(one.invocation.values)), one)
        return [one for one in best.values() if one.likeness >= _NEAR][:MOST_OFFERED]

    def _near_slotted(self, said: list[str], attempt: Attempt) -> list[Understood]:
        """Phrases with one slot at an end, whose own words are alike and whose slot is sure."""
        sounds = [sounding(token) for token in said]
        near: list[tuple[float, Phrase, str, str]] = []
        for phrase in self._slotted:
            own = _spelling(part for part in phrase.sounds if isinstance(part, str))
            slots = [part.slot for part in phrase.parts if isinstance(part, Blank)]
            if len(slots) != 1 or len(own) < 3:
                continue
            slot = slots[0]
            is_last, is_first = phrase.parts[-1] == Blank(slot), phrase.parts[0] == Blank(slot)
            for cut in range(max(1, phrase.weight - 1), min(len(said), phrase.weight + 2)):
                if is_last:
                    mine, rest = slice(cut), said[cut:]
                elif is_first:
                    mine, rest = slice(-cut, None), said[:-cut]
                else:
                    continue
                like = alike(own, _spelling(sounds[mine]), _NEAR)
                # By so much is not to so much, though the phrase has “down” too.
                parts = () if slot in _NUMBERS else phrase.parts
                if like and rest and not _is_contrary(said[mine], parts):
                    near.append((like, phrase, slot, joined(rest)))
        near.sort(key=lambda one: -one[0])
        found: list[Understood] = []
        for like, phrase, slot, words in near[:_MOST_NEAR]:
            for one in attempt.in_slot(phrase.command, slot, words)[:1]:
                if one.likeness >= SURE:
                    values = {slot: one}
                    found.append(attempt.understood(phrase.command, values, like * one.likeness))
        return found


def _is_contrary(said: Sequence[str], parts: Sequence[str | Blank]) -> bool:
    """Whether a word that is no part of a phrase makes it mean another thing."""
    words, own = f" {' '.join(said)} ", f" {_spelling(parts)} "
    return any(way in words and way not in own for way in _CONTRARY)


def _spelling(sounds: Iterable[str | Blank]) -> str:
    return " ".join(sound for sound in sounds if isinstance(sound, str))
