"""Rundowns come from files that anybody may have written, and go back into them whole."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from studio.catalogue.rundown_file import (
    LARGEST,
    new_file,
    read_rundown,
    rundowns_in,
    write_rundown,
)
from studio.model.errors import StudioError
from studio.model.rundown import LONGEST_SCRIPT, MOST_SEGMENTS, Rundown, Segment, SegmentKind

EVENING = Rundown(
    "Friday evening",
    (
        Segment(SegmentKind.GREETING, minutes=2.5, script="Halo semuanya!\n\nSelamat datang."),
        Segment(SegmentKind.PRODUCT, product="HG-1", minutes=8, script="这是牛油火锅底料。\n=1+1"),
        Segment(SegmentKind.PRODUCT, "The red one, 10", product="HG-2"),
        Segment(SegmentKind.BREAK, "Music, 3"),
        Segment(SegmentKind.LOTTERY, script="# not a heading\n\\# nor this"),
        Segment(SegmentKind.THANKS, minutes=1 / 3),
        Segment(),
    ),
    "id",
)


def plain(rundown: Rundown) -> Rundown:
    """Without ids, which are new each time."""
    return replace(rundown, segments=tuple(replace(s, id="") for s in rundown.segments))


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file()]


@pytest.mark.parametrize("ending", ["rundown", "csv", "tsv", "txt", "md"])
def test_what_is_written_is_what_is_read(tmp_path: Path, ending: str):
    file = tmp_path / f"Friday evening.{ending}"
    write_rundown(file, EVENING)
    # Tables tell no language, and people write minutes with few decimals.
    wanted = replace(EVENING, language="" if ending in {"csv", "tsv"} else "id")
    thirds = read_rundown(file).segments[5].minutes
    assert thirds == pytest.approx(1 / 3, abs=1e-5)
    segments = (*EVENING.segments[:5], replace(EVENING.segments[5], minutes=thirds), Segment())
    assert plain(read_rundown(file)) == plain(replace(wanted, segments=segments))
    assert files_in(tmp_path) == [file.name]


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path):
    risky = Segment(title="=cmd()", product="+1", script="@x")
    write_rundown(tmp_path / "a.csv", Rundown("a", (risky,)))
    table = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert table.splitlines()[1] == "other,'=cmd(),'+1,,'@x"
    assert plain(read_rundown(tmp_path / "a.csv")).segments == (replace(risky, id=""),)


BY_HAND = """Rundown: 周五晚上
语言：zh

# greeting, 3分钟
大家好！

