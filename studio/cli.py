"""The command line: one subcommand per part; without any, the window."""

import argparse
import contextlib
import errno
import getpass
import io
import json
import os
import re
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from studio import log, paths, text
from studio.app.passphrase import PASSPHRASE_VARIABLE
from studio.app.status import FAILED, FOUND, INTERRUPTED
from studio.cli_catalogue import add_parts
from studio.cli_report import add_report_parts
from studio.cli_voice import add_voice_parts
from studio.model.card import COUPON, SAFE_AREAS, CardLayout, CardTheme, Insets, read_code
from studio.model.media import Size
from studio.model.scene import ANCHORS
from studio.model.settings import MOST_DELAY_S
from studio.model.voicing import FASTEST_WPM, SLOWEST_WPM
from studio.text import N_, _

_OTHER_CONTAINERS = (".mkv", ".webm", ".flv", ".ts", ".avi", ".wmv", ".mpg", ".mxf")
_PARTS_WITH_A_TEXT = ("say", "claims")
_WITH_VALUE = (
    "--data", "--transcript", "--person", "--language", "--device", "--rate", "--evidence",
)  # fmt: skip
"""Options before a part, and those of parts with a text, that are followed by their value."""

_MINUS_AND_MORE = re.compile("-(?:[^-]|-[^A-Za-z])")
_ENCODERS = ("auto", "libx264", "h264_nvenc", "h264_qsv", "h264_amf", "h264_videotoolbox")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit status: 2 when what was asked could not be done, 1 when claims were found.
    """
    words = _with_text_last(sys.argv[1:] if arguments is None else arguments)
    _write_whatever_comes()
    text.use(_language_in(words) or text.system_language())
    try:
        status = _run(_parser().parse_args(words))
        _flush()
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read had enough
        _write_to_nobody()
        return FAILED
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO):
            raise
        _write_to_nobody()
        print(_("What there is to say cannot be written."), file=sys.stderr)
        print(_("Send it somewhere with room."), file=sys.stderr)
        return FAILED
    return status


def _flush() -> None:
    output: TextIO | None = sys.stdout  # None in an installed program without a terminal
    if output is not None:
        output.flush()


def _write_to_nobody() -> None:
    """What is still to be written must not fail once more when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_whatever_comes() -> None:
    """Let no name end a show: pipes get UTF-8 on every system, terminals what they can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _place_of_part(words: Sequence[str]) -> int:
    """Where the part is named; behind all words where none is."""
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] in _WITH_VALUE else 1
    return place


def _takes_a_text(words: Sequence[str], part: int) -> bool:
    return part < len(words) and words[part] in _PARTS_WITH_A_TEXT


def _with_text_last(words: Sequence[str]) -> list[str]:
    """A text may begin with a minus: then it is put where no option is looked for."""
    part = _place_of_part(words)
    if _takes_a_text(words, part) and "--" not in words:
        for place in range(part + 1, len(words)):
            is_text = _MINUS_AND_MORE.match(words[place]) and words[place] != "-h"
            if is_text and words[place - 1] not in _WITH_VALUE:
                return [*words[:place], *words[place + 1 :], "--", words[place]]
    return list(words)


def _language_in(words: Sequence[str]) -> str:
    """The language wished for; known before the rest, since refusals are told in it."""
    part = _place_of_part(words)
    if _takes_a_text(words, part):  # there it is the text's
        words = words[:part]
    for word, following in zip(words, [*words[1:], ""], strict=False):
        option, _equals, value = word.partition("=")
        if option == "--language":
            return value or following
    return ""


def _run(options: argparse.Namespace) -> int:
    if "data" in options:
        os.environ[paths.DATA_VARIABLE] = str(options.data.absolute())
    if "transcript" in options:
        os.environ[paths.TRANSCRIPT_VARIABLE] = str(options.transcript.absolute())
    if "language" in options:
        os.environ[text.LANGUAGE_VARIABLE] = options.language
        text.use(options.language)
    try:
        log.start(paths.log_folder())
    except OSError as error:
        print(
            _("The studio's folder cannot be written: {reason}.").format(reason=error.strerror),
            file=sys.stderr,
        )
        print(_("Choose another one with “--data”."), file=sys.stderr)
        return FAILED
    if "person" in options:
        from studio.app import people

        if failed := _told(lambda: people.use(options.person) or []):
            return failed
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)


# What argparse itself says comes from Python's own catalogue, which no system has for Chinese or
# Indonesian; so it is looked up in the studio's.
setattr(argparse, "_", _)  # noqa: B010 - the checker knows no such name
_ARGPARSE_SAYS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("not allowed with argument %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)


class _Parser(argparse.ArgumentParser):
    """Refuses in the studio's own way: what happened, then what to do."""

    def error(self, message: str) -> NoReturn:
        problem = _("These words were not understood: {reason}.")
        remedy = _("“{program} --help” tells which there are.")
        print(problem.format(reason=message.rstrip(".")), file=sys.stderr)
        print(remedy.format(program=self.prog), file=sys.stderr)
        sys.exit(FAILED)


