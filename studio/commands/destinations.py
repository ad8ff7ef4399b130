"""Where shows are sent."""

from dataclasses import replace
from typing import Annotated

from studio.commands.command import Category, Invocation, Outcome, command
from studio.commands.slots import DESTINATIONS
from studio.model.announcement import Announcement, Earcon
from studio.model.destination import Destination, StreamKey
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.message import Name, say
from studio.show import Show
from studio.text import N_


@command(
    "destination.save",
    title=N_("Save destination"),
    about=N_("Adds a destination, or changes one."),
    category=Category.DESTINATION,
    is_listed=False,
)
def save_destination(show: Show, destination: Destination, key: StreamKey | None = None) -> Outcome:
    """The answer comes when the key is kept too, which may take a while."""
    name = Name(destination.name)
    saved = Announcement(say("{name} is saved.", name=name), brief=say("Saved."))
    before = next((d for d in show.state.destinations if d.id == destination.id), None)
    place = _place(show, destination)
    change = show.save_destination(destination, key, lambda: show.tell(Answered(saved)))
    if before is None:
        return Outcome(undo=Invocation("destination.remove", {"destination": destination.id}))
    return Outcome(undo=_restoring(before, place, change))


@command(
    "destination.remove",
    title=N_("Remove destination"),
    about=N_("Removes a destination and its stream key."),
    category=Category.DESTINATION,
)
def remove_destination(show: Show, destination: Annotated[Destination, DESTINATIONS]) -> Outcome:
    place = _place(show, destination)
    change = show.remove_destination(destination)
    name = Name(destination.name)
    removed = Announcement(say("{name} is removed.", name=name), brief=say("Removed."))
    return Outcome(removed, undo=_restoring(destination, place, change))


@command(
    "destination.restore",
    title=N_("Restore destination"),
    about=N_("Puts a destination back as it was, with its stream key."),
    category=Category.DESTINATION,
    is_listed=False,
)
def restore_destination(show: Show, was: Destination, place: int, change: str) -> Outcome:
    now = next((d for d in show.state.destinations if d.id == was.id), None)
    undo = Invocation("destination.remove", {"destination": was.id})
    if now is not None:
        undo = _restoring(now, _place(show, now), change)
    show.restore_destination(was, place, change)
    return Outcome(undo=undo)


def _restoring(destination: Destination, place: int, change: str) -> Invocation:
    """The way back to a destination as it is now, among the others, and to its key."""
    values = {"was": destination, "place": place, "change": change}
    return Invocation("destination.restore", values)


def _place(show: Show, destination: Destination) -> int:
    ids = [d.id for d in show.state.destinations]
    return ids.index(destination.id) if destination.id in ids else len(ids)


@command(
    "destination.switch",
    title=N_("Switch destination on or off"),
    about=N_("Chooses whether “go live” sends to a destination."),
    category=Category.DESTINATION,
)
def switch_destination(show: Show, destination: Annotated[Destination, DESTINATIONS]) -> Outcome:
    return _set(show, destination, on=not destination.is_on)


@command(
    "destination.set",
    title=N_("Switch destination on or off"),
    about=N_("Says whether “go live” sends to a destination."),
    category=Category.DESTINATION,
    is_listed=False,
)
def set_destination(
    show: Show,
    destination: Annotated[Destination, DESTINATIONS],
    on: bool,  # noqa: FBT001 - a value of the command
) -> Outcome:
    return _set(show, destination, on=on)


def _set(show: Show, destination: Destination, *, on: bool) -> Outcome:
    changed = replace(destination, is_on=on)
    show.save_destination(changed)
    name = Name(destination.name)
    done = (
        say("“Go live” sends to {name}.", name=name)
        if changed.is_on
        else say("“Go live” leaves {name} out.", name=name)
    )
    undo = Invocation("destination.set", {"destination": destination.id, "on": destination.is_on})
    return Outcome(Announcement(done), undo=undo)


@command(
    "destination.test",
    title=N_("Test destination"),
    about=N_("Finds out whether a destination takes its address and stream key."),
    category=Category.DESTINATION,
)
def test_destination(show: Show, destination: Annotated[Destination, DESTINATIONS]) -> Outcome:
    name = Name(destination.name)
    topic = f"test {destination.id}"

    def tell(error: StudioError | None) -> None:
        show.tell(
            Answered(
                error.announcement(topic)
                if error
                else Announcement(
                    say("{name} takes the stream.", name=name), earcon=Earcon.DONE, topic=topic
                )
            )
        )

    testing = say("Testing {name}.", name=name)
    work = show.test_destination(destination, testing, tell)
    return Outcome(Announcement(testing, topic=topic), work=work)
