"""What the streamer says to the studio, by the command line."""

import argparse
import json
from pathlib import Path

from studio.cli_catalogue import Parts, Told
from studio.text import _


def add_voice_parts(parts: Parts, common: argparse.ArgumentParser, told: Told) -> None:
    """Add every part that is about voice; as `add_parts` of `studio.cli_catalogue`."""
    voice = parts.add_parser("voice", parents=[common], help=_("commands that are spoken"))
    acts = voice.add_subparsers(title=_("acts"), metavar="ACT", required=True)
    _add_evaluate(acts, common, told)
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
    one.set_defaults(run=lambda options: told(lambda: _evaluate(options), True))  # noqa: FBT003 - see `Told`  # noqa: FBT003 - see `Told`


def _evaluate(options: argparse.Namespace) -> list[str]:
    from studio.audio.clips import pieces_of
    from studio.voice.evaluation import Evaluation, Wish, read_index

    lines, problems = read_index(options.index)
    wish = Wish(is_held=options.hold, is_fast=options.fast, name=options.name)
    evaluation = Evaluation(lines, wish, pieces_of, _memory)
    evaluation.problems += problems
    return [json.dumps(evaluation.run(), ensure_ascii=False, indent=1)]


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
