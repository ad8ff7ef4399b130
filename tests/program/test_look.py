import numpy as np
import pytest

from studio.model.media import Drawing, Size
from studio.model.scene import Scene
from studio.program.look import Fade, Look
from studio.video.compositor import Overlay


def _overlay():
    return Overlay.of(Drawing(np.full((4, 4, 4), 255, np.uint8), 0, 0), Size(64, 64))


def test_a_cut_is_over_at_once_and_a_fade_takes_its_time():
    assert Fade().progress(0.0) == 1.0
    fade = Fade(begun=10.0, lasts=0.5)
    assert [fade.progress(at) for at in (9.0, 10.0, 10.25, 10.5, 99.0)] == [0, 0, 0.5, 1, 1]


def test_cards_cross_while_one_gives_way_to_the_next():
    one, two = _overlay(), _overlay()
    look = Look().with_card(one, Fade(0.0, 1.0))
    assert look.cards_at(0.25) == [(one, 0.25)]
    look = look.with_card(two, Fade(5.0, 1.0))
    assert look.cards_at(5.75) == [(one, 0.25), (two, 0.75)]
    assert look.cards_at(6.0) == [(two, 1.0)]
    assert look.with_card(None, Fade(8.0, 1.0)).cards_at(8.5) == [(two, 0.5)]
    assert look.with_card(None, Fade()).cards_at(9.0) == []


@pytest.mark.parametrize("top", [4, 40])
def test_sliding_cards_share_their_place_at_every_moment(top):
    one, two = (
        Overlay.of(Drawing(np.full((high, 8, 4), 255, np.uint8), 0, top), Size(64, 64))
        for high in (20, 12)
    )
    look = Look(card=one).with_card(two, Fade(0.0, 1.0), slides=True)
    for at in (0.1, 0.3, 0.5, 0.7, 0.9):
        (old, full), (new, also) = look.cards_at(at)
        assert full == also == 1.0
        # They meet at one row, and the lower part is the new one's where cards lie low.
        low, high = (old, new) if top == 40 else (new, old)
        assert low.is_empty or high.is_empty or low.rows.stop <= high.rows.start
    assert look.cards_at(0.0) == [(one, 1.0)]
    assert look.cards_at(1.0) == [(two, 1.0)]
    alone = look.with_card(None, Fade(2.0, 1.0), slides=True)
    (leaving, _), *more = alone.cards_at(2.5)
    assert not more
    assert 0 < leaving.rows.stop - leaving.rows.start < 12
    assert Look().with_card(None, Fade(0.0, 1.0), slides=True).cards_at(0.5) == []


def test_a_card_redrawn_goes_on_with_its_fade():
    one, two = _overlay(), _overlay()
    look = Look().with_card(one, Fade(0.0, 1.0))
    assert look.with_card_redrawn(one, two).cards_at(0.25) == [(two, 0.25)]
    # Meanwhile another one was shown: then it stays.
    assert look.with_card_redrawn(two, one) is look


def test_the_scene_before_is_remembered_for_the_fade():
    one, two = Scene("one"), Scene("two")
    look = Look().with_scene(one, Fade()).with_scene(two, Fade(1.0, 1.0))
    assert (look.scene, look.scene_before) == (two, one)
