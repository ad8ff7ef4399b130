"""Looks at pictures for codes, in one way after the other, and believes what is sure.

No way is the best. The whole picture as it is gives blurred codes and misses dark ones; bars that
were turned upright and averaged are read in the dark, when small and at any slant; what is out of
focus or moved wants that undone. So looks take turns, and each is cheap.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.model.code import Code, Look, Place
from studio.opencv import cv2
from studio.scanner import bars, sight
from studio.scanner.deblur import deblurred
from studio.scanner.fitting import fit_of
from studio.scanner.meaning import gtin_of
from studio.scanner.zxing import Raw, bars_of, read

Grey = NDArray[np.uint8]

_CANS = (0.75, 1.05)
"""Half the angles that a code round a can may span, in radians, which are tried."""

_QUIET = 4
"""Modules of paper that must be beside a code; standards ask for five to eleven."""

_SURE_MEMORY = 6
"""A code that cannot be drawn has to be read twice in so many looks."""

_SHORT = ("EAN-8", "UPC-E")
"""Kinds with so few bars that others may hold them; they have to be read in two ways."""

_SOME_TRUST = 0.1
"""In what was read twice and cannot be drawn: less than in all that fits."""

_SAME_ACROSS = 0.35
_SAME_ALONG = 0.5
"""Of the narrower code's width: two whose middles are nearer are read from the same bars."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What one look gave, and where bars were."""

    raws: list[Raw]
    regions: list[bars.Region]


_Way = Callable[[Grey], _Seen]


@dataclass(frozen=True, slots=True, eq=False)
class _Sure:
    """What was read, and how far it is believed."""

    raw: Raw
    trust: float

    def is_worse_than(self, other: "_Sure") -> bool:
        """Whether the other says something else of the same bars, and fits better."""
        if self.raw.is_matrix or other.raw.is_matrix or other.trust <= self.trust:
            return False
        mine, theirs = (gtin_of(r.kind, r.text, is_gs1=r.is_gs1) for r in (self.raw, other.raw))
        return mine != theirs and _are_same_bars(self.raw, other.raw)


def _are_same_bars(one: Raw, other: Raw) -> bool:
    """Whether both were read from the same bars, at whichever height of them."""
    top_left, top_right, bottom_right, bottom_left = one.corners
    way = (top_right + bottom_right - top_left - bottom_left) / 2
    way = way / max(1.0, float(np.linalg.norm(way)))
    apart = (one.corners.mean(axis=0) - other.corners.mean(axis=0)) / min(one.width, other.width)
    across, along = abs(apart @ way), abs(apart @ np.array([-way[1], way[0]]))
    return bool(across < _SAME_ACROSS and along < _SAME_ALONG)


class Looker:
    """Looks at one picture after the other; one thread.

    It remembers what was read in the last looks, so it is for one camera.
    """

    def __init__(self) -> None:
        self._turn = 0
        self._lately: list[tuple[_Way, set[tuple[str, str]]]] = []
        self._sure_of: dict[tuple[str, str], _Sure] = {}
        self._regions: list[bars.Region] = []

    def look(self, grey: Grey) -> Look:
        """Look at the newest picture, in the way whose turn it is; some 5 to 25 ms.

        Args:
            grey: Luma, shape (height, width), of either range.
        """
        way = _TURNS[self._turn % len(_TURNS)]
        self._turn += 1
        seen = way(grey)
        if way in _FIND_BARS:
            self._regions = seen.regions
        codes = self._sure(grey, seen.raws, way)
        if codes:
            return Look(codes)
        # Where the bars were a look ago is good enough to tell what is wrong with them.
        return Look((), sight.sight_of(grey, self._regions))

    def _sure(self, grey: Grey, raws: list[Raw], way: _Way) -> tuple[Code, ...]:
        read_now = {(raw.kind, raw.text) for raw in raws}
        lately = read_now.union(*(said for _way, said in self._lately))
        otherwise = set[tuple[str, str]]().union(*(s for w, s in self._lately if w is not way))
        self._lately = [*self._lately, (way, read_now)][-_SURE_MEMORY:]
        # What fitted and is still there need not be held against every picture anew.
        self._sure_of = {said: sure for said, sure in self._sure_of.items() if said in lately}
        for raw in raws:
            said = raw.kind, raw.text
            known = self._sure_of.get(said)
            trust = known.trust if known else trust_in(grey, raw, was_read=said in otherwise)
            if trust:
                self._sure_of[said] = _Sure(raw, trust)
        best = _undisputed(self._sure_of.values())
        return _distinct(_code(raw, grey.shape) for raw in raws if (raw.kind, raw.text) in best)


