"""Orders, viewers and targets: what is sold, and how far that is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Annotated

from studio.commands.command import Category, Invocation, Origin, Outcome, Question, command
from studio.commands.slots import COUNTS, PIECES, PRODUCTS
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.message import Message, Money, Number, say, say_n
from studio.model.product import Product
from studio.model.scene import new_id
from studio.model.session import Order, OrderWay, Progress, Target
from studio.show import Show
from studio.text import N_

MOST_MONEY = 10**12
"""More of whatever currency is a slip."""

FEW = 3
"""So many pieces are few: what is left is told as a warning."""

_TAKE = N_("Order")
_CANCEL = N_("Cancel the last order")
_CHANGE = N_("Change order")


@command(
    "order.take",
    title=_TAKE,
    about=N_("Takes an order of one piece, or of as many as you say, at what it costs now."),
    category=Category.SALES,
    phrases=(N_("order {quantity} of {product}"), N_("sold {quantity} {product}")),
)
def take_order(
    show: Show,
    product: Annotated[Product, PRODUCTS],
    quantity: Annotated[int, PIECES] = 1,
    *,
    price: Money | None = None,
    is_sure: bool = False,
    way: OrderWay | None = None,
    origin: Origin = Origin.KEY,
) -> Outcome:
    """It is answered once the order is on the disk; what there is too little of, after a yes."""
    way = way or (OrderWay.VOICE if origin is Origin.VOICE else OrderWay.KEY)
    if price is not None and not (price.amount.is_finite() and 0 <= price.amount <= MOST_MONEY):
        raise CommandError(say("No product costs that much."), say("Give another price."))
    doubts = [] if is_sure else show.sales.doubts(product, quantity)
    if doubts:
        values = {"product": product.code, "quantity": quantity, "price": price, "way": way}
        return Outcome(
            question=Question(
                reduce(Message.then, doubts).then(say("Take the order all the same?")),
                Invocation("order.take", {**values, "is_sure": True}),
            )
        )
    order = show.sales.make_order(product, quantity, price, way)
    show.sales.put_order(order, lambda left: _tell(show, left, _taken, order, _TAKE))
    return Outcome(
        data={"order": order.id, "code": order.code, "quantity": order.quantity},
        undo=Invocation("order.remove", {"order": order.id}),
    )


@command(
    "order.take_shown",
    title=N_("Order of what is shown"),
    about=N_("Takes an order of the product on screen, of one piece or of as many as you say."),
    category=Category.SALES,
    phrases=(N_("sold {quantity}"), N_("sold one")),
)
def take_shown(
    show: Show, quantity: Annotated[int, PIECES] = 1, origin: Origin = Origin.KEY
) -> Outcome:
    card = show.state.card
    if card is None:
        raise CommandError(say("No card is on screen."), say("Show one, or say which product."))
    return take_order(show, card, quantity, origin=origin)


def _tell(
    show: Show,
    left: int | StudioError | None,
    told: Callable[[Show, Order, int | None], Announcement],
    order: Order,
    cause: str,
) -> None:
    if isinstance(left, StudioError):
        show.tell(Answered(left.announcement("order")))
        return
    show.tell(Answered(replace(told(show, order, left), cause=say(cause))))


def _taken(show: Show, order: Order, left: int | None) -> Announcement:
    sold = say(
        "Sold: {quantity} {product}, {total}.",
        quantity=order.quantity,
        product=order.name,
        total=order.total,
    )
    if show.sales.is_rehearsed(order):
        return Announcement(
            sold.then(say("It is a rehearsal; the stock stays.")),
            brief=sold,
            earcon=Earcon.DONE,
            topic=f"order {order.code}",
        )
    rest = _left(order, left)
    is_scarce = left is not None and left <= FEW
    whole = sold.then(rest) if rest else sold
    return Announcement(
        whole,
        brief=whole,
        priority=Priority.NEXT if is_scarce else Priority.NORMAL,
        earcon=Earcon.WARNING if is_scarce else Earcon.DONE,
        # What is scarce of one product must not give way to the next order of another.
        topic=f"order {order.code}",
    )


def _left(order: Order, left: int | None) -> Message | None:
    if left is None:
        return None
    if left == 0:
        return say("{product} is sold out.", product=order.name)
    if left <= FEW:
        return say_n("Only {n} is left.", "Only {n} are left.", left)
    return say_n("{n} left.", "{n} left.", left)


def _given_back(show: Show, order: Order, left: int | None) -> Announcement:
    told = say(
        "The order of {quantity} {product} is taken back.",
        quantity=order.quantity,
        product=order.name,
    )
    rest = None if show.sales.is_rehearsed(order) else _left(order, left)
    return Announcement(
        told.then(rest) if rest else told,
        brief=say("{quantity} {product} taken back.", quantity=order.quantity, product=order.name),
        earcon=Earcon.DONE,
        topic=f"order {order.code}",
    )


@command(
    "order.cancel",
    title=_CANCEL,
    about=N_("Takes the last order back, and gives its pieces back to the stock."),
    category=Category.SALES,
    phrases=(N_("cancel the order"), N_("cancel the last order")),
)
def cancel_order(show: Show) -> Outcome:
    if not show.state.sales.orders:
        raise CommandError(say("There is no order to cancel."), say("Take one with “order”."))
    return remove_order(show, show.state.sales.orders[0].id)


@command(
    "order.remove",
    title=N_("Remove order"),
    about=N_("Takes an order back, and gives its pieces back to the stock."),
    category=Category.SALES,
    is_listed=False,
)
def remove_order(show: Show, order: str) -> Outcome:
    gone = _order(show, order)
    show.sales.remove_order(gone, lambda left: _tell(show, left, _given_back, gone, _CANCEL))
    return Outcome(data={"order": order}, undo=Invocation("order.restore", {"order": gone}))


@command(
    "order.restore",
    title=N_("Restore order"),
    about=N_("Takes an order again that was taken back."),
    category=Category.SALES,
    is_listed=False,
)
def restore_order(show: Show, order: Order) -> Outcome:
    if not show.sales.can_restore(order):
        raise _gone()
    show.sales.put_order(order, lambda left: _tell(show, left, _taken, order, _TAKE))
    return Outcome(undo=Invocation("order.remove", {"order": order.id}))


@command(
    "order.change",
    title=_CHANGE,
    about=N_("Changes how many pieces an order is of; the stock follows."),
    category=Category.SALES,
    is_listed=False,
)
def change_order(
    show: Show, order: str, quantity: Annotated[int, PIECES], *, is_sure: bool = False
) -> Outcome:
    """As where it is taken, more than there is, or than one buyer may have, is asked first."""
    before = _order(show, order)
    product = show.sales.product_of(before.code)
    more = quantity - before.quantity
    if not is_sure and more > 0 and product and not show.sales.is_rehearsed(before):
        doubts = show.sales.doubts(product, quantity, more)
        if doubts:
            values = {"order": order, "quantity": quantity, "is_sure": True}
            question = reduce(Message.then, doubts).then(say("Change the order all the same?"))
            return Outcome(question=Question(question, Invocation("order.change", values)))

    def told(_show: Show, _order: Order, left: int | None) -> Announcement:
        changed = say(
            "The order is of {quantity} {product} now.", quantity=quantity, product=before.name
        )
        rest = None if show.sales.is_rehearsed(before) else _left(before, left)
        return Announcement(changed.then(rest) if rest else changed, topic=f"order {before.code}")

    show.sales.change_quantity(
        before, quantity, lambda left: _tell(show, left, told, before, _CHANGE)
    )
    values = {"order": order, "quantity": before.quantity, "is_sure": True}
    wish = Invocation("order.change", values)
    return Outcome(undo=wish)


def _order(show: Show, order: str) -> Order:
    found = show.sales.order(order)
    if found is None:
        raise _gone()
    return found


def _gone() -> CommandError:
    return CommandError(
        say("This order is not one of the present show."), say("Look into the list of orders.")
    )


@command(
    "viewers.note",
    title=N_("Note viewers"),
    about=N_("Notes how many people are watching; the report tells the highest number."),
    category=Category.SALES,
    phrases=(N_("{count} viewers"), N_("{count} people are watching")),
    is_listed=False,
)
def note_viewers(show: Show, count: Annotated[int, COUNTS]) -> Announcement:
    show.sales.note_viewers(count)
    noted = say_n("{n} viewer noted.", "{n} viewers noted.", count)
    most = show.state.sales.most_viewers
    if most is not None and most > count:
        noted = noted.then(say("The most were {count}.", count=Number(most)))
    return Announcement(noted, topic="viewers")


@command(
    "viewers.tell",
    title=N_("How many viewers"),
    about=N_("Says how many people were watching when you noted it last, and the most of them."),
    category=Category.SALES,
    phrases=(N_("how many viewers"), N_("how many people watch")),
)
def tell_viewers(show: Show) -> Announcement:
    """Of the show that goes on, or else of the last one; services do not tell the studio."""
    sales = show.state.sales
    if sales.most_viewers is None:
        raise CommandError(
            say("Nobody noted how many are watching."),
            say("Say a number, such as “300 viewers”."),
        )
    last = sales.viewers if sales.viewers is not None else sales.most_viewers
    told = say_n("{n} viewer was noted last.", "{n} viewers were noted last.", last)
    if sales.most_viewers > last:
        told = told.then(say("The most were {count}.", count=Number(sales.most_viewers)))
    return Announcement(told, topic="viewers")


# -------------------------------------------------------------------- targets


@command(
    "target.set",
    title=N_("Set target"),
    about=N_("Sets what is to be sold in a stretch of days, by you or by the centre."),
    category=Category.SALES,
    is_listed=False,
)
def set_target(
    show: Show,
    amount: Money,
    begins: date,
    ends: date,
    *,
    is_centres: bool = False,
    target: str = "",
) -> Outcome:
    """Without an id a new one; the answer comes once it is kept."""
    if not amount.amount.is_finite() or amount.amount <= 0:
        raise CommandError(say("A target is more than nothing."), say("Give another amount."))
    if amount.amount > MOST_MONEY * 1000:
        raise CommandError(say("Nobody sells that much."), say("Give another amount."))
    if begins <= ends and not 2000 <= begins.year <= ends.year < 2200:
        raise CommandError(say("Nobody sells on such days."), say("Give other days."))
    if ends < begins:
        raise CommandError(say("It ends before it begins."), say("Give other days."))
    before = _target(show, target)
    person = "" if is_centres else show.state.sales.person
    new = Target(amount, begins, ends, person, target or new_id())
    _put(show, new)
    if before is None:
        return Outcome(undo=Invocation("target.remove", {"target": new.id}))
    return Outcome(undo=Invocation("target.restore", {"target": before}))


@command(
    "target.remove",
    title=N_("Remove target"),
    about=N_("Forgets a target; what was sold stays."),
    category=Category.SALES,
    is_listed=False,
)
def remove_target(show: Show, target: str) -> Outcome:
    before = _target(show, target)
    if before is None:
        raise CommandError(say("There is no such target."), say("Look into the list of targets."))

    def tell(error: StudioError | None) -> None:
        done = Announcement(say("The target is removed."), brief=say("Removed."), topic="target")
        show.tell(Answered(error.announcement("target") if error else done))

    show.sales.remove_target(before, tell)
    return Outcome(undo=Invocation("target.restore", {"target": before}))


@command(
    "target.restore",
    title=N_("Restore target"),
    about=N_("Puts a target back as it was."),
    category=Category.SALES,
    is_listed=False,
)
def restore_target(show: Show, target: Target) -> Outcome:
    before = _target(show, target.id)
    _put(show, target)
    if before is None:
        return Outcome(undo=Invocation("target.remove", {"target": target.id}))
    return Outcome(undo=Invocation("target.restore", {"target": before}))


def _target(show: Show, target: str) -> Target | None:
    return next((one for one in show.state.sales.targets if one.id == target), None)


def _put(show: Show, target: Target) -> None:
    def tell(error: StudioError | None) -> None:
        if error is not None:
            show.tell(Answered(error.announcement("target")))
            return
        said = say("The target is kept.")
        found = next((p for p in show.state.sales.progresses if p.target.id == target.id), None)
        whole = said.then(told(found)) if found is not None else said
        show.tell(
            Answered(Announcement(whole, brief=say("Saved."), earcon=Earcon.DONE, topic="target"))
        )

    show.sales.put_target(target, tell)


# -------------------------------------------------------------------- what was sold


@command(
    "sales.progress",
    title=N_("What have I sold"),
    about=N_("Says what this show has sold, and how far your targets are."),
    category=Category.STATUS,
    keys="Ctrl+9",
    phrases=(N_("what have I sold"), N_("how much have I sold")),
)
def progress(show: Show) -> Outcome:
    sales = show.state.sales
    sentences = [_sold(show), *(told(one) for one in sales.progresses)]
    return Outcome(
        Announcement(reduce(Message.then, sentences), topic="status"),
        data={
            "orders": sales.count,
            "pieces": sales.pieces,
            "takings": {money.currency: str(money.amount) for money in sales.takings},
            "targets": [
                {
                    "amount": str(one.target.amount.amount),
                    "currency": one.target.amount.currency,
                    "sold": str(one.sold.amount),
                    "is_centres": not one.target.person,
                    "ends": one.target.ends.isoformat(),
                }
                for one in sales.progresses
            ],
        },
    )


def _sold(show: Show) -> Message:
    sales = show.state.sales
    if not sales.count:
        return say("Nothing is sold yet.")
    amounts = amounts_of(sales.takings)
    return say_n("{n} order, {takings}.", "{n} orders, {takings}.", sales.count, takings=amounts)


def amounts_of(takings: tuple[Money, ...]) -> Message:
    """Amounts of several currencies, one after the other."""
    first = say("{amount}", amount=takings[0])
    for amount in takings[1:]:
        # Translators: joins amounts of several currencies: “¥120.00 and Rp50.000”.
        first = say("{amounts} and {amount}", amounts=first, amount=amount)
    return first


def told(progress: Progress) -> Message:
    """How far a target is, as a sentence."""
    target = progress.target
    values = {
        "percent": percent(progress),
        "amount": target.amount,
        "sold": progress.sold,
        "rest": progress.rest,
        "day": target.ends.isoformat(),
    }
    if progress.share >= 1:
        if target.person:
            return say("Your target of {amount} is reached: {sold} sold.", **values)
        return say("The centre's target of {amount} is reached: {sold} sold.", **values)
    if target.person:
        return say(
            "{percent} percent of your target of {amount}, {rest} to go until {day}.", **values
        )
    return say(
        "{percent} percent of the centre's target of {amount}, {rest} to go until {day}.", **values
    )


def percent(progress: Progress) -> int:
    """How far it is; never 100 before it is reached."""
    return int(progress.sold.amount * 100 // progress.target.amount.amount)
