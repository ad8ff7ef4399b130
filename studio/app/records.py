"""A show as it is kept, with all that its report is seen beside."""

from studio.model.errors import StoreError
from studio.model.message import Name, say
from studio.model.record import ShowRecord
from studio.model.session import Session
from studio.store.sessions import SessionRepository

LAST = "last"
"""What stands for the id of the last show."""

_LEAST = 4
"""So many signs of an id will do, where no other show's begins with them."""


def record_of(sessions: SessionRepository, wanted: str) -> ShowRecord:
    """Everything that was kept of a show; the thread that owns the file.

    Args:
        sessions: All that is kept of shows.
        wanted: The show's id or the beginning of it; “last” for the last one of all, empty for
            the person's own last one, if there is any.

    Raises:
        StoreError: There is no such show.
    """
    known = sessions.all()
    found = _find(known, wanted, sessions.person.id)
    session = sessions.get(found.id) or found
    before = next((one for one in known if _is_before(one, session)), None)
    codes = {showing.code for showing in session.showings}
    codes |= {order.code for order in session.orders}
    products = (sessions.products.by_code(code) for code in sorted(codes))
    day = (session.ended or session.began).astimezone().date()
    return ShowRecord(
        session,
        sessions.get(before.id) if before is not None else None,
        tuple(product for product in products if product is not None),
        tuple(sessions.progresses(day)),
    )


def _find(known: list[Session], wanted: str, person: str) -> Session:
    if not known:
        raise StoreError(
            say("No show was kept yet."), say("Go live, or rehearse; then there is a report.")
        )
    if wanted == LAST:
        return known[0]
    if not wanted:
        return next((one for one in known if one.person == person), known[0])
    exact = [one for one in known if one.id == wanted]
    found = exact or [one for one in known if one.id.startswith(wanted) and len(wanted) >= _LEAST]
    if len(found) != 1:
        raise StoreError(
            say("There is no show {session}.", session=Name(wanted)),
            say("“earshot sessions” lists them all."),
        )
    return found[0]


def _is_before(one: Session, session: Session) -> bool:
    """Whether the two are of one kind, of one person, and this one was earlier."""
    return (
        one.began < session.began
        and one.person == session.person
        and one.is_rehearsal == session.is_rehearsal
        and one.id != session.id
    )
