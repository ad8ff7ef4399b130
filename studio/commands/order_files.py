"""A platform's table of orders, brought in beside the show."""

from studio.commands.command import Category, Invocation, Outcome, command
from studio.commands.imported import title_of, told_of
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.history import Step
from studio.model.message import say, say_n
from studio.model.order_import import OrderPlan, OrdersImported
from studio.show import Show
from studio.text import N_

_TOPIC = "orders"
_IMPORT = N_("Import orders")


@command(
    "order.import",
    title=_IMPORT,
    about=N_("Brings the orders of a platform's table in."),
    category=Category.SALES,
    is_listed=False,
)
def import_orders(show: Show, plan: OrderPlan) -> Outcome:
    title = title_of(plan.path, is_dry_run=plan.is_dry_run)

    def tell(came: OrdersImported | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
            return
        if not plan.is_dry_run:
            show.history.note(Step(say(_IMPORT), Invocation("order.take_back_import")))
        earcon = Earcon.WARNING if came.wrong else Earcon.DONE
        show.tell(Answered(Announcement(told_of(came), came.outcome, earcon=earcon, topic=_TOPIC)))

    work = show.sales.import_orders(plan, title, tell)
    return Outcome(Announcement(title, topic=_TOPIC), work=work)


@command(
    "order.take_back_import",
    title=N_("Take imported orders back"),
    about=N_("Puts orders and stock back as they were before the last import of orders."),
    category=Category.SALES,
    phrases=(N_("take the imported orders back"),),
)
def take_back(show: Show) -> Outcome:
    def tell(came: int | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
            return
        told = say_n("{n} order taken back.", "{n} orders taken back.", came)
        show.tell(Answered(Announcement(told, earcon=Earcon.DONE, topic=_TOPIC)))

    show.sales.take_back_orders(tell)
    return Outcome()
