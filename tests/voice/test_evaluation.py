"""`earshot voice evaluate`, by its command line."""

import csv
import json
import wave

import numpy as np
import pytest

from studio import cli
from studio.voice.sound import RATE
from tests.voice.speaking import NAMED, NEXT, PRICE, STOP, TALK, after, quiet, spoken

LABELS = (NEXT, PRICE, STOP)


def write(path, samples, rate=RATE):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


@pytest.fixture
def index(tmp_path):
    rows = []

    def add(role, label, name, samples, rate=RATE, condition=""):
        write(tmp_path / name, samples, rate)
        rows.append((role, "ann" if label else "", label, name, condition))

    for number, words in enumerate(LABELS):
        for speed in (145, 155, 165):
            add("take", words, f"take-{number}-{speed}.wav", spoken(words, speed, 50))
        sound = after(quiet(0.3), spoken(words, 150, 47), quiet(0.2))
        add("test", words, f"test-{number}.wav", sound, condition="near")
        add("test", words, f"tight-{number}.wav", spoken(words, 160, 52)[::2], 8000, "headset")
    add("talk", "", "talk.wav", np.concatenate([after(spoken(t), quiet(0.5)) for t in TALK]))
    path = tmp_path / "index.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        made = csv.writer(file)
        made.writerow(["role", "speaker", "command", "file", "condition"])
        made.writerows(rows)
        made.writerow(["test", "ann", NEXT, "missing.wav", "near"])
    return path


