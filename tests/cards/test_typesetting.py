import pytest

from studio.cards.column import Setter
from studio.cards.fonts import font
from studio.cards.parts import Part, PartKind
from studio.cards.theme import PAPER
from studio.cards.typesetting import fit_text, set_text
from studio.model.media import Size
from studio.model.message import Name, say
from tests.cards.catalogue import CANVASES, lower_third

NAMES = {
    "Chinese": ("重庆牛油火锅底料麻辣鲜香" * 25, "zh"),
    "Latin words": ("Hand woven wool scarf from the hills " * 9, "en"),
    "one Latin word": ("Donaudampfschifffahrtsgesellschaft" * 9, "de"),
    "Arabic": ("سجادة صوف مصنوعة يدويا " * 14, "ar"),
    "emoji": ("🌶🔥" * 150, ""),
    "all together": ("火锅 hotpot 🌶 شاي " * 20, "zh"),
}


def set_name(name, language, canvas):
    """A name alone on a lower third: as it was set, and the column that it stands in."""
    place = lower_third(canvas).plan
    setter = Setter("en", place.sizes, PAPER, is_one_row=True)
    part = Part(PartKind.NAME, Name(name, language), say("{name}", name=Name(name, language)))
    tallest = place.tallest / place.unit - 28
    column = setter.set([part], 374, tallest)
    assert column.tall <= tallest + 0.5
    return column.pieces[0].text, column


@pytest.mark.parametrize("canvas", CANVASES, ids=str)
@pytest.mark.parametrize("which", NAMES)
def test_300_characters_are_set_whole_inside_the_card(which, canvas):
    name, language = NAMES[which]
    name = name[:300].strip()
    assert len(name) > 290
    set_whole, column = set_name(name, language, canvas)
    assert set_whole.is_complete
    assert set_whole.width * column.zoom <= 374 + 0.5
    assert set_whole.height == column.height


def test_a_short_name_takes_one_line_a_longer_one_two_at_full_size():
    canvas = Size(1280, 720)
    one, _ = set_name("巫山脆李", "zh", canvas)
    two, _ = set_name("Fuling pickled mustard tuber, 10 × 80 g", "en", canvas)
    assert [len(paragraph.lines) for paragraph in (one, two)] == [1, 2]
    assert one.pixels > two.pixels > 30


def test_lines_are_shared_out_evenly():
    two, _ = set_name("荣昌夏布折扇手工制作非常漂亮", "zh", Size(1280, 720))
    widths = [line.width for line in two.lines]
    assert min(widths) > max(widths) * 0.7


def test_a_longer_name_shrinks_before_the_card_grows_and_then_all_of_it_shrinks():
    canvas = Size(1280, 720)
    set_so = [set_name("火锅底料" * count, "zh", canvas) for count in (5, 8, 11, 75, 750)]
    sizes = [text.pixels * column.zoom for text, column in set_so]
    assert sizes == sorted(sizes, reverse=True)
    assert all(text.height <= 85 for text, _column in set_so[:3])
    assert set_so[3][0].height > 85
    assert [column.zoom < 1 for _text, column in set_so] == [False] * 3 + [True] * 2


def test_a_right_to_left_text_is_set_at_the_right():
    letters = font("ar", 30)
    arabic = set_text("شاي", letters, 400)
    latin = set_text("Tea", letters, 400)
    assert arabic._layout.lineAt(0).naturalTextRect().left() > 300
    assert latin._layout.lineAt(0).naturalTextRect().left() == 0
    assert set_text("شاي", letters)._layout.lineAt(0).naturalTextRect().left() == 0


def test_what_does_not_fit_even_at_the_smallest_size_is_still_whole():
    crammed = fit_text("word " * 100 + "end", font("en", 30), 100, 20, 10)
    assert crammed.pixels == 10
    assert crammed.is_complete
    assert crammed.height > 20


def test_chinese_indonesian_and_english_have_all_their_glyphs():
    from PySide6.QtGui import QFontDatabase

    if "Noto Sans CJK SC" not in QFontDatabase.families():
        pytest.skip("the machine has no Noto Sans CJK")
    for text in ("涪陵榨菜丝 ¥39.90", "Plum renyah Rp 125.000", "Wool scarf €24.90"):
        runs = set_text(text, font("zh", 30))._layout.glyphRuns()
        assert all(0 not in run.glyphIndexes() for run in runs)
