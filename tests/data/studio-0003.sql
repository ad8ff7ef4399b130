BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'studio','0001 first schema','2026-11-29 01:37:18.909865+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'studio','0002 keys','2026-11-29 01:37:18.910039+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'studio','0003 pronunciations','2026-11-29 01:37:18.910170+00:00');
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
CREATE TABLE keys (
            person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
            command TEXT NOT NULL,
            keys TEXT NOT NULL,
            PRIMARY KEY (person_id, command)
        ) STRICT
        ;
INSERT INTO "keys" VALUES('person-1','card.hide','');
INSERT INTO "keys" VALUES('person-1','sound.mute','F8');
CREATE TABLE persons (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "persons" VALUES('person-1','小红 🌶️','2026-11-29T01:37:18.910368+00:00');
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
    ;
INSERT INTO "products" VALUES('HG-01','person-1','重庆火锅底料','zh-CN','39.90','CNY','59.00',12,1,'/图片/火锅.jpg');
INSERT INTO "products" VALUES('KRP','person-1','Keripik pedas 🌶️','id','125000','IDR',NULL,NULL,2,'');
INSERT INTO "products" VALUES('BIG','person-1','Exact','en','12345678901234567890.123456789','USD',NULL,NULL,0,'');
INSERT INTO "products" VALUES('FREE','person-1','零','','0.00','CNY',NULL,0,0,'');
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
CREATE TABLE settings (
        scope TEXT NOT NULL,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (scope, owner, name)
    ) STRICT
    ;
INSERT INTO "settings" VALUES('show','3dbd4d2848fb4bcd988cbb15318f646f','fade_s','0.75');
INSERT INTO "settings" VALUES('person','person-1','language','"zh_CN"');
INSERT INTO "settings" VALUES('machine','','recording_folder','"/录像"');
CREATE TABLE shows (
        id TEXT PRIMARY KEY NOT NULL,
        person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
        title TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "shows" VALUES('3dbd4d2848fb4bcd988cbb15318f646f','person-1','','2026-11-29T01:37:18.910520+00:00');
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
CREATE INDEX products_of_person ON products (person_id);
COMMIT;
