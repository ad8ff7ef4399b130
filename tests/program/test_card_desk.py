"""The desk that draws cards: once per change, never faster than is safe to look at."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from studio.cards.gui import ensure_gui
from studio.cards.parts import PartKind
from studio.cards.renderer import draw_card
from studio.model import events
from studio.model.card import CardLayout, CardStyle, CardTheme, CardTransition
from studio.model.media import Canvas, Size
from studio.model.product import FlashSale
from studio.program import card_desk
from studio.program.card_desk import LEAST_APART_S, CardDesk, CardManner, Wish
from studio.program.look import Fade, Look
from studio.speech.narrator import narrate
from studio.video.compositor import Compositor, Overlay
from tests.cards.catalogue import product, yuan
from tests.harness.flashes import most_flashes
from tests.harness.process import wait_until

SIZE = Size(320, 180)
RATE = 30
PLAIN = CardManner(SIZE, CardStyle(), "en")
SCARF, TEAPOT = product(), product("Teapot", code="teapot", price=yuan("88"))
BLACK, WHITE = 16, 235


def on_sale(seconds, **changes):
    """A product whose flash sale ends in so many seconds."""
    now = datetime.now(UTC)
    sale = FlashSale(yuan("29.90"), now - timedelta(hours=1), now + timedelta(seconds=seconds))
    return product(flash_sale=sale, **changes)


def wish(one, transition=CardTransition.NONE, lasts_s=0.0):
    return Wish(one, transition, lasts_s)


class Viewers:
    """Takes the looks that the desk gives, as the program does."""

    def __init__(self):
        self.look = Look()
        self.changes = []
        self._lock = threading.Lock()

    def change(self, change):
        with self._lock:
            before, self.look = self.look, change(self.look)
            if self.look is not before:
                self.changes.append((time.monotonic(), self.look))


@pytest.fixture
def viewers():
    return Viewers()


@pytest.fixture
def told():
    return []


@pytest.fixture
def desk(viewers, told):
    ensure_gui()
    desk = CardDesk(told.append, viewers.change, PLAIN)
    desk.start()
    yield desk
    desk.stop()
    assert not desk.is_running


@pytest.fixture
def drawn(monkeypatch):
    """Every whole card that the desk draws."""
    cards = []

    def draw(*arguments):
        cards.append(draw_card(*arguments))
        return cards[-1]

    monkeypatch.setattr(card_desk, "draw_card", draw)
    return cards


def wait_for(viewers, count):
    wait_until(lambda: len(viewers.changes) >= count, 10, f"{count} changes")


def test_a_card_comes_and_goes(desk, viewers, drawn):
    desk.show(wish(SCARF))
    wait_for(viewers, 1)
    assert viewers.look.card is not None
    desk.show(wish(None))
    wait_for(viewers, 2)
    assert viewers.look.card is None
    assert viewers.look.card_before is viewers.changes[0][1].card
    assert len(drawn) == 1


def test_a_card_without_a_countdown_is_drawn_once(desk, viewers, drawn):
    desk.show(wish(SCARF))
    time.sleep(1.5)
    assert (len(drawn), len(viewers.changes)) == (1, 1)


def test_a_countdown_is_drawn_once_a_second_and_the_card_only_once(desk, viewers, drawn):
    desk.show(wish(on_sale(30.5)))
    time.sleep(3.2)
    assert len(drawn) == 1
    assert len(viewers.changes) in {4, 5}
    steps = np.diff([at for at, _look in viewers.changes][1:])
    assert all(abs(step - 1.0) < 0.25 for step in steps), steps
    overlays = [look.card for _at, look in viewers.changes]
    for one, other in pairwise(overlays):
        rows, columns = np.nonzero(one.add[0] != other.add[0])
        # Nothing else of the card was touched, not even drawn.
        assert one.add[0].shape == other.add[0].shape
        assert 0 < np.ptp(rows) < 0.2 * one.add[0].shape[0]
        assert 0 < np.ptp(columns) < 0.4 * one.add[0].shape[1]


def test_when_the_sale_is_over_the_price_is_the_usual_one(desk, viewers, drawn):
    desk.show(wish(on_sale(1.2)))
    wait_until(lambda: len(drawn) >= 2, 10, "the card after the sale")
    kinds = [{part.kind for part in card.parts} for card in drawn]
    assert [PartKind.COUNTDOWN in each for each in kinds] == [True, False]
    prices = [next(p.value for p in c.parts if p.kind is PartKind.PRICE) for c in drawn]
    assert prices == [yuan("29.90"), yuan("39.90")]
    assert viewers.look.card_fade.lasts == 0.0
    time.sleep(1.2)
    assert len(drawn) == 2


def test_a_sale_that_begins_changes_the_card_by_itself(desk, viewers, drawn):
    now = datetime.now(UTC)
    later = FlashSale(yuan("29.90"), now + timedelta(seconds=1), now + timedelta(hours=1))
    desk.show(wish(product(flash_sale=later)))
    wait_until(lambda: len(drawn) >= 2, 10, "the sale")
    assert PartKind.COUNTDOWN in {part.kind for part in drawn[1].parts}


def test_a_key_that_is_held_down_changes_the_card_only_so_often(desk, viewers):
    for index in range(40):
        desk.show(wish((SCARF, TEAPOT, None)[index % 3]))
        time.sleep(0.03)
    desk.show(wish(TEAPOT))
    time.sleep(LEAST_APART_S + 0.3)
    steps = np.diff([at for at, _look in viewers.changes])
    assert 3 <= len(viewers.changes) <= 6
    assert min(steps) >= LEAST_APART_S - 0.02
    # What was wished for last is what stands there.
    last = Overlay.of(draw_card(TEAPOT, SIZE, "en").drawing, SIZE)
    difference = np.abs(viewers.look.card.add[0].astype(int) - last.add[0]) >> 8
    assert difference.max() <= 32


def test_the_same_card_once_more_does_not_fade(desk, viewers):
    desk.show(wish(SCARF, CardTransition.FADE, 0.1))
    wait_for(viewers, 1)
    desk.show(wish(replace(SCARF, stock=11), CardTransition.FADE, 0.1))
    wait_for(viewers, 2)
    assert viewers.look.card_before is not None
    desk.show(wish(replace(SCARF, stock=11), CardTransition.FADE, 0.1))
    wait_for(viewers, 3)
    assert viewers.changes[2][1].card_fade is viewers.changes[1][1].card_fade


def test_another_style_or_language_redraws_the_card_that_is_there(desk, viewers, drawn):
    desk.show(wish(SCARF))
    wait_for(viewers, 1)
    desk.draw_so(replace(PLAIN, style=CardStyle(CardLayout.SIDE, CardTheme.NIGHT)))
    wait_for(viewers, 2)
    desk.draw_so(replace(PLAIN, language="zh_CN"))
    wait_for(viewers, 3)
    assert len(drawn) == 3
    assert all(look.card_before is None for _at, look in viewers.changes)


def test_for_another_canvas_the_card_is_drawn_anew(desk, viewers):
    desk.show(wish(SCARF))
    wait_for(viewers, 1)
    upright = Size(180, 320)
    desk.draw_so(replace(PLAIN, canvas=upright))
    wait_until(lambda: viewers.look.card.canvas == upright, 10, "the other canvas")


def test_a_card_that_cannot_be_drawn_is_told_and_the_next_one_is_there(
    desk, viewers, told, studio_log, monkeypatch
):
    studio_log.expect("a card cannot be drawn")
    with monkeypatch.context() as broken:
        broken.setattr(card_desk, "draw_card", lambda *_: 1 / 0)
        desk.show(wish(SCARF))
        wait_until(lambda: told, 10, "what went wrong")
    assert told == [events.WorkerFailed(events.Part.STAGE, None)]
    desk.show(wish(TEAPOT))
    wait_for(viewers, 1)
    assert viewers.look.card is not None


def test_a_picture_that_viewers_do_not_see_is_told_once(desk, viewers, told):
    lost = replace(SCARF, pictures=("/no/such.png",))
    desk.show(wish(lost))
    wait_for(viewers, 1)
    desk.show(wish(replace(lost, stock=3)))
    wait_for(viewers, 2)
    assert told == [events.CardLacking(lost.name, lacks_picture=True, lacks_letters=False)]
    desk.draw_so(replace(PLAIN, style=CardStyle(CardLayout.PRICE_TAG)))  # which has no picture
    wait_for(viewers, 3)
    assert len(told) == 1


def test_letters_that_no_font_has_are_told(desk, viewers, told):
    desk.show(wish(product("Tea \ue000", "en")))
    wait_for(viewers, 1)
    (lacking,) = told
    assert (lacking.lacks_picture, lacking.lacks_letters) == (False, True)
    said = narrate(lacking)
    assert said is not None
    assert said.text.startswith("Viewers see boxes in place of some letters of Tea")


# ---------------------------------------------------------------------- WCAG 2.3.1


def lumas(looks, grey):
    """The luma of the program's pictures, one of each look and time."""
    compositor, canvas, planes = Compositor(SIZE), Canvas(SIZE), []
    for at, look in looks:
        canvas.y[:], canvas.u[:], canvas.v[:] = grey, 128, 128
        for card, opacity in look.cards_at(at):
            compositor.blend(canvas, card, opacity)
        planes.append(canvas.y.copy())
    return planes


