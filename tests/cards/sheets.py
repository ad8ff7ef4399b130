"""Contact sheets of every layout in every shape, one for each language.

    python -m tests.cards.sheets docs/cards

They are looked at, by somebody who sees, before they are put there.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from studio import paths
from studio.cards.gui import ensure_gui
from studio.cards.renderer import draw_card
from studio.model.card import COUPON, CardLayout, CardStyle, CardTheme
from studio.model.media import Size
from studio.model.message import Money, Name
from studio.model.product import FlashSale, Product

SIZES = (Size(1280, 720), Size(720, 1280), Size(720, 720))
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
THEMES = {
    "zh_CN": CardTheme.PAPER,
    "en": CardTheme.NIGHT,
    "id": CardTheme.FESTIVE,
    "ko": CardTheme.CONTRAST,
}
_SCALE = 0.28
_GAP = 12


def _sold(language: str) -> Product:
    """The same thing as it would be told in a language."""
    words = {
        "zh_CN": (
            "重庆牛油火锅底料 500克", "袋", "HUOGUO10", ("大豆", "花生"),
            ("九宫格牛油，越煮越香", "辣度可选，微辣到特辣", "独立小包装，好保存"),
        ),
        "en": (
            "Chongqing beef hotpot base, 500 g", "bag", "HOTPOT10", ("soy", "peanuts"),
            ("Slowly fried in beef tallow", "From mild to very hot", "Small bags that keep well"),
        ),
        "id": (
            "Bumbu hotpot sapi Chongqing, 500 g", "bungkus", "HOTPOT10",
            ("kedelai", "kacang tanah"),
            ("Ditumis dengan lemak sapi", "Pedasnya bisa dipilih", "Kemasan kecil, tahan lama"),
        ),
        "ko": (
            "충칭 소고기 훠궈 베이스 500g", "봉지", "HOTPOT10", ("대두", "땅콩"),
            ("소기름에 천천히 볶은 맛", "맵기를 고를 수 있습니다", "작은 포장이라 보관이 쉽습니다"),
        ),
    }[language]  # fmt: skip
    name, unit, coupon, allergens, points = words
    currency = {"id": "IDR", "ko": "KRW"}.get(language, "CNY")
    now, before = {"IDR": (64900, 129000), "KRW": (5900, 11800)}.get(currency, ("29.90", "59.00"))
    return Product(
        "hotpot",
        Name(name, language.partition("_")[0]),
        Money(Decimal(before), currency),
        stock=120,
        slot=1,
        pictures=(paths.built_in("demo", "hotpot.png"),),
        unit=unit,
        limit=3,
        coupon=coupon,
        flash_sale=FlashSale(
            Money(Decimal(now), currency),
            NOW - timedelta(minutes=1),
            NOW + timedelta(minutes=4, seconds=59),
        ),
        points=points,
        allergens=allergens,
    )


def _plain(one: Product) -> Product:
    return replace(one, coupon="", flash_sale=None, points=(), limit=None, unit="", allergens=(),
                   compare_price=None)  # fmt: skip


def sheet(language: str) -> QImage:
    """Each layout in a row, in each shape with everything there is to tell, then with little."""
    columns = [(size, True) for size in SIZES] + [(SIZES[0], False)]
    widths = [round(size.width * _SCALE) for size, _all in columns]
    height = round(max(size.height for size in SIZES) * _SCALE)
    whole = QImage(
        sum(widths) + _GAP * (len(widths) + 1),
        (height + _GAP) * len(CardLayout) + _GAP,
        QImage.Format.Format_RGB32,
    )
    whole.fill(QColor("#f2f2f2"))
    with QPainter(whole) as painter:
        for row, layout in enumerate(CardLayout):
            left = _GAP
            for (size, has_all), width in zip(columns, widths, strict=True):
                one = _sold(language) if has_all else _plain(_sold(language))
                drawn = _on_a_picture(one, size, language, layout)
                small = drawn.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
                painter.drawImage(left, _GAP + row * (height + _GAP), small)
                left += width + _GAP
    return whole


def _on_a_picture(one: Product, size: Size, language: str, layout: CardLayout) -> QImage:
    style = CardStyle(layout, THEMES[language], code=COUPON)
    card = draw_card(one, size, language, style, NOW)
    picture = QImage(size.width, size.height, QImage.Format.Format_RGB32)
    height, width = card.drawing.rgba.shape[:2]
    with QPainter(picture) as painter:
        painter.fillRect(QRect(0, 0, size.width, size.height), QColor("#6d8796"))
        drawn = QImage(
            card.drawing.rgba.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888
        )
        painter.drawImage(card.drawing.x, card.drawing.y, drawn)
    return picture


def main(folder: Path) -> None:
    ensure_gui()
    folder.mkdir(parents=True, exist_ok=True)
    for language in THEMES:
        sheet(language).save(str(folder / f"{language}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
