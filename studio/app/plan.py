"""What a scripted show is to be."""

from dataclasses import dataclass
from pathlib import Path

from studio.model.media import Size
from studio.model.scene import Fit


@dataclass(frozen=True, slots=True)
class Action:
    """Something done during the show.

    Attributes:
        at_s: When, in seconds of the show.
        command: A command's id.
        value: Words for its first slot; empty for none.
    """

    at_s: float
    command: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A show to be given.

    Attributes:
        pictures: Cameras by name or number, files, URLs, `test`; without any, the first camera.
            The first is on air; scene "2" shows the second, and so on.
        sounds: Microphones by name, files, `tone`, `silence`; the first is the voice. Without
            any, the first microphone, or silence where there is none.
        music: Files that play under the voice.
        fit: How the picture is brought onto the canvas.
        anchor: Which part stays when the picture is cropped, as in `Placement`.
        rotation: Clockwise, in degrees.
        is_mirrored: Left and right exchanged.
        camera_size: What cameras are asked for; None leaves it to them.
        camera_fps: Pictures per second cameras are asked for; 0 leaves it to them.
        card: Code or name of the product whose card is shown.
        seconds: Length of the show; None until it is interrupted.
        canvas: Width and height as `1280x720`; empty for the setting.
        fps: Pictures per second; 0 for the setting.
        record: File to record into.
        destinations: Names of destinations, or URLs without a secret.
        is_rehearsal: Nothing can go on air.
        encoder: Name of an encoder; empty for the setting.
        video_kbps: Data rate of the picture; 0 for the setting.
        delay_s: Seconds that viewers are behind; 0 for the setting.
        actions: What is done during the show.
    """

    pictures: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    music: tuple[str, ...] = ()
    fit: Fit = Fit.FILL
    anchor: tuple[float, float] = (0.5, 0.5)
    rotation: int = 0
    is_mirrored: bool = False
    camera_size: Size | None = None
    camera_fps: int = 0
    card: str = ""
    seconds: float | None = None
    canvas: str = ""
    fps: int = 0
    record: Path | None = None
    destinations: tuple[str, ...] = ()
    is_rehearsal: bool = False
    encoder: str = ""
    video_kbps: int = 0
    delay_s: int = 0
    actions: tuple[Action, ...] = ()

    @property
    def has_outputs(self) -> bool:
        return bool(self.record or self.destinations or self.is_rehearsal)