def _parser() -> argparse.ArgumentParser:
    # Suppressed, so that an option given before the part is not undone by the part's default.
    folders = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    folders.add_argument(
        "--data", type=_folder, metavar="DIR", help=_("where everything the studio stores is kept")
    )
    folders.add_argument(
        "--transcript", type=Path, metavar="FILE", help=_("append each announcement to this file")
    )
    folders.add_argument(
        "--person", metavar="NAME", help=_("whose studio it is; else of whoever streamed last")
    )
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS, parents=[folders])
    common.add_argument("--language", type=_language, metavar="TAG", help=_("en, zh_CN or id"))
    parser = _Parser(
        prog="earshot",
        description=_("A livestream studio that a blind person runs alone."),
        parents=[common],
    )
    parser.set_defaults(run=_window)
    parts = parser.add_subparsers(title=_("parts"), metavar="PART")
    _add_show(parts.add_parser("show", parents=[common], help=_("give a show without a window")))
    # The language is the text's here, and any that a voice speaks.
    in_words = _("speak a text in the headphones, or print it in words")
    _add_say(parts.add_parser("say", parents=[folders], help=in_words))
    in_text = _("find claims in a text that advertising law forbids or wants proof for")
    _add_claims(parts.add_parser("claims", parents=[folders], help=in_text))
    _add_card(
        parts.add_parser("card", parents=[common], help=_("draw a product's card and read it"))
    )
    destination = parts.add_parser(
        "destination", parents=[common], help=_("where shows are sent, and their stream keys")
    )
    _add_destination(destination, common)
    add_parts(parts, common, _told)
    add_report_parts(parts, common, _told)
    add_voice_parts(parts, common, _told)
    for name, run, about in (
        ("people", _people, _("list everybody who streams at this machine")),
        ("devices", _devices, _("list cameras, microphones, headphones and voices")),
        ("encoders", _encoders, _("try every video encoder and say which work")),
        ("commands", _commands, _("list everything the studio can do")),
    ):
        part = parts.add_parser(name, parents=[common], help=about)
        part.add_argument("--json", action="store_true", help=_("as JSON"))
        part.set_defaults(run=run)
        if run is _commands:
            part.add_argument("--markdown", action="store_true", help=_("as a page to read"))
    return parser


# ---------------------------------------------------------------------- the window


def _window(options: argparse.Namespace) -> int:  # noqa: ARG001 - every part takes them
    from studio.app.window import run_window

    return run_window()


# ---------------------------------------------------------------------- a show by script


