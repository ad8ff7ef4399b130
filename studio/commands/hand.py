"""What the streamer holds to the camera: named, shown, or added to the catalogue."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from studio.commands.answers import asked
from studio.commands.command import Category, Invocation, Origin, Outcome, Question, command
from studio.commands.products import show_card, stock_left
from studio.hand import TOPIC, Answer, Held, Unread
from studio.model.announcement import Announcement, Earcon
from studio.model.code import Code
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.gtin import padded
from studio.model.history import Step
from studio.model.message import Message, Name, say, say_n
from studio.model.product import Product
from studio.show import Show
from studio.text import N_

_LONGEST = 200
"""Signs of a text that was read which are told; a QR code may hold thousands."""

_WHAT = N_("What am I holding")
_SHOW = N_("Show what I hold")


@command(
    "hand.what",
    title=_WHAT,
    about=N_("Reads the barcode of what you hold to the camera, and names the product."),
    category=Category.PRODUCT,
    keys="Ctrl+G",
    phrases=(N_("what am I holding"), N_("what do I hold")),
)
def what(show: Show, origin: Origin = Origin.KEY) -> Outcome:
    return _look(show, _WHAT, _named, origin)


@command(
    "hand.show",
    title=_SHOW,
    about=N_("Reads the barcode of what you hold to the camera, and shows the product's card."),
    category=Category.PRODUCT,
    keys="Ctrl+J",
    phrases=(N_("show what I hold"), N_("show this")),
)
def show_held(show: Show, origin: Origin = Origin.KEY) -> Outcome:
    return _look(show, _SHOW, lambda held: _shown(show, held), origin)


def _look(show: Show, title: str, answer: Callable[[Held], Outcome], origin: Origin) -> Outcome:
    """Answer at once where a code was just read, else as soon as one is."""
    if (held := show.hand.lately()) is not None:
        return answer(held)

    def tell(came: Answer) -> None:
        match came:
            case StudioError():
                show.tell(Answered(came.announcement(TOPIC)))
            case Unread():
                show.tell(Answered(_nothing_read(came).announcement(TOPIC)))
            case Held():
                _tell_late(show, title, answer(came), origin)

    work = show.hand.ask(say("Looking for a code."), tell)
    hold = say("Hold it to the camera.")
    return Outcome(Announcement(hold, topic=TOPIC), work=work)


def _tell_late(show: Show, title: str, outcome: Outcome, origin: Origin) -> None:
    """What the dispatcher does with an outcome, where it comes behind the command."""
    said = outcome.announcement
    if outcome.question is not None:
        said = asked(show, outcome.question, by_voice=origin is Origin.VOICE)
    if outcome.undo is not None:
        show.history.note(Step(say(title), outcome.undo))
    if said is not None:
        show.tell(Answered(replace(said, cause=say(title))))


def _nothing_read(unread: Unread) -> StudioError:
    if unread.sight is None:
        return CommandError(
            say("No camera on air gives a picture."), say("Put a scene with a camera on air.")
        )
    return CommandError(say("No code was read."), say(unread.sight.value))


def _named(held: Held) -> Outcome:
    if not held.products:
        return _unknown(held.code)
    data = {"gtin": held.code.gtin, "products": [product.code for product in held.products]}
    if len(held.products) == 1:
        return Outcome(Announcement(_in_hand(held.products[0]), topic=TOPIC), data=data)
    told = _several(held.products)
    for product in held.products:
        told = told.then(_in_hand(product))
    return Outcome(Announcement(told, topic=TOPIC), data=data)


def _in_hand(product: Product) -> Message:
    price = product.price_at(datetime.now(UTC))
    told = say("{name}, {price}.", name=product.name, price=price)
    if product.stock is None:
        return told
    return told.then(stock_left(product.stock))


def _several(products: tuple[Product, ...]) -> Message:
    return say_n("{n} product has this code.", "{n} products have this code.", len(products))


def _shown(show: Show, held: Held) -> Outcome:
    if not held.products:
        return _unknown(held.code)
    if len(held.products) == 1:
        return show_card(show, held.products[0])
    # Pressed again, the same key asks about the next one.
    index = show.hand.turn(held.code.gtin, len(held.products))
    product = held.products[index]
    ask = say("Show {product}?", product=product.name)
    again = say("For another one, use “show what I hold” again.")
    question = ask if index else _several(held.products).then(ask).then(again)
    return Outcome(question=Question(question, Invocation("card.show", {"product": product.code})))


def _unknown(code: Code) -> Outcome:
    if code.gtin:
        number = Name(padded(code.gtin.lstrip("0")))
        ask = say("No product has the barcode {code}. Add a new product with it?", code=number)
        return Outcome(question=Question(ask, Invocation("window.add_held")))
    text = code.text if len(code.text) <= _LONGEST else f"{code.text[:_LONGEST]}…"
    told = (
        say("This is no product but an address: {address}", address=Name(text))
        if code.is_address
        else say("This is no product but a text: {text}", text=Name(text))
    )
    return Outcome(Announcement(told, earcon=Earcon.WARNING, topic=TOPIC))
