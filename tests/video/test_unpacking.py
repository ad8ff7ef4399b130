"""Whatever a film or camera is made of, its colours come out as the program's."""

import subprocess
import time

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter

from studio.model.media import Picture, Size
from studio.video.colours import PROGRAM, Coding, _conversion, to_program
from studio.video.orientation import Orientation
from studio.video.unpacking import Unpacker
from tests.harness.process import tool, wait_until
from tests.video.films import film_source, frames_of, numbered, running, write_film

BARS = [
    (255, 255, 255),
    (191, 191, 0),
    (0, 191, 191),
    (0, 191, 0),
    (191, 0, 191),
    (191, 0, 0),
    (0, 0, 191),
    (32, 96, 160),
]
MATRICES = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 7: (0.212, 0.087), 9: (0.2627, 0.0593)}
WIDTH = 64


def numbers_of(rgb, red, blue, *, is_full=False, bits=8):
    """Luma, blue and red difference by the book: ITU-R BT.601, 709 and 2020."""
    r, g, b = (part / 255 for part in rgb)
    y = red * r + (1 - red - blue) * g + blue * b
    u, v = (b - y) / (2 - 2 * blue), (r - y) / (2 - 2 * red)
    scale = 2 ** (bits - 8)
    if is_full:
        return np.array([255 * y, 255 * u + 128, 255 * v + 128]) * scale
    return np.array([219 * y + 16, 224 * u + 128, 224 * v + 128]) * scale


