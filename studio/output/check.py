"""Tests a destination without showing anything."""

from studio.log import hide
from studio.model.destination import Destination, StreamKey
from studio.model.work import CallOff
from studio.output.address import parse
from studio.output.rtmp import RtmpConnection
from studio.output.trouble import RTMP_ERRORS, explain


def check(
    destination: Destination,
    key: StreamKey | None,
    *,
    call_off: CallOff | None = None,
    ca_file: str | None = None,
) -> None:
    """Find out whether a destination takes its address and key; nothing is sent to be seen.

    It connects, asks to publish, and takes leave as soon as the service has agreed: no picture, no
    sound, not even their headers. This proves the address, the line and its certificate, and the
    key as far as the service looks at it at once. Some services say yes to any key and hang up
    when the first picture comes; that cannot be known without being on air. And some begin the
    broadcast when somebody asks to publish, so that viewers may find an empty one for a moment.

    Takes at most about 20 s; any thread but one that must not wait.

    Args:
        destination: Where.
        key: Its stream key; None where it needs none.
        call_off: Breaks it off at once; it then fails.
        ca_file: Certificates to trust instead of the system's and certifi's.

    Raises:
        OutputError: It does not take it, and why.
    """
    if key:
        hide(key.reveal())
    address = parse(destination.url, key, destination.name, needs_key=destination.needs_key)
    connection = RtmpConnection(address, ca_file=ca_file)
    if call_off is not None:
        call_off.by(connection.break_off)
    try:
        connection.open()
        connection.publish(key)
        connection.close(key)
    except RTMP_ERRORS as error:
        trouble = explain(error, connection.stage, destination.name)
    else:
        return
    finally:
        connection.hang_up()
    raise trouble