def ways() -> tuple[Callable[[Grey], object], ...]:
    """The ways to look, each of which has its turn."""
    return _TURNS


def look_closely(grey: Grey) -> tuple[Code, ...]:
    """All codes of a still picture, in every way there is; up to a second for a large one.

    Args:
        grey: Luma, shape (height, width).
    """
    seen = [way(grey).raws for way in _TURNS]
    raws = [raw for one in seen for raw in one]
    times = Counter(said for one in seen for said in {(raw.kind, raw.text) for raw in one})
    sure = [
        _Sure(raw, trust)
        for raw in raws
        if (trust := trust_in(grey, raw, was_read=times[raw.kind, raw.text] > 1))
    ]
    best = _undisputed(sure)
    sure = [one for one in sure if (one.raw.kind, one.raw.text) in best]
    return _distinct(_code(one.raw, grey.shape) for one in sure)


def trust_in(grey: Grey, raw: Raw, *, was_read: bool) -> float:
    """How far what was read is to be believed: from 0, not at all, to 1.

    Args:
        grey: The picture.
        raw: What was read in it.
        was_read: The same was read in another way. Read in the same way in the next picture it
            would be no better, for blurred bars are misread alike.
    """
    if raw.is_matrix:
        return float(bool(raw.text.strip()))
    if not gtin_of(raw.kind, raw.text, is_gs1=raw.is_gs1):
        # Bars that name no article are nobody's here, and half of them were never printed.
        return 0.0
    modules = bars_of(raw.kind, raw.text, is_gs1=raw.is_gs1)
    if modules is None:
        return _SOME_TRUST * was_read
    # A part of a damaged UPC-A may be an EAN-8, bar by bar, and a part of any code an UPC-E.
    return _fit(grey, raw, modules) * (was_read or raw.kind not in _SHORT)


def _fit(grey: Grey, raw: Raw, modules: NDArray[np.float32]) -> float:
    """How well it fits; 0 where it does not."""
    flat = bars.flattened(grey, raw.corners, len(modules))
    module = (flat.right - flat.left) / len(modules)
    # Beside a code there is paper: bars there belong to a longer one.
    modules = np.pad(modules, _QUIET, constant_values=1.0)
    left, right = flat.left - _QUIET * module, flat.right + _QUIET * module
    rows = bars.averaged(flat.grey, 0.5)
    # Not the middle alone: a thumb or a fold may lie over it.
    fitted = (
        fit_of(rows[int(rows.shape[0] * height)], modules, left, right)
        for height in (0.5, 0.25, 0.75)
    )
    return next((fit for fit in fitted if fit), 0.0)


def _undisputed(sure: Iterable[_Sure]) -> set[tuple[str, str]]:
    """What is said by those over whose bars nothing else fits better.

    Short codes round a can, and codes of which one line was read, are now and then taken for others
    that fit well enough by themselves.
    """
    all_of_them = list(sure)
    return {
        (one.raw.kind, one.raw.text)
        for one in all_of_them
        if not any(one.is_worse_than(other) for other in all_of_them)
    }


# ------------------------------------------------------------------------- ways to look


def _plain(grey: Grey) -> _Seen:
    """The whole picture as it is."""
    return _Seen(read(grey), [])


def _bars(grey: Grey) -> _Seen:
    """Bars upright, averaged and evened."""
    regions = bars.regions(grey)
    raws: list[Raw] = []
    for region in regions:
        cut = bars.upright(grey, region, least=640)
        upright = bars.averaged(cut.grey, 0.25)
        raws += _read_cut(cut, bars.evened(upright))
        if region is regions[0] and not raws:
            raws += _read_round_can(cut, upright, region.width * cut.scale)
    return _Seen(raws, regions)


