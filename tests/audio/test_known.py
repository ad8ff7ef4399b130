"""Names of devices, which stay with the device that had them first."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from studio.audio import devices
from studio.audio.devices import _PortAudio
from studio.audio.known import FILE, names_of
from studio.audio.wire import DeviceError, Reason

A, B, C = ("usb_a", "Headset"), ("usb_b", "Headset"), ("usb_c", "Headset (2)")


def test_names_alike_are_numbered_and_stay_whoever_is_there():
    assert names_of("sink", [B]) == ["Headset"]
    assert names_of("sink", [A, B]) == ["Headset (2)", "Headset"]
    assert names_of("sink", [A]) == ["Headset (2)"]
    assert names_of("sink", [C, A]) == ["Headset (2) (2)", "Headset (2)"]
    assert names_of("source", [A]) == ["Headset"]


def test_a_wireless_headset_keeps_its_name_when_it_is_used_for_a_call():
    music, call = "bluez_sink.00_11.a2dp_sink", "bluez_sink.00_11.handsfree_head_unit"
    assert names_of("sink", [(music, "Sony")]) == names_of("sink", [(call, "Sony")]) == ["Sony"]
    assert names_of("sink", [("bluez_sink.00_12.a2dp_sink", "Sony")]) == ["Sony (2)"]


def test_a_line_that_was_cut_short_is_left_out_and_harms_no_other(earshot_data: Path):
    assert names_of("sink", [A, B]) == ["Headset", "Headset (2)"]
    file = earshot_data / FILE
    file.write_text(file.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    assert names_of("sink", [B]) == ["Headset (2)"]
    assert names_of("sink", [("usb_d", "Headset")]) == ["Headset (3)"]
    assert names_of("sink", [B, A]) == ["Headset (2)", "Headset"]


def test_those_that_ask_at_the_same_moment_are_told_the_same():
    answers: list[list[str]] = []
    asking = [
        threading.Thread(target=lambda: answers.append(names_of("sink", [A, B]))) for _ in range(8)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers == [["Headset", "Headset (2)"]] * 8


def test_where_nothing_can_be_kept_those_that_are_there_are_told_apart(
    earshot_data: Path, monkeypatch: pytest.MonkeyPatch
):
    (earshot_data / "file").touch()
    monkeypatch.setenv("EARSHOT_DATA", str(earshot_data / "file"))
    assert names_of("sink", [A, B]) == ["Headset", "Headset (2)"]


@pytest.mark.parametrize(
    ("name", "reason"), [("Headset", Reason.ALIKE), ("SPEAKERS", Reason.ABSENT)]
)
def test_portaudio_tells_nothing_but_names_so_none_that_is_borne_twice_is_taken(
    monkeypatch: pytest.MonkeyPatch, name, reason
):
    there = [
        {"name": title, "max_output_channels": 2, "hostapi": 0}
        for title in ("Headset", "Speakers", "Headset")
    ]
    library = SimpleNamespace(query_hostapis=tuple, query_devices=lambda: there)
    monkeypatch.setattr(devices, "_sounddevice", lambda: library)
    assert _PortAudio().names(of_inputs=False) == ("Headset", "Speakers")
    with pytest.raises(DeviceError) as refused:
        _PortAudio().output(name, bytes)
    assert refused.value.failed.reason is reason
