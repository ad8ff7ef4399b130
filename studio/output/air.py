"""The only way onto the air, which a rehearsal closes."""

from studio.model.destination import StreamPlan
from studio.model.errors import OutputError
from studio.model.message import say
from studio.model.work import CallOff
from studio.output.address import parse
from studio.output.check import check
from studio.output.rehearsal import RehearsalOutput
from studio.output.sink import Sink
from studio.output.stream import StreamOutput
from studio.threads import Post


class Air:
    """Makes every stream of the studio; while it is closed, none can be made. Any thread.

    Args:
        ca_file: Certificates to trust instead of the system's and certifi's.
    """

    def __init__(self, ca_file: str | None = None) -> None:
        self._ca_file = ca_file
        self._is_closed = False

    def close(self) -> None:
        """From now on nothing goes on air; what is there already stays."""
        self._is_closed = True

    def open(self) -> None:
        self._is_closed = False

    def stream(self, plan: StreamPlan, post: Post) -> Sink:
        """Make a stream to a destination, not started yet.

        Raises:
            OutputError: The air is closed, the address is none, or the key is missing.
        """
        self._insist_on_open()
        to = plan.destination
        parse(to.url, plan.key, to.name, needs_key=to.needs_key)
        return StreamOutput(to.id, to.name, to.url, plan.key, post, ca_file=self._ca_file)

    def rehearse(self, output: str, name: str, post: Post) -> Sink:
        """Make an output that takes the show's stream and sends it nowhere, not started yet."""
        return RehearsalOutput(output, name, post)

    def check(self, plan: StreamPlan, call_off: CallOff | None = None) -> None:
        """Find out whether a destination takes its address and key; see `check`.

        Raises:
            OutputError: The air is closed, or the destination does not take them.
        """
        self._insist_on_open()
        check(plan.destination, plan.key, call_off=call_off, ca_file=self._ca_file)

    def _insist_on_open(self) -> None:
        if self._is_closed:
            raise OutputError(
                say("Nothing goes on air while you rehearse."),
                say("End the rehearsal first."),
            )
