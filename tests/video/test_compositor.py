"""What is drawn, pixel by pixel, against slow arithmetic that shares nothing with the code."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from studio.model.media import Canvas, Drawing, Picture, PlanarPicture, Size
from studio.model.scene import Fit, Placement
from studio.video.compositor import CanvasPool, Compositor, Overlay
from studio.video.layout import arrange

CANVASES = [Size(720, 1280), Size(1080, 1920), Size(1280, 720), Size(1920, 1080)]
SMALL = [Size(180, 320), Size(320, 180)]
BLACK = (16, 128, 128)
WHOLE = Placement("source")


def sloped(size: Size) -> Picture:
    """A picture whose numbers tell the place: luma both ways, one colour across, one down."""
    y = _slope(size.width, size.height, 30, 140, 50)
    u = _slope(size.width // 2, size.height // 2, 60, 120, 0)
    v = _slope(size.width // 2, size.height // 2, 200, 0, -120)
    return PlanarPicture(y, u, v, 0.0)


def _slope(width, height, start, across, down):
    x, y = (np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height
    return np.rint(start + across * x[None, :] + down * y[:, None]).astype(np.uint8)


def noise(size: Size, seed: int = 0) -> Picture:
    rng = np.random.default_rng(seed)
    half = (size.height // 2, size.width // 2)
    planes = [rng.integers(0, 256, s, np.uint8) for s in ((size.height, size.width), half, half)]
    return PlanarPicture(planes[0], planes[1], planes[2], 0.0)


def composed(size: Size, *layers: tuple[Placement, Picture]) -> Canvas:
    canvas = Canvas(size)
    canvas.buffer[:] = 77
    Compositor(size).compose(canvas, layers)
    return canvas


def expected_slopes(size: Size, placement: Placement, picture: Size):
    """The three planes of `sloped` by coordinates alone, and where they are to be trusted."""
    slopes = ((1, 30, 140, 50), (2, 60, 120, 0), (2, 200, 0, -120))
    for (scale, start, across, down), black in zip(slopes, BLACK, strict=True):
        rows, columns = np.indices((size.height // scale, size.width // scale))
        x, y = (columns + 0.5) * scale, (rows + 0.5) * scale
        sx, sy, inside, near_edge = _seen(size, placement, picture, x, y)
        plane = np.where(inside, start + across * sx + down * sy, black)
        yield plane, ~near_edge


def _seen(size, placement, picture, x, y):
    """For each point of the canvas, the point of the stored picture there, in shares of it."""
    p = placement
    left, top = p.x * size.width, p.y * size.height
    width, height = p.width * size.width, p.height * size.height
    seen = (picture.height, picture.width) if p.rotation % 180 else (picture.width, picture.height)
    s, t = (x - left) / width, (y - top) / height
    wide = (seen[0] / seen[1]) / (width / height)  # above 1: the picture is wider than its place
    near = 4 / min(width, height)
    inside, edge = _within(s, t), _near_edge(s, t, near)
    if p.fit is Fit.FIT:
        w, h = min(1.0, wide), min(1.0, 1 / wide)
        s, t = (s - (1 - w) * p.anchor_x) / w, (t - (1 - h) * p.anchor_y) / h
    if p.fit is Fit.FILL:
        w, h = min(1.0, 1 / wide), min(1.0, wide)
        s, t = s * w + (1 - w) * p.anchor_x, t * h + (1 - h) * p.anchor_y
    inside, edge = inside & _within(s, t), edge | _near_edge(s, t, near)
    if p.is_mirrored:
        s = 1 - s
    turned = {0: (s, t), 90: (t, 1 - s), 180: (1 - s, 1 - t), 270: (1 - t, s)}[p.rotation]
    return *turned, inside, edge


def _within(s, t):
    return (s > 0) & (s < 1) & (t > 0) & (t < 1)


def _near_edge(s, t, near):
    return (
        np.minimum(np.minimum(np.abs(s), np.abs(s - 1)), np.minimum(np.abs(t), np.abs(t - 1)))
        < near
    )


def check_slopes(size: Size, placement: Placement, picture: Size, tolerance: float = 3.0):
    canvas = composed(size, (placement, sloped(picture)))
    for plane, (right, trusted) in zip(
        canvas.planes, expected_slopes(size, placement, picture), strict=True
    ):
        error = np.abs(plane.astype(float) - right)[trusted]
        assert error.max() <= tolerance, (placement, picture, error.max())


TURNS = list(itertools.product([0, 90, 180, 270], [False, True]))


@pytest.mark.parametrize(("rotation", "is_mirrored"), TURNS)
@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("anchor", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("size", SMALL, ids=str)
def test_every_way_to_lie(size, fit, anchor, rotation, is_mirrored):
    for picture in (Size(320, 180), Size(180, 320), Size(854, 480), Size(122, 126)):
        placement = Placement("s", 0.0, 0.0, 1.0, 1.0, fit, anchor, anchor, is_mirrored, rotation)
        # Even edges move what is seen by a pixel at most; here that is up to two levels.
        check_slopes(size, placement, picture, tolerance=5.0)


@pytest.mark.parametrize("size", CANVASES, ids=str)
@pytest.mark.parametrize("picture", [Size(640, 480), Size(718, 1278)], ids=str)
def test_every_canvas(size, picture):
    check_slopes(size, WHOLE, picture)
    for fit in (Fit.FIT, Fit.FILL):
        inset = Placement("s", 0.5, 0.25, 0.25, 0.25, fit, rotation=90, is_mirrored=True)
        check_slopes(size, inset, picture, tolerance=4.0)


@pytest.mark.parametrize("size", CANVASES, ids=str)
def test_a_picture_of_the_canvas_size_is_copied(size):
    picture = noise(size)
    canvas = composed(size, (WHOLE, picture))
    for plane, drawn in zip((picture.y, picture.u, picture.v), canvas.planes, strict=True):
        assert np.array_equal(plane, drawn)


@pytest.mark.parametrize(("rotation", "is_mirrored"), TURNS)
def test_turned_without_scaling_every_pixel_is_kept(rotation, is_mirrored):
    size = Size(720, 1280)
    picture = noise(Size(1280, 720) if rotation % 180 else size)
    placement = Placement("s", rotation=rotation, is_mirrored=is_mirrored)
    canvas = composed(size, (placement, picture))
    for plane, drawn in zip((picture.y, picture.u, picture.v), canvas.planes, strict=True):
        seen = np.rot90(plane, -rotation // 90)
        assert np.array_equal(drawn, seen[:, ::-1] if is_mirrored else seen)


@pytest.mark.parametrize("size", CANVASES, ids=str)
def test_an_inset_lies_exactly_in_its_place_over_black(size):
    width, height = size.width // 4, size.height // 4
    picture = noise(Size(width, height))
    placement = Placement("s", x=0.5, y=0.25, width=0.25, height=0.25)
    canvas = composed(size, (placement, picture))
    expected = [
        np.full(plane.shape, black, np.uint8)
        for plane, black in zip(canvas.planes, BLACK, strict=True)
    ]
    for plane, drawn, scale in zip(
        (picture.y, picture.u, picture.v), expected, (1, 2, 2), strict=True
    ):
        top, left = height // scale, 2 * width // scale
        drawn[top : top + plane.shape[0], left : left + plane.shape[1]] = plane
    for drawn, right in zip(canvas.planes, expected, strict=True):
        assert np.array_equal(drawn, right)


@pytest.mark.parametrize(("x", "y"), [(-0.25, 0.0), (0.75, 0.5), (0.0, -0.5), (0.875, 0.875)])
def test_what_reaches_over_the_edge_is_cut_off(x, y):
    size = Size(640, 480)
    picture = noise(Size(320, 240))
    canvas = composed(size, (Placement("s", x, y, 0.5, 0.5), picture))
    large = np.full((480 * 3, 640 * 3), 16, np.uint8)
    top, left = 480 + round(y * 480), 640 + round(x * 640)
    large[top : top + 240, left : left + 320] = picture.y
    assert np.array_equal(canvas.y, large[480:960, 640:1280])


@pytest.mark.parametrize(("x", "y"), [(1.0, 0.0), (-0.5, 0.0), (0.0, 3.0)])
def test_what_lies_outside_is_not_drawn(x, y):
    canvas = composed(Size(64, 64), (Placement("s", x, y, 0.5, 0.5), noise(Size(64, 64))))
    assert (canvas.y == 16).all()
    assert (canvas.u == 128).all()


def test_bars_of_an_inset_are_black_and_cover_what_lies_behind():
    size = Size(640, 480)
    behind, tall = noise(size), noise(Size(100, 240))
    inset = Placement("s", 0.5, 0.5, 0.5, 0.5, Fit.FIT)
    canvas = composed(size, (WHOLE, behind), (inset, tall))
    assert np.array_equal(canvas.y[:240], behind.y[:240])
    assert (canvas.y[240:, 320:430] == 16).all()
    assert np.array_equal(canvas.y[240:, 430:530], tall.y)
    assert (canvas.v[120:, 265:] == 128).all()


def test_neighbours_leave_no_gap():
    size = Size(1280, 720)
    third = 1 / 3
    pictures = [noise(Size(64, 64), seed) for seed in range(3)]
    layers = [(Placement("s", i * third, 0, third, 1), pic) for i, pic in enumerate(pictures)]
    canvas = Canvas(size)
    canvas.buffer[:] = 77
    Compositor(size).compose(canvas, layers)
    places = [arrange(placement, pic.size, size) for placement, pic in layers]
    edges = [(place.target.x, place.target.right) for place in places if place]
    assert edges == [(0, 426), (426, 854), (854, 1280)]


def test_what_is_hidden_is_not_drawn(monkeypatch):
    drawn = []
    monkeypatch.setattr(Compositor, "_draw", lambda self, canvas, layout, pic: drawn.append(pic))
    behind, front, small = (noise(Size(64, 64), seed) for seed in range(3))
    composed(Size(64, 64), (WHOLE, behind), (WHOLE, front), (Placement("s", width=0.5), small))
    assert drawn == [front, small]


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("picture", [Size(2, 2), Size(2, 480), Size(4096, 2), Size(6, 4)], ids=str)
def test_pictures_of_odd_shapes_are_drawn_somehow(fit, picture):
    for (rotation, is_mirrored), area in itertools.product(
        TURNS, [(0, 0, 1, 1), (0.4, 0.4, 0.01, 0.01), (-0.5, -0.5, 2, 2), (0, 0, 0, 0)]
    ):
        x, y, width, height = area
        placement = Placement(
            "s", x, y, width, height, fit, rotation=rotation, is_mirrored=is_mirrored
        )
        source = noise(picture)
        source.y[:] = 200
        canvas = composed(Size(320, 240), (placement, source))
        assert set(np.unique(canvas.y)) <= {16, 200}


def test_no_layers_are_black():
    canvas = composed(Size(64, 64))
    assert (canvas.y == 16).all()
    assert (canvas.u == 128).all()
    assert (canvas.v == 128).all()


def test_shrinking_averages_and_does_not_pick():
    checks = np.indices((1080, 1920)).sum(axis=0) % 2 * 200
    picture = PlanarPicture(
        checks.astype(np.uint8),
        np.full((540, 960), 128, np.uint8),
        np.full((540, 960), 128, np.uint8),
        0.0,
    )
    for width in (0.5, 0.26, 0.1):
        canvas = composed(Size(1920, 1080), (Placement("s", width=width, height=width), picture))
        inner = canvas.y[4 : int(1080 * width) - 4, 4 : int(1920 * width) - 4]
        assert abs(inner.astype(float) - 100).max() <= 2


def test_nothing_is_allocated_twice():
    size = Size(1280, 720)
    compositor, canvas = Compositor(size), Canvas(size)
    placement = Placement("s", 0.7, 0.7, 0.25, 0.25, rotation=90)
    layers = [(WHOLE, noise(Size(1920, 1080))), (placement, noise(Size(1920, 1080)))]
    compositor.compose(canvas, layers)
    spares = {key: id(value) for key, value in compositor._spares.items()}
    compositor.compose(canvas, layers)
    assert {key: id(value) for key, value in compositor._spares.items()} == spares


def test_a_crossfade_mixes():
    size = Size(64, 64)
    one, other = composed(size, (WHOLE, noise(size, 1))), composed(size, (WHOLE, noise(size, 2)))
    before = one.buffer.astype(float)
    Compositor(size).crossfade(one, other, 0.25)
    assert np.abs(one.buffer - (before * 0.75 + other.buffer * 0.25)).max() <= 0.51


def card(width=64, height=32, x=8, y=12, seed=0) -> Drawing:
    rng = np.random.default_rng(seed)
    rgba = np.repeat(np.repeat(rng.integers(0, 256, (height // 2, width // 2, 4)), 2, 0), 2, 1)
    return Drawing(rgba.astype(np.uint8), x, y)


def blended(canvas: Canvas, drawing: Drawing, opacity: float) -> list[np.ndarray]:
    """The planes by the book, in floating point: BT.601 over what was there."""
    rgb = drawing.rgba[..., :3] / 255
    alpha = drawing.rgba[..., 3] / 255 * opacity
    luma = rgb @ [0.299, 0.587, 0.114]
    u, v = (rgb[..., 2] - luma) / 1.772, (rgb[..., 0] - luma) / 1.402
    planes = []
    parts = (219 * luma + 16, 224 * u + 128, 224 * v + 128)
    for plane, part, scale in zip(canvas.planes, parts, (1, 2, 2), strict=True):
        large = np.full([3 * length for length in plane.shape], 0.0)
        rows, columns = plane.shape
        large[rows : 2 * rows, columns : 2 * columns] = plane
        colour, share = part[::scale, ::scale], alpha[::scale, ::scale]
        top, left = rows + drawing.y // scale, columns + drawing.x // scale
        area = large[top : top + share.shape[0], left : left + share.shape[1]]
        area[:] = area * (1 - share) + colour * share
        planes.append(large[rows : 2 * rows, columns : 2 * columns])
    return planes


@pytest.mark.parametrize("opacity", [1.0, 0.5, 0.1, 0.0])
@pytest.mark.parametrize("at", [(8, 12), (-20, -10), (100, 110), (0, 0), (-64, 0), (128, 0)])
def test_a_card_is_laid_over_its_own_place(at, opacity):
    size = Size(128, 128)
    canvas = composed(size, (WHOLE, noise(size)))
    drawing = card(x=at[0], y=at[1])
    expected = blended(canvas, drawing, opacity)
    Compositor(size).blend(canvas, Overlay.of(drawing, size), opacity)
    for plane, right in zip(canvas.planes, expected, strict=True):
        assert np.abs(plane - right).max() <= 1.6


def test_opaque_and_clear_are_exact():
    size = Size(64, 64)
    canvas = composed(size, (WHOLE, noise(size)))
    before = canvas.buffer.copy()
    rgba = np.zeros((64, 64, 4), np.uint8)
    rgba[:32] = 255
    Compositor(size).blend(canvas, Overlay.of(Drawing(rgba, 0, 0), size), 1.0)
    assert (canvas.y[:32] == 235).all()
    assert (canvas.u[:16] == 128).all()
    assert np.array_equal(canvas.y[32:], before[:64][32:])


def test_transparent_colour_leaves_no_fringe():
    size = Size(64, 64)
    rgba = np.zeros((32, 32, 4), np.uint8)
    rgba[...] = (255, 0, 0, 0)  # red, but unseen
    rgba[::2, ::2] = (255, 255, 255, 255)
    canvas = composed(size)
    Compositor(size).blend(canvas, Overlay.of(Drawing(rgba, 0, 0), size), 1.0)
    assert np.abs(canvas.u[:16, :16].astype(int) - 128).max() <= 1
    assert np.abs(canvas.v[:16, :16].astype(int) - 128).max() <= 1


@pytest.mark.parametrize("size", [Size(640, 360), Size(320, 180), Size(203, 361), Size(2, 2)])
def test_a_preview_has_the_size_and_colours_asked_for(size):
    canvas_size = Size(1280, 720)
    red = PlanarPicture(
        np.full((720, 1280), 81, np.uint8),
        np.full((360, 640), 90, np.uint8),
        np.full((360, 640), 240, np.uint8),
        0.0,
    )
    canvas = composed(canvas_size, (WHOLE, red))
    compositor = Compositor(canvas_size)
    rgb = compositor.shrink(canvas, size)
    assert rgb.shape == (size.height, size.width, 3)
    assert rgb.flags.c_contiguous
    assert np.abs(rgb.astype(int) - (254, 0, 0)).max() <= 3
    assert compositor.shrink(canvas, size) is not rgb


def test_canvases_go_round():
    pool = CanvasPool(Size(64, 64), 2)
    one, other = pool.take(), pool.take()
    assert one
    assert other
    assert one is not other
    assert pool.take() is None
    pool.give(one)
    assert pool.take() is one


@pytest.mark.parametrize("at", [(-8, -6), (0, 40), (20, 0), (44, 36), (10, -20)])
def test_a_card_that_is_nearly_all_opaque_looks_and_is_clipped_like_any_other(at):
    size = Size(64, 48)
    rgba = np.random.default_rng(3).integers(0, 256, (36, 24, 4), np.uint8)
    rgba[..., 3] = np.where(np.isin(rgba[..., 3], range(240, 244)), rgba[..., 3], 255)
    overlay = Overlay.of(Drawing(rgba, *at), size)
    assert overlay.edge
    assert 0 < len(overlay.edge.at) < overlay.keep[0].size / 8
    canvases = Canvas(size), Canvas(size)
    for canvas, one in zip(canvases, (overlay, replace(overlay, edge=None)), strict=True):
        canvas.buffer[:] = 77
        Compositor(size).blend(canvas, one, 1.0)
    assert np.array_equal(canvases[0].buffer, canvases[1].buffer)
