import json
from pathlib import Path

import pytest

from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.errors import StoreError
from studio.model.message import say
from studio.speech.announcer import Announcer, LineOutlet

HELLO = Announcement(
    say("Hello, viewers."),
    brief=say("Hello."),
    priority=Priority.NEXT,
    earcon=Earcon.DONE,
    topic="greeting",
)


def test_each_outlet_is_given_each_announcement_and_the_transcript_tells_who_took_it(tmp_path):
    lines = []
    transcript = tmp_path / "transcript.jsonl"
    announcer = Announcer([LineOutlet(lines.append)], transcript)
    announcer.announce(HELLO)
    announcer.close()
    (written,) = (json.loads(line) for line in transcript.read_text().splitlines())
    assert written | {"time": 0} == {
        "time": 0, "text": "Hello, viewers.", "brief": "Hello.", "priority": "next",
        "topic": "greeting", "earcon": "done", "outlets": ["line"],
    }  # fmt: skip
    assert json.loads(lines[0])["text"] == "Hello, viewers."
    last = announcer.last()
    assert last is not None
    assert last.announcement is HELLO


def test_an_outlet_that_fails_is_dropped_and_the_others_go_on(studio_log):
    lines = []

    def broken(_line):
        raise OSError("no space")

    studio_log.expect("outlet line failed")
    announcer = Announcer([LineOutlet(broken), LineOutlet(lines.append)])
    announcer.announce(HELLO)
    announcer.announce(HELLO)
    assert len(lines) == 2


def test_a_full_disk_under_the_transcript_is_told_once_and_ends_nothing(studio_log):
    lines = []
    studio_log.expect("the transcript ended")
    announcer = Announcer([LineOutlet(lines.append)], Path("/dev/full"))
    announcer.announce(HELLO)
    announcer.announce(HELLO)
    texts = [json.loads(line)["text"] for line in lines]
    assert texts[0] == texts[2] == "Hello, viewers."
    assert texts[1].startswith("The transcript cannot be written any more.")


def test_a_transcript_that_cannot_be_opened_is_told(tmp_path):
    with pytest.raises(StoreError, match="transcript"):
        Announcer([], tmp_path / "nowhere" / "transcript.jsonl")
