"""Taught commands in a file: written, read in another studio; and files that no studio wrote."""

import json
from dataclasses import replace

import numpy as np
import pytest

from studio.commands.teaching import MOST_TAUGHT
from studio.model.taught_text import read, written
from studio.model.voice import NAME, Take, TaughtCommand
from studio.voice.frames import WIDTH
from tests.commands.rig import Rig
from tests.store.furnished import TAUGHT, assert_same_taught


def _take(seed: int) -> Take:
    numbers = np.random.default_rng(seed).normal(size=(12, 288)).astype(np.float16)
    features = numbers.astype(np.float32)
    features.flags.writeable = False
    return Take(features, 1.0)


THREE = tuple(_take(n) for n in range(3))
NEXT = TaughtCommand("a", "card.next", {}, "下一个", THREE)
SHOW = TaughtCommand("b", "card.show", {"product": "2"}, "", THREE)
MACHINE = TaughtCommand("c", "status.live", takes=(replace(THREE[0], is_synthetic=True),))
CALLED = TaughtCommand(NAME, "", title="小播", takes=THREE)


def test_takes_as_they_are_made_today_are_read():
    numbers = np.random.default_rng(5).normal(size=(12, 3 * WIDTH)).astype(np.float16)
    today = replace(NEXT, takes=(*THREE[:1], Take(numbers.astype(np.float32), 1.0)))
    assert_same_taught(read(written([today])), [today])


def test_what_was_written_is_read_but_for_what_a_machine_said():
    assert_same_taught(read(written([NEXT, SHOW, MACHINE, CALLED])), [NEXT, SHOW, CALLED])
    own = replace(TAUGHT[1], takes=TAUGHT[1].takes[:1])
    assert_same_taught(read(written(TAUGHT)), [TAUGHT[0], own])


def test_another_studio_knows_them_afterwards_and_keeps_its_own(tmp_path):
    file = str(tmp_path / "commands.json")
    here = Rig()
    here.show.taught.keep(NEXT, SHOW, MACHINE, CALLED)
    assert here.do("voice.export", path=file) == f"The taught commands are written to {file}."
    there = Rig()
    ours = replace(NEXT, id="ours", takes=(_take(7), _take(8), _take(9)))
    by_machine = replace(SHOW, id="machine", takes=(replace(_take(7), is_synthetic=True),))
    there.show.taught.keep(ours, by_machine)
    assert there.do("voice.import", path=file) == "2 commands came in. 1 was known already."
    assert_same_taught(there.state.taught, [ours, replace(SHOW, id="machine"), CALLED])
    assert there.do("voice.import", path=file) == "0 commands came in. 3 were known already."


def test_what_was_begun_here_stays_and_it_is_told_how_to_go_on(tmp_path):
    file = tmp_path / "commands.json"
    file.write_text(written([NEXT, SHOW]), "utf-8")
    rig = Rig()
    begun = replace(SHOW, id="begun", takes=(_take(7), _take(8)))
    rig.show.taught.keep(begun)
    assert rig.do("voice.import", path=str(file)) == (
        "1 command came in. 1 was begun here; “teach the first commands” goes on with it."
    )
    assert rig.show.taught.known("begun") == begun
    assert len(rig.state.taught) == 2


def test_no_more_come_in_than_can_be_kept_apart(tmp_path):
    file = tmp_path / "commands.json"
    file.write_text(written([replace(NEXT, title=str(n)) for n in range(MOST_TAUGHT)]), "utf-8")
    rig = Rig()
    rig.show.taught.keep(SHOW)
    assert rig.do("voice.import", path=str(file)) == (
        "499 commands came in. 500 commands are taught, which is the most."
    )
    assert len(rig.state.taught) == MOST_TAUGHT
    assert rig.do("voice.import", path=str(file)) == (
        "0 commands came in. 499 were known already. 500 commands are taught, which is the most."
    )


def test_what_stands_in_a_file_twice_comes_in_once(tmp_path):
    file = tmp_path / "commands.json"
    file.write_text(written([NEXT, replace(NEXT, id="again"), CALLED]), "utf-8")
    rig = Rig()
    assert rig.do("voice.import", path=str(file)) == "2 commands came in. 1 was known already."
    assert [one.command for one in rig.state.taught] == ["card.next", ""]


@pytest.mark.parametrize("taught_id", ["", "..", "/home/ann/Documents", NEXT.id])
def test_what_comes_in_has_an_id_of_its_own(taught_id, tmp_path):
    file = tmp_path / "commands.json"
    file.write_text(written([replace(NEXT, id=taught_id), CALLED]), "utf-8")
    rig = Rig()
    rig.do("voice.import", path=str(file))
    first, second = rig.state.taught
    assert first.id not in {"", "..", "/home/ann/Documents", NEXT.id}
    assert second.id == NAME


@pytest.mark.parametrize("command", ["moon.land", "voice.hold", "backup.restore"])
def test_commands_that_nobody_can_say_here_are_left_out_and_counted(command, tmp_path):
    file = tmp_path / "commands.json"
    file.write_text(written([replace(NEXT, command=command)]), "utf-8")
    told = Rig().do("voice.import", path=str(file))
    assert told == "0 commands came in. 1 does not exist in this studio."


def _changed(**changes: object) -> str:
    whole = json.loads(written([NEXT]))
    whole["commands"][0] |= changes
    return json.dumps(whole)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind": "earshot taught commands", "version": 2, "commands": []}',
        '{"kind": "earshot taught commands", "version": 1, "commands": {}}',
        "[" * 100_000,
        _changed(takes=[]),
        _changed(takes=[{"seconds": 1, "width": 96, "features": "AAAA"}]),
        _changed(takes=[{"seconds": 1, "width": 97, "features": "A" * 256}]),
        _changed(takes=[{"seconds": 1, "width": [], "features": "A" * 256}]),
        _changed(takes=[{"seconds": float("nan"), "width": 96, "features": "A" * 256}]),
        _changed(takes=[{"seconds": 1, "width": 96, "features": "/3//" * 64}]),
        _changed(takes=json.loads(written([NEXT]))["commands"][0]["takes"] * 3),
        _changed(title="x" * 300),
        _changed(values={"product": 3}),
        _changed(command=None),
    ],
)
def test_a_file_that_no_studio_wrote_is_refused_and_nothing_changes(text, tmp_path):
    file = tmp_path / "commands.json"
    file.write_text(text, "utf-8")
    rig = Rig()
    assert rig.do("voice.import", path=str(file)) == (
        f"{file} holds no taught commands. Choose a file that “Export taught commands” wrote."
    )
    assert rig.state.taught == ()


def test_a_file_that_is_not_there_and_one_that_cannot_be_written_are_told(tmp_path):
    rig = Rig()
    assert "holds no taught commands" in rig.do("voice.import", path=str(tmp_path / "none.json"))
    assert "cannot be written" in rig.do("voice.export", path=str(tmp_path / "no" / "c.json"))
