"""Tables of orders as platforms export them, and what is wrong in them."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from studio.catalogue.orders import BadOrder, OrderField, ReadOrder, open_orders
from studio.model.errors import CatalogueError
from studio.model.message import Money

CHINA = timezone(timedelta(hours=8))
DOUYIN = """主订单编号,商品名称,商家编码,数量,单价,订单应付金额,订单提交时间,买家昵称,订单状态
6917001,重庆火锅底料,HG-1,2,￥39.90,￥79.80,2026-11-29 20:15:03,小李,已发货
6917002,荣昌折扇,ZS-2,1,￥128.00,￥128.00,2026/11/29 20:16,=小王,已取消
6917003,江津米花糖,MH-3,三,￥9.90,￥9.90,2026-11-29 20:17:00,小张,已完成
6917001,重庆火锅底料,HG-1,1,￥39.90,￥39.90,2026-11-29 20:18:00,小李,已完成
"""
SHOPEE = """No. Pesanan;Nomor Referensi SKU;Jumlah;Harga;Waktu Pesanan Dibuat;Username (Pembeli)
241129ABC;KRP-1;3;Rp 12.500;29/11/2026 19.30;ibu_ratna
241129ABD;;1;Rp 12.500;29/11/2026 19.31;budi
241129ABE;KRP-1;1;Rp x;29/11/2026 19.32;budi
241129ABF;KRP-1;-1;Rp 12.500;29/11/2026 19.33;budi
241129ABG;KRP-1;1;Rp 12.500;31/11/2026 19.33;budi
"""


def read(path: Path, **more) -> tuple[list[ReadOrder], list[BadOrder]]:
    with open_orders(path, zone=CHINA, **more) as table:
        results = list(table.results())
    return (
        [one for one in results if isinstance(one, ReadOrder)],
        [one for one in results if isinstance(one, BadOrder)],
    )


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_platforms_table(tmp_path, encoding):
    file = tmp_path / "orders.csv"
    file.write_text(DOUYIN, encoding=encoding)
    (order,), bad = read(file)
    assert order[2:] == (
        "6917001",
        "HG-1",
        2,
        yuan("39.90"),
        datetime(2026, 11, 29, 20, 15, 3, tzinfo=CHINA),
        "小李",
    )
    assert [(b.line, b.field, str(b.reason)) for b in bad] == [
        (3, OrderField.STATUS, "It was not sold: 已取消."),
        (4, OrderField.QUANTITY, "It is no whole number."),
        (5, OrderField.NUMBER, "This order stands in line 2 already."),
    ]


def test_an_indonesian_platforms_table(tmp_path):
    file = tmp_path / "pesanan.csv"
    file.write_text(SHOPEE, encoding="utf-8")
    (order,), bad = read(file)
    assert order.price == Money(Decimal(12500), "IDR")
    assert (order.quantity, order.code, order.buyer) == (3, "KRP-1", "ibu_ratna")
    assert order.at == datetime(2026, 11, 29, 19, 30, tzinfo=CHINA)
    assert [(b.line, b.field) for b in bad] == [
        (3, OrderField.CODE),
        (4, OrderField.PRICE),
        (5, OrderField.QUANTITY),
        (6, OrderField.AT),
    ]


def test_a_workbook_with_a_title_and_a_total_and_no_time(tmp_path):
    file = tmp_path / "orders.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    for number, row in enumerate(
        (["Orders of November"], ["Order ID", "Seller SKU", "Qty", "Subtotal"], ["A1", "X", 3, 10])
    ):
        sheet.write_row(number, 0, row)
    book.close()
    with open_orders(file, currency="USD") as table:
        told = [str(sentence) for sentence in table.findings.sentences()]
        (order,) = table.results()
    assert isinstance(order, ReadOrder)
    assert (order.at, order.price) == (None, Money(Decimal("3.3333"), "USD"))
    assert "No column tells a time: now is taken." in told
    assert "“Seller SKU” is the code." in told


def test_days_that_could_be_months_are_told(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("order id,sku,order time\nA1,X,03/04/2026 10:00\n", encoding="utf-8")
    with open_orders(file, zone=UTC) as table:
        assert "Days are read before months" in " ".join(map(str, table.findings.sentences()))
        (order,) = table.results()
    assert isinstance(order, ReadOrder)
    assert order.at == datetime(2026, 4, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "heard"),
    [
        ("", "is empty"),
        ("code,name,price\nA,B,1\n", "No column of orders.csv is the order number."),
        ("order id,buyer,quantity\nA,B,1\n", "No column of orders.csv is the code."),
        ("just words\nand more\n", "is the order number"),
    ],
)
def test_what_is_no_table_of_orders_is_refused(tmp_path, content, heard):
    file = tmp_path / "orders.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        open_orders(file)
    assert heard in str(caught.value)


@pytest.mark.parametrize(
    "row",
    [
        "6.9E+17,X,1,5",
        "A,X,1e9,5",
        "A,X,0,5",
        "A,X,1,-5",
        "A,X,1,1e99",
        f"A,{'X' * 200},1,5",
        "A,X,1,5,more",
    ],
)
def test_hostile_rows_stay_aside(tmp_path, row):
    file = tmp_path / "orders.csv"
    file.write_text(f"order id,sku,qty,price\nB,X,1,5\n{row}\n", encoding="utf-8")
    right, bad = read(file)
    assert (len(right), [b.line for b in bad]) == (1, [3])


def test_numbers_that_a_platform_keeps_from_spreadsheets(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text('订单编号,商家编码\n"=""6917001""",HG-1\t\n6917002\t,\'=1\n', encoding="gbk")
    right, bad = read(file)
    assert ([(o.number, o.code) for o in right], bad) == (
        [("6917001", "HG-1"), ("6917002", "=1")],
        [],
    )


def test_too_many_orders_for_one_import(tmp_path, monkeypatch):
    monkeypatch.setattr("studio.catalogue.orders.MOST_ORDERS", 2)
    file = tmp_path / "orders.csv"
    file.write_text("order id,sku\n" + "".join(f"{n},X\n" for n in range(3)), encoding="utf-8")
    with pytest.raises(CatalogueError, match="has more than"):
        read(file)