# Produk: HG-1 | 牛油火锅, 8 min
很香。
# Welcome
# lottery
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_trainer_writes_a_text(tmp_path: Path, encoding: str):
    file = tmp_path / "plan.txt"
    file.write_text(BY_HAND, encoding=encoding)
    rundown = plain(read_rundown(file))
    assert (rundown.name, rundown.language) == ("周五晚上", "zh")
    assert rundown.segments == (
        Segment(SegmentKind.GREETING, minutes=3, script="大家好！", id=""),
        Segment(SegmentKind.PRODUCT, "牛油火锅", "HG-1", 8, "很香。", id=""),
        Segment(SegmentKind.OTHER, "Welcome", id=""),
        Segment(SegmentKind.LOTTERY, id=""),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_trainer_writes_a_spreadsheet(tmp_path: Path, separator: str, encoding: str):
    rows = [
        ["Script", "KIND", "minutes", "Product"],
        ["大家好，欢迎来到直播间！", "greeting", "2,5" if separator != "," else "2.5", ""],
        ["", "", "", ""],
        ["两行\n一起", "", "0:30", "HG-1"],
        ["再见", "thanks", "1:00:00", ""],
    ]
    table = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    file = tmp_path / "plan.csv"
    file.write_bytes(table.encode(encoding))
    assert plain(read_rundown(file)).segments == (
        Segment(SegmentKind.GREETING, minutes=2.5, script="大家好，欢迎来到直播间！", id=""),
        Segment(SegmentKind.PRODUCT, product="HG-1", minutes=0.5, script="两行\n一起", id=""),
        Segment(SegmentKind.THANKS, minutes=60, script="再见", id=""),
    )


@pytest.mark.parametrize(
    "script", ["　　大家好\n　　欢迎\n　　好", "👨‍👩‍👧‍👦👩🏽‍💻🏳️‍🌈" * 9, "\u200fمرحبا بكم"]
)
def test_scripts_of_any_signs_are_text(tmp_path: Path, script: str):
    (tmp_path / "a.txt").write_text(f"# greeting\n{script}\n", encoding="utf-8")
    assert read_rundown(tmp_path / "a.txt").segments[0].script == script.strip()


def test_a_table_is_one_whatever_its_name_says(tmp_path: Path):
    # Excel's “Unicode text”.
    (tmp_path / "plan.txt").write_text("kind\tproduct\nproduct\tHG-1\n", encoding="utf-16")
    assert read_rundown(tmp_path / "plan.txt").segments[0].product == "HG-1"


def own(**changes: object) -> bytes:
    whole = {"earshot rundown": 1, "name": "A", "language": "", "segments": []}
    return json.dumps({**whole, **changes}).encode()


def one(**changes: object) -> bytes:
    return own(segments=[{"kind": "greeting", **changes}])


BROKEN = {
    "cut off": ("a.rundown", own()[:-5], "not whole"),
    "something else": ("a.rundown", b'{"earshot keys": 1}', "something else"),
    "a list": ("a.rundown", b"[1]", "something else"),
    "version true": ("a.rundown", own(**{"earshot rundown": True}), "something else"),
    "newer": ("a.rundown", own(**{"earshot rundown": 2}), "newer studio"),
    "no segments": ("a.rundown", own(segments=None), "no segments"),
    "deep": ("a.rundown", b'{"a":' * 100_000, "not whole"),
    "no object": ("a.rundown", own(segments=[1]), "Segment 1 cannot be read: it is none"),
    "kind": ("a.rundown", one(kind="dance"), "Segment 1 cannot be read: “dance” is no kind"),
    "minutes": ("a.rundown", one(minutes=-1), "minutes go from 0 to 1440"),
    "endless": ("a.rundown", one(minutes=float("inf")), "minutes go from 0 to 1440"),
    "huge number": ("a.rundown", one(minutes=10**400), "minutes go from 0 to 1440"),
    "no number": ("a.rundown", one(minutes="x"), "minutes are no number"),
    "true": ("a.rundown", one(minutes=True), "minutes are no number"),
    "long": ("a.rundown", one(script="x" * (LONGEST_SCRIPT + 1)), "longer than"),
    "many": ("a.rundown", own(segments=[{}] * (MOST_SEGMENTS + 1)), "no more than 500 segments"),
    "empty": ("a.rundown", b" \n", "is empty"),
    "picture": ("a.txt", bytes(range(256)) * 20, "no text"),
    "prose": ("a.txt", b"Dear all,\nthe plan is", "no line that begins with #"),
    "no heading": ("a.txt", b"Rundown: A\n", "begins with #"),
    "kind in text": ("a.txt", b"# dance: x\n", "no kind of segment"),
    "columns": ("a.csv", b"a,b\n1,2\n", "no column called kind or product"),
    "minutes in a table": ("a.csv", b"kind,minutes\nbreak,soon\n", "minutes are no number"),
    "quote": ("a.csv", b'kind,minutes\nbreak,"1\n', "cannot be read"),
    "workbook": ("a.csv", b"PK\x03\x04" + b"x" * 50, ""),
    "list as table": ("a.csv", b'[{"kind": "break"}]', "workbook or a list"),
    "real workbook": ("a.xlsx", b"PK\x03\x04" + b"x" * 500, "is a workbook or a document"),
    "no bytes": ("a.csv", b"", "is empty"),
}


@pytest.mark.parametrize(("name", "content", "told"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_a_file_is_one_sentence(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StudioError) as caught:
        read_rundown(tmp_path / name)
    problem = str(caught.value.problem)
    assert told in problem
    assert name in problem
    assert str(caught.value.remedy)


def test_files_that_are_none_are_told(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.txt")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    for path, told in (
        (tmp_path, "is a folder"),
        (tmp_path / "nowhere.txt", "There is no file nowhere.txt"),
        (tmp_path / "pipe.txt", "no ordinary file"),
        (large, "larger than any rundown"),
    ):
        with pytest.raises(StudioError) as caught:
            read_rundown(path)
        assert told in str(caught.value.problem)


def test_signs_that_cannot_be_written_or_said_are_left_out(tmp_path: Path):
    file = tmp_path / "a.rundown"
    file.write_bytes(one(title="a\ud800\x00b\nc", script="x\x07\r\ny", product=" p\x1b "))
    (segment,) = read_rundown(file).segments
    assert segment.title == "a?b c"
    assert segment.script == "x\ny"
    assert segment.product == "p"
    write_rundown(file, Rundown("a", (segment,)))
    assert plain(read_rundown(file)).segments == (replace(segment, id=""),)


def test_what_would_be_no_workbook_is_not_called_so(tmp_path: Path):
    with pytest.raises(StudioError) as caught:
        write_rundown(tmp_path / "plan.xlsx", EVENING)
    assert "cannot be written as plan.xlsx" in str(caught.value.problem)
    assert files_in(tmp_path) == []


def test_what_was_there_stays_where_nothing_can_be_written(tmp_path: Path, monkeypatch):
    file = tmp_path / "a.rundown"
    write_rundown(file, EVENING)
    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _fd: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(StudioError) as caught:
        write_rundown(file, Rundown("B"))
    assert "No space" in str(caught.value.problem)
    assert file.read_bytes() == before
    assert files_in(tmp_path) == ["a.rundown"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Evening", "Evening.rundown"),
        ("../../etc/passwd", "-..-etc-passwd.rundown"),
        ("周五 / 晚上", "周五 - 晚上.rundown"),
        ("", "rundown.rundown"),
        ("...", "rundown.rundown"),
        ("一" * 200, "一" * 40 + ".rundown"),
    ],
)
def test_a_new_file_has_a_name_that_every_disk_takes(tmp_path: Path, name: str, file: str):
    made = new_file(tmp_path / "rundowns", name)
    assert made == tmp_path / "rundowns" / file
    write_rundown(made, Rundown(name))
    assert new_file(tmp_path / "rundowns", name).name == file.replace(".rundown", " 2.rundown")
    assert [f.path for f in rundowns_in(tmp_path / "rundowns")] == [str(made)]


def test_a_folder_that_is_not_there_has_no_rundowns(tmp_path: Path):
    assert rundowns_in(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("line", ["# a" + "," * 4_000_000, "# a" + " " * 4_000_000 + ",x"])
def test_a_heading_without_end_is_refused_at_once(tmp_path: Path, line: str):
    (tmp_path / "a.txt").write_text(line)
    begun = time.process_time()
    with pytest.raises(StudioError):
        read_rundown(tmp_path / "a.txt")
    # What looks at it again for each comma or space takes minutes.
    assert time.process_time() - begun < 5