def _add_show(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--picture",
        action="append",
        default=[],
        metavar="WHAT",
        help=_("camera, film, URL, image or “test”; the second becomes scene 2, and so on"),
    )
    add(
        "--sound",
        action="append",
        default=[],
        metavar="WHAT",
        help=_("microphone, sound file, “tone” or “silence”; may be given several times"),
    )
    add("--music", action="append", default=[], metavar="FILE", help=_("plays under the voice"))
    add("--fit", default="fill", choices=("fit", "fill", "stretch"))
    add("--anchor", default="middle", choices=ANCHORS, help=_("which part stays when cropped"))
    add("--rotate", type=int, default=0, choices=(0, 90, 180, 270), help=_("clockwise"))
    add("--mirror", action="store_true", help=_("exchange left and right"))
    add("--camera-size", metavar="WxH", type=_size, help=_("what cameras are asked for"))
    add("--camera-fps", type=_rate, default=0, help=_("what cameras are asked for"))
    add("--card", default="", metavar="SKU", help=_("product whose card is shown"))
    add("--seconds", type=_seconds, help=_("length of the show"))
    add("--size", metavar="WxH", type=_size, help=_("size of the picture"))
    add("--fps", type=_rate, default=0, help=_("pictures per second"))
    add("--record", type=_recording, metavar="FILE", help=_("record into this MP4 file"))
    add(
        "--to",
        action="append",
        default=[],
        metavar="DESTINATION",
        help=_("a destination's name, or an address without a secret"),
    )
    add("--rehearse", action="store_true", help=_("nothing can go on air"))
    add("--encoder", default="", choices=_ENCODERS, help=_("a video encoder, such as libx264"))
    add("--delay", type=_delay, default=0, help=_("seconds that viewers are behind, up to 8"))
    add("--video-kbps", type=_kbps, default=0, help=_("data rate of the picture"))
    add(
        "--do",
        action="append",
        default=[],
        metavar="SECOND:COMMAND[:VALUE]",
        type=_action,
        help=_("run a command during the show"),
    )
    parser.set_defaults(run=_show)


def _size(words: str) -> Size:
    try:
        return Size.parse(words)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("a size looks like 1280x720, with even numbers from 64 to 4096")
        ) from None


def _folder(words: str) -> Path:
    if not words:
        raise argparse.ArgumentTypeError(_("a folder"))
    return Path(words)


def _language(words: str) -> str:
    if words.replace("-", "_").split("_")[0].lower() not in ("en", "zh", "id", "in"):
        raise argparse.ArgumentTypeError(_("en, zh_CN or id"))
    return words


def _recording(words: str) -> Path:
    path = Path(words)
    if path.suffix.lower() in _OTHER_CONTAINERS:
        raise argparse.ArgumentTypeError(_("a recording is an MP4 file, so its name ends in .mp4"))
    # Not `path.exists`, which raises where a folder may not be entered; that is told later.
    if os.path.exists(path) and not (path.is_file() or path.is_dir()):  # noqa: PTH110 - as above
        raise argparse.ArgumentTypeError(_("a file, and no device"))
    return path


def _rate(words: str) -> int:
    if not words.isdecimal() or not 1 <= int(words) <= 60:
        raise argparse.ArgumentTypeError(_("a whole number from 1 to 60"))
    return int(words)


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = -1.0
    if not 0.0 < seconds < 10_000_000.0:
        raise argparse.ArgumentTypeError(_("a number of seconds above zero"))
    return seconds


def _delay(words: str) -> int:
    if not words.isdecimal() or int(words) > MOST_DELAY_S:
        raise argparse.ArgumentTypeError(_("a whole number from 0 to 8"))
    return int(words)


def _kbps(words: str) -> int:
    if not words.isdecimal() or int(words) > 20_000:
        raise argparse.ArgumentTypeError(_("a whole number from 0 to 20000"))
    return int(words)


def _action(words: str) -> tuple[float, str, str]:
    second, _colon, rest = words.partition(":")
    name, _colon, value = rest.partition(":")
    with contextlib.suppress(ValueError):
        if 0.0 <= float(second) < 10_000_000.0 and name:
            return float(second), name, value
    raise argparse.ArgumentTypeError(_("it looks like 5:card.next"))


