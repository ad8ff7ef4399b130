import pytest

from studio.cards.demo import demo_products
from studio.cards.renderer import draw_card
from studio.model.media import Size
from studio.paths import file_of, resource


@pytest.mark.parametrize(("asked", "language"), [("zh_CN", "zh"), ("en", "en"), ("id-ID", "id")])
def test_six_products_in_three_languages(asked, language):
    products = demo_products(asked)
    assert [p.code for p in products] == [f"demo-{n}" for n in range(1, 7)]
    assert [p.slot for p in products] == list(range(1, 7))
    assert {p.name.language for p in products} == {language}
    assert len({p.name.name for p in products}) == 6
    assert {p.price.currency for p in products} == {"CNY"}


def test_their_pictures_are_there_and_small():
    pictures = [file_of(p.picture) for p in demo_products()]
    assert len(set(pictures)) == 6
    assert all(0 < path.stat().st_size < 60_000 for path in pictures)
    assert all(path.with_suffix(".svg").is_file() for path in pictures)


def test_each_has_a_card_of_its_own():
    cards = {draw_card(p, Size(720, 1280), "zh_CN").drawing.rgba.tobytes() for p in demo_products()}
    assert len(cards) == 6


def test_icon_and_stills_are_there():
    for name in ("icon", "stills/back-soon", "stills/back-soon-portrait"):
        for kind in ("svg", "png"):
            assert resource("assets", *f"{name}.{kind}".split("/")).is_file()
