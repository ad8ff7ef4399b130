"""What came of what was said: offered, named, missed, and the day's log of it."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from studio.model.errors import CommandError
from studio.model.listening import Heard, ListeningState, Offer, day_of
from studio.model.message import Message, say
from studio.model.ports import Archive, OwnVoice
from studio.model.voice import Listening
from studio.model.waiting import Waiting, waiting
from studio.standing import Standing

OFFER_S = 8.0
"""Seconds in which one of several things that may have been meant can be chosen."""

ANSWERS = frozenset({"studio.yes", "studio.no"})
"""What answers a question of the studio."""

MOST_LOGGED = 500

_NAMED_S = 30.0
"""So long what can be said is remembered as having been named."""

_MISSED = 3
"""So many in a row that were not understood, and it is said what helps."""


class Recall:
    """What the studio keeps in mind of the talk with its person; the show's thread alone calls it.

    Args:
        standing: The show's state.
        archive: Keeps the day's log.
        own_voice: Tells what is offered, and when it has.
    """

    def __init__(self, standing: Standing, archive: Archive, own_voice: OwnVoice) -> None:
        self._standing = standing
        self._archive = archive
        self._own_voice = own_voice
        self._choice = Waiting(0.0)
        self._missed = 0
        self._day = day_of(time.time())
        self._named: frozenset[str] = frozenset()
        self._named_until = 0.0

    @property
    def state(self) -> ListeningState:
        return self._standing.state.listening

    def look(self, now: float) -> None:
        """Take back what was offered for too long, and yesterday's log; some ten times a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if self.state.offers:
            self._await_choice(now)
        self._drop_yesterday()

    def forget(self) -> None:
        """Somebody else streams: what was said by the one before is nobody's business."""
        self._named = frozenset()
        self._missed = 0

    # ---------------------------------------------------------------- what was not clear

    def offer(self, offers: Sequence[Offer], told: Message) -> None:
        """Have one of these chosen, within some seconds of being told.

        Args:
            offers: What may have been meant.
            told: All that is read to the person.
        """
        is_own_voice = bool(self._own_voice.speaks)
        self._choice = waiting(time.monotonic(), OFFER_S, told, is_own_voice=is_own_voice)
        self._change(offers=tuple(offers))

    def take_offers_away(self) -> None:
        if self.state.offers:
            self._change(offers=())

    def was_said(self, began: float, now: float) -> None:
        """Take note that something was said that may choose, which counts from when it began."""
        self._choice = self._choice.was_said(began, now)

    def _await_choice(self, now: float) -> None:
        mode = self._standing.state.settings.listening
        if self._choice.is_over(now, is_hands_free=mode == Listening.HANDS_FREE):
            self.take_offers_away()
            return
        self._choice = self._choice.went_on(
            now, is_being_told=self._own_voice.is_talking, is_held=self.state.is_held
        )

    def drop_answers(self) -> None:
        """What is asked has changed: who chose a yes that was offered would mean the old one."""
        if any(offer.wish.command in ANSWERS for offer in self.state.offers):
            self.take_offers_away()

    def take_offer(self, number: int) -> Offer:
        """One of those offered, counted from 1; all of them are taken away.

        Raises:
            CommandError: There is none of this number.
        """
        offers = self.state.offers
        if not offers or time.monotonic() > self._choice.until:
            raise CommandError(
                say("There is nothing to choose from."), say("Say the command once more.")
            )
        if not 1 <= number <= len(offers):
            raise CommandError(
                say("There is no number {n} among them.", n=number), say("Say one of the numbers.")
            )
        self.take_offers_away()
        return offers[number - 1]

    def is_lost(self, *, was_understood: bool) -> bool:
        """Count what was not understood in a row; whether it is time to say what helps."""
        self._missed = 0 if was_understood else self._missed + 1
        if self._missed < _MISSED:
            return False
        self._missed = 0
        return True

    # ---------------------------------------------------------------- what can be said

    def named(self, now: float) -> frozenset[str]:
        """The commands that were named a moment ago as what can be said; `now` is monotonic."""
        return self._named if now < self._named_until else frozenset()

    def name(self, commands: Iterable[str], now: float) -> None:
        """Remember for a while that these were named, so that others come next."""
        self._named = self.named(now).union(commands)
        self._named_until = now + _NAMED_S

    def name_anew(self) -> None:
        """All was named; from here on it begins again."""
        self._named = frozenset()

    # ---------------------------------------------------------------- the day's log

    def note(self, heard: Heard) -> None:
        self._drop_yesterday()
        self._keep((*self.state.log, heard)[-MOST_LOGGED:])

    def clear_log(self) -> int:
        """Forget what was heard; gives how many entries that were."""
        count = len(self.state.log)
        self._keep(())
        return count

    def _drop_yesterday(self) -> None:
        if (day := day_of(time.time())) != self._day:
            self._day = day
            self._keep(tuple(h for h in self.state.log if day_of(h.at) == day))

    def _keep(self, log: tuple[Heard, ...]) -> None:
        self._change(log=log)
        self._archive.save_heard(log)

    def _change(self, **changes: object) -> None:
        self._standing.change(listening=replace(self.state, **changes))
