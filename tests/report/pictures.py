"""Paints charts as the docs have them: `python -m tests.report.pictures docs/reports`."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from studio.report.chart import Chart, charts
from studio.report.drawing import draw
from studio.report.report import report_of
from studio.report.svg import svg_file
from tests.report.shows import SHOW

SCALE = 1.6


def picture(chart: Chart, language: str, scale: float = 1.0) -> QImage:
    """The chart's file, as a reader of SVG paints it."""
    twin = chart.twin()
    told = [one.words(language) for one in twin.told]
    written = svg_file(draw(chart, language), twin.title.words(language), told, language)
    renderer = QSvgRenderer(QByteArray(written.encode()))
    if not renderer.isValid():
        raise ValueError("no SVG")
    image = QImage(renderer.defaultSize() * scale, QImage.Format.Format_RGB32)
    image.fill(0xFF808080)
    with QPainter(image) as painter:
        renderer.render(painter, QRectF(image.rect()))
    return image


def main(folder: str) -> None:
    """Write a picture of either kind."""
    _app = QGuiApplication.instance() or QGuiApplication(["-platform", "offscreen"])
    takings, products, *_others = charts(report_of(SHOW))
    for name, chart, language in (
        ("takings-zh_CN", takings, "zh_CN"),
        ("products-id", products, "id"),
    ):
        picture(chart, language, SCALE).save(str(Path(folder) / f"{name}.png"))


if __name__ == "__main__":
    main(sys.argv[1])
