"""What cannot work is told in one sentence of problem and one of remedy, with exit status 2."""

import json

import pytest

from studio.store.store import Store
from tests.app.studio_process import run
from tests.harness.ingest import RtmpIngest

SHORT = ("--sound", "silence", "--seconds", "2", "--size", "320x180")
KEY = "s3cret-stream-key"


def _last_words(shown):
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    return [line["text"] for line in lines if "text" in line]


def _refused(shown):
    words = _last_words(shown)
    assert shown.returncode == 2, shown.stdout + shown.stderr
    assert words, shown.stderr
    assert "Traceback" not in shown.stderr
    return words


@pytest.mark.parametrize(
    ("picture", "problem"),
    [
        ("nowhere.mp4", "nowhere.mp4"),
        ("{folder}/text.mp4", "text.mp4"),
        ("{folder}/empty.mp4", "empty.mp4"),
        ("{folder}", "{name}"),
        ("", "camera"),
        ("Logitech", "Logitech"),
        ("http://127.0.0.1:9/cam.mjpg", "Camera"),
    ],
)
def test_a_picture_that_is_none(tmp_path, picture, problem):
    (tmp_path / "text.mp4").write_text("not a video at all")
    (tmp_path / "empty.mp4").touch()
    blanks = {"folder": tmp_path, "name": tmp_path.name}
    shown = run(
        tmp_path / "data", "show", "--picture", picture.format(**blanks),
        "--record", str(tmp_path / "out.mp4"), *SHORT,
    )  # fmt: skip
    assert (
        problem.format(**blanks).lower()
        in _refused(shown)[-1].lower() + " ".join(_last_words(shown)).lower()
    )


@pytest.mark.parametrize(
    "sound",
    ["nowhere.wav", "{folder}/text.wav", "A microphone", "foo://sound", "http://127.0.0.1:9/a.mp3"],
)
def test_a_sound_that_is_none(tmp_path, sound):
    (tmp_path / "text.wav").write_text("not a sound at all")
    shown = run(
        tmp_path / "data", "show", "--picture", "test", "--sound", sound.format(folder=tmp_path),
        "--seconds", "2", "--size", "320x180", "--record", str(tmp_path / "out.mp4"),
    )  # fmt: skip
    _refused(shown)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    shown = run(
        tmp_path / "data", "show", "--picture", "test", *SHORT,
        "--record", str(tmp_path / "file" / "out.mp4"),
    )  # fmt: skip
    _refused(shown)


@pytest.mark.parametrize(
    "address",
    ["rtmp://127.0.0.1:9/live/x", "rtmp://no-such-host.invalid/live/x", "ftp://127.0.0.1/x"],
)
def test_an_ingest_that_is_not_there(tmp_path, address):
    shown = run(tmp_path / "data", "show", "--picture", "test", *SHORT, "--to", address)
    _refused(shown)


@pytest.mark.parametrize(
    "arguments",
    [("--card", "no-such-card"), ("--to", "nobody"), ()],
    ids=["card", "destination", "nowhere to go"],
)
def test_wishes_that_name_nothing(tmp_path, arguments):
    outputs = () if not arguments or arguments[0] == "--to" else ("--rehearse",)
    shown = run(tmp_path / "data", "show", "--picture", "test", *SHORT, *arguments, *outputs)
    _refused(shown)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--size", "1281x720"),
        ("--size", "wide"),
        ("--fps", "900"),
        ("--colour", "red"),
        ("--card",),
    ],
    ids=" ".join,
)
def test_words_that_mean_nothing(tmp_path, arguments):
    shown = run(tmp_path / "data", "show", "--picture", "test", "--rehearse", *arguments)
    assert shown.returncode == 2
    problem, remedy = shown.stderr.splitlines()
    assert problem.startswith("These words were not understood: ")
    assert remedy.endswith("--help” tells which there are.")


def test_a_destination_is_kept_tested_and_used_and_its_key_is_never_told(tmp_path):
    data = tmp_path / "data"
    with RtmpIngest(key=KEY) as ingest:
        told = []

        def earshot(*arguments, key=""):
            shown = run(data, *arguments, key=key)
            told.append(shown.stdout + shown.stderr)
            return shown

        added = earshot("destination", "add", "Shop", "--url", ingest.address, key=KEY + "\n")
        assert added.returncode == 0, added.stderr
        assert earshot("destination", "list").stdout.split("\t")[0] == "Shop"
        assert earshot("destination", "test", "shop").returncode == 0
        live = earshot("show", "--picture", "test", *SHORT, "--to", "Shop")
        assert live.returncode == 0, live.stdout
        assert "You are live on Shop." in _last_words(live)
        changed = earshot("destination", "add", "Shop", "--url", ingest.address, key="wrong-key\n")
        assert changed.returncode == 0
        assert earshot("destination", "test", "Shop").returncode == 2
        assert _refused(earshot("show", "--picture", "test", *SHORT, "--to", "Shop"))
        assert earshot("destination", "edit", "nobody", "--off").returncode == 2
        assert earshot("destination", "edit", "shop", "--url", "ftp://x").returncode == 2
        edited = earshot("destination", "edit", "shop", "--name", "Night market", "--off")
        assert edited.stdout.strip() == "Night market is saved."
        listed = earshot("destination", "list").stdout.strip().split("\t")
        assert (listed[0], listed[2:]) == ("Night market", [ingest.address, "off"])
        earshot("destination", "edit", "Night market", "--name", "Shop", "--on")
    assert earshot("destination", "remove", "Shop").returncode == 0
    assert earshot("destination", "list").stdout == ""
    kept = b"".join(p.read_bytes() for p in data.rglob("*") if p.is_file())
    for secret in (KEY, "wrong-key"):
        assert secret not in "".join(told)
        assert secret.encode() not in kept


