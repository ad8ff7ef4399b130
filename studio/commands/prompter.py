"""The ear prompter: the script line by line, and what is to be known of the product.

All of it is for the streamer's ear alone, as everything that the studio says.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import reduce

from studio.commands.command import Category, Invocation, Outcome, command
from studio.commands.products import stock_left
from studio.model.announcement import Announcement
from studio.model.errors import CommandError
from studio.model.message import Message, Name, say, say_n
from studio.model.product import Product
from studio.show import Show
from studio.text import N_

_POINTS = 2


@command(
    "prompt.next",
    title=N_("Next line of the script"),
    about=N_("Says the next line of the segment's script in your ear."),
    category=Category.PROMPTER,
    keys="F8",
    phrases=(N_("next line"), N_("prompt")),
    is_global=True,
)
def next_line(show: Show) -> Outcome:
    return _prompt(show, 1)


@command(
    "prompt.again",
    title=N_("This line again"),
    about=N_("Says the line of the script once more."),
    category=Category.PROMPTER,
    keys="Shift+F8",
    phrases=(N_("this line again"), N_("line again")),
)
def again(show: Show) -> Outcome:
    return _prompt(show, 0)


@command(
    "prompt.previous",
    title=N_("Previous line of the script"),
    about=N_("Goes one line back in the segment's script, and says it."),
    category=Category.PROMPTER,
    keys="Ctrl+Shift+PgUp",
    phrases=(N_("previous line"),),
)
def previous_line(show: Show) -> Outcome:
    return _prompt(show, -1)


def _prompt(show: Show, step: int) -> Outcome:
    line = show.rundown.prompt(step)
    data = {"line": show.state.rundown.line + 1, "text": line}
    return Outcome(show.rundown.prompted(line), data=data)


@command(
    "prompt.facts",
    title=N_("Key facts"),
    about=N_("Says price, stock, selling points, limit and coupon of the segment's product."),
    category=Category.PROMPTER,
    keys="F9",
    phrases=(N_("key facts"), N_("facts")),
    is_global=True,
)
def key_facts(show: Show) -> Outcome:
    """Of the segment's product; where it has none, of the one whose card is on screen.

    Where the catalogue has lost the segment's product, those of another one would mislead.
    """
    current = show.state.rundown.current
    has_own = current is not None and current.product
    product = show.rundown.product_of(current) if current and has_own else show.state.card
    if product is None and current and has_own:
        raise CommandError(
            say("There is no product {code} in the catalogue.", code=Name(current.product)),
            say("Go to a segment with a product, or show a card."),
        )
    if product is None:
        raise CommandError(
            say("There is no product here."),
            say("Go to a segment with a product, or show a card."),
        )
    facts = reduce(Message.then, _facts(product))
    return Outcome(Announcement(facts, topic="prompt facts"), data={"code": product.code})


def _facts(product: Product) -> Iterator[Message]:
    price = product.price_at(datetime.now(UTC))
    yield say("{name}, {price}.", name=product.name, price=price)
    if product.compare_price is not None:
        yield say("Before, {price}.", price=product.compare_price)
    if product.stock is not None:
        yield stock_left(product.stock)
    for point in product.points[:_POINTS]:
        yield say("{point}.", point=Name(point.rstrip(".。 "), product.name.language))
    if product.limit is not None:
        yield say_n("{n} for each buyer.", "{n} for each buyer.", product.limit)
    if product.coupon:
        yield say("Coupon {coupon}.", coupon=Name(product.coupon))


@command(
    "prompt.toggle",
    title=N_("Prompt by itself or not"),
    about=N_("Has the script read by itself at each of your pauses, or only when you ask for it."),
    category=Category.PROMPTER,
    keys="Ctrl+F9",
    phrases=(N_("prompt by itself"),),
)
def toggle(show: Show) -> Outcome:
    before = show.state.settings.prompt_by_itself
    show.change_setting("prompt_by_itself", not before)
    told = (
        say("From now on you ask for each line.")
        if before
        else say("From now on the script is prompted at your pauses.")
    )
    back = {"name": "prompt_by_itself", "value": before}
    return Outcome(
        Announcement(told, topic="prompt by itself"), undo=Invocation("settings.change", back)
    )
