"""The program's beat, with pictures that a test makes and an encoder that a test is."""

import time

import numpy as np
import pytest

from studio.model.media import Canvas, PlanarPicture, Size
from studio.model.scene import PictureKind, PictureSource, Placement, Scene
from studio.program.clock import Lateness, Program
from studio.program.look import Fade, Look
from studio.threads import Ticker
from studio.video.inputs import PictureInput
from tests.harness.process import wait_until

SIZE = Size(64, 48)


class Plain(PictureInput):
    """A camera that always shows one grey, taken 20 ms before it is asked for."""

    def __init__(self, luma, *, is_live=True):
        self.source = PictureSource("grey", PictureKind.TEST)
        self.is_live = is_live
        self._planes = np.full((48, 64), luma or 0, np.uint8), np.full((24, 32), 128, np.uint8)
        self._is_broken = luma is None

    def start(self):
        pass

    def stop(self):
        pass

    def picture(self, at):
        luma, chroma = self._planes
        if self._is_broken:
            raise RuntimeError("this picture cannot be had")
        return PlanarPicture(luma, chroma, chroma, at - 0.02)


class Encoder:
    """Keeps a copy of every picture, as long as it has room."""

    def __init__(self, program, room=10_000):
        self.program, self.room, self.seen = program, room, []

    def put_picture(self, canvas: Canvas, index: int) -> bool:
        if len(self.seen) >= self.room:
            return False
        self.seen.append((index, int(canvas.y[0, 0]), int(canvas.y[-1, -1])))
        self.program.release(canvas)
        return True


@pytest.fixture
def lateness():
    return []


@pytest.fixture
def program(lateness):
    program = Program(SIZE, 50.0, time.monotonic(), lambda _event: None, lateness.append)
    program.use({"dark": Plain(40), "light": Plain(200)})
    yield program
    program.stop()


def scene(source, **place):
    return Scene(source, (Placement(source, **place),))


def test_every_beat_gives_one_picture(program):
    encoder = Encoder(program)
    program.show(Look(scene=scene("dark")))
    program.send_to(encoder)
    program.start()
    wait_until(lambda: len(encoder.seen) >= 25, 10, "25 pictures")
    program.send_to(None)
    indices = [index for index, *_ in encoder.seen]
    counts = program.counts()
    assert indices == sorted(set(indices))
    assert indices[-1] - indices[0] + 1 - len(indices) <= counts.late
    assert {luma for _, luma, _ in encoder.seen} == {40}
    seen = len(encoder.seen)
    time.sleep(0.1)
    assert len(encoder.seen) == seen


def test_a_fade_goes_through_the_greys_between(program):
    encoder = Encoder(program)
    program.show(Look(scene=scene("dark")))
    program.send_to(encoder)
    program.start()
    wait_until(lambda: len(encoder.seen) >= 3, 10, "pictures")
    program.show(program.look.with_scene(scene("light"), Fade(time.monotonic(), 0.4)))
    wait_until(lambda: encoder.seen[-1][1] == 200, 10, "the end of the fade")
    greys = [luma for _, luma, _ in encoder.seen]
    assert greys == sorted(greys)
    assert len({luma for luma in greys if 40 < luma < 200}) >= 5


def test_one_picture_inside_another(program):
    inside = Placement("light", x=0.5, y=0.5, width=0.5, height=0.5)
    program.show(Look(scene=Scene("both", (Placement("dark"), inside))))
    encoder = Encoder(program)
    program.send_to(encoder)
    program.start()
    wait_until(lambda: encoder.seen, 10, "a picture")
    assert encoder.seen[0][1:] == (40, 200)


def test_a_full_encoder_costs_pictures_but_no_canvas(program):
    encoder = Encoder(program, room=0)
    program.show(Look(scene=scene("dark")))
    program.send_to(encoder)
    program.start()
    wait_until(lambda: program.counts().refused >= 20, 10, "refused pictures")
    encoder.room = 10_000
    wait_until(lambda: encoder.seen, 10, "a picture after all")


def test_a_preview_is_made_only_when_wanted(program):
    program.show(Look(scene=scene("light")))
    program.start()
    time.sleep(0.1)
    assert program.preview() is None
    program.want_preview(Size(32, 24))
    shown = []
    wait_until(
        lambda: (one := program.preview()) is not None and not shown.append(one), 10, "a preview"
    )
    assert shown[0].shape == (24, 32, 3)
    assert np.ptp(shown[0]) == 0


def test_the_voice_is_told_how_late_the_face_is(program, lateness):
    program.show(Look(scene=scene("dark")))
    program.start()
    wait_until(lambda: len(lateness) >= 2, 10, "a measurement")
    assert lateness[-1] == pytest.approx(0.02, abs=0.001)
    program.use({"dark": Plain(40, is_live=False)})
    wait_until(lambda: lateness[-1] == 0.0, 10, "a film on air")


def test_lateness_counts_first_showings_only():
    lateness = Lateness()
    assert lateness.seconds is None
    plane = np.zeros((2, 2), np.uint8)
    picture = PlanarPicture(plane, plane, plane, 10.0)
    lateness.note(picture, 10.01)
    lateness.note(picture, 10.5)
    assert lateness.seconds == pytest.approx(0.01)


def test_a_ticker_that_begins_late_misses_nothing_and_later_counts_what_it_missed():
    ticker = Ticker(time.monotonic() - 10.0, 0.01)
    first = ticker.wait()
    assert first >= 1000
    assert ticker.missed == 0
    time.sleep(0.05)
    assert ticker.wait() >= first + 5
    assert ticker.missed >= 4


def test_a_picture_that_cannot_be_drawn_ends_nothing(program, studio_log):
    told = []
    program.post = told.append
    studio_log.expect("beat .* failed")
    encoder = Encoder(program)
    program.show(Look(scene=scene("dark")))
    program.send_to(encoder)
    program.use({"dark": Plain(None)})
    program.start()
    wait_until(lambda: told, 10, "a complaint")
    program.use({"dark": Plain(40)})
    wait_until(lambda: len(encoder.seen) >= 5, 10, "pictures again")
    assert len(told) == 1
