"""Has texts checked for claims that advertising law forbids, and warns the streamer alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce

from studio.claims.checker import check
from studio.claims.finding import Finding
from studio.claims.products import MOST_LISTED, ProductFinding, check_product, checked_texts
from studio.claims.scripts import check_segment
from studio.claims.wordlists import LANGUAGES, word_list
from studio.model import events
from studio.model.announcement import warning
from studio.model.claims import CheckedCatalogue, ClaimedProduct, ClaimsState
from studio.model.errors import StudioError
from studio.model.message import Message, say, say_n
from studio.model.ports import Archive
from studio.model.product import Product
from studio.model.rundown import Segment
from studio.model.state import ShowState
from studio.model.work import CallOff
from studio.standing import Standing
from studio.works import Works

NO_LAW = "none"
"""The setting under which nothing is checked by itself."""

MOST_TOLD = 2
"""So many claims are told unasked; all of them by “check the words”."""

_MOST_KNOWN = 10_000
"""Of so many products it is remembered what was told."""


class ClaimsDesk:
    """Checks products and other texts; the thread that owns the show alone calls it.

    The work itself is done on an errand, whatever the length of a text. Nothing is blocked by what
    is found: it is told in the streamer's ear, once for each product until its words change.

    Args:
        standing: The show's state; a card that goes on air is checked.
        works: Knows of the look through the whole catalogue.
        archive: Runs errands, and looks through the catalogue.
        tell: Takes what is to be said.
    """

    def __init__(
        self,
        standing: Standing,
        works: Works,
        archive: Archive,
        tell: Callable[[events.Event], None],
    ) -> None:
        self._standing = standing
        self._works = works
        self._archive = archive
        self._tell = tell
        self._card: Product | None = None
        self._told: dict[str, int] = {}
        standing.subscribe(self._follow)

    def load(self) -> None:
        """Read the word lists, so that no card waits for them."""
        self._archive.errand(lambda: [word_list(tag) for tag in LANGUAGES], lambda _lists: None)

    def forget(self) -> None:
        """Somebody else streams, who was told nothing yet."""
        self._told.clear()

    # ---------------------------------------------------------------- texts

    def check(
        self,
        texts: Sequence[str],
        language: str,
        then: Callable[[tuple[tuple[Finding, ...], ...]], None],
        evidence: str = "",
    ) -> None:
        """Have texts checked by the laws that are set, such as the lines of a script.

        Args:
            texts: Of any number and length.
            language: What they are in; empty where that is not known.
            then: Takes the findings of each text, later, on the show's thread.
            evidence: What proves some of the claims.
        """
        laws, wanted = self._laws, tuple(texts)
        self._archive.errand(
            lambda: tuple(check(text, language, evidence, laws) for text in wanted), then
        )

    def check_product(
        self, product: Product, then: Callable[[tuple[ProductFinding, ...]], None]
    ) -> None:
        """Have all that viewers read or hear of a product checked; `then` as above."""
        laws = self._wished_laws
        self._archive.errand(lambda: check_product(product, laws), then)

    def check_scripts(
        self,
        segments: Sequence[tuple[Segment, Product | None]],
        language: str,
        then: Callable[[tuple[tuple[Finding, ...], ...]], None],
    ) -> None:
        """Have segments of a rundown checked unasked; nothing is, where the laws are nobody's.

        Args:
            segments: Each with its product, if that is known.
            language: Of the scripts; empty for that of each product.
            then: As for `check`.
        """
        laws, wanted = self._laws, tuple(segments)
        if laws == NO_LAW:
            return
        self._archive.errand(
            lambda: tuple(check_segment(one, product, language, laws) for one, product in wanted),
            then,
        )

    # ---------------------------------------------------------------- products by themselves

    def saved(self, product: Product) -> None:
        """A product was saved: warn of its claims unless that was told already."""
        if self._laws == NO_LAW:
            return
        key = hash((self._laws, checked_texts(product)))
        if self._told.get(product.code) == key:
            return
        while len(self._told) >= _MOST_KNOWN:
            self._told.pop(next(iter(self._told)))
        self._told[product.code] = key

        def warn(findings: tuple[ProductFinding, ...]) -> None:
            if self._told.get(product.code) != key:  # its words have changed meanwhile
                return
            self._note(product, findings)
            if findings:
                told = warning_of(product, findings)
                self._tell(events.Answered(warning(told, f"claims {product.code}")))

        self.check_product(product, warn)

    def _follow(self, state: ShowState) -> None:
        if state.card is not self._card:
            self._card = state.card
            if state.card is not None:
                self.saved(state.card)

    def _note(self, product: Product, findings: tuple[ProductFinding, ...]) -> None:
        """Bring what is listed up to date: somebody works through the list."""
        claims = self._state.claims
        if claims.found is None or all(p.code != product.code for p in claims.found.products):
            return
        warnings = tuple(found.warning for found in findings[:MOST_LISTED])
        now = ClaimedProduct(product.code, product.name, warnings)
        listed = tuple(now if p.code == now.code else p for p in claims.found.products)
        kept = tuple(p for p in listed if p.warnings)
        count = claims.found.count - (len(listed) - len(kept))
        self._show(replace(claims, found=replace(claims.found, products=kept, count=count)))

    # ---------------------------------------------------------------- the catalogue

    def imported(self) -> None:
        """Products were imported: look through what is new or changed, and tell how many claim."""
        if self._laws == NO_LAW:
            return

        def tell(found: CheckedCatalogue | StudioError) -> None:
            if isinstance(found, StudioError):
                self._tell(events.Answered(found.announcement("claims")))
            elif found.count:
                self._tell(events.Answered(warning(_imported(found), "claims imported")))

        title = say("Checking the words of the imported products.")
        self._look(title, is_imported=True, then=tell)

    def search(self, title: Message, then: Callable[[CheckedCatalogue | StudioError], None]) -> str:
        """Look through the whole catalogue; gives the id of this work.

        What is found is in the state too. `then` is not called where it was called off.
        """
        return self._look(title, is_imported=False, then=then)

    def _look(
        self,
        title: Message,
        *,
        is_imported: bool,
        then: Callable[[CheckedCatalogue | StudioError], None],
    ) -> str:
        call_off = CallOff()

        def forget() -> None:
            if self._state.claims.work == work:
                self._show(ClaimsState("", self._state.claims.found))

        def wish() -> None:
            call_off.wish()
            forget()

        work = self._works.begin(title, wish)
        laws = self._wished_laws
        self._show(ClaimsState(work, self._state.claims.found))

        def end(came: CheckedCatalogue | StudioError) -> None:
            if not self._works.end(work):
                return
            forget()
            if isinstance(came, CheckedCatalogue):
                self._show(ClaimsState(self._state.claims.work, came))
            then(came)

        self._archive.errand(
            lambda: self._archive.check_products(
                laws,
                call_off,
                lambda share: self._works.tell_share(work, share),
                only_imported=is_imported,
            ),
            end,
            end,
        )
        return work

    def _show(self, claims: ClaimsState) -> None:
        self._standing.change(claims=claims)

    @property
    def _state(self) -> ShowState:
        return self._standing.state

    @property
    def _laws(self) -> str:
        return self._state.settings.claims_laws

    @property
    def _wished_laws(self) -> str:
        """Whoever asks wants an answer, also where nothing is checked by itself."""
        return "" if self._laws == NO_LAW else self._laws


def warning_of(
    product: Product, findings: Sequence[ProductFinding], most: int = MOST_TOLD
) -> Message:
    """What is heard of a product's claims: the first ones, and how many more there are."""
    told = say("Careful with {product}.", product=product.name)
    told = reduce(Message.then, (found.warning for found in findings[:most]), told)
    rest = len(findings) - most
    if rest <= 0:
        return told
    more = say_n(
        "{n} more claim; “check the words” tells all.",
        "{n} more claims; “check the words” tells all.",
        rest,
    )
    return told.then(more)


def _imported(found: CheckedCatalogue) -> Message:
    told = say_n(
        "{n} of the imported products makes claims that need care.",
        "{n} of the imported products make claims that need care.",
        found.count,
    )
    for product in found.products[:3]:
        told = told.then(say("{product}.", product=product.name))
    return told.then(say("“Hear the claims” tells them; “products with claims” lists them."))
