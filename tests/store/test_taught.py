"""Taught commands in the file: changed, forgotten, many."""

import time
import wave
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from studio.model.errors import StoreError
from studio.model.voice import Recording, Take, TaughtCommand
from studio.store.database import open_database
from studio.store.repositories import Repositories
from studio.store.take_files import folder_of, forget_recordings, keep_recording
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
        Take(rng.normal(size=(25, 288)).astype(np.float16).astype(np.float32), 2.0)
        for _ in range(3)
    ]
    many = [TaughtCommand(f"taught-{n}", "card.next", takes=tuple(takes)) for n in range(500)]
    db = open_database(folder / "studio.db")
    Repositories.of(db).taught.put_all(many)
    db.close()
    db = open_database(folder / "studio.db")
    kept = Repositories.of(db)
    seconds = []
    found = ()
    for _ in range(3):
        # Of the thread alone: others may be at work on the same machine.
        began = time.thread_time()
        found = kept.taught.load()
        seconds.append(time.thread_time() - began)
    assert min(seconds) < 0.2
    assert_same_taught(found, many)
    db.close()


def _recording() -> Recording:
    tone = np.sin(np.arange(16_000) / 10).astype(np.float32) * 0.5
    return Recording(tone, TAUGHT[0].takes[0], 0.5, 1.0)


def test_recordings_are_files_that_are_forgotten_as_a_whole(folder):
    takes = folder / "takes" / "person-1"
    first = keep_recording(takes / "taught-1", _recording())
    second = keep_recording(takes / "taught-1", _recording())
    assert (first.name, second.name) == ("1.wav", "2.wav")
    with wave.open(str(first)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getnframes()) == (
            16_000,
            1,
            16_000,
        )
        heard = np.frombuffer(sound.readframes(16_000), "<i2") / 32767
    assert np.abs(heard - _recording().samples).max() < 1e-4
    forget_recordings(takes / "taught-1")
    assert list(takes.iterdir()) == []
    forget_recordings(takes / "taught-1")


@pytest.mark.parametrize("taught_id", ["taught-1", "", ".", "..", "/etc", "../../x", "a/b", "a\\b"])
def test_recordings_lie_within_their_persons_folder_whatever_they_are_of(folder, taught_id):
    person = folder / "person"
    kept = folder_of(person, taught_id)
    assert kept.resolve().parent == person.resolve()
    assert (kept == person / "taught-1") is (taught_id == "taught-1")


def test_a_recording_that_cannot_be_kept_is_told(folder):
    (folder / "takes").write_text("no folder")
    with pytest.raises(StoreError, match="The recording cannot be kept"):
        keep_recording(folder / "takes" / "taught-1", _recording())
