"""Products, and their cards over the picture."""

from datetime import UTC, datetime
from functools import reduce
from typing import Annotated

from studio.cards.layout import plan
from studio.cards.parts import parts_of, read_aloud
from studio.commands.command import Category, Invocation, Outcome, Question, command
from studio.commands.slots import PRODUCTS
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError
from studio.model.media import Size
from studio.model.message import Message, Name, say, say_n
from studio.model.product import Product
from studio.show import Show
from studio.text import N_


def on_screen(product: Product) -> Message:
    """The sentence that answers when a card goes on air."""
    price = product.price_at(datetime.now(UTC))
    shown = say("{name}, {price}, is on screen.", name=product.name, price=price)
    if product.stock is None:
        return shown
    return shown.then(stock_left(product.stock))


def stock_left(stock: int) -> Message:
    """What is left of a product, as its card says it too."""
    return say_n("{n} left.", "{n} left.", stock) if stock > 0 else say("Sold out.")


def _show(show: Show, product: Product, *, is_sure: bool = False) -> Outcome:
    """Show a card; where the centre cannot vouch for the product, only after a yes."""
    before = show.state.card
    is_shown = before is not None and before.code == product.code
    doubts = [] if is_sure or is_shown else list(product.doubts(datetime.now().astimezone().date()))
    if doubts:
        return Outcome(
            question=Question(
                reduce(Message.then, doubts).then(say("Show the card all the same?")),
                Invocation("card.show", {"product": product.code, "is_sure": True}),
            )
        )
    show.shelf.show_card(product)
    undo = Invocation("card.show", {"product": before.code}) if before else Invocation("card.hide")
    return Outcome(
        Announcement(
            on_screen(product),
            brief=say(
                "{name}, {price}", name=product.name, price=product.price_at(datetime.now(UTC))
            ),
            earcon=Earcon.DONE,
            topic="card",
        ),
        data={"code": product.code},
        undo=undo,
    )


@command(
    "card.show",
    title=N_("Show card"),
    about=N_("Shows a product's card over the picture."),
    category=Category.PRODUCT,
    phrases=(N_("show {product}"), N_("slot {product}")),
)
def show_card(
    show: Show,
    product: Annotated[Product, PRODUCTS],
    is_sure: bool = False,  # noqa: FBT001, FBT002 - a value of the command
) -> Outcome:
    return _show(show, product, is_sure=is_sure)


@command(
    "card.next",
    title=N_("Next card"),
    about=N_("Shows the card of the next product; the first one when none is shown."),
    category=Category.PRODUCT,
    keys="Ctrl+Right",
    phrases=(N_("next card"), N_("next product")),
)
def next_card(show: Show) -> Outcome:
    return _show(show, show.shelf.neighbour(1))


@command(
    "card.previous",
    title=N_("Previous card"),
    about=N_("Shows the card of the product before."),
    category=Category.PRODUCT,
    keys="Ctrl+Left",
    phrases=(N_("previous card"), N_("previous product")),
)
def previous_card(show: Show) -> Outcome:
    return _show(show, show.shelf.neighbour(-1))


@command(
    "card.hide",
    title=N_("Hide card"),
    about=N_("Takes the card off the picture."),
    category=Category.PRODUCT,
    keys="Ctrl+H",
    phrases=(N_("hide card"), N_("no card")),
)
def hide_card(show: Show) -> Outcome:
    card = show.state.card
    if card is None:
        raise CommandError(say("No card is on screen."), say("Nothing has to be hidden."))
    show.shelf.hide_card()
    return Outcome(
        Announcement(say("The card is hidden."), brief=say("Card hidden."), topic="card"),
        undo=Invocation("card.show", {"product": card.code}),
    )


@command(
    "card.read",
    title=N_("Read card"),
    about=N_("Reads all that viewers see on the card."),
    category=Category.PRODUCT,
    keys="Ctrl+Shift+C",
    phrases=(N_("read card"), N_("what does the card say")),
)
def read_card(show: Show) -> Outcome:
    card, settings = show.state.card, show.state.settings
    if card is None:
        raise CommandError(say("No card is on screen."), say("Show one first."))
    style = settings.card_style
    room = plan(Size.parse(settings.canvas), style).code_room
    parts = parts_of(card, style, datetime.now(UTC), room)
    return Outcome(
        Announcement(read_aloud(parts), topic="card"),
        data={"parts": [part.kind.value for part in parts]},
    )


@command(
    "card.toggle",
    title=N_("Show or hide the card"),
    about=N_("Hides the card, or shows the last one again."),
    category=Category.PRODUCT,
    keys="Ctrl+K",
    phrases=(N_("card"),),
)
def toggle_card(show: Show) -> Outcome:
    if show.state.card is not None:
        return hide_card(show)
    return _show(show, show.shelf.last_card or show.shelf.neighbour(1))


@command(
    "product.save",
    title=N_("Save product"),
    about=N_("Adds a product, or changes one."),
    category=Category.PRODUCT,
    is_listed=False,
)
def save_product(show: Show, product: Product, was: str = "") -> Outcome:
    """A product of another code may not be written over; `was` is the code it had."""
    if product.code != was and show.shelf.product_of(product.code) is not None:
        raise CommandError(
            say("There is another product with the code {code}.", code=Name(product.code)),
            say("Give it another code, or change that product."),
        )
    before = show.shelf.product_of(was) if was else None
    show.shelf.save(product, was)
    show.claims.saved(product)
    undo = (
        Invocation("product.remove", {"product": product.code})
        if before is None
        else Invocation("product.save", {"product": before, "was": product.code})
    )
    saved = say("{product} is saved.", product=product.name)
    return Outcome(Announcement(saved, brief=say("Saved.")), undo=undo)


@command(
    "product.remove",
    title=N_("Remove product"),
    about=N_("Takes a product out of the catalogue."),
    category=Category.PRODUCT,
)
def remove_product(show: Show, product: Annotated[Product, PRODUCTS]) -> Outcome:
    show.shelf.remove(product)
    removed = say("{product} is removed.", product=product.name)
    return Outcome(
        Announcement(removed, brief=say("Removed.")),
        undo=Invocation("product.save", {"product": product}),
    )
