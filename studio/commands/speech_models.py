"""Speech models: what is here, fetched, brought on a stick, switched on and off, removed."""

from collections.abc import Sequence
from typing import Annotated

from studio.commands.command import Category, Invocation, Outcome, Question, Slot, command
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.message import Language, Message, Name, Number, say
from studio.model.naming import by_name
from studio.model.speech_model import OFFERS, Offer, SpeechModel, WordsPhase, language_of
from studio.model.voice import Listening
from studio.show import Show
from studio.text import N_, language_name

_TOPIC = "speech model"
_LANGUAGES = ("zh", "en", "id", "ko")
"""Those that may be asked for; for one of them there is no model, and that is said."""


def _find(tags: Sequence[str], words: str) -> list[str]:
    wanted = words.strip().casefold().replace("-", "_").split("_")[0]
    if wanted in tags:
        return [wanted]
    named = [(name, tag) for tag in tags for name in {language_name(tag), language_name(tag, tag)}]
    return list(dict.fromkeys(by_name(words, named)))


LANGUAGES = Slot(
    lambda _show, words: _find(_LANGUAGES, words),
    choices=lambda _show: [(language_name(tag), tag) for tag in _LANGUAGES],
)


def _here(show: Show) -> list[str]:
    return [model.language for model in show.state.speech_models.here]


MODELS = Slot(
    lambda show, words: _find(_here(show), words),
    choices=lambda show: [(language_name(tag), tag) for tag in _here(show)],
)


@command(
    "voice.download",
    title=N_("Download a speech model"),
    about=N_("Fetches what hears your own words in a language; says first how large it is."),
    category=Category.VOICE,
    phrases=(N_("download the model for {language}"), N_("download {language}")),
)
def download(show: Show, language: Annotated[str, LANGUAGES], *, sure: bool = False) -> Outcome:
    offer = next((one for one in OFFERS if one.language == language), None)
    if offer is None:
        raise CommandError(
            say("Nobody has made a model for {language} yet.", language=Language(language)),
            say("Teach your commands instead: that works in every language."),
        )
    if not sure:
        show.speech_models.check_nothing_comes()
        wish = Invocation("voice.download", {"language": language, "sure": True})
        return Outcome(question=Question(_offer(show, offer), wish))
    work = show.speech_models.fetch(language, "", lambda came: _tell(show, came))
    return Outcome(
        Announcement(
            say("Downloading the model for {language}.", language=Language(language)),
            topic=_TOPIC,
        ),
        work=work,
    )


def _offer(show: Show, offer: Offer) -> Message:
    size = Number(round(offer.size / 1e6))
    told = say(
        "The model for {language} is {size} megabytes to download.",
        language=Language(offer.language),
        size=size,
    )
    if any(model.language == offer.language for model in show.state.speech_models.here):
        told = say("There is one here already.").then(told)
    if not offer.sha256:
        told = told.then(
            say("Its makers publish nothing to check it by; what comes first is kept in mind.")
        )
    return told.then(say("Everything you say stays on this computer. Download it?"))


@command(
    "voice.bring_model",
    title=N_("Bring a speech model"),
    about=N_("Takes a speech model from a zip file or a folder, such as on a stick."),
    category=Category.VOICE,
    is_listed=False,
)
def bring(show: Show, path: str, language: Annotated[str, LANGUAGES]) -> Outcome:
    work = show.speech_models.fetch(language, path, lambda came: _tell(show, came))
    return Outcome(
        Announcement(
            say("Bringing the model for {language}.", language=Language(language)), topic=_TOPIC
        ),
        work=work,
    )


def _tell(show: Show, came: SpeechModel | StudioError) -> None:
    if isinstance(came, StudioError):
        show.tell(Answered(came.announcement(_TOPIC)))
        return
    told = say("The model for {language} is here.", language=Language(came.language))
    whole = told
    if came.sha256 and not came.is_known:
        whole = whole.then(
            say("Nobody has published what it must be; this one is kept in mind for next time.")
        )
    settings = show.state.settings
    if not settings.hears_words:
        whole = whole.then(say("To use it, switch on “hear words”."))
    elif settings.listening == Listening.OFF:
        whole = whole.then(say("It is used once commands by voice are switched on."))
    elif came.language != language_of(settings):
        whole = whole.then(
            say("To use it, choose {language} in the settings.", language=Language(came.language))
        )
    show.tell(Answered(Announcement(whole, brief=told, earcon=Earcon.DONE, topic=_TOPIC)))


