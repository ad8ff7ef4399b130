"""Exports of Shopify and WooCommerce, as they are."""

import random
from datetime import UTC, datetime, timedelta, timezone

from studio.catalogue.findings import Kind
from studio.model.product import Field
from tests.catalogue.files import SHOPIFY, WOOCOMMERCE, keep, read, table

CHINA = timezone(timedelta(hours=8))

SCARF = [
    {
        "Handle": "wool-scarf", "Title": "Wool scarf", "Vendor": "Chongqing Wool",
        "Body (HTML)": "<p>Very <b>warm</b> &amp; soft</p>"
        "<ul><li>180 cm</li>\n<li>100% wool</li></ul>"
        "<script>alert('x')</script>",
        "Option1 Name": "Color", "Option1 Value": "Red", "Option2 Name": "Size",
        "Option2 Value": "M", "Variant SKU": "WS-R-M", "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": "12", "Variant Price": "129.00",
        "Variant Compare At Price": "159.00", "Variant Barcode": "'6901234567892",
        "Image Src": "https://cdn.shopify.com/2.jpg", "Image Position": "2",
        "Variant Image": "https://cdn.shopify.com/red.jpg",
    },
    {
        "Handle": "wool-scarf", "Option1 Value": "Blue", "Option2 Value": "M",
        "Variant SKU": "WS-B-M", "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": "-3", "Variant Price": "119.00",
        "Image Src": "https://cdn.shopify.com/1.jpg", "Image Position": "1",
    },
    {"Handle": "wool-scarf", "Image Src": "https://cdn.shopify.com/3.jpg", "Image Position": "3"},
]  # fmt: skip
CUP = {
    "Handle": "cup", "Title": "Cup", "Option1 Name": "Title", "Option1 Value": "Default Title",
    "Variant Price": "1234.50", "Variant Compare At Price": "0.00",
}  # fmt: skip


def shopify(tmp_path, *rows, headers=SHOPIFY):
    return read(keep(tmp_path, table(headers, *rows)))


def test_shopify_variants_are_products_of_their_own(tmp_path):
    catalogue, good, bad = shopify(tmp_path, *SCARF, CUP)
    assert not bad
    assert catalogue.findings.kind is Kind.SHOPIFY
    red, blue, cup = (r.product for r in good)
    assert (red.code, blue.code, cup.code) == ("WS-R-M", "WS-B-M", "cup")
    assert (red.name.name, blue.name.name) == ("Wool scarf, Red, M", "Wool scarf, Blue, M")
    assert cup.name.name == "Cup"
    assert red.specifications == (("Color", "Red"), ("Size", "M"))
    assert (str(red.price.amount), str(red.compare_price.amount)) == ("129.00", "159.00")
    assert cup.compare_price is None
    assert str(cup.price.amount) == "1234.50"
    assert red.gtin == "6901234567892"
    assert red.points == ("Very warm & soft", "180 cm", "100% wool")
    assert blue.points == red.points
    assert red.supplier.name == blue.supplier.name == "Chongqing Wool"
    assert red.pictures == tuple(f"https://cdn.shopify.com/{n}.jpg" for n in ("red", 1, 2, 3))
    assert blue.pictures == tuple(f"https://cdn.shopify.com/{n}.jpg" for n in (1, 2, 3))


def test_shopify_stock_counts_only_where_it_is_tracked(tmp_path):
    _, good, _ = shopify(tmp_path, *SCARF, CUP | {"Variant Inventory Qty": "0"})
    assert [r.product.stock for r in good] == [12, 0, None]
    assert any(d.field is Field.STOCK for d in good[1].doubts)
    assert any(d.field is Field.CODE for d in good[2].doubts)
    assert {Field.STOCK, Field.COMPARE_PRICE} <= good[2].fields


def test_shopify_in_any_order_and_with_columns_nobody_knows(tmp_path):
    headers = [*SHOPIFY, "Status", "Price / International", "Colour (product.metafields.x.y)"]
    random.Random(1).shuffle(headers)
    catalogue, good, bad = shopify(tmp_path, *SCARF, CUP, headers=headers)
    assert (len(good), len(bad)) == (3, 0)
    assert {"Status", "Tags", "SEO Title", "Price / International"} <= set(
        catalogue.findings.ignored
    )
    assert good[0].product.name.name == "Wool scarf, Red, M"


