"""How product cards look, and what of the picture platforms cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from studio.model.media import Size
from studio.text import N_

CODE = "CODE"
"""Stands in an address for the product's code: a word that can be said and typed."""

COUPON = "coupon"
"""Stands in `CardStyle.code` for the product's coupon."""


class CardLayout(StrEnum):
    """Where a card lies, and how much it tells."""

    LOWER_THIRD = "lower-third"
    SIDE = "side"
    CORNER = "corner"
    FULL = "full"
    PRICE_TAG = "price-tag"


class CardTheme(StrEnum):
    """The colours of a card."""

    PAPER = "paper"
    NIGHT = "night"
    FESTIVE = "festive"
    CONTRAST = "contrast"


class CardTransition(StrEnum):
    """How a card comes and goes."""

    FADE = "fade"
    SLIDE = "slide"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Insets:
    """What is kept free along each edge, as shares of the picture's height or width."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0

    @classmethod
    def parse(cls, words: str) -> "Insets":
        """Read four percentages: top, right, bottom, left, such as `10 15 35 5`.

        Raises:
            ValueError: There are not four, or less than a fifth of the picture is left free.
        """
        shares = [float(word.rstrip("%")) / 100 for word in words.replace(",", " ").split()]
        insets = cls(*shares) if len(shares) == 4 else None
        if insets is None or not all(0.0 <= share <= 0.8 for share in shares):
            raise ValueError(f"no four percentages: {words}")
        if insets.top + insets.bottom > 0.8 or insets.left + insets.right > 0.8:
            raise ValueError(f"nothing is left free by {words}")
        return insets


@dataclass(frozen=True, slots=True)
class SafeArea:
    """What a platform's own buttons and texts leave free.

    Attributes:
        title: Whose it is, untranslated.
        upright: On a picture clearly higher than wide, where they lie over it.
        origin: Where the figures are from; they are for the ear and the page, not for a program.
    """

    title: str
    upright: Insets
    origin: str


# No platform tells what covers a live show, and ours at hand (law.md, facts.md, catalogues.md in
# the workshop) tell nothing of it; what is told of advertisements is the nearest there is.
_YOUTUBE = Insets(top=288 / 1920, right=192 / 1080, bottom=672 / 1920, left=48 / 1080)
_META = Insets(top=0.14, right=0.06, bottom=0.35, left=0.06)
_TIKTOK = Insets(top=250 / 1920, right=170 / 1080, bottom=420 / 1920)

SAFE_AREAS: Mapping[str, SafeArea] = MappingProxyType(
    {
        "usual": SafeArea(
            N_("Usual"),
            Insets(top=0.12, bottom=0.18),
            N_("Our own estimate."),
        ),
        "youtube": SafeArea(
            "YouTube",
            _YOUTUBE,
            N_(
                "Google's margins for upright advertisements, as "
                "shotstack.io/learn/vertical-video-safe-zones quotes them; not checked by us."
            ),
        ),
        "meta": SafeArea(
            N_("Instagram and Facebook"),
            _META,
            N_(
                "Meta's margins for advertisements in Reels, as "
                "shotstack.io/learn/vertical-video-safe-zones quotes them; not checked by us."
            ),
        ),
        "tiktok": SafeArea(
            "TikTok",
            _TIKTOK,
            N_(
                "An estimate of socaptions.com/blog/tiktok-safe-zones-2026; TikTok itself gives "
                "no figures."
            ),
        ),
        "all": SafeArea(
            N_("All of these at once"),
            Insets(
                *(
                    max(getattr(one, edge) for one in (_YOUTUBE, _META, _TIKTOK))
                    for edge in ("top", "right", "bottom", "left")
                )
            ),
            N_("The largest margin of each."),
        ),
        "none": SafeArea(
            N_("The whole picture"), Insets(), N_("A narrow margin of our own, and no more.")
        ),
    }
)
"""Safe areas by their names in the settings."""


@dataclass(frozen=True, slots=True)
class CardStyle:
    """How cards look.

    Attributes:
        layout: Where a card lies, and how much it tells.
        theme: Its colours.
        safe_area: A name in `SAFE_AREAS`, or what `Insets.parse` reads.
        code: What its QR code holds: nothing, `COUPON`, or an address in which `CODE` stands
            for the product's.
    """

    layout: CardLayout = CardLayout.LOWER_THIRD
    theme: CardTheme = CardTheme.PAPER
    safe_area: str = "usual"
    code: str = ""

    def insets(self, canvas: Size) -> Insets:
        """What is to be kept free on a canvas, beside a narrow margin.

        On a wide or square picture platforms put their buttons beside it, or hide them; there only
        what was set by hand is kept free.
        """
        known = SAFE_AREAS.get(self.safe_area)
        if known is None:
            return Insets.parse(self.safe_area)
        return known.upright if canvas.height > canvas.width * 1.2 else Insets()


def read_code(words: str) -> str:
    """Read an address for the QR code; `CODE` in it stands for the product's code.

    Raises:
        ValueError: It is none that a telephone opens.
    """
    parts = urlsplit(words.replace(CODE, "x"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in words:
        raise ValueError(f"no address: {words}")
    return words


def address_for(template: str, product_code: str) -> str:
    """The address with a product's code in it."""
    return template.replace(CODE, quote(product_code, safe=""))