def overlay(one, layout=CardLayout.LOWER_THIRD, theme=CardTheme.PAPER, now=None):
    ensure_gui()
    return Overlay.of(draw_card(one, SIZE, "en", CardStyle(layout, theme), now).drawing, SIZE)


@pytest.mark.parametrize(("hertz", "flashes"), [(1, 1), (3, 3), (5, 5), (15, 15)])
def test_the_counter_counts(hertz, flashes):
    """Were it blind, every test below would pass."""
    planes = [
        np.full((180, 320), BLACK if (n * 2 * hertz // RATE) % 2 else WHITE, np.uint8)
        for n in range(3 * RATE)
    ]
    assert most_flashes(planes, RATE) == pytest.approx(flashes, abs=0.5)


def test_the_counter_sees_cards_that_flash():
    card = overlay(SCARF)
    looks = [(n / RATE, Look(card=card if n // 3 % 2 else None)) for n in range(2 * RATE)]
    assert most_flashes(lumas(looks, BLACK), RATE) > 4


@pytest.mark.parametrize("grey", [BLACK, WHITE])
@pytest.mark.parametrize("lasts_s", [0.0, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("slides", [False, True])
@pytest.mark.parametrize("layout", CardLayout)
def test_no_transition_flashes(layout, slides, lasts_s, grey):
    one, two = overlay(SCARF, layout), overlay(TEAPOT, layout, CardTheme.NIGHT)
    look, looks = Look(), []
    for index, card in enumerate((one, two, None, two, one)):
        begun = index * max(LEAST_APART_S, lasts_s)
        look = look.with_card(card, Fade(begun, lasts_s), slides=slides)
        beats = round(max(LEAST_APART_S, lasts_s) * RATE)
        looks += [(begun + n / RATE, look) for n in range(beats)]
    assert most_flashes(lumas(looks, grey), RATE) <= 3


@pytest.mark.parametrize("theme", CardTheme)
@pytest.mark.parametrize("layout", CardLayout)
def test_no_countdown_flashes(layout, theme):
    now = datetime.now(UTC)
    sale = FlashSale(yuan("29.90"), now - timedelta(hours=1), now + timedelta(seconds=62))
    one, look, looks = product(flash_sale=sale), Look(), []
    for second in range(4):
        look = Look(card=overlay(one, layout, theme, now + timedelta(seconds=second)))
        looks += [(second + n / RATE, look) for n in range(RATE)]
    assert 0 < len({id(look) for _at, look in looks}) == 4
    assert most_flashes(lumas(looks, BLACK), RATE) <= 1


@pytest.mark.parametrize("transition", CardTransition)
@pytest.mark.parametrize("layout", [CardLayout.LOWER_THIRD, CardLayout.FULL])
def test_no_key_that_is_held_down_makes_flashes(layout, transition, viewers, told):
    """The desk itself, with a wish thirty times a second, as a held key gives them."""
    ensure_gui()
    desk = CardDesk(told.append, viewers.change, replace(PLAIN, style=CardStyle(layout)))
    desk.start()
    try:
        looks, begun = [], time.monotonic()
        for index in range(int(2.5 * RATE)):
            desk.show(wish((SCARF, None, TEAPOT, None)[index % 4], transition, 0.3))
            looks.append((time.monotonic(), viewers.look))
            time.sleep(max(0.0, begun + (index + 1) / RATE - time.monotonic()))
    finally:
        desk.stop()
    assert len({id(look) for _at, look in looks}) >= 4
    assert most_flashes(lumas(looks, BLACK), RATE) <= 3
