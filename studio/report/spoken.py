"""What came of a show in five sentences, made for the ear."""

import math
from collections.abc import Sequence
from decimal import Decimal

from studio.model.message import Duration, Message, Money, Number, say, say_n
from studio.model.session import Progress
from studio.report.report import ProductResult, Report, Sold

BRIEF = 2
"""So many sentences will do where few words are wanted."""


def sentences(report: Report) -> tuple[Message, Message, Message, Message, Message]:
    """How long it was, what was sold, what sold best, who watched, and how far targets are."""
    return (
        _course(report),
        _sales(report),
        _best(report),
        _viewers(report),
        _targets(report),
    )


def spoken(report: Report) -> Message:
    """All five as one text."""
    return _together(sentences(report))


def brief(report: Report) -> Message:
    """The first two."""
    return _together(sentences(report)[:BRIEF])


def amounts(takings: Sequence[Money]) -> Message:
    """Amounts of several currencies, as a list; there is at least one."""
    listed = say("{amount}", amount=takings[0])
    for amount in takings[1:-1]:
        # Translators: amounts in several currencies: "¥39.90, Rp 125.000 and $12.00".
        listed = say("{first}, {second}", first=listed, second=amount)
    return say("{first} and {last}", first=listed, last=takings[-1]) if takings[1:] else listed


def sold(what: Sold) -> Message:
    """Takings, orders and pieces, without a full stop."""
    if not what.orders:
        return say("nothing was sold")
    return say(
        # Translators: "¥79.80 from 2 orders of 3 pieces".
        "{amounts} from {orders} of {pieces}",
        amounts=amounts(what.takings),
        orders=say_n("{n} order", "{n} orders", what.orders),
        pieces=say_n("{n} piece", "{n} pieces", what.pieces),
    )


def percent(share: float) -> Number:
    """A share in percent, never rounded up to what is not reached."""
    return Number(math.floor(share * 100 + 1e-9))


def _together(told: Sequence[Message]) -> Message:
    whole = told[0]
    for sentence in told[1:]:
        whole = whole.then(sentence)
    return whole


def _course(report: Report) -> Message:
    return say(
        # Translators: "The show lasted 1 hour 20 minutes; nothing went wrong."
        "{course}; {trouble}.",
        course=course(report),
        trouble=trouble(report),
    )


def course(report: Report) -> Message:
    """What kind of show it was and how long, without a full stop."""
    time = Duration(report.length_s)
    if report.session.is_rehearsal:
        if report.goes_on:
            return say("The rehearsal has been going on for {time}", time=time)
        if report.session.is_broken:
            return say("The rehearsal broke off after {time}", time=time)
        return say("The rehearsal lasted {time}", time=time)
    if report.goes_on:
        return say("The show has been going on for {time}", time=time)
    if report.session.is_broken:
        return say("The show broke off after {time}", time=time)
    return say("The show lasted {time}", time=time)


def trouble(report: Report) -> Message:
    """What viewers missed, or else how often something was told, without a full stop."""
    health, faults = report.session.health, len(report.session.faults)
    if health.cut_off_s >= 1:
        return say("viewers were cut off for {time}", time=Duration(health.cut_off_s))
    if health.connections_lost:
        return say_n(
            "a destination was lost {n} time",
            "a destination was lost {n} times",
            health.connections_lost,
        )
    if faults:
        return say_n("{n} fault was told", "{n} faults were told", faults)
    if health.pictures_dropped:
        return say_n("{n} picture was lost", "{n} pictures were lost", health.pictures_dropped)
    return say("nothing went wrong")


def _sales(report: Report) -> Message:
    if not report.sold.orders:
        return say("Nothing was sold.")
    told = sold(report.sold)
    compared = _compared(report)
    if compared is None:
        # Translators: "Taken: ¥79.80 from 2 orders of 3 pieces."
        return say("Taken: {sold}.", sold=told)
    return say("Taken: {sold}; {compared}.", sold=told, compared=compared)


def _compared(report: Report) -> Message | None:
    """Against the show before, in the chief currency; None without one that sold in it."""
    before, currency = report.before, report.currencies[0]
    if before is None or currency not in {money.currency for money in before.sold.takings}:
        return None
    difference = report.sold.amount(currency) - before.sold.amount(currency)
    if not difference:
        return say("that is as much as last time")
    amount = Money(abs(difference), currency)
    if difference > 0:
        return say("that is {amount} more than last time", amount=amount)
    return say("that is {amount} less than last time", amount=amount)


def _best(report: Report) -> Message:
    if not report.sold.orders:
        return _shown(report)
    best = report.products[0]
    pieces = say_n("{n} piece", "{n} pieces", best.sold.pieces)
    told = {"product": best.name, "pieces": pieces, "amounts": amounts(best.sold.takings)}
    quickest = report.by_pace[0] if report.by_pace else None
    pace = quickest.pieces_per_minute if quickest is not None else None
    if quickest is None or pace is None:
        return say("Sold best: {product}, {pieces} for {amounts}.", **told)
    if quickest.code == best.code:
        return say(
            "Sold best: {product}, {pieces} for {amounts}, {pace} a minute on screen.",
            **told,
            pace=Number(pace, 1),
        )
    return say(
        "Sold best: {product}, {pieces} for {amounts}; "
        "quickest: {quickest}, {pace} pieces a minute on screen.",
        **told,
        quickest=quickest.name,
        pace=Number(pace, 1),
    )


def _shown(report: Report) -> Message:
    shown: Sequence[ProductResult] = [p for p in report.products if p.showings]
    if not shown:
        return say("No product was shown.")
    longest = max(shown, key=lambda product: product.shown_s)
    return say_n(
        "{n} product was shown: {product}, for {time}.",
        "{n} products were shown, {product} for longest, {time}.",
        len(shown),
        product=longest.name,
        time=Duration(longest.shown_s),
    )


def _viewers(report: Report) -> Message:
    viewers = report.session.most_viewers
    if viewers is None:
        return say("How many watched was not noted.")
    if not viewers or not report.sold.orders or report.conversion is None:
        return say_n("At most {n} viewer watched.", "At most {n} viewers watched.", viewers)
    return say_n(
        "At most {n} viewer watched: {share} orders for each hundred of them.",
        "At most {n} viewers watched: {share} orders for each hundred of them.",
        viewers,
        share=Number(report.conversion * 100, 1),
    )


def _targets(report: Report) -> Message:
    if report.session.is_rehearsal:
        return say("A rehearsal counts for no target.")
    if not report.progresses:
        return say("No target is set.")
    return progress_told(min(report.progresses, key=lambda one: one.target.ends))


def progress_told(progress: Progress) -> Message:
    """How far one target is, as a sentence."""
    centre = not progress.target.person
    amount = progress.target.amount
    if progress.rest.amount <= Decimal(0):
        if centre:
            return say("The centre's target of {amount} is reached.", amount=amount)
        return say("Your target of {amount} is reached.", amount=amount)
    told = {"amount": amount, "percent": percent(progress.share), "rest": progress.rest}
    if centre:
        return say(
            "Of the centre's target of {amount} {percent} percent is reached; {rest} is missing.",
            **told,
        )
    return say(
        "Of your target of {amount} {percent} percent is reached; {rest} is missing.", **told
    )
