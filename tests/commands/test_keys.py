"""Learning keys, changing them, and carrying them to another computer."""

import json

import pytest

from studio.commands.command import REGISTRY, Origin
from studio.commands.keys import global_keys, keys_of, objection
from studio.model.announcement import Earcon
from studio.model.keys import everywhere, refusal
from tests.commands.rig import Rig


@pytest.fixture
def rig():
    return Rig()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.json"


def test_a_key_says_what_it_does_while_learning_and_does_nothing(rig):
    told = "Learning keys: a key says what it does and does not do it. Ctrl+Shift+K ends this."
    assert rig.do("keys.learn", Origin.KEY) == told
    assert rig.do("sound.mute", Origin.KEY).startswith("Mute or unmute. Mutes the microphone")
    assert not rig.state.voice.is_muted
    assert rig.do("keys.learn", Origin.KEY) == "Learning is over. Keys act again."
    rig.do("sound.mute", Origin.KEY)
    assert rig.state.voice.is_muted


def test_what_is_done_without_a_key_works_while_learning(rig):
    rig.do("keys.learn", Origin.KEY)
    rig.do("sound.mute", Origin.MENU)
    assert rig.state.voice.is_muted


def test_a_command_gets_another_key_and_its_own_back(rig):
    assert rig.do("keys.assign", which="sound.mute", keys="F11") == "Mute or unmute: F11."
    assert rig.state.keys == {"sound.mute": "F11"}
    assert rig.archive.saved[-1] == ("keys", {"sound.mute": "F11"})
    assert rig.do("keys.assign", which="card.hide", keys="") == "Hide card has no key now."
    rig.do("studio.undo")
    assert rig.state.keys == {"sound.mute": "F11"}
    rig.do("keys.assign", which="sound.mute", keys="Ctrl+M")
    assert rig.state.keys == {}
    rig.do("keys.assign", which="sound.mute", keys="F11")
    assert rig.do("keys.reset") == "Every command has its default key."
    assert rig.state.keys == {}


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("Ctrl+R", "Ctrl+R is the key of “Record”."),
        ("M", "M alone types, moves or chooses. Add Ctrl."),
        ("Shift+Down", "Shift+Down alone types, moves or chooses. Add Ctrl."),
        ("Tab", "Tab alone types, moves or chooses. Add Ctrl."),
        ("Alt+S", "Alt+S is for the menus. Add Ctrl."),
        ("F6", "F6 moves or chooses in the window."),
        ("Ctrl+C", "Ctrl+C is needed to edit text."),
        ("Alt+F4", "Alt+F4 belongs to the system."),
        ("Meta+L", "Meta+L belongs to the system."),
        ("Ctrl+Alt+F2", "Ctrl+Alt+F2 belongs to the system."),
        ("Ins", "Ins belongs to screen readers."),
        ("Ctrl+Alt+N", "Ctrl+Alt+N belongs to screen readers."),
        ("Ctrl+Foo", "Ctrl+Foo is no key."),
        ("Ctrl+X, Ctrl+Y", "Ctrl+X, Ctrl+Y is no key."),
        ("Strg+M", "Strg+M is no key."),
        ("Ctrl+", "Ctrl+ is no key."),
        ("Ctrl+😀", "Ctrl+😀 is no key."),
        ("Ctrl+\u202e", "Ctrl+? is no key."),
        ("Ctrl+\ud800", "Ctrl+? is no key."),
        ("Ctrl+" + "A" * 200_000, "Ctrl+" + "A" * 35 + " … is no key."),
        ("Ctrl+Shift+!", "Ctrl+Shift+! is another key on other keyboards. Take a letter."),
        ("Ctrl+Shift+Tab", "Ctrl+Shift+Backtab moves or chooses in the window."),
        ("Ctrl+Alt+Up", "Ctrl+Alt+Up belongs to the system."),
        ("Alt+F2", "Alt+F2 belongs to the system."),
        *(
            (keys, f"{keys} moves or chooses in the window.")
            for keys in ("F4", "Ctrl+Up", "Ctrl+Down", "Ctrl+Return", "Ctrl+Menu", "Alt+Shift+F10")
        ),
        *(
            (keys, f"{keys} is needed to edit text.")
            for keys in ("Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+Shift+Home", "Ctrl+Shift+End")
        ),
        ("Ctrl+Backtab", "Ctrl+Shift+Backtab moves or chooses in the window."),
        ("Ctrl+\uff21", "Ctrl+A is needed to edit text."),
        ("Ctrl+\uff52", "Ctrl+R is the key of “Record”."),
    ],
)
def test_a_key_of_somebody_else_is_refused_by_name(rig, keys, said):
    told = rig.do("keys.assign", which="sound.mute", keys=keys)
    assert told == f"{said} Choose another key."
    assert rig.state.keys == {}


