"""What the streamer holds to the camera: asked for, or watched against the card on air."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio.model import events
from studio.model.announcement import Announcement, warning
from studio.model.code import Code, Look, Sight
from studio.model.errors import StudioError
from studio.model.message import Message, say
from studio.model.ports import Stage
from studio.model.product import Product
from studio.model.state import ShowState
from studio.shelf import Shelf
from studio.standing import Standing
from studio.works import Works

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
"""Seconds after which a look for a code that was asked for is given up."""

HINT_S = 2.5
"""Seconds from a question to the first hint, and from one hint to the next."""

LATELY_S = 1.5
"""So long what was seen counts as what is held now."""

SILENT_S = 20.0
"""A product has to be out of sight for so long before it is warned of once more."""

PUT_DOWN_S = 4.0
"""So long after the card has changed the product of the one before may still be in the hand."""

_OTHER_S = 1.5
"""How long an article's code is waited for, where another code is seen: a box bears both."""

_NO_CAMERA_S = 1.0

TOPIC = "hand"


@dataclass(frozen=True, slots=True)
class Held:
    """A code that is held to the camera.

    Attributes:
        code: What was read.
        products: Those that bear it, as viewers count them; variants may share one.
    """

    code: Code
    products: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Nothing was read.

    Attributes:
        sight: How the picture looked at last; None where no camera on air gives one.
    """

    sight: Sight | None


Answer = Held | Unread | StudioError


@dataclass(slots=True)
class _Asked:
    """Somebody waits for a code.

    Attributes:
        then: Takes what came of it.
        work: Its id among the works.
        since: When it was asked, in seconds of `time.monotonic`.
        next_hint: When it may be told again what is wrong.
        other: A code of no article, and since when it is seen.
        no_camera_since: Since when no camera gives a picture; infinite while one does.
        sight: How the picture looked at last.
    """

    then: Callable[[Answer], None]
    work: str
    since: float
    next_hint: float
    other: tuple[Code, float] | None = None
    no_camera_since: float = math.inf
    sight: Sight | None = None


class Hand:
    """Looks for codes while it is asked to, or while a card is on air and a warning is wanted.

    The thread that owns the show alone calls it.
    """

    def __init__(
        self,
        standing: Standing,
        works: Works,
        shelf: Shelf,
        stage: Stage,
        tell: Callable[[events.Event], None],
    ) -> None:
        self._standing = standing
        self._works = works
        self._shelf = shelf
        self._stage = stage
        self._tell = tell
        self._asked: _Asked | None = None
        self._is_looking = False
        self._held: tuple[Held, float] | None = None
        self._warned: dict[tuple[str, str], float] = {}
        self._turn: tuple[str, int, float] = ("", 0, -math.inf)
        self._on_card = ""
        self._before: tuple[str, float] = ("", -math.inf)
        standing.subscribe(self._follow)

    # ---------------------------------------------------------------- asking

    def lately(self) -> Held | None:
        """What was seen a moment ago, where codes are looked for already."""
        if self._held is None or time.monotonic() - self._held[1] > LATELY_S:
            return None
        self._note_unknown(self._held[0])
        return self._held[0]

    def ask(self, title: Message, then: Callable[[Answer], None]) -> str:
        """Look for a code for some seconds; gives the id of this work.

        What is wrong with the picture is told meanwhile. A newer question takes the place of an
        older one.

        Args:
            title: What is done, as a sentence.
            then: Takes what came of it; not called where it was called off, or asked again.
        """
        self._end_asking()
        now = time.monotonic()
        work = self._works.begin(title, self._call_off)
        self._asked = _Asked(then, work, now, now + HINT_S)
        self._follow(self._standing.state)
        return work

    def turn(self, gtin: str, count: int) -> int:
        """Which of several products of one code is meant: the next one, where it is asked again."""
        now = time.monotonic()
        last, index, until = self._turn
        index = (index + 1) % count if last == gtin and now < until else 0
        self._turn = (gtin, index, now + PATIENCE_S)
        return index

    def _call_off(self) -> None:
        self._asked = None
        self._follow(self._standing.state)

    def _end_asking(self) -> _Asked | None:
        asked, self._asked = self._asked, None
        if asked is not None:
            self._works.end(asked.work)
            self._follow(self._standing.state)
        return asked

    def _answer(self, answer: Answer) -> None:
        asked = self._end_asking()
        if asked is not None:
            asked.then(answer)

    # ---------------------------------------------------------------- seeing

    def see(self, look: Look | None, now: float) -> None:
        """Take what the scanner saw.

        Args:
            look: None where no camera on air gives a picture.
            now: Seconds of `time.monotonic`.
        """
        try:
            held = self._held_in(look)
        except StudioError as error:
            # Nobody asked for a warning that cannot be given, and it would be told again and again.
            log.warning("a product cannot be looked up: %s", error)
            self._answer(error)
            return
        if held is not None and held.code.gtin:
            self._held = (held, now)
            if self._asked is not None:
                self._note_unknown(held)
            self._answer(held)
        elif self._asked is not None:
            self._wait_on(self._asked, look, held, now)
        if look is not None:
            self._watch(look, now)

    def _note_unknown(self, told: Held) -> None:
        """What is told may be asked about: what is seen meanwhile must not take its place."""
        gtin = "" if told.products else told.code.gtin
        if gtin != self._standing.state.unknown_gtin:
            self._standing.change(unknown_gtin=gtin)

    def _held_in(self, look: Look | None) -> Held | None:
        """The largest code of an article, best of one in the catalogue; else any other code."""
        if look is None or not look.codes:
            return None
        articles = [
            Held(code, tuple(self._shelf.of_gtin(code.gtin))) for code in look.codes if code.gtin
        ]
        known = next((held for held in articles if held.products), None)
        return known or (articles[0] if articles else Held(look.codes[0]))

    def _wait_on(self, asked: _Asked, look: Look | None, held: Held | None, now: float) -> None:
        if look is None:
            asked.no_camera_since = min(asked.no_camera_since, now)
            if now - asked.no_camera_since >= _NO_CAMERA_S:
                self._answer(Unread(None))
            return
        asked.no_camera_since = math.inf
        if held is not None:
            asked.other = asked.other or (held.code, now)
        if asked.other is not None and now - asked.other[1] >= _OTHER_S:
            self._answer(Held(asked.other[0]))
            return
        if held is None:
            asked.sight = look.sight
        if now - asked.since >= PATIENCE_S:
            self._answer(Unread(asked.sight or Sight.NOTHING))
        elif asked.sight is not None and asked.other is None and now >= asked.next_hint:
            asked.next_hint = now + HINT_S
            self._tell(events.Answered(Announcement(say(asked.sight.value), topic=TOPIC)))

    # ---------------------------------------------------------------- watching

    def _watch(self, look: Look, now: float) -> None:
        """Warn where what is held is not what the card tells of; one code of it is enough."""
        card = self._standing.state.card
        self._follow_card(card, now)
        if card is None or not self._standing.state.settings.warn_of_other_product:
            return
        try:
            found = [self._shelf.of_gtin(code.gtin) for code in look.codes if code.gtin]
        except StudioError:
            return
        if any(product.code == card.code for products in found for product in products):
            return
        for products in found:
            if not products:
                continue
            if self._was_on_card(products, now):
                return
            pair = card.code, products[0].code
            is_new = now - self._warned.get(pair, -math.inf) >= SILENT_S
            self._warned[pair] = now
            if is_new:
                self._tell(events.Answered(_other_in_hand(products[0], card)))
            return

    def _was_on_card(self, products: Sequence[Product], now: float) -> bool:
        """Whether it is the product of the card before, which is still being put down."""
        before, since = self._before
        return now - since < PUT_DOWN_S and any(product.code == before for product in products)

    def _follow_card(self, card: Product | None, now: float) -> None:
        code = card.code if card is not None else ""
        if code != self._on_card:
            self._before, self._on_card = (self._on_card, now), code

    def _follow(self, state: ShowState) -> None:
        """Have codes looked for only while somebody wants to know."""
        watches = state.card is not None and state.settings.warn_of_other_product
        wanted = self._asked is not None or watches
        if wanted != self._is_looking:
            self._is_looking = wanted
            self._stage.look_for_codes(on=wanted)


def _other_in_hand(held: Product, card: Product) -> Announcement:
    return warning(
        say("You hold {held}, but the card shows {card}.", held=held.name, card=card.name),
        topic=TOPIC,
        brief=say("Another product in hand."),
    )
