"""What columns are called, in Chinese, Indonesian and English, and which field that is.

A heading is compared without case, blanks, signs and what stands in brackets. Costs and prices for
dealers are left out on purpose: nobody wants those on a card.
"""

import re
import unicodedata
from collections.abc import Sequence

from studio.catalogue.currencies import currency_in
from studio.model.fields import SEVERAL
from studio.model.product import Field

_BRACKETS = re.compile(r"[(\[{（【][^)\]}）】]*[)\]}）】]")
_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+$")
_UNNAMED = re.compile(r"#\d+")
_AGAIN = re.compile(r" \(#\d+\)$")

OF_BAD_ROWS = ("line", "field", "reason")
"""What stands before each row in a file of bad rows, which is mended and read again."""


# The strongest first: of two columns for one field the earlier word wins.
_WORDS: dict[Field, str] = {
    Field.CODE: """
        code, sku, 规格编码, 规格商家编码, 商品规格编码, product code, item code, item no,
        item number, article number, art no, article, product id, variant sku, seller sku, model,
        style no, ref, reference, id, 货号, 商品编码, 商品编号, 产品编号, 产品编码, 商品代码,
        产品代码, 编码, 编号, 款号, 型号, sku编码, 商家编码, 商品货号, 商品id, 物料编码, 物料编号,
        货品编码, 货品编号, 存货编码, 貨號, 商品編碼, 商品編號, 產品編號, 產品編碼, 商品代碼,
        產品代碼, 編碼, 編號, 款號, 型號, kode, kode barang, kode produk, kode sku, sku name,
        sku induk, sku penjual, kode item, nomor barang, no barang, id produk""",
    Field.NAME: """
        name, product name, title, item name, item, product, product title, goods name, 商品名称,
        品名, 产品名称, 名称, 商品名, 产品名, 商品标题, 标题, 货品名称, 物料名称, 宝贝名称,
        宝贝标题, 商品全称, 单品名称, 存货名称, 商品, 产品, 商品名稱, 產品名稱, 名稱, 產品名,
        商品標題, 標題, 貨品名稱, 產品, nama barang, nama produk, nama, nama item, judul,
        judul produk, barang, produk""",
    Field.LANGUAGE: """
        language, name language, 语言, 語言, bahasa""",
    Field.SPOKEN_NAME: """
        spoken name, 读音, 讀音, 读法, 口播名称, cara baca, sebutan""",
    Field.PRICE: """
        price, live price, 促销价格, harga obral, sale price, selling price, current price,
        promo price, retail price, unit price, 直播价, 直播间价, 直播间价格, 直播专享价, 拼单价,
        团购价, 活动价, 促销价, 优惠价, 现价, 到手价, 特价, 售价, 销售价, 零售价, 一口价, 价格,
        单价, 含税单价, 含税价, 价钱, 店铺价, 商品价格, 宝贝价格, 商品单价, 直播價, 活動價,
        促銷價, 優惠價, 現價, 到手價, 特價, 售價, 銷售價, 零售價, 價格, 單價, 價錢, 商品價格,
        含稅單價, harga jual, harga promo, harga diskon, harga live, harga, harga satuan,
        harga produk""",
    Field.COMPARE_PRICE: """
        compare price, compare at price, 常规售价, 常规价格, 正常价格, harga reguler,
        regular price, original price, list price, old price, rrp, msrp, was price, strike price,
        划线价, 原价, 市场价, 吊牌价, 建议零售价, 建议售价, 门市价, 日常价, 日常售价, 日销价,
        单买价, 劃線價, 原價, 市場價, 吊牌價, 建議零售價, 建議售價, 門市價, harga coret,
        harga asli, harga normal, harga awal, harga sebelum diskon""",
    Field.CURRENCY: """
        currency, currency code, 币种, 货币, 幣種, 貨幣, 幣別, mata uang, kurs""",
    Field.STOCK: """
        stock, stock quantity, quantity, qty, inventory, inventory quantity, on hand, qty on hand,
        quantity on hand, available, pieces, 库存, 库存数量, 可售库存, 现有库存, 库存量, 数量,
        现货数量, 宝贝数量, 可用库存, 剩余库存, 当前库存, 直播库存, 庫存, 庫存數量, 庫存量, 數量,
        現貨數量, stok, jumlah stok, sisa stok, stok akhir, stok tersedia, stok barang, jumlah,
        persediaan, kuantitas""",
    Field.LIMIT: """
        limit, limit per buyer, purchase limit, max per order, 限购, 限购数量, 每人限购, 限購,
        限購數量, 每人限購, batas, batas pembelian, maksimal pembelian""",
    Field.UNIT: """
        unit, uom, unit of measure, 单位, 计量单位, 單位, 計量單位, satuan, unit satuan""",
    Field.SLOT: """
        slot, slot number, link number, 链接号, 上架序号, 口袋编号, 号链接, 鏈接號, 連結號,
        nomor etalase, etalase, no etalase""",
    Field.GTIN: """
        gtin, barcode, ean, upc, ean13, bar code, isbn, jan, gtin upc ean or isbn,
        gtin upc ean atau isbn, gtin upc ean 或 isbn, 条码, 条形码, 商品条码, 国际条码, 条码号,
        69条码, 69码, 商品条形码, 條碼, 條形碼, 商品條碼, 國際條碼, kode batang, barcode produk,
        nomor barcode""",
    Field.PICTURES: """
        pictures, picture, images, image, photo, photos, image url, picture url, image src,
        main image, 图片, 主图, 商品图片, 图片链接, 图片地址, 产品图片, 商品主图, 宝贝图片,
        新图片, 圖片, 主圖, 商品圖片, 圖片鏈接, 產品圖片, gambar, foto, foto produk,
        gambar produk, link gambar""",
    Field.COUPON: """
        coupon, coupon code, voucher, discount code, 优惠券, 优惠码, 券, 優惠券, 優惠碼, kupon,
        kode voucher, kode kupon""",
    Field.FLASH_PRICE: """
        flash price, flash sale price, 秒杀价, 限时价, 秒殺價, 限時價, harga flash sale,
        harga kilat""",
    Field.FLASH_BEGINS: """
        flash begins, flash sale start, sale start, 秒杀开始时间, 活动开始时间, 开始时间,
        秒殺開始時間, 開始時間, mulai flash sale, mulai""",
    Field.FLASH_ENDS: """
        flash ends, flash sale end, sale end, 秒杀结束时间, 活动结束时间, 结束时间,
        秒殺結束時間, 結束時間, akhir flash sale, selesai""",
    Field.POINTS: """
        points, selling points, description, short description, 简短描述, deskripsi singkat,
        features, highlights, details, 卖点, 商品卖点, 产品卖点, 商品描述, 描述, 介绍, 商品介绍,
        产品介绍, 产品描述, 宝贝描述, 特点, 亮点, 賣點, 介紹, 商品介紹, 產品介紹, 特點, 亮點,
        keunggulan, deskripsi, deskripsi produk, keterangan produk, kelebihan""",
    Field.SPECIFICATIONS: """
        specifications, specification, spec, specs, size, 规格, 规格型号, 规格名称, 商品规格,
        产品规格, 参数, 尺寸, 净含量, 規格, 規格型號, 商品規格, 產品規格, 參數, 淨含量,
        spesifikasi, ukuran, variation name, nama variasi""",
    Field.QUESTIONS: """
        questions, faq, 常见问题, 问答, 常見問題, 問答, pertanyaan, tanya jawab""",
    Field.ALLERGENS: """
        allergens, allergen, 过敏原, 致敏物质, 过敏信息, 過敏原, 致敏物質, alergen""",
    Field.LEAST_AGE: """
        least age, minimum age, age limit, 最低年龄, 年龄限制, 最低年齡, 年齡限制, usia minimal,
        batas usia""",
    Field.SUPPLIER: """
        supplier, vendor, manufacturer, supplier name, 供应商, 供货商, 厂家, 生产厂家,
        供应商名称, 厂商, 生产商, 供應商, 供貨商, 廠家, 廠商, 生產商, 供應商名稱, pemasok,
        supplier barang, nama pemasok, produsen""",
    Field.CONTACT: """
        contact, supplier contact, 联系方式, 联系人, 供应商电话, 联系电话, 聯繫方式, 聯絡人,
        聯絡電話, kontak, kontak pemasok""",
    Field.CERTIFICATES: """
        certificates, certificate, 证书, 资质, 检测报告, 證書, 資質, 檢測報告, sertifikat""",
    Field.SAMPLE_CHECKED_ON: """
        sample checked on, 验样日期, 样品检查日期, 驗樣日期, tanggal cek sampel""",
    Field.SAMPLE_CHECKED_BY: """
        sample checked by, 验样人, 驗樣人, pemeriksa sampel""",
    Field.EVIDENCE: """
        evidence, 依据, 证明材料, 依據, 證明材料, bukti""",
    Field.NOTES: """
        notes, note, remark, remarks, comment, 备注, 说明, 備註, 備注, 說明, catatan,
        keterangan""",
}  # fmt: skip


