"""Taught commands in the file: changed, forgotten, many."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from studio.model.voice import Take, TaughtCommand
from studio.store.database import open_database
from studio.store.repositories import Repositories
from tests.store.furnished import PERSON, TAUGHT, assert_same_taught, furnished


@pytest.fixture
def kept():
    db = furnished()
    yield Repositories.of(db, PERSON)
    db.close()


def test_one_that_is_taught_anew_keeps_its_place_and_loses_its_old_takes(kept):
    anew = replace(TAUGHT[0], title="Halo", takes=TAUGHT[1].takes[:1])
    kept.taught.put(anew)
    assert_same_taught(kept.taught.load(), (anew, TAUGHT[1]))


def test_what_is_forgotten_leaves_no_take(kept):
    kept.taught.forget(TAUGHT[1].id)
    assert_same_taught(kept.taught.load(), TAUGHT[:1])
    assert kept._db.table("takes").count == len(TAUGHT[0].takes)


def test_one_without_takes_is_kept_too(kept):
    bare = TaughtCommand("bare", "card.next")
    kept.taught.put(bare)
    assert kept.taught.load()[-1] == bare


def test_numbers_beyond_those_that_are_kept_become_the_largest_of_them(kept):
    wild = Take(np.full((2, 3), 1e9, np.float32), 1.0)
    kept.taught.put(TaughtCommand("wild", "card.next", takes=(wild,)))
    assert np.isfinite(kept.taught.load()[-1].takes[0].features).all()


def test_what_is_put_together_is_kept_together(kept):
    nothing: Any = None
    broken = Take(np.zeros((1, 2), np.float32), nothing)
    bad = TaughtCommand("bad", "card.next", takes=(broken,))
    with pytest.raises(Exception, match="NOT NULL"):
        kept.taught.put_all([TaughtCommand("good", "card.next"), bad])
    assert_same_taught(kept.taught.load(), TAUGHT)


def test_five_hundred_are_there_at_once(folder):
    rng = np.random.default_rng(6)
    takes = [
        Take(rng.normal(size=(25, 96)).astype(np.float16).astype(np.float32), 2.0) for _ in range(3)
    ]
    many = [TaughtCommand(f"taught-{n}", "card.next", takes=tuple(takes)) for n in range(500)]
    db = open_database(folder / "studio.db")
    Repositories.of(db).taught.put_all(many)
    db.close()
    db = open_database(folder / "studio.db")
    kept = Repositories.of(db)
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        found = kept.taught.load()
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.2
    assert_same_taught(found, many)
    db.close()
