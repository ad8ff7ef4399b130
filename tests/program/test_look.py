import numpy as np

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


def test_the_scene_before_is_remembered_for_the_fade():
    one, two = Scene("one"), Scene("two")
    look = Look().with_scene(one, Fade()).with_scene(two, Fade(1.0, 1.0))
    assert (look.scene, look.scene_before) == (two, one)
