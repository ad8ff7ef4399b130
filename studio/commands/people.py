"""Who streams at a machine that several people share."""

from typing import Annotated, Any

from studio.commands.command import Category, Invocation, Outcome, Question, Slot, command
from studio.model.announcement import Announcement, Earcon
from studio.model.message import say
from studio.model.naming import by_name
from studio.model.person import Person, same_name
from studio.people import whose
from studio.show import Show
from studio.text import N_

_TOPIC = "person"


def _find(show: Show, words: str) -> list[Any]:
    people = show.state.people
    exact = [p for p in people if p.id == words]
    exact = exact or [p for p in people if p.name and same_name(p.name) == same_name(words)]
    return exact or by_name(words, ((p.shown, p) for p in people))


PEOPLE = Slot(_find, choices=lambda show: [(p.shown, p.id) for p in show.state.people])


@command(
    "person.switch",
    title=N_("Change streamer"),
    about=N_("Opens another person's studio: their settings, scenes, destinations and keys."),
    category=Category.STUDIO,
    phrases=(N_("change streamer to {person}"), N_("{person} is streaming")),
)
def switch(show: Show, person: Annotated[Person, PEOPLE]) -> Outcome:
    """The answer comes once all of theirs is there."""
    is_coming = show.people.switch_to(person)
    return Outcome() if is_coming else Outcome(whose(show.state))


@command(
    "person.who",
    title=N_("Who is streaming"),
    about=N_("Says whose studio it is, and how many share this machine."),
    category=Category.STATUS,
    phrases=(N_("who is streaming"), N_("whose studio is this")),
)
def who(show: Show) -> Outcome:
    person, people = show.state.person, show.state.people
    told = (
        say("{person} is streaming.", person=person.called)
        if person.name
        else say("Whoever streams has not told a name yet; “People” in the menu takes one.")
    )
    others = [other for other in people if other.id != person.id]
    for place, other in enumerate(others):
        told = told.then(
            say("{person} too has a studio here.", person=other.called)
            if not place
            else say("So has {person}.", person=other.called)
        )
    return Outcome(
        Announcement(told, topic=_TOPIC),
        data={"person": person.name, "people": [p.name for p in people]},
    )


@command(
    "person.add",
    title=N_("Add streamer"),
    about=N_("Gives somebody else a studio of their own on this machine."),
    category=Category.STUDIO,
    is_listed=False,
)
def add(show: Show, name: str, is_copy: bool = False) -> Outcome:  # noqa: FBT001, FBT002 - a value of the command
    person = show.people.add(name, is_copy=is_copy)
    told = say("{person} has a studio now.", person=person.called)
    begins = (
        say("It is like this one, but for destinations.")
        if is_copy
        else say("It begins with the first steps.")
    )
    return Outcome(
        Announcement(
            told.then(begins).then(say("“Change streamer” leads there.")),
            brief=told,
            earcon=Earcon.DONE,
            topic=_TOPIC,
        ),
        data={"id": person.id},
        undo=Invocation("person.remove", {"person": person.id, "is_sure": True}),
    )


@command(
    "person.rename",
    title=N_("Rename streamer"),
    about=N_("Calls a person something else."),
    category=Category.STUDIO,
    is_listed=False,
)
def rename(show: Show, person: Annotated[Person, PEOPLE], name: str) -> Outcome:
    renamed = show.people.rename(person, name)
    told = (
        say("{before} is called {name} now.", before=person.called, name=renamed.called)
        if person.name
        else say("You are called {name} now.", name=renamed.called)
        if person.id == show.state.person.id
        else say("That streamer is called {name} now.", name=renamed.called)
    )
    undo = (
        Invocation("person.rename", {"person": person.id, "name": person.name})
        if person.name
        else Invocation("person.forget_name", {"person": person.id})
    )
    return Outcome(Announcement(told, earcon=Earcon.DONE, topic=_TOPIC), undo=undo)


@command(
    "person.forget_name",
    title=N_("Forget a streamer's name"),
    about=N_("Leaves a person without a name, as before they told one."),
    category=Category.STUDIO,
    is_listed=False,
)
def forget_name(show: Show, person: Annotated[Person, PEOPLE]) -> Outcome:
    show.people.unname(person)
    return Outcome(
        Announcement(say("The name is forgotten."), topic=_TOPIC),
        undo=Invocation("person.rename", {"person": person.id, "name": person.name}),
    )


@command(
    "person.remove",
    title=N_("Remove streamer"),
    about=N_("Takes a person's studio off this machine, their stream keys included."),
    category=Category.STUDIO,
)
def remove(
    show: Show,
    person: Annotated[Person, PEOPLE],
    is_sure: bool = False,  # noqa: FBT001, FBT002 - a value of the command
) -> Outcome:
    """Nothing brings it back, so it is asked; only an undone *add* is not."""
    show.people.check_removable(person)
    if not is_sure:
        asked = say(
            "The settings, scenes, sources, destinations, stream keys and words of {person} "
            "would be gone for good; products and what was sold stay. Remove {person}?",
            person=person.called,
        )
        wish = Invocation("person.remove", {"person": person.id, "is_sure": True})
        return Outcome(question=Question(asked, wish))
    show.people.remove(person)
    told = say("{person} is removed.", person=person.called)
    return Outcome(Announcement(told, brief=say("Removed."), earcon=Earcon.DONE, topic=_TOPIC))
