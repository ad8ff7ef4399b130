"""RTMP and AMF to the letter, and the queue before an output."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import pytest

from studio.output import amf
from studio.output.backlog import Backlog
from studio.output.chunks import ChunkError, ChunkReader, ChunkWriter, Kind, Message
from studio.output.flv import TagTaker
from studio.output.packets import Packet, Tracks


def test_amf_is_read_as_it_is_written():
    values = ["connect", 1.0, {"app": "live", "deep": {"yes": True}}, None, False, "你好"]
    assert amf.decode(amf.encode(*values)) == values
    array = b"\x08\x00\x00\x00\x01\x00\x04code\x02\x00\x02ok\x00\x00\x09"
    rest = b"\x0a\x00\x00\x00\x01\x05" + b"\x0b" + bytes(10) + b"\x0c\x00\x00\x00\x01x"
    assert amf.decode(array + rest) == [{"code": "ok"}, [None], 0.0, "x"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01",
        b"\x02\xff\xff",
        b"\x03\x00\x01a",
        b"\x0a\xff\xff\xff\xff",
        b"\x63",
        b"\x03\x00\x01a" * 20,
        b"\x02",
    ],
)
def test_damaged_amf_is_refused(data: bytes):
    with pytest.raises(amf.AmfError):
        amf.decode(data)


def messages() -> list[Message]:
    picture = [
        Message(Kind.PICTURE, bytes([n]) * (1 + 700 * n), time, 1)
        for n, time in enumerate([0, 33, 66, 0xFFFFFE, 0xFFFFFF, 0x1000021, 0x2000000, 40, 41])
    ]
    sound = [Message(Kind.SOUND, b"s" * 300, 0x1000000 + n, 1) for n in range(4)]
    return [*picture, *sound, Message(Kind.COMMAND, b"", 0, 0), *picture[:2]]


@pytest.mark.parametrize("piece", [1, 7, 100_000])
@pytest.mark.parametrize("size", [1, 128, 4096])
def test_messages_survive_the_chunks(size: int, piece: int):
    writer, reader = ChunkWriter(), ChunkReader()
    writer.size = reader.size = size
    data = b"".join(map(writer.write, messages()))
    arrived = []
    for at in range(0, len(data), piece):
        reader.feed(data[at : at + piece])
        arrived += reader.messages()
    assert [(m.kind, m.timestamp, m.stream, m.body) for m in arrived] == [
        (m.kind, m.timestamp, m.stream, m.body) for m in messages()
    ]


def test_what_is_no_rtmp_is_noticed():
    reader = ChunkReader()
    reader.feed(b"HTTP/1.1 400 Bad Request\r\n" * 100)
    with pytest.raises(ChunkError):
        list(reader.messages())


def test_flv_is_taken_apart_wherever_it_is_cut():
    body = bytes(range(50))
    tag = b"\x09\x00\x00\x32\x00\x00\x21\x01\x00\x00\x00" + body + b"\x00\x00\x00\x3d"
    data = b"FLV\x01\x05\x00\x00\x00\x09" + bytes(4) + tag * 3
    taker, tags = TagTaker(), []
    for byte in data:
        assert taker.write(bytes([byte])) == 1
        tags += taker.tags()
    assert [(t.kind, t.timestamp, t.body) for t in tags] == [(9, 0x1000021, body)] * 3


TRACKS = cast(Tracks, None)


def picture(index: int, every: int = 60) -> Packet:
    return Packet(b"p", index, 1, Fraction(1, 30), index / 30, True, index % every == 0, TRACKS)


def sound(start: int) -> Packet:
    return Packet(b"s", start, 1024, Fraction(1, 48000), start / 48000, False, False, TRACKS)


def drained(backlog: Backlog) -> list[Packet]:
    packets = []
    while (packet := backlog.take(0)) is not None:
        packets.append(packet)
    return packets


def test_a_backlog_begins_with_a_keyframe_and_its_sound():
    backlog = Backlog(6)
    backlog.put(picture(0))
    assert drained(backlog) == []
    backlog.open()
    for index in range(50, 60):
        backlog.put(picture(index))
    for start in range(90_000, 98_000, 1024):
        backlog.put(sound(start))
    backlog.put(picture(60))
    begun = drained(backlog)
    assert begun[0].pts == 60
    assert [p.pts for p in begun[1:]] == [96_144, 97_168]
    assert backlog.pictures_lost == 0


def test_a_full_backlog_keeps_the_newest_group():
    backlog = Backlog(5)
    backlog.open()
    for index in range(151):
        backlog.put(picture(index))
        backlog.put(sound(index * 1600))
    assert backlog.pictures_lost == 0
    backlog.put(picture(151))
    kept = drained(backlog)
    assert [p.pts for p in kept if p.is_picture] == list(range(120, 152))
    assert min(p.at for p in kept) == 4
    assert backlog.pictures_lost == 120
    assert backlog.take_lost_s() == 4
    assert backlog.take_lost_s() == 0


def test_a_full_backlog_without_a_keyframe_waits_for_one():
    backlog = Backlog(2)
    backlog.open()
    for index in range(100):
        backlog.put(picture(index, every=90))
    assert [p.pts for p in drained(backlog)] == list(range(90, 100))
    assert backlog.take_lost_s() == 3
    assert backlog.pictures_lost == 90


def test_a_shut_backlog_forgets():
    backlog = Backlog(2)
    backlog.open()
    backlog.put(picture(0))
    backlog.shut()
    backlog.put(picture(60))
    assert drained(backlog) == []
    assert backlog.pictures_lost == 0
