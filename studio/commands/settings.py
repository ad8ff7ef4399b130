"""Changing a setting."""

from dataclasses import replace

from studio import text
from studio.commands.command import Category, Invocation, Outcome, Question, command
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError
from studio.model.keys import in_short
from studio.model.message import Message, Name, say
from studio.model.settings import VOICES, about_of, has_voice
from studio.model.studio_name import lacks_name
from studio.show import Show
from studio.text import N_


@command(
    "settings.change",
    title=N_("Change setting"),
    about=N_("Changes a setting and keeps it."),
    category=Category.STUDIO,
    is_listed=False,
)
def change_setting(show: Show, name: str, value: object, *, sure: bool = False) -> Outcome:
    """What would leave a listener in silence is changed only after a yes."""
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
    if not sure and _silences(show, name, value):
        wish = Invocation("settings.change", {"name": name, "value": value, "sure": True})
        told = say("{setting}: {value}.", setting=say(about.title), value=about.shown(value))
        ask = told.then(say("Then nothing is read to you any more. Change it all the same?"))
        return Outcome(question=Question(ask, wish))
    waits = about.is_fixed_on_air and show.state.outputs
    if name == "language":
        text.use(str(value) or text.system_language())
    show.change_setting(name, value)
    done = say("{setting}: {value}.", setting=say(about.title), value=about.shown(value))
    if name in VOICES.values():
        done = done.then(_sample(name))
    if waits:
        done = done.then(say("It takes effect after this show."))
    told = Announcement(done, topic=f"setting {name}")
    if name == "listening" and (lack := lacks_name(show.state)) is not None:
        told = Announcement(done.then(lack), earcon=Earcon.WARNING, topic=told.topic)
    return Outcome(
        told,
        undo=Invocation("settings.change", {"name": name, "value": before, "sure": True}),
    )


def _silences(show: Show, name: str, value: object) -> bool:
    """Whether the own voice would fall silent where no screen reader speaks."""
    now = show.state.settings
    is_heard, will_be = has_voice(now), has_voice(replace(now, **{name: value}))
    return show.is_read() is False and is_heard and not will_be


def _sample(name: str) -> Message:
    """A sentence in the language that the voice speaks, to know it by."""
    language = next(language for language, voice in VOICES.items() if voice == name)
    return say("{value}", value=Name(_SAMPLES[language], language))


_SAMPLES = {
    "en": "This is how I speak English.",
    "zh": "这是我说中文的声音。",
    "id": "Beginilah saya berbahasa Indonesia.",
    "ko": "제 한국어 목소리는 이렇습니다.",
}
"""In the language itself, so none is translated."""


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
