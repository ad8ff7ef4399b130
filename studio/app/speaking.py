"""Speaking a text by the command line: `earshot say`."""

from studio import paths, text
from studio.model.errors import CommandError
from studio.model.message import say
from studio.model.segment import Segment
from studio.model.settings import Settings
from studio.model.voicing import Manner
from studio.program.lone_voice import LoneVoice
from studio.speech.segments import short
from studio.speech.voice_outlet import manner_of
from studio.store.store import Store


def say_aloud(words: str, language: str, device: str, wpm: int) -> list[str]:
    """Speak a text in the headphones, in the manner of the settings; nothing is printed.

    Args:
        words: What to say; nothing in it is an order.
        language: A tag; empty for the interface's.
        device: The device's name; empty for the headphones of the settings.
        wpm: Words a minute; 0 for the speed of the settings.

    Raises:
        StudioError: It cannot be heard.
    """
    settings = _settings()
    chosen = device or settings.monitor_device
    if not chosen:
        raise CommandError(
            say("No headphones are chosen, and the voice is heard nowhere else."),
            say("Name a device with “--device”; “earshot devices” lists them."),
        )
    usual = manner_of(settings)
    manner = Manner(wpm or usual.wpm, usual.pitch, usual.volume, usual.voices)
    with LoneVoice(chosen, manner) as voice:
        voice.say((Segment(words, short(language or text.in_use())),))
    return []


def _settings() -> Settings:
    if not paths.database_file().exists():
        return Settings()
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    try:
        return store.run(lambda kept: kept.settings.load()).result()
    finally:
        store.stop()
