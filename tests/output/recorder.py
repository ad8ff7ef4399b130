"""A studio that only records, to be killed or to run out of room. Prints JSON lines.

    python -m tests.output.recorder FILE [BYTES]

Each line has the `seconds` recorded; with BYTES no file may grow beyond, and the last line has
what was said when it did, when, and how long another recording in memory went on.
"""

import json
import resource
import sys
import time
from pathlib import Path

from studio.model.events import OutputLost
from studio.model.media import Size
from studio.output.encoder import EncoderSettings
from studio.output.recording import RecordingOutput
from studio.output.stream import StreamOutput
from tests.output.fake_service import FakeService
from tests.output.feeding import FPS, Feed


def main(path: Path, most: int | None) -> None:
    if most is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    settings = EncoderSettings(Size(320, 180), FPS, video_kbps=1000)
    with FakeService() as service, Feed(settings) as feed:
        file = RecordingOutput("file", "Recording", path, feed.events.post)
        other = StreamOutput("other", "Shop", service.address + "/show", None, feed.events.post)
        feed.add(file, other)
        feed.run()
        lost_at: float | None = None
        while lost_at is None or feed.pictures < (lost_at + 2) * FPS:
            time.sleep(0.02)
            print(json.dumps({"seconds": file.stats().seconds}), flush=True)
            if lost_at is None and feed.events.of(OutputLost):
                lost_at = feed.pictures / FPS
        lost = feed.events.of(OutputLost, "file")[0]
        feed.end()
        told = {"lost": str(lost.error), "lost_at_s": lost_at, "other_s": other.stats().seconds}
        print(json.dumps({"seconds": file.stats().seconds, **told}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