def test_a_destination_without_its_key(tmp_path):
    data = tmp_path / "data"
    assert (
        run(data, "destination", "add", "Shop", "--url", "rtmp://127.0.0.1:9/live").returncode == 0
    )
    words = _refused(run(data, "show", "--picture", "test", *SHORT, "--to", "Shop"))
    assert "needs a stream key" in " ".join(words)


def test_transcript_and_language(tmp_path):
    transcript = tmp_path / "transcript.jsonl"
    shown = run(
        tmp_path / "data", "--transcript", str(transcript), "--language", "zh", "show",
        "--picture", "test", *SHORT, "--rehearse",
    )  # fmt: skip
    assert shown.returncode == 0
    lines = [json.loads(line) for line in transcript.read_text().splitlines()]
    assert {"time", "text", "brief", "priority", "topic", "outlets"} <= lines[0].keys()
    assert any("彩排" in line["text"] for line in lines)


def test_a_script_changes_nothing_of_the_users(tmp_path):
    data = tmp_path / "data"
    arguments = ("show", "--picture", "test", *SHORT, "--rehearse")
    assert run(data, *arguments).returncode == 0
    changed = run(data, *arguments, "--do", "0.3:source.remove:Silence", "--do", "0.4:sound.mute")
    assert "Silence is removed." in changed.stdout

    store = Store(data / "studio.db", lambda _event: None)
    store.start_and_wait()
    kept = store.run(lambda kept: kept.scenes.load()).result()
    store.stop()
    assert kept.scenes[0].name == "Face"
    assert [sound.name for sound in kept.sounds] == ["Microphone"]


def test_a_refused_command_is_seen_in_the_exit_status(tmp_path):
    shown = run(
        tmp_path / "data", "show", "--picture", "test", *SHORT, "--rehearse",
        "--do", "0.3:card.show:nothing", "--do", "0.4:no.such",
    )  # fmt: skip
    assert len([w for w in _refused(shown) if "nothing" in w or "no.such" in w]) == 2
    assert "summary" in json.loads(shown.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "arguments",
    [
        ("--seconds", "inf"), ("--seconds", "-5"), ("--seconds", "soon"), ("--size", "321x180"),
        ("--fps", "61"), ("--video-kbps", "-5"), ("--encoder", "magic"), ("--do", "five:x.y"),
        ("--record", "show.mkv"), ("--delay", "9"),
    ],
)  # fmt: skip
def test_arguments_that_mean_nothing(tmp_path, arguments):
    shown = run(tmp_path / "data", "show", "--picture", "test", "--rehearse", *arguments)
    assert shown.returncode == 2
    assert arguments[0] in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_CN", "参数 --encoder：没有 'magic' 这个选择"), ("id", "pilihan 'magic' tidak ada")],
)
def test_what_was_not_understood_is_told_in_the_users_language(tmp_path, language, words):
    shown = run(tmp_path / "data", "show", "--encoder", "magic", EARSHOT_LANGUAGE=language)
    assert words in shown.stderr
    assert "choice" not in shown.stderr


@pytest.mark.parametrize("name", ["", "rtmp://shop/live"])
def test_a_name_that_scripts_could_not_tell_from_an_address(tmp_path, name):
    data = tmp_path / "data"
    added = run(data, "destination", "add", name, "--url", "rtmp://x/live", key="abc\n")
    assert added.returncode == 2
    assert "Give it a name that you can say" in added.stderr
    assert run(data, "destination", "list").stdout == ""


def test_a_key_that_cannot_be_kept_leaves_everything_as_it_was(tmp_path):
    data = tmp_path / "data"
    add = ("destination", "add", "Shop", "--url")
    assert run(data, *add, "rtmp://x/live/a", "--no-key").returncode == 0
    before = run(data, "destination", "list").stdout
    # The keys' file cannot be made where a folder is in its way.
    (data / "secrets.enc").mkdir()
    for name, url in (("Shop", "rtmp://y/live"), ("Market", "rtmp://z/live")):
        refused = run(data, "destination", "add", name, "--url", url, key="abcdef\n")
        assert refused.returncode == 2, refused.stdout
        assert run(data, "destination", "list").stdout == before


def test_an_address_that_takes_no_streams_is_not_kept(tmp_path):
    data = tmp_path / "data"
    assert run(data, "destination", "add", "Web", "--url", "http://x/").returncode == 2
    assert run(data, "destination", "list").stdout == ""
