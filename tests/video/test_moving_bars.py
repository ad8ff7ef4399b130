"""The picture that stands in for a camera moves, and costs next to nothing."""

import time

import numpy as np
import pytest

from studio.model.events import SourceOpened
from studio.model.media import Size
from studio.model.scene import PictureKind, PictureSource
from studio.video.inputs import probe
from tests.video.films import running

SOURCE = PictureSource("Test", PictureKind.TEST)


@pytest.mark.parametrize(
    "size", [Size(1280, 720), Size(720, 1280), Size(1080, 1920), Size(64, 36), Size(2, 4)], ids=str
)
def test_it_moves_at_any_size(size):
    posted = []
    with running(SOURCE, posted.append, origin=100.0, canvas=size) as source:
        pictures = [source.picture(100.0 + beat / 30) for beat in range(61)]
    assert posted == [SourceOpened(SOURCE.id, str(size))]
    assert all(picture and picture.size == size for picture in pictures)
    if size.width > 2:
        looks = {picture.y.tobytes() for picture in pictures if picture}
        assert len(looks) > 30


def test_it_is_as_old_as_the_beat_that_shows_it():
    with running(SOURCE, origin=100.0) as source:
        picture = source.picture(107.5)
        assert picture
        assert picture.captured_at == 107.5
        assert source.picture(107.5) is picture
        assert not source.is_live


def test_the_seconds_are_counted():
    with running(SOURCE, origin=100.0, canvas=Size(640, 480)) as source:

        def middle(at):
            picture = source.picture(at)
            assert picture
            return picture.y[200:280, 220:420].copy()

        assert np.array_equal(middle(107.0), middle(107.96))
        assert not np.array_equal(middle(107.0), middle(108.0))
        assert np.array_equal(middle(99.0), middle(100.5))


def test_before_the_beginning_it_is_there_already():
    with running(SOURCE, origin=time.monotonic() + 60) as source:
        assert source.picture(time.monotonic())


def test_probing():
    probe(SOURCE)
