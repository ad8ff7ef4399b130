"""What may be said to the engine for words: phrases, names and numbers, as the show stands."""

import re
import string
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from studio.commands.command import REGISTRY, Command, Slot
from studio.commands.slots import DESTINATIONS, PRODUCTS, SCENES, SEGMENTS, SOUNDS, SOURCES
from studio.interpreter.interpreter import shared
from studio.interpreter.meaning import Understood
from studio.interpreter.phrases import SPOKEN, phrases_of
from studio.interpreter.wording import wording
from studio.model.announcement import Announcement
from studio.model.message import Number, say
from studio.model.product import Product
from studio.model.state import ShowState
from studio.show import Show
from studio.speech.words.tongues import tongue_of
from studio.spoken.answers import answer_of, ways
from studio.text import match

MOST_PRODUCTS = 200
"""The first so many products can be called by name, and all of the rundown."""

MOST_PHRASES = 8_000
"""More than that would only make each of them harder to hear."""

_MOST_CHOICES = 200
_NUMBERS = (*range(101), *range(200, 1_000, 100), 1_000, 10_000, 100_000, 1_000_000)
_BESIDE_NUMBERS = {
    "en": "hundred thousand million point half dollars cents first second third fourth fifth",
    "zh": "百 千 万 亿 点 半 两 块 毛 分 元 折 第 号 个 件",
    "id": "ratus ribu juta koma setengah rupiah pertama kedua ketiga keempat kelima",
    "ko": "백 천 만 억 점 반 원 번 개 번째 첫 첫째 둘째 셋째 한 두 세 네",
}
"""What is said with numbers and is none itself."""

_DIGITS = re.compile(r"\d+")
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Sayable:
    """What may be said.

    Attributes:
        phrases: Whole phrases, and single words that blanks are filled with.
        names: Those among them that somebody gave to something.
        openings: With what a phrase begins whose blank is still to be filled, and which means
            nothing by itself.
        left_out: So many products that cannot be called by name.
    """

    phrases: tuple[str, ...]
    names: tuple[str, ...]
    openings: tuple[str, ...] = ()
    left_out: int = 0


class Vocabulary:
    """Keeps what may be said as the show stands; made anew off the show's thread.

    Args:
        expect: Takes phrases, the names among them, and openings, see `Sayable`; any thread.
        submit: Has something done on another thread.
        tell: Takes what has to be told, once; any thread.
    """

    def __init__(
        self,
        expect: Callable[[Sequence[str], Sequence[str], Sequence[str]], None],
        submit: Callable[[Callable[[], None]], object],
        tell: Callable[[Announcement], None],
    ) -> None:
        self._expect = expect
        self._submit = submit
        self._tell = tell
        self._lock = threading.Lock()
        self._newest: tuple[ShowState, str, dict[str, tuple[str, ...]]] | None = None
        self._is_busy = False
        self._was_told = False
        self._seen: tuple[object, ...] = ()

    def follow(self, show: Show) -> None:
        """Look whether other things can be said than before; the show's thread."""
        state = show.state
        language = state.speech_models.language
        if not language:
            self._seen = ()
            return
        seen = (
            *(language, state.products, state.rundown.segments, state.rundown.beyond),
            *(state.scenes, state.picture_sources, state.sound_sources, state.destinations),
            *(state.rundown.files, state.people, state.taught, state.pronunciations),
        )
        # The state is replaced piece by piece, so what is the same object is the same.
        is_same = len(seen) == len(self._seen) and all(
            one is other for one, other in zip(seen, self._seen, strict=True)
        )
        if is_same:
            return
        self._seen = seen
        with self._lock:
            self._newest = (state, language, _choices(show))
            if self._is_busy:
                return
            self._is_busy = True
        self._submit(self._work)

    def _work(self) -> None:
        while True:
            with self._lock:
                newest, self._newest = self._newest, None
                if newest is None:
                    self._is_busy = False
                    return
            said = sayable(*newest)
            self._expect(said.phrases, said.names, said.openings)
            if said.left_out and not self._was_told:
                self._was_told = True
                self._tell(_left_out(said.left_out))


