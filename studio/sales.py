"""What is sold in a show: its session, its orders, what became of the targets."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from studio.model import events
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.errors import CommandError, StudioError
from studio.model.message import Message, Money, say, say_n
from studio.model.order_import import OrderPlan, OrdersImported
from studio.model.ports import Archive, SalesBook, Shelved
from studio.model.product import Product
from studio.model.rundown import RundownState
from studio.model.scene import new_id
from studio.model.session import (
    LATEST,
    Fault,
    Health,
    Order,
    OrderWay,
    Progress,
    SalesState,
    Session,
    Showing,
    Target,
    takings,
)
from studio.model.state import ShowState
from studio.model.work import CallOff
from studio.shelf import Shelf
from studio.speech.narrator import narrate
from studio.standing import Standing
from studio.works import Works

MILESTONES = (0.5, 0.8, 1.0)
"""Shares of a target that are told once each."""

_SIGN_OF_LIFE_S = 15.0
"""Seconds between two, by which it is known when a studio ended that could not say so."""

_SAME_FAULT_S = 60.0
"""Of one topic a fault is noted once in so many seconds: some are told every second."""

Left = Callable[[int | StudioError | None], None]
"""Takes the pieces left, None where nobody counts them, or why nothing was kept."""


class Sales:
    """The part of the show that sells; the thread that owns the show alone may call it.

    Args:
        standing: The show's state.
        works: Takes what is under way.
        shelf: The products, whose stock follows.
        archive: Keeps all of it.
        tell: Takes what is told unasked.
    """

    def __init__(
        self,
        standing: Standing,
        works: Works,
        shelf: Shelf,
        archive: Archive,
        tell: Callable[[events.Event], None],
    ) -> None:
        self._standing = standing
        self._works = works
        self._shelf = shelf
        self._archive = archive
        self._tell = tell
        self._session: Session | None = None
        self._unkept: Session | None = None
        self._is_failing = False
        self._showing: Showing | None = None
        self._orders: list[Order] = []
        self._under_way: Counter[str] = Counter()
        self._fault_times: dict[str, float] = {}
        self._cut_off_since: float | None = None
        self._next_sign = 0.0
        self._day = _today()
        self._person = self.state.person
        self._told: set[tuple[str, float]] = set()
        self._removed: dict[str, Order] = {}
        self._note_milestones()
        standing.subscribe(self._follow)
        self._find_orders()

    @property
    def state(self) -> SalesState:
        return self._standing.state.sales

    # ---------------------------------------------------------------- the session

    def _follow(self, state: ShowState) -> None:
        """Begin and end the session with the show, and note what is shown in it."""
        session = self._session
        if session is None and state.is_live:
            self._begin(state)
        elif session is not None and not self._goes_on(session, state):
            self._end(session, state)
        elif session is not None:
            self._follow_places(session, state)
        if state.sales.person != self._person:
            self._person = state.sales.person
            self._note_milestones()
            self._find_orders()
        if self._session is not None:
            self._follow_card(state.card)
            self._follow_air(state)
            self._follow_rundown(self._session, state.rundown)

    @staticmethod
    def _goes_on(session: Session, state: ShowState) -> bool:
        # One that an order began goes on for as long as it is rehearsed.
        return state.is_live or (session.is_rehearsal and state.is_rehearsal and not session.places)

    def _begin(self, state: ShowState) -> None:
        self._session = session = Session(
            new_id(),
            self.state.person,
            _now(),
            is_rehearsal=state.is_rehearsal,
            places=_places(state),
        )
        self._orders.clear()
        self._removed.clear()
        self._fault_times.clear()
        self._cut_off_since = None
        self._next_sign = time.monotonic() + _SIGN_OF_LIFE_S
        # Until it is known to be kept, whatever is of it has it kept first.
        self._unkept = session
        self._keep(lambda _book: None)
        self._change(
            session=session.id,
            began=session.began,
            is_on=True,
            is_rehearsal=session.is_rehearsal,
            most_viewers=None,
            viewers=None,
            **self._sums(),
        )

    def _end(self, session: Session, state: ShowState) -> None:
        self._follow_card(None)
        self._follow_air(state)
        self._session = None
        # A clock may have been set back meanwhile.
        now = max(_now(), session.began)
        ended = replace(session, ended=now, health=self._health(session))
        self._keep(lambda book: book.follow(ended, now))
        self._change(is_on=False)

    def _follow_places(self, session: Session, state: ShowState) -> None:
        """Note where the show goes."""
        new = tuple(name for name in _places(state) if name not in session.places)
        if new:
            self._update(session, places=(*session.places, *new))

    def _follow_card(self, card: Product | None) -> None:
        showing = self._showing
        if (card.code if card else None) == (showing.code if showing else None):
            return
        now = _now()
        if showing is not None:
            self._keep_showing(replace(showing, ended=now))
        self._showing = Showing(card.code, card.name, card.price_at(now), now) if card else None
        if self._showing is not None:
            self._keep_showing(self._showing)

    def _keep_showing(self, showing: Showing) -> None:
        if self._session is not None:
            session = self._session.id
            self._keep(lambda book: book.put_showing(session, showing))

    def _follow_rundown(self, session: Session, state: RundownState) -> None:
        """Note which rundown the session follows: the last one of which a segment ran."""
        if state.current is not None and state.name != session.rundown:
            self._update(session, rundown=state.name)

    def _follow_air(self, state: ShowState) -> None:
        """Count the time in which nothing reached anybody."""
        now = time.monotonic()
        if state.is_cut_off and self._cut_off_since is None:
            self._cut_off_since = now
        elif not state.is_cut_off and self._cut_off_since is not None and self._session is not None:
            health = self._health(self._session)
            self._cut_off_since = None
            self._session = replace(self._session, health=health)

    def _health(self, session: Session) -> Health:
        health = session.health
        if self._cut_off_since is None:
            return health
        return replace(health, cut_off_s=health.cut_off_s + time.monotonic() - self._cut_off_since)

    def take(self, event: events.Event) -> None:
        """Note what went wrong, as it is told."""
        session = self._session
        if session is None or isinstance(event, events.Answered):
            return
        health = session.health
        match event:
            case events.PicturesDropped(count=count):
                dropped = health.pictures_dropped + count
                self._session = replace(session, health=replace(health, pictures_dropped=dropped))
            case events.OutputLost(is_recording=False):
                lost = health.connections_lost + 1
                self._session = replace(session, health=replace(health, connections_lost=lost))
            case _:
                pass
        said = narrate(event)
        if said is not None and said.earcon in {Earcon.WARNING, Earcon.ERROR}:
            self._note_fault(session, said)

    def _note_fault(self, session: Session, said: Announcement) -> None:
        now = time.monotonic()
        if now - self._fault_times.get(said.topic, -_SAME_FAULT_S) < _SAME_FAULT_S:
            return
        self._fault_times[said.topic] = now
        fault = Fault(_now(), said.message)
        self._keep(lambda book: book.add_fault(session.id, fault))

    def look(self, now: float) -> None:
        """Give a sign of life, and begin a new day; some ten times a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if now < self._next_sign:
            return
        self._next_sign = now + _SIGN_OF_LIFE_S
        if self._session is not None:
            self._keep_session(self._session)
        if _today() != self._day:
            self._day = _today()
            if self.state.began is None:  # what is listed is what was sold today
                self._find_orders()
            self.find_progress()

    def note_viewers(self, count: int) -> None:
        """Note how many are watching; the highest number stays.

        Raises:
            CommandError: Nobody can be watching.
        """
        session = self._session
        if session is None:
            raise CommandError(say("You are not live."), say("Go live first."))
        most = max(count, session.most_viewers or 0)
        self._update(session, most_viewers=most)
        self._change(most_viewers=most, viewers=count)

    def _update(self, session: Session, **changes: object) -> None:
        self._session = replace(session, **changes)
        self._keep_session(self._session)

    def _keep_session(self, session: Session) -> None:
        kept = replace(session, health=self._health(session))
        self._keep(lambda book: book.follow(kept, _now()))

    # ---------------------------------------------------------------- orders

    def doubts(self, product: Product, quantity: int, more: int | None = None) -> list[Message]:
        """What speaks against an order of so many pieces.

        Args:
            product: What is ordered.
            quantity: Pieces in the whole order.
            more: Pieces that are to come from the stock, where some did already.
        """
        found: list[Message] = []
        left = self.left(product)
        if left is not None and (quantity if more is None else more) > left:
            if left:
                found.append(
                    say_n(
                        "Only {n} of {product} is left.",
                        "Only {n} of {product} are left.",
                        left,
                        product=product.name,
                    )
                )
            else:
                found.append(say("{product} is sold out.", product=product.name))
        if product.limit is not None and quantity > product.limit:
            found.append(
                say_n(
                    "One buyer may have {n} of {product}.",
                    "One buyer may have {n} of {product}.",
                    product.limit,
                    product=product.name,
                )
            )
        return found

    def left(self, product: Product) -> int | None:
        """Pieces that can still be sold, less what is just being written down."""
        if product.stock is None:
            return None
        return max(0, product.stock - self._under_way[product.code])

    def make_order(
        self, product: Product, quantity: int, price: Money | None, way: OrderWay
    ) -> Order:
        """An order of now, at what the product costs now where no price is given.

        The first one of a rehearsal begins its session.
        """
        now = _now()
        state = self._standing.state
        if state.is_rehearsal and self._session is None:
            self._begin(state)
        return Order(
            product.code,
            product.name,
            quantity,
            price or product.price_at(now),
            now,
            way,
            session=self._session.id if self._session else "",
            id=new_id(),
        )

    def put_order(self, order: Order, then: Left) -> None:
        """Keep an order; `then` is told once it is on the disk."""
        is_rehearsal = self.is_rehearsed(order)
        product = self.product_of(order.code)
        left = self.left(product) if product is not None else None
        if not is_rehearsal:
            self._under_way[order.code] += order.quantity

        def kept(left: int | None) -> None:
            self._note_kept(unkept)
            with self._standing.as_one():
                if not is_rehearsal:
                    self._under_way[order.code] -= order.quantity
                    self._use_stock(order.code, left)
                if person == self.state.person:
                    self._add(order)
                else:  # somebody else streams by now; it counts for the centre
                    self.find_progress()
            then(left)
            self._tell_milestones()

        def failed(error: StudioError) -> None:
            if not is_rehearsal:
                self._under_way[order.code] -= order.quantity
            then(error)

        rest = left if left is None or is_rehearsal else max(0, left - order.quantity)
        unkept, person = self._unkept, self.state.person

        def take(book: SalesBook) -> int | None:
            if unkept is not None:
                book.begin(unkept)
            return book.take(order, is_rehearsal=is_rehearsal)

        self._archive.sales(take, kept, failed, otherwise=rest)

    def remove_order(self, order: Order, then: Left) -> None:
        """Take an order back, and give its pieces back to the stock."""

        def kept(left: int | None) -> None:
            with self._standing.as_one():
                if not self.is_rehearsed(order):
                    self._use_stock(order.code, left)
                self._drop(order)
            then(left)

        self._archive.sales(
            lambda book: book.remove(order.id),
            kept,
            then,
            otherwise=self._more(order, order.quantity),
        )

    def change_quantity(self, order: Order, quantity: int, then: Left) -> None:
        """Sell other than so many pieces by an order."""
        changed = replace(order, quantity=quantity)

        def kept(left: int | None) -> None:
            with self._standing.as_one():
                if not self.is_rehearsed(order):
                    self._use_stock(order.code, left)
                self._drop(order)
                self._add(changed)
            then(left)
            self._tell_milestones()

        self._archive.sales(
            lambda book: book.change_quantity(order.id, quantity),
            kept,
            then,
            otherwise=self._more(order, order.quantity - quantity),
        )

    def order(self, order: str) -> Order | None:
        """One of those since the session began."""
        return next((one for one in self._orders if one.id == order), None)

    def is_rehearsed(self, order: Order) -> bool:
        """It is of the rehearsal that goes on, or was the last session."""
        return self.state.is_rehearsal and order.session == self.state.session != ""

    def can_restore(self, order: Order) -> bool:
        """It was taken back since the session began."""
        return order.id in self._removed

    def _more(self, order: Order, by: int) -> int | None:
        """The stock after pieces came back, where nothing is kept."""
        product = self.product_of(order.code)
        if product is None or product.stock is None:
            return None
        return product.stock if self.is_rehearsed(order) else max(0, product.stock + by)

    def product_of(self, code: str) -> Product | None:
        """A product that is at hand."""
        return next((p for p in self._standing.state.products if p.code == code), None)

    def _use_stock(self, code: str, left: int | None) -> None:
        if left is not None:
            self._shelf.use_stock(code, left)

    def _add(self, order: Order) -> None:
        self._removed.pop(order.id, None)
        self._orders.append(order)
        self._orders.sort(key=lambda one: one.at)
        self._change(**self._sums(), progresses=self._counted(order, 1))

    def _drop(self, order: Order) -> None:
        self._orders = [one for one in self._orders if one.id != order.id]
        self._removed[order.id] = order
        self._change(**self._sums(), progresses=self._counted(order, -1))

    def _sums(self) -> dict[str, object]:
        orders = self._orders
        return {
            "count": len(orders),
            "pieces": sum(order.quantity for order in orders),
            "takings": takings(orders),
            "orders": tuple(reversed(orders[-LATEST:])),
        }

    # ---------------------------------------------------------------- a platform's orders

    def import_orders(
        self,
        plan: OrderPlan,
        title: Message,
        then: Callable[[OrdersImported | StudioError], None],
    ) -> str:
        """Bring a platform's orders in beside the show; gives the id of this work.

        `then` takes what came of it; it is not called where the import was called off.
        """
        call_off = CallOff()
        work = self._works.begin(title, call_off.wish)
        codes = self._shelf.codes_shown()

        def run() -> tuple[OrdersImported, Shelved | None]:
            imported = self._archive.import_orders(
                plan, call_off, lambda share: self._works.tell_share(work, share)
            )
            return imported, None if plan.is_dry_run else self._archive.shelved(codes())

        def take(came: tuple[OrdersImported, Shelved | None]) -> None:
            imported, shelved = came
            if shelved is not None:
                self._shelf.use(shelved)
                self.look_again()
            end(imported)

        def end(came: OrdersImported | StudioError) -> None:
            if self._works.end(work):
                then(came)

        self._archive.errand(run, take, end)
        return work

    def take_back_orders(self, then: Callable[[int | StudioError], None]) -> None:
        """Put all back as it was before the last import of orders; `then` is told how many."""
        codes = self._shelf.codes_shown()

        def run() -> tuple[int, Shelved]:
            return self._archive.take_back_orders(), self._archive.shelved(codes())

        def take(came: tuple[int, Shelved]) -> None:
            count, shelved = came
            self._shelf.use(shelved)
            self.look_again()
            then(count)

        self._archive.errand(run, take, then)

    def look_again(self) -> None:
        """Look up anew what was sold, after somebody else wrote it down."""
        self._find_orders()
        self.find_progress()

    def _find_orders(self) -> None:
        """Those since the session began; before the first one, those of today."""
        if self.state.is_rehearsal:
            return
        began = self.state.began

        def use(found: list[Order] | None) -> None:
            if found is not None and self.state.began == began:
                self._orders = [order for order in found if began is None or order.at >= began]
                self._change(**self._sums())

        first = began.date() if began is not None else _today()
        self._archive.sales(
            lambda book: book.between(first, _today()), use, self._tell_failure, otherwise=None
        )

    def forget(self) -> None:
        """Somebody else streams: the orders of the one before are on their list no longer.

        A rehearsal of the one before is over, too; so far nothing of the state has changed.
        """
        if self._session is not None:
            self._end(self._session, self._standing.state)
        self._orders.clear()
        self._removed.clear()
        self._told.clear()

    # ---------------------------------------------------------------- targets

    def put_target(self, target: Target, then: Callable[[StudioError | None], None]) -> None:
        """Keep a target, a new one or another in place of the one with its id."""
        self._keep_targets(lambda book: book.put_target(target), then, of=target.id)

    def remove_target(self, target: Target, then: Callable[[StudioError | None], None]) -> None:
        self._keep_targets(lambda book: book.delete_target(target.id), then, of=target.id)

    def find_progress(self) -> None:
        """Look up anew what was sold for the targets that run today."""
        self._keep_targets(lambda _book: None, lambda _error: None, of="")

    def _keep_targets(
        self,
        job: Callable[[SalesBook], None],
        then: Callable[[StudioError | None], None],
        *,
        of: str,
    ) -> None:
        """Args: of: Of this target, what it has reached already is not told."""
        day = _today()

        def work(book: SalesBook) -> tuple[list[Target], list[Progress]]:
            job(book)
            return book.targets(), book.progresses(day)

        def use(found: tuple[list[Target], list[Progress]]) -> None:
            targets, progresses = found
            self._told = {one for one in self._told if one[0] != of}
            self._change(targets=tuple(targets), progresses=tuple(progresses))
            self._note_milestones(of)
            self._tell_milestones()
            then(None)

        now = list(self.state.targets), list(self.state.progresses)
        self._archive.sales(work, use, then, otherwise=now)

    def _counted(self, order: Order, sign: int) -> tuple[Progress, ...]:
        """The progresses with an order more, or less."""
        if self.is_rehearsed(order):
            return self.state.progresses
        total = order.total.amount * sign
        day = order.at.astimezone().date()
        return tuple(
            replace(one, sold=Money(one.sold.amount + total, one.sold.currency))
            if one.sold.currency == order.price.currency and one.target.runs_on(day)
            else one
            for one in self.state.progresses
        )

    def _note_milestones(self, of: str | None = None) -> None:
        """Those that are reached already are not told; of one target, or of all."""
        for one in self.state.progresses:
            if of in {None, one.target.id}:
                self._told |= {(one.target.id, m) for m in MILESTONES if one.share >= m}

    def _tell_milestones(self) -> None:
        for one in self.state.progresses:
            reached = [m for m in MILESTONES if one.share >= m]
            if reached and (one.target.id, reached[-1]) not in self._told:
                self._tell(events.Answered(_milestone(one, reached[-1])))
            self._told |= {(one.target.id, m) for m in reached}

    # ---------------------------------------------------------------- keeping

    def _keep(self, job: Callable[[SalesBook], None]) -> None:
        unkept = self._unkept

        def keep(book: SalesBook) -> None:
            if unkept is not None:
                book.begin(unkept)
            job(book)

        self._archive.sales(
            keep, lambda _done: self._note_kept(unkept), self._tell_failure, otherwise=None
        )

    def _note_kept(self, session: Session | None) -> None:
        """Something could be kept, and the session with it if it was not yet."""
        self._is_failing = False
        if session is not None and session is self._unkept:
            self._unkept = None

    def _tell_failure(self, error: StudioError) -> None:
        """Tell it once, until something is kept again: some is tried every few seconds."""
        if not self._is_failing:
            self._is_failing = True
            self._tell(events.Answered(error.announcement("sales")))

    def _change(self, **changes: object) -> None:
        self._standing.change(sales=replace(self.state, **changes))


def _milestone(progress: Progress, share: float) -> Announcement:
    values = {"amount": progress.target.amount, "sold": progress.sold}
    percent = round(share * 100)
    if share >= 1:
        told = (
            say("You have reached your target of {amount}: {sold} sold.", **values)
            if progress.target.person
            else say("The centre's target of {amount} is reached: {sold} sold.", **values)
        )
    else:
        told = (
            say("{percent} percent of your target: {sold} of {amount}.", percent=percent, **values)
            if progress.target.person
            else say(
                "{percent} percent of the centre's target: {sold} of {amount}.",
                percent=percent,
                **values,
            )
        )
    return Announcement(
        told, priority=Priority.NEXT, earcon=Earcon.DONE, topic=f"target {progress.target.id}"
    )


def _places(state: ShowState) -> tuple[str, ...]:
    return tuple(output.name for output in state.streams if output.since is not None)


def _now() -> datetime:
    return datetime.now().astimezone()


def _today() -> date:
    return _now().date()
