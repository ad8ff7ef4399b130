import copy
import logging
import pickle

import numpy as np
import pytest

from studio import log
from studio.model.destination import StreamKey
from studio.model.errors import PictureError
from studio.model.media import Canvas, Size
from studio.model.message import say
from studio.model.settings import Settings, declared


def test_a_canvas_shares_one_buffer_among_its_planes():
    canvas = Canvas(Size(8, 4))
    canvas.y[:], canvas.u[:], canvas.v[:] = 1, 2, 3
    assert canvas.buffer.ravel().tolist() == [1] * 32 + [2] * 8 + [3] * 8
    assert canvas.buffer.flags.c_contiguous
    assert np.shares_memory(canvas.buffer, canvas.v)


@pytest.mark.parametrize("size", [Size(7, 4), Size(8, 5)])
def test_a_canvas_that_has_no_i420_shape_is_refused(size):
    with pytest.raises(ValueError, match="even"):
        Canvas(size)


def test_a_stream_key_shows_itself_to_nobody():
    key = StreamKey("s3cret-key")
    assert "s3cret" not in f"{key} {key!r} {key:>20} {[key]}"
    assert key.reveal() == "s3cret-key"
    for copying in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError):
            copying(key)


def test_the_log_is_cleaned_of_secrets_and_addresses(tmp_path):
    log.hide("s3cret-key")
    log.start(tmp_path)
    logger = logging.getLogger("studio.test")
    error = OSError("cannot open rtmp://live.example/app/s3cret-key")
    logger.error("failed with %s", "rtmps://live.example:443/app/other-key?x=1", exc_info=error)
    written = (tmp_path / "studio.log").read_text()
    assert "s3cret" not in written
    assert "other-key" not in written
    assert "rtmp://live.example/app/***" in written


def test_an_error_tells_problem_and_remedy():
    error = PictureError(say("The camera is gone."), say("Check its cable."))
    assert str(error) == "The camera is gone. Check its cable."
    assert error.announcement().brief_text == "The camera is gone."
    assert pickle.loads(pickle.dumps(error)).problem == error.problem


def test_every_default_is_within_its_limits():
    defaults = Settings()
    for name, about, _ in declared():
        assert about.accepts(getattr(defaults, name)), name
