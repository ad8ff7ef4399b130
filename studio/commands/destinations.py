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
    show.save_destination(destination, key, lambda: show.tell(Answered(saved)))
    return Outcome()


@command(
    "destination.remove",
    title=N_("Remove destination"),
    about=N_("Removes a destination and its stream key."),
    category=Category.DESTINATION,
)
def remove_destination(
    show: Show, destination: Annotated[Destination, DESTINATIONS]
) -> Announcement:
    show.remove_destination(destination)
    name = Name(destination.name)
    return Announcement(say("{name} is removed.", name=name), brief=say("Removed."))


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

    show.test_destination(destination, tell)
    return Outcome(Announcement(say("Testing {name}.", name=name), topic=topic))
