"""`earshot claims`, as a script runs it."""

import json

import pytest

from tests.app.studio_process import run_bytes


def _run(tmp_path, *arguments, given=b"", **env):
    done = run_bytes(tmp_path / "data", "claims", *arguments, given=given, **env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_claims_are_told_in_sentences(tmp_path):
    status, told, _ = _run(tmp_path, "这是最 佳的榨菜\n能治疗感冒", "--language", "zh")
    assert status == 1
    assert told.splitlines() == [
        "Line 1, sign 3: Article 9 of China's Advertising Law forbids words such as “最 佳的”. "
        "Say for example “品质很好”. With a note of proof on the product it may be said.",
        "Line 2, sign 1: Article 17 of China's Advertising Law leaves “能治疗” to medicine. "
        "Say for example “口感好，配料干净”. No proof allows it. "
        "The rule does not name this; that it covers it is our reading.",
        "2 claims were found.",
        "The word lists are not complete and replace no lawyer.",
    ]


def test_nothing_found_is_told_too(tmp_path):
    status, told, _ = _run(tmp_path, "Terbuat dari katun, stok tersedia", "--language", "id")
    assert status == 0
    assert told.splitlines()[0] == "No claim was found."


def test_the_language_is_the_texts_and_not_the_interfaces(tmp_path):
    _, told, _ = _run(tmp_path, "最佳", "--language", "zh", EARSHOT_LANGUAGE="en")
    assert told.startswith("Line 1, sign 1: Article 9")


def test_a_script_gets_json(tmp_path):
    status, told, _ = _run(tmp_path, "-", "--json", given="\ufeffHello, 最佳!\r\n".encode())
    assert status == 1
    (found,) = json.loads(told)
    assert (found["start"], found["end"], found["phrase"]) == (7, 9, "最佳")
    assert found["kind"] == "superlative"
    assert found["severity"] == "banned"
    assert found["provable"] is True
    assert found["rule"] == "cn-9"
    assert found["reason"].startswith("Article 9 of China's Advertising Law")
    assert found["sure"] == "named"
    assert found["source"].startswith("广告法 第九条")


def test_nothing_found_is_an_empty_list(tmp_path):
    assert _run(tmp_path, "Hello", "--json") == (0, "[]\n", "")


def test_evidence_allows_what_it_proves(tmp_path):
    words = "halal dan terbaik", "--language", "id", "--evidence", "Sertifikat halal 0123", "--json"
    _, told, _ = _run(tmp_path, *words)
    assert [found["phrase"] for found in json.loads(told)] == ["terbaik"]


@pytest.mark.parametrize(
    ("arguments", "given", "complaint"),
    [
        (("",), b"", "There is no text to check. Put it after “claims”"),
        (("-",), b" \n", "There is no text to check."),
        (("-",), "最佳".encode("gb18030"), "The text is not in UTF-8. Save it in UTF-8"),
        (("x", "--language", "tlh"), b"", "These words were not understood: argument --language"),
        ((), b"", "These words were not understood: the following arguments are required: TEXT"),
    ],
)
def test_what_cannot_be_checked_is_refused(tmp_path, arguments, given, complaint):
    status, told, refused = _run(tmp_path, *arguments, given=given)
    assert (status, told) == (2, "")
    assert refused.startswith(complaint)
