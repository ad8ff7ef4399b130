"""The jack of a laptop: headphones and loudspeakers that are two ports of one device.

A device made of nothing has no ports. What the server says of them is a stand-in's; that something
has changed is said by a real one.
"""

from __future__ import annotations

import ctypes as c
import time

import pytest

from studio.audio import pulse as door
from studio.audio.pulse import _DeviceInfo, _Port, _port
from studio.audio.wire import DeviceError, Reason
from tests.audio.sounds import noise, stereo
from tests.harness.process import wait_until
from tests.harness.pulse import PulseServer

JACK, LOUDSPEAKERS = "analog-output-headphones", "analog-output-speaker"


class Port:
    """What is plugged in, for the devices of one name."""

    def __init__(self, device: bytes) -> None:
        self.now = JACK
        self._device = device

    def __call__(self, info: _DeviceInfo) -> str:
        return self.now if info.name == self._device else ""


def test_what_is_pulled_out_of_a_jack_lets_nothing_out_of_the_loudspeakers(
    own_pulse: PulseServer, monkeypatch: pytest.MonkeyPatch
):
    port = Port(b"laptop")
    monkeypatch.setattr(door, "_port", port)
    own_pulse.add_sink("laptop", "Laptop")
    speech = stereo(noise(1.0)).tobytes()
    with own_pulse.recording("laptop") as room:
        stream = door.Stream("Laptop", fill=lambda size: speech[:size], latency_s=0.024)
        wait_until(lambda: room.peak() > 0.05, 5, "the voice")
        own_pulse.set_volume("laptop", 90)
        assert stream.is_running
        port.now = LOUDSPEAKERS
        own_pulse.set_volume("laptop", 100)
        wait_until(lambda: not stream.is_running, 2, "the end", every_s=0.002)
        time.sleep(0.2)  # what the device has in hand
        heard = room.frames
        wait_until(lambda: room.frames > heard + 9600, 5, "what is heard then")
        assert not room.samples()[-4800:].any()
        stream.close()
        with pytest.raises(DeviceError) as refused:
            door.Stream("Laptop", fill=bytes)
        assert refused.value.failed.reason is Reason.ABSENT
        assert "Laptop (2)" in door.names(of_inputs=False)
        port.now = JACK
        door.Stream("Laptop", fill=bytes).close()
        assert "Laptop" in door.names(of_inputs=False)


def test_which_port_is_used_is_read_where_there_are_several():
    info = _DeviceInfo(n_ports=2, active_port=c.pointer(_Port(JACK.encode(), b"Headphones")))
    assert _port(info) == JACK
    info.n_ports = 1
    assert _port(info) == ""
    assert _port(_DeviceInfo(n_ports=2)) == ""


def test_the_servers_answer_is_read_in_its_own_shape(
    own_pulse: PulseServer, monkeypatch: pytest.MonkeyPatch
):
    """Values that are known of a device made of nothing, on both sides of what is looked for."""
    seen: list[tuple[int, int, int, bool]] = []

    def look(info: _DeviceInfo) -> str:
        steps = info.n_volume_steps
        seen.append((info.base_volume, steps, info.n_ports, bool(info.active_port)))
        return ""

    monkeypatch.setattr(door, "_port", look)
    assert door.names(of_inputs=False) == ("Headphones", "Micfeed", "Public")
    assert seen == [(0x10000, 0x10001, 0, False)] * 3
