"""Every setting: default, limits, unit, words, and to whom it belongs."""

from collections.abc import Callable, Iterator
from dataclasses import Field, dataclass, field, fields
from enum import StrEnum
from pathlib import PurePath
from typing import Any, TypeVar

from studio.model.announcement import Earcon
from studio.model.card import (
    COUPON,
    SAFE_AREAS,
    CardLayout,
    CardStyle,
    CardTheme,
    CardTransition,
    Insets,
    read_code,
)
from studio.model.listening import Echo, HoldKind
from studio.model.media import Size
from studio.model.message import Message, Number, say
from studio.model.voice import Listening
from studio.model.voicing import FASTEST_WPM, SLOWEST_WPM
from studio.text import N_

T = TypeVar("T")

MOST_DELAY_S = 8
"""Seconds by which viewers may be behind."""

_LONGEST_NAME = 255
"""Letters in one name of a path that no file system in use goes beyond; some take fewer."""


class Scope(StrEnum):
    """To whom a setting belongs."""

    MACHINE = "machine"
    PERSON = "person"
    SHOW = "show"


class TypingEcho(StrEnum):
    """How much is read of what is typed, where the studio's own voice reads the window."""

    CHARACTERS = "characters"
    WORDS = "words"
    NONE = "none"


class OwnVoice(StrEnum):
    """When the studio speaks with a voice of its own."""

    AUTO = "auto"
    """Where no screen reader speaks for it."""
    ALWAYS = "always"
    NEVER = "never"


class Signalled(StrEnum):
    """How a kind of message is told from others before its words."""

    SOUND = "sound"
    WORD = "word"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Other:
    """How a value that is not among a setting's choices is entered.

    Attributes:
        title: Of the choice that leads to it.
        help: How such a value is written.
        read: Raises ValueError for what is none.
    """

    title: str
    help: str
    read: Callable[[str], object]

    def accepts(self, value: object) -> bool:
        try:
            self.read(str(value))
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class About:
    """What is declared of a setting beside its default.

    Attributes:
        title: Its name.
        help: One sentence that says what it does.
        scope: To whom it belongs.
        low: Least value of a number.
        high: Greatest value of a number.
        unit: Unit of a number, for the ear.
        choices: Values allowed; empty for any. The title of each, by value.
        other: How a value that is not among the choices is entered; None where there is no such.
        is_fixed_on_air: What is being sent or recorded keeps the value it began with.
        is_flag: It is either on or off.
        is_folder: It is the path of a folder, which need not be there yet.
    """

    title: str
    help: str
    scope: Scope
    low: float | None = None
    high: float | None = None
    unit: str = ""
    choices: tuple[tuple[Any, str], ...] = ()
    other: Other | None = None
    is_fixed_on_air: bool = False
    is_flag: bool = False
    is_folder: bool = False

    def accepts(self, value: object) -> bool:
        """Whether a value is within the limits."""
        if self.choices:
            listed = any(value == allowed for allowed, _ in self.choices)
            return listed or (self.other is not None and self.other.accepts(value))
        if self.low is not None and self.high is not None:
            return isinstance(value, int | float) and self.low <= value <= self.high
        if self.is_folder:
            return isinstance(value, str) and _can_be_a_path(value)
        return not self.is_flag or isinstance(value, bool)

    def shown(self, value: object) -> Message:
        """A value in words, with its unit."""
        for allowed, title in self.choices:
            if value == allowed:
                return say(title)
        if isinstance(value, bool):
            return say("on") if value else say("off")
        if self.unit and isinstance(value, int | float):
            return say("{value} {unit}", value=Number(float(value), 2), unit=say(self.unit))
        return say("{value}", value=str(value)) if value != "" else say("nothing")


def _can_be_a_path(words: str) -> bool:
    return "\0" not in words and all(len(n) <= _LONGEST_NAME for n in PurePath(words).parts)


def setting(
    default: T,
    title: str,
    help: str,  # noqa: A002 - the field's own word
    scope: Scope,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    choices: tuple[tuple[Any, str], ...] = (),
    other: Other | None = None,
    is_fixed_on_air: bool = False,
    is_folder: bool = False,
) -> T:
    """Declare a setting of `Settings`."""
    is_flag = isinstance(default, bool)
    about = About(
        title, help, scope, low, high, unit, choices, other, is_fixed_on_air, is_flag, is_folder
    )
    return field(default=default, metadata={"about": about})


