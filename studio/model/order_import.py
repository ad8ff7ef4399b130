"""Which file of orders is imported, and what came of it."""

from dataclasses import dataclass

from studio.model.message import Message, say, say_n


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """A platform's table of orders, and how it is taken.

    Attributes:
        path: The file.
        currency: Of prices that tell none.
        takes_stock: What was sold is taken from the stock.
        is_dry_run: Only find out what would happen.
    """

    path: str
    currency: str
    takes_stock: bool = True
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class OrdersImported:
    """What came of it.

    Attributes:
        new: Orders that nobody knew.
        noted: Orders that were taken in the studio before, and have their number now.
        known: Orders that an import before brought.
        wrong: Rows that are no order of a product.
        bad_rows: The file that keeps those; empty for none.
        details: What was found out about the file, in words.
        is_dry_run: Nothing was changed.
    """

    new: int = 0
    noted: int = 0
    known: int = 0
    wrong: int = 0
    bad_rows: str = ""
    details: tuple[str, ...] = ()
    is_dry_run: bool = False

    @property
    def outcome(self) -> Message:
        """The counts, in one sentence."""
        values = {
            "new": say_n("{n} new order", "{n} new orders", self.new),
            "noted": say_n("{n} noted before", "{n} noted before", self.noted),
            "known": say_n("{n} known", "{n} known", self.known),
            "wrong": say_n("{n} wrong", "{n} wrong", self.wrong),
        }
        if self.is_dry_run:
            return say("It would be {new}, {noted}, {known}, {wrong}.", **values)
        return say("Imported: {new}, {noted}, {known}, {wrong}.", **values)