def test_shopify_of_a_version_with_other_headers(tmp_path):
    renamed = {
        "Handle": "URL handle", "Body (HTML)": "Description", "Variant SKU": "SKU",
        "Variant Price": "Price", "Variant Compare At Price": "Compare-at price",
        "Variant Barcode": "Barcode", "Variant Inventory Qty": "Inventory quantity",
        "Variant Inventory Tracker": "Inventory tracker", "Image Src": "Product image URL",
        "Variant Image": "Variant image URL",
    }  # fmt: skip
    headers = [renamed.get(h, h) for h in SHOPIFY]
    rows = [{renamed.get(h, h): cell for h, cell in row.items()} for row in [*SCARF, CUP]]
    catalogue, good, bad = shopify(tmp_path, *rows, headers=headers)
    assert catalogue.findings.kind is Kind.SHOPIFY
    assert (len(good), len(bad)) == (3, 0)
    assert good[0].product.pictures[0] == "https://cdn.shopify.com/red.jpg"


def test_a_bad_variant_of_shopify_is_written_whole(tmp_path):
    wrong = SCARF[1] | {"Variant Price": "-5"}
    _, good, bad = shopify(tmp_path, SCARF[0], wrong, SCARF[2])
    assert len(good) == 1
    assert (bad[0].line, bad[0].field) == (4, Field.PRICE)
    raw = dict(zip(SHOPIFY, bad[0].raw, strict=True))
    assert (raw["Title"], raw["Option1 Name"], raw["Option1 Value"]) == (
        "Wool scarf",
        "Color",
        "Blue",
    )


def woo(tmp_path, *rows, headers=WOOCOMMERCE, **options):
    return read(keep(tmp_path, table(headers, *rows)), zone=CHINA, **options)


SIMPLE = {
    "ID": "7", "Type": "simple", "SKU": "TEA", "Name": "Green tea", "In stock?": "1", "Stock": "40",
    "Short description": "<p>Fresh</p>\\n<p>From Chongqing</p>", "Regular price": "59",
    "Images": "https://shop.example/a.jpg, https://shop.example/b,c.jpg",
    "Attribute 1 name": "Weight", "Attribute 1 value(s)": "250 g",
}  # fmt: skip
PARENT = {
    "ID": "10", "Type": "variable", "SKU": "HAT", "Name": "Hat", "Images": "https://shop.example/h.jpg",
    "Short description": "Warm", "Attribute 1 name": "Color",
    "Attribute 1 value(s)": "Red, Blue",
}  # fmt: skip
RED = {
    "ID": "11", "Type": "variation", "SKU": "HAT-R", "Name": "Hat - Red", "Parent": "HAT",
    "In stock?": "1", "Stock": "5", "Regular price": "80", "Sale price": "60",
    "Attribute 1 name": "Color", "Attribute 1 value(s)": "Red",
}  # fmt: skip
BLUE = {
    "ID": "12", "Type": "variation", "Name": "Hat", "Parent": "id:10", "In stock?": "0",
    "Regular price": "80", "Images": "https://shop.example/blue.jpg",
    "Attribute 1 name": "Color", "Attribute 1 value(s)": "Blue",
}  # fmt: skip


def test_woocommerce_simple_products_and_variations(tmp_path):
    catalogue, good, bad = woo(tmp_path, SIMPLE, PARENT, RED, BLUE)
    assert not bad
    assert not catalogue.findings.missing
    assert catalogue.findings.kind is Kind.WOOCOMMERCE
    tea, red, blue = (r.product for r in good)
    assert tea.pictures == ("https://shop.example/a.jpg", "https://shop.example/b,c.jpg")
    assert tea.points == ("Fresh", "From Chongqing")
    assert tea.specifications == (("Weight", "250 g"),)
    assert (tea.stock, red.stock, blue.stock) == (40, 5, 0)
    assert (red.name.name, blue.name.name) == ("Hat - Red", "Hat, Blue")
    assert (red.code, blue.code) == ("HAT-R", "id:12")
    assert red.pictures == ("https://shop.example/h.jpg",)
    assert blue.pictures == ("https://shop.example/blue.jpg",)
    assert red.points == ("Warm",)
    assert (red.price.amount, red.compare_price.amount) == (60, 80)
    assert (blue.price.amount, blue.compare_price) == (80, None)


