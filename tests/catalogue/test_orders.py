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


SHOPIFY = """Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Id
#1001,a@x.com,paid,2026-11-20 10:00:05 +0800,USD,35.00,40.00,2026-11-20 10:00:00 +0800,\
2,Tea,10.00,T1,,5001
#1001,a@x.com,,,,,,,1,Cup,15.00,C1,,
#1002,b@x.com,voided,,USD,25.00,25.00,2026-11-20 11:00:00 +0800,1,Tea,10.00,T1,,5002
#1002,b@x.com,,,,,,,1,Cup,15.00,C1,,
#1003,b@x.com,paid,,USD,10.00,10.00,2026-11-20 11:00:00 +0800,1,Tea,10.00,T1,\
2026-11-20 12:00:00 +0800,5003
"""
TOKOPEDIA = """Laporan Penjualan
Nomor,Nomor Invoice,Tanggal Pembayaran,Status Terakhir,Nama Produk,Nomor SKU,\
Jumlah Produk Dibeli,Harga Awal (IDR),Harga Jual (IDR),Total Penjualan (IDR),Nama Pembeli
1,INV/1,20-11-2026 10:15:30,Pesanan Selesai,Teh,T1,2,130000,125000,250000,Budi
2,INV/2,20-11-2026 10:16:30,Dibatalkan Sistem,Teh,T1,1,130000,125000,125000,Ani
3,INV/3,20-11-2026 10:17:30,Pesanan Dibatalkan,Gelas,C1,1,130000,125000,125000,Ani
"""
TIKTOK = """Order ID,Order Status,SKU ID,Seller SKU,Quantity,SKU Unit Original Price,\
SKU Subtotal After Discount,Shipping Fee After Discount,Order Amount,Created Time,Buyer Username
Platform unique order ID.,Current order status.,,,,,,,,,
576461413038785752\t,Completed,1729,T1,2,IDR 130.000,IDR 250.000,IDR 9.000,IDR 309.000,\
20/11/2026 10:15:30\t,budi88
576461413038785752\t,Completed,1730,C1,1,IDR 50.000,IDR 50.000,IDR 9.000,IDR 309.000,\
20/11/2026 10:15:30\t,budi88
576461413038785753\t,Canceled,1729,T1,1,IDR 130.000,IDR 130.000,IDR 9.000,IDR 139.000,\
20/11/2026 10:15:30\t,ani
"""
DOUYIN_WHOLE = """主订单编号,子订单编号,选购商品,商品数量,商家编码,商品单价,订单应付金额,收件人,\
订单提交时间,订单状态,售后状态
6921\t,6921\t,茶,2,T1,29.90,59.80,张**,2026-11-20 20:15:30,已发货,-
6922\t,6922\t,茶,1,T1,29.90,29.90,李**,2026-11-20 20:16:30,待支付,-
6923\t,6923\t,茶,1,T1,29.90,29.90,李**,2026-11-20 20:17:30,已完成,退款成功
"""
TAOBAO = '''子订单编号,主订单编号,商品标题,商品价格,购买数量,商品属性,订单状态,商家编码,\
买家实际支付金额,退款状态,退款金额,订单创建时间
"=""2345""","=""2344""",茶,29.90,2,颜色:红,买家已付款，等待卖家发货,T1,55.00,没有申请退款,0.00,\
2026-11-20 20:15:30
"=""2346""","=""2344""",茶,29.90,1,颜色:绿,买家已付款，等待卖家发货,T1,29.90,没有申请退款,0.00,\
2026-11-20 20:15:30
"=""2348""","=""2347""",杯,19.90,1,,等待买家付款,C1,0,没有申请退款,0.00,2026-11-20 20:15:30
"=""2350""","=""2349""",杯,19.90,1,,交易关闭,C1,0,退款成功,19.90,2026-11-20 20:15:30
'''


@pytest.mark.parametrize(
    ("table", "orders"),
    [
        (SHOPIFY, [("#1001", "T1", 2, "USD 10.00"), ("#1001", "C1", 1, "USD 15.00")]),
        (TOKOPEDIA, [("INV/1", "T1", 2, "IDR 125000")]),
        (
            TIKTOK,
            [
                ("576461413038785752", "T1", 2, "IDR 125000"),
                ("576461413038785752", "C1", 1, "IDR 50000"),
            ],
        ),
        (DOUYIN_WHOLE, [("6921", "T1", 2, "CNY 29.90")]),
        (TAOBAO, [("2345", "T1", 2, "CNY 29.90"), ("2346", "T1", 1, "CNY 29.90")]),
    ],
    ids=["shopify", "tokopedia", "tiktok", "douyin", "taobao"],
)
def test_what_a_platforms_own_export_says_was_sold(tmp_path, table, orders):
    """What was cancelled, never paid or given back is told in as many ways as there are shops."""
    file = tmp_path / "orders.csv"
    file.write_text(table, encoding="utf-8")
    right, _bad = read(file)
    assert [
        (o.number, o.code, o.quantity, f"{o.price.currency} {o.price.amount}")
        for o in right
        if o.price
    ] == orders
    assert all(o.at and o.at.date().isoformat() == "2026-11-20" for o in right)


def test_a_price_without_a_currency_is_in_that_of_its_product(tmp_path):
    file = tmp_path / "pesanan.csv"
    file.write_text("No. Pesanan,SKU Induk,Harga\nA,T1,125.000\n", encoding="utf-8")
    (order,), _bad = read(file, currency="")
    assert order.price == Money(Decimal(125000), "")
    with open_orders(file, currency="") as table:
        told = [str(sentence) for sentence in table.findings.sentences()]
    assert "Prices that tell no currency are in that of their product." in told


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