def _show(options: argparse.Namespace) -> int:
    from studio.app.plan import Action, Script
    from studio.app.script import ScriptedShow, no_outputs
    from studio.model.errors import StudioError
    from studio.model.scene import Fit
    from studio.speech.announcer import Announcer, LineOutlet

    def write(line: str) -> None:
        print(line, flush=True)

    try:
        announcer = Announcer([LineOutlet(write)], paths.transcript_file())
    except StudioError as error:
        Announcer([LineOutlet(write)]).announce(error.announcement())
        return FAILED
    script = Script(
        pictures=tuple(options.picture),
        sounds=tuple(options.sound),
        music=tuple(options.music),
        fit=Fit(options.fit),
        anchor=ANCHORS[options.anchor],
        rotation=options.rotate,
        is_mirrored=options.mirror,
        camera_size=options.camera_size,
        camera_fps=options.camera_fps,
        card=options.card,
        seconds=options.seconds,
        canvas=str(options.size or ""),
        fps=options.fps,
        record=options.record,
        destinations=tuple(options.to),
        is_rehearsal=options.rehearse,
        encoder=options.encoder,
        video_kbps=options.video_kbps,
        delay_s=options.delay,
        actions=tuple(Action(*action) for action in options.do),
    )
    if not script.has_outputs:
        announcer.announce(no_outputs())
        return FAILED
    from studio.cards.gui import ensure_gui

    ensure_gui()
    show = ScriptedShow(script, announcer, write, _passphrase)
    restore_terminal = _terminal()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: show.interrupt())
    status = show.run()
    if any(t.name.startswith(("keyring", "errand")) for t in threading.enumerate()):
        # Nobody answers the passphrase any more; the interpreter would wait for it for ever.
        sys.stdout.flush()
        restore_terminal()
        os._exit(status)
    return status


def _terminal() -> Callable[[], None]:
    """Remember the terminal as it is; what is returned brings that back, echo above all."""
    try:
        import termios

        line = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (ImportError, OSError):  # Windows, or no terminal at all
        return lambda: None
    kept = termios.tcgetattr(line)
    return lambda: termios.tcsetattr(line, termios.TCSADRAIN, kept)


# ---------------------------------------------------------------------- cards


def _add_card(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("code", metavar="CODE", help=_("the product's code, or its name"))
    add("--layout", choices=[str(layout) for layout in CardLayout])
    add("--theme", choices=[str(theme) for theme in CardTheme])
    add("--size", metavar="WxH", type=_size, help=_("size of the picture"))
    add(
        "--safe-area",
        metavar="NAME",
        type=_safe_area,
        help=_("usual, youtube, meta, tiktok, all, none, or four percentages such as “10 15 35 5”"),
    )
    add(
        "--qr",
        metavar="WHAT",
        type=_qr,
        help=_("“coupon”, or an address in which CODE stands for the product's"),
    )
    add("--out", type=Path, metavar="FILE", help=_("write the card into this PNG file"))
    add("--json", action="store_true", help=_("as JSON, with the box of every text"))
    parser.set_defaults(run=_card)


def _safe_area(words: str) -> str:
    try:
        return words if words in SAFE_AREAS else str(Insets.parse(words) and words)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("usual, youtube, meta, tiktok, all, none, or four percentages such as “10 15 35 5”")
        ) from None


def _qr(words: str) -> str:
    try:
        return words if words in {"", COUPON} else read_code(words)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“coupon”, or an address that begins with https://")
        ) from None


def _card(options: argparse.Namespace) -> int:
    from studio.app.card import draw

    return _told(lambda: draw(options))


# ---------------------------------------------------------------------- destinations


