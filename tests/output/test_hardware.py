"""Which graphics cards' encoders work: tried for real, whatever their drivers do."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import av
import pytest

from studio.model.media import Size
from studio.model.message import say
from studio.output.codecs import PROCESSOR, RECIPES, EncoderSettings
from studio.output.hardware import Outcome, Trial, choose, try_encoders

SETTINGS = EncoderSettings(Size(640, 360), 30)


def trial(encoder: str, outcome: Outcome) -> Trial:
    return Trial(encoder, outcome, say("It compressed a test picture."))


def test_every_encoder_is_tried_or_listed_as_untried():
    trials = try_encoders(SETTINGS)
    assert [t.encoder for t in trials] == [name for name in RECIPES if name != PROCESSOR]
    for one in trials:
        assert str(one.reason).endswith(".")
        suits = RECIPES[one.encoder].suits_this_system
        assert (one.outcome is Outcome.UNTRIED) == (not suits)
    if sys.platform == "linux" and not (Path("/dev/dri").exists() or Path("/dev/nvidia0").exists()):
        assert not [t for t in trials if t.outcome is Outcome.WORKS]
        assert choose(trials) == PROCESSOR


def test_a_driver_that_hangs_is_given_up():
    trials = try_encoders(SETTINGS, timeout_s=0)
    tried = [t for t in trials if t.outcome is not Outcome.UNTRIED]
    assert {t.outcome for t in tried} == {Outcome.FAILED}
    assert {str(t.reason) for t in tried} == {"It gave no answer within 0 seconds."}


def _as_bad_drivers_do(settings: EncoderSettings):
    """The first ends its process, the second never returns, all others work."""
    suited = [name for name in RECIPES if RECIPES[name].suits_this_system and name != PROCESSOR]
    if settings.encoder == suited[0]:
        os.abort()
    if settings.encoder == suited[1]:
        time.sleep(60)


@pytest.mark.skipif(sys.platform == "darwin", reason="one hardware encoder only")
def test_a_bad_driver_does_not_spoil_the_trials_of_others():
    trials = try_encoders(SETTINGS, 3.0, _as_bad_drivers_do)
    tried = [t for t in trials if t.outcome is not Outcome.UNTRIED]
    assert [str(t.reason) for t in tried[:2]] == [
        "Its driver ended the process.",
        "It gave no answer within 3 seconds.",
    ]
    assert {t.outcome for t in tried[2:]} <= {Outcome.WORKS}


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("auto", "h264_qsv"),
        ("h264_amf", "h264_amf"),
        ("h264_nvenc", PROCESSOR),
        (PROCESSOR, PROCESSOR),
        ("no such", PROCESSOR),
    ],
)
def test_the_wish_is_followed_where_it_works(wanted: str, chosen: str):
    trials = [
        trial("h264_nvenc", Outcome.FAILED),
        trial("h264_qsv", Outcome.WORKS),
        trial("h264_amf", Outcome.WORKS),
        trial("h264_videotoolbox", Outcome.UNTRIED),
    ]
    assert choose(trials, wanted) == chosen
    assert choose([], wanted) == PROCESSOR


@pytest.mark.parametrize("encoder", [e for e in RECIPES if e in av.codecs_available])
def test_every_option_is_one_that_the_encoder_knows(encoder: str):
    known = av.CodecContext.create(encoder, "w").supported_options
    for name, value in {**RECIPES[encoder].options, "profile": "high"}.items():
        option = next(o for o in known.private if o.name == name)
        choices = [choice.name for choice in option.choices]
        assert value in choices or not choices or value.isdigit(), (name, value, choices)
