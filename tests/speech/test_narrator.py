"""Events put into words for the ear."""

import pytest

from studio.model.events import WorkerFailed
from studio.speech.narrator import narrate


@pytest.mark.parametrize(
    ("worker", "part"), [("stage", "what is on air"), ("encoder", "the encoder"), ("Kitchen", "")]
)
def test_a_part_that_fails_has_a_name_for_the_ear(worker: str, part: str):
    told = narrate(WorkerFailed(worker, None))
    assert told is not None
    assert f"made a mistake in {part or worker};" in told.text