def bars(height, pix_fmt, *, matrix=5, is_full=False, tagged=True):
    """A frame of colour bars made plane by plane, so that no library's conversion is trusted."""
    frame = av.VideoFrame(WIDTH * len(BARS), height, pix_fmt)
    bits = frame.format.components[0].bits
    kind = np.uint8 if bits == 8 else np.uint16
    numbers = [numbers_of(rgb, *MATRICES[matrix], is_full=is_full, bits=bits) for rgb in BARS]
    for index, plane in enumerate(frame.planes):
        share = plane.width // len(BARS)
        row = np.zeros(plane.line_size // np.dtype(kind).itemsize, kind)
        for place, values in enumerate(numbers):
            value = 2**bits if index == 3 else values[index]  # the fourth is opacity
            row[place * share : (place + 1) * share] = min(round(value), 2**bits - 1)
        plane.update(np.tile(row, plane.buffer_size // row.nbytes).tobytes())
    if tagged:
        frame.colorspace, frame.color_range = matrix, 2 if is_full else 1
    return frame


def errors(picture: Picture, expected=None) -> np.ndarray:
    """The largest error in each plane, in the middle of each bar."""
    height = picture.y.shape[0]
    worst = np.zeros(3)
    for place, rgb in enumerate(BARS):
        right = expected(rgb) if expected else numbers_of(rgb, *MATRICES[5])
        for index, plane in enumerate((picture.y, picture.u, picture.v)):
            share = plane.shape[1] // len(BARS)
            middle = plane[height // 8 : height // 3, place * share + 8 : (place + 1) * share - 8]
            worst[index] = max(worst[index], np.abs(middle.astype(float) - right[index]).max())
    return worst


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuva420p"])
def test_every_tagged_coding_becomes_the_programs(pix_fmt, matrix, is_full):
    frame = bars(256, pix_fmt, matrix=matrix, is_full=is_full)
    picture = Unpacker().picture(frame, 1.5)
    assert errors(picture).max() <= 3
    assert picture.captured_at == 1.5
    assert picture.u.shape == (128, WIDTH * len(BARS) // 2)


@pytest.mark.parametrize(("height", "matrix"), [(576, 5), (720, 1)])
def test_what_is_not_told_goes_by_the_height(height, matrix):
    frame = bars(height, "yuv420p", matrix=matrix, tagged=False)
    assert errors(Unpacker().picture(frame, 0.0)).max() <= 3


@pytest.mark.parametrize("pix_fmt", ["rgb24", "bgra", "gbrp", "pal8"])
def test_red_green_and_blue(pix_fmt):
    row = np.repeat(np.array(BARS, np.uint8), WIDTH, axis=0)
    image = np.tile(row, (128, 1, 1))
    if pix_fmt == "pal8":
        frame = _with_palette(image)
    else:
        frame = av.VideoFrame.from_ndarray(image, "rgb24")
        frame = VideoReformatter().reformat(frame, format=pix_fmt)
    assert errors(Unpacker().picture(frame, 0.0)).max() <= 3


def _with_palette(image: np.ndarray) -> av.VideoFrame:
    """The way a GIF comes."""
    palette = np.zeros((256, 4), np.uint8)
    indices = np.zeros(image.shape[:2], np.uint8)
    for index, rgb in enumerate(BARS):
        palette[index] = (255, *rgb)
        indices[(image == rgb).all(axis=2)] = index
    both = (indices, palette)
    return av.VideoFrame.from_ndarray(both, "pal8")  # pyright: ignore[reportArgumentType] - a picture and its palette


@pytest.mark.parametrize("pix_fmt", ["nv12", "yuyv422", "uyvy422", "p010le", "yuv422p10le"])
def test_other_orders_and_more_bits(pix_fmt):
    frame = VideoReformatter().reformat(bars(128, "yuv422p"), format=pix_fmt)
    assert errors(Unpacker().picture(frame, 0.0)).max() <= 3


def test_grey():
    frame = av.VideoFrame.from_ndarray(np.full((64, 64), 200, np.uint8), "gray")
    picture = Unpacker().picture(frame, 0.0)
    assert abs(int(picture.y[0, 0]) - (16 + 200 * 219 / 255)) <= 1
    assert (picture.u == 128).all()
    frame.color_range = 1
    assert (Unpacker().picture(frame, 0.0).y == 200).all()


def test_colours_of_half_the_rows_are_averaged():
    frame = bars(64, "yuv422p")
    stripes = np.zeros((64, frame.planes[1].line_size), np.uint8)
    stripes[::2], stripes[1::2] = 100, 140
    frame.planes[1].update(stripes.tobytes())
    assert (Unpacker().picture(frame, 0.0).u == 120).all()


@pytest.mark.parametrize(("width", "height"), [(65, 33), (64, 35), (1, 1), (3, 64), (2, 1)])
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv422p", "yuv444p", "gray", "rgb24", "nv12"])
def test_odd_sizes_are_cut_to_even(width, height, pix_fmt):
    frame = VideoReformatter().reformat(
        av.VideoFrame.from_ndarray(np.full((height, width, 3), 128, np.uint8), "rgb24"),
        format=pix_fmt,
    )
    picture = Unpacker().picture(frame, 0.0)
    rows, columns = max(2, height // 2 * 2), max(2, width // 2 * 2)
    assert picture.y.shape == (rows, columns)
    assert picture.u.shape == picture.v.shape == (rows // 2, columns // 2)
    assert np.abs(picture.y.astype(int) - 126).max() <= 2
    assert np.abs(picture.u.astype(int) - 128).max() <= 1


def test_a_conversion_is_exact_to_two_levels_everywhere():
    rng = np.random.default_rng(1)
    planes = (
        np.repeat(np.repeat(rng.integers(0, 256, (60, 80), np.uint8), 2, 0), 2, 1),
        rng.integers(0, 256, (60, 80), np.uint8),
        rng.integers(0, 256, (60, 80), np.uint8),
    )
    coding = Coding(0.2126, 0.0722)
    y, u, v = to_program(planes, coding)
    matrix, offset = _conversion(coding)
    values = np.stack([planes[0][::2, ::2], planes[1], planes[2]], axis=-1).astype(float)
    exact = np.clip(values @ matrix.T + offset, 0, 255)
    assert np.abs(exact[..., 1] - u).max() <= 1
    assert np.abs(exact[..., 2] - v).max() <= 1
    assert to_program(planes, PROGRAM) is planes
    assert y.shape == (120, 160)


def test_a_film_in_709_shows_the_same_bars_as_one_in_601(tmp_path):
    for name, matrix in (("hd", 1), ("sd", 5)):
        path = write_film(tmp_path / f"{name}.mp4", [bars(720, "yuv420p", matrix=matrix)])
        with running(film_source(path)) as film:
            picture = wait_until(lambda film=film: film.picture(time.monotonic()))
        assert errors(picture).max() <= 3


@pytest.mark.parametrize(
    ("codec", "pix_fmt", "suffix"),
    [
        ("libx264", "yuv420p10le", "mp4"),
        ("libx264", "yuv444p", "mp4"),
        ("libx264", "yuv422p", "mkv"),
        ("mjpeg", "yuvj422p", "avi"),
        ("mjpeg", "yuvj420p", "mkv"),
        ("ffv1", "yuv444p10le", "mkv"),
        ("ffv1", "bgra", "mkv"),
        ("qtrle", "rgb24", "mov"),
        ("libvpx-vp9", "yuv420p", "webm"),
    ],
)
def test_films_of_every_kind(tmp_path, codec, pix_fmt, suffix):
    row = np.repeat(np.array(BARS, np.uint8), WIDTH, axis=0)
    image = np.tile(row, (256, 1, 1))
    frames = list(frames_of([image] * 2, pix_fmt))
    for frame in frames:
        is_full = pix_fmt.startswith("yuvj")
        if not frame.format.is_rgb:
            frame.colorspace, frame.color_range = 5, 2 if is_full else 1
    options = {"qmin": "1", "qmax": "1"} if codec == "mjpeg" else None
    path = write_film(tmp_path / f"film.{suffix}", frames, codec=codec, options=options)
    with running(film_source(path)) as film:
        picture = wait_until(lambda: film.picture(time.monotonic()))
    assert picture.size == Size(WIDTH * len(BARS), 256)
    assert errors(picture).max() <= (6 if codec in ("mjpeg", "libvpx-vp9") else 3)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_a_film_is_shown_upright(tmp_path, degrees, is_mirrored):
    image = numbered(1)[0]
    image[:, 160:] = image[:, 160:] // 2 + 100
    image[120:] //= 2

    def turn(stream):
        stream.set_display_rotation(degrees, hflip=is_mirrored)

    path = write_film(tmp_path / "film.mp4", frames_of([image]), prepare=turn)
    with running(film_source(path)) as film:
        picture = wait_until(lambda: film.picture(time.monotonic()))
    argv = [tool("ffmpeg"), "-v", "error", "-i", str(path), "-frames:v", "1"]
    argv += ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    raw = subprocess.run(argv, capture_output=True, check=True, timeout=20).stdout
    seen_by_ffmpeg = np.frombuffer(raw, np.uint8)[: picture.y.size].reshape(picture.y.shape)
    assert np.array_equal(picture.y, seen_by_ffmpeg)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_orientations_turn_clockwise_then_mirror(rotation, is_mirrored):
    plane = np.arange(24, dtype=np.uint8).reshape(4, 6)
    expected = np.rot90(plane, -rotation // 90)
    expected = expected[:, ::-1] if is_mirrored else expected
    turned = Orientation.of(rotation, is_mirrored=is_mirrored).turned(plane)
    assert np.array_equal(turned, expected)
