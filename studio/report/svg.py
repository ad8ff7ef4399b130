"""Drawings as SVG: a part of a page, or a file of its own."""

from collections.abc import Iterable, Mapping

from studio.report.clean import escaped
from studio.report.drawing import Box, Drawing, Ink, Line, Shape, Words

LIGHT: Mapping[Ink, str] = {
    Ink.WORDS: "#10151c",
    Ink.QUIET: "#28313d",
    Ink.AXIS: "#4a5563",
    Ink.GRID: "#c3ccd8",
    Ink.BAND: "#e3ecf8",
    Ink.OTHER_BAND: "#f8f0dc",
    Ink.BAR: "#0b4a94",
    Ink.LINE: "#0b4a94",
}
"""On white; words stand at least 7:1 against every ground they lie on, lines 3:1."""

DARK: Mapping[Ink, str] = {
    Ink.WORDS: "#f2f5f9",
    Ink.QUIET: "#d6dde7",
    Ink.AXIS: "#9aa8ba",
    Ink.GRID: "#2f3a48",
    Ink.BAND: "#1c2c42",
    Ink.OTHER_BAND: "#33291a",
    Ink.BAR: "#8ec5ff",
    Ink.LINE: "#8ec5ff",
}
"""On `#10151c`, with the same contrasts."""

GROUND = {"light": "#ffffff", "dark": "#10151c"}


def svg(drawing: Drawing, name: str, title: str, told: Iterable[str]) -> str:
    """An `svg` element that tells readers what it shows.

    Its shapes have their colours of day, and classes by which a page gives them others.

    Args:
        drawing: What is drawn.
        name: Begins the ids of its parts; one drawing each within a page.
        title: What it is of.
        told: What it shows, in sentences.
    """
    size = f"0 0 {_n(drawing.width)} {_n(drawing.height)}"
    shapes = "\n".join(_shape(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-told" '
        'font-family="system-ui, sans-serif">\n'
        f'<title id="{name}-title">{escaped(title)}</title>\n'
        f'<desc id="{name}-told">{escaped(" ".join(told))}</desc>\n'
        f"{shapes}\n</svg>"
    )


def svg_file(drawing: Drawing, title: str, told: Iterable[str], language: str) -> str:
    """The same as a file, on white."""
    inner = svg(drawing, "chart", title, told)
    size = f'width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
    ground = f'<rect {size} fill="{GROUND["light"]}"/>'
    head, end, rest = inner.partition("</desc>\n")
    head = head.replace("<svg ", f'<svg xml:lang="{language}" {size} ', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{end}{ground}\n{rest}\n'


def _shape(shape: Shape) -> str:
    match shape:
        case Box():
            edge = f' stroke="{LIGHT[Ink.AXIS]}"' if shape.is_outlined else ""
            kind = f"{shape.ink} edged" if shape.is_outlined else str(shape.ink)
            return (
                f'<rect class="{kind}" x="{_n(shape.x)}" y="{_n(shape.y)}" '
                f'width="{_n(shape.width)}" height="{_n(shape.height)}" '
                f'fill="{LIGHT[shape.ink]}"{edge}/>'
            )
        case Line():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            return (
                f'<polyline class="{shape.ink}" points="{points}" fill="none" '
                f'stroke="{LIGHT[shape.ink]}" stroke-width="{_n(shape.width)}" '
                'stroke-linejoin="round"/>'
            )
        case Words():
            # Readers are told the same by the title, the sentences and the table.
            return (
                f'<text class="{shape.ink}" x="{_n(shape.x)}" y="{_n(shape.y)}" '
                f'font-size="{_n(shape.size)}" text-anchor="{shape.anchor}" '
                f'fill="{LIGHT[shape.ink]}" aria-hidden="true">{escaped(shape.text)}</text>'
            )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