def _signal(title: str) -> str:
    return setting(
        str(Signalled.SOUND),
        title,
        N_("What comes before such a message: its short sound, a word in its place, or nothing."),
        Scope.PERSON,
        choices=(
            (str(Signalled.SOUND), N_("Its sound")),
            (str(Signalled.WORD), N_("A word")),
            (str(Signalled.NOTHING), N_("Nothing")),
        ),
    )


def _short_signal(title: str) -> str:
    """Words in its place would be in the way of what the user says."""
    return setting(
        str(Signalled.SOUND),
        title,
        N_("Whether you hear it while you give commands by voice. Viewers never hear it."),
        Scope.PERSON,
        choices=((str(Signalled.SOUND), N_("Its sound")), (str(Signalled.NOTHING), N_("Nothing"))),
    )


def _voice(title: str) -> str:
    return setting("", title, N_("Which voice of the system speaks this language."), Scope.PERSON)


VOICES = {"en": "voice_en", "zh": "voice_zh", "id": "voice_id", "ko": "voice_ko"}
"""The setting of the voice for each language."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force, of machine, person and show together."""

    language: str = setting(
        "",
        N_("Language"),
        N_("The language of the window and of what the studio says."),
        Scope.PERSON,
        choices=(
            ("", N_("As the system")),
            ("en", "English"),
            ("zh_CN", "中文"),
            ("id", "Bahasa Indonesia"),
        ),
    )
    theme: str = setting(
        "",
        N_("Colours"),
        N_("Dark on light, light on dark, or with the highest contrast."),
        Scope.PERSON,
        choices=(
            ("", N_("The system's colours")),
            ("light", N_("Light")),
            ("dark", N_("Dark")),
            ("contrast", N_("High contrast")),
        ),
    )
    motion: str = setting(
        "",
        N_("Motion"),
        N_("Whether meters and preview move all the time, or show a still once a second."),
        Scope.PERSON,
        choices=(
            ("", N_("As the system")),
            ("full", N_("Full")),
            ("reduced", N_("Reduced")),
        ),
    )
    text_percent: int = setting(
        100,
        N_("Size of text"),
        N_("How large all text of the window is, against that of other programs."),
        Scope.PERSON,
        low=100,
        high=400,
        unit="%",
    )
    preview_percent: int = setting(
        100,
        N_("Size of the preview"),
        N_("How large the preview shows the picture; the arrow keys move about in it."),
        Scope.PERSON,
        low=100,
        high=800,
        unit="%",
    )
    brief_answers: bool = setting(
        default=True,
        title=N_("Short answers"),
        help=N_("Answers are spoken in few words; warnings always whole. All is in the messages."),
        scope=Scope.PERSON,
    )
    typing_echo: str = setting(
        "characters",
        N_("What is read while typing"),
        N_("How the studio's own voice reads what you type. Secrets are never read."),
        Scope.PERSON,
        choices=(
            ("characters", N_("Every letter")),
            ("words", N_("Every word")),
            ("none", N_("Nothing")),
        ),
    )
    earcons: bool = setting(
        default=True,
        title=N_("Signals"),
        help=N_("Short sounds in your headphones say what kind of message comes."),
        scope=Scope.PERSON,
    )
    signal_done: str = _signal(N_("Signal: done"))
    signal_on_air: str = _signal(N_("Signal: on air"))
    signal_off_air: str = _signal(N_("Signal: off air, or muted"))
    signal_warning: str = _signal(N_("Signal: warning"))
    signal_error: str = _signal(N_("Signal: something failed"))
    signal_listening: str = _short_signal(N_("Signal: listening"))
    signal_listened: str = _short_signal(N_("Signal: no longer listening"))
    signal_understood: str = _short_signal(N_("Signal: understood"))
    signal_not_understood: str = _short_signal(N_("Signal: not understood"))
    own_voice: str = setting(
        str(OwnVoice.AUTO),
        N_("The studio's own voice"),
        N_("Whether the studio speaks in your headphones by itself. Viewers never hear it."),
        Scope.PERSON,
        choices=(
            (str(OwnVoice.AUTO), N_("When no screen reader speaks")),
            (str(OwnVoice.ALWAYS), N_("Always, in place of the screen reader")),
            (str(OwnVoice.NEVER), N_("Never")),
        ),
    )
    speech_wpm: int = setting(
        240,
        N_("Speed of speech"),
        N_("How fast the studio's own voice speaks."),
        Scope.PERSON,
        low=SLOWEST_WPM,
        high=FASTEST_WPM,
        unit=N_("words a minute"),
    )
    speech_pitch: int = setting(
        50,
        N_("Pitch of speech"),
        N_("How high the studio's own voice is; 50 is the voice as it is."),
        Scope.PERSON,
        low=0,
        high=100,
        unit="%",
    )
    speech_volume: int = setting(
        80,
        N_("Volume of speech"),
        N_("The volume of the studio's own voice in your headphones."),
        Scope.PERSON,
        low=5,
        high=100,
        unit="%",
    )
    voice_en: str = _voice(N_("Voice for English"))
    voice_zh: str = _voice(N_("Voice for Chinese"))
    voice_id: str = _voice(N_("Voice for Indonesian"))
    voice_ko: str = _voice(N_("Voice for Korean"))
    listening: str = setting(
        str(Listening.HELD),
        N_("Commands by voice"),
        N_("When the studio listens to you. While it is off, no sound reaches what understands."),
        Scope.PERSON,
        choices=(
            (str(Listening.OFF), N_("Never")),
            (str(Listening.HELD), N_("While the key is held")),
            (str(Listening.HANDS_FREE), N_("All the time, behind its name")),
        ),
    )
    listening_hold: str = setting(
        str(HoldKind.HOLD),
        N_("The key for commands by voice"),
        N_("Whether you hold the key while you speak, or press it before and after."),
        Scope.PERSON,
        choices=(
            (str(HoldKind.HOLD), N_("Hold it while speaking")),
            (str(HoldKind.PRESS), N_("Press it before and after")),
        ),
    )
    listening_echo: str = setting(
        str(Echo.BRIEF),
        N_("Echo of commands by voice"),
        N_("Whether the studio says what it understood before it answers."),
        Scope.PERSON,
        choices=(
            (str(Echo.BRIEF), N_("What was understood, in few words")),
            (str(Echo.OFF), N_("The answer only")),
        ),
    )
    hears_words: bool = setting(
        default=True,
        title=N_("Hear words"),
        help=N_("Whether commands can be said in your own words, where a speech model is there."),
        scope=Scope.PERSON,
    )
    words_language: str = setting(
        "",
        N_("Language of your words"),
        N_("In which language you say commands; the speech model is for this one."),
        Scope.PERSON,
        choices=(
            ("", N_("As the window")),
            ("zh", "中文"),
            ("en", "English"),
            ("ko", "한국어"),
        ),
    )
    keep_takes: bool = setting(
        default=False,
        title=N_("Keep recordings of taught commands"),
        help=N_(
            "Keeps the sound of each take in a folder of its own. Else only what the studio "
            "compares is kept, from which nobody can hear you."
        ),
        scope=Scope.PERSON,
    )
    duck_db: int = setting(
        12,
        N_("Monitored sounds under speech"),
        N_("How much quieter you hear all else while the studio speaks. Viewers hear it as ever."),
        Scope.PERSON,
        low=0,
        high=40,
        unit=N_("decibels"),
    )
    side_tone_percent: int = setting(
        0,
        N_("Own microphone in the ear"),
        N_("How strongly you hear yourself while viewers hear you. Zero is not at all."),
        Scope.PERSON,
        low=0,
        high=100,
        unit="%",
    )
    leak_guard: bool = setting(
        default=True,
        title=N_("Leak guard"),
        help=N_("Warns you when your microphone picks up the studio's voice, so viewers hear it."),
        scope=Scope.PERSON,
    )
    warn_of_other_product: bool = setting(
        default=True,
        title=N_("Another product in hand"),
        help=N_("Warns you, and nobody else, when what you hold to the camera is not on the card."),
        scope=Scope.PERSON,
    )
    global_keys: bool = setting(
        default=True,
        title=N_("Keys from other windows"),
        help=N_("With Ctrl, Alt and Shift, mute, prompter and status keys work from any window."),
        scope=Scope.PERSON,
    )
    canvas: str = setting(
        "1280x720",
        N_("Picture size"),
        N_("Width and height of the picture that viewers get, in pixels."),
        Scope.SHOW,
        choices=(
            ("1280x720", N_("720p, wide")),
            ("1920x1080", N_("1080p, wide")),
            ("720x1280", N_("720p, upright, for phones")),
            ("1080x1920", N_("1080p, upright, for phones")),
            ("720x720", N_("720p, square")),
        ),
        other=Other(
            N_("Another size"),
            N_("Width and height in pixels, such as 1280x720: even numbers from 64 to 4096."),
            Size.parse,
        ),
        is_fixed_on_air=True,
    )
    frame_rate: int = setting(
        30,
        N_("Pictures per second"),
        N_("How many pictures a second viewers get."),
        Scope.SHOW,
        low=10,
        high=60,
        unit=N_("pictures per second"),
        is_fixed_on_air=True,
    )
    video_kbps: int = setting(
        0,
        N_("Picture data rate"),
        N_("How much of the line the picture may take. Zero lets the studio choose."),
        Scope.SHOW,
        low=0,
        high=20_000,
        unit=N_("kilobits per second"),
        is_fixed_on_air=True,
    )
    audio_kbps: int = setting(
        160,
        N_("Sound data rate"),
        N_("How much of the line the sound may take."),
        Scope.SHOW,
        low=64,
        high=320,
        unit=N_("kilobits per second"),
        is_fixed_on_air=True,
    )
    quietest_lufs: int = setting(
        -24,
        N_("Quietest show"),
        N_("Below this loudness you are warned while on air."),
        Scope.SHOW,
        low=-40,
        high=-16,
        unit=N_("LUFS"),
    )
    loudest_lufs: int = setting(
        -10,
        N_("Loudest show"),
        N_("Above this loudness you are warned while on air."),
        Scope.SHOW,
        low=-15,
        high=0,
        unit=N_("LUFS"),
    )
    broadcast_delay_s: int = setting(
        0,
        N_("Broadcast delay"),
        N_("How far viewers are behind you, so that what they must not hear can be taken out."),
        Scope.PERSON,
        low=0,
        high=MOST_DELAY_S,
        unit=N_("seconds"),
        is_fixed_on_air=True,
    )
    encoder: str = setting(
        "auto",
        N_("Picture encoder"),
        N_("What compresses the picture: the processor, or a part of the graphics card."),
        Scope.MACHINE,
        choices=(
            ("auto", N_("The best that works")),
            ("libx264", N_("Processor")),
            ("h264_nvenc", "NVIDIA NVENC"),
            ("h264_qsv", "Intel Quick Sync"),
            ("h264_amf", "AMD AMF"),
            ("h264_videotoolbox", "Apple VideoToolbox"),
        ),
        is_fixed_on_air=True,
    )
    fade_s: float = setting(
        0.3,
        N_("Fade time"),
        N_("How long a fade between scenes, or of a card, takes."),
        Scope.SHOW,
        low=0.0,
        high=5.0,
        unit=N_("seconds"),
    )
    transition: str = setting(
        "cut",
        N_("Scene change"),
        N_("How one scene gives way to the next."),
        Scope.SHOW,
        choices=(("cut", N_("Cut")), ("fade", N_("Fade"))),
    )
    card_layout: str = setting(
        str(CardLayout.LOWER_THIRD),
        N_("Card layout"),
        N_(
            "Where cards lie and how much they tell. A full one hides you; some services forbid it."
        ),
        Scope.SHOW,
        choices=(
            (str(CardLayout.LOWER_THIRD), N_("Lower third")),
            (str(CardLayout.SIDE), N_("At the side, with selling points")),
            (str(CardLayout.CORNER), N_("Small, in a corner")),
            (str(CardLayout.FULL), N_("Over the whole picture")),
            (str(CardLayout.PRICE_TAG), N_("Price tag")),
        ),
    )
    card_theme: str = setting(
        str(CardTheme.PAPER),
        N_("Card colours"),
        N_("The colours of cards; all of them can be read well over any picture."),
        Scope.SHOW,
        choices=(
            (str(CardTheme.PAPER), N_("Paper, dark on light")),
            (str(CardTheme.NIGHT), N_("Night, light on dark")),
            (str(CardTheme.FESTIVE), N_("Festive, on red")),
            (str(CardTheme.CONTRAST), N_("Black, white and yellow")),
        ),
    )
    card_transition: str = setting(
        str(CardTransition.FADE),
        N_("Card change"),
        N_("How a card comes and goes; the fade time says how long that takes."),
        Scope.SHOW,
        choices=(
            (str(CardTransition.FADE), N_("Cards fade")),
            (str(CardTransition.SLIDE), N_("Cards slide")),
            (str(CardTransition.NONE), N_("At once")),
        ),
    )
    card_safe_area: str = setting(
        "usual",
        N_("Free of cards"),
        N_(
            "Where platforms have buttons of their own over the picture. All figures are estimates."
        ),
        Scope.SHOW,
        choices=tuple((name, area.title) for name, area in SAFE_AREAS.items()),
        other=Other(
            N_("Margins of your own"),
            N_("What is kept free at the top, right, bottom and left, such as 10 15 35 5 percent."),
            Insets.parse,
        ),
    )
    card_code: str = setting(
        "",
        N_("QR code on cards"),
        N_("What viewers open with their telephones, on layouts with room for it."),
        Scope.SHOW,
        choices=(("", N_("No code")), (COUPON, N_("The product's coupon"))),
        other=Other(
            N_("An address"),
            N_("It begins with https://; CODE in it stands for the product's code."),
            read_code,
        ),
    )
    claims_laws: str = setting(
        "",
        N_("Laws for words"),
        N_("Whose advertising law the words of products and scripts are checked by."),
        Scope.PERSON,
        choices=(
            ("", N_("By the language of the words")),
            ("zh", N_("China's")),
            ("id", N_("Indonesia's")),
            ("zh id", N_("China's and Indonesia's")),
            ("none", N_("Nobody's: nothing is checked by itself")),
        ),
    )
    ask_who: bool = setting(
        default=True,
        title=N_("Ask who streams"),
        help=N_("Where several people share this machine, the studio asks at its start who it is."),
        scope=Scope.MACHINE,
    )
    rundown_cards: bool = setting(
        default=True,
        title=N_("Cards follow the rundown"),
        help=N_("The next segment shows its product's card by itself, or hides the card."),
        scope=Scope.PERSON,
    )
    prompt_by_itself: bool = setting(
        default=False,
        title=N_("Prompt by itself"),
        help=N_("Reads a segment's first line when it begins, and the next when you have paused."),
        scope=Scope.PERSON,
    )
    warn_minute_left: bool = setting(
        default=True,
        title=N_("Warning at one minute left"),
        help=N_("Says when a segment of the rundown has one minute left."),
        scope=Scope.PERSON,
    )
    warn_time_over: bool = setting(
        default=True,
        title=N_("Warning at time over"),
        help=N_("Says when the time of a segment of the rundown is over."),
        scope=Scope.PERSON,
    )
    recording_folder: str = setting(
        "",
        N_("Recording folder"),
        N_("Where recordings are kept. Empty means the studio's own folder."),
        Scope.MACHINE,
        is_folder=True,
    )
    monitor_device: str = setting(
        "",
        N_("Headphones"),
        N_("Where you hear the studio's voice and the monitored sounds, and nobody else does."),
        Scope.MACHINE,
    )

    @property
    def card_style(self) -> CardStyle:
        return CardStyle(
            CardLayout(self.card_layout),
            CardTheme(self.card_theme),
            self.card_safe_area,
            self.card_code,
        )


def has_voice(settings: Settings) -> bool:
    """Whether the studio's own voice can be heard where no screen reader speaks."""
    return bool(settings.monitor_device) and settings.own_voice != OwnVoice.NEVER


def signalled(settings: Settings, earcon: Earcon | None) -> Signalled:
    """How a message of this kind begins; a word does where there are no sounds too."""
    if earcon is None:
        return Signalled.NOTHING
    how = Signalled(getattr(settings, f"signal_{earcon.name.lower()}"))
    return Signalled.NOTHING if how is Signalled.SOUND and not settings.earcons else how


def declared() -> Iterator[tuple[str, About, Field[Any]]]:
    """Every setting's name, declaration and field, in the order of declaration."""
    for one in fields(Settings):
        yield one.name, one.metadata["about"], one


def about_of(name: str) -> About:
    """What is declared of a setting.

    Raises:
        KeyError: There is none by this name.
    """
    return _DECLARED[name]


_DECLARED = {name: about for name, about, _field in declared()}
