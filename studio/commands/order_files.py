"""A platform's table of orders, brought in beside the show."""

from studio.commands.command import Category, Invocation, Outcome, command
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.history import Step
from studio.model.message import Message, Name, say, say_n
from studio.model.order_import import OrderPlan, OrdersImported
from studio.show import Show
from studio.text import N_

_TOPIC = "orders"
_DETAILS = 3
"""So many findings are spoken; `earshot orders FILE --dry-run` tells all of them."""
_IMPORT = N_("Import orders")


@command(
    "order.import",
    title=_IMPORT,
    about=N_("Brings the orders of a platform's table in."),
    category=Category.SALES,
    is_listed=False,
)
def import_orders(show: Show, plan: OrderPlan) -> Outcome:
    file = Name(plan.path.replace("\\", "/").rpartition("/")[2])
    title = (
        say("Looking into {file}.", file=file)
        if plan.is_dry_run
        else say("Importing {file}.", file=file)
    )

    def tell(came: OrdersImported | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
            return
        if not plan.is_dry_run:
            show.history.note(Step(say(_IMPORT), Invocation("order.take_back_import")))
        earcon = Earcon.WARNING if came.wrong else Earcon.DONE
        show.tell(Answered(Announcement(_told(came), came.outcome, earcon=earcon, topic=_TOPIC)))

    work = show.sales.import_orders(plan, title, tell)
    return Outcome(Announcement(title, topic=_TOPIC), work=work)


def _told(came: OrdersImported) -> Message:
    told = came.outcome
    if came.bad_rows:
        told = told.then(say("The wrong rows are kept in {file}.", file=Name(came.bad_rows)))
    for detail in came.details[:_DETAILS]:
        told = told.then(say("{detail}", detail=detail))
    return told


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