def _read_round_can(cut: bars.Cut, upright: NDArray[np.float32], width: float) -> list[Raw]:
    raws: list[Raw] = []
    for curl in _CANS:
        flat = bars.evened(bars.unbent(upright, width, curl))
        for raw in read(flat, matrix=False, is_upright=True):
            seen = raw.corners.copy()
            seen[:, 0] = bars.bent_places(seen[:, 0], upright.shape[1], width, curl)
            raws.append(Raw(raw.kind, raw.text, raw.is_gs1, cut.back(seen)))
    return raws


def _deblurred(grey: Grey) -> _Seen:
    """Bars upright and averaged, with each blur undone that a camera makes."""
    regions = bars.regions(grey, 2)
    raws: list[Raw] = []
    for region in regions:
        cut = bars.upright(grey, region, least=640)
        high = cut.grey.shape[0]
        rows = bars.averaged(cut.grey, 0.3)[[high * 2 // 5, high // 2, high * 3 // 5]]
        for clear in deblurred(rows, cut.scale):
            even = bars.evened(np.repeat(clear, 8, axis=0))
            raws += [
                Raw(raw.kind, raw.text, raw.is_gs1, cut.back(_on_rows(raw.corners, high)))
                for raw in read(even, matrix=False, is_upright=True)
            ]
    return _Seen(raws, regions)


def _on_rows(corners: NDArray[np.float64], high: int) -> NDArray[np.float64]:
    """Corners in the three rows, where they are in the cut they were taken from."""
    placed = corners.copy()
    placed[:2, 1], placed[2:, 1] = high * 0.3, high * 0.7
    return placed


def _dense(grey: Grey) -> _Seen:
    """Where most edges are, of any direction: enlarged, with the contrast of each part."""
    raws: list[Raw] = []
    contrast = cv2.createCLAHE(clipLimit=4.0, tileGridSize=(4, 4))
    for place in sight.dense_places(grey):
        part = grey[place.y : place.y + place.height, place.x : place.x + place.width]
        clear = contrast.apply(part)
        large = cv2.resize(clear, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        for raw in read(np.asarray(large, np.uint8)):
            corners = raw.corners / 2 + (place.x, place.y)
            raws.append(Raw(raw.kind, raw.text, raw.is_gs1, corners))
        for raw in read(_crisp(part), linear=False):
            corners = raw.corners / 2 + (place.x, place.y)
            raws.append(Raw(raw.kind, raw.text, raw.is_gs1, corners))
    return _Seen(raws, [])


def _crisp(part: Grey) -> Grey:
    """Squares that are out of focus, twice as large and sharpened; bars would be misread so."""
    large = cv2.resize(part.astype(np.float32), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    sharp = large + 3.0 * (large - cv2.GaussianBlur(large, (0, 0), 4.0))
    low, high = (float(value) for value in np.percentile(sharp[::4, ::4], (1, 99)))
    return np.clip((sharp - low) / (high - low + 1) * 255, 0, 255).astype(np.uint8)


def _read_cut(cut: bars.Cut, even: Grey) -> list[Raw]:
    return [
        Raw(raw.kind, raw.text, raw.is_gs1, cut.back(raw.corners))
        for raw in read(even, matrix=False, is_upright=True)
    ]


_TURNS: tuple[_Way, ...] = (_plain, _bars, _deblurred, _dense)
_FIND_BARS = (_bars, _deblurred)


def _code(raw: Raw, shape: tuple[int, ...]) -> Code:
    height, width = shape[:2]
    left, top = np.clip(np.floor(raw.corners.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(raw.corners.max(axis=0)), 0, (width, height)).astype(int)
    gtin = gtin_of(raw.kind, raw.text, is_gs1=raw.is_gs1)
    kind = "ITF-14" if raw.kind == "ITF" else raw.kind
    place = Place(int(left), int(top), max(1, int(right - left)), max(1, int(bottom - top)))
    return Code(kind, raw.text, gtin, place)


def _distinct(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Each text once, the largest first."""
    kept: dict[tuple[str, str], Code] = {}
    for code in codes:
        kept.setdefault((code.kind, code.text), code)
    return tuple(sorted(kept.values(), key=lambda c: -c.place.width * c.place.height))
