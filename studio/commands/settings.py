"""Changing a setting."""

from studio import text
from studio.commands.command import Category, Invocation, Outcome, command
from studio.model.announcement import Announcement
from studio.model.errors import CommandError
from studio.model.keys import in_short
from studio.model.message import say
from studio.model.settings import about_of
from studio.show import Show
from studio.text import N_


@command(
    "settings.change",
    title=N_("Change setting"),
    about=N_("Changes a setting and keeps it."),
    category=Category.STUDIO,
    is_listed=False,
)
def change_setting(show: Show, name: str, value: object) -> Outcome:
    try:
        about = about_of(name)
    except KeyError:
        raise CommandError(
            say("There is no setting {name}.", name=name), say("Look in the settings.")
        ) from None
    before = getattr(show.state.settings, name)
    if isinstance(value, str) and isinstance(before, int | float):
        value = _read(value, before)
    if not about.accepts(value):
        raise CommandError(
            say(
                "{setting} cannot be {value}.", setting=say(about.title), value=in_short(str(value))
            ),
            say("Choose another value."),
        )
    waits = about.is_fixed_on_air and show.state.outputs
    if name == "language":
        text.use(str(value) or text.system_language())
    show.change_setting(name, value)
    done = say("{setting}: {value}.", setting=say(about.title), value=about.shown(value))
    return Outcome(
        Announcement(
            done.then(say("It takes effect after this show.")) if waits else done,
            topic=f"setting {name}",
        ),
        undo=Invocation("settings.change", {"name": name, "value": before}),
    )


@command(
    "settings.end_first_steps",
    title=N_("End the first steps"),
    about=N_("From now on the studio opens without them."),
    category=Category.STUDIO,
    is_listed=False,
)
def end_first_steps(show: Show) -> Outcome:
    show.end_first_steps()
    return Outcome()


def _read(words: str, before: float) -> float | str:
    """Scripts write numbers, and yes and no, as words."""
    if isinstance(before, bool):
        return {"on": True, "yes": True, "off": False, "no": False}.get(words, words)
    try:
        return type(before)(words)
    except ValueError:
        return words
