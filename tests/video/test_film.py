"""Films keep to their own timestamps, whatever the machine does."""

import functools
import gc
import http.server
import subprocess
import threading
import time
from contextlib import contextmanager
from fractions import Fraction

import av
import numpy as np
import pytest

from studio.model.events import SourceBack, SourceLost, SourceOpened
from studio.model.media import Size
from studio.video.containers import open_pictures
from studio.video.feed import Feed
from studio.video.film import FilmClock, Round
from studio.video.inputs import PictureInput
from studio.video.unpacking import Unpacker
from tests.harness.process import tool, wait_until
from tests.video.films import (
    film_source,
    frames_of,
    number_of,
    numbered,
    numbers,
    running,
    soon,
    watch,
    write_film,
)


def lag_of(film: PictureInput) -> float:
    """Seconds since the picture on show was due."""
    now = time.monotonic()
    picture = film.picture(now)
    return now - picture.captured_at if picture else float("inf")


def test_every_picture_is_shown_at_its_own_beat(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(25)))
    posted = []
    origin = soon()
    with running(film_source(path), posted.append, origin=origin) as film:
        assert film.picture(time.monotonic()) is None
        seen = watch(film, origin, 25, 1.0)
    assert numbers(seen) == {beat: beat for beat in seen}
    for beat, picture in seen.items():
        assert picture
        assert picture.captured_at == pytest.approx(origin + beat / 25, abs=1e-3)
    assert [type(event) for event in posted] == [SourceOpened]
    assert posted[0].details == "320x240, 25 pictures per second"
    assert not film.is_live


def test_another_rate_errs_evenly_to_both_sides(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(24)), rate=24)
    origin = soon()
    with running(film_source(path), origin=origin, rate=30) as film:
        seen = watch(film, origin, 30, 1.0)
    first = {}
    for beat, picture in seen.items():
        assert picture
        first.setdefault(number_of(picture), origin + beat / 30 - picture.captured_at)
    assert max(map(abs, first.values())) <= 0.5 / 30 + 1e-3
    assert abs(np.mean(list(first.values()))) < 0.004


def test_of_twice_the_programs_rate_every_second_picture_is_shown_on_time(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(50)), rate=50)
    origin = soon()
    with running(film_source(path), origin=origin) as film:
        seen = watch(film, origin, 25, 0.6)
    assert numbers(seen) == {beat: 2 * beat for beat in seen}


def test_uneven_pictures_keep_their_times(tmp_path):
    times = [0.0, 0.1, 0.16, 0.4, 0.44, 0.8]
    path = write_film(tmp_path / "film.mkv", frames_of(numbered(6)), times=times)
    origin = soon()
    with running(film_source(path), origin=origin) as film:
        seen = watch(film, origin, 50, 1.0)
    due = {number_of(p): p.captured_at - origin for p in seen.values() if p}
    assert due == pytest.approx(dict(enumerate(times)), abs=0.002)


def test_pictures_out_of_turn_with_a_pause_keep_their_times(tmp_path):
    """FFmpeg gives the length of the pause to a picture before it."""
    path = tmp_path / "film.mp4"
    pause = "select='lt(t,2)+gt(t,3.5)'"
    subprocess.run(
        [tool("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=30",
         "-t", "6", "-vf", pause, "-fps_mode", "vfr", "-c:v", "libx264", "-bf", "3", str(path)],
        check=True,
    )  # fmt: skip
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        times = [frame.time for frame in container.decode(stream)]
        length = (container.duration or 0) / av.time_base
    assert max(np.diff(times)) > 1.4
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        film = Round(container, stream, FilmClock(time.monotonic() + 60), Unpacker())
        places = [film._place(frame) for frame in container.decode(stream)]
        assert places == pytest.approx([at - times[0] for at in times], abs=1e-3)
        assert film.length == length


def test_a_film_without_end_turns_over_without_a_gap(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(10)))
    origin = soon()
    with running(film_source(path, loop=True), origin=origin) as film:
        seen = watch(film, origin, 25, 1.0)
    assert numbers(seen) == {beat: beat % 10 for beat in seen}


def test_picture_and_sound_turn_over_together(tmp_path):
    path = write_film(tmp_path / "film.mkv", frames_of(numbered(10)), sound_s=0.6)
    origin = soon()
    with running(film_source(path, loop=True), origin=origin) as film:
        seen = watch(film, origin, 25, 1.2)
    assert numbers(seen) == {beat: min(9, beat % 15) for beat in seen}


