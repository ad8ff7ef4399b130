"""From the press of a key to its answer."""

from __future__ import annotations

import numpy as np

from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.store.scenes import Arrangement
from tests.bench import surroundings
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.harness.process import private_folder

_ABOUT = """\
From the press of a key in the window to the announcement in the hands of every outlet (message
line, screen reader): window, inbox, dispatcher, show, announcer. Each of {kinds} keys {times}
times, first off air, then while recording 1280x720 at 30 pictures a second."""


def measure(wished: Wish) -> Section:
    from tests.bench.answering import KEYS

    times = 5 if wished.is_quick else 30
    section = Section("commands", "Key to answer", _ABOUT.format(kinds=len(KEYS), times=times))
    tell("commands")
    with surroundings.desktop() as lab, private_folder("earshot-bench") as home:
        picture = PictureSource("Test picture", PictureKind.TEST)
        sound = SoundSource("Tone", SoundKind.TONE)
        scene = Scene("Face", (Placement(picture.id),))
        surroundings.furnish(home / "data", Arrangement((picture,), (sound,), (scene,)), {})
        env = surroundings.environment(lab, home / "data", None)
        with surroundings.Studio("answering", str(times), env) as studio:
            told = {what: studio.wait(what, 120)["ms"] for what in ("idle", "recording")}
            if status := studio.finish():
                raise RuntimeError(f"the studio ended with {status}: {studio.errors()}")
    for what, name in (("idle", "off air"), ("recording", "recording")):
        every = [ms for found in told[what].values() for ms in found]
        section.figures.append(Figure.of(f"{name}: all keys", every, "ms"))
        p95 = float(np.percentile(every, 95))
        section.figures.append(Figure(f"{name}: all keys, p95", p95, "ms"))
        section.details.extend(
            Figure.of(f"{name}: {key}", found, "ms") for key, found in told[what].items()
        )
    return section


if __name__ == "__main__":
    hand_in(measure(wish()))
