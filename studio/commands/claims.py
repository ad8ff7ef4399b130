"""Words that advertising law forbids, in what is sold: checked, heard and listed."""

from typing import Annotated

from studio.claims.products import MOST_LISTED, ProductFinding
from studio.claims_desk import MOST_TOLD, warning_of
from studio.commands.command import Category, Outcome, command
from studio.commands.slots import PRODUCTS
from studio.model.announcement import Announcement, Earcon
from studio.model.claims import CheckedCatalogue
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.message import say, say_n
from studio.model.product import Product
from studio.show import Show
from studio.text import N_

_TOPIC = "claims"
_MOST_HEARD = 10
"""Products with claims that are heard in a row; the list has them all."""


@command(
    "claims.check",
    title=N_("Check the words"),
    about=N_("Says what advertising law has against the card on air, or a product you name."),
    category=Category.PRODUCT,
    keys="Ctrl+Shift+V",
    phrases=(N_("check the words"), N_("check the words of {product}")),
)
def check(show: Show, product: Annotated[Product | None, PRODUCTS] = None) -> Outcome:
    """All claims with their rule, a way out, and whether proof helps."""
    checked = product or show.state.card
    if checked is None:
        raise CommandError(
            say("No card is on screen."),
            say("Show one, or choose “check the words” at a product of the list."),
        )

    def tell(findings: tuple[ProductFinding, ...]) -> None:
        show.tell(Answered(_told(checked, findings)))

    show.claims.check_product(checked, tell)
    return Outcome()


def _told(product: Product, findings: tuple[ProductFinding, ...]) -> Announcement:
    if not findings:
        clean = say("No claim was found in {product}.", product=product.name)
        lists = say("The word lists are not complete and replace no lawyer.")
        return Announcement(clean.then(lists), brief=clean, earcon=Earcon.DONE, topic=_TOPIC)
    heard = findings[:MOST_LISTED]
    told = warning_of(product, heard, MOST_LISTED)
    if left := len(findings) - len(heard):
        told = told.then(say_n("{n} more claim was found.", "{n} more claims were found.", left))
    provable = sum(found.finding.claim.is_provable for found in findings)
    if provable == len(findings):
        told = told.then(findings[0].finding.proof)
    elif provable:
        told = told.then(
            say_n(
                "Proof on the product helps with {n} of them.",
                "Proof on the product helps with {n} of them.",
                provable,
            )
        )
    else:
        told = told.then(findings[0].finding.proof)
    return Announcement(told, earcon=Earcon.WARNING, topic=_TOPIC)


@command(
    "claims.search",
    title=N_("Check all products"),
    about=N_("Looks through the whole catalogue for claims that advertising law forbids."),
    category=Category.PRODUCT,
    phrases=(N_("check all products"),),
)
def search(show: Show) -> Outcome:
    if show.state.claims.work:
        raise CommandError(
            say("The catalogue is being looked through already."),
            say("“Cancel” ends that."),
        )

    def tell(came: CheckedCatalogue | StudioError) -> None:
        if isinstance(came, StudioError):
            show.tell(Answered(came.announcement(_TOPIC)))
        else:
            show.tell(Answered(_counted(came)))

    title = say("Checking the words of all products.")
    work = show.claims.search(title, tell)
    return Outcome(Announcement(title, topic=_TOPIC), work=work)


def _counted(found: CheckedCatalogue) -> Announcement:
    looked = say_n("{n} product was checked.", "{n} products were checked.", found.checked)
    made = say_n("{n} of them makes claims.", "{n} of them make claims.", found.count)
    earcon = Earcon.WARNING if found.count else Earcon.DONE
    return Announcement(looked.then(made), earcon=earcon, topic=_TOPIC)


@command(
    "claims.hear",
    title=N_("Hear the claims"),
    about=N_("Reads the claims that were found when products were imported or all were checked."),
    category=Category.PRODUCT,
    phrases=(N_("hear the claims"), N_("which products make claims")),
)
def hear(show: Show) -> Outcome:
    found = show.state.claims.found
    if found is None:
        raise CommandError(
            say("Nothing was looked through yet."), say("“Check all products” does that.")
        )
    told = _counted(found).message
    for product in found.products[:_MOST_HEARD]:
        told = told.then(say("{product}.", product=product.name))
        for warning in product.warnings[:MOST_TOLD]:
            told = told.then(warning)
        if further := len(product.warnings) - len(product.warnings[:MOST_TOLD]):
            told = told.then(say_n("{n} more claim.", "{n} more claims.", further))
    left = found.count - min(found.count, _MOST_HEARD)
    if left:
        told = told.then(
            say_n(
                "{n} more is in the list, “products with claims”.",
                "{n} more are in the list, “products with claims”.",
                left,
            )
        )
    return Outcome(
        Announcement(told, topic=_TOPIC),
        data={"count": found.count, "codes": [product.code for product in found.products]},
    )