def test_a_picture_that_begins_after_the_sound_waits(tmp_path):
    times = [0.2 + index / 25 for index in range(10)]
    path = write_film(tmp_path / "film.mkv", frames_of(numbered(10)), times=times, sound_s=0.6)
    origin = soon()
    with running(film_source(path), origin=origin) as film:
        seen = watch(film, origin, 25, 0.6)
    assert numbers(seen) == {beat: beat - 5 if beat >= 5 else None for beat in seen}


def test_the_last_picture_stays(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(5)))
    origin = soon()
    with running(film_source(path), origin=origin) as film:
        seen = watch(film, origin, 25, 0.6)
    assert numbers(seen) == {beat: min(4, beat) for beat in seen}


def test_added_to_a_running_show_it_begins_at_its_beginning(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(25)))
    before = time.monotonic()
    with running(film_source(path), origin=before - 60) as film:
        first = wait_until(lambda: film.picture(time.monotonic()))
        assert number_of(first) <= 1
        assert first.captured_at >= before


def test_started_late_it_catches_up(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(50)))
    origin = time.monotonic() - 0.9
    with running(film_source(path), origin=origin) as film:
        wait_until(lambda: lag_of(film) < 0.05, 1.0)


def test_nobody_looks_and_it_goes_on(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(40)))
    origin = time.monotonic()
    with running(film_source(path), origin=origin) as film:
        wait_until(lambda: time.monotonic() > origin + 1.0, every_s=0.1)
        assert lag_of(film) < 0.45
        wait_until(lambda: lag_of(film) < 0.05, 0.2)


def test_a_slow_machine_drops_pictures_and_does_not_drift(tmp_path, monkeypatch):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(50)))
    unpack = Unpacker.picture

    def slowly(self, *args):
        threading.Event().wait(0.1)
        return unpack(self, *args)

    monkeypatch.setattr(Unpacker, "picture", slowly)
    origin = soon()
    with running(film_source(path), origin=origin) as film:
        seen = watch(film, origin, 25, 1.5)
    assert len(set(numbers(seen).values())) < 30
    lags = [origin + beat / 25 - p.captured_at for beat, p in seen.items() if p]
    assert max(lags) < 0.6
    half = len(lags) // 2
    assert np.median(lags[half:]) <= np.median(lags[5:half]) + 0.1


def test_hopelessly_late_it_goes_on_whole_from_a_keyframe(tmp_path):
    images = numbered(250)
    path = write_film(tmp_path / "film.mp4", frames_of(images), gop=25)
    clock = FilmClock(time.monotonic())
    clock.turn_over(-5.0)  # as if the machine had stood still for five seconds
    container, stream = open_pictures(film_source(path))
    with container:
        pictures = list(Round(container, stream, clock, Unpacker()).pictures())
    shown = [number_of(picture) for picture in pictures]
    resumed = shown[1:]
    assert shown[0] == 0
    assert 75 <= resumed[0] <= 130
    assert resumed == list(range(resumed[0], 250))
    for picture, number in zip(pictures[1:], resumed, strict=True):
        expected = next(frames_of([images[number]]))
        assert np.array_equal(picture.y[40:], Unpacker().picture(expected, 0.0).y[40:])


def test_a_file_that_vanishes_is_told_once_and_comes_back(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(8)))
    kept = path.read_bytes()
    posted = []
    with running(film_source(path, loop=True), posted.append, origin=0.0) as film:
        wait_until(lambda: posted)
        path.unlink()
        wait_until(lambda: len(posted) > 1)
        last = film.picture(time.monotonic())
        assert last  # viewers keep the last picture
        path.write_bytes(kept)
        wait_until(lambda: len(posted) > 2)
    opened, lost, back = posted
    assert isinstance(opened, SourceOpened)
    assert isinstance(lost, SourceLost)
    assert "There is no file" in str(lost.error.problem)
    assert isinstance(back, SourceBack)


def test_a_film_cut_off_in_the_middle_shows_what_is_there(tmp_path):
    whole = write_film(tmp_path / "whole.mkv", frames_of(numbered(30)))
    path = tmp_path / "cut.mkv"
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    posted = []
    origin = soon()
    with running(film_source(path), posted.append, origin=origin) as film:
        seen = watch(film, origin, 25, 0.7)
    assert all(numbers(seen)[beat] == beat for beat in seen if beat < 10)
    assert [type(event) for event in posted] == [SourceOpened]


