"""JSON of every shape, whole and broken."""

import json
from decimal import Decimal

import pytest

from studio.catalogue.findings import Kind
from studio.catalogue.reading import open_catalogue
from studio.model.errors import CatalogueError
from tests.catalogue.files import keep, read

ITEMS = [
    {"sku": "A1", "name": "花椒", "price": 39.9, "stock": 12, "barcode": "6901234567892"},
    {"sku": "A2", "name": "辣椒", "price": "5.50", "tags": ["hot"], "stock": None},
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ITEMS),
        json.dumps(ITEMS, ensure_ascii=False, indent=2),
        json.dumps({"products": ITEMS}),
        json.dumps({"shop": "x", "page": {}, "products": ITEMS} | {"n": 1}).replace(
            '"page": {}, ', ""
        ),
        "\n".join(map(json.dumps, ITEMS)),
        "\r\n\r\n".join(map(json.dumps, ITEMS)) + "\n",
    ],
)
def test_every_shape_of_a_list(tmp_path, text):
    catalogue, good, bad = read(keep(tmp_path, text, "list.json"))
    assert [(r.line, r.product.code, str(r.product.price.amount)) for r in good] == [
        (1, "A1", "39.9"),
        (2, "A2", "5.50"),
    ]
    assert not bad
    assert good[0].product.stock == 12
    assert good[1].product.stock is None
    assert "tags" in catalogue.findings.ignored


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings(tmp_path, encoding):
    text = json.dumps(ITEMS, ensure_ascii=False)
    _, good, _ = read(keep(tmp_path, text, "list.json", encoding))
    assert good[0].product.name.name == "花椒"


@pytest.mark.parametrize("price", ["12345678.1234", "0.1", "1e3", "39.90"])
def test_numbers_keep_all_digits(tmp_path, price):
    text = f'[{{"code": "A1", "name": "Cup", "price": {price}}}]'
    _, good, _ = read(keep(tmp_path, text, "list.json"))
    assert good[0].product.price.amount == Decimal(price)


def test_a_name_that_comes_late_is_ignored_and_told(tmp_path):
    items = [{"code": f"A{n}", "name": "Cup", "price": 5} for n in range(3000)]
    items[2500]["colour"] = "red"
    catalogue, good, _ = read(keep(tmp_path, json.dumps(items), "list.json"))
    assert len(good) == 3000
    assert [(n.first_line, n.rows) for n in catalogue.notes if "colour" in str(n.reason)] == [
        (2501, 1)
    ]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ITEMS)[:-10],
        json.dumps(ITEMS)[:-1],
        json.dumps(ITEMS).replace('"name"', "name"),
        "[1, 2, 3]",
        '[{"code": "A1"}, "x"]',
        "[" * 100_000,
        '[{"a": ' + "[" * 100_000,
    ],
)
def test_broken_json_is_one_sentence(tmp_path, text):
    path = keep(tmp_path, text, "list.json")
    with pytest.raises(CatalogueError) as caught, open_catalogue(path) as catalogue:
        list(catalogue.results())
    assert "JSON" in str(caught.value)


def test_a_text_that_never_ends_is_refused(tmp_path):
    path = keep(tmp_path, '[{"code": "' + "x" * 20_000_000, "list.json")
    with pytest.raises(CatalogueError, match="longer"):
        open_catalogue(path)


def test_an_empty_list_is_told(tmp_path):
    with pytest.raises(CatalogueError, match="empty"):
        open_catalogue(keep(tmp_path, "[]", "list.json"))


def test_an_export_of_a_shop_as_json_with_parts(tmp_path):
    item = {"code": "A1", "name": "Cup", "price": "5", "points": ["blue", "light"]}
    catalogue, good, _ = read(keep(tmp_path, json.dumps([item]), "list.json"))
    assert catalogue.findings.kind is Kind.OWN
    assert good[0].product.points == ("blue", "light")
