"""Orders from a platform's table, by the command line and by the window's own way."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studio.app.importing import import_orders_beside
from studio.model.errors import StudioError
from studio.model.order_import import OrderPlan
from studio.model.work import CallOff
from tests.app.studio_process import run

PRODUCTS = "code,name,price,stock\nHG-1,重庆火锅底料,39.90,20\nHG-2,荣昌折扇,128,5\n"
ORDERS = """订单编号,商家编码,数量,单价,下单时间,买家昵称,订单状态
A-1,HG-1,2,￥39.90,2026-11-29 20:15:03,小李,已发货
A-2,HG-9,1,￥39.90,2026-11-29 20:16:00,小王,已发货
A-3,HG-2,1,￥120,2026-11-29 20:17:00,=小张,已完成
A-4,HG-2,1,￥120,2026-11-29 20:17:00,小赵,交易关闭
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "products.csv"
    file.write_text(PRODUCTS, encoding="utf-8")
    _told(tmp_path / "data", "import", str(file))
    return tmp_path / "data"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="gb18030")
    return file


def _told(data: Path, *words: str) -> dict:
    done = run(data, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _stock(data: Path) -> dict[str, int]:
    return {p["code"]: p["stock"] for p in json.loads(run(data, "products", "--json").stdout)}


def test_a_platforms_orders_come_in_once_and_go_again(data, table):
    tried = _told(data, "orders", str(table), "--dry-run")
    assert (tried["new"], tried["wrong"], tried["bad_rows"]) == (2, 2, "")
    assert _stock(data) == {"HG-1": 20, "HG-2": 5}
    made = _told(data, "orders", str(table))
    assert (made["new"], made["noted"], made["known"], made["wrong"]) == (2, 0, 0, 2)
    assert "“商家编码” is the code." in made["findings"]
    assert _stock(data) == {"HG-1": 18, "HG-2": 4}
    kept = Path(made["bad_rows"]).read_text(encoding="utf-8-sig").splitlines()
    assert kept[1].startswith("3,code,There is no product with the code HG-9.,A-2")
    assert kept[2].startswith("5,order status,It was not sold: 交易关闭.,A-4")
    assert _told(data, "orders", str(table))["known"] == 2
    # What was wrong is mended and read again.
    mended = Path(made["bad_rows"])
    words = mended.read_text(encoding="utf-8-sig").replace("HG-9", "HG-1", 2)
    mended.write_text(words, encoding="utf-8")
    assert _told(data, "orders", str(mended))["new"] == 1
    assert _told(data, "orders", "--take-back") == {"taken_back": 1}
    assert _told(data, "orders", "--take-back") == {"taken_back": 2}
    assert _stock(data) == {"HG-1": 20, "HG-2": 5}
    refused = run(data, "orders", "--take-back")
    assert (refused.returncode, "no imported orders" in refused.stderr) == (2, True)


def test_a_price_without_a_currency_is_in_that_of_its_product(data, tmp_path):
    more = tmp_path / "more.csv"
    more.write_text("code,name,price,currency\nKRP,Keripik,12500,IDR\n", encoding="utf-8")
    _told(data, "import", str(more))
    table = tmp_path / "pesanan.csv"
    table.write_text("No. Pesanan,SKU Induk,Harga\nA,KRP,12.000\nB,HG-1,30\n", encoding="utf-8")
    _told(data, "orders", str(table))
    with closing(sqlite3.connect(data / "studio.db")) as db:
        assert db.execute("SELECT price, currency FROM orders ORDER BY number").fetchall() == [
            ("12000", "IDR"),
            ("30", "CNY"),
        ]


@pytest.mark.parametrize("part", ["orders", "import"])
def test_a_currency_that_there_is_not_is_refused(data, table, part):
    refused = run(data, part, str(table), "--currency", "XYZ123")
    assert refused.returncode == 2
    assert "XYZ123 is no currency." in refused.stderr


def test_the_stock_may_stay(data, table):
    assert _told(data, "orders", str(table), "--keep-stock")["new"] == 2
    assert _stock(data) == {"HG-1": 20, "HG-2": 5}


def test_what_is_no_table_of_orders_is_refused_in_words(data, tmp_path):
    nothing = tmp_path / "none.csv"
    nothing.write_bytes(b"")
    assert "none.csv is empty." in run(data, "orders", str(nothing)).stderr
    assert "There is no file to import." in run(data, "orders").stderr


def test_the_studio_imports_them_in_a_process_of_its_own(data, table, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    shares: list[float] = []
    came = import_orders_beside(OrderPlan(str(table), "CNY"), CallOff(), shares.append)
    assert (came.new, came.wrong, shares[-1]) == (2, 2, 1.0)
    assert str(came.outcome) == "Imported: 2 new orders, 0 noted before, 0 known, 2 wrong."
    with pytest.raises(StudioError, match="There is no file"):
        import_orders_beside(OrderPlan("/nowhere.csv", "CNY"), CallOff(), shares.append)
