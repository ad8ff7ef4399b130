from __future__ import annotations

from studio.model.again import SecondPress


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_only_a_second_press_in_time_counts():
    clock = Clock()
    press = SecondPress(5.0, clock)
    assert not press.confirms("kitchen")
    clock.now += 4.9
    assert press.confirms("kitchen")
    assert not press.confirms("kitchen"), "a third press is a first one again"
    clock.now += 5.1
    assert not press.confirms("kitchen"), "too late"


def test_another_thing_in_between_is_a_first_press():
    press = SecondPress(5.0, Clock())
    assert not press.confirms("kitchen")
    assert not press.confirms("garden")
    assert not press.confirms("kitchen")
