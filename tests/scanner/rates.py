"""How many codes are read in which light: `python -m tests.scanner.rates [COUNT]`.

Prints the tables of `docs/scanning.md`. Each picture is looked at once in each way, as the studio
does within a second and a half, and once by zxing-cpp alone, on the whole picture and with all that
it tries by itself.
"""

from __future__ import annotations

import sys
from collections import Counter

import cv2
import zxingcpp

from studio.scanner.looking import Looker, ways
from studio.scanner.meaning import gtin_of
from tests.scanner.photos import GTINS, RETAIL, Grey, Shot, photo, printed

CONDITIONS = {
    "good light": Shot(),
    "tilted 20° in two directions": Shot(yaw=20, pitch=20, roll=10),
    "turned 45°": Shot(roll=45),
    "round a can": Shot(can=0.6),
    "dark (a tenth of the light)": Shot(light=0.1, noise=3),
    "very dark (a sixteenth)": Shot(light=0.06, noise=4),
    "out of focus, 2 pixels": Shot(defocus=2),
    "out of focus, 3 pixels": Shot(defocus=3),
    "moved by 4 pixels": Shot(motion=4),
    "moved by 6 pixels": Shot(motion=6),
    "small (1.2 pixels a bar)": Shot(module=1.2),
    "strong JPEG (quality 20)": Shot(quality=20),
    "a lamp mirrored in it": Shot(glare=True),
    "pale print": Shot(contrast=0.25, noise=4),
    "tilted, soft, moved, dim": Shot(
        yaw=20, pitch=15, roll=15, defocus=1.5, light=0.3, noise=4, motion=2
    ),
}
ALL = zxingcpp.barcode_formats_from_str("EAN/UPC|ITF-14|Code 128|DataBar|QR Code|Data Matrix")


def by_zxing_alone(grey: Grey) -> set[str]:
    found = zxingcpp.read_barcodes(grey, formats=ALL)
    gs1 = zxingcpp.ContentType.GS1
    return {gtin_of(str(one.format), one.text, is_gs1=one.content_type == gs1) for one in found} - {
        ""
    }


def by_looks(grey: Grey) -> set[str]:
    looker = Looker()
    # Twice, as a code that cannot be drawn has to be seen again; the hand is held that long.
    looks = [looker.look(grey) for _ in range(2 * len(ways()))]
    return {code.gtin for look in looks for code in look.codes} - {""}


def main(count: int) -> None:
    cv2.setNumThreads(1)
    sizes = ((1280, 720), (1920, 1080))
    names = list(RETAIL)
    wrong: Counter[str] = Counter()
    cells: dict[tuple[str, str], list[int]] = {}
    for condition, shot in CONDITIONS.items():
        for name in names:
            form, words, gs1 = RETAIL[name]
            code = printed(form, words, gs1=gs1)
            cell = cells[condition, name] = [0, 0, 0]
            for n in range(count):
                grey = photo(code, shot, sizes[n % 2], seed=1000 + n)
                for place, found in enumerate((by_zxing_alone(grey), by_looks(grey))):
                    cell[place] += GTINS[name] in found
                    wrong[("zxing alone", "the studio")[place]] += bool(found - {GTINS[name]})
                cell[2] += 1
        _row(condition, [cells[condition, name] for name in names])
        sys.stdout.flush()
    print(dict(wrong))
    print("\n| code | zxing alone | the studio |\n| --- | --- | --- |")
    for name in names:
        _row(name, [cells[condition, name] for condition in CONDITIONS])


def _row(title: str, cells: list[list[int]]) -> None:
    alone, ours, all_of_them = (sum(cell[place] for cell in cells) for place in range(3))
    print(f"| {title} | {alone} of {all_of_them} | {ours} of {all_of_them} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
