"""What the repositories take, give, check and refuse."""

import random
import sqlite3
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.model.destination import Destination
from studio.model.errors import StoreError
from studio.model.message import Money, Name
from studio.model.person import Person
from studio.model.product import Product
from studio.model.pronunciation import Pronunciation
from studio.model.scene import PictureKind, PictureSource, Placement, Scene
from studio.model.settings import Scope, Settings, declared
from studio.store.repositories import Repositories
from studio.store.scenes import Arrangement
from studio.store.settings import check
from tests.store.furnished import ARRANGEMENT, DESTINATIONS, PRODUCTS, WHOLE, furnish

# Persons


def test_the_first_start_makes_a_person_and_is_over_when_somebody_says_so(db):
    kept = Repositories.of(db)
    assert kept.is_first_start
    assert kept.persons.all() == [kept.person]
    kept.end_first_start()
    again = Repositories.of(db)
    assert not again.is_first_start
    assert again.person == kept.person


def test_furnishing_that_fails_is_done_again(db):
    kept = Repositories.of(db)

    def fails():
        with kept.atomic():
            furnish(kept)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert kept.is_first_start
    assert kept.products.all() == []


def test_a_person_is_renamed_and_keeps_everything(db, kept):
    furnish(kept)
    kept.persons.put(replace(kept.person, name="Ibu Ratna"))
    again = Repositories.of(db)
    assert again.person.name == "Ibu Ratna"
    assert again.scenes.load() == ARRANGEMENT


def test_two_persons_share_the_catalogue_and_the_machine_and_nothing_else(db, kept):
    furnish(kept)
    other = Person("Ratna")
    kept.persons.put(other)
    hers = Repositories.of(db, other)
    assert hers.pronunciations.load() == ()
    assert hers.scenes.load() == Arrangement()
    assert hers.destinations.all() == []
    assert hers.products.all() == kept.products.all()
    assert hers.settings.load() == Settings(recording_folder="/录像")
    hers.settings.set("fade_s", 2.0)
    hers.destinations.put(Destination("抖音", "rtmp://other/app"))
    assert kept.settings.load().fade_s == 0.75
    assert kept.destinations.all() == DESTINATIONS
    assert Repositories.of(db).person == kept.person


# Settings


def test_nothing_chosen_means_the_defaults(kept):
    assert kept.settings.load() == Settings()


def test_every_setting_can_be_chosen_and_reset(kept):
    for name, about, field in declared():
        other = _another(about, field.default)
        assert getattr(kept.settings.set(name, other), name) == other
        assert getattr(kept.settings.load(), name) == other
        assert type(getattr(kept.settings.load(), name)) is type(field.default)
        assert getattr(kept.settings.reset(name), name) == field.default


def _another(about, default):
    if about.choices:
        return about.choices[-1][0]
    if about.high is not None:
        return type(default)(about.high)
    return not default if isinstance(default, bool) else "耳机 🎧"


@pytest.mark.parametrize(
    ("name", "value", "heard"),
    [
        ("frame_rate", 61, "Enter a number from 10 to 60 pictures per second."),
        ("frame_rate", "30", "Enter a number from 10 to 60 pictures per second."),
        ("frame_rate", True, "Enter a number from 10 to 60 pictures per second."),
        ("frame_rate", 29.97, "Enter a number from 10 to 60 pictures per second."),
        ("fade_s", float("nan"), "Enter a number from 0 to 5 seconds."),
        ("fade_s", None, "Enter a number from 0 to 5 seconds."),
        ("transition", "wipe", "Choose one of these: cut, fade."),
        ("recording_folder", 5, "Enter a value of another kind."),
    ],
)
def test_a_value_out_of_limits_is_refused_in_words(kept, name, value, heard):
    before = kept.settings.load()
    with pytest.raises(StoreError) as caught:
        kept.settings.set(name, value)
    assert str(caught.value.remedy) == heard
    assert f"cannot be “{value}”" in str(caught.value.problem)
    assert kept.settings.load() == before


def test_a_whole_number_of_seconds_is_a_number_of_seconds(kept):
    assert type(kept.settings.set("fade_s", 2).fade_s) is float
    assert check("fade_s", 2)[1] == 2.0


def test_an_unknown_setting_is_a_bug(kept):
    with pytest.raises(ValueError, match="no setting"):
        kept.settings.set("volume_of_the_moon", 1)
    with pytest.raises(ValueError, match="no setting"):
        kept.settings.reset("volume_of_the_moon")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("frame_rate", "1000"),
        ("frame_rate", '"30"'),
        ("frame_rate", "true"),
        ("frame_rate", "null"),
        ("frame_rate", "{broken"),
        ("frame_rate", "[" * 5000),
        ("frame_rate", ""),
        ("fade_s", "NaN"),
        ("fade_s", "1e999"),
        ("canvas", '"4x4"'),
        ("canvas", '["1280x720"]'),
        ("gone_since", "1"),
    ],
)
def test_a_stored_value_that_does_not_fit_is_the_default_and_stays(
    db, kept, studio_log, name, written
):
    studio_log.expect(name)
    kept.settings.set("video_kbps", 4000)
    show = next(iter(db.table("shows").rows))["id"]
    row = {"scope": Scope.SHOW, "owner": show, "name": name, "value": written}
    db.table("settings").insert(row)
    assert kept.settings.load() == Settings(video_kbps=4000)
    assert row in list(db.table("settings").rows)


