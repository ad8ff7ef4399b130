"""What viewers see at one moment: the scene, the card, and what is fading."""

from dataclasses import dataclass, field, replace

from studio.model.scene import Scene
from studio.video.compositor import Overlay


@dataclass(frozen=True, slots=True)
class Fade:
    """A change over time.

    Attributes:
        begun: When it began, in seconds of `time.monotonic`.
        lasts: Seconds it takes; 0 is a cut.
    """

    begun: float = 0.0
    lasts: float = 0.0

    def progress(self, at: float) -> float:
        """How far it is at a time: 0 before it began, 1 when it is over."""
        if self.lasts <= 0.0:
            return 1.0
        return min(1.0, max(0.0, (at - self.begun) / self.lasts))


@dataclass(frozen=True, slots=True)
class Look:
    """Frozen, so that one thread may give a new one while another draws the old one.

    Attributes:
        scene: On air, or coming on air.
        scene_before: Leaving, while `scene_fade` runs.
        card: Over the picture, or coming.
        card_before: Leaving, while `card_fade` runs.
    """

    scene: Scene | None = None
    scene_before: Scene | None = None
    scene_fade: Fade = field(default_factory=Fade)
    card: Overlay | None = None
    card_before: Overlay | None = None
    card_fade: Fade = field(default_factory=Fade)

    def with_scene(self, scene: Scene | None, fade: Fade) -> "Look":
        return replace(self, scene=scene, scene_before=self.scene, scene_fade=fade)

    def with_card(self, card: Overlay | None, fade: Fade) -> "Look":
        return replace(self, card=card, card_before=self.card, card_fade=fade)

    def cards_at(self, at: float) -> list[tuple[Overlay, float]]:
        """The cards to draw at a time, each with its opacity, the back one first."""
        progress = self.card_fade.progress(at)
        both = ((self.card_before, 1.0 - progress), (self.card, progress))
        return [(card, opacity) for card, opacity in both if card is not None and opacity > 0.0]