@pytest.mark.parametrize(
    "keys", ["F11", "Ctrl+Alt++", "Ctrl+Shift+0", "Ctrl+Alt+End", "Media Play"]
)
def test_other_keys_can_be_given(rig, keys):
    rig.do("keys.assign", which="sound.mute", keys=keys)
    assert rig.state.keys == {"sound.mute": keys}


def test_a_wide_letter_is_the_key_of_the_plain_one(rig):
    rig.do("keys.assign", which="sound.mute", keys="Ctrl+Alt+\uff4b")
    assert rig.state.keys == {"sound.mute": "Ctrl+Alt+K"}
    # A superscript is a key of its own on French keyboards.
    rig.do("keys.assign", which="sound.mute", keys="Ctrl+²")
    assert rig.state.keys == {"sound.mute": "Ctrl+²"}


@pytest.mark.parametrize("command", [c for c in REGISTRY if c.keys], ids=lambda c: c.id)
def test_no_default_key_belongs_to_somebody_else(command):
    assert command.is_listed
    assert refusal(command.keys) is None
    assert objection(command, command.keys, {}) is None


def test_a_key_that_was_given_away_can_be_taken(rig):
    rig.do("keys.assign", which="record.toggle", keys="")
    assert rig.do("keys.assign", which="sound.mute", keys="Ctrl+R") == "Mute or unmute: Ctrl+R."


def test_keys_go_to_a_file_and_come_back_on_another_computer(rig, file):
    rig.do("keys.assign", which="sound.mute", keys="F11")
    rig.do("keys.assign", which="record.toggle", keys="Ctrl+M")
    rig.do("keys.assign", which="card.hide", keys="")
    chosen = rig.state.keys
    assert rig.do("keys.export", path=str(file)) == f"The keys are written to {file}."
    other = Rig()
    count = len([c for c in REGISTRY if c.keys]) - 1
    assert other.do("keys.import", path=str(file)) == f"{count} keys are in use."
    assert other.state.keys == chosen
    assert other.archive.saved[-1] == ("keys", chosen)


def test_what_a_file_may_not_bind_is_left_out_and_named(rig, file):
    keys = {
        "sound.mute": "F11",
        "card.hide": "F11",
        "card.next": "Alt+F4",
        "no.such": "Ctrl+J",
        "studio.undo": "Ctrl+Blah",
    }
    file.write_text(json.dumps({"earshot keys": 1, "keys": keys}))
    assert rig.do("keys.import", path=str(file)) == (
        "1 key is in use. There is no command no.such. F11 is the key of “Mute or unmute”. "
        "Alt+F4 belongs to the system. And 1 more."
    )
    assert rig.state.keys == {"sound.mute": "F11"}
    assert keys_of(REGISTRY["card.next"], rig.state.keys) == "Ctrl+Right"


@pytest.mark.parametrize("keys", [{}, {"no.such": "Ctrl+J"}, {"sound.mute": "Ctrl+\n"}])
def test_a_file_of_which_nothing_can_be_used_takes_no_key_away(rig, file, keys):
    rig.do("keys.assign", which="sound.mute", keys="F11")
    file.write_text(json.dumps({"earshot keys": 1, "keys": keys}))
    told = rig.do("keys.import", path=str(file))
    assert told.startswith("No key of the file can be used. The keys stay as they are.")
    assert rig.announcer.history()[-1].announcement.earcon is Earcon.WARNING
    assert rig.state.keys == {"sound.mute": "F11"}


def test_a_file_of_any_size_is_told_in_few_words(rig, file):
    many = {f"no.such{n}": "A" * 100 for n in range(5_000)}
    file.write_text(json.dumps({"earshot keys": 1, "keys": {"sound.mute": "F11", **many}}))
    told = rig.do("keys.import", path=str(file))
    assert told.endswith("And 4997 more.")
    assert len(told) < 300
    file.write_text('{"earshot keys": 1, "keys": {"sound.mute": "' + "A" * 3_000_000 + '"}}')
    assert rig.do("keys.import", path=str(file)).startswith(f"{file} is no key set.")


