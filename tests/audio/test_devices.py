"""The programs that hold a sound device, and how the system's refusals are put into words."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from studio.audio import faults, wire
from studio.audio.devices import _explained, _Gathered
from studio.audio.wire import Block, Failed, Listed, Opened, Reason, Want
from studio.model.voicing import Report, What

MESSAGES = [
    Opened("Röde — USB", 44_100, 1),
    Failed(Reason.BUSY, "Device or resource busy"),
    Block(12.25, 3, b"\0\1\2\3" * 960),
    Want(960),
    Listed(("a", "b")),
    wire.Mix(b"\0" * 16),
    wire.Speak(7, 0.35, b"\1\2\3\4", b'[7, "\xe9\xa2"]\n'),
    wire.Hush(),
    wire.Signal(b"\0\0\0\1"),
    wire.Balance(12.5, 0.4, "Röde"),
    wire.Told(Report(What.REACHED, 7, 3)),
    wire.Alive(),
]


def test_messages_arrive_as_they_were_sent():
    pipe = io.BytesIO(b"".join(map(wire.pack, MESSAGES)))
    assert [wire.read(pipe) for _ in MESSAGES] == MESSAGES
    assert wire.read(pipe) is None


@pytest.mark.parametrize("cut", [1, 4, 9])
def test_a_message_cut_short_is_the_end(cut):
    assert wire.read(io.BytesIO(wire.pack(MESSAGES[2])[:cut])) is None


def test_a_program_imports_nothing_heavy():
    code = (
        "import sys; import studio.audio.devices;"
        "print([m for m in ('numpy', 'av', 'soxr', 'sounddevice', 'platformdirs')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("Device unavailable", -9985), Reason.BUSY),
        (("Invalid device", -9996), Reason.ABSENT),
        (("Unanticipated host error", -9999, (8, -16, "Device or resource busy")), Reason.BUSY),
        (("Unanticipated host error", -9999, (8, -13, "Permission denied")), Reason.DENIED),
        (("Unanticipated host error", -9999, (13, -2147024891, "")), Reason.DENIED),
        (("Unanticipated host error", -9999, (13, -2004287478, "")), Reason.BUSY),
        (("Unanticipated host error", -9999, (5, 7, "Access denied by user")), Reason.DENIED),
        (("Invalid sample rate", -9997), Reason.FAILED),
        ((), Reason.FAILED),
    ],
)
def test_what_portaudio_says_is_understood(arguments, reason):
    assert _explained(RuntimeError(*arguments)).failed.reason is reason


def test_every_reason_has_its_own_sentences():
    for reasons in (Reason,):
        spoken = {str(faults.of_microphone(Failed(reason), "Voice", "usb")) for reason in reasons}
        assert len(spoken) == len(Reason)
    assert str(faults.of_headphones(Failed(Reason.BUSY), "Sony")).startswith(
        "Another program is using the headphones Sony."
    )


def test_morsels_are_gathered():
    gathered = _Gathered()
    gathered.whole = 12
    for index in range(7):
        gathered.add(bytes([index] * 4), float(index))
    blocks = [gathered.blocks.get_nowait() for _ in range(2)]
    assert [block.captured_at for block in blocks] == [0.0, 3.0]
    assert blocks[1].pcm == bytes([3] * 4 + [4] * 4 + [5] * 4)


def test_what_the_studio_does_not_fetch_is_counted():
    gathered = _Gathered()
    for index in range(105):
        gathered.add(b"1234", float(index))
    for _ in range(100):
        gathered.blocks.get_nowait()
    gathered.add(b"1234", 105.0)
    assert gathered.blocks.get_nowait().lost == 5
