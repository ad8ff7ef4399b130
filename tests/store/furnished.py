"""What a streamer in Chongqing may have kept: values for tests, and for dumps of a release.

`python -m tests.store.furnished` writes `tests/data/studio-NNNN.sql` for the newest migration;
run it once, when a release goes out, and never again for that release.
"""

from decimal import Decimal
from pathlib import Path

from studio.model.destination import Destination
from studio.model.media import Size
from studio.model.message import Money, Name
from studio.model.person import Person
from studio.model.product import Product
from studio.model.pronunciation import Pronunciation
from studio.model.scene import (
    Fit,
    PictureKind,
    PictureSource,
    Placement,
    Scene,
    SoundKind,
    SoundSource,
)
from studio.store.database import IN_MEMORY, Database, open_database
from studio.store.migrations import names
from studio.store.persons import PersonRepository
from studio.store.repositories import Repositories
from studio.store.scenes import Arrangement

DATA = Path(__file__).parents[1] / "data"

PERSON = Person("小红 🌶️", id="person-1")

ARRANGEMENT = Arrangement(
    pictures=(
        PictureSource("脸", PictureKind.CAMERA, "HD Webcam", Size(1280, 720), 30.0, id="face"),
        PictureSource("Meja jualan", PictureKind.MEDIA, "http://127.0.0.1/a", id="table"),
        PictureSource("马上回来 ⏳", PictureKind.IMAGE, "/home/红/back.png", id="back", loop=False),
    ),
    sounds=(
        SoundSource("麦克风", SoundKind.MICROPHONE, gain_db=-3.5, offset_ms=-14.25, id="mic"),
        SoundSource(
            "Musik",
            SoundKind.FILE,
            "/musik/lagu.ogg",
            gain_db=-18.0,
            is_muted=True,
            is_monitored=True,
            is_voice=False,
            loop=False,
            id="music",
        ),
    ),
    scenes=(
        Scene(
            "近景",
            (
                Placement("table", id="p1", fit=Fit.FIT),
                Placement("face", 0.7, 0.1, 0.25, 0.3, Fit.FILL, 0.0, 1.0, True, 270, id="p2"),
            ),
            id="close",
        ),
        Scene("Kembali sebentar lagi", (Placement("back", id="p3"),), id="away"),
        Scene("空", id="empty"),
    ),
)

DESTINATIONS = [
    Destination("抖音", "rtmp://push.example.cn/live", "douyin", id="d1"),
    Destination("Toko Ibu 🛍️", "rtmps://shopee.example.id/app", "shopee", id="d2"),
    Destination("own server", "rtmp://192.168.1.5/live", needs_key=False, is_on=False, id="d3"),
]

PRODUCTS = [
    Product(
        "HG-01",
        Name("重庆火锅底料", "zh-CN"),
        Money(Decimal("39.90"), "CNY"),
        Money(Decimal("59.00"), "CNY"),
        stock=12,
        slot=1,
        pictures=("/图片/火锅.jpg",),
    ),
    Product("KRP", Name("Keripik pedas 🌶️", "id"), Money(Decimal(125000), "IDR"), slot=2),
    Product("BIG", Name("Exact", "en"), Money(Decimal("12345678901234567890.123456789"), "USD")),
    Product("FREE", Name("零"), Money(Decimal("0.00"), "CNY"), stock=0),
]

KEYS = {"card.hide": "", "sound.mute": "F8"}
"""From the migration 0002 on."""

PRONUNCIATIONS = (
    Pronunciation("COD", "bayar di tempat", "id"),
    Pronunciation("小面 🌶️", "xiao mian"),
)
"""From the migration 0003 on; in the order of words."""


def furnish(kept: Repositories) -> None:
    with kept.atomic():
        kept.scenes.save(ARRANGEMENT)
        for destination in DESTINATIONS:
            kept.destinations.put(destination)
        kept.products.replace_all(PRODUCTS)
        kept.settings.set("fade_s", 0.75)
        kept.settings.set("language", "zh_CN")
        kept.settings.set("recording_folder", "/录像")
        kept.keys.save(KEYS)
        kept.pronunciations.save(PRONUNCIATIONS)
        kept.facts.put("encoder_trials", {"libx264": "works", "h264_nvenc": "no such device"})
        kept.end_first_start()


def furnished(path: Path = IN_MEMORY) -> Database:
    db = open_database(path)
    PersonRepository(db).put(PERSON)
    furnish(Repositories.of(db, PERSON))
    return db


def write_dump() -> Path:
    number = names()[-1].split()[0]
    dump = DATA / f"studio-{number}.sql"
    if dump.exists():
        raise SystemExit(f"{dump} was released already")
    dump.parent.mkdir(exist_ok=True)
    db = furnished()
    dump.write_text("\n".join(db.iterdump()) + "\n", encoding="utf-8")
    db.close()
    return dump


if __name__ == "__main__":
    print(write_dump())