def evaluated(capsys, *words):
    assert cli.main(["voice", "evaluate", *map(str, words)]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("way", ["--hands-free", "--hold"])
def test_all_is_counted_and_what_is_missing_is_told(index, capsys, way):
    found = evaluated(capsys, index, "--fast", way)
    assert found["all"]["tests"] == 6
    assert found["all"]["wrong"] == 0
    assert found["conditions"]["near"]["correct"] == 3
    assert found["conditions"]["headset"]["correct"] >= 2
    assert found["all"]["latency_s"]["median"] < 1.5
    assert found["talk"]["false_accepts"] == 0
    assert 0 < found["talk"]["hours"] < 0.1
    assert any("missing.wav" in problem for problem in found["problems"])


@pytest.mark.parametrize("way", ["--hands-free", "--hold"])
def test_a_label_may_be_any_word(index, capsys, way):
    """Whatever the studio's own ids are."""
    index.write_text(index.read_text("utf-8-sig").replace(NEXT, "name"), "utf-8")
    found = evaluated(capsys, index, "--fast", way)
    assert found["conditions"]["near"]["correct"] == 3
    assert found["all"]["wrong"] == 0


def test_hours_of_talk_are_those_of_the_recordings(index, capsys):
    with wave.open(str(index.parent / "talk.wav")) as file:
        hours = file.getnframes() / RATE / 3600
    talk = evaluated(capsys, index, "--fast")["talk"]
    assert talk["hours"] == pytest.approx(hours, abs=1e-4)


def test_talk_that_is_taken_for_the_name_is_counted(index, capsys):
    with index.open("a", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        for speed in (145, 155, 165):
            write(index.parent / f"name-{speed}.wav", spoken(NAMED, speed, 50))
            rows.writerow(("take", "ann", "name", f"name-{speed}.wav", ""))
        said = after(quiet(1.0), spoken(NAMED, 150, 47), quiet(0.7), spoken(TALK[0]), quiet(1.0))
        write(index.parent / "call.wav", said)
        rows.writerow(("talk", "ann", "", "call.wav", ""))
    talk = evaluated(capsys, index, "--fast", "--name", "name")["talk"]
    assert talk["taken_for_the_name"] == 1


def test_takes_without_speech_and_a_name_that_nobody_says_are_told(index, capsys, tmp_path):
    write(tmp_path / "still.wav", quiet(1.0))
    write(tmp_path / "hiss.wav", np.random.default_rng(0).normal(0, 0.05, 2 * RATE))
    write(tmp_path / "empty.wav", np.zeros(0))
    write(tmp_path / "hours.wav", quiet(1.0), rate=1)
    with index.open("a", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerows(("take", "ann", "still", name, "") for name in ("still.wav", "hiss.wav"))
        rows.writerows((role, "ann", "still", "empty.wav", "") for role in ("take", "test", "talk"))
        rows.writerow(("talk", "ann", "", "hours.wav", ""))
    found = evaluated(capsys, index, "--fast", "--name", "nobody")
    told = " ".join(found["problems"])
    for name in (
        "still.wav: nobody speaks",
        "hiss.wav: nobody speaks",
        "empty.wav",
        "hours.wav",
        "'nobody'",
    ):
        assert name in told
    assert found["commands"] == {"ann": 3}
    assert found["all"]["wrong"] == 0


def test_by_the_clock_the_same_is_heard(index, capsys):
    rows = index.read_text(encoding="utf-8-sig").splitlines()
    kept = [rows[0], *(row for row in rows if row.startswith(("take", "talk")) or "test-0" in row)]
    index.write_text("\n".join(kept), encoding="utf-8")
    found = evaluated(capsys, index)
    assert found["paced"]
    assert found["all"]["correct"] == 1
    assert found["talk"]["cpu_percent_of_a_core"] > 0
    assert found["all"]["latency_s"]["median"] < 1.5


def test_an_index_may_be_written_in_many_ways(index, capsys):
    header, *rows = index.read_text(encoding="utf-8-sig").splitlines()
    long_name = f"test,ann,{NEXT},{'long' * 100}.wav,near"
    written = [header.title().replace(",", " , "), "", *rows, long_name]
    index.write_text("\r\n".join(written), encoding="utf-8")
    found = evaluated(capsys, index, "--fast")
    assert found["all"]["tests"] == 6
    missing, too_long = found["problems"]
    assert missing.startswith(f"line {len(rows) + 2}: no file ")
    assert too_long.startswith(f"line {len(rows) + 3}: no file ")
    index.write_text(header, encoding="utf-8")
    assert evaluated(capsys, index, "--fast")["all"]["tests"] == 0


def test_a_speaker_who_taught_nothing_is_told(index, capsys):
    with index.open("a", newline="", encoding="utf-8") as file:
        csv.writer(file).writerow(["test", "bob", NEXT, "test-0.wav", "near"])
    found = evaluated(capsys, index, "--fast")
    assert "no takes of 'bob', whose tests are in the index" in found["problems"]
    assert found["all"]["rejected"] == 1


def test_a_colon_in_a_files_name_is_no_protocol(index, capsys, monkeypatch):
    (index.parent / "test-0.wav").rename(index.parent / "ann:next.wav")
    text = index.read_text(encoding="utf-8-sig").replace("test-0.wav", "ann:next.wav")
    index.write_text(text, encoding="utf-8")
    monkeypatch.chdir(index.parent)
    found = evaluated(capsys, "index.csv", "--fast")
    assert found["all"]["tests"] == 6


def test_what_is_no_index_is_refused_in_words(tmp_path, capsys):
    path = tmp_path / "no.csv"
    path.write_text("a,b\n1,2\n")
    assert cli.main(["voice", "evaluate", str(path)]) != 0
    assert "no index of recordings" in capsys.readouterr().err


def test_microphones_are_listed(capsys):
    assert cli.main(["voice", "devices"]) == 0
    assert capsys.readouterr().out.strip()


def test_the_curve_tells_what_is_missed_and_accepted_by_how_near_it_has_to_be(
    index, capsys, monkeypatch
):
    monkeypatch.setattr("studio.voice.evaluation.LENIENCIES", (0.02, 1.0))
    with index.open("a") as more:
        more.write("talk,,,test-0.wav,\n")  # somebody quotes a command
    found = evaluated(capsys, index, "--fast", "--curve")
    assert found["leniency"] == 1.0
    strict, usual = found["curve"]
    assert [point["leniency"] for point in found["curve"]] == [0.02, 1.0]
    assert [one["correct_percent"] for one in strict["conditions"].values()] == [0.0, 0.0]
    for name, one in usual["conditions"].items():
        assert one.items() <= found["conditions"][name].items()
    assert usual["talk"].items() <= found["talk"].items()
    assert (strict["talk"]["false_accepts"], usual["talk"]["false_accepts"]) == (0, 1)


def test_there_is_no_curve_of_words(index, capsys):
    assert cli.main(["voice", "evaluate", str(index), "--engine", "vosk", "--curve"]) == 2
    assert capsys.readouterr().err.startswith("The curve is that of taught commands.")
