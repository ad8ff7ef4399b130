"""The scanner's thread: it looks while it is wanted, and goes on whatever it sees."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from studio.model.events import Looked
from studio.model.media import PlanarPicture
from studio.scanner.worker import EVERY_S, Scanner
from tests.harness.process import wait_until
from tests.scanner.photos import Shot, photo, printed

HALF = np.full((360, 640), 128, np.uint8)
GREY = photo(printed("EAN13", "6901234567892"), Shot())
OTHER = photo(printed("UPCA", "036000291452"), Shot())


def picture(grey, age_s=0.0):
    return PlanarPicture(grey, HALF, HALF, time.monotonic() - age_s)


class Bench:
    def __init__(self):
        self.seen = []
        self.pictures = dict
        self._lock = threading.Lock()
        self.scanner = Scanner(self._take, self._newest)

    def _newest(self):
        return self.pictures()

    def _take(self, event):
        with self._lock:
            self.seen.append(event)

    def gtins(self):
        return {
            code.gtin
            for event in list(self.seen)
            if isinstance(event, Looked) and event.look
            for code in event.look.codes
        }


@pytest.fixture
def bench():
    bench = Bench()
    bench.scanner.start()
    yield bench
    bench.scanner.stop()
    assert not bench.scanner.is_running


def test_it_sleeps_until_it_is_wanted_and_again_afterwards(bench):
    bench.pictures = lambda: {"a": picture(GREY)}
    time.sleep(2 * EVERY_S)
    assert bench.seen == []
    bench.scanner.look_for_codes(on=True)
    wait_until(bench.gtins, 5, "a code")
    bench.scanner.look_for_codes(on=False)
    time.sleep(2 * EVERY_S)
    count = len(bench.seen)
    time.sleep(3 * EVERY_S)
    assert len(bench.seen) == count


def test_it_looks_no_more_than_three_times_a_second(bench):
    bench.pictures = lambda: {"a": picture(GREY)}
    bench.scanner.look_for_codes(on=True)
    time.sleep(2.0)
    assert 3 <= len(bench.seen) <= 2.0 / EVERY_S + 2


def test_every_camera_on_air_has_its_turn(bench):
    bench.pictures = lambda: {"a": picture(GREY), "b": picture(OTHER)}
    bench.scanner.look_for_codes(on=True)
    wait_until(lambda: len(bench.gtins()) == 2, 8, "both codes")


def test_a_picture_of_long_ago_tells_of_nothing(bench):
    bench.pictures = lambda: {"a": picture(GREY, age_s=5)}
    bench.scanner.look_for_codes(on=True)
    wait_until(lambda: len(bench.seen) > 1, 5, "a look")
    assert [event.look for event in bench.seen] == [None] * len(bench.seen)


def test_a_picture_that_cannot_be_looked_at_does_not_end_it(bench, studio_log):
    studio_log.expect("a picture cannot be looked at")
    bench.pictures = lambda: {"a": picture(np.zeros((0, 0), np.uint8))}
    bench.scanner.look_for_codes(on=True)
    wait_until(lambda: bench.seen, 5, "an answer")
    bench.pictures = lambda: {"a": picture(GREY)}
    wait_until(bench.gtins, 8, "a code after all")
