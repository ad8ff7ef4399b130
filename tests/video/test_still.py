"""Still pictures, whatever they were saved as."""

import struct
import time

import cv2
import numpy as np
import pytest

from studio.model.events import SourceLost, SourceOpened
from studio.model.media import Size
from studio.model.scene import PictureKind, PictureSource
from studio.video.feed import Feed
from studio.video.inputs import probe
from tests.harness.process import wait_until
from tests.video.films import running

CANVAS = Size(640, 480)


def still(path) -> PictureSource:
    return PictureSource("Pause", PictureKind.IMAGE, str(path))


def shown(path, canvas=CANVAS):
    with running(still(path), canvas=canvas) as source:
        return wait_until(lambda: source.picture(time.monotonic()))


def save(path, pixels: np.ndarray, *options: int):
    done, data = cv2.imencode(path.suffix, pixels, list(options))
    assert done
    path.write_bytes(data.tobytes())
    return path


def halves(height=48, width=64, kind: type[np.unsignedinteger] = np.uint8) -> np.ndarray:
    """Red on the left, blue on the right, in OpenCV's order."""
    pixels = np.zeros((height, width, 3), kind)
    pixels[:, : width // 2, 2] = pixels[:, width // 2 :, 0] = np.iinfo(kind).max
    return pixels


def assert_halves(picture, left="red", right="blue"):
    numbers = {"red": (81, 90, 240), "blue": (41, 240, 110), "black": (16, 128, 128)}
    for name, column in ((left, 0.25), (right, 0.75)):
        for plane, number in zip((picture.y, picture.u, picture.v), numbers[name], strict=True):
            value = plane[plane.shape[0] // 2, int(plane.shape[1] * column)]
            assert abs(int(value) - number) <= 2, name


@pytest.mark.parametrize("name", ["a.png", "b.bmp", "c.webp", "红围巾 ñ.png", "a.tiff"])
def test_the_usual_kinds(tmp_path, name):
    options = (cv2.IMWRITE_WEBP_QUALITY, 101) if name.endswith("webp") else ()
    picture = shown(save(tmp_path / name, halves(), *options))
    assert picture.size == Size(64, 48)
    assert_halves(picture)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_pictures_in_fractions(tmp_path, kind):
    pixels = np.zeros((48, 64, 4), kind)
    pixels[:, :32, 2] = pixels[:, 32:, 0] = 1.0
    pixels[..., 3] = 1.0
    pixels[0, 0] = np.nan
    assert_halves(shown(save(tmp_path / "a.tiff", pixels)))


def test_transparent_parts_are_black(tmp_path):
    pixels = np.dstack([halves(), np.full((48, 64), 255, np.uint8)])
    pixels[:, 32:, 3] = 0
    assert_halves(shown(save(tmp_path / "a.png", pixels)), right="black")


def test_sixteen_bits_and_grey(tmp_path):
    assert_halves(shown(save(tmp_path / "deep.png", halves(kind=np.uint16))))
    deep = np.dstack([halves(kind=np.uint16), np.full((48, 64), 65535, np.uint16)])
    assert_halves(shown(save(tmp_path / "alpha.png", deep)))
    grey = shown(save(tmp_path / "grey.png", np.full((48, 64), 255, np.uint8)))
    assert (grey.y == 235).all()
    assert (grey.u == 128).all()


def test_a_photograph_is_shown_as_it_was_held(tmp_path):
    path = save(tmp_path / "photo.jpg", halves(), cv2.IMWRITE_JPEG_QUALITY, 98)
    tag = struct.pack(">HHIHxx", 0x0112, 3, 1, 6)  # turn by a quarter, clockwise
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + tag + bytes(4)
    exif = b"Exif\0\0" + tiff
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
    picture = shown(path)
    assert picture.size == Size(48, 64)
    assert picture.v[8, 12] > 200  # red is above now
    assert picture.u[24, 12] > 200


@pytest.mark.parametrize(("height", "width"), [(1, 1), (33, 65), (1, 40)])
def test_odd_sizes(tmp_path, height, width):
    picture = shown(save(tmp_path / "a.png", np.full((height, width, 3), 255, np.uint8)))
    assert picture.size == Size(max(2, width // 2 * 2), max(2, height // 2 * 2))
    assert (picture.y == 235).all()


def test_a_large_photograph_is_shrunk_to_what_is_seen(tmp_path):
    path = save(tmp_path / "a.jpg", halves(3000, 4000))
    picture = shown(path, canvas=Size(1280, 720))
    assert picture.size == Size(1280, 960)
    assert_halves(picture)
    assert shown(path, canvas=Size(720, 1280)).size.height == 1280


def test_colours_of_fine_letters_are_averaged(tmp_path):
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[:, ::2] = (0, 0, 255)
    picture = shown(save(tmp_path / "a.png", pixels))
    assert np.abs(picture.v.astype(int) - (240 + 128) // 2).max() <= 2


def test_it_stays_and_the_thread_goes(tmp_path):
    posted = []
    with running(still(save(tmp_path / "a.png", halves())), posted.append) as source:
        picture = wait_until(lambda: source.picture(time.monotonic()))
        assert source.picture(time.monotonic() + 100) is picture
        assert not source.is_live
        assert isinstance(source, Feed)
        wait_until(lambda: not source.is_running)
    assert posted == [SourceOpened(source.source.id, "64x48")]


def test_it_may_come_later(tmp_path):
    path = tmp_path / "a.png"
    posted = []
    with running(still(path), posted.append) as source:
        wait_until(lambda: posted)
        assert isinstance(posted[0], SourceLost)
        save(path, halves())
        wait_until(lambda: source.picture(time.monotonic()), 5.0)
    assert len(posted) == 3


def test_probing(tmp_path):
    probe(still(save(tmp_path / "a.png", halves())))
