"""What the user hears of a source: each outage once, and its end when it lasts."""

from studio.model.errors import PictureError
from studio.model.events import SourceBack, SourceLost, SourceOpened
from studio.model.message import say
from studio.model.scene import PictureKind, PictureSource
from studio.video import feed
from studio.video.feed import Standing

SOURCE = PictureSource("Lamp", PictureKind.CAMERA)
ERROR = PictureError(say("It is gone."), say("Look for it."))


def standing(monkeypatch, posted):
    now = [100.0]
    monkeypatch.setattr(feed.time, "monotonic", lambda: now[0])
    return Standing(SOURCE, posted.append, steady_s=0.5), now


def test_a_loose_plug_does_not_talk_all_the_time(monkeypatch):
    posted = []
    source, now = standing(monkeypatch, posted)
    source.works("640x480")
    for _ in range(10):
        source.lost(ERROR)
        source.works("")
        now[0] += 0.4
        source.works("")
    assert posted == [SourceOpened(SOURCE.id, "640x480"), SourceLost(SOURCE.id, ERROR)]
    now[0] += 0.2
    source.works("")
    assert posted[2:] == [SourceBack(SOURCE.id, "Lamp")]


def test_what_never_opened_is_lost_then_opened_and_back(monkeypatch):
    posted = []
    source, now = standing(monkeypatch, posted)
    source.lost(ERROR)
    source.lost(ERROR)
    source.works("640x480")
    now[0] += 1.0
    source.works("640x480")
    assert [type(event) for event in posted] == [SourceLost, SourceOpened, SourceBack]