def plain(heading: str) -> str:
    """A heading as it is compared: without case, brackets, blanks and signs."""
    wide = unicodedata.normalize("NFKC", heading)
    bare = _BRACKETS.sub("", wide)
    return _SIGNS.sub("", bare.casefold()) or _SIGNS.sub("", wide.casefold())


_KNOWN: dict[str, tuple[Field, int]] = {}
for _field, _listed in _WORDS.items():
    for _rank, _word in enumerate(_listed.split(",")):
        _KNOWN.setdefault(plain(_word), (_field, _rank))


def field_of(heading: str) -> Field | None:
    """The field that a heading names; None for one that is not known."""
    found = _find(heading)
    return found[0] if found else None


def known_headings(cells: Sequence[str]) -> int:
    """How many different fields a row of headings would name."""
    return len({field for cell in cells if len(cell) < 60 and (field := field_of(cell))})


def is_own(cells: Sequence[str]) -> bool:
    """Whether all are columns of our own files, code, name and price among them."""
    names = {cell.strip().casefold() for cell in cells if cell.strip()} - set(OF_BAD_ROWS)
    return {Field.CODE, Field.NAME, Field.PRICE} <= names <= set(Field)


def told_apart(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings so that each names one column: of none, and of one that was there, by its number.

    “Price, Price” and a column without a heading become “Price”, “Price (#2)” and “#3”.
    """
    seen: set[str] = set()
    apart: list[str] = []
    for number, heading in enumerate(headings, 1):
        if not heading:
            apart.append(f"#{number}")
        else:
            apart.append(f"{heading} (#{number})" if heading in seen else heading)
        seen.add(heading)
    return tuple(apart)


def is_unnamed(heading: str) -> bool:
    """Whether it is the number of a column that has no heading."""
    return _UNNAMED.fullmatch(heading) is not None


def propose(headings: Sequence[str]) -> dict[str, Field]:
    """The field of each heading that is known; where two name the same, of the better word.

    A price before a discount is the price where there is no other.
    """
    chosen: dict[Field, tuple[int, str]] = {}
    proposed: dict[str, Field] = {}
    spare: list[tuple[int, str]] = []
    for heading in dict.fromkeys(headings):
        if not (found := _find(heading)):
            continue
        field, rank = found
        if field in SEVERAL:
            proposed[heading] = field
            continue
        if _AGAIN.search(heading):
            continue
        if field is Field.PRICE and field in chosen:
            spare.append(max(chosen[field], (rank, heading)))
        if field not in chosen or rank < chosen[field][0]:
            chosen[field] = (rank, heading)
    if Field.COMPARE_PRICE in chosen and Field.PRICE not in chosen:
        chosen[Field.PRICE] = chosen.pop(Field.COMPARE_PRICE)
    elif spare and Field.COMPARE_PRICE not in chosen:
        chosen[Field.COMPARE_PRICE] = min(spare)
    if Field.GTIN in chosen and Field.CODE not in chosen:
        chosen[Field.CODE] = chosen[Field.GTIN]
        del chosen[Field.GTIN]
    proposed.update({heading: field for field, (_, heading) in chosen.items()})
    return {heading: proposed[heading] for heading in headings if heading in proposed}


def _find(heading: str) -> tuple[Field, int] | None:
    text = plain(heading)
    if text in _KNOWN:
        return _KNOWN[text]
    # “Price USD”, “售价元”, “图片 2”
    shorter = _NUMBER.sub("", text)
    for ending in ("rmb", "cny", "usd", "idr", "rp", "eur", "元", "人民币"):
        if shorter.endswith(ending) and currency_in(ending):
            shorter = shorter.removesuffix(ending)
            break
    found = _KNOWN.get(shorter)
    if found and shorter != text and found[0] not in SEVERAL | {Field.PRICE, Field.COMPARE_PRICE}:
        return None
    return found
