"""Headers become fields, by their words or by a person."""

import pytest

from studio.catalogue.findings import FIELDS, Kind
from studio.catalogue.headings import field_of, propose
from studio.catalogue.mapping import Mapping, key_of
from studio.catalogue.reading import open_catalogue
from studio.model.product import Field
from tests.catalogue.files import keep, read, table


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("价格 单价 售价 现价 活动价 harga price 價格 售價 Price(USD) 单价（元）", Field.PRICE),
        ("原价 划线价 市场价 原價 吊牌价 MSRP RRP", Field.COMPARE_PRICE),
        ("库存 数量 庫存 stok stock qty 库存数量 Inventory", Field.STOCK),
        ("商品名称 品名 名称 名稱 nama name title 产品名称 商品標題", Field.NAME),
        ("条码 条形码 barcode EAN GTIN UPC 條碼 69码", Field.GTIN),
        ("货号 编码 sku kode SKU编码 貨號 商品编号", Field.CODE),
        ("规格 spec 規格 spesifikasi 规格型号", Field.SPECIFICATIONS),
        ("单位 satuan unit 單位", Field.UNIT),
        ("供应商 supplier vendor pemasok 厂家 供應商", Field.SUPPLIER),
        ("图片 images 图片1 图片2 主图 gambar", Field.PICTURES),
        ("卖点 描述 deskripsi description", Field.POINTS),
        ("含税单价（元） 拼单价 宝贝价格 一口价 直播间价 含稅單價", Field.PRICE),
        ("单买价 日常价 建议售价 建議售價(NT$)", Field.COMPARE_PRICE),
        ("宝贝数量 可用库存 Stok_Akhir", Field.STOCK),
        ("宝贝名称 宝贝标题 存货名称", Field.NAME),
        ("规格编码 货品编码 SKU_Name", Field.CODE),
        ("备注 notes catatan 備註", Field.NOTES),
    ],
)
def test_common_words(words, field):
    assert {word: field_of(word) for word in words.split()} == dict.fromkeys(words.split(), field)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nama Barang", Field.NAME),
        ("nama_barang", Field.NAME),
        ("KODE BARANG", Field.CODE),
        ("Harga Jual", Field.PRICE),
        ("Harga Coret", Field.COMPARE_PRICE),
        (" 商品 名称 ", Field.NAME),
        ("售价*", Field.PRICE),
        ("Price RMB", Field.PRICE),
    ],
)
def test_blanks_signs_and_case_do_not_matter(heading, field):
    assert field_of(heading) is field


@pytest.mark.parametrize(
    "heading",
    ["成本价", "进货价", "批发价", "Cost", "Wholesale price", "harga modal", "金额", "", "2"],
)
def test_what_is_not_for_viewers_is_not_taken(heading):
    assert field_of(heading) is None


def test_every_field_is_known_by_its_own_name():
    assert {field: field_of(field) for field in Field} == {field: field for field in Field}
    assert set(FIELDS) == set(Field)


def test_of_two_prices_the_stronger_word_is_the_price():
    assert propose(["货号", "品名", "售价", "直播价"]) == {
        "货号": Field.CODE,
        "品名": Field.NAME,
        "售价": Field.COMPARE_PRICE,
        "直播价": Field.PRICE,
    }
    assert propose(["货号", "原价"])["原价"] is Field.PRICE
    assert propose(["货号", "原价", "售价"])["原价"] is Field.COMPARE_PRICE


def test_a_barcode_stands_in_for_a_missing_code_and_that_is_told(tmp_path):
    path = keep(tmp_path, table(["条码", "品名", "售价"], ["6901234567892", "花椒", "5"]))
    catalogue, good, _ = read(path)
    assert catalogue.findings.code_from is Field.GTIN
    assert (good[0].product.code, good[0].product.gtin) == ("6901234567892",) * 2