@command(
    "voice.use_words",
    title=N_("Hear words"),
    about=N_("Has commands understood in your own words by a speech model, or no longer."),
    category=Category.VOICE,
    phrases=(N_("hear words"),),
)
def use_words(show: Show) -> Outcome:
    models, settings = show.state.speech_models, show.state.settings
    has_failed = settings.hears_words and models.language and models.phase is WordsPhase.OFF
    if has_failed:
        show.speech_models.try_again()
        return Outcome(Announcement(say("The model is loaded once more."), topic=_TOPIC))
    on = not settings.hears_words
    show.change_setting("hears_words", on)
    undo = Invocation("settings.change", {"name": "hears_words", "value": not on})
    if not on:
        told = say("Words are not heard; taught commands are.")
        return Outcome(Announcement(told, topic=_TOPIC), undo=undo)
    language = language_of(settings)
    told = say("Words are heard.")
    if not any(model.language == language for model in models.here):
        told = say(
            "Words would be heard now, but there is no model for {language}. "
            "Use “download a speech model”.",
            language=Language(language),
        )
    return Outcome(Announcement(told, topic=_TOPIC), undo=undo)


@command(
    "voice.remove_model",
    title=N_("Remove a speech model"),
    about=N_("Deletes a speech model from this computer, after a yes; it can be downloaded again."),
    category=Category.VOICE,
    phrases=(N_("remove the model for {language}"),),
)
def remove(show: Show, language: Annotated[str, MODELS], *, sure: bool = False) -> Outcome:
    model = next((m for m in show.state.speech_models.here if m.language == language), None)
    if model is None:
        raise CommandError(
            say("There is no model for {language} here.", language=Language(language)),
            say("Nothing has to be removed."),
        )
    if not sure:
        show.speech_models.check_nothing_comes()
        wish = Invocation("voice.remove_model", {"language": language, "sure": True})
        ask = say(
            "Delete the model for {language}, {size} megabytes?",
            language=Language(language),
            size=Number(round(model.size / 1e6)),
        )
        return Outcome(question=Question(ask, wish))

    def tell(error: StudioError | None) -> None:
        done = Announcement(
            say("The model for {language} is deleted.", language=Language(language)),
            earcon=Earcon.DONE,
            topic=_TOPIC,
        )
        show.tell(Answered(error.announcement(_TOPIC) if error else done))

    show.speech_models.remove(language, tell)
    return Outcome()


@command(
    "voice.models",
    title=N_("Speech models"),
    about=N_("Says which speech models are here, how large they are, and whether one is used."),
    category=Category.VOICE,
    phrases=(N_("which models are here"), N_("speech models")),
)
def models(show: Show) -> Outcome:
    state = show.state.speech_models
    told = say("There is no speech model here.")
    if state.here:
        told = _named(state.here[0])
        for model in state.here[1:]:
            told = told.then(_named(model))
    told = told.then(_used(show))
    data = {
        "models": [
            {"language": m.language, "name": m.name, "bytes": m.size, "is_known": m.is_known}
            for m in state.here
        ],
        "hears": state.hears,
    }
    return Outcome(Announcement(told, topic=_TOPIC), data=data)


def _named(model: SpeechModel) -> Message:
    return say(
        "{language}: {name}, {size} megabytes.",
        language=Language(model.language),
        name=Name(model.name),
        size=Number(round(model.size / 1e6)),
    )


def _used(show: Show) -> Message:
    state, settings = show.state.speech_models, show.state.settings
    if state.hears:
        return say("Words are heard in {language}.", language=Language(state.hears))
    if not settings.hears_words:
        return say("None is used, for “hear words” is off.")
    if settings.listening == Listening.OFF:
        return say("None is used, for commands by voice are off.")
    if state.phase in {WordsPhase.LOADING, WordsPhase.REPLACED}:
        return say("{language} is being loaded.", language=Language(state.language))
    if state.language:
        return say("The one for {language} has failed.", language=Language(state.language))
    wanted = Language(language_of(settings))
    return say("You speak {language}, for which none is here.", language=wanted)
