"""Promises that hold for every phrase of every language."""

import re
import tomllib
from collections import defaultdict

import pytest

from studio.commands.every import REGISTRY
from studio.interpreter.phrases import SPOKEN, Blank, phrases, phrases_of
from tests.harness.process import ROOT

ALL = tuple(phrases(REGISTRY))
WITH_ITS_KEY = {"voice.hold"}


def _files():
    return {file.stem: file for file in (ROOT / "i18n" / "phrases").glob("*.toml")}


def test_there_is_a_file_for_each_language():
    assert set(_files()) == set(SPOKEN)


@pytest.mark.parametrize("language", SPOKEN)
def test_the_file_names_commands_and_says_nothing_twice(language):
    with _files()[language].open("rb") as file:
        further = tomllib.load(file)
    assert set(further) <= {one.id for one in REGISTRY}
    for id_, ways in further.items():
        assert len(ways) == len(set(ways)), id_
        declared = [words for words in ways if words in REGISTRY[id_].phrases]
        assert language != "en" or not declared, id_
        for words in ways:
            assert words == words.strip()
            assert re.fullmatch(r"[^{}]*(\{[a-z]+\}[^{}]*)*", words), words


@pytest.mark.parametrize("language", SPOKEN)
def test_every_command_of_the_menus_can_be_said(language):
    silent = [
        one.id
        for one in REGISTRY
        if one.is_listed and not (one.released or phrases_of(one, language))
    ]
    assert silent == []


def test_no_two_commands_share_a_phrase_in_any_language():
    meant = defaultdict(set)
    for one in ALL:
        meant[tuple("{}" if isinstance(part, Blank) else part for part in one.parts)].add(
            one.command
        )
    offered = {"voice.choose", "voice.first", "voice.second"}
    shared = {
        parts: commands
        for parts, commands in meant.items()
        if len(commands - offered) > 1 and "{}" not in parts
    }
    assert shared == {}


@pytest.mark.parametrize("phrase", ALL, ids=lambda p: f"{p.language}-{p.words}")
def test_a_phrase_fills_what_its_command_needs(phrase):
    command = REGISTRY[phrase.command]
    blanks = {part.slot for part in phrase.parts if isinstance(part, Blank)}
    assert blanks <= set(command.slots)
    assert command.values - command.optional <= blanks
    # A discount says by its own words what it is, and so does a price with its money.
    assert phrase.weight > 0 or {"percent", "price"} & blanks
    both = zip(phrase.parts, phrase.parts[1:], strict=False)
    touching = [p for p in both if all(isinstance(one, Blank) for one in p)]
    # Where nothing stands between two, one of them is a number.
    assert not touching or {"quantity", "price", "percent"} & blanks
