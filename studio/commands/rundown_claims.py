"""What advertising law has against the scripts of the rundown."""

from functools import reduce

from studio.claims.finding import Finding
from studio.model.announcement import warning
from studio.model.events import Answered
from studio.model.message import Message, say, say_n
from studio.show import Show

_MOST = 3
"""So many are told at once; more is a speech."""


def check_scripts(show: Show) -> None:
    """Warn of claims in the scripts of the rundown, each once while it is open; blocks nothing.

    The word lists take a moment to load, so it is done elsewhere and told later.
    """
    rundown = show.state.rundown.rundown
    if rundown is None:
        return
    products = show.state.segment_products

    segments = [(one, products.get(one.product)) for one in rundown.segments]

    def tell(found: tuple[tuple[Finding, ...], ...]) -> None:
        told = show.rundown.claims_told
        fresh: list[Message] = []
        for number, segment, finding in (
            (number, segment, finding)
            for number, (segment, findings) in enumerate(
                zip(rundown.segments, found, strict=True), 1
            )
            for finding in findings
        ):
            if (segment.id, finding.phrase) not in told:
                told.add((segment.id, finding.phrase))
                name = show.rundown.called(segment)
                where = say("In segment {number}, {segment}:", number=number, segment=name)
                fresh.append(where.then(finding.warning))
        if not fresh:
            return
        whole = reduce(Message.then, fresh[:_MOST])
        if (more := len(fresh) - _MOST) > 0:
            whole = whole.then(say_n("And {n} more claim.", "And {n} more claims.", more))
        show.tell(Answered(warning(whole, "rundown claims")))

    show.claims.check_scripts(segments, rundown.language, tell)
