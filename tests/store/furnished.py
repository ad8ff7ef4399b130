"""What a streamer in Chongqing may have kept: values for tests, and for dumps of a release.

`python -m tests.store.furnished` writes `tests/data/studio-NNNN.sql` for the newest migration;
run it once, when a release goes out, and never again for that release.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import numpy as np

from studio.model.destination import Destination
from studio.model.media import Size
from studio.model.message import Duration, Money, Name, say
from studio.model.person import Person
from studio.model.product import Certificate, FlashSale, Product, Question, Supplier
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
from studio.model.session import Fault, Health, Order, OrderWay, Session, Showing, Target
from studio.model.voice import NAME, Features, Take, TaughtCommand
from studio.store.database import IN_MEMORY, Database, open_database
from studio.store.migrations import names
from studio.store.persons import PersonRepository
from studio.store.repositories import Repositories
from studio.store.scenes import Arrangement

DATA = Path(__file__).parents[1] / "data"


def _features(frames: int) -> Features:
    """Numbers that 16 bits hold exactly."""
    made = ((np.arange(frames * 96).reshape(frames, 96) - 700) / 4).astype(np.float32)
    made.flags.writeable = False
    return made


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

SUPPLIER = Supplier(
    "重庆德庄",
    "微信 dezhuang-01",
    (Certificate("食品经营许可证", "JY15001", date(2027, 3, 1)), Certificate("Halal", "ID-7")),
)

SALE = FlashSale(
    Money(Decimal("99.90"), "CNY"),
    datetime(2026, 11, 11, 20, 0, tzinfo=timezone(timedelta(hours=8))),
    datetime(2026, 11, 11, 14, 30, tzinfo=UTC),
)

WHOLE = Product(
    "YP-07",
    Name("女装 Rok batik", "zh-CN"),
    Money(Decimal("129.00"), "CNY"),
    Money(Decimal("159.0"), "CNY"),
    stock=7,
    slot=3,
    pictures=("/图片/正面.jpg", "https://example.id/belakang.png"),
    gtin="6901234567892",
    spoken_name="女装 rok batik 🌶️",
    unit="件",
    limit=2,
    coupon="双11",
    flash_sale=SALE,
    points=("手工", "Tulis tangan, “asli”"),
    specifications=(("Ukuran", "M: 38"), ("颜色", "")),
    questions=(Question("会褪色吗？", "不会 | tidak"),),
    allergens=("wol",),
    least_age=12,
    supplier=SUPPLIER,
    sample_checked_on=date(2026, 11, 1),
    sample_checked_by="Ibu Ratna",
    evidence="检测报告 2026-117",
    notes="only\nfor me",
)
"""Every field of a product; from the migration 0004 on."""

KEYS = {"card.hide": "", "sound.mute": "F8"}
"""From the migration 0002 on."""

PRONUNCIATIONS = (
    Pronunciation("COD", "bayar di tempat", "id"),
    Pronunciation("小面 🌶️", "xiao mian"),
)
"""From the migration 0003 on; in the order of words."""

SESSION = Session(
    "session-1",
    PERSON.id,
    datetime(2026, 11, 11, 12, tzinfo=UTC),
    PERSON.name,
    datetime(2026, 11, 11, 14, 30, 0, 250_000, tzinfo=UTC),
    places=("抖音", "Toko Ibu 🛍️"),
    rundown="双11",
    showings=(
        Showing(
            "HG-01",
            Name("重庆火锅底料", "zh-CN"),
            Money(Decimal("39.90"), "CNY"),
            datetime(2026, 11, 11, 12, 5, tzinfo=UTC),
            datetime(2026, 11, 11, 12, 9, tzinfo=UTC),
        ),
    ),
    orders=(
        Order(
            "HG-01",
            Name("重庆火锅底料", "zh-CN"),
            2,
            Money(Decimal("39.90"), "CNY"),
            datetime(2026, 11, 11, 12, 6, tzinfo=UTC),
            OrderWay.VOICE,
            "NO-7",
            "小李",
            "session-1",
            "order-1",
        ),
    ),
    most_viewers=1200,
    faults=(
        Fault(
            datetime(2026, 11, 11, 13, tzinfo=UTC),
            say("{destination} is back after {time}.", destination=Name("抖音"), time=Duration(3)),
        ),
    ),
    health=Health(3, 1, 3.5),
)
TARGET = Target(
    Money(Decimal(5000000), "IDR"), date(2026, 11, 1), date(2026, 11, 30), PERSON.id, "target-1"
)
"""From the migration 0005 on, both."""

TAUGHT = (
    TaughtCommand(
        NAME, "", title="小播", takes=(Take(_features(14), 0.8), Take(_features(15), 0.9))
    ),
    TaughtCommand(
        "taught-1",
        "card.show",
        {"product": "3"},
        "上三号",
        (Take(_features(20), 1.25), Take(_features(19), 1.2, is_synthetic=True)),
    ),
)
"""From the migration 0006 on."""


def assert_same_taught(found: Sequence[TaughtCommand], expected: Sequence[TaughtCommand]) -> None:
    """Takes are compared by what they hold."""
    assert [replace(one, takes=()) for one in found] == [replace(one, takes=()) for one in expected]
    for one, other in zip(found, expected, strict=True):
        for take, same in zip(one.takes, other.takes, strict=True):
            assert (take.seconds, take.is_synthetic) == (same.seconds, same.is_synthetic)
            assert take.features.dtype == np.float32
            assert not take.features.flags.writeable
            assert np.array_equal(take.features, same.features)


def furnish(kept: Repositories) -> None:
    with kept.atomic():
        kept.scenes.save(ARRANGEMENT)
        for destination in DESTINATIONS:
            kept.destinations.put(destination)
        kept.products.replace_all([*PRODUCTS, WHOLE])
        kept.settings.set("fade_s", 0.75)
        kept.settings.set("language", "zh_CN")
        kept.settings.set("recording_folder", "/录像")
        kept.keys.save(KEYS)
        kept.pronunciations.save(PRONUNCIATIONS)
        kept.sessions.begin(SESSION)
        for showing in SESSION.showings:
            kept.sessions.put_showing(SESSION.id, showing)
        for order in SESSION.orders:
            kept.sessions.take(order, is_rehearsal=True)
        for fault in SESSION.faults:
            kept.sessions.add_fault(SESSION.id, fault)
        if SESSION.ended is not None:
            kept.sessions.follow(SESSION, SESSION.ended)
        kept.sessions.put_target(replace(TARGET, person=kept.person.id))
        kept.taught.put_all(TAUGHT)
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
    dump.write_text("\n".join(dumped(db.conn)) + "\n", encoding="utf-8")
    db.close()
    return dump


def dumped(db: sqlite3.Connection) -> list[str]:
    """The statements that make the same file; sqlite3's own cannot read a full-text index."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    db.backup(copy)
    virtual = "type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'"
    tables = copy.execute(f"SELECT name, sql FROM sqlite_master WHERE {virtual}").fetchall()
    copy.execute("PRAGMA writable_schema = ON")
    copy.execute(f"DELETE FROM sqlite_master WHERE {virtual}")
    copy.execute("PRAGMA writable_schema = RESET")
    lines = list(copy.iterdump())
    copy.close()
    quoted = [(name, sql.replace("'", "''")) for name, sql in tables]
    lines += ["PRAGMA writable_schema = ON;"] if tables else []
    lines += [
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
        f" VALUES ('table', '{name}', '{name}', 0, '{sql}');"
        for name, sql in quoted
    ]
    return lines


if __name__ == "__main__":
    print(write_dump())