def _add_destination(parser: argparse.ArgumentParser, common: _Parser) -> None:
    acts = parser.add_subparsers(title=_("acts"), metavar="ACT", required=True)
    add = acts.add_parser(
        "add",
        parents=[common],
        help=_("add a destination or change one; its key is read from standard input"),
    )
    add.add_argument("name")
    add.add_argument("--url", required=True, help=_("address without the key"))
    add.add_argument("--service")
    add.add_argument("--no-key", action="store_true", help=_("the service takes no stream key"))
    add.set_defaults(run=_destination_act("add"))
    edit = acts.add_parser(
        "edit", parents=[common], help=_("change what is given, and leave the rest as it is")
    )
    edit.add_argument("name")
    edit.add_argument("--name", dest="new_name", metavar="NAME", help=_("another name"))
    edit.add_argument("--url", help=_("address without the key"))
    edit.add_argument("--service")
    edit.add_argument(
        "--key", action="store_true", help=_("read a new stream key from standard input")
    )
    switch = edit.add_mutually_exclusive_group()
    switch.add_argument(
        "--on", dest="is_on", action="store_true", default=None, help=_("“go live” sends to it")
    )
    switch.add_argument(
        "--off", dest="is_on", action="store_false", help=_("“go live” leaves it out")
    )
    edit.set_defaults(run=_destination_act("edit"))
    for act, about in (
        ("remove", _("remove a destination and its key")),
        ("test", _("find out whether a destination takes its address and key")),
    ):
        part = acts.add_parser(act, parents=[common], help=about)
        part.add_argument("name")
        part.set_defaults(run=_destination_act(act))
    acts.add_parser("list", parents=[common], help=_("list the destinations")).set_defaults(
        run=_destination_act("list")
    )


