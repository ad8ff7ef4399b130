"""Pictures that the encoder could not take: told so that the streamer can still hear the rest."""

from studio.model.events import PicturesDropped
from studio.speech.loss_watch import AGAIN_S, REST_S, LossWatch

SLOW = "This computer is too slow for the picture."


def losses(*moments: tuple[float, int]) -> list[str]:
    """What is told of so many pictures lost at these times; empty where nothing is."""
    watch = LossWatch()
    told = [watch.take(PicturesDropped(count), at) for at, count in moments]
    return [one.text if one is not None else "" for one in told]


def test_a_busy_moment_is_told_once():
    assert losses((0, 3), (1, 2), (2, 1)) == ["3 pictures were lost.", "", ""]


def test_where_it_goes_on_that_is_told_with_what_helps_and_then_left_alone():
    told = losses(*((float(second), 2) for second in range(200)))
    first, second, third = [(at, words) for at, words in enumerate(told) if words]
    assert first == (0, "2 pictures were lost.")
    assert second[0] == AGAIN_S
    assert second[1].startswith(f"40 more pictures were lost. {SLOW} Close other programs")
    assert third[0] == AGAIN_S + REST_S
    assert third[1].startswith("240 more pictures were lost.")


def test_the_next_busy_moment_long_after_is_a_first_one_again():
    apart = AGAIN_S + REST_S + 1
    assert losses((0, 3), (apart, 1)) == ["3 pictures were lost.", "1 picture was lost."]


def test_two_busy_moments_are_no_slow_computer():
    assert losses((0, 1), (130, 1)) == ["1 picture was lost."] * 2


def test_what_another_show_lost_is_not_told_of_this_one():
    assert losses((0, 3), (1, 2), (AGAIN_S + REST_S + 1, 1))[2] == "1 picture was lost."


def test_nothing_that_was_lost_is_left_out_of_the_count():
    told = losses((0, 3), (2, 2), (AGAIN_S, 4))
    assert told[2].startswith("6 more pictures were lost.")
