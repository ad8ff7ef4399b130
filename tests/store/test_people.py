"""What each person keeps is theirs alone; what is the centre's is everybody's."""

from dataclasses import replace

import pytest

from studio.model.destination import Destination
from studio.model.person import Person, Profile
from studio.model.session import SalesState
from studio.model.settings import Settings
from studio.store.database import open_database
from studio.store.persons import PERSON_VARIABLE
from studio.store.repositories import Repositories
from studio.store.store import Store
from tests.store.furnished import (
    ARRANGEMENT,
    DATA,
    DESTINATIONS,
    KEYS,
    PERSON,
    PRODUCTS,
    PRONUNCIATIONS,
    TAUGHT,
    WHOLE,
    assert_same_taught,
    furnished,
)
from tests.store.test_database import _restore

SARI = Person("Sari", "sari")


@pytest.fixture
def both():
    """The furnished studio, and Sari's, which began as a copy."""
    db = furnished()
    kept = Repositories.of(db, PERSON)
    kept.settings.set("encoder", "libx264")
    kept.add_person(kept.profile().for_another(SARI))
    yield kept, kept.of_another(SARI)
    db.close()


def _assert_same(profile: Profile, before: Profile):
    """Takes are compared by what they hold."""
    assert_same_taught(profile.taught, before.taught)
    assert replace(profile, taught=()) == replace(before, taught=())


def test_a_profile_is_all_that_is_a_persons(both):
    kept, _hers = both
    profile = kept.profile()
    assert profile.sales.person == PERSON.id
    assert profile.sales.targets == tuple(kept.sessions.targets()) != ()
    assert_same_taught(profile.taught, TAUGHT)
    assert replace(profile, sales=SalesState(), taught=()) == Profile(
        PERSON,
        Settings(fade_s=0.75, language="zh_CN", recording_folder="/录像", encoder="libx264"),
        KEYS,
        PRONUNCIATIONS,
        ARRANGEMENT.pictures,
        ARRANGEMENT.sounds,
        ARRANGEMENT.scenes,
        tuple(DESTINATIONS),
        wants_first_steps=True,
    )


def test_a_copy_is_kept_beside_the_other(both):
    kept, hers = both
    theirs, copied = kept.profile(), hers.profile()
    assert copied.settings == theirs.settings
    assert copied.keys == theirs.keys
    assert copied.pronunciations == theirs.pronunciations
    assert [s.name for s in copied.scenes] == [s.name for s in theirs.scenes]
    assert copied.destinations == ()
    assert copied.taught == ()
    assert copied.wants_first_steps
    assert kept.products.all() == hers.products.all()


def test_what_one_changes_the_other_does_not_see(both):
    kept, hers = both
    before = kept.profile()
    hers.settings.set("fade_s", 3.0)
    hers.settings.set("language", "id")
    hers.keys.save({"sound.mute": "F9"})
    hers.pronunciations.save(())
    hers.scenes.save(replace(hers.scenes.load(), scenes=()))
    hers.destinations.put(Destination("抖音", "rtmp://hers/live", id="hers"))
    hers.end_first_steps()
    hers.taught.put(replace(TAUGHT[0], title="Halo"))
    _assert_same(kept.profile(), before)
    hers.settings.set("recording_folder", "/everybody")
    assert kept.settings.load().recording_folder == "/everybody"


def test_who_is_removed_leaves_nothing_but_what_is_the_centres(both):
    kept, hers = both
    hers.destinations.put(Destination("Toko", "rtmp://hers/live", id="toko"))
    hers.settings.set("fade_s", 3.0)
    hers.products.put(replace(WHOLE, stock=99))
    hers.taught.put_all(TAUGHT)
    before = kept.profile()
    products = kept.products.all()
    assert [d.id for d in kept.remove_person(SARI)] == ["toko"]
    assert kept.persons.all() == [PERSON]
    _assert_same(kept.profile(), before)
    assert kept.products.all() == products
    db = kept._db
    for table in (
        "settings",
        "shows",
        "scenes",
        "placements",
        "destinations",
        "keys",
        "taught_commands",
        "takes",
    ):
        rows = list(db.table(table).rows)
        assert not [row for row in rows if "sari" in {row.get("owner"), row.get("person_id")}]
    shows = {row["id"] for row in db.table("shows").rows}
    owners = {row["owner"] for row in db.table("settings").rows if row["scope"] == "show"}
    assert owners <= shows
    assert kept.facts.get("first_steps_wait") == [PERSON.id]


def test_what_is_kept_after_a_change_is_of_the_new_person(folder, monkeypatch):
    path = folder / "studio.db"
    db = furnished(path)
    Repositories.of(db, PERSON).add_person(Profile(SARI))
    db.close()
    monkeypatch.setenv(PERSON_VARIABLE, PERSON.id)
    store = Store(path, lambda _event: None)
    store.start_and_wait()
    store.run(lambda kept: kept.settings.set("fade_s", 1.0))
    store.turn_to(SARI)
    store.run(lambda kept: kept.settings.set("fade_s", 2.0))
    store.stop()
    store = Store(path, lambda _event: None)
    store.start_and_wait()
    assert store.run(lambda kept: kept.person).result() == SARI
    assert store.run(lambda kept: kept.settings.load().fade_s).result() == 2.0
    assert store.run(lambda kept: kept.of_another(PERSON).settings.load().fade_s).result() == 1.0
    store.stop()


def test_the_command_lines_person_comes_before_the_last_one(folder, monkeypatch):
    db = furnished(folder / "studio.db")
    kept = Repositories.of(db)
    kept.add_person(Profile(SARI))
    kept.persons.remember(SARI)
    assert Repositories.of(db).person == SARI
    monkeypatch.setenv(PERSON_VARIABLE, PERSON.id)
    assert Repositories.of(db).person == PERSON
    monkeypatch.setenv(PERSON_VARIABLE, "nobody")
    assert Repositories.of(db).person == SARI
    kept.remove_person(SARI)
    assert Repositories.of(db).person == PERSON
    db.close()


@pytest.mark.parametrize("dump", sorted(DATA.glob("studio-*.sql")), ids=lambda p: p.stem)
def test_a_file_of_an_older_studio_belongs_to_its_one_person(dump, folder):
    _restore(dump, folder / "studio.db")
    db = open_database(folder / "studio.db")
    kept = Repositories.of(db)
    assert kept.person == PERSON
    kept.facts.put("first_steps_wait", value=True)  # as it was written while there was one person
    assert kept.wants_first_steps
    kept.add_person(Profile(SARI))
    assert kept.wants_first_steps
    assert kept.of_another(SARI).wants_first_steps
    kept.end_first_steps()
    assert not kept.wants_first_steps
    assert kept.of_another(SARI).wants_first_steps
    assert [p.code for p in kept.of_another(SARI).products.all()[:1]] == [
        p.code for p in kept.products.all()[:1]
    ]
    assert {p.code for p in PRODUCTS} <= {p.code for p in kept.products.all()}
    db.close()
