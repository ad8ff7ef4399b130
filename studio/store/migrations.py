"""Every change of the schema, oldest first.

A released migration is never edited; a new one follows it and gets a dump in `tests/data` from
which its test starts. The names, and when each was applied, are recorded in the file itself, in
the table `_sqlite_migrations`.

Each migration runs inside one transaction with foreign keys off, so that tables may be rebuilt;
they are checked before anything is committed.
"""

import json

from sqlite_utils import Database, Migrations

from studio.store.words import grams, words_of

STUDIO = Migrations("studio")


def names() -> list[str]:
    """Every migration of this program, oldest first."""
    with Database(memory=True) as nothing:
        return [migration.name for migration in STUDIO.pending(nothing)]


@STUDIO(name="0001 first schema")
def first_schema(db: Database) -> None:
    """Persons and what is theirs; prices are text so that they stay exact."""
    for statement in _FIRST_SCHEMA:
        db.execute(statement)


@STUDIO(name="0002 keys")
def keys(db: Database) -> None:
    """The keys that persons chose; empty for a command that shall have none."""
    db.execute(
        """
        CREATE TABLE keys (
            person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
            command TEXT NOT NULL,
            keys TEXT NOT NULL,
            PRIMARY KEY (person_id, command)
        ) STRICT
        """
    )


@STUDIO(name="0003 pronunciations")
def pronunciations(db: Database) -> None:
    """How persons want words to be said; the language is empty where it is for all."""
    db.execute(
        """
        CREATE TABLE pronunciations (
            person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
            word TEXT NOT NULL,
            language TEXT NOT NULL,
            spoken TEXT NOT NULL,
            PRIMARY KEY (person_id, word, language)
        ) STRICT
        """
    )


@STUDIO(name="0004 catalogue")
def catalogue(db: Database) -> None:
    """All that a product has, suppliers, editions of both, and what products are found by."""
    for statement in _CATALOGUE:
        db.execute(statement)
    found = db.execute(
        "SELECT code, person_id, name, name_language, price, currency, compare_price, stock, slot,"
        " picture FROM old_products ORDER BY rowid"
    ).fetchall()
    for id, (code, person, name, *others, picture) in enumerate(found, 1):
        words = words_of(name, "", code, "")
        pictures = json.dumps([picture] if picture else [], ensure_ascii=False)
        db.execute("INSERT INTO product_words (id, words) VALUES (?, ?)", [id, words])
        db.execute("INSERT INTO product_index (rowid, grams) VALUES (?, ?)", [id, grams(words)])
        db.execute(
            "INSERT INTO products (id, since, until, words_id, code, person_id, name,"
            " name_language, price, currency, compare_price, stock, slot, pictures)"
            " VALUES (?, 1, 4611686018427387904, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [id, id, code, person, name, *others, pictures],
        )
    db.execute("DROP TABLE old_products")
    # Old indexes keep their names until their table is gone.
    for statement in _CATALOGUE_INDEXES:
        db.execute(statement)


@STUDIO(name="0005 sessions")
def sessions(db: Database) -> None:
    """What came of shows: who sold what, where and when; and what is to be sold."""
    for statement in _SESSIONS:
        db.execute(statement)


@STUDIO(name="0006 taught commands")
def taught_commands(db: Database) -> None:
    """What persons have said to the studio three times, and what it stands for.

    Of recordings only features are kept. Whoever changes what features are made of has to forget
    all takes in a migration of their own: old and new ones cannot be compared.
    """
    for statement in _TAUGHT:
        db.execute(statement)


_TAUGHT = (
    # What fills the command's slots is JSON, by slot; the studio's name is taught under the same
    # id by everybody.
    """
    CREATE TABLE taught_commands (
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        id TEXT NOT NULL,
        position INTEGER NOT NULL,
        command TEXT NOT NULL,
        slots TEXT NOT NULL,
        title TEXT NOT NULL,
        PRIMARY KEY (person_id, id)
    ) STRICT
    """,
    # Features are little-endian numbers of 16 bits with a floating point, row by row.
    """
    CREATE TABLE takes (
        person_id TEXT NOT NULL,
        taught_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        features BLOB NOT NULL,
        width INTEGER NOT NULL,
        seconds REAL NOT NULL,
        is_synthetic INTEGER NOT NULL,
        PRIMARY KEY (person_id, taught_id, position),
        FOREIGN KEY (person_id, taught_id)
            REFERENCES taught_commands (person_id, id) ON DELETE CASCADE
    ) STRICT
    """,
)

