"""Speaking a text by the command line: `earshot say`."""

from studio import paths
from studio.app.wording import heard_of
from studio.model.errors import CommandError
from studio.model.message import say
from studio.model.pronunciation import Pronunciation
from studio.model.settings import Settings
from studio.model.voicing import Manner
from studio.program.lone_voice import LoneVoice
from studio.speech.voice_outlet import manner_of
from studio.store.store import Store


def say_aloud(words: str, language: str, device: str, wpm: int) -> list[str]:
    """Speak a text in the headphones, in the manner of the settings; nothing is printed.

    Args:
        words: What to say; nothing in it is an order.
        language: A tag, such as `zh`.
        device: The device's name; empty for the headphones of the settings.
        wpm: Words a minute; 0 for the speed of the settings.

    Raises:
        StudioError: It cannot be heard, or there is nothing to hear.
    """
    settings, dictionary = _of_the_person()
    segments = heard_of(words, language, dictionary)
    chosen = device or settings.monitor_device
    if not chosen:
        raise CommandError(
            say("No headphones are chosen, and the voice is heard nowhere else."),
            say("Name a device with “--device”; “earshot devices” lists them."),
        )
    usual = manner_of(settings)
    manner = Manner(wpm or usual.wpm, usual.pitch, usual.volume, usual.voices)
    with LoneVoice(chosen, manner) as voice:
        voice.say(segments)
    return []


def _of_the_person() -> tuple[Settings, tuple[Pronunciation, ...]]:
    """How it is to be spoken, and the words that are said in a way of their own."""
    if not paths.database_file().exists():
        return Settings(), ()
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    try:
        return store.run(lambda kept: (kept.settings.load(), kept.pronunciations.load())).result()
    finally:
        store.stop()