def test_only_keys_of_every_keyboard_work_from_other_windows(rig):
    for keys, afar in (
        ("Ctrl+M", "Ctrl+Alt+Shift+M"),
        ("F11", "Ctrl+Alt+Shift+F11"),
        ("Ctrl+Shift+Space", "Ctrl+Alt+Shift+Space"),
        ("Media Play", "Media Play"),
        ("Ctrl+Media Play", ""),
        ("F13", "F13"),
        ("Toggle Media Play/Pause", ""),
        ("Ctrl+Shift+Backspace", ""),
        ("Ctrl++", ""),
    ):
        assert everywhere(keys) == afar
    rig.do("keys.assign", which="status.on_air", keys="Toggle Media Play/Pause")
    assert "status.on_air" not in global_keys(rig.state)
    assert "" not in global_keys(rig.state).values()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"keys": {}}',
        '{"earshot keys": 1, "keys": {"sound.mute": 3}}',
        '{"earshot keys": 1, "keys": []}',
        '{"earshot keys": 2, "keys": {}}',
        "[" * 100_000,
        "\x00\x01",
    ],
)
def test_a_broken_file_is_told_and_changes_nothing(rig, file, text):
    file.write_text(text)
    rig.do("keys.assign", which="sound.mute", keys="F11")
    said = rig.do("keys.import", path=str(file))
    assert said == f"{file} is no key set. Choose a file that “Export keys” wrote."
    assert rig.state.keys == {"sound.mute": "F11"}


def test_files_that_cannot_be_read_or_written(rig, file, tmp_path):
    assert "is no key set" in rig.do("keys.import", path=str(tmp_path))
    file.write_bytes(b"\xff\xfe\xff")
    assert "is no key set" in rig.do("keys.import", path=str(file))
    for wrong in (tmp_path / "none" / "keys.json", tmp_path / ("n" * 280), tmp_path / "no\0name"):
        assert "cannot be written" in rig.do("keys.export", path=str(wrong))
        assert "is no key set" in rig.do("keys.import", path=str(wrong))


def test_an_import_is_undone_at_once(rig, file):
    rig.do("keys.assign", which="sound.mute", keys="F11")
    before = rig.state.keys
    file.write_text(json.dumps({"earshot keys": 1, "keys": {"sound.mute": "F12"}}))
    rig.do("keys.import", path=str(file))
    assert rig.state.keys == {"sound.mute": "F12"}
    rig.do("studio.undo")
    assert rig.state.keys == before


def test_a_command_that_does_not_exist_has_no_key(rig):
    assert rig.do("keys.assign", which="no.such", keys="F11").startswith("There is no command")
    assert rig.do("keys.explain", which="keys.assign").startswith("There is no command")


@pytest.mark.parametrize("keys", ["Ctrl+m", "ctrl+M", "Ctrl + M"])
def test_a_key_is_known_however_it_is_written(rig, keys):
    told = rig.do("keys.assign", which="card.hide", keys=keys)
    assert told.startswith("Ctrl+M is the key of “Mute or unmute”.")
    assert rig.do("keys.assign", which="card.hide", keys="shift+ctrl+f5") == (
        "Hide card: Ctrl+Shift+F5."
    )


def test_the_keys_of_other_windows_belong_to_their_commands(rig):
    told = rig.do("keys.assign", which="card.hide", keys="Ctrl+Alt+Shift+M")
    assert told.startswith("Ctrl+Alt+Shift+M is the key of “Mute or unmute” in other windows.")
    # Spell it, Ctrl+Shift+S, is Ctrl+Alt+Shift+S there, and so would be this.
    rig.do("keys.assign", which="rundown.save", keys="")
    told = rig.do("keys.assign", which="status.products", keys="Ctrl+S")
    assert told.startswith("Ctrl+Alt+Shift+S is the key of “Spell it” in other windows.")
    assert rig.do("keys.assign", which="card.hide", keys="Ctrl+S") == "Hide card: Ctrl+S."


def test_taking_back_a_key_says_which_it_is_now(rig):
    rig.do("keys.assign", which="sound.mute", keys="F11")
    rig.do("keys.assign", which="card.hide", keys="F12")
    assert rig.do("studio.undo") == "Give a key undone. Hide card: Ctrl+H."
    rig.do("keys.assign", which="card.hide", keys="F12")
    rig.do("keys.reset")
    assert rig.do("studio.undo") == "Use the default keys undone. 2 keys are as before."


def test_an_import_that_failed_leaves_nothing_to_undo(rig, file):
    rig.do("sound.mute")
    file.write_text("nothing")
    rig.do("keys.import", path=str(file))
    assert rig.do("studio.undo") == "Mute or unmute undone. Viewers hear Microphone again."


def test_learning_ends_without_a_key_too(rig):
    rig.do("keys.assign", which="keys.learn", keys="")
    assert rig.do("keys.learn") == "Learning keys. Choose “Learn keys” once more to end this."


def test_a_key_that_a_new_version_brings_stays_with_whom_it_was_given_to():
    chosen = {"sound.mute": "Ctrl+Shift+Y"}
    assert keys_of(REGISTRY["sound.mute"], chosen) == "Ctrl+Shift+Y"
    assert keys_of(REGISTRY["studio.yes"], chosen) == ""
    assert keys_of(REGISTRY["studio.yes"], {}) == "Ctrl+Shift+Y"
