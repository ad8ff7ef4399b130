import numpy as np
import pytest

from studio.model.media import Canvas, PlanarPicture, Size
from studio.model.scene import Fit, Placement
from studio.video.bgr import BgrPicture
from studio.video.colours import from_bgr
from studio.video.compositor import Compositor


def _blocks(width, height):
    """Colours in blocks of four by four, so that no way of halving them matters."""
    rng = np.random.default_rng(7)
    small = rng.integers(0, 256, (-(-height // 4), -(-width // 4), 3), np.uint8)
    return np.ascontiguousarray(small.repeat(4, 0).repeat(4, 1)[:height, :width])


@pytest.mark.parametrize("shape", [(64, 48), (62, 50), (63, 47)])
def test_its_planes_are_those_of_the_exact_conversion(shape):
    pixels = _blocks(*shape)
    picture = BgrPicture(pixels, 1.0)
    assert picture.size == Size(shape[0] // 2 * 2, shape[1] // 2 * 2)
    for plane, exact in zip((picture.y, picture.u, picture.v), from_bgr(pixels), strict=True):
        assert plane.shape == exact.shape
        assert np.abs(plane.astype(int) - exact).max() <= 2
    assert picture.y is picture.y


@pytest.mark.parametrize(
    "placement",
    [Placement("x"), Placement("x", fit=Fit.FIT, is_mirrored=True), Placement("x", width=0.5)],
)
def test_drawn_at_once_or_by_its_planes_it_is_the_same(placement):
    size = Size(64, 48)
    picture = BgrPicture(_blocks(64, 48), 1.0)
    planar = PlanarPicture(picture.y, picture.u, picture.v, 1.0)
    canvases = Canvas(size), Canvas(size)
    compositor = Compositor(size)
    for canvas, one in zip(canvases, (picture, planar), strict=True):
        compositor.compose(canvas, [(placement, one)])
    assert np.array_equal(canvases[0].buffer, canvases[1].buffer)
