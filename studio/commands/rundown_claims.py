"""What advertising law has against the scripts of the rundown."""

from functools import reduce

from studio.claims.checker import check
from studio.claims.finding import Finding
from studio.model.announcement import warning
from studio.model.events import Answered
from studio.model.message import Message, Name, say, say_n
from studio.show import Show

_MOST = 3
"""So many are told at once; more is a speech."""


def check_scripts(show: Show) -> None:
    """Warn of claims in the scripts of the rundown, each once while it is open; blocks nothing.

    The word lists take a moment to load, so it is done elsewhere and told later.
    """
    state = show.state.rundown
    texts = [
        (
            number,
            segment.id,
            show.rundown.called(segment),
            f"{segment.title}\n{segment.script}",
            show.rundown.language_of(segment),
            product.evidence if (product := segment.product_among(show.state.products)) else "",
        )
        for number, segment in enumerate(state.segments, 1)
    ]

    def look() -> list[tuple[int, str, Name, Finding]]:
        return [
            (number, segment, name, finding)
            for number, segment, name, text, language, evidence in texts
            for finding in check(text, language, evidence)
        ]

    def tell(found: list[tuple[int, str, Name, Finding]]) -> None:
        told = show.rundown.claims_told
        fresh: list[Message] = []
        for number, segment, name, finding in found:
            if (segment, finding.phrase) not in told:
                told.add((segment, finding.phrase))
                where = say("In segment {number}, {segment}:", number=number, segment=name)
                fresh.append(where.then(finding.warning))
        if not fresh:
            return
        whole = reduce(Message.then, fresh[:_MOST])
        if (more := len(fresh) - _MOST) > 0:
            whole = whole.then(say_n("And {n} more claim.", "And {n} more claims.", more))
        show.tell(Answered(warning(whole, "rundown claims")))

    show.errand(look, tell)