# Scenes


def test_sources_scenes_and_placements_come_back_as_they_were(kept):
    kept.scenes.save(ARRANGEMENT)
    assert kept.scenes.load() == ARRANGEMENT


def test_what_stays_is_updated_and_what_is_gone_is_deleted(db, kept):
    kept.scenes.save(ARRANGEMENT)
    face, table, back = ARRANGEMENT.pictures
    close, away, _ = ARRANGEMENT.scenes
    changed = Arrangement(
        pictures=(replace(back, name="Back soon"), face),
        sounds=ARRANGEMENT.sounds[::-1],
        scenes=(
            replace(away, placements=(Placement(face.id, id="p2"), away.placements[0])),
            replace(close, name="Close", placements=(Placement(face.id, id="p9"),)),
        ),
    )
    kept.scenes.save(changed)
    assert kept.scenes.load() == changed
    assert table.id not in {row["id"] for row in db.table("picture_sources").rows}
    assert db.table("placements").count == 3


def test_a_scene_that_stays_keeps_what_refers_to_it(db, kept):
    kept.scenes.save(ARRANGEMENT)
    db.execute("CREATE TABLE segments (scene_id REFERENCES scenes (id) ON DELETE CASCADE)")
    db.execute("INSERT INTO segments VALUES ('close')")
    kept.scenes.save(replace(ARRANGEMENT, scenes=ARRANGEMENT.scenes[::-1]))
    assert db.table("segments").count == 1


@pytest.mark.parametrize(
    "broken",
    [
        replace(ARRANGEMENT, pictures=()),
        replace(ARRANGEMENT, scenes=ARRANGEMENT.scenes * 2),
        replace(ARRANGEMENT, sounds=ARRANGEMENT.sounds[:1] * 2),
        replace(ARRANGEMENT, scenes=(Scene("x", (Placement("face", id="p"),) * 2),)),
    ],
)
def test_an_arrangement_that_contradicts_itself_changes_nothing(kept, broken):
    kept.scenes.save(ARRANGEMENT)
    with pytest.raises(ValueError, match=r"an id occurs twice|unknown sources"):
        kept.scenes.save(broken)
    assert kept.scenes.load() == ARRANGEMENT


def test_a_kind_of_source_that_nobody_knows_is_told(db, kept):
    kept.scenes.save(Arrangement(pictures=(PictureSource("x", PictureKind.TEST, id="x1"),)))
    db.execute("UPDATE picture_sources SET kind = 'hologram'")
    with pytest.raises(StoreError, match="picture_sources, x1"):
        kept.scenes.load()


# Destinations


def test_a_destination_is_found_by_what_it_is_called(kept):
    furnish(kept)
    assert kept.destinations.by_name("抖音") == DESTINATIONS[0]
    assert kept.destinations.by_name("  Own  SERVER ") == DESTINATIONS[2]
    assert kept.destinations.by_name("nowhere") is None
    assert kept.destinations.by_id("d2") == DESTINATIONS[1]
    assert kept.destinations.by_id("d9") is None


def test_a_name_is_given_once(kept):
    furnish(kept)
    with pytest.raises(StoreError) as caught:
        kept.destinations.put(Destination("OWN server", "rtmp://x/y"))
    assert str(caught.value.problem) == "There is a destination called own server already."
    with pytest.raises(StoreError, match="no name"):
        kept.destinations.put(Destination(" ", "rtmp://x/y"))
    assert kept.destinations.all() == DESTINATIONS


def test_a_destination_is_edited_and_deleted(kept):
    furnish(kept)
    edited = replace(DESTINATIONS[2], name="Own Server", url="rtmps://new/app", is_on=True)
    kept.destinations.put(edited)
    assert kept.destinations.all() == [*DESTINATIONS[:2], edited]
    kept.destinations.delete(edited.id)
    kept.destinations.delete("never was")
    assert kept.destinations.all() == DESTINATIONS[:2]


# Products


def test_products_are_found_by_code_and_slot(kept):
    furnish(kept)
    assert kept.products.by_code("HG-01") == PRODUCTS[0]
    assert kept.products.by_code("hg-02") is None
    assert kept.products.by_slot(2) == PRODUCTS[1]
    assert kept.products.by_slot(0) is None
    assert kept.products.by_slot(99) is None
    assert kept.products.count() == 5
    assert kept.products.by_slot(3) == WHOLE


