"""Everything that a report of a show is made from."""

from dataclasses import dataclass

from studio.model.product import Product
from studio.model.session import Progress, Session


@dataclass(frozen=True, slots=True)
class ShowRecord:
    """A show, and what it is seen beside.

    Attributes:
        session: The show, whole.
        before: The last show of the same person before it, whole; None where there is none.
        products: Those of its products that are still in the catalogue.
        progresses: How far the targets of its last day are now.
    """

    session: Session
    before: Session | None = None
    products: tuple[Product, ...] = ()
    progresses: tuple[Progress, ...] = ()
