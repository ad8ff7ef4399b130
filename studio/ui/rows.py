"""What stands in the lists: each thing's name, its state and its details, in words."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePath
from urllib.parse import urlsplit

from studio.commands.sales import percent
from studio.model.announcement import Announcement
from studio.model.destination import Destination
from studio.model.message import Duration, Number, say, say_n
from studio.model.product import Product
from studio.model.rundown import KINDS, Segment
from studio.model.scene import PictureKind, PictureSource, Scene, SoundSource
from studio.model.session import Order, Progress, Target
from studio.model.state import OutputPhase, ShowState
from studio.text import N_, _


class Tone(StrEnum):
    """How a mark is coloured; its words say the same."""

    PLAIN = "plain"
    LIVE = "live"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Mark:
    """One state of a thing, such as *muted*."""

    words: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list.

    Attributes:
        name: What the user calls it.
        marks: Its states, the important first.
        detail: What else is worth reading.
        heard: The same for the ear, where signs would not be spoken; `detail` when empty.
    """

    name: str
    marks: tuple[Mark, ...] = ()
    detail: str = ""
    heard: str = ""

    @property
    def words(self) -> str:
        """The whole row as a screen reader says it."""
        parts = (self.name, *(mark.words for mark in self.marks), self.heard or self.detail)
        return ", ".join(part for part in parts if part)


def scene_row(scene: Scene, state: ShowState) -> Row:
    marks = (Mark(_("on air"), Tone.LIVE),) if scene.id == state.scene else ()
    if any(p.source in state.lost_sources for p in scene.placements):
        marks += (Mark(_("picture lost"), Tone.WARNING),)
    names = {s.id: s.name for s in state.picture_sources}
    shown = [names[p.source] for p in scene.placements if p.source in names]
    return Row(scene.name, marks, ", ".join(shown) if shown != [scene.name] else "")


def picture_row(source: PictureSource, state: ShowState) -> Row:
    scene = state.scene_on_air
    marks: tuple[Mark, ...] = ()
    if scene is not None and any(p.source == source.id for p in scene.placements):
        marks += (Mark(_("on air"), Tone.LIVE),)
    if source.id in state.lost_sources:
        marks += (Mark(_("lost"), Tone.WARNING),)
    return Row(source.name, marks, _picture_detail(source))


def sound_row(source: SoundSource, state: ShowState) -> Row:
    marks: tuple[Mark, ...] = ()
    if source.is_muted:
        marks += (Mark(_("muted"), Tone.WARNING),)
    if source.id in state.lost_sources:
        marks += (Mark(_("lost"), Tone.WARNING),)
    if source.is_monitored:
        marks += (Mark(_("monitored")),)
    return Row(source.name, marks, decibels(source.gain_db), decibels_heard(source.gain_db))


def product_row(product: Product, state: ShowState) -> Row:
    marks: tuple[Mark, ...] = ()
    if state.card is not None and state.card.code == product.code:
        marks += (Mark(_("on screen"), Tone.LIVE),)
    if product.stock == 0:
        marks += (Mark(_("sold out"), Tone.WARNING),)
    if any(product.doubts(date.today())):  # noqa: DTZ011 - the streamer's day
        marks += (Mark(_("check the supplier"), Tone.WARNING),)
    detail = product.price.words()
    if product.stock:
        left = say_n("{n} left", "{n} left", product.stock)
        # Translators: a product's price and stock in the list: "¥39.90, 12 left".
        detail = str(say("{price}, {stock}", price=detail, stock=left))
    name = product.name.name
    if product.slot:
        # Translators: the number that viewers order by, and the product's name.
        name = str(say("{slot}. {product}", slot=product.slot, product=name))
    return Row(name, marks, detail)


def segment_row(segment: Segment, product: Product | None, number: int, *, is_current: bool) -> Row:
    """A segment of the rundown.

    Args:
        segment: Which.
        product: Its product; None where there is none in the catalogue.
        number: Where it stands, from 1 on.
        is_current: The show is in it.
    """
    marks: tuple[Mark, ...] = ()
    if is_current:
        marks += (Mark(_("now"), Tone.LIVE),)
    if segment.product and product is None:
        marks += (Mark(_("not in the catalogue"), Tone.WARNING),)
    kind = _(KINDS[segment.kind])
    # Translators: the number of a segment of the rundown, and what it is called.
    name = str(say("{number}. {segment}", number=number, segment=segment.called(product)))
    if not segment.minutes:
        return Row(name, marks, kind)
    planned = Duration(round(segment.planned_s))
    # Translators: the kind of a segment of the rundown and its planned time: "Break, 3 minutes".
    return Row(name, marks, str(say("{kind}, {time}", kind=kind, time=planned)))


