"""A large catalogue: imported while orders come, searched, read, and backed up.

As `python -m tests.bench.catalogue --orders FILE` it is whoever orders meanwhile.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import xlsxwriter

from studio.store.backups import back_up
from studio.store.database import Database, open_database
from studio.store.imports import staged_import
from studio.store.repositories import Repositories
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.harness.process import ROOT, private_folder
from tests.store.goods import goods, rows

PRODUCTS = 100_000
IMPORT_S = 12.0
FILE_S = 20.0
ORDER_MS = 50.0
SEARCH_MS = 20.0
PAUSE_S = 0.02

SEARCHES = (
    *(
        "重",
        "火锅",
        "锅底料",
        "豆豉 500",
        "长袖女装礼盒",
        "chongqing",
        "chong qing huo",
        "cqhg",
        "guo liao",
    ),
    *(
        "chongqinghuoguodiliaomala",
        "k",
        "ke",
        "ris",
        "pedas kopi",
        "a e i o u",
        "scarf",
        "ceramic bowl",
    ),
    *("SKU-0000077", "sku", "0077", "69", "694", "6941234567890", "0", "qqqq", "nowhere at all"),
)

_ABOUT = """\
{products} products of three languages, three in five of them Chinese, imported in a process of its
own with the store's part alone: rows are made before. *New* also makes pinyin and index; *prices*
changes every price; *same* changes nothing. Meanwhile another process orders every {pause:.0f} ms:
how long each order took until it was on the disk, its own writing included; *with nobody else*
is the same without an import. Each of {searches} searches, from one letter to a whole code, gives
up to 20 products. *From a file* is `earshot import` as a whole, into a catalogue of demo products:
the process's start, reading and understanding the file, checking each row, and publishing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One import.

    Attributes:
        staged_s: Until all rows were staged.
        processor_s: The processor's time of it.
        published_ms: Until they were the catalogue.
        cleared_s: Until nothing was left of editions before.
        orders_ms: What each order took meanwhile.
    """

    staged_s: float
    processor_s: float
    published_ms: float
    cleared_s: float
    orders_ms: list[float]


def order(path: Path) -> None:
    """Order until it is told to end; then tell how long each order took."""
    db = open_database(path)
    products = Repositories.of(db).products
    ended = Path(f"{path}.ended")
    took: list[float] = []
    while not ended.exists():
        began = time.perf_counter()
        products.change_stock(f"SKU-{len(took) % 100:07d}", -1)
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE_S)
    db.close()
    print(json.dumps(took), flush=True)


@contextmanager
def ordering(path: Path) -> Iterator[list[float]]:
    """Somebody orders meanwhile; the list is filled at the end."""
    ended, took = Path(f"{path}.ended"), []
    argv = [sys.executable, "-m", "tests.bench.catalogue", "--orders", str(path)]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True) as buyer:
        try:
            yield took
        finally:
            ended.touch()
            told, _none = buyer.communicate(timeout=60)
            ended.unlink()
        took += json.loads(told)


def run(path: Path, count: int, dearer: int) -> Imported:
    given = list(rows(count, dearer=dearer))
    with ordering(path) as orders_ms:
        time.sleep(0.5)  # until somebody orders
        began, used = time.perf_counter(), time.process_time()
        with staged_import(path) as staged:
            staged.add(given)
            staged_at, used = time.perf_counter(), time.process_time() - used
            staged.publish()
            published_at = time.perf_counter()
        cleared_at = time.perf_counter()
    return Imported(
        staged_at - began,
        used,
        (published_at - staged_at) * 1000,
        cleared_at - published_at,
        orders_ms,
    )


def search(db: Database, rounds: int) -> list[float]:
    """The median of each search, in milliseconds."""
    products = Repositories.of(db).products
    found: list[float] = []
    for text in SEARCHES:
        took: list[float] = []
        for _round in range(rounds):
            began = time.perf_counter()
            products.search(text)
            took.append((time.perf_counter() - began) * 1000)
        found.append(float(np.median(took)))
    return found


def list_of(folder: Path, count: int, ending: str) -> Path:
    """A supplier's list: CSV in GB18030, which suppliers write, or a workbook."""
    path = folder / f"list.{ending}"
    headers = ["货号", "商品名称", "售价", "库存", "卖点", "供应商"]
    cells = (
        (p.code, p.name.name, f"￥{p.price.amount}", str(p.stock), p.points[0], "德庄")
        for p in goods(count)
    )
    if ending == "csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([headers, *cells])
        return path
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([headers, *cells]):
            sheet.write_row(number, 0, row)
    return path


