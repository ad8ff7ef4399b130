"""Long lists are read in a time that grows with their rows; in processor time."""

import time
from itertools import islice

import pytest

from tests.catalogue.files import keep, read, table, workbook

HEADERS = ["货号", "商品名称", "售价", "原价", "库存", "条码", "规格", "供应商", "卖点", "图片"]
ROWS = 20_000


def check_digit(digits):
    odd, even = digits[-1::-2], digits[-2::-2]
    return str(-(3 * sum(map(int, odd)) + sum(map(int, even))) % 10)


def rows():
    for n in range(ROWS):
        digits = f"690{n:09}"
        yield [
            *(
                f"A{n:06}",
                f"重庆火锅底料 {n} 号",
                f"{n % 900}.50",
                f"{n % 900 + 100}.00",
                str(n % 500),
            ),
            *(digits + check_digit(digits), "500g", "重庆食品有限公司", "香辣；传统工艺；无添加"),
            f"https://cdn.example.com/p/{n}.jpg",
        ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_four_times_the_rows_take_no_more_than_a_few_times_as_long(tmp_path, kind):
    few, many = (_seconds(tmp_path, kind, rows) for rows in (ROWS // 4, ROWS))
    assert many < 8 * few


def _seconds(folder, kind, count):
    """Of processor time, to read so many rows."""
    given = list(islice(rows(), count))
    if kind == "csv":
        path = keep(folder, table(HEADERS, *given), encoding="gb18030")
    else:
        path = workbook(folder / f"{count}.xlsx", [HEADERS, *given])
    began = time.process_time()
    _, good, bad = read(path)
    took = time.process_time() - began
    assert (len(good), len(bad)) == (count, 0)
    return took