def order_row(order: Order) -> Row:
    # Translators: pieces and product of an order in the list: “2 × Wool scarf”.
    name = str(say("{quantity} × {product}", quantity=order.quantity, product=order.name))
    clock = order.at.astimezone().strftime("%H:%M:%S")
    # Translators: what an order came to, and when: “¥49.80, 20:15:03”.
    return Row(name, (), str(say("{total}, {clock}", total=order.total, clock=clock)))


def target_row(target: Target, progresses: Sequence[Progress]) -> Row:
    progress = next((one for one in progresses if one.target.id == target.id), None)
    marks: tuple[Mark, ...] = ()
    if progress is not None:
        share = percent(progress)
        words = (
            _("reached") if progress.share >= 1 else str(say("{percent} percent", percent=share))
        )
        marks = (Mark(words, Tone.LIVE if progress.share >= 1 else Tone.PLAIN),)
    name = say("Your target of {amount}", amount=target.amount)
    if not target.person:
        name = say("The centre's target of {amount}", amount=target.amount)
    # Translators: the first and the last day of a target.
    days = say("{begins} to {ends}", begins=target.begins.isoformat(), ends=target.ends.isoformat())
    return Row(str(name), marks, str(days))


def destination_row(destination: Destination, state: ShowState) -> Row:
    output = next((o for o in state.outputs if o.id == destination.id), None)
    mark: Mark | None = None
    if output is not None:
        mark = _PHASES[output.phase]
    elif not destination.is_on:
        mark = Mark(_("switched off"))
    marks = (Mark(_(mark.words), mark.tone),) if mark else ()
    return Row(destination.name, marks, urlsplit(destination.url).hostname or "")


def message_row(at: float, announcement: Announcement) -> Row:
    """Args: at: Seconds since 1970."""
    return Row(announcement.text, (), time.strftime("%H:%M:%S", time.localtime(at)))


def decibels(gain_db: float) -> str:
    """A gain with its sign and unit, for the eye: `+3 dB`."""
    sign = "" if not round(gain_db, 1) else "+" if gain_db > 0 else "−"
    return str(say("{gain} dB", gain=f"{sign}{_rounded(gain_db)}"))


def decibels_heard(gain_db: float) -> str:
    """The same with its sign as a word, which synthesizers leave out otherwise."""
    gain = _rounded(gain_db)
    if not round(gain_db, 1):
        return str(say("{gain} dB", gain=gain))
    heard = say("plus {gain} dB", gain=gain) if gain_db > 0 else say("minus {gain} dB", gain=gain)
    return str(heard)


def _rounded(gain_db: float) -> str:
    rounded = abs(round(gain_db, 1))
    return Number(rounded, 0 if rounded == int(rounded) else 1).words()


_PHASES = {
    OutputPhase.CONNECTING: Mark(N_("connecting"), Tone.WARNING),
    OutputPhase.ON: Mark(N_("sending"), Tone.LIVE),
    OutputPhase.LOST: Mark(N_("lost"), Tone.WARNING),
    OutputPhase.ENDING: Mark(N_("ending")),
}


def _picture_detail(source: PictureSource) -> str:
    match source.kind:
        case PictureKind.CAMERA:
            return str(say("Camera {name}", name=source.address)) if source.address else _("Camera")
        case PictureKind.MEDIA:
            if "://" in source.address:
                return str(say("Network {name}", name=_short(source.address)))
            return str(say("Film {name}", name=_short(source.address)))
        case PictureKind.IMAGE:
            return str(say("Still image {name}", name=_short(source.address)))
        case PictureKind.TEST:
            return _("Test picture")


def _short(address: str) -> str:
    """A path's last part, or an address's host: neither passwords nor keys are shown."""
    if "://" in address:
        return urlsplit(address).hostname or ""
    return PurePath(address).name