def test_a_film_of_one_picture_is_a_still(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(1)))
    posted = []
    origin = soon()
    with running(film_source(path, loop=True), posted.append, origin=origin) as film:
        seen = watch(film, origin, 25, 0.3)
    assert len({id(picture) for picture in seen.values()}) == 1
    assert len(posted) == 1


def test_stopping_is_quick_and_quiet(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(50)))
    posted = []
    with running(film_source(path, loop=True), posted.append, origin=time.monotonic()) as film:
        wait_until(lambda: film.picture(time.monotonic()))
        begun = time.monotonic()
    assert time.monotonic() - begun < 0.5
    assert len(posted) == 1
    assert isinstance(film, Feed)
    assert not film.is_running


def test_raw_pictures_without_timestamps_play_by_their_rate(tmp_path):
    path = write_film(tmp_path / "film.h264", frames_of(numbered(25)), times=None)
    origin = soon()
    with running(film_source(path), origin=origin) as film:
        seen = watch(film, origin, 25, 0.7)
    shown = [number_of(picture) for picture in seen.values() if picture]
    assert shown == sorted(shown)
    assert len(set(shown)) > 8


def test_turning_over_a_thousand_times_needs_no_more_memory(tmp_path):
    path = write_film(tmp_path / "film.mp4", frames_of(numbered(2, Size(1280, 720))))
    unpacker, clock = Unpacker(), FilmClock(time.monotonic())
    gc.collect()
    gc.disable()  # or it would tidy up, later, what is to be found here
    before = _pictures_alive()
    try:
        for _ in range(20):
            container, stream = open_pictures(film_source(path))
            with container:
                assert list(Round(container, stream, clock, unpacker).pictures())
            del container, stream
        alive = _pictures_alive()
    finally:
        gc.enable()
    assert alive <= before + 2


def _pictures_alive():
    return sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())


@contextmanager
def served(folder):
    """The files of a folder over HTTP."""

    class Files(http.server.SimpleHTTPRequestHandler):
        def log_request(self, code="-", size="-"):
            pass

    handler = functools.partial(Files, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_a_film_from_the_network_plays_by_its_timestamps_too(tmp_path):
    write_film(tmp_path / "film.mkv", frames_of(numbered(20)))
    origin = soon()
    with (
        served(tmp_path) as web,
        running(film_source(f"{web}/film.mkv", loop=True), origin=origin) as film,
    ):
        seen = watch(film, origin, 25, 0.8)
        assert not film.is_live
    assert numbers(seen) == {beat: beat for beat in seen}


def test_a_broadcast_in_pieces_is_not_shown_in_bursts(tmp_path):
    for piece in range(3):
        write_film(
            tmp_path / f"{piece}.ts",
            frames_of(numbered(75)[25 * piece : 25 * piece + 25]),
            times=[piece + index / 25 for index in range(25)],
        )
    names = "".join(f"#EXTINF:1.0,\n{piece}.ts\n" for piece in range(3))
    (tmp_path / "live.m3u8").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n{names}")
    with served(tmp_path) as web, running(film_source(f"{web}/live.m3u8")) as film:
        wait_until(lambda: film.picture(time.monotonic()))
        begun = time.monotonic()
        seen = watch(film, begun, 25, 1.0)
    shown = [number_of(picture) for picture in seen.values() if picture]
    steps = np.diff(shown)
    assert steps.min() >= 0
    assert steps.max() <= 3
    assert 15 < shown[-1] - shown[0] < 30


def test_wide_pixels_become_square(tmp_path):
    def anamorphic(stream):
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)

    path = write_film(tmp_path / "film.mp4", frames_of(numbered(3)), prepare=anamorphic)
    with running(film_source(path)) as film:
        picture = wait_until(lambda: film.picture(time.monotonic()))
    assert picture.size == Size(426, 240)
    assert picture.u.shape == (120, 213)


def test_pictures_are_not_copied_when_they_are_right_already(tmp_path):
    frame = next(frames_of(numbered(1)))
    frame.colorspace, frame.color_range = 5, 1
    picture = Unpacker().picture(frame, 0.0)
    before = picture.y[0, 0]
    frame.planes[0].update(bytes([before ^ 1]) * frame.planes[0].buffer_size)
    assert picture.y[0, 0] == before ^ 1
    assert av.VideoFrame is type(frame)
