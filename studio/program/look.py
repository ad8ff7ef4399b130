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
        card_slides: The cards do not fade; one is uncovered as the other is covered.
    """

    scene: Scene | None = None
    scene_before: Scene | None = None
    scene_fade: Fade = field(default_factory=Fade)
    card: Overlay | None = None
    card_before: Overlay | None = None
    card_fade: Fade = field(default_factory=Fade)
    card_slides: bool = False

    def with_scene(self, scene: Scene | None, fade: Fade) -> "Look":
        return replace(self, scene=scene, scene_before=self.scene, scene_fade=fade)

    def with_card(self, card: Overlay | None, fade: Fade, *, slides: bool = False) -> "Look":
        return replace(self, card=card, card_before=self.card, card_fade=fade, card_slides=slides)

    def with_card_redrawn(self, before: Overlay | None, card: Overlay | None) -> "Look":
        """The same card as it is drawn now, wherever it is in its fade."""
        return replace(self, card=card) if self.card is before else self

    def cards_at(self, at: float) -> list[tuple[Overlay, float]]:
        """The cards to draw at a time, each with its opacity, the back one first."""
        progress = self.card_fade.progress(at)
        if self.card_slides and 0.0 < progress < 1.0:
            return self._sliding(progress)
        both = ((self.card_before, 1.0 - progress), (self.card, progress))
        return [(card, opacity) for card, opacity in both if card is not None and opacity > 0.0]

    def _sliding(self, progress: float) -> list[tuple[Overlay, float]]:
        """The cards on either side of an edge that travels over them.

        Nothing else moves: letters that sweep over the picture would flash in each of its parts;
        so each part changes only once.
        """
        cards = [card for card in (self.card_before, self.card) if card is not None]
        top = min((card.rows.start for card in cards), default=0)
        bottom = max((card.rows.stop for card in cards), default=0)
        # Slow at both ends, as things move.
        way = (bottom - top) * progress * progress * (3 - 2 * progress)
        rises = bool(cards) and top > cards[0].canvas.height - bottom
        edge = 2 * round((bottom - way if rises else top + way) / 2)
        new, old = (edge, bottom), (top, edge)
        if not rises:
            new, old = old, new
        parts = ((self.card_before, old), (self.card, new))
        return [(card.between(*rows), 1.0) for card, rows in parts if card is not None]
