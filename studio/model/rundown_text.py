"""A rundown as text: our own files, and the simple forms that people write themselves.

Our own is JSON with a version. By hand it is a table, see `from_rows`, or a plain text:

    Rundown: Friday evening
    Language: zh

    # greeting, 5 minutes
    Good evening, everybody!

    # product: HG-1, 8 minutes
    What stands here is the script, up to the next line that begins with a hash.

    # break: Tea, 3

Kinds may be written in any of the studio's languages; what is no kind is a title. Behind the colon
stands the title, and of a product its code, or both with a bar between; all of it may be left out,
as may the minutes.
"""

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from studio.model.errors import RundownError
from studio.model.message import Message, Name, say
from studio.model.rundown import (
    KINDS,
    LONGEST_MINUTES,
    LONGEST_NAME,
    LONGEST_SCRIPT,
    MOST_SEGMENTS,
    Rundown,
    Segment,
    SegmentKind,
)
from studio.text import N_, translate

VERSION = 1
_MOST_COLUMNS = 1000
_LONGEST_TIME = 200
_FIRST_ROWS = 10
"""Of a table: among them its headings are looked for, below what else stands at the top."""
_MARK = "earshot rundown"
LANGUAGES = ("en", "zh_CN", "id")

_COLUMNS = {
    "kind": N_("Kind"),
    "title": N_("Title"),
    "product": N_("Product"),
    "minutes": N_("Minutes"),
    "script": N_("Script"),
}
"""Of a table, by the field; each may be headed in any of the studio's languages too."""
HEADERS = tuple(_COLUMNS)

_ALSO = {
    "kind": "type, tipe, segmen, 环节, 环节类型, 類型, 類別",
    "title": "名称, 主题, 標題, 名稱",
    "product": "product code, sku, kode produk, 产品, 產品, 商品编码, 产品编码, 商品编号, 货号",
    "minutes": "min, mins, minute, duration, durasi, 时长, 時長, 分鐘, 计划时长",
    "script": "text, words, teks, skrip, 话术, 話術, 台词, 脚本, 腳本, 文案, 口播",
    "greeting": "opening, salam, pembuka, pembukaan, 问候, 欢迎, 开播, 問候, 開場",
    "break": "pause, istirahat, rehat, 中场休息, 暂停",
    "lottery": "raffle, draw, giveaway, 抽獎",
    "thanks": "thank you, closing, goodbye, penutup, penutupan, 致谢, 谢谢, 结束, 感謝, 結束",
    "other": "lainnya, lain-lain, 其它",
}
"""What people write for columns and kinds besides the words that the studio uses itself."""