def test_an_option_is_part_of_the_name_once(tmp_path):
    """As in WooCommerce's own sample: “Hoodie - Red, No”; there is no “no” in “Notebook”."""
    options = {"Attribute 2 name": "Logo", "Attribute 2 value(s)": "No"}
    named = RED | {"Name": "Hat - Red, No"} | options
    unnamed = BLUE | {"Name": "Notebook - Blue"} | options
    _, good, _ = woo(tmp_path, PARENT, named, unnamed)
    assert [r.product.name.name for r in good] == ["Hat - Red, No", "Notebook - Blue, No"]


def test_woocommerce_sales_with_days_are_flash_sales(tmp_path):
    row = SIMPLE | {
        "Sale price": "49.50",
        "Date sale price starts": "2027-05-01 00:00:00",
        "Date sale price ends": "2027-05-03",
    }
    _, good, _ = woo(tmp_path, row)
    product = good[0].product
    assert (product.price.amount, product.compare_price) == (59, None)
    assert str(product.flash_sale.price.amount) == "49.50"
    assert product.flash_sale.begins == datetime(2027, 5, 1, tzinfo=CHINA)
    assert product.flash_sale.ends == datetime(2027, 5, 4, tzinfo=CHINA)
    _, good, _ = woo(tmp_path, row | {"Date sale price starts": ""})
    assert good[0].product.flash_sale.is_on(datetime(2026, 1, 1, tzinfo=UTC))


def test_woocommerce_prices_in_the_shops_own_marks(tmp_path):
    rows = [
        SIMPLE | {"SKU": f"T{n}", "Regular price": p} for n, p in enumerate(["1.250.000", "59,90"])
    ]
    _, good, _ = woo(tmp_path, *rows, currency="IDR")
    assert [str(r.product.price.amount) for r in good] == ["1250000", "59.90"]
    assert good[0].product.price.currency == "IDR"


def test_woocommerce_tells_what_it_leaves_out(tmp_path):
    group = {"ID": "20", "Type": "grouped", "Name": "Set", "Grouped products": "TEA"}
    lonely = PARENT | {"ID": "30", "SKU": "COAT"}
    catalogue, good, bad = woo(tmp_path, PARENT, group, RED, lonely)
    assert (len(good), len(bad)) == (1, 0)
    assert [(n.first_line, n.rows) for n in catalogue.notes] == [(3, 1), (5, 1)]


def test_a_variation_without_its_parent_stands_for_itself(tmp_path):
    _, good, bad = woo(tmp_path, RED)
    assert not bad
    assert good[0].product.name.name == "Hat - Red"
    assert good[0].doubts


def test_woocommerce_without_a_price_is_a_bad_row(tmp_path):
    _, good, bad = woo(tmp_path, SIMPLE | {"Regular price": ""})
    assert not good
    assert bad[0].field is Field.PRICE


def test_woocommerce_in_any_order(tmp_path):
    headers = [*WOOCOMMERCE, "GTIN, UPC, EAN, or ISBN", "Meta: _x", "Brands"]
    random.Random(2).shuffle(headers)
    row = SIMPLE | {"GTIN, UPC, EAN, or ISBN": "6901234567892"}
    catalogue, good, _ = woo(tmp_path, row, PARENT, RED, BLUE, headers=headers)
    assert len(good) == 3
    assert good[0].product.gtin == "6901234567892"
    assert {"Meta: _x", "Brands", "Categories"} <= set(catalogue.findings.ignored)


def test_a_shopify_export_that_a_spreadsheet_saved_with_decimal_commas(tmp_path):
    headers = ["Handle", "Title", "Variant SKU", "Variant Price", "Variant Inventory Qty"]
    rows = [["hat", "Hut", "H-S", "10,00", "5"], ["cap", "Kappe", "K-1", "1.011,00", "2"]]
    _, good, bad = read(keep(tmp_path, table(headers, *rows, separator=";")))
    assert not bad
    assert [str(r.product.price.amount) for r in good] == ["10.00", "1011.00"]


def test_woocommerce_in_the_languages_of_our_people(tmp_path):
    headers = ["ID", "类型", "SKU", "GTIN, UPC, EAN, 或 ISBN", "名称", "简短描述", "促销价格",
               "常规售价", "库存", "图片"]  # fmt: skip
    row = ["1", "simple", "A1", "6901234567892", "锅", "辣", "9", "12", "5", "http://x/a.jpg"]
    _, good, _ = read(keep(tmp_path, table(headers, row)))
    product = good[0].product
    assert (str(product.price.amount), str(product.compare_price.amount)) == ("9", "12")
    assert (product.gtin, product.points) == ("6901234567892", ("辣",))
