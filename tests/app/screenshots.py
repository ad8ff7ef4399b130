"""Looks at the studio while it is live, and writes the pictures of docs/.

    python -m tests.app.screenshots

It is run by hand, when the window has changed; nothing in it is judged.
"""

from __future__ import annotations

import time
from pathlib import Path

from studio import paths
from studio.model.destination import Destination
from studio.model.scene import (
    PictureKind,
    PictureSource,
    Placement,
    Scene,
    SoundKind,
    SoundSource,
)
from studio.store.scenes import Arrangement
from tests.app.window_studio import NO_SOUND, WindowStudio, furnish, talk
from tests.harness.ingest import RtmpIngest
from tests.harness.process import ROOT, private_folder
from tests.harness.pulse import write_wav
from tests.harness.screenreader import Lab

SCREEN = (1366, 768)
LOUD_S = 6.0
"""Until the meters have something to show."""


def _still(name: str, *parts: str) -> PictureSource:
    return PictureSource(name, PictureKind.IMAGE, str(paths.resource("assets", *parts)))


def _shop(sound: Path, *, upright: bool) -> Arrangement:
    """A stall with two things on the table, a voice, and a pause."""
    table = _still("Table", "demo", "hotpot.png")
    close = _still("Close-up", "demo", "tea.png")
    pause = _still("Pause", "stills", "back-soon-portrait.png" if upright else "back-soon.png")
    corner = (0.62, 0.05, 0.33, 0.19) if upright else (0.72, 0.06, 0.25, 0.36)
    scenes = (
        Scene("Table and close-up", (Placement(table.id), Placement(close.id, *corner))),
        Scene("Table", (Placement(table.id),)),
        Scene("Close-up", (Placement(close.id),)),
        Scene("Back in a moment", (Placement(pause.id),)),
    )
    voice = SoundSource("Headset", SoundKind.FILE, str(sound), gain_db=-6.0)
    music = SoundSource("Bell", SoundKind.TONE, "660", gain_db=-30.0, is_voice=False)
    return Arrangement((table, close, pause), (voice, music), scenes)


def take(path: Path, canvas: str) -> None:
    """Write what the screen shows during a show of that size, with a card."""
    with (
        private_folder("earshot-screenshot") as folder,
        RtmpIngest() as ingest,
        Lab(orca=False, size=SCREEN) as lab,
    ):
        write_wav(folder / "voice.wav", talk(12.0))
        width, _x, height = canvas.partition("x")
        furnish(
            folder / "data",
            _shop(folder / "voice.wav", upright=int(height) > int(width)),
            Destination("Douyin", ingest.address, "douyin"),
            Destination("Own server", ingest.address, is_on=False),
            key="for-the-picture-only",
            canvas=canvas,
        )
        studio = WindowStudio(lab, folder / "data", NO_SOUND)
        studio.press("ctrl+shift+l", "You are live on Douyin.")
        studio.press("ctrl+r", "Recording.")
        studio.press("ctrl+Right", "is on screen")
        lab.key("F6")
        time.sleep(LOUD_S)
        shot = lab.screenshot(path)
        studio.terminate()
    print(shot.relative_to(ROOT))


def main() -> None:
    take(ROOT / "docs/screenshot.png", "1280x720")
    take(ROOT / "docs/screenshot-upright.png", "720x1280")


if __name__ == "__main__":
    main()
