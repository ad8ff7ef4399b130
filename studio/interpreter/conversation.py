"""What was heard becomes what is done: the way from an utterance to the dispatcher."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from studio.commands.by_voice import TEST, question_of
from studio.commands.command import REGISTRY, Invocation, Origin, Outcome
from studio.commands.keys import keys_of
from studio.cue import has_lost_voice
from studio.listening import awaited
from studio.model.announcement import HEARD, Announcement, Earcon, warning
from studio.model.lesson import TAKES, is_known, is_taught, own_takes
from studio.model.listening import Echo, Heard, Offer
from studio.model.message import Message, Name, say, say_n
from studio.model.voice import FADES_S, NAME, Guess, Listening, TaughtCommand, Utterance
from studio.recall import ANSWERS
from studio.show import Show

NEAR = 1.25
"""A taught phrase that is no farther may have been meant; up to 1 it is certain."""

_STANDS_OUT = 1.08
"""Music, noise and coughs are as far from three phrases as from one; what was said is not."""

_APART = 1.3
"""Of two phrases that are known to be easily mixed up, the other has to be so much farther."""

MOST_OFFERED = 2
"""So many things that may have been meant are offered; more than that nobody keeps in mind."""

_LONGEST_COMMAND_S = 6.0
"""Nobody says a name and a command for longer in one breath, however slowly."""

_ANSWERS = {*ANSWERS, "voice.first", "voice.second", "voice.choose"}
"""What answers the studio, and leaves what it offered as it is."""

_WHAT = "voice.what_can_i_say"
_FORGETS = "voice.clear_log"

_WITHOUT_ECHO = {*_ANSWERS, _FORGETS, "speech.silence"}
"""What they bring about says it all, or shall not be said."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What something said may mean.

    Attributes:
        wish: What it asks for.
        title: What that is called, as short as can be.
        score: How far it is from what was taught; None where the words were understood.
        is_own: The person has taught it often enough, or said it in words.
        lacking: How many takes are missing of what the person has begun to teach.
    """

    wish: Invocation
    title: Message
    score: float | None = None
    is_own: bool = True
    lacking: int = 0

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The same for two that ask for the same."""
        values = {name: str(value) for name, value in self.wish.values.items()}
        return self.wish.command, tuple(sorted(values.items()))


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine's words mean.

    Attributes:
        meaning: What they ask for; None where they ask for nothing, or it is not clear for what.
        near: What they may ask for, the likeliest first.
        problem: Why a command that was understood cannot be done, such as a name that is nowhere.
    """

    meaning: Meaning | None = None
    near: tuple[Meaning, ...] = ()
    problem: Message | None = None


Read = Callable[[Sequence[str], str], Reading]
"""Reads what an engine for words has heard, the likeliest first, in its language."""


class Conversation:
    """Does what was said, offers what may have been meant, or says that it was not understood.

    The thread that owns the show alone calls it.

    Args:
        show: What is asked for acts on it.
        dispatch: Does it, and announces the answer.
        announce: Takes what is said beside that.
        read: Reads words.
    """

    def __init__(
        self,
        show: Show,
        dispatch: Callable[[Invocation], Outcome],
        announce: Callable[[Announcement], None],
        read: Read,
    ) -> None:
        self._show = show
        self._dispatch = dispatch
        self._announce = announce
        self._read = read

    def hear(self, said: Utterance) -> None:
        """Take something that somebody said; whatever it is, the show goes on."""
        listening = self._show.listening
        if listening.mode is Listening.OFF:
            return
        is_of_another = listening.is_of_another(said.began)
        if said.is_held:
            if not is_of_another:
                self._take(said, self._meanings(said))
            listening.is_judged()
        elif listening.mode is Listening.HANDS_FREE and not is_of_another:
            self._hear_hands_free(said)

    def _hear_hands_free(self, said: Utterance) -> None:
        """What is not meant for the studio is neither noted nor answered."""
        if said.is_call:
            self._spare_viewers(said)
            return
        meanings = self._meanings(said)
        clear = meanings.clear
        is_answer = clear is not None and clear.is_own and self._is_awaited(clear)
        is_show = self._is_show(said, meanings)
        if (said.is_named and not is_show) or (is_answer and said.taught):
            self._show.muted_talk.was_command()
        if said.over_voice > 0:
            # Its own words must never trigger anything, however they came into the microphone.
            if said.is_named or clear is not None:
                self._note(said, clear, say("The studio itself was speaking."))
            if said.is_named:  # whoever called it shall not wait for an answer
                self._spare_viewers(said)
                self._show.listening.play(Earcon.NOT_UNDERSTOOD)
            return
        if not said.is_named and not (is_answer and said.taught):
            return
        wakes = clear is not None and clear.wish.command == "voice.wake"
        if self._show.state.listening.is_asleep and not wakes:
            self._note(said, clear, say("It sleeps."))
            return
        before = self._show.state
        is_cut = is_show or self._spare_viewers(said)
        self._take(said, meanings)
        # That viewers are not far enough behind was told when that began.
        if not is_cut and before.behind_s >= before.delay_need_s:
            if before.is_live:
                self._announce(warning(say("Viewers heard some of that command."), HEARD))
            elif before.is_recording:
                self._announce(warning(say("The recording has some of that command."), HEARD))

    def _is_show(self, said: Utterance, meanings: "_Meanings") -> bool:
        """Whether a word of what viewers are told was taken for the name: it is to go on air.

        Where the name was said alone before, it was meant.
        """
        longest_s = max(_LONGEST_COMMAND_S, self._show.state.delay_need_s)
        return meanings.is_empty and said.new_from is None and said.ended - said.began > longest_s

    def _spare_viewers(self, said: Utterance) -> bool:
        """Have them not hear it; False where they heard some of it.

        Of a call nobody knows yet what follows, and what follows may be long in coming: so the
        name is cut at once, and the command later.
        """
        if self._show.state.listening.is_asleep and said.is_call:
            return False
        new_from = said.began if said.new_from is None else said.new_from
        return self._show.listening.cut(said.began, said.ended, new_from)

    def _is_awaited(self, meaning: Meaning) -> bool:
        """Whether it answers what the studio has just asked."""
        return meaning.wish.command in awaited(self._show.state)

    # ---------------------------------------------------------------- what it means

    def _meanings(self, said: Utterance) -> "_Meanings":
        if _is_opening(said):
            return _Meanings(None, (), None, None)
        taught = None if self._is_mixed_up(said) else self._taught(said.taught, said)
        reading = self._read(said.words, said.language) if said.words else Reading()
        words = reading.meaning
        guesses = said.guesses if _stands_out(said.guesses) else ()
        near = [m for guess in guesses if (m := self._near(guess.id, guess.score, said))]
        if taught is not None and words is not None and taught.key != words.key:
            # Two engines that heard different things: neither is believed.
            return _Meanings(None, (taught, words), taught, words)
        clear = taught or words
        near_all = _each_once([*near, *reading.near])
        return _Meanings(clear, near_all, taught, words, reading.problem)

    def _is_mixed_up(self, said: Utterance) -> bool:
        """Whether it may as well be another phrase, of which the person was told it is alike."""
        if not said.taught or len(said.guesses) < 2:
            return False
        best, other = said.guesses[:2]
        alike = self._show.state.alike
        are_alike = alike.get(best.id) == other.id or alike.get(other.id) == best.id
        return are_alike and other.score < _APART * best.score

    def _near(self, id_: str, score: float, said: Utterance) -> Meaning | None:
        return self._taught(id_, said) if score <= NEAR else None

    def _taught(self, id_: str, said: Utterance) -> Meaning | None:
        """What a taught phrase means; None for the name, and for what is no command any more."""
        one = next((t for t in self._show.state.taught if t.id == id_), None)
        if one is None or one.id == NAME or one.command not in REGISTRY:
            return None
        score = next((guess.score for guess in said.guesses if guess.id == id_), None)
        own = len(own_takes(one))
        return Meaning(
            Invocation(one.command, dict(one.values), Origin.VOICE),
            called(one),
            score,
            is_own=is_known(one),
            lacking=TAKES - own if 0 < own < TAKES else 0,
        )

    # ---------------------------------------------------------------- what is done

    def _take(self, said: Utterance, meanings: "_Meanings") -> None:
        """Something was said to the studio."""
        if said.is_held and said.over_voice >= FADES_S:
            told = say("The studio itself was speaking.").then(say("Say the command once more."))
            self._refuse(said, meanings.clear, told)
            return
        if _is_opening(said):
            # Were it taken for another way to hear it, its rest would do the same once more.
            # Nothing is said: the studio's own voice would spoil what follows.
            self._note(said, None, say("Only the beginning of a command was heard."))
            return
        if (clear := meanings.clear) is not None:
            if (objection := self._objection(said, meanings, clear)) is not None:
                self._refuse(said, clear, objection)
                return
            self._do(said, clear)
            return
        near = [m for m in meanings.near if said.is_held or self._may_be_offered(m)]
        near = [m for m in near if not _may_be_own_voice(said, m)]
        if near:
            self._offer(said, near[:MOST_OFFERED])
        elif meanings.problem is not None:
            self._refuse(said, None, meanings.problem)
        else:
            self._miss(said)

    def _do(self, said: Utterance, meaning: Meaning) -> None:
        show = self._show
        show.recall.is_lost(was_understood=True)
        show.listening.play(Earcon.UNDERSTOOD)
        wish = meaning.wish
        if wish.command not in _ANSWERS:
            show.recall.take_offers_away()
        show.was_said_in_time(said.began)
        is_echoed = show.state.settings.listening_echo != Echo.OFF
        is_echoed &= wish.command not in _WITHOUT_ECHO or show.state.listening.is_testing
        is_tested = show.state.listening.is_testing and wish.command != TEST
        outcome = self._dispatch(
            Invocation(
                wish.command,
                wish.values,
                Origin.VOICE,
                heard=meaning.title if is_echoed else None,
            )
        )
        if "forgotten" in outcome.data:
            return
        answer = outcome.announcement
        was_refused = "error" in outcome.data or is_tested
        is_asked = show.state.question is not None and wish.command != "studio.yes"
        result = answer.message if answer is not None else say("Done.")
        self._note(said, meaning, result, was_done=not was_refused and not is_asked)

    def _objection(self, said: Utterance, meanings: "_Meanings", clear: Meaning) -> Message | None:
        """Why something that was understood is not done; None when it is."""
        if _may_be_own_voice(said, clear):
            return say("The studio itself was speaking.")
        if clear.wish.command in ANSWERS and self._show.was_asked_since(said.began):
            return say("That was said before you were asked. Answer once more.")
        is_risky = not self._is_harmless(clear)
        if not clear.is_own and (is_risky or not said.is_held):
            return _lack(clear)
        both_hear = bool(self._show.state.listening.language) and bool(self._show.state.taught)
        agree = meanings.taught is not None and meanings.words is not None
        if is_risky and not said.is_held and both_hear and not agree:
            return say(
                "“{command}” was not understood in two ways. Hold the key for it, or teach it.",
                command=clear.title,
            )
        return None

    def _is_harmless(self, meaning: Meaning) -> bool:
        command = REGISTRY[meaning.wish.command]
        return question_of(self._show, command, meaning.wish) is None

    def _may_be_offered(self, meaning: Meaning) -> bool:
        """Hands-free, where talk may be taken for it; what a yes leads to was asked to be sure."""
        return meaning.wish.command not in ANSWERS and self._is_harmless(meaning)

    def _refuse(self, said: Utterance, meaning: Meaning | None, objection: Message) -> None:
        self._announce(Announcement(objection, earcon=Earcon.WARNING, topic=HEARD))
        self._note(said, meaning, objection)

    def _offer(self, said: Utterance, near: Sequence[Meaning]) -> None:
        show = self._show
        show.recall.is_lost(was_understood=True)
        if len(near) == 1:
            told = say("Did you mean 1, {first}?", first=near[0].title)
        else:
            told = say(
                "Did you mean 1, {first}, or 2, {second}?",
                first=near[0].title,
                second=near[1].title,
            )
        told = _then_keys(show, told, len(near))
        offers = [Offer(m.title, replace(m.wish, heard=m.title)) for m in near]
        show.recall.offer(offers, told)
        self._announce(Announcement(told, earcon=Earcon.NOT_UNDERSTOOD, topic=HEARD))
        self._note(said, near[0], told)

    def _miss(self, said: Utterance) -> None:
        """Hands-free it is silent, for not all that follows the name is meant for the studio."""
        show = self._show
        if said.is_silent and has_lost_voice(show.state):
            return  # as was told when the key was pressed, or since
        if (trouble := _trouble(said)) is not None:
            self._refuse(said, None, trouble)
            return
        if said.is_held:
            show.listening.play(Earcon.NOT_UNDERSTOOD)
        self._note(said, None, say("Nothing was done."))
        if said.is_held and show.recall.is_lost(was_understood=False):
            self._announce(Announcement(_lost(show), topic=HEARD))
        elif show.state.listening.is_testing:
            self._announce(Announcement(say("Nothing was understood."), topic=HEARD))

    def _note(
        self,
        said: Utterance,
        meaning: Meaning | None,
        result: Message,
        *,
        was_done: bool = False,
    ) -> None:
        title = meaning.title if meaning is not None else None
        score = meaning.score if meaning is not None else None
        if meaning is None and said.guesses:
            score = said.guesses[0].score
        entry = Heard(time.time(), title, score, said.is_held, result, was_done)
        self._show.recall.note(entry)


@dataclass(frozen=True, slots=True)
class _Meanings:
    """All that something said may mean.

    Attributes:
        clear: What it means; None where that is not certain.
        near: What it may mean, the likeliest first.
        taught: By what was taught.
        words: By an engine for words.
        problem: Why what was said in words cannot be done.
    """

    clear: Meaning | None
    near: tuple[Meaning, ...]
    taught: Meaning | None
    words: Meaning | None
    problem: Message | None = None

    @property
    def is_empty(self) -> bool:
        return self.clear is None and not self.near and self.problem is None


def _is_opening(said: Utterance) -> bool:
    """Whether only the beginning of a command was heard; with a held key there is no more of it."""
    return said.may_go_on and not said.is_held


def _each_once(meanings: Sequence[Meaning]) -> tuple[Meaning, ...]:
    found: dict[object, Meaning] = {}
    for meaning in meanings:
        found.setdefault(meaning.key, meaning)
    return tuple(found.values())


def _stands_out(guesses: Sequence[Guess]) -> bool:
    """Whether the nearest of them is nearer than just anything."""
    return len(guesses) < 3 or guesses[2].score >= _STANDS_OUT * guesses[0].score


def _may_be_own_voice(said: Utterance, meaning: Meaning) -> bool:
    """Whether the studio may have said it itself: in a voice like that by which it is known."""
    return said.over_voice > 0 and not meaning.is_own


def _lack(meaning: Meaning) -> Message:
    """What is told of a command that the person has not taught often enough."""
    if meaning.lacking:
        return say_n(
            "“{command}” needs {n} more take. “Teach the first commands” goes on with it.",
            "“{command}” needs {n} more takes. “Teach the first commands” goes on with it.",
            meaning.lacking,
            command=meaning.title,
        )
    return say(
        "“{command}” is known by a machine's voice only. Teach it with your own.",
        command=meaning.title,
    )


def _trouble(said: Utterance) -> Message | None:
    """What the microphone lacks, where that may be why nothing was understood."""
    if said.is_silent:
        return say("The microphone gives no sound.").then(
            say("Check its switch and its cable, then try again.")
        )
    if said.is_clipped:
        return say("That was too loud for the microphone. Speak softer, or turn it down.")
    if said.is_late and said.is_held:
        return say("What hears words was too slow.").then(say("Say the command once more."))
    return None


def _then_keys(show: Show, told: Message, count: int) -> Message:
    """What was offered, with the keys that choose, where nobody taught the numbers."""
    numbers = ("voice.first", "voice.second")[:count]
    keys = [keys_of(REGISTRY[one], show.state.keys) for one in numbers]
    is_sayable = all(is_taught(show.state.taught, one) for one in numbers)
    if show.state.listening.language or is_sayable or not all(keys):
        return told
    if count == 1:
        return told.then(say("To do it, press {key}.", key=keys[0]))
    return told.then(say("Press {first} or {second}.", first=keys[0], second=keys[1]))


def _lost(show: Show) -> Message:
    told = say("Three times nothing was understood.")
    if key := keys_of(REGISTRY[_WHAT], show.state.keys):
        return told.then(say("To hear what you can say, press {key}.", key=key))
    return told.then(say("To hear what you can say, use “what can I say”."))


def called(taught: TaughtCommand) -> Message:
    """What a taught command is called, as short as can be."""
    if taught.title:
        return say("{words}", words=Name(taught.title))
    return say(REGISTRY[taught.command].title)
