"""Rundowns as text: whatever comes in, and everything that goes out comes back."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model import rundown_text
from studio.model.errors import RundownError
from studio.model.rundown import Rundown, Segment, SegmentKind

# What a field of the window can hold, and what the forms themselves are made of.
SIGNS = st.sampled_from("aB1 ,:|#\\-.=/，：茶é\U0001f375")
WORDS = st.text(SIGNS, max_size=12).map(lambda words: " ".join(words.split()))
SCRIPTS = st.text(st.sampled_from("ab #\\,:茶。\n"), max_size=60).map(
    lambda words: "\n".join(words.splitlines()).strip()
)
MINUTES = st.one_of(
    st.integers(0, 1440).map(float), st.sampled_from([0.5, 2.5, 12.25, 1.0 / 4, 1439.5])
)


@st.composite
def segments(draw) -> Segment:
    kind = draw(st.sampled_from(SegmentKind))
    # In a plain text a bar ends the code.
    product = draw(WORDS).replace("|", "").strip()
    return Segment(kind, draw(WORDS), product, draw(MINUTES), draw(SCRIPTS), id="")


RUNDOWNS = st.builds(
    Rundown,
    WORDS,
    st.lists(segments(), min_size=1, max_size=5).map(tuple),
    st.sampled_from(["", "zh"]),
)


def plain(rundown: Rundown) -> Rundown:
    return replace(rundown, segments=tuple(replace(s, id="") for s in rundown.segments))


@given(RUNDOWNS)
def test_our_own_form_brings_all_back(rundown):
    assert plain(rundown_text.read(rundown_text.written(rundown))) == rundown


@given(RUNDOWNS)
def test_tables_bring_all_back_but_the_language(rundown):
    rows = list(rundown_text.rows_of(rundown))
    assert plain(rundown_text.from_rows(rundown.name, rows)) == replace(rundown, language="")


@given(RUNDOWNS)
def test_plain_texts_bring_all_back(rundown):
    text = rundown_text.as_text(rundown)
    assert plain(rundown_text.from_text(rundown.name, text)) == rundown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["kind", "title", "product", "minutes", "script", "segments", "name"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3) | JSON, JSON, JSON)
def test_no_json_is_more_than_a_sentence(listed, name, language):
    told = {"earshot rundown": 1, "segments": listed, "name": name, "language": language}
    _read_or_refused(rundown_text.read, json.dumps(told))


@given(st.text(max_size=80))
def test_no_text_is_more_than_a_sentence(text):
    _read_or_refused(rundown_text.read, text)
    _read_or_refused(lambda words: rundown_text.from_text("x", words), text)
    _read_or_refused(lambda words: rundown_text.from_text("x", f"# {words}"), text)


@given(st.lists(st.lists(st.text(max_size=6), max_size=5), max_size=4))
def test_no_table_is_more_than_a_sentence(rows):
    header = [["kind", "minutes", "product"]]
    _read_or_refused(lambda all_rows: rundown_text.from_rows("x", all_rows), header + rows)


def _read_or_refused(read, given) -> None:
    """Whatever is read can be kept, and comes back; anything else is refused by a sentence."""
    with suppress(RundownError):
        rundown = read(given)
        written = rundown_text.written(rundown)
        written.encode()
        assert plain(rundown_text.read(written)) == plain(rundown)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("5", 5.0),
        ("2,5", 2.5),
        ("2.5 min", 2.5),
        ("8 分钟", 8.0),
        ("8'", 8.0),
        ("0:30", 0.5),
        ("1:00:00", 60.0),
        ("2：30", 2.5),
        ("５", 5.0),
        ("30 seconds", 0.5),
        ("30秒", 0.5),
        ("2分30秒", 2.5),
        ("2 min 30 s", 2.5),
        ("1 jam", 60.0),
        ("1,5 hours", 90.0),
        ("2′30″", 2.5),
        ("", 0.0),
    ],
)
def test_minutes_are_read_as_people_write_them(words, minutes):
    rundown = rundown_text.from_rows("x", [["kind", "minutes"], ["break", words]])
    assert rundown.segments[0].minutes == minutes


@pytest.mark.parametrize("words", ["soon", "-1", "1e9", "5 to 6", "1:2", "3 songs"])
def test_what_are_no_minutes_is_told_with_its_segment(words):
    rows = [["kind", "minutes"], ["greeting", "1"], ["break", words]]
    with pytest.raises(RundownError) as caught:
        rundown_text.from_rows("x", rows)
    assert str(caught.value.problem).startswith("Segment 2 cannot be read: ")


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("# break: Tea, 2:30", ("break", "Tea", 2.5)),
        ("# greeting, 2:30", ("greeting", "", 2.5)),
        ("＃ greeting，5分钟", ("greeting", "", 5)),
        ("# break: Music, 3 songs", ("break", "Music, 3 songs", 0)),
        ("# break: Wait, 30 seconds", ("break", "Wait", 0.5)),
        ("## 2. lottery, 5 min", ("lottery", "", 5)),
        ("# 2. Tea time, 5 min", ("other", "2. Tea time", 5)),
    ],
)
def test_a_heading_is_read_as_people_write_it(heading, wanted):
    (segment,) = rundown_text.from_text("x", f"{heading}\nHello").segments
    assert (segment.kind, segment.title, segment.minutes) == wanted


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Jenis,Judul,Produk,Menit,Naskah", "Sapaan,,HG-1,3,Halo"),
        ("类型,标题,产品,时长（分钟）,话术", "开场,,HG-1,3分钟,Halo"),
        ("Kind,Title,SKU,Minutes (min),Text", "Opening,,HG-1,3 min,Halo"),
    ],
)
def test_a_table_is_headed_as_people_head_it(head, row):
    rundown = rundown_text.from_rows("x", [head.split(","), row.split(",")])
    (segment,) = rundown.segments
    assert (segment.kind, segment.product, segment.minutes, segment.script) == (
        "greeting",
        "HG-1",
        3,
        "Halo",
    )
    assert rundown.unused == ()


def test_headings_may_stand_below_a_title_and_what_is_not_used_is_known():
    rows = [
        ["Friday", ""],
        ["", ""],
        ["No.", "product", "script", "script", "Who"],
        ["1", "HG-1", "Hi", "Ho", "Li"],
    ]
    rundown = rundown_text.from_rows("x", rows)
    assert [segment.script for segment in rundown.segments] == ["Hi"]
    assert rundown.unused == ("No.", "script", "Who")


def test_a_script_that_was_torn_by_its_commas_is_not_cut_off():
    rows = [["kind", "script"], ["greeting", "Hello", " dear all"]]
    with pytest.raises(RundownError) as caught:
        rundown_text.from_rows("x", rows)
    assert "“dear all” stands in no column" in str(caught.value.problem)


@pytest.mark.parametrize(
    ("words", "tag"),
    [("Chinese", "zh"), ("中文", "zh"), ("Bahasa Indonesia", "id"), ("en-GB", "en-GB"), ("?", "")],
)
def test_a_language_is_told_by_its_tag_or_name(words, tag):
    rundown = rundown_text.from_text("x", f"Language: {words}\n# greeting\n")
    assert rundown.language == tag


def test_names_and_codes_are_one_line_each():
    segments = [{"kind": "product", "product": "HG\n1"}]
    told = {"earshot rundown": 1, "name": "A\n# b", "segments": segments}
    rundown = rundown_text.read(json.dumps(told))
    assert (rundown.name, rundown.segments[0].product) == ("A # b", "HG 1")
