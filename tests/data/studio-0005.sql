BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'studio','0001 first schema','2026-11-29 14:43:22.424071+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'studio','0002 keys','2026-11-29 14:43:22.424238+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'studio','0003 pronunciations','2026-11-29 14:43:22.424353+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'studio','0004 catalogue','2026-11-29 14:43:22.425684+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'studio','0005 sessions','2026-11-29 14:43:22.426277+00:00');
CREATE TABLE catalogue (
        id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
        live INTEGER NOT NULL,
        back INTEGER,
        staging INTEGER,
        newest INTEGER NOT NULL,
        is_clear INTEGER NOT NULL,
        counts TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "catalogue" VALUES(1,1,NULL,NULL,1,1,'{}');
CREATE TABLE certificates (
        supplier_id INTEGER NOT NULL REFERENCES suppliers (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        number TEXT NOT NULL,
        expires TEXT,
        PRIMARY KEY (supplier_id, position)
    ) STRICT
    ;
INSERT INTO "certificates" VALUES(1,0,'食品经营许可证','JY15001','2027-03-01');
INSERT INTO "certificates" VALUES(1,1,'Halal','ID-7',NULL);
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
    ;
INSERT INTO "destinations" VALUES('d1','person-1','抖音','douyin','rtmp://push.example.cn/live',1,1);
INSERT INTO "destinations" VALUES('d2','person-1','Toko Ibu 🛍️','shopee','rtmps://shopee.example.id/app',1,1);
INSERT INTO "destinations" VALUES('d3','person-1','own server','','rtmp://192.168.1.5/live',0,0);
CREATE TABLE facts (
        name TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "facts" VALUES('encoder_trials','{"libx264": "works", "h264_nvenc": "no such device"}');
INSERT INTO "facts" VALUES('first_start_done','true');
INSERT INTO "facts" VALUES('first_steps_wait','true');
CREATE TABLE faults (
        id INTEGER PRIMARY KEY NOT NULL,
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        at TEXT NOT NULL,
        problem TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "faults" VALUES(1,'session-1','person-1','2026-11-11T13:00:00.000000+00:00','{"say": "{destination} is back after {time}.", "values": {"destination": {"name": "抖音", "language": ""}, "time": {"seconds": 3}}, "plural": "", "n": 1}');
CREATE TABLE keys (
            person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
            command TEXT NOT NULL,
            keys TEXT NOT NULL,
            PRIMARY KEY (person_id, command)
        ) STRICT
        ;
INSERT INTO "keys" VALUES('person-1','card.hide','');
INSERT INTO "keys" VALUES('person-1','sound.mute','F8');
CREATE TABLE order_imports (
        id INTEGER PRIMARY KEY NOT NULL,
        person_id TEXT REFERENCES persons (id) ON DELETE SET NULL,
        at TEXT NOT NULL,
        is_live INTEGER NOT NULL
    ) STRICT
    ;
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
    ;
INSERT INTO "orders" VALUES('order-1','person-1','session-1',NULL,NULL,'2026-11-11T12:06:00.000000+00:00','HG-01','重庆火锅底料','zh-CN',2,0,'39.90','CNY','voice','NO-7','小李',1);
CREATE TABLE persons (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "persons" VALUES('person-1','小红 🌶️','2026-11-29T14:43:22.426540+00:00');
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
    ;
INSERT INTO "picture_sources" VALUES('face','person-1',0,'脸','camera','HD Webcam',1280,720,30.0,1);
INSERT INTO "picture_sources" VALUES('table','person-1',1,'Meja jualan','media','http://127.0.0.1/a',NULL,NULL,0.0,1);
INSERT INTO "picture_sources" VALUES('back','person-1',2,'马上回来 ⏳','image','/home/红/back.png',NULL,NULL,0.0,0);
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
    ;
INSERT INTO "placements" VALUES('p1','person-1','close','table',0,0.0,0.0,1.0,1.0,'fit',0.5,0.5,0,0);
INSERT INTO "placements" VALUES('p2','person-1','close','face',1,0.7,0.1,0.25,0.3,'fill',0.0,1.0,1,270);
INSERT INTO "placements" VALUES('p3','person-1','away','back',0,0.0,0.0,1.0,1.0,'fill',0.5,0.5,0,0);
CREATE TABLE product_edits (
        edition INTEGER NOT NULL,
        code TEXT NOT NULL,
        base TEXT,
        PRIMARY KEY (edition, code)
    ) STRICT
    ;
CREATE TABLE 'product_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "product_index_config" VALUES('automerge',0);
INSERT INTO "product_index_config" VALUES('crisismerge',64);
INSERT INTO "product_index_config" VALUES('usermerge',2);
INSERT INTO "product_index_config" VALUES('version',4);
CREATE TABLE 'product_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "product_index_data" VALUES(1,X'058105');
INSERT INTO "product_index_data" VALUES(10,X'0000000302020000020501010101010000');
INSERT INTO "product_index_data" VALUES(137438953473,X'000002810430303132050202373E0501033132330501033233340502013E05010333343505010334353605010335363705010336373805020239300501033738390502013E050103383932050103393031050202323E0501033C6E75050301760503017A050206E5A5B3E8A3850501033D363905020279700501035E6261050202726F050206E5A5B3E8A385050103616E67050202746905010362617405010367726F050103687561050103696B3E0501026B3E05020262610501036E6772050202757A050202767A0502027A720501036F6B62050103703037050102723E0502026F6B05010374696B05010375616E0502027A68050103767A680501037970300501037A6875050202723E050107E5A5B3E8A38572050105E8A385726F05000231300501013105010132050101330501013405010135050101360501013705010138050101390501013C0501013D0501015E05010161050101620501016705010168050101690501016B0501016E0501016F0501017005010172050101740501017505010176050101790501017A050103E5A5B3050103E8A38505000332303105020137050102313205010232330502013E05010233340501023435050102353605010236370502013905010237380502013E05010238390501023930050201320501023C6E050203E5A5B30501023D36050201790501025E6205020172050203E5A5B3050102616E05020174050102626105010267720501026875050102696B0501026B3E050201620501026E6705020175050201760502017A0501026F6B0501027030050102723E0502016F050102746905010275610502017A050102767A05010279700501027A6805020172050106E5A5B3E8A385050104E8A38572050406050606040606060605060406060506040409060506050906050606060605050605050506060505060605060606050A0805040404040404040404040404040404040404040404040404040404060606040505040505050504050405050405060504050406050405050505050405040404050505040505040505050409');
INSERT INTO "product_index_data" VALUES(687194767361,X'000003D0043030313E010102313E0101033C63680103017101020265780302026B650202026C3E04030169040206E9878DE5BA860103039BB63E0401033D6269030202667204020268670102026B720201035E6B6502020270650201036163740302026F3E010202733E02010362696703010363686F0102027168010202743E030103646173020202696C0102026C3E010102653E0402026461020202653E040202726902020278610301036672650401036730310102013E03010202646C01020268750102027169010202756F010103686730010301640102026F6E010202756F01010369616F010202673E0302026B700202026C690102026E670103020270690201036B6572020202706502020272700201026C3E0103020269610103016E0401036E673E04030168010301710101026F3E010202646901020267750102026E67010102703E0202026564020202696B020103716867010202696E0101037265650402026970020202703E020102733E020102743E030103756F6401030167010103786163030109E5BA86E781ABE9948501030595E696993E010104E696993E010109E781ABE99485E5BA95010109E9878DE5BA86E781AB0102089485E5BA95E696990102039BB63E0400023130010101310101013C0101010101013D0101010101015E02010161010101010162030101630102010164010101016502010101016604010167010201010168010101690101010101016B0201016C010301016E010301016F0101017002010171010101720202010173020101740301017501010178030103E5BA8601030195010103E69699010103E781AB010103E9878D01020294850102029BB6040003323031010102313E0101023C63010201650302016B0202016C040203E9878D0103029BB60401023D6203020166040201680102016B0201025E6B0202017002010261630302016F010201730201026269030102636801020171010201740301026461020201690102016C010102653E04020164020201650402017202020178030102667204010267300102013E030102016401020168010201710102017501010268670102016F010201750101026961010201670302016B0202016C0102016E01030201700201026B6502020170020201720201026C3E0103020169010301026E67010301026F3E01020164010201670102016E010102703E020201650202016902010271680102016901010272650402016902020170020102733E020102743E030102756F0101027861030106E5BA86E781AB01030495E69699010104E696993E010106E781ABE99485010106E9878DE5BA860102059485E5BA950102039BB63E040406050604050505040906060505050605060505060605050605050505050505060605050505050604050506050505060506050506050406040405050505050505060506050505050604060C08070C0C0B06050407070406040505060406040704050504040405040404040604060606050506050504040406050504040405040504040505040405040405040404040505050404040405040405040404050405040406050605040404050404050405040405050505090707090908');
CREATE TABLE 'product_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "product_index_idx" VALUES(1,X'',2);
INSERT INTO "product_index_idx" VALUES(5,X'',2);
CREATE TABLE product_words (id INTEGER PRIMARY KEY NOT NULL, words TEXT NOT NULL) STRICT;
INSERT INTO "product_words" VALUES(1,'<重庆火锅底料> <chongqinghuoguodiliao> <cqhgdl> =hg01> ');
INSERT INTO "product_words" VALUES(2,'<keripikpedas> ^keripik ^pedas =krp> ');
INSERT INTO "product_words" VALUES(3,'<exact> =big> ');
INSERT INTO "product_words" VALUES(4,'<零> <ling> <l> =free> ');
INSERT INTO "product_words" VALUES(5,'<女装rokbatik> ^女装 ^rok ^batik <nvzhuangrokbatik> <nzr> <nuzhuangrokbatik> =yp07> =6901234567892> ');
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
    ;
INSERT INTO "products" VALUES(1,1,4611686018427387904,1,'person-1','HG-01','重庆火锅底料','zh-CN','','39.90','CNY','59.00',12,1,NULL,'','','["/图片/火锅.jpg"]','',NULL,NULL,NULL,'[]','[]','[]','[]',0,NULL,NULL,'','','');
INSERT INTO "products" VALUES(2,1,4611686018427387904,2,'person-1','KRP','Keripik pedas 🌶️','id','','125000','IDR',NULL,NULL,2,NULL,'','','[]','',NULL,NULL,NULL,'[]','[]','[]','[]',0,NULL,NULL,'','','');
INSERT INTO "products" VALUES(3,1,4611686018427387904,3,'person-1','BIG','Exact','en','','12345678901234567890.123456789','USD',NULL,NULL,0,NULL,'','','[]','',NULL,NULL,NULL,'[]','[]','[]','[]',0,NULL,NULL,'','','');
INSERT INTO "products" VALUES(4,1,4611686018427387904,4,'person-1','FREE','零','','','0.00','CNY',NULL,0,0,NULL,'','','[]','',NULL,NULL,NULL,'[]','[]','[]','[]',0,NULL,NULL,'','','');
INSERT INTO "products" VALUES(5,1,4611686018427387904,5,'person-1','YP-07','女装 Rok batik','zh-CN','女装 rok batik 🌶️','129.00','CNY','159.0',7,3,2,'件','6901234567892','["/图片/正面.jpg", "https://example.id/belakang.png"]','双11','99.90','2026-11-11T20:00:00+08:00','2026-11-11T14:30:00+00:00','["手工", "Tulis tangan, “asli”"]','[["Ukuran", "M: 38"], ["颜色", ""]]','[["会褪色吗？", "不会 | tidak"]]','["wol"]',12,'重庆德庄','2026-11-01','Ibu Ratna','检测报告 2026-117','only
for me');
CREATE TABLE pronunciations (
            person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
            word TEXT NOT NULL,
            language TEXT NOT NULL,
            spoken TEXT NOT NULL,
            PRIMARY KEY (person_id, word, language)
        ) STRICT
        ;
INSERT INTO "pronunciations" VALUES('person-1','COD','id','bayar di tempat');
INSERT INTO "pronunciations" VALUES('person-1','小面 🌶️','','xiao mian');
CREATE TABLE scenes (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "scenes" VALUES('close','person-1',0,'近景');
INSERT INTO "scenes" VALUES('away','person-1',1,'Kembali sebentar lagi');
INSERT INTO "scenes" VALUES('empty','person-1',2,'空');
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
    ;
INSERT INTO "sessions" VALUES('session-1','person-1','小红 🌶️','2026-11-11T12:00:00.000000+00:00','2026-11-11T14:30:00.250000+00:00','2026-11-11T14:30:00.250000+00:00',0,0,'["抖音", "Toko Ibu 🛍️"]','双11',1200,3,1,3.5);
CREATE TABLE settings (
        scope TEXT NOT NULL,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (scope, owner, name)
    ) STRICT
    ;
INSERT INTO "settings" VALUES('show','5a2b8473f06c40d689c1aa62d22f88dc','fade_s','0.75');
INSERT INTO "settings" VALUES('person','person-1','language','"zh_CN"');
INSERT INTO "settings" VALUES('machine','','recording_folder','"/录像"');
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
    ;
INSERT INTO "showings" VALUES('session-1','person-1','2026-11-11T12:05:00.000000+00:00','2026-11-11T12:09:00.000000+00:00','HG-01','重庆火锅底料','zh-CN','39.90','CNY');
CREATE TABLE shows (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        title TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "shows" VALUES('5a2b8473f06c40d689c1aa62d22f88dc','person-1','','2026-11-29T14:43:22.426690+00:00');
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
    ;
INSERT INTO "sound_sources" VALUES('mic','person-1',0,'麦克风','microphone','',-3.5,0,0,1,1,-14.25);
INSERT INTO "sound_sources" VALUES('music','person-1',1,'Musik','file','/musik/lagu.ogg',-18.0,1,1,0,0,0.0);
CREATE TABLE suppliers (
        id INTEGER PRIMARY KEY NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER NOT NULL,
        name TEXT NOT NULL,
        contact TEXT NOT NULL,
        UNIQUE (name, since)
    ) STRICT
    ;
INSERT INTO "suppliers" VALUES(1,1,4611686018427387904,'重庆德庄','微信 dezhuang-01');
CREATE TABLE targets (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT REFERENCES persons (id) ON DELETE CASCADE,
        amount TEXT NOT NULL,
        currency TEXT NOT NULL,
        begins TEXT NOT NULL,
        ends TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "targets" VALUES('target-1','person-1','5000000','IDR','2026-11-01','2026-11-30');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX shows_of_person ON shows (person_id);
CREATE INDEX picture_sources_of_person ON picture_sources (person_id);
CREATE INDEX sound_sources_of_person ON sound_sources (person_id);
CREATE INDEX scenes_of_person ON scenes (person_id);
CREATE INDEX placements_of_person ON placements (person_id);
CREATE INDEX placements_of_scene ON placements (scene_id);
CREATE INDEX placements_of_source ON placements (source_id);
CREATE INDEX products_by_slot ON products (slot) WHERE slot <> 0;
CREATE INDEX products_by_gtin ON products (gtin) WHERE gtin <> '';
CREATE INDEX products_by_words ON products (words_id);
CREATE INDEX products_of_person ON products (person_id);
CREATE INDEX sessions_by_time ON sessions (began);
CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX showings_of_person ON showings (person_id);
CREATE INDEX faults_of_session ON faults (session_id);
CREATE INDEX faults_of_person ON faults (person_id);
CREATE INDEX order_imports_of_person ON order_imports (person_id);
CREATE UNIQUE INDEX orders_by_number ON orders (number, code) WHERE number <> '';
CREATE INDEX orders_by_time ON orders (at);
CREATE INDEX orders_of_session ON orders (session_id);
CREATE INDEX orders_of_person ON orders (person_id);
CREATE INDEX orders_of_import ON orders (import_id);
CREATE VIEW sold AS SELECT orders.*, orders.rowid AS place FROM orders
    WHERE import_id IS NULL OR import_id IN (SELECT id FROM order_imports WHERE is_live = 1);
CREATE INDEX targets_of_person ON targets (person_id);
COMMIT;
PRAGMA writable_schema = ON;
INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', 'product_index', 'product_index', 0, 'CREATE VIRTUAL TABLE product_index USING fts5 (
        grams, content = '''', columnsize = 0, detail = none, prefix = ''1 2'',
        tokenize = "ascii tokenchars ''<^=>''"
    )');
