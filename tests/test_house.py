"""Promises that hold for every command, setting, event and string."""

import re
import string
import typing

import pytest

from studio.commands.every import REGISTRY
from studio.model import events
from studio.model.settings import declared
from studio.speech.narrator import narrate

SILENT = {events.SourceOpened}


@pytest.mark.parametrize("command", list(REGISTRY), ids=lambda c: c.id)
def test_every_command_can_be_explained(command):
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", command.id)
    assert command.title
    assert command.about.endswith(".")
    for phrase in command.phrases:
        blanks = {name for _, name, _, _ in string.Formatter().parse(phrase) if name}
        assert blanks <= set(command.slots), phrase
    assert command.phrases or not command.is_listed or command.slots


def test_no_two_commands_share_a_key_or_phrase():
    keys = [c.keys for c in REGISTRY if c.keys]
    phrases = [p for c in REGISTRY for p in c.phrases]
    assert len(keys) == len(set(keys))
    assert len(phrases) == len(set(phrases))


def test_what_only_a_dialog_can_fill_is_not_listed():
    for command in REGISTRY:
        if command.is_listed:
            assert command.values - command.optional <= command.slots.keys(), command.id


def _example(kind):
    """An event of a class, its fields filled by their types."""
    from studio.model.announcement import Announcement
    from studio.model.errors import StudioError
    from studio.model.message import say

    error = StudioError(say("It broke."), say("Mend it."))
    values = {
        str: "x",
        int: 2,
        float: 3.0,
        bool: False,
        StudioError: error,
        Announcement: Announcement(say("Done.")),
        StudioError | None: error,
    }
    hints = typing.get_type_hints(kind)
    return kind(**{name: values[hint] for name, hint in hints.items()})


@pytest.mark.parametrize("kind", typing.get_args(events.Event), ids=lambda k: k.__name__)
def test_every_event_is_narrated_or_silent_on_purpose(kind):
    said = narrate(_example(kind))
    assert (said is None) == (kind in SILENT)
    if said is not None:
        assert said.text
        assert "{" not in said.text


def test_every_setting_says_what_it_does():
    for name, about, _ in declared():
        assert about.title, name
        assert about.help.endswith("."), name
        assert (
            about.choices or about.low is not None or name in {"recording_folder", "monitor_device"}
        )
