"""`earshot rundown`, and a scripted show that follows one, as programs of their own."""

from __future__ import annotations

import json

from tests.app.studio_process import run

PLAN = """Rundown: 周五
Language: zh

# greeting, 2
大家好！这是最好的茶。
# product: demo-2, 3
很香。
# product: x-9
"""


def test_a_rundown_is_looked_through_and_written_in_another_form(tmp_path):
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="gb18030")
    # A first show furnishes the catalogue.
    out = tmp_path / "plan.rundown"
    done = run(tmp_path / "data", "rundown", str(plan), "--out", str(out), "--language", "en")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == [
        "周五, 3 segments. Planned for 5 minutes.",
        "1. Greeting, 2 minutes, 2 lines.",
    ]
    assert any("“最好的” may count among the words" in line for line in lines)
    assert "In segment 3, x-9: There is no product x-9 in the catalogue." in lines
    assert lines[-1] == f"The rundown is saved in {out}."
    done = run(tmp_path / "data", "rundown", str(out), "--json", "--language", "en")
    (told,) = done.stdout.splitlines()
    whole = json.loads(told)
    assert (whole["name"], whole["planned_s"], whole["file"]) == ("周五", 300, "")
    first = whole["segments"][0]
    assert first["lines"] == ["大家好！", "这是最好的茶。"]
    assert [claim["rule"] for claim in first["claims"]] == ["cn-9-like"]
    assert [one["in_catalogue"] for one in whole["segments"]][2] is False


def test_what_is_none_is_told_and_the_program_fails(tmp_path):
    broken = tmp_path / "a.rundown"
    broken.write_text("{}")
    done = run(tmp_path / "data", "rundown", str(broken), "--language", "en")
    assert done.returncode != 0
    assert "a.rundown: This is no rundown. It is a file of something else." in done.stderr
