"""Several streamers share a workstation: by the command line, and in the real window by keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.model.destination import Destination
from studio.model.person import Person, Profile
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.store.repositories import Repositories
from studio.store.store import Store
from tests.app.studio_process import run
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.harness.screenreader import Lab

SARI = Person("Sari", "sari")
TOKO = Destination("Toko", "rtmp://127.0.0.1:9/toko", id="toko")


@pytest.fixture
def data(tmp_path) -> Path:
    """Weng Ning's studio, and Sari's beside it."""
    data = tmp_path / "data"
    sources = [PictureSource("Bars", PictureKind.TEST)], [SoundSource("Hum", SoundKind.TONE)]
    furnish(data, arrangement(*sources), Destination("Shop", "rtmp://127.0.0.1:9/live"))

    def share(kept: Repositories) -> None:
        kept.persons.put(Person("翁宁", kept.person.id))
        begun = arrangement([PictureSource("Dapur", PictureKind.TEST)])
        kept.add_person(
            Profile(
                SARI, Settings(brief_answers=False), scenes=begun.scenes, pictures=begun.pictures
            )
        )
        hers = kept.of_another(SARI)
        hers.destinations.put(TOKO)
        hers.end_first_steps()

    store = Store(data / "studio.db", lambda _event: None)
    store.start_and_wait()
    store.run(share).result(10)
    store.stop()
    return data


def test_the_command_line_lists_people_and_is_of_whom_it_names(data):
    assert run(data, "people").stdout == "翁宁 (streamed last)\nSari\n"
    listed = json.loads(run(data, "people", "--json").stdout)
    assert [(p["name"], p["streaming"]) for p in listed] == [("翁宁", True), ("Sari", False)]
    assert run(data, "destination", "list").stdout.startswith("Shop\t")
    named = run(data, "--person", "sari", "destination", "list").stdout
    assert named.startswith("Toko\t")
    assert run(data, "destination", "list", "--person", "翁宁").stdout.startswith("Shop\t")
    refused = run(data, "--person", "Otto", "destination", "list")
    assert refused.returncode == 2
    assert refused.stderr.strip() == (
        "No streamer here is called “Otto”. “earshot people” lists them all."
    )
    assert len(run(data, "--person", "sari", "products").stdout.splitlines()) > 2


def test_a_show_by_script_is_of_whom_it_names(data, tmp_path):
    film = tmp_path / "show.mp4"
    done = run(
        data, "show", "--person", "Sari", "--picture", "test", "--sound", "silence",
        "--seconds", "3", "--record", str(film),
        "--do", "1:person.who", "--do", "2:person.switch:翁宁",
    )  # fmt: skip
    assert film.stat().st_size > 1000
    assert "Sari is streaming. 翁宁 too has a studio here." in done.stdout
    assert "You are recording, so it has to stay your studio." in done.stdout
    # What a script is for is nobody's last show.
    assert run(data, "people").stdout == "翁宁 (streamed last)\nSari\n"


def test_who_streams_is_asked_by_ear_remembered_and_changed_by_keys(data):
    with Lab() as lab:
        with WindowStudio(lab, data, NO_SOUND) as studio:
            lab.wait_active(lambda title: title == "Who is streaming?")
            lab.wait_said("Enter opens the studio")
            report = lab.audit("^Earshot", "--window", "^Who is streaming", "--strict")
            assert [f for f in report["findings"] if f["severity"] != "info"] == []
            lab.key("Down")
            assert "Sari" in lab.words(lab.said())
            studio.press("Return", "Sari's studio.")
            lab.wait_active(lambda title: title == "Earshot Studio, Sari")
            studio.press("ctrl+1", "You are not live.")
            assert "Dapur" in studio.go_to("Scenes")
            assert studio.terminate() == 0
        assert run(data, "people").stdout == "翁宁\nSari (streamed last)\n"
        with WindowStudio(lab, data, NO_SOUND) as studio:
            lab.wait_active(lambda title: title == "Who is streaming?")
            lab.press("Escape")
            studio.wait_told("Sari's studio.")
            lab.wait_active(lambda title: title == "Earshot Studio, Sari")
            assert studio.terminate() == 0


def test_somebody_new_is_added_and_taken_through_the_first_steps_by_keys(tmp_path):
    data = tmp_path / "data"
    sources = [PictureSource("Bars", PictureKind.TEST)], [SoundSource("Hum", SoundKind.TONE)]
    furnish(data, arrangement(*sources), shortcuts={"window.people": "Ctrl+Alt+P"})
    steps = {**NO_SOUND, "EARSHOT_FIRST_STEPS": None}
    with Lab() as lab, WindowStudio(lab, data, steps) as studio:
        studio.press("ctrl+1", "You are not live.")
        lab.press("ctrl+alt+p")
        lab.wait_active(lambda title: title == "People")
        lab.wait_said("Streamer without a name")
        lab.press("alt+a")
        lab.wait_active(lambda title: title == "Add streamer")
        lab.type("Budi")
        studio.press("Return", "Budi has a studio now. It begins with the first steps.")
        lab.wait_active(lambda title: title == "People")
        lab.key("Down")
        mark = studio.mark()
        lab.press("Return")
        studio.wait_told("Budi's studio.", mark.told)
        lab.wait_active(lambda title: title == "First steps")
        lab.press("Escape")
        studio.wait_told("You have left the first steps.", mark.told)
        lab.wait_active(lambda title: title == "Earshot Studio, Budi")
        assert "Face" in studio.go_to("Scenes")
        assert studio.terminate() == 0
    listed = json.loads(run(data, "people", "--json").stdout)
    assert [(p["name"], p["streaming"]) for p in listed] == [("", False), ("Budi", True)]