def import_file(home: Path, file: Path) -> float:
    """Seconds that `earshot import` takes, into a catalogue of its own."""
    environment = {**os.environ, "EARSHOT_DATA": str(home / f"data-{file.suffix[1:]}")}
    argv = [sys.executable, "-m", "studio", "import", "--json", str(file)]
    began = time.perf_counter()
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, check=True)
    took = time.perf_counter() - began
    counts = json.loads(done.stdout)
    if counts["wrong"] or counts["new"] < 1:
        raise RuntimeError(f"{file.name}: {counts}")
    return took


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(wished: Wish) -> Section:
    count = PRODUCTS // 20 if wished.is_quick else PRODUCTS
    about = _ABOUT.format(products=f"{count:,}", pause=PAUSE_S * 1000, searches=len(SEARCHES))
    section = Section("catalogue", "A large catalogue", about)
    new: list[Imported] = []
    path = Path()
    with private_folder("earshot-bench") as home:
        for number in range(2 if wished.is_quick else 3):
            path = fresh(home / str(number))
            new.append(run(path, count, 0))
            tell(f"import {number}: {new[-1].staged_s:.1f} s")
        # The last one's file goes on.
        from_csv_s, from_xlsx_s = (
            import_file(home, list_of(home, count, ending)) for ending in ("csv", "xlsx")
        )
        prices, same = run(path, count, 1), run(path, count, 1)
        with ordering(path) as alone_ms:
            time.sleep(3)
        db = open_database(path)
        searches_ms = search(db, wished.rounds)
        read_s = [timed(Repositories.of(db).products.all) for _round in range(wished.rounds)]
        db.close()
        back_up_s = timed(lambda: back_up(path, datetime(2026, 11, 29)))  # noqa: DTZ001 - any day
        size_mb = path.stat().st_size / 1e6
    orders = [ms for one in new for ms in one.orders_ms]
    section.figures.extend(
        [
            Figure.of("import, new", [one.staged_s for one in new], "s", target=IMPORT_S),
            Figure("import from a file, CSV", from_csv_s, "s", target=FILE_S),
            Figure("import from a file, XLSX", from_xlsx_s, "s", target=FILE_S),
            Figure("import, prices", prices.staged_s, "s", target=IMPORT_S),
            Figure("import, same", same.staged_s, "s", target=IMPORT_S),
            Figure.of("to publish", [one.published_ms for one in new], "ms", target=ORDER_MS),
            Figure("longest order during “new”", max(orders), "ms", target=ORDER_MS),
            Figure("longest order during “prices”", max(prices.orders_ms), "ms", target=ORDER_MS),
            Figure("slowest search", max(searches_ms), "ms", target=SEARCH_MS),
        ]
    )
    section.details.extend(
        [
            Figure.of("import, new: processor", [one.processor_s for one in new], "s"),
            Figure("import, prices: processor", prices.processor_s, "s"),
            Figure("an order during “new”", float(np.median(orders)), "ms"),
            Figure("an order during “new”, p99", float(np.percentile(orders, 99)), "ms"),
            Figure("an order with nobody else", float(np.median(alone_ms)), "ms"),
            Figure("longest order with nobody else", max(alone_ms), "ms"),
            Figure("a search", float(np.median(searches_ms)), "ms"),
            Figure.of("to clear after “new”", [one.cleared_s for one in new], "s"),
            Figure("to clear after “same”", same.cleared_s, "s"),
            Figure.of("to read all products", read_s, "s"),
            Figure("to back up and check", back_up_s, "s"),
            Figure("the file", size_mb, "MB"),
        ]
    )
    section.remarks.append(f"SQLite {sqlite3.sqlite_version}.")
    return section


def fresh(folder: Path) -> Path:
    """A new file with products to order, which are in the import too."""
    path = folder / "studio.db"
    db = open_database(path)
    Repositories.of(db).products.replace_all(goods(100))
    db.close()
    return path


if __name__ == "__main__":
    if sys.argv[1:2] == ["--orders"]:
        order(Path(sys.argv[2]))
    else:
        hand_in(measure(wish()))
