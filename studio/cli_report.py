"""The parts of the command line that are about shows that are over."""

import argparse
from pathlib import Path

from studio.cli_catalogue import Parts, Told
from studio.text import _


def add_report_parts(parts: Parts, common: argparse.ArgumentParser, told: Told) -> None:
    """Add every part that is about past shows; as `add_parts` of `studio.cli_catalogue`."""
    listed = parts.add_parser("sessions", parents=[common], help=_("list the shows that were kept"))
    listed.add_argument("--json", action="store_true", help=_("as JSON"))
    listed.set_defaults(run=lambda options: told(lambda: _sessions(options), options.json))
    one = parts.add_parser("report", parents=[common], help=_("tell what came of a show"))
    one.add_argument(
        "session",
        nargs="?",
        default="last",
        metavar="SESSION",
        help=_("its id as “earshot sessions” lists it, or the beginning of it; else the last one"),
    )
    one.add_argument("--json", action="store_true", help=_("as JSON"))
    one.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=_("keep it there as a page, tables and charts, in a folder of its own"),
    )
    one.set_defaults(run=lambda options: told(lambda: _report(options), options.json))


def _sessions(options: argparse.Namespace) -> list[str]:
    from studio.app.past import sessions

    return sessions(as_json=options.json)


def _report(options: argparse.Namespace) -> list[str]:
    from studio.app.past import report

    return report(options.session, as_json=options.json, out=options.out)
