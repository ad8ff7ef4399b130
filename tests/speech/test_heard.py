"""Announcements in three languages, told apart by their sound at the headphones' monitor."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest
from numpy.typing import NDArray

from studio import text
from studio.commands.products import on_screen
from studio.model.events import (
    DiskLow,
    Event,
    OutputBack,
    OutputEnded,
    OutputStarted,
    PicturesDropped,
    SourceBack,
    StoodIn,
)
from studio.model.media import RATE
from studio.model.message import Duration, Message, Money, Name, Number, say, say_n
from studio.model.product import Product
from studio.model.segment import Segment
from studio.model.voicing import Manner
from studio.muted_talk import unheard
from studio.speech.narrator import narrate
from studio.speech.words.saying import segments_of
from tests.harness.pulse import PulseServer
from tests.speech.hearing import bands_of, distance, nearest, references
from tests.speech.spoken import Spoken, spoken

LANGUAGES = ("zh_CN", "id", "en")
RATES_WPM = (175, 350)
COUNT = 60
_AFTER_S = 0.15
"""By how much a device is behind the report that all was said."""


def _product(name: str, language: str, price: str, currency: str, stock: int) -> Message:
    money = Money(Decimal(price), currency)
    return on_screen(Product("p", Name(name, language), money, stock=stock))


def _told(event: Event) -> Message:
    """As it is spoken where nobody changed the settings."""
    announcement = narrate(event)
    assert announcement is not None
    return announcement.spoken(is_brief=True)


# Each has a neighbour that differs in one value, or in one word.
MESSAGES = (
    _product("重庆牛油火锅底料", "zh", "39.90", "CNY", 12),
    _product("重庆牛油火锅底料", "zh", "49.90", "CNY", 12),
    _product("Rongchang folding fan", "en", "128", "CNY", 5),
    _product("Kipas lipat Rongchang", "id", "125000", "IDR", 5),
    _told(OutputStarted("s", "Shopee", is_recording=False)),
    _told(OutputBack("s", "Shopee", away_s=12)),
    _told(OutputEnded("s", "Shopee", is_recording=False, seconds=754)),
    _told(OutputEnded("s", "Shopee", is_recording=False, seconds=1234)),
    _told(PicturesDropped(3)),
    _told(PicturesDropped(5)),
    _told(DiskLow("r", 240)),
    _told(SourceBack("a", "厨房")),
    _told(SourceBack("b", "Kitchen")),
    _told(StoodIn("b", "Kitchen", is_sound=False)),
    _told(StoodIn("b", "Kitchen", is_sound=True)),
    unheard("Headset").message,
    say("Live for {time}.", time=Duration(754)),
    say("Live for {time}.", time=Duration(154)),
    say("{source} {level} decibels.", source=Name("Headset"), level=Number(-6.5, 1)),
    say_n("{n} message skipped.", "{n} messages skipped.", 12),
)


def _candidates() -> list[tuple[Segment, ...]]:
    """All that may be heard: every message in every language."""
    return [segments_of(message, language) for language in LANGUAGES for message in MESSAGES]


def test_every_message_is_worded_in_every_language():
    """Were one not translated, two candidates would be the same and nothing would be told apart."""
    assert len(set(_candidates())) == COUNT
    assert [text.match(language) for language in LANGUAGES] == list(LANGUAGES)


@pytest.mark.parametrize("wpm", RATES_WPM)
def test_one_message_of_each_language_is_told_from_all_others(pulse: PulseServer, wpm: int):
    candidates = _candidates()
    # A price, how long the show was, and a name in another language.
    _hear(pulse, wpm, candidates, [1, len(MESSAGES) + 7, 2 * len(MESSAGES) + 11])


@pytest.mark.soak
@pytest.mark.parametrize("wpm", RATES_WPM)
def test_each_of_60_messages_is_told_from_all_others(pulse: PulseServer, wpm: int):
    candidates = _candidates()
    _hear(pulse, wpm, candidates, range(len(candidates)))


def test_half_a_message_is_not_taken_for_the_whole():
    """What the others stand on: a sound that is cut off is far from what it was to be."""
    (whole,) = references([_candidates()[0]], Manner(wpm=175))
    half = whole[: len(whole) // 2]
    assert distance(whole, whole) == pytest.approx(0, abs=1e-6)
    assert distance(half, whole) > 0.2
    with pytest.raises(ValueError, match="nothing is heard"):
        bands_of(np.zeros(RATE, np.float32), RATE)


def _hear(
    pulse: PulseServer,
    wpm: int,
    candidates: Sequence[tuple[Segment, ...]],
    wanted: Sequence[int],
) -> None:
    """Have some of the candidates said, and tell each by its sound."""
    manner = Manner(wpm=wpm)
    made = references(candidates, manner)
    own: list[float] = []
    margins: list[float] = []
    wrong: list[str] = []
    with spoken(manner=manner) as voice:
        for number in wanted:
            heard = bands_of(_said(pulse, voice, candidates[number]), RATE)
            (least, first), (more, _second), *_ = nearest(heard, made)
            if first != number:
                wrong.append(f"{_words(candidates[number])} as {_words(candidates[first])}")
            own.append(least)
            margins.append(more / least)
    print(
        f"{wpm} words a minute: {len(own) - len(wrong)} of {len(own)}; distance "
        f"{statistics.median(own):.3f}, at most {max(own):.3f}; the second nearest "
        f"{min(margins):.2f} times as far, {statistics.median(margins):.2f} in the middle"
    )
    assert wrong == []


def _said(pulse: PulseServer, voice: Spoken, segments: tuple[Segment, ...]) -> NDArray[np.float32]:
    """What the headphones play of one message, one channel."""
    with pulse.recording("headphones", latency_ms=20) as ears:
        since = time.monotonic()
        voice.say_segments(segments)
        voice.wait_said(" ".join(segment.text for segment in segments), 40)
        time.sleep(_AFTER_S)
        return ears.samples(since)[:, 0]


def _words(segments: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in segments)