@pytest.mark.parametrize(
    "written", ["0.1", "0.10", "1E+2", "-0.00", "39.90", "9" * 40 + "." + "9" * 40]
)
def test_prices_stay_exact_to_the_last_digit(kept, written):
    price = Money(Decimal(written), "CNY")
    kept.products.put(Product("p", Name("p"), price, compare_price=price))
    product = kept.products.by_code("p")
    assert product is not None
    assert product.compare_price is not None
    assert str(product.price.amount) == written
    assert str(product.compare_price.amount) == written


def test_names_of_every_script_come_back_as_they_were(kept):
    names = [
        "重庆火锅底料",
        "Keripik pisang",
        "🛍️👩‍🦯",
        "عسل",
        "e\u0301 / \u00e9",
        "a\x00b",
        "'; --",
        "",
    ]
    for i, name in enumerate(names):
        kept.products.put(Product(f"{name}{i}", Name(name), Money(Decimal(1), "IDR"), slot=i + 1))
    assert [p.name.name for p in kept.products.all()] == names
    assert [p.code for p in kept.products.all()] == [f"{n}{i}" for i, n in enumerate(names)]


def test_a_product_is_changed_by_its_code(kept):
    furnish(kept)
    cheaper = replace(PRODUCTS[0], price=Money(Decimal("29.90"), "CNY"), stock=None)
    kept.products.put(cheaper)
    assert kept.products.by_code("HG-01") == cheaper
    assert kept.products.count() == 5
    kept.products.delete("HG-01")
    assert kept.products.by_code("HG-01") is None


def test_a_catalogue_is_replaced_whole_or_not_at_all(kept):
    furnish(kept)
    before = kept.products.all()
    mixed = replace(PRODUCTS[0], code="mixed", compare_price=Money(Decimal(1), "USD"))
    nameless = replace(PRODUCTS[0], code="")
    endless = replace(PRODUCTS[0], price=Money(Decimal("NaN"), "CNY"))
    for wrong in (mixed, nameless, endless):
        with pytest.raises((StoreError, ValueError)):
            kept.products.replace_all([PRODUCTS[1], wrong])
        assert kept.products.all() == before
    new = [replace(PRODUCTS[0], code=str(i), slot=i) for i in range(1, 1001)]
    random.Random(1).shuffle(new)
    kept.products.replace_all(new)
    assert [p.slot for p in kept.products.all()] == list(range(1, 1001))
    kept.products.replace_all([])
    assert kept.products.all() == []


def test_prices_in_two_currencies_are_refused_in_words(kept):
    with pytest.raises(StoreError) as caught:
        kept.products.put(replace(PRODUCTS[0], compare_price=Money(Decimal(1), "USD")))
    assert str(caught.value.problem) == "重庆火锅底料 has prices in two currencies."


def test_a_price_that_is_none_is_told(db, kept):
    furnish(kept)
    db.execute("UPDATE products SET price = 'cheap' WHERE code = 'KRP'")
    with pytest.raises(StoreError, match="products, KRP"):
        kept.products.all()


# Facts


def test_facts_are_kept_replaced_and_forgotten(kept):
    kept.facts.put("trials", {"nvenc": ["没有", None, 1.5]})
    assert kept.facts.get("trials") == {"nvenc": ["没有", None, 1.5]}
    kept.facts.put("trials", [])
    assert kept.facts.get("trials") == []
    kept.facts.forget("trials")
    assert kept.facts.get("trials") is None
    with pytest.raises(TypeError):
        kept.facts.put("object", object())
    assert not kept.facts.has("object")


@pytest.mark.parametrize("written", ["", "{broken", "[" * 5000])
def test_a_fact_that_cannot_be_understood_is_unknown_and_logged(db, kept, studio_log, written):
    studio_log.expect("first_start_done")
    kept.end_first_start()
    db.execute("UPDATE facts SET value = ?", [written])
    assert kept.facts.get("first_start_done") is None
    assert not kept.is_first_start


def test_a_destination_that_comes_back_stands_where_it_was(kept):
    one, two, three = (Destination(name, f"rtmp://a/{name}", id=name) for name in "ABC")
    for destination in (one, two, three):
        kept.destinations.put(destination)
    kept.destinations.delete("A")
    kept.destinations.put_in_order((one, two, three))
    names = [destination.name for destination in kept.destinations.all()]
    assert [name for name in names if name in "ABC"] == ["A", "B", "C"]


# Pronunciations


def test_a_dictionary_is_kept_whole_or_not_at_all(kept):
    entries = (Pronunciation("a", "b"), Pronunciation("a", "c", "zh"))
    kept.pronunciations.save(entries)
    assert kept.pronunciations.load() == entries
    with pytest.raises(sqlite3.IntegrityError):
        kept.pronunciations.save((Pronunciation("x", "y"), Pronunciation("x", "z")))
    assert kept.pronunciations.load() == entries
    kept.pronunciations.save(())
    assert kept.pronunciations.load() == ()
