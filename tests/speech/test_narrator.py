"""Events put into words for the ear."""

import pytest

from studio.model.events import OutputEnded, OutputOverflowed, Part, WorkerFailed
from studio.speech.narrator import narrate


@pytest.mark.parametrize(
    ("worker", "named"),
    [
        (Part.STAGE, "what is on air"),
        (Part.ENCODER, "the encoder"),
        ("Kitchen", "Kitchen"),
        ("sound", "sound"),
    ],
)
def test_a_part_that_fails_has_a_name_for_the_ear(worker: Part | str, named: str):
    told = narrate(WorkerFailed(worker, None))
    assert told is not None
    assert f"made a mistake in {named};" in told.text


def test_a_recording_whose_file_was_moved_is_not_called_never_made():
    told = narrate(OutputEnded("r", "Recording", is_recording=True, seconds=65.0, path=""))
    assert told is not None
    assert told.text.startswith("The recording has ended after 1 minute 5 seconds, but its file")
    told = narrate(OutputEnded("r", "Recording", is_recording=True, seconds=0.0, path=""))
    assert told is not None
    assert "Nothing was recorded" in told.text


def test_a_slow_disk_is_not_called_a_slow_line():
    told = narrate(OutputOverflowed("r", "Recording", is_recording=True, lost_s=3.2))
    assert told is not None
    assert told.text.startswith("The disk is too slow for the recording: 3 seconds were left out.")
