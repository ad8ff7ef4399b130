"""What is sold: the products at hand, those that are further away, and the card on air."""

import bisect
from collections.abc import Callable
from dataclasses import replace

from studio.model.catalogue import Imported, ImportPlan
from studio.model.errors import CommandError, StudioError
from studio.model.message import Message, Money, say
from studio.model.naming import by_name, exactly
from studio.model.ports import Archive, Shelved, Stage
from studio.model.product import Product
from studio.model.work import CallOff
from studio.standing import Standing
from studio.works import Works

_FOUND = 50
"""So many products that fit a person's words are looked at."""


class Shelf:
    """The products and the card on air; the thread that owns the show alone calls it.

    The first products of the catalogue are at hand, in the state. Of a catalogue that is larger
    the others stay in the studio's file, and are looked up there by what somebody calls them.
    """

    def __init__(self, standing: Standing, works: Works, stage: Stage, archive: Archive) -> None:
        self._standing = standing
        self._works = works
        self._stage = stage
        self._archive = archive
        self.last_card: Product | None = None
        self._crossed_out: Money | None = None

    # ---------------------------------------------------------------- looking

    def find(self, words: str) -> list[Product]:
        """What somebody may mean: by code, by slot number, by name, or by how a name sounds.

        Takes some milliseconds where the words fit nothing at hand, or where not all is at hand.

        Raises:
            StoreError: The file cannot be read.
        """
        at_hand = self._products
        if not words.strip():
            return list(at_hand[:_FOUND])
        if exact := exactly(words, at_hand):
            return exact
        named = by_name(words, ((p.name.name, p) for p in at_hand))
        if named and not self._standing.state.products_beyond:
            return named
        known = {p.code for p in named}
        found = [p for p in self._archive.find_products(words, _FOUND) if p.code not in known]
        written = words.strip().casefold()
        precise = [p for p in (*named, *found) if written in {p.code.casefold(), _named(p)}]
        return precise or [*named, *found]

    def product_of(self, code: str) -> Product | None:
        """The product with a code; looked up in the file where it is not at hand.

        Raises:
            StoreError: The file cannot be read.
        """
        at_hand = next((p for p in self._products if p.code == code), None)
        if at_hand is not None or not self._standing.state.products_beyond:
            return at_hand
        return self._archive.product_of(code)

    def of_gtin(self, gtin: str) -> list[Product]:
        """All products with an article's number, which variants share; as viewers count them.

        Args:
            gtin: With as many zeros before it as somebody liked.

        Raises:
            StoreError: The file cannot be read.
        """
        number = gtin.lstrip("0")
        if not number:
            return []
        found = {p.code: p for p in self._products if p.gtin.lstrip("0") == number}
        if self._standing.state.products_beyond:
            # Those at hand may have been edited a moment ago, and are newer than the file.
            at_hand = {p.code for p in self._products}
            beyond = self._archive.products_of_gtin(gtin)
            found |= {p.code: p for p in beyond if p.code not in at_hand}
        return sorted(found.values(), key=lambda product: product.place)

    def neighbour(self, step: int) -> Product:
        """The product `step` places after the one on air, round those at hand."""
        products = self._products
        if not products:
            raise CommandError(
                say("There are no products."), say("Import a catalogue or add a product.")
            )
        codes = [p.code for p in products]
        card = self._standing.state.card
        if card is None or card.code not in codes:
            return products[0 if step > 0 else -1]
        return products[(codes.index(card.code) + step) % len(products)]

    # ---------------------------------------------------------------- the card

    def show_card(self, product: Product) -> None:
        """Put a card on air; of one whose price fell meanwhile, the old price is crossed out."""
        card = self._as_shown(product)
        self._stage.show_card(card, self._standing.state.settings.fade_s)
        self.last_card = product
        self._standing.change(card=card)

    def hide_card(self) -> None:
        self._stage.show_card(None, self._standing.state.settings.fade_s)
        self._standing.change(card=None)

    def _as_shown(self, product: Product) -> Product:
        """A product as its card has it, in place of the card on air.

        Of a price that fell while the card was on air the old one is crossed out, and stays so
        until there is another price or card.
        """
        card = self._standing.state.card
        if card is None:
            return product
        shown = product.reduced_from(card)
        is_as_before = (product.code, product.price) == (card.code, card.price)
        is_crossed_out = self._crossed_out is not None and card.compare_price == self._crossed_out
        if is_as_before and is_crossed_out and product.compare_price is None:
            shown = replace(product, compare_price=self._crossed_out)
        self._crossed_out = shown.compare_price if shown is not product else None
        return shown

    def _follow(self, product: Product) -> None:
        """Have the card on air, which is this product's, as it is now."""
        card = self._as_shown(product)
        if card != self._standing.state.card:
            self._stage.show_card(card, 0.0)
            self._standing.change(card=card)

    # ---------------------------------------------------------------- changing

    def save(self, product: Product, was: str = "") -> None:
        """Add a product or change one; its card on air changes with it.

        Args:
            product: What is kept.
            was: The code that it had before; empty where that stays.
        """
        self._put(product, {product.code, was}, is_known=bool(was))
        self._archive.save_product(product, was)

    def use_stock(self, code: str, left: int) -> None:
        """Show what is left of a product, after an order; the file knows it already."""
        card = self._standing.state.card
        near = (*self._products, card) if card is not None else self._products
        product = next((p for p in near if p is not None and p.code == code), None)
        if product is not None and product.stock != left:
            self._put(replace(product, stock=left), {code}, is_known=True)

    def remove(self, product: Product) -> None:
        card = self._standing.state.card
        if card is not None and card.code == product.code:
            raise CommandError(
                say("The card of {product} is on screen.", product=product.name),
                say("Hide the card first."),
            )
        self._put(None, {product.code}, is_known=True)
        self._archive.remove_product(product.code)

    def import_file(
        self,
        plan: ImportPlan,
        title: Message,
        then: Callable[[Imported | StudioError], None],
    ) -> str:
        """Import a file beside the show; gives the id of this work.

        `then` takes what came of it; it is not called where the import was called off.
        """
        call_off = CallOff()
        work = self._works.begin(title, call_off.wish)

        def end(came: Imported | StudioError) -> None:
            if self._works.end(work):
                then(came)

        def take(came: tuple[Imported, Shelved | None]) -> None:
            imported, shelved = came
            if shelved is not None:
                self.use(shelved)
            end(imported)

        card = self.codes_shown()

        def run() -> tuple[Imported, Shelved | None]:
            imported = self._archive.import_products(
                plan, call_off, lambda share: self._works.tell_share(work, share)
            )
            return imported, None if plan.is_dry_run else self._archive.shelved(card())

        self._archive.errand(run, take, end)
        return work

    def take_back_import(self, then: Callable[[StudioError | None], None]) -> None:
        """Put the catalogue back as it was before the last import."""
        card = self.codes_shown()

        def run() -> Shelved:
            self._archive.take_back_import()
            return self._archive.shelved(card())

        def take(shelved: Shelved) -> None:
            self.use(shelved)
            then(None)

        self._archive.errand(run, take, then)

    def export(self, path: str, then: Callable[[int | StudioError], None]) -> None:
        self._archive.errand(lambda: self._archive.export_products(path), then, then)

    @property
    def _products(self) -> tuple[Product, ...]:
        return self._standing.state.products

    def codes_shown(self) -> Callable[[], tuple[str, ...]]:
        """Gives, when it is asked and on any thread, whose products may lie beyond those at hand.

        The state is replaced whole, so it can be read from an errand.
        """

        def codes() -> tuple[str, ...]:
            shown = (self._standing.state.card, self.last_card)
            return tuple({product.code for product in shown if product is not None})

        return codes

    def use(self, shelved: Shelved) -> None:
        """Take another catalogue; a card on air is drawn anew where its product changed."""
        self._standing.change(products=shelved.products, products_beyond=shelved.beyond)
        newest = {p.code: p for p in (*shelved.asked, *shelved.products)}
        card = self._standing.state.card
        if card is not None and card.code in newest:
            self._follow(newest[card.code])
        if self.last_card is not None:
            self.last_card = newest.get(self.last_card.code)

    def _put(self, product: Product | None, codes: set[str], *, is_known: bool) -> None:
        """Have a product, or none, in place of those with these codes; then it is at hand."""
        others = [p for p in self._products if p.code not in codes]
        beyond = self._standing.state.products_beyond
        if is_known and len(others) == len(self._products):
            beyond = max(0, beyond - 1)
        if product is not None:
            bisect.insort(others, product, key=lambda p: p.place)
        self._standing.change(products=tuple(others), products_beyond=beyond)
        if self.last_card is not None and self.last_card.code in codes:
            self.last_card = product
        card = self._standing.state.card
        if product is not None and card is not None and card.code in codes:
            self._follow(product)


def _named(product: Product) -> str:
    return product.name.name.casefold()
