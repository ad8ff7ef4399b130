from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.model.listening import ListeningState
from studio.model.scene import Scene
from studio.model.state import OutputPhase, OutputState, ShowState
from studio.model.voice import NAME, Take, TaughtCommand
from studio.ui import status
from tests.ui.fake_link import FACE, MICROPHONE, MUSIC, PRODUCTS, a_studio, on_air


def test_the_state_in_one_line():
    assert status.state_line(ShowState()) == "Starting"
    assert status.state_line(a_studio()) == "Off air, Kitchen"
    # The card would make it 41.
    assert status.state_line(on_air(0.0)) == "Live, recording, Kitchen"
    muted = (replace(MICROPHONE, is_muted=True), MUSIC)
    assert status.state_line(on_air(0.0, sound_sources=muted)) == "Live, recording, muted, Kitchen"
    late = on_air(0.0, delay_s=5.0)
    assert status.state_line(late) == "Live, 5 s later, recording, Kitchen"
    learning = a_studio(is_learning=True)
    assert status.state_line(learning) == "Off air, learning keys, Kitchen"
    assert status.state_line(a_studio(card=PRODUCTS[1])) == "Off air, Kitchen, card Wool scarf"


def _stream(phase: OutputPhase, output: str = "youtube") -> OutputState:
    return OutputState(output, output, False, phase)


def test_outputs_in_trouble_come_first():
    lost, on = _stream(OutputPhase.LOST), _stream(OutputPhase.ON, "douyin")
    assert status.state_line(a_studio(outputs=(lost,), live_since=1.0)).startswith(
        "Connection lost"
    )
    line = status.state_line(a_studio(outputs=(lost, on), live_since=1.0))
    assert line.startswith("Live, 1 destination lost")
    connecting = (_stream(OutputPhase.CONNECTING),)
    assert status.state_line(a_studio(outputs=connecting)).startswith("Connecting")


def test_a_rehearsal_is_never_called_live():
    waiting = a_studio(is_rehearsal=True)
    assert status.state_line(waiting).startswith("Rehearsal, not started")
    running = replace(waiting, live_since=1.0, outputs=(_stream(OutputPhase.ON),))
    assert status.state_line(running).startswith("Rehearsing")
    assert status.tone(running) == "warning"
    assert status.tone(on_air(0.0)) == "live"
    assert status.tone(a_studio()) == ""


@pytest.mark.parametrize("name", ["Kitchen", "K" * 300, "厨房" * 30, "مطبخ", "🍜🍜"])
def test_it_fits_a_braille_display(name: str):
    scene = Scene(name, FACE.placements, id="face")
    for state in (a_studio(scenes=(scene,)), on_air(0.0, scenes=(scene,))):
        assert 0 < len(status.state_line(state)) <= status.CELLS


def test_it_does_not_change_with_time():
    state = on_air(0.0)
    assert status.clock_line(state, 61.0) == "Live 0:01:01     Recording 0:01:01"
    assert status.clock_line(state, 62.0) != status.clock_line(state, 61.0)
    assert status.state_line(state) == status.state_line(state)
    assert status.clock_words(state, 754.0) == "Live for 12 minutes 34 seconds"


def test_the_preview_says_what_is_seen():
    assert status.preview_name(a_studio()) == "Preview: Kitchen"
    assert status.preview_name(on_air(0.0)) == "Preview: Kitchen, card Wool scarf"


def test_lost_things_are_told():
    assert "picture lost" in status.state_line(a_studio(lost_sources=frozenset({"camera"})))
    assert "microphone lost" in status.state_line(a_studio(lost_sources=frozenset({"microphone"})))


def test_how_commands_are_listened_to_is_said_where_it_matters():
    take = Take(np.zeros((1, 96), np.float32), 1.0)
    name = TaughtCommand(NAME, "", takes=(take, take, take))

    def line(
        mode: str,
        taught: tuple[TaughtCommand, ...] = (name,),
        *,
        is_held: bool = False,
        is_asleep: bool = False,
        is_testing: bool = False,
    ) -> tuple[str, str]:
        settings = replace(a_studio().settings, listening=mode)
        listening = ListeningState(is_held, is_asleep, is_testing)
        state = a_studio(settings=settings, listening=listening, taught=taught)
        return status.state_line(state), status.listening_line(state)

    assert line("held") == ("Off air, Kitchen", "")
    assert line("held", is_held=True) == ("Off air, listening, Kitchen", "Listening: say a command")
    assert line("hands free") == (
        "Off air, listening hands-free, Kitchen",
        "Listening hands-free",
    )
    assert line("hands free", taught=()) == (
        "Off air, hands-free, no name, Kitchen",
        "Hands-free, but no name is taught yet",
    )
    assert line("hands free", is_asleep=True) == ("Off air, asleep, Kitchen", "Asleep until woken")
    assert line("held", is_testing=True)[0] == "Off air, testing commands, Kitchen"
    assert line("off", is_testing=True)[1] == ""