_HEADING = re.compile(r"[#＃]+(?P<kind>[^:：,，]*)(?:[:：](?P<title>.*))?")
_NUMBERED = re.compile(r"\d+\s*[.)、．]\s*")
_COMMA = re.compile(r"[,，]")
_HOURS = "h|hrs?|hours?|jam|小时|小時|时|時"
_MINUTES = "m|mins?|minutes?|menit|mnt|分钟?|分鐘|['’′]"
_SECONDS = 's|secs?|seconds?|detik|dtk|秒钟?|秒鐘|["”″]|′′'
_NUMBER = r"\d{1,9}(?:[.,]\d{1,9})?"
_PARTS = re.compile(
    rf"(?:(?P<hours>{_NUMBER})\s*(?:{_HOURS})\.?\s*)?"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:{_MINUTES})\.?\s*)?"
    rf"(?:(?P<seconds>{_NUMBER})\s*(?:{_SECONDS})\.?)?",
    re.IGNORECASE,
)
_BARE = re.compile(_NUMBER)
_CLOCK = re.compile(r"(?P<hours>\d{1,9}):(?P<minutes>\d\d)(?::(?P<seconds>\d\d))?")
_OF_WHOLE = re.compile(
    r"(?P<what>rundown|language|节目单|语言|susunan acara|bahasa)\s*[:：]\s*(?P<value>.*)",
    re.IGNORECASE,
)
_NEEDS_ESCAPE = re.compile(r"\\*[#＃]")
_ESCAPED = re.compile(r"\\+[#＃]")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_TAGS = {
    name: tag
    for tag, names in {
        "zh": "chinese, mandarin, 中文, 汉语, 普通话, cina, tionghoa",
        "id": "indonesian, indonesia, bahasa indonesia, 印尼语, 印度尼西亚语",
        "en": "english, inggris, 英语, 英文",
        "ko": "korean, korea, 韩语, 한국어",
    }.items()
    for name in names.split(", ")
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


# -------------------------------------------------------------------- our own files


def written(rundown: Rundown) -> str:
    """A rundown as JSON, easy on the eye."""
    segments = [
        {
            "kind": str(segment.kind),
            "title": segment.title,
            "product": segment.product,
            "minutes": segment.minutes,
            "script": segment.script,
        }
        for segment in rundown.segments
    ]
    whole = {
        _MARK: VERSION,
        "name": rundown.name,
        "language": rundown.language,
        "segments": segments,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> Rundown:
    """A rundown from JSON.

    Raises:
        RundownError: It is none, or from a newer studio; the sentence says where it goes wrong.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(say("It is not whole, or was changed by hand.")) from error
    if not isinstance(told, dict) or not _is_whole(told.get(_MARK)):
        raise _broken(say("It is a file of something else."))
    if told[_MARK] > VERSION:
        raise RundownError(
            say("This rundown was written by a newer studio."),
            say("Update this studio, or save the rundown as text there."),
        )
    segments = told.get("segments")
    if not isinstance(segments, list):
        raise _broken(say("It has no segments."))
    return _whole(
        _text(told, "name"),
        _text(told, "language"),
        (_segment(s, n) for n, s in _numbered(segments)),
    )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _segment(told: object, number: int) -> Segment:
    if not isinstance(told, dict):
        raise _wrong(number, say("it is none"))
    minutes = told.get("minutes", 0)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise _wrong(number, say("its minutes are no number"))
    return _checked(
        number,
        kind=_text(told, "kind"),
        title=_text(told, "title"),
        product=_text(told, "product"),
        minutes=minutes,
        script=_text(told, "script"),
    )


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key, "")
    return value if isinstance(value, str) else ""


# -------------------------------------------------------------------- tables


def from_rows(name: str, rows: Iterable[Sequence[str]]) -> Rundown:
    """A rundown from a table, one of whose first rows says which column is which.

    Args:
        name: What the rundown is called.
        rows: Of cells; of `HEADERS`, `kind` or `product` has to be there.

    Raises:
        RundownError: It is none; the sentence says in which row it goes wrong.
    """
    given = iter(rows)
    head = next((row for row in islice(given, _FIRST_ROWS) if is_head(row)), None)
    if head is None:
        raise _broken(say("Its first row has no column called kind or product."))
    columns = _columns(head)

    def segments() -> Iterator[Segment]:
        for number, row in _numbered(given):
            cells = {f: row[at].strip() if at < len(row) else "" for f, at in columns.items()}
            _must_be_headed(number, head, row)
            if any(cells.values()):
                product = cells.get("product", "")
                yield _checked(
                    number,
                    kind=cells.get("kind", "") or ("product" if product else ""),
                    title=cells.get("title", ""),
                    product=product,
                    minutes=_minutes(number, cells.get("minutes", "")),
                    script=cells.get("script", ""),
                )

    used = set(columns.values())
    unused = (" ".join(c.split())[:LONGEST_NAME] for at, c in enumerate(head) if at not in used)
    return replace(_whole(name, "", segments()), unused=tuple(filter(None, unused)))


def is_head(row: Sequence[str]) -> bool:
    """Whether a row says which column of a rundown is which."""
    return bool({"kind", "product"} & _columns(row).keys())


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where each field stands; of two columns of one field the first counts."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(islice(head, _MOST_COLUMNS)):
        if field := _field_of(cell[:LONGEST_NAME]):
            columns.setdefault(field, at)
    return columns


def _must_be_headed(number: int, head: Sequence[str], row: Sequence[str]) -> None:
    """Else half of a script would be lost where nobody put it in quotes."""
    for at, cell in enumerate(row):
        if cell.strip() and (at >= len(head) or not head[at].strip()):
            stray = Name(" ".join(cell.split())[:40])
            raise _wrong(number, say("“{cell}” stands in no column", cell=stray))


def rows_of(rundown: Rundown) -> Iterator[tuple[str, ...]]:
    """A rundown as a table, the headers first."""
    yield HEADERS
    for segment in rundown.segments:
        minutes = f"{segment.minutes:g}" if segment.minutes else ""
        yield str(segment.kind), segment.title, segment.product, minutes, segment.script


def _field_of(header: str) -> str:
    # “Minutes (min)”
    plain = unicodedata.normalize("NFKC", header).partition("(")[0].strip().casefold()
    return next((f for f in _COLUMNS if plain in _words_of(f, _COLUMNS[f])), "")


# -------------------------------------------------------------------- plain text


def from_text(name: str, text: str) -> Rundown:
    """A rundown from a plain text.

    Args:
        name: What the rundown is called where the text does not say it.
        text: See the module.

    Raises:
        RundownError: It is none; the sentence says in which segment it goes wrong.
    """
    language = ""
    headings: list[str] = []
    scripts: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith(("#", "＃")):
            headings.append(line)
            scripts.append([])
        elif headings:
            # A line of a script that begins with a hash has a backslash before it.
            scripts[-1].append(line[1:] if _ESCAPED.match(line) else line)
        elif found := _OF_WHOLE.fullmatch(line.strip()):
            if found["what"].casefold() in {"language", "语言", "bahasa"}:
                language = found["value"]
            else:
                name = found["value"] or name
        elif line.strip():
            raise _broken(say("Its first segment has no line that begins with #."))
    if not headings:
        raise _broken(say("No line of it begins with #."))
    pairs = zip(headings, scripts, strict=True)
    segments = (_headed(n, heading, "\n".join(lines)) for n, (heading, lines) in _numbered(pairs))
    return _whole(name, language, segments)


def as_text(rundown: Rundown) -> str:
    """A rundown as a plain text, which `from_text` reads back."""
    return "".join(_text_lines(rundown))


def _text_lines(rundown: Rundown) -> Iterator[str]:
    yield f"Rundown: {rundown.name}\n"
    if rundown.language:
        yield f"Language: {rundown.language}\n"
    for segment in rundown.segments:
        title = _titled(segment)
        heading = f"# {segment.kind}" + (f": {title}" if title else "")
        # Else a title that ends with a number would lose it to the minutes.
        has_plan = segment.minutes or _planned(title) is not None
        yield f"\n{heading}" + (f", {segment.minutes:g} min" if has_plan else "") + "\n"
        for line in segment.script.splitlines():
            yield f"\\{line}\n" if _NEEDS_ESCAPE.match(line) else f"{line}\n"


def _titled(segment: Segment) -> str:
    """What stands behind the colon: a title; of a product its code; of both a bar between."""
    is_product = segment.kind is SegmentKind.PRODUCT
    if is_product and not segment.title:
        return segment.product
    if not is_product and not segment.product and "|" not in segment.title:
        return segment.title
    return f"{segment.product} | {segment.title}".strip()


def _headed(number: int, heading: str, script: str) -> Segment:
    heading, minutes = _planned(heading) or (heading, 0.0)
    found = _HEADING.fullmatch(heading)
    if found is None:
        raise _wrong(number, say("its heading is not understood"))
    kind, title = found["kind"].strip(), (found["title"] or "").strip()
    product = ""
    if _kind_of(kind) is None and _kind_of(counted := _NUMBERED.sub("", kind, count=1)):
        kind = counted
    if found["title"] is None and _kind_of(kind) is None:
        kind, title = "", kind  # “# Welcome” is a title
    if "|" in title:
        product, _bar, title = (part.strip() for part in title.partition("|"))
    elif _kind_of(kind) is SegmentKind.PRODUCT:
        product, title = title, ""
    return _checked(number, kind=kind, title=title, product=product, minutes=minutes, script=script)


def _planned(heading: str) -> tuple[str, float] | None:
    """A heading without the minutes behind its comma, and these; None where it has none."""
    # The last comma may be that of “2,5”.
    end = max(0, len(heading) - _LONGEST_TIME)
    for comma in list(_COMMA.finditer(heading, end))[-2:]:
        minutes = _time(heading[comma.end() :])
        if minutes is not None:
            return heading[: comma.start()], minutes
    return None


# -------------------------------------------------------------------- what holds for all


def _numbered(values: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    for number, value in enumerate(values, 1):
        if number > MOST_SEGMENTS:
            raise RundownError(
                say("A rundown has no more than {n} segments.", n=MOST_SEGMENTS),
                say("Part it into several."),
            )
        yield number, value


def _whole(name: str, language: str, segments: Iterable[Segment]) -> Rundown:
    tag = language.strip()
    tag = _TAGS.get(tag.casefold(), tag)
    return Rundown(
        _one_line(name),
        tuple(segments),
        tag if _TAG.fullmatch(tag) else "",
    )


def _checked(
    number: int, *, kind: str, title: str, product: str, minutes: float, script: str
) -> Segment:
    """A segment as it may be.

    Raises:
        RundownError: It may not.
    """
    which = _kind_of(kind) if kind.strip() else SegmentKind.OTHER
    if which is None:
        raise _wrong(number, say("“{kind}” is no kind of segment", kind=Name(kind[:40])))
    # Whole numbers from JSON may be larger than a float can be.
    if not (isinstance(minutes, int) or math.isfinite(minutes)) or not (
        0 <= minutes <= LONGEST_MINUTES
    ):
        raise _wrong(number, say("its minutes go from 0 to {n}", n=int(LONGEST_MINUTES)))
    if len(script) > LONGEST_SCRIPT:
        raise _wrong(number, say("its script is longer than {n} signs", n=LONGEST_SCRIPT))
    return Segment(
        which,
        " ".join(_one_line(title).split()),
        _one_line(product),
        float(minutes),
        _cleaned(script).strip(),
    )


def _minutes(number: int, words: str) -> float:
    minutes = _time(words) if words else 0.0
    if minutes is None:
        raise _wrong(number, say("its minutes are no number"))
    return minutes


def _time(words: str) -> float | None:
    """Minutes as they are written: “5”, “2,5”, “8 min”, “2分30秒”, “0:30”, which is half a minute.

    Two numbers are minutes and seconds, three are hours, minutes and seconds. None for no time.
    """
    if len(words) > _LONGEST_TIME:
        return None
    plain = unicodedata.normalize("NFKC", words).strip()
    if clock := _CLOCK.fullmatch(plain):
        first, second, third = clock["hours"], clock["minutes"], clock["seconds"]
        if third is None:
            return int(first) + int(second) / 60
        return int(first) * 60 + int(second) + int(third) / 60
    if _BARE.fullmatch(plain):
        return _number(plain)
    found = _PARTS.fullmatch(plain) if plain else None
    if found is None:
        return None
    hours, minutes, seconds = (_number(found[part]) for part in ("hours", "minutes", "seconds"))
    return hours * 60 + minutes + seconds / 60


def _number(words: str | None) -> float:
    return float(words.replace(",", ".")) if words else 0.0


def _kind_of(words: str) -> SegmentKind | None:
    plain = words.strip().casefold()
    return next((k for k in SegmentKind if plain == k or plain in _words_of(k, KINDS[k])), None)


@cache
def _words_of(name: str, title: str) -> frozenset[str]:
    """What a column or kind is called, in each of the studio's languages and besides."""
    own = {translate(title, language).casefold() for language in LANGUAGES}
    return frozenset(own.union(_ALSO.get(name, "").split(", ")) - {""})


def _cleaned(words: str) -> str:
    """Without what cannot be written, shown or said: control signs and halves of pairs."""
    return _CONTROL.sub("", words.replace("\r\n", "\n")).encode("utf-8", "replace").decode("utf-8")


def _one_line(words: str) -> str:
    return " ".join(_cleaned(words).splitlines()).strip()[:LONGEST_NAME].strip()


def _broken(why: Message) -> RundownError:
    return RundownError(
        say("This is no rundown. {why}", why=why), say("Choose another file, or mend it.")
    )


def _wrong(number: int, what: Message) -> RundownError:
    return RundownError(
        say("Segment {number} cannot be read: {what}.", number=number, what=what),
        say("Mend it in the file and open it again."),
    )
