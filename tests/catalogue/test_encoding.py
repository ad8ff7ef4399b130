"""Encodings are told apart, also by lists of one or two rows."""

import pytest

from studio.catalogue.encoding import guess_encoding, guess_of
from tests.catalogue.files import keep, read

SIMPLE = [
    "货号,商品名称,规格,单价,库存",
    "A001,重庆火锅底料,500g,39.90,120",
    "A002,羊毛围巾,180cm,129.00,8",
    "A003,陶瓷茶杯,350ml,25.50,33",
    "A004,手工竹编篮,大号,88.00,5",
    "A005,蜂蜜柚子茶,1kg,42.00,61",
    "A006,老坛酸菜牛肉面,5包/袋,12.50,400",
    "A007,儿童雨靴（小黄鸭）,26码,59.00,17",
    "A008,不锈钢保温杯,480ml,79.00,210",
    "A009,涪陵榨菜丝,80g*10,19.90,999",
    "A010,磁吸无线充电宝,10000mAh,149.00,40",
]
FULL = [
    "貨號,商品名稱,規格,單價,庫存",
    "A001,鳳梨酥禮盒,12入,390,120",
    "A002,羊毛圍巾,180cm,1290,8",
    "A003,陶瓷茶杯,350ml,255,33",
    "A004,手工竹編籃,大號,880,5",
    "A005,蜂蜜柚子茶,1kg,420,61",
    "A006,臺灣烏龍茶,150公克,650,400",
    "A007,兒童雨鞋（黃色小鴨）,26號,590,17",
    "A008,不鏽鋼保溫瓶,480ml,790,210",
    "A009,麻辣鴨血臭豆腐,400g,199,99",
    "A010,無線行動電源,10000mAh,1490,40",
]
WESTERN = [
    "sku;naam;prijs",
    "1;Käse würzig;3,90 €",
    "2;Crème brûlée;12,50 €",
    "3;Café “Señor”;8,00 €",
    "4;Kopi arabika – 250 g;7,50 €",
]
ENGLISH_HEADERS = "code,name,spec,price,stock"


def samples():
    """Each list as a whole, each by its first lines, and each row alone under English headers."""
    for lines, codecs_ in (
        (SIMPLE, ("gb18030", "utf-8", "utf-16-le", "utf-16-be")),
        (FULL, ("big5", "utf-8", "utf-16-le", "utf-16-be")),
        (WESTERN, ("cp1252", "utf-8", "utf-16-le")),
    ):
        texts = ["\r\n".join(lines[:n]) for n in (1, 2, 3, len(lines))]
        texts += [f"{ENGLISH_HEADERS}\n{line}\n" for line in lines[1:]]
        for codec in codecs_:
            for text in texts:
                yield pytest.param(text, codec, id=f"{codec}-{len(text)}-{text[-12:-1]!r}")


@pytest.mark.parametrize(("text", "codec"), list(samples()))
def test_a_list_is_read_by_its_own_encoding(text, codec):
    data = text.encode(codec)
    assert data.decode(guess_of(data).codec) == text


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_beginning_decides(tmp_path, mark):
    path = keep(tmp_path, "\r\n".join(SIMPLE), encoding=mark)
    catalogue, good, bad = read(path)
    assert [r.product.name.name for r in good][:2] == ["重庆火锅底料", "羊毛围巾"]
    assert not bad
    assert catalogue.findings.headers[0] == "货号"


def test_utf_16_with_the_other_end_first(tmp_path):
    data = b"\xfe\xff" + "\n".join(SIMPLE).encode("utf-16-be")
    _, good, bad = read(keep(tmp_path, data))
    assert len(good) == 10
    assert not bad


@pytest.mark.parametrize(
    ("lines", "codec", "name"),
    [(SIMPLE, "gb18030", "GB18030"), (FULL, "big5", "Big5"), (SIMPLE, "utf-16-le", "UTF-16")],
)
def test_the_encoding_is_told(tmp_path, lines, codec, name):
    catalogue, good, bad = read(keep(tmp_path, "\n".join(lines), encoding=codec))
    assert catalogue.findings.form.encoding == name
    assert catalogue.findings.form.is_certain
    assert len(good) == 10
    assert not bad


def test_signs_far_down_decide_for_the_whole_file(tmp_path):
    plain = "".join(f"{n},thing {n},1.50\n" for n in range(60_000))
    path = keep(
        tmp_path, "code,name,price\n" + plain + "Z1,重庆火锅底料,2.50\n", encoding="gb18030"
    )
    assert guess_encoding(path).codec == "gb18030"
    _, good, _ = read(path)
    assert good[-1].product.name.name == "重庆火锅底料"


def test_a_broken_sign_makes_one_bad_row_and_no_other_encoding(tmp_path):
    data = "\n".join(SIMPLE).encode().replace("羊毛".encode(), b"\xe7\xbe\x8a\xe6")
    catalogue, good, bad = read(keep(tmp_path, data))
    assert catalogue.findings.form.encoding == "UTF-8"
    assert len(good) == 9
    assert [row.line for row in bad] == [3]
    assert "encoding" in str(bad[0].reason)


def test_what_is_hard_to_tell_is_told_to_be_a_guess(tmp_path):
    catalogue, _, _ = read(keep(tmp_path, b"code,name,price\n1,\xb2\xe8x,5\n"))
    assert not catalogue.findings.form.is_certain
