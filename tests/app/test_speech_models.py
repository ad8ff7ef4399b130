"""Speech models by the command line, from a folder and from a server on loopback."""

import csv
import json
import zipfile

import pytest

from studio import paths, text
from studio.cli import main
from studio.voice.models import ADDRESS_VARIABLE
from tests.audio.voices import spoken
from tests.harness.pulse import write_wav
from tests.voice.korean import model
from tests.voice.model_server import serving


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.setenv(text.LANGUAGE_VARIABLE, "en")
    yield tmp_path / "data"
    text.use("en")


@pytest.fixture
def korean(data):
    (data / "speech-models").mkdir(parents=True)
    (data / "speech-models/ko").symlink_to(model(), target_is_directory=True)


def test_a_folder_is_brought_and_listed(capsys):
    assert main(["voice", "models"]) == 0
    assert "Korean: can be downloaded, 82 megabytes." in capsys.readouterr().out
    assert main(["voice", "download", "ko", "--from", str(model())]) == 0
    came = capsys.readouterr()
    assert came.out == "The model for Korean is here.\n"
    assert "100 percent is done." in came.err
    assert main(["voice", "models", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (here,) = told["here"]
    assert (here["language"], here["fault"]) == ("ko", "")
    assert {offer["language"] for offer in told["offered"]} == {"zh", "en"}


def test_what_cannot_be_is_told_and_the_status_says_so(capsys, tmp_path):
    assert main(["voice", "download", "id"]) == 2
    assert "Nobody has made a model for Indonesian yet." in capsys.readouterr().err
    assert main(["voice", "download", "zh", "--from", str(tmp_path / "no.zip")]) == 2
    assert "There is no file" in capsys.readouterr().err
    assert main(["voice", "download", "zh", "--from", str(model())]) == 2
    assert "is a model for Korean, not for Chinese." in capsys.readouterr().err


def test_a_server_that_gives_another_file_is_found_out(capsys, monkeypatch, data):
    with serving() as server:
        monkeypatch.setenv(ADDRESS_VARIABLE, server.address)
        server.files["/vosk-model-small-cn-0.22.zip"] = _zip_of_nothing(data)
        assert main(["voice", "download", "zh"]) == 2
    assert "It is not the file that its makers gave out." in capsys.readouterr().err
    assert not (data / "speech-models/zh").exists()


def _zip_of_nothing(data):
    data.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(data / "x.zip", "w") as packed:
        packed.writestr("a", "b")
    return (data / "x.zip").read_bytes()


def test_a_broken_model_is_listed_as_such(capsys, korean, data):
    (data / "speech-models/ko").unlink()
    (data / "speech-models/ko").mkdir()
    assert main(["voice", "models"]) == 0
    assert "no model for hearing words" in capsys.readouterr().out


@pytest.mark.parametrize("engine", ["vosk", "both"])
def test_recordings_are_evaluated_by_words(capsys, korean, tmp_path, engine):
    phrases = ("녹화 종료", "마이크 켜기")
    with (tmp_path / "index.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["role", "speaker", "command", "file"])
        for place, phrase in enumerate(phrases):
            for number, role in enumerate(("take", "take", "take", "test")):
                name = f"{place}{number}.wav"
                sound = spoken((phrase,), 16_000, 0.3, 155 + 5 * number, language="ko")
                write_wav(tmp_path / name, 0.5 * sound, 16_000)
                rows.writerow([role, "machine", phrase, name])
    wish = ["voice", "evaluate", str(tmp_path / "index.csv"), "--hold", "--fast"]
    assert main([*wish, "--engine", engine, "--words", "ko"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["all"]["correct"] == 2
    assert told["all"]["wrong"] == 0


def test_without_a_model_words_cannot_be_evaluated(capsys, tmp_path):
    (tmp_path / "index.csv").write_text("role,speaker,command,file\ntest,a,next,a.wav\n", "utf-8")
    wish = ["voice", "evaluate", str(tmp_path / "index.csv"), "--engine", "vosk"]
    assert main(wish) == 2
    came = capsys.readouterr()
    assert "There is no model for English here." in came.out + came.err