def test_a_person_changes_what_was_proposed(tmp_path):
    headers = ["Nr", "Ware", "Listenpreis", "Bild A", "Bild B"]
    path = keep(tmp_path, table(headers, ["A1", "Cup", "5,50", "a.png", "b.png"], separator=";"))
    mapping = Mapping.propose(headers)
    assert mapping.missing == (Field.CODE, Field.NAME, Field.PRICE)
    for header, field in zip(
        headers, [Field.CODE, Field.NAME, Field.PRICE, Field.PICTURES, Field.PICTURES], strict=True
    ):
        mapping = mapping.change(header, field)
    assert not mapping.missing
    kept = Mapping.of({header: str(field) for header, field in mapping.columns})
    assert kept == mapping
    catalogue, good, bad = read(path, kept)
    assert catalogue.findings.kind is Kind.MAPPED
    assert good[0].product.pictures == ("a.png", "b.png")
    assert str(good[0].product.price.amount) == "5.50"
    assert not bad


def test_changing_a_mapping():
    mapping = Mapping.propose(["货号", "品名", "售价", "备注"])
    changed = mapping.change("备注", Field.NAME)
    assert changed.field_of("备注") is Field.NAME
    assert changed.field_of("品名") is None
    assert changed.change("备注", None).missing == (Field.NAME,)
    assert mapping.field_of("品名") is Field.NAME


def test_what_names_no_field_is_refused():
    with pytest.raises(ValueError, match="colour"):
        Mapping.of({"a": "name", "b": "colour"})


def test_a_mapping_is_kept_for_a_set_of_headers():
    assert key_of(["b", " a ", ""]) == key_of(["a", "b"])
    assert key_of(["line", "field", "reason", "a", "b"]) == key_of(["a", "b"])
    assert key_of(["a"]) != key_of(["b"])


def test_a_mapping_finds_the_headers_below_titles(tmp_path):
    mapping = Mapping((("x1", Field.CODE), ("x2", Field.NAME), ("x3", Field.PRICE)))
    text = table(
        ["Code", "Name", "Price"], ["made", "by", "us"], ["x1", "x2", "x3"], ["A", "B", "1"]
    )
    catalogue, good, _ = read(keep(tmp_path, text), mapping)
    assert catalogue.findings.header_line == 3
    assert len(good) == 1


def test_a_mapping_that_does_not_fit_says_what_is_missing(tmp_path):
    mapping = Mapping((("x1", Field.CODE), ("x2", Field.NAME), ("x3", Field.PRICE)))
    path = keep(tmp_path, table(["x1", "x2", "y"], ["A", "B", "1"]))
    with open_catalogue(path, mapping) as catalogue:
        assert catalogue.findings.missing == (Field.PRICE,)


def test_columns_without_a_header_and_of_one_name_are_told_apart(tmp_path):
    headers = ["Nr", "Preis", "", "Preis", "", ""]
    path = keep(tmp_path, table(headers, ["A1", "5", "Cup", "9", "x", ""], separator=";"))
    with open_catalogue(path) as catalogue:
        assert catalogue.headers == ("Nr", "Preis", "#3", "Preis (#4)", "#5", "#6")
        assert catalogue.findings.ignored == ("Nr", "Preis", "Preis (#4)")
    mapping = Mapping(
        (("Nr", Field.CODE), ("#3", Field.NAME), ("Preis (#4)", Field.PRICE),
         ("Preis", Field.COMPARE_PRICE))
    )  # fmt: skip
    _, good, _ = read(path, mapping)
    product = good[0].product
    assert (product.name.name, str(product.price.amount)) == ("Cup", "9")
    assert str(product.compare_price.amount) == "5"
    assert key_of(["Nr", "Preis", "#3"]) == key_of(["Nr", "", "Preis", ""])


def test_of_columns_of_one_name_only_those_of_several_parts_are_taken():
    assert propose(["售价", "售价 (#2)", "图片", "图片 (#4)"]) == {
        "售价": Field.PRICE,
        "图片": Field.PICTURES,
        "图片 (#4)": Field.PICTURES,
    }
