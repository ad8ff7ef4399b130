"""Cameras on the network: the newest picture counts, and outages are told once."""

import socket
import time

import numpy as np
import pytest

from studio.model.events import SourceBack, SourceLost, SourceOpened
from studio.model.scene import PictureKind, PictureSource
from tests.harness.camera import HttpCamera, read_counter
from tests.harness.process import wait_until
from tests.video.films import number_of, running
from tests.video.rtsp import RtspCamera


def camera_source(url: str) -> PictureSource:
    return PictureSource("Kitchen", PictureKind.MEDIA, url)


def test_pictures_over_http_are_shown_as_they_arrive(http_camera):
    posted = []
    with running(camera_source(http_camera.url), posted.append) as camera:
        wait_until(lambda: camera.picture(time.monotonic()))
        assert camera.is_live
        counts, ages = [], []
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            picture = wait_until(lambda: camera.picture(time.monotonic()), every_s=0.005)
            if not counts or counts[-1] != number_of(picture):
                counts.append(number_of(picture))
                ages.append(time.monotonic() - picture.captured_at)
    assert [type(event) for event in posted] == [SourceOpened]
    assert posted[0].details == "640x360"
    assert counts == sorted(counts)
    assert 10 < len(counts) <= 33
    assert np.median(ages) < 0.1


def test_the_picture_is_new_when_it_is_shown():
    with HttpCamera(flash_every=0.5) as source, running(camera_source(source.url)) as camera:
        wait_until(lambda: camera.picture(time.monotonic()))
        delays = []

        def flash_seen():
            picture = camera.picture(time.monotonic())
            if picture is not None and picture.y[40:].mean() > 225:
                count = read_counter(picture.y)
                sent = [flash.sent_at for flash in source.flashes if flash.count == count]
                delays.extend(picture.captured_at - at for at in sent)
            return len(delays) > 2

        wait_until(flash_seen, 8.0, every_s=0.002)
    assert 0 <= np.median(delays) < 0.1


@pytest.mark.parametrize("outage", ["stall", "unplug"])
def test_an_outage_is_told_once_and_ends_by_itself(http_camera, outage):
    posted = []
    with running(camera_source(http_camera.url), posted.append) as camera:
        wait_until(lambda: posted)
        last = camera.picture(time.monotonic())
        getattr(http_camera, outage)()
        begun = time.monotonic()
        wait_until(lambda: len(posted) > 1, 5.0)
        assert time.monotonic() - begun < 3.0
        lost = posted[1]
        assert isinstance(lost, SourceLost)
        assert str(lost.error) == (
            "Kitchen has stopped sending pictures. "
            "Check its power and network; it comes back by itself."
        )
        kept = camera.picture(time.monotonic())
        assert last
        assert kept
        http_camera.play()
        wait_until(lambda: len(posted) > 2, 8.0)
        assert posted[2] == SourceBack(camera.source.id, "Kitchen")
        newest = camera.picture(time.monotonic())
        assert newest
        assert newest.captured_at > kept.captured_at
    assert len(posted) == 3


def test_a_silent_camera_does_not_hold_up_the_end(http_camera):
    with running(camera_source(http_camera.url)) as camera:
        wait_until(lambda: camera.picture(time.monotonic()))
        http_camera.stall()
        begun = time.monotonic()
    assert time.monotonic() - begun < 0.7


def test_a_camera_that_comes_later_is_lost_opened_and_back():
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    posted = []
    with running(camera_source(f"http://127.0.0.1:{port}/"), posted.append) as camera:
        wait_until(lambda: posted)
        assert camera.picture(time.monotonic()) is None
    assert len(posted) == 1
    assert str(posted[0].error.problem) == "Kitchen does not answer."


def test_rtsp_over_tcp():
    posted = []
    with RtspCamera() as source, running(camera_source(source.url), posted.append) as camera:
        wait_until(lambda: camera.picture(time.monotonic()))
        assert camera.is_live
        numbers = []
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            picture = wait_until(lambda: camera.picture(time.monotonic()), every_s=0.005)
            assert time.monotonic() - picture.captured_at < 0.5
            if not numbers or numbers[-1] != number_of(picture):
                numbers.append(number_of(picture))
        assert len(numbers) > 8
        source.is_stalled = True
        wait_until(lambda: len(posted) > 1, 3.0)
    assert [type(event) for event in posted] == [SourceOpened, SourceLost]