def sayable(
    state: ShowState, language: str, choices: dict[str, tuple[str, ...]] | None = None
) -> Sayable:
    """What may be said as the show stands; some milliseconds to a tenth of a second, any thread.

    At first it takes a second or two longer for each language: all openings are tried.

    Args:
        state: Of the show.
        language: Which is spoken, such as `zh`.
        choices: What else slots are filled with, by the command's id and the slot's name.
    """
    names = _names(state)
    spoken = language if language in SPOKEN else match(language)
    found: dict[str, None] = {}
    fixed: dict[str, None] = dict.fromkeys(wording(spoken).ways)
    for command in REGISTRY:
        for phrase in phrases_of(command, spoken):
            for words in _filled(command, phrase, names, choices or {}):
                found[words] = None
            for piece in _fixed(phrase):
                # Korean endings belong to the word before, which a blank stands for.
                if language != "ko" or len(piece) > 1:
                    fixed[piece] = None
    numbers = _numbers(language)
    own = tuple(dict.fromkeys(_in_words(n, language) for ns in names.values() for n in ns))
    # Where there are too many, phrases with names in them go: their pieces are there.
    phrases = dict.fromkeys(
        (*fixed, *ways(), *numbers, *own, *(_in_words(w, language) for w in found))
    )
    kept = tuple(islice((phrase for phrase in phrases if phrase), MOST_PHRASES))
    named = {product.code for product in _products(state)}
    everything = len(state.products) + state.products_beyond
    return Sayable(
        kept, tuple(n for n in own if n), _openings(spoken), max(0, everything - len(named))
    )


def _names(state: ShowState) -> dict[int, tuple[str, ...]]:
    """What somebody gave names to, by the identity of the slot that takes it."""
    pictures = tuple(source.name for source in state.picture_sources)
    sounds = tuple(source.name for source in state.sound_sources)
    known = state.segment_products
    segments = (segment.called(known.get(segment.product)) for segment in state.rundown.segments)
    return {
        id(PRODUCTS): tuple(product.name.name for product in _products(state)),
        id(SCENES): tuple(scene.name for scene in state.scenes),
        id(SOUNDS): sounds,
        id(SOURCES): (*pictures, *sounds),
        id(DESTINATIONS): tuple(one.name for one in state.destinations),
        id(SEGMENTS): tuple(segments),
    }


def _products(state: ShowState) -> list[Product]:
    """Those that can be called by name: of the rundown, then the first of the catalogue."""
    planned = state.segment_products.values()
    first = state.products[:MOST_PRODUCTS]
    return list({product.code: product for product in (*planned, *first)}.values())


def _choices(show: Show) -> dict[str, tuple[str, ...]]:
    """What slots are filled with that have no names of the user's; the show's thread."""
    named = {id(slot) for slot in (PRODUCTS, SCENES, SOUNDS, SOURCES, DESTINATIONS, SEGMENTS)}
    found: dict[str, tuple[str, ...]] = {}
    for command in REGISTRY:
        for name, slot in command.slots.items():
            if id(slot) not in named and slot.choices is not None:
                titles = (title for title, _value in islice(slot.choices(show), _MOST_CHOICES))
                found[f"{command.id} {name}"] = tuple(titles)
    return found


def _filled(
    command: Command,
    phrase: str,
    names: dict[int, tuple[str, ...]],
    choices: dict[str, tuple[str, ...]],
) -> Iterator[str]:
    """A phrase with each name in its blank; with several blanks its pieces must do."""
    blanks = [name for _, name, _, _ in string.Formatter().parse(phrase) if name]
    if not blanks:
        yield phrase
    elif len(blanks) == 1:
        slot: Slot | None = command.slots.get(blanks[0])
        known = names.get(id(slot), choices.get(f"{command.id} {blanks[0]}", ()))
        for name in known:
            # A name may have braces of its own.
            yield phrase.replace(f"{{{blanks[0]}}}", name)


def _fixed(phrase: str) -> Iterable[str]:
    """What stands around the blanks."""
    return (text.strip() for text, _, _, _ in string.Formatter().parse(phrase) if text.strip())


@cache
def _openings(language: str) -> tuple[str, ...]:
    """What stands before a phrase's first blank, where it is neither a command nor an answer."""
    state = ShowState()
    firsts = (
        next(iter(string.Formatter().parse(phrase)))
        for command in REGISTRY
        for phrase in phrases_of(command, language)
    )
    begun = (text.strip() for text, blank, _, _ in firsts if blank is not None and text.strip())
    return tuple(
        opening
        for opening in dict.fromkeys(begun)
        if answer_of(opening) is None
        and not isinstance(shared().understand(opening, state, language), Understood)
    )


def _in_words(words: str, language: str) -> str:
    """Numbers written out: no model knows digits."""
    tongue = tongue_of(language)

    def written(found: re.Match[str]) -> str:
        digits = found.group()
        if len(digits) > _LONGEST_NUMBER or not digits.isascii():
            return f" {digits} "
        return f" {tongue.cardinal(int(digits))} "

    return " ".join(_DIGITS.sub(written, words).split())


@cache
def _numbers(language: str) -> tuple[str, ...]:
    tongue = tongue_of(language)
    beside = _BESIDE_NUMBERS.get(language, "").split()
    return (*tongue.digits, *(tongue.cardinal(number) for number in _NUMBERS), *beside)


def _left_out(count: int) -> Announcement:
    return Announcement(
        say(
            "The first {n} products and those of the rundown can be called by name; "
            "{more} others by their number or code.",
            n=Number(MOST_PRODUCTS),
            more=Number(count),
        ),
        topic="words",
    )
