"""What a product costs, changed in words while it is shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from studio import text
from studio.commands.command import Category, Invocation, Outcome, Question, command
from studio.commands.sales import MOST_MONEY
from studio.commands.slots import PERCENTS, PRICES, PRODUCTS
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError
from studio.model.message import Message, Money, Name, say
from studio.model.product import Product
from studio.show import Show
from studio.speech.words.figure import WITHOUT_CENTS
from studio.spoken.numerals import Amount
from studio.text import N_

_ANOTHER_SCALE = 5
"""How many times as much an amount is that nobody takes for the other."""


@command(
    "product.price",
    title=N_("Change the price"),
    about=N_("Changes what the product on screen costs, or another one, after a yes."),
    category=Category.PRODUCT,
    phrases=(N_("price {price}"), N_("price of {product} {price}")),
    is_listed=False,
)
def change_price(
    show: Show,
    price: Annotated[tuple[Amount, ...], PRICES],
    product: Annotated[Product | None, PRODUCTS] = None,
) -> Outcome:
    """Of several prices that the words may mean, the one nearest to the present price."""
    changed = _chosen(show, product)
    return _ask(changed, _meant(price, changed.price))


@command(
    "product.discount",
    title=N_("Reduce the price"),
    about=N_("Makes the product on screen, or another one, cheaper by so many percent."),
    category=Category.PRODUCT,
    phrases=(N_("discount {percent}"), N_("{product} discount {percent}")),
    is_listed=False,
)
def reduce_price(
    show: Show,
    percent: Annotated[Decimal, PERCENTS],
    product: Annotated[Product | None, PRODUCTS] = None,
) -> Outcome:
    changed = _chosen(show, product)
    before = changed.price
    exact = before.amount * (100 - percent) / 100
    # As it is paid: of a rupiah or won nobody could give the hundredth part.
    least = Decimal(1) if before.currency in WITHOUT_CENTS else Decimal("0.01")
    return _ask(changed, Money(exact.quantize(least, ROUND_HALF_UP), before.currency))


def _chosen(show: Show, product: Product | None) -> Product:
    """The product named, or that of the card, as the catalogue has it."""
    if product is not None:
        return product
    card = show.state.card
    if card is None:
        raise CommandError(say("No card is on screen."), say("Show one, or say which product."))
    found = show.shelf.product_of(card.code)
    if found is None:
        raise _gone(card)
    return found


def _meant(readings: Sequence[Amount], now: Money) -> Money:
    """Of the amounts that words may mean, the one that changes the price least.

    That tells nineteen from nineteen thousand. Of amounts that are much alike, as 2,500,000 and
    2,000,500, it cannot tell: there the likelier one is asked, which comes first.
    """
    in_this = [one for one in readings if one.currency in ("", now.currency)]
    if not in_this:
        raise CommandError(
            say("The price is in {currency}.", currency=text.currency_name(now.currency)),
            say("Give it in that money; the product's editor changes which it is."),
        )
    if now.currency in WITHOUT_CENTS:
        in_this = [one for one in in_this if one.value == int(one.value)]
        if not in_this:
            raise CommandError(
                say(
                    "There are no cents in {currency}.",
                    currency=text.currency_name(now.currency),
                ),
                say("Give a whole amount."),
            )
    nearest = min(in_this, key=lambda one: _apart(one.value, now.amount))
    alike = (one for one in in_this if _apart(one.value, nearest.value) < _ANOTHER_SCALE)
    return Money(next(alike, nearest).value, now.currency)


def _apart(one: Decimal, other: Decimal) -> Decimal:
    """How many times the larger is the smaller one."""
    if not one or not other:
        return Decimal("Infinity") if one != other else Decimal(1)
    return max(one, other) / min(one, other)


def _ask(product: Product, price: Money) -> Outcome:
    if not 0 <= price.amount <= MOST_MONEY:
        raise CommandError(say("No product costs that much."), say("Give another price."))
    if price == product.price:
        raise CommandError(
            say("{product} costs {price} already.", product=product.name, price=price),
            say("Give another price."),
        )
    ask = say(
        "Change the price of {product} from {before} to {price}?",
        product=product.name,
        before=product.price,
        price=price,
    )
    if product.flash_sale_at(datetime.now(UTC)) is not None:
        ask = say("Its flash sale goes on at its own price.").then(ask)
    wish = Invocation("product.set_price", {"product": product.code, "price": price})
    return Outcome(question=Question(ask, wish))


@command(
    "product.set_price",
    title=N_("Change the price"),
    about=N_("Gives a product another price at once."),
    category=Category.PRODUCT,
    is_risky=True,
    is_listed=False,
)
def set_price(show: Show, product: str, price: Money) -> Outcome:
    """Of a product by its code; what was struck out before stays as it is."""
    before = show.shelf.product_of(product)
    if before is None:
        raise CommandError(
            say("There is no product {code} in the catalogue.", code=Name(product)),
            say("Look into the list of products."),
        )
    show.shelf.save(replace(before, price=price), before.code)
    told: Message = say("{product} costs {price} now.", product=before.name, price=price)
    return Outcome(
        Announcement(told, brief=say("{price}.", price=price), earcon=Earcon.DONE, topic="price"),
        undo=Invocation("product.set_price", {"product": product, "price": before.price}),
    )


def _gone(card: Product) -> CommandError:
    return CommandError(
        say("{product} is not in the catalogue any more.", product=card.name),
        say("Show another card."),
    )
