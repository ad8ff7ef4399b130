"""A catalogue to try the studio with: six things from Chongqing, with pictures of our own."""

from decimal import Decimal

from studio import paths
from studio.model.message import Money, Name
from studio.model.product import Product
from studio.text import match

# Picture, price in yuan, price before, pieces left.
_GOODS = (
    ("hotpot", "39.90", "59.00", 120),
    ("zhacai", "19.90", None, 56),
    ("pepper", "25.80", "32.00", 18),
    ("plum", "49.90", "68.00", 12),
    ("tea", "88.00", None, None),
    ("fan", "128.00", "168.00", 5),
)
# Data of the catalogue as a seller would have typed it in, so it is not for translators.
_NAMES = {
    "zh": (
        "重庆牛油火锅底料 500克",
        "涪陵榨菜丝 80克×10袋",
        "江津九叶青花椒 100克",
        "巫山脆李 5斤装",
        "永川秀芽绿茶 200克",
        "荣昌夏布折扇",
    ),
    "en": (
        "Chongqing beef hotpot base, 500 g",
        "Fuling pickled mustard tuber, 10 × 80 g",
        "Jiangjin green Sichuan pepper, 100 g",
        "Wushan crisp plums, 2.5 kg",
        "Yongchuan green tea, 200 g",
        "Rongchang ramie folding fan",
    ),
    "id": (
        "Bumbu hotpot sapi Chongqing, 500 g",
        "Acar sawi Fuling, 10 × 80 g",
        "Lada Sichuan hijau Jiangjin, 100 g",
        "Plum renyah Wushan, 2,5 kg",
        "Teh hijau Yongchuan, 200 g",
        "Kipas lipat kain rami Rongchang",
    ),
}


def demo_products(language: str = "zh") -> tuple[Product, ...]:
    """Make the demo catalogue, codes `demo-1` to `demo-6` in slots 1 to 6, priced in yuan.

    Args:
        language: Any tag of Chinese, English or Indonesian; another means English.
    """
    spoken = match(language).split("_")[0]
    return tuple(
        Product(
            code=f"demo-{slot}",
            name=Name(name, spoken),
            price=_yuan(price),
            compare_price=_yuan(before) if before else None,
            stock=stock,
            slot=slot,
            pictures=(paths.built_in("demo", f"{picture}.png"),),
        )
        for slot, ((picture, price, before, stock), name) in enumerate(
            zip(_GOODS, _NAMES[spoken], strict=True), 1
        )
    )


def _yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")