# What the centre sold stays when a streamer goes; times are UTC, to the microsecond, so that their
# texts sort as they do. Amounts are text so that they stay exact.
_SESSIONS = (
    # `alive` is the last sign of life: a session that nobody could end has ended then.
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        person_name TEXT NOT NULL,
        began TEXT NOT NULL,
        ended TEXT,
        alive TEXT NOT NULL,
        is_rehearsal INTEGER NOT NULL,
        is_broken INTEGER NOT NULL,
        places TEXT NOT NULL,
        rundown TEXT NOT NULL,
        most_viewers INTEGER,
        pictures_dropped INTEGER NOT NULL,
        connections_lost INTEGER NOT NULL,
        cut_off_s REAL NOT NULL
    ) STRICT
    """,
    "CREATE INDEX sessions_by_time ON sessions (began)",
    "CREATE INDEX sessions_of_person ON sessions (person_id)",
    """
    CREATE TABLE showings (
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        began TEXT NOT NULL,
        ended TEXT,
        code TEXT NOT NULL,
        name TEXT NOT NULL,
        name_language TEXT NOT NULL,
        price TEXT NOT NULL,
        currency TEXT NOT NULL,
        PRIMARY KEY (session_id, began)
    ) STRICT
    """,
    "CREATE INDEX showings_of_person ON showings (person_id)",
    # A sentence as JSON, so that it is told in whichever language is in use later.
    """
    CREATE TABLE faults (
        id INTEGER PRIMARY KEY NOT NULL,
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        at TEXT NOT NULL,
        problem TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX faults_of_session ON faults (session_id)",
    "CREATE INDEX faults_of_person ON faults (person_id)",
    # Orders of a file are staged like a catalogue, and live once `is_live` is 1.
    """
    CREATE TABLE order_imports (
        id INTEGER PRIMARY KEY NOT NULL,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        at TEXT NOT NULL,
        is_live INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX order_imports_of_person ON order_imports (person_id)",
    # `taken` are the pieces that the stock lost by it, which may be fewer than were sold.
    # `adopted_by` is the import that gave an order, entered by hand before, its number.
    """
    CREATE TABLE orders (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
        import_id INTEGER REFERENCES order_imports (id) ON DELETE CASCADE,
        adopted_by INTEGER,
        at TEXT NOT NULL,
        code TEXT NOT NULL,
        name TEXT NOT NULL,
        name_language TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        taken INTEGER NOT NULL,
        price TEXT NOT NULL,
        currency TEXT NOT NULL,
        way TEXT NOT NULL,
        number TEXT NOT NULL,
        buyer TEXT NOT NULL,
        is_rehearsal INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX orders_by_number ON orders (number, code) WHERE number <> ''",
    "CREATE INDEX orders_by_time ON orders (at)",
    "CREATE INDEX orders_of_session ON orders (session_id)",
    "CREATE INDEX orders_of_person ON orders (person_id)",
    "CREATE INDEX orders_of_import ON orders (import_id)",
    """
    CREATE VIEW sold AS SELECT orders.*, orders.rowid AS place FROM orders
    WHERE import_id IS NULL OR import_id IN (SELECT id FROM order_imports WHERE is_live = 1)
    """,
    # Nobody's own target is the centre's.
    """
    CREATE TABLE targets (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT REFERENCES persons (id) ON DELETE CASCADE,
        amount TEXT NOT NULL,
        currency TEXT NOT NULL,
        begins TEXT NOT NULL,
        ends TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX targets_of_person ON targets (person_id)",
)


_CATALOGUE = (
    "ALTER TABLE products RENAME TO old_products",
    # One row. Editions are explained in `editions`; the counts are JSON, of the last import.
    """
    CREATE TABLE catalogue (
        id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
        live INTEGER NOT NULL,
        back INTEGER,
        staging INTEGER,
        newest INTEGER NOT NULL,
        is_clear INTEGER NOT NULL,
        counts TEXT NOT NULL
    ) STRICT
    """,
    "INSERT INTO catalogue VALUES (1, 1, NULL, NULL, 1, 1, '{}')",
    # What products are found by; `words` says how it is made, and what the index holds of it.
    "CREATE TABLE product_words (id INTEGER PRIMARY KEY NOT NULL, words TEXT NOT NULL) STRICT",
    """
    CREATE VIRTUAL TABLE product_index USING fts5 (
        grams, content = '', columnsize = 0, detail = none, prefix = '1 2',
        tokenize = "ascii tokenchars '<^=>'"
    )
    """,
    # Its order is brought about in small steps by ourselves: by itself it takes up to 150 ms, at
    # moments of its own choice. Beyond 64 unmerged pieces it would be slow to ask.
    "INSERT INTO product_index (product_index, rank) VALUES ('automerge', 0)",
    "INSERT INTO product_index (product_index, rank) VALUES ('crisismerge', 64)",
    "INSERT INTO product_index (product_index, rank) VALUES ('usermerge', 2)",
    # Products belong to the workstation; the person is who added one last. Amounts are text so
    # that they stay exact; lists are JSON; a supplier is known by name.
    """
    CREATE TABLE products (
        id INTEGER PRIMARY KEY NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER NOT NULL,
        words_id INTEGER NOT NULL REFERENCES product_words (id),
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        code TEXT NOT NULL,
        name TEXT NOT NULL,
        name_language TEXT NOT NULL,
        spoken_name TEXT NOT NULL DEFAULT '',
        price TEXT NOT NULL,
        currency TEXT NOT NULL,
        compare_price TEXT,
        stock INTEGER,
        slot INTEGER NOT NULL,
        buyer_limit INTEGER,
        unit TEXT NOT NULL DEFAULT '',
        gtin TEXT NOT NULL DEFAULT '',
        pictures TEXT NOT NULL,
        coupon TEXT NOT NULL DEFAULT '',
        flash_price TEXT,
        flash_begins TEXT,
        flash_ends TEXT,
        points TEXT NOT NULL DEFAULT '[]',
        specifications TEXT NOT NULL DEFAULT '[]',
        questions TEXT NOT NULL DEFAULT '[]',
        allergens TEXT NOT NULL DEFAULT '[]',
        least_age INTEGER NOT NULL DEFAULT 0,
        supplier TEXT,
        sample_checked_on TEXT,
        sample_checked_by TEXT NOT NULL DEFAULT '',
        evidence TEXT NOT NULL DEFAULT '',
        notes TEXT NOT NULL DEFAULT '',
        UNIQUE (code, since)
    ) STRICT
    """,
    """
    CREATE TABLE suppliers (
        id INTEGER PRIMARY KEY NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER NOT NULL,
        name TEXT NOT NULL,
        contact TEXT NOT NULL,
        UNIQUE (name, since)
    ) STRICT
    """,
    """
    CREATE TABLE certificates (
        supplier_id INTEGER NOT NULL REFERENCES suppliers (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        number TEXT NOT NULL,
        expires TEXT,
        PRIMARY KEY (supplier_id, position)
    ) STRICT
    """,
    # How products were before somebody edited them; the values are JSON, NULL where there was
    # none yet. The edition is the one that may be published, or taken back.
    """
    CREATE TABLE product_edits (
        edition INTEGER NOT NULL,
        code TEXT NOT NULL,
        base TEXT,
        PRIMARY KEY (edition, code)
    ) STRICT
    """,
)

_CATALOGUE_INDEXES = (
    "CREATE INDEX products_by_slot ON products (slot) WHERE slot <> 0",
    "CREATE INDEX products_by_gtin ON products (gtin) WHERE gtin <> ''",
    "CREATE INDEX products_by_words ON products (words_id)",
    "CREATE INDEX products_of_person ON products (person_id)",
)

_FIRST_SCHEMA = (
    """
    CREATE TABLE persons (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE shows (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        title TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX shows_of_person ON shows (person_id)",
    # The owner is a person's id, a show's id, or empty for the machine; the value is JSON.
    """
    CREATE TABLE settings (
        scope TEXT NOT NULL,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (scope, owner, name)
    ) STRICT
    """,
    # What the studio found out about this machine or did on it; the value is JSON.
    """
    CREATE TABLE facts (
        name TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE picture_sources (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        address TEXT NOT NULL,
        width INTEGER,
        height INTEGER,
        rate REAL NOT NULL,
        loop INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX picture_sources_of_person ON picture_sources (person_id)",
    """
    CREATE TABLE sound_sources (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        address TEXT NOT NULL,
        gain_db REAL NOT NULL,
        is_muted INTEGER NOT NULL,
        is_monitored INTEGER NOT NULL,
        is_voice INTEGER NOT NULL,
        loop INTEGER NOT NULL,
        offset_ms REAL NOT NULL
    ) STRICT
    """,
    "CREATE INDEX sound_sources_of_person ON sound_sources (person_id)",
    """
    CREATE TABLE scenes (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX scenes_of_person ON scenes (person_id)",
    """
    CREATE TABLE placements (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        scene_id TEXT NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
        source_id TEXT NOT NULL REFERENCES picture_sources (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        x REAL NOT NULL,
        y REAL NOT NULL,
        width REAL NOT NULL,
        height REAL NOT NULL,
        fit TEXT NOT NULL,
        anchor_x REAL NOT NULL,
        anchor_y REAL NOT NULL,
        is_mirrored INTEGER NOT NULL,
        rotation INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX placements_of_person ON placements (person_id)",
    "CREATE INDEX placements_of_scene ON placements (scene_id)",
    "CREATE INDEX placements_of_source ON placements (source_id)",
    # A destination's stream key lies in the system's keyring, under its id.
    """
    CREATE TABLE destinations (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        service TEXT NOT NULL,
        url TEXT NOT NULL,
        needs_key INTEGER NOT NULL,
        is_on INTEGER NOT NULL,
        UNIQUE (person_id, name)
    ) STRICT
    """,
    # Products belong to the workstation; the person is who added one last.
    """
    CREATE TABLE products (
        code TEXT PRIMARY KEY NOT NULL,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        name TEXT NOT NULL,
        name_language TEXT NOT NULL,
        price TEXT NOT NULL,
        currency TEXT NOT NULL,
        compare_price TEXT,
        stock INTEGER,
        slot INTEGER NOT NULL,
        picture TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX products_by_slot ON products (slot) WHERE slot <> 0",
    "CREATE INDEX products_of_person ON products (person_id)",
)
