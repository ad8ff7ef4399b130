"""What the streamer says to the studio, by the command line."""

import argparse
import json
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from studio.cli_catalogue import Parts, Told
from studio.text import _


def add_voice_parts(parts: Parts, common: argparse.ArgumentParser, told: Told) -> None:
    """Add every part that is about voice; as `add_parts` of `studio.cli_catalogue`."""
    voice = parts.add_parser("voice", parents=[common], help=_("commands that are spoken"))
    acts = voice.add_subparsers(title=_("acts"), metavar="ACT", required=True)
    _add_evaluate(acts, common, told)
    _add_models(acts, common, told)
    devices = acts.add_parser("devices", parents=[common], help=_("list the microphones"))
    devices.add_argument("--json", action="store_true", help=_("as JSON"))
    devices.set_defaults(run=lambda options: told(lambda: _devices(options), options.json))


def _add_evaluate(acts: Parts, common: argparse.ArgumentParser, told: Told) -> None:
    one = acts.add_parser(
        "evaluate",
        parents=[common],
        help=_("play recordings to the recognizer and count what it makes of them, as JSON"),
    )
    add = one.add_argument
    add("index", type=Path, metavar="INDEX", help=_("table with role, speaker, command and file"))
    add("--engine", choices=("taught", "vosk", "both"), default="taught")
    how = one.add_mutually_exclusive_group()
    how.add_argument(
        "--hold", action="store_true", help=_("as if the key was held during each command")
    )
    how.add_argument(
        "--hands-free", action="store_true", help=_("between pauses, without the key; the default")
    )
    add("--fast", action="store_true", help=_("as fast as it goes, and not by the clock"))
    add("--name", default="", metavar="LABEL", help=_("the label that is the studio's name"))
    add(
        "--curve",
        action="store_true",
        help=_("also count what is missed and accepted when it is more, or less, strict"),
    )
    add("--words", default="", metavar="LANGUAGE", help=_("whose speech model hears the words"))
    one.set_defaults(run=lambda options: told(lambda: _evaluate(options), True))  # noqa: FBT003 - see `Told`


def _add_models(acts: Parts, common: argparse.ArgumentParser, told: Told) -> None:
    listed = acts.add_parser(
        "models", parents=[common], help=_("list the speech models that are here or can be fetched")
    )
    listed.add_argument("--json", action="store_true", help=_("as JSON"))
    listed.set_defaults(run=lambda options: told(lambda: _models(options), options.json))
    one = acts.add_parser(
        "download", parents=[common], help=_("fetch a speech model; what broke off goes on")
    )
    one.add_argument("wanted", metavar="LANGUAGE", help=_("zh, en or ko"))
    one.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help=_("a zip file or a folder")
    )
    one.add_argument("--json", action="store_true", help=_("as JSON"))
    one.set_defaults(run=lambda options: told(lambda: _download(options), options.json))


def _models(options: argparse.Namespace) -> list[str]:
    from studio.app.speech_models import listed

    return listed(as_json=options.json)


def _download(options: argparse.Namespace) -> list[str]:
    from studio.app.speech_models import download

    return download(options.wanted, options.source, as_json=options.json)


def _evaluate(options: argparse.Namespace) -> list[str]:
    from studio.audio.clips import pieces_of
    from studio.model.errors import StudioError
    from studio.model.message import say
    from studio.voice.evaluation import Evaluation, Wish, curve, read_index

    if options.curve and options.engine == "vosk":
        raise StudioError(
            say("The curve is that of taught commands."),
            say("Leave “--curve” out, or choose another engine."),
        )
    lines, problems = read_index(options.index)
    wish = Wish(is_held=options.hold, is_fast=options.fast, name=options.name)
    with ExitStack() as used:
        if options.engine != "taught":
            from studio.app.speech_models import words_of
            from studio.text import in_use

            labels = frozenset(line.command for line in lines if line.command)
            words = words_of(options.words or in_use(), sorted(labels))
            used.callback(words.stop)
            is_taught = options.engine == "both"
            wish = replace(wish, words=words, is_taught=is_taught, labels=labels)
        evaluation = Evaluation(lines, wish, pieces_of, _memory)
        evaluation.problems += problems
        found = evaluation.run()
        if options.curve:
            # What it is not about, such as how soon, needs no clock.
            fast = replace(wish, is_fast=True)
            found["curve"] = list(
                curve(lambda x: Evaluation(lines, replace(fast, leniency=x), pieces_of).run())
            )
        return [json.dumps(found, ensure_ascii=False, indent=1)]


def _memory() -> int | None:
    """Bytes that this process holds in memory; None where the system does not say."""
    try:
        with Path("/proc/self/statm").open(encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096
    except OSError:
        return None


def _devices(options: argparse.Namespace) -> list[str]:
    from studio.app.opening import list_devices

    found = list_devices(with_voices=False).microphones
    if options.json:
        return [json.dumps(found, ensure_ascii=False)]
    return list(found) or [_("none")]
