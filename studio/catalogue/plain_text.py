"""What a shop's description says, without its HTML."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset({"script", "style", "template", "noscript", "title"})
_BLANKS = re.compile(r"\s+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._silent = 0
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class's own signature
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self) -> None:
        line = _BLANKS.sub(" ", "".join(self._pieces)).strip(" •·●▪-–")
        self._pieces.clear()
        if line:
            self.lines.append(line)


def plain_lines(html: str) -> list[str]:
    """The lines that a reader would see: paragraphs, items of lists, cells."""
    if "<" not in html and "&" not in html:
        return [line for raw in html.split("\n") if (line := _BLANKS.sub(" ", raw).strip())]
    reader = _Reader()
    # Without a tag for it a line break of the text counts, as shops show it.
    if not re.search(r"<(?:p|br|li|div|td|h\d)\b", html, re.IGNORECASE):
        html = html.replace("\n", "<br>")
    reader.feed(html)
    reader.close()
    return reader.lines