def _destination_act(act: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        from studio.app import destinations

        return _told(lambda: getattr(destinations, act)(options, _passphrase, _read_key))

    return run


def _told(job: Callable[[], list[str]], is_json: bool = False) -> int:  # noqa: FBT001, FBT002 - see `Told`
    """Print what a job has to say; a failure's problem and remedy go to standard error.

    Who reads JSON finds them there too, as an object named `error`.
    """
    from studio.model.errors import StudioError

    try:
        lines = job()
    except StudioError as error:
        print(error, file=sys.stderr)
        if is_json:
            told = {"problem": str(error.problem), "remedy": str(error.remedy)}
            print(json.dumps({"error": told}, ensure_ascii=False))
        return FAILED
    for line in lines:
        print(line)
    return 0


def _passphrase(is_new: bool) -> str:  # noqa: FBT001 - as the store asks
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given:
        return given
    try:
        with warnings.catch_warnings(action="error", category=getpass.GetPassWarning):
            while True:
                phrase = getpass.getpass(_("Passphrase of the stream keys: "))
                if not is_new or getpass.getpass(_("The same once more: ")) == phrase:
                    return phrase
                print(_("The two are not the same."), file=sys.stderr)
    except (EOFError, OSError, getpass.GetPassWarning):  # there is nobody to ask
        return ""


def _read_key() -> str:
    """A stream key from standard input; typed blind when that is a terminal."""
    source: TextIO | None = sys.stdin
    if source is None:
        return ""
    if source.isatty():
        try:
            return getpass.getpass(_("Stream key: ")).strip()
        except EOFError:
            return ""
    # Whatever it is encoded in: what cannot be a key is refused by whoever asked for it.
    return source.buffer.readline().decode("utf-8-sig", "replace").strip()


# ---------------------------------------------------------------------- what is spoken


def _add_say(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("text", metavar="TEXT", help=_("what is to be said; “-” reads it from standard input"))
    add(
        "--words",
        action="store_true",
        help=_("print what would be spoken, each part with its language, and speak nothing"),
    )
    add(
        "--language",
        dest="spoken_language",
        type=_spoken_language,
        metavar="TAG",
        help=_("what the text is in: en, zh, id or ko"),
    )
    add("--device", default="", metavar="NAME", help=_("headphones; else those of the settings"))
    add("--rate", type=_wpm, default=0, metavar="WPM", help=_("words a minute, 80 to 900"))
    parser.set_defaults(run=_say)


def _spoken_language(words: str) -> str:
    tag = words.replace("-", "_").split("_")[0].lower()
    if tag not in ("en", "zh", "id", "in", "ko"):
        raise argparse.ArgumentTypeError(_("en, zh, id or ko"))
    return tag


def _wpm(words: str) -> int:
    if not words.isdecimal() or not SLOWEST_WPM <= int(words) <= FASTEST_WPM:
        raise argparse.ArgumentTypeError(_("words a minute, 80 to 900"))
    return int(words)


def _say(options: argparse.Namespace) -> int:
    language = options.spoken_language or text.in_use()
    if options.words:
        from studio.app.wording import words_of

        return _told(lambda: words_of(_text(options), language))
    from studio.app.speaking import say_aloud

    return _told(lambda: say_aloud(_text(options), language, options.device, options.rate))


def _text(options: argparse.Namespace) -> str:
    return _from_standard_input() if options.text == "-" else options.text


def _from_standard_input() -> str:
    """All of standard input; a mark of its byte order is no part of it."""
    from studio.model.errors import StudioError
    from studio.model.message import say

    source: TextIO | None = sys.stdin
    try:
        return "" if source is None else source.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StudioError(
            say("The text is not in UTF-8."), say("Save it in UTF-8 and try once more.")
        ) from None


# ---------------------------------------------------------------------- claims


def _add_claims(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("text", metavar="TEXT", help=_("what is to be said or shown; “-” reads standard input"))
    add(
        "--language",
        dest="text_language",
        type=_language,
        metavar="TAG",
        help=_("what the text is in, and so whose law is meant: zh, id or en; else all three"),
    )
    add("--evidence", default="", metavar="NOTE", help=_("what proves some of the claims"))
    add("--json", action="store_true", help=_("as JSON"))
    parser.set_defaults(run=_claims)


def _claims(options: argparse.Namespace) -> int:
    from studio.app.claims import claims_report

    is_found = False

    def job() -> list[str]:
        nonlocal is_found
        lines, is_found = claims_report(
            _text(options), options.text_language or "", options.evidence, as_json=options.json
        )
        return lines

    return _told(job) or (FOUND if is_found else 0)


# ---------------------------------------------------------------------- lists


def _people(options: argparse.Namespace) -> int:
    from studio.app import people

    return _told(lambda: people.listed(as_json=options.json), options.json)


def _devices(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from studio.app.opening import list_devices

    found = list_devices(with_voices=True)
    if options.json:
        print(json.dumps(asdict(found), ensure_ascii=False))
        return 0
    for title, names in (
        (N_("Cameras"), found.cameras),
        (N_("Microphones"), found.microphones),
        (N_("Headphones"), found.headphones),
        (N_("Voices"), sum(found.voices.values(), ())),
    ):
        print(_(title) + ":")
        print("\n".join(f"  {name}" for name in names) or "  " + _("none"))
    return 0


def _encoders(options: argparse.Namespace) -> int:
    from studio.app.encoders import trials_as_json, trials_in_words

    return _told(lambda: [trials_as_json() if options.json else trials_in_words()])


def _commands(options: argparse.Namespace) -> int:
    from studio.commands.every import REGISTRY
    from studio.commands.page import as_markdown

    if options.markdown:
        print(as_markdown(), end="")
        return 0
    if options.json:
        listed = [
            {
                "id": c.id,
                "title": _(c.title),
                "about": _(c.about),
                "category": _(c.category),
                "keys": c.keys,
                "phrases": [_(p) for p in c.phrases],
                "risky": c.is_risky,
                "slots": list(c.slots),
            }
            for c in REGISTRY
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    for one in REGISTRY:
        print(f"{one.id:24} {one.keys:16} {_(one.about)}")
    return 0
