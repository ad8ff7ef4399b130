"""What a finding tells, what evidence proves, and the claims of a product."""

import random
import threading
from decimal import Decimal
from itertools import pairwise

import pytest

from studio.claims.checker import check, proven_kinds
from studio.claims.finding import Kind, Severity
from studio.claims.products import check_product
from studio.model.message import Money, Name
from studio.model.product import Field, Product, Question


def _phrases(text, language, evidence=""):
    return [found.phrase for found in check(text, language, evidence)]


def test_a_finding_tells_the_rule_and_a_way_out():
    (found,) = check("这是最佳的榨菜", "zh")
    assert (found.start, found.end, found.claim.severity) == (2, 5, Severity.BANNED)
    assert str(found.warning) == (
        "Article 9 of China's Advertising Law forbids words such as “最佳的”. "
        "Say for example “品质很好”."
    )
    assert str(found.proof) == "With a note of proof on the product it may be said."
    assert found.doubt is None


def test_what_is_our_own_reading_says_so():
    (found,) = check("世界级的工艺", "zh")
    assert str(found.doubt) == ("The rule does not name this; that it covers it is our reading.")


def test_medicine_is_allowed_by_no_proof():
    text = "这个茶能降血压，销量第一"
    assert _phrases(text, "zh", "实验室报告 17 号") == ["降血压"]
    assert str(check(text, "zh")[0].proof) == "No proof allows it."


def test_a_brand_is_never_the_first_however_it_won_that():
    assert _phrases("第一品牌", "zh", "2025 年排名第一") == ["第一品牌"]


def test_a_note_proves_the_kinds_that_it_names():
    text = "Ini halal, asli dan terbaik"
    assert _phrases(text, "id") == ["halal", "asli", "terbaik"]
    assert _phrases(text, "id", "Sertifikat halal MUI 0123") == ["asli", "terbaik"]
    assert proven_kinds("Sertifikat halal MUI 0123") == {Kind.HALAL}
    assert _phrases(text, "id", "Laporan lab nomor 17") == []
    assert _phrases(text, "id", "最新检测报告，laporan terbaru") == []
    assert _phrases(text, "id", "  \n") == ["halal", "asli", "terbaik"]


@pytest.mark.parametrize(
    "note",
    ["-", "—", "无", "0", "?", "None", "N/A", "暂无。", "沒有", "Belum ada", "tidak ada."],
)
def test_a_note_that_there_is_none_proves_nothing(note):
    assert proven_kinds(note) == frozenset()
    assert _phrases("最佳", "zh", note) == ["最佳"]


def test_a_note_may_be_in_another_language():
    assert _phrases("Our tea is number one", "en", "2025年全国销量第一，统计局") == []


def test_findings_do_not_overlap_and_come_in_order():
    found = check("全网最低价的顶级最好的第一品牌 best terbaik")
    assert [f.phrase for f in found] == [
        "全网最低价", "顶级", "最好的", "第一品牌", "best", "terbaik",
    ]  # fmt: skip
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["", " ", "\n", "\0", "。", "\ud800", "%", "#", "1"])
def test_there_is_nothing_in_next_to_nothing(text):
    assert check(text) == ()


def test_whatever_comes_findings_are_where_they_say():
    chance = random.Random(5)
    signs = "最佳好第一1i品牌国國家級顶zui hao besttrpal ng"
    signs += ".-_·,，。\n\u200b\u0301😀ﷺ①％%#@０１٣ａＢ\ud800"
    for _ in range(3000):
        before, after = ("".join(chance.choices(signs, k=chance.randrange(60))) for _ in range(2))
        text = f"{before}。最佳。{after}"
        found = check(text)
        assert all(f.phrase == text[f.start : f.end] and f.phrase for f in found), text
        assert all(one.end <= other.start for one, other in pairwise(found)), text
        assert any(f.start == len(before) + 1 and f.phrase == "最佳" for f in found), text


def test_any_thread_may_check():
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(check("最佳 terbaik best"))) for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [len(each) for each in found] == [3] * 4


def _product(**more) -> Product:
    return Product("a", Name("顶级榨菜", "zh"), Money(Decimal(20), "CNY"), **more)


def test_a_product_is_checked_field_by_field():
    product = _product(
        points=("下饭", "全国第一"),
        allergens=("花生", "100%安全"),
        specifications=(("产地", "涪陵"), ("级别", "国家级")),
        questions=(Question("是最好的吗", "能治疗感冒"),),
        notes="最好的供应商",
    )
    assert [(f.field, f.part, f.finding.phrase) for f in check_product(product)] == [
        (Field.NAME, 0, "顶级"),
        (Field.POINTS, 1, "全国第一"),
        (Field.SPECIFICATIONS, 1, "国家级"),
        (Field.ALLERGENS, 1, "100%"),
        (Field.QUESTIONS, 0, "能治疗"),
    ]


def test_evidence_on_the_product_allows_what_can_be_proven():
    product = _product(points=("全国第一", "能治疗感冒"), evidence="检测报告 17 号")
    assert [f.finding.phrase for f in check_product(product)] == ["能治疗"]
