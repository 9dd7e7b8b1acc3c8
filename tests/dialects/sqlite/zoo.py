"""The zoo: CREATE TABLE and CREATE INDEX statements in every shape that SQLite's grammar allows."""

from __future__ import annotations

TABLES = [
    "CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT)",
    "CREATE TABLE untyped (a, b, c DEFAULT 1)",
    "CREATE TABLE odd_types (a VARYING CHARACTER(255), b DECIMAL(10,5), c  double   precision,"
    " d 'quoted type', e [bracketed type], f UNSIGNED BIG INT NOT NULL, g long long int)",
    'CREATE TABLE "quoted ""table""" ("a ""b" TEXT, [c d] INT, `e``f` REAL, \'g h\' BLOB)',
    "CREATE TABLE keys (a INT, b INT, c INT, PRIMARY KEY (a, b), UNIQUE (c), UNIQUE (b, c))",
    "CREATE TABLE named (a INT CONSTRAINT nn NOT NULL CONSTRAINT d DEFAULT 5, b INT,"
    " CONSTRAINT pk PRIMARY KEY (a), CONSTRAINT uq UNIQUE (b), CONSTRAINT ck CHECK (a > b))",
    "CREATE TABLE no_commas (a INT, b INT, CHECK (a > 0) UNIQUE (a) CONSTRAINT x CHECK (b > 0)"
    " FOREIGN KEY (b) REFERENCES plain (id))",
    "CREATE TABLE counted (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, a)",
    "CREATE TABLE counted_below (id INTEGER, a, PRIMARY KEY (id AUTOINCREMENT))",
    "CREATE TABLE downwards (id INTEGER PRIMARY KEY DESC, a)",
    "CREATE TABLE downwards_below (id INTEGER, a, PRIMARY KEY (id DESC))",
    "CREATE TABLE conflicts (a INT PRIMARY KEY ON CONFLICT REPLACE, b INT NOT NULL ON CONFLICT"
    " IGNORE, c INT UNIQUE ON CONFLICT FAIL, d INT, UNIQUE (d) ON CONFLICT ROLLBACK,"
    " CHECK (d > 0) ON CONFLICT ABORT)",
    "CREATE TABLE defaults (a DEFAULT 'it''s', b DEFAULT -1, c DEFAULT +2.5e3, d DEFAULT (1 + 2),"
    " e DEFAULT CURRENT_TIMESTAMP, f DEFAULT NULL, g DEFAULT x'00ff', h DEFAULT word,"
    " i DEFAULT \"quoted\", j DEFAULT true, k DEFAULT (datetime('now', 'localtime')),"
    " l DEFAULT 0xff, m INT DEFAULT (5) NOT NULL)",
    "CREATE TABLE generated (a INT, b INT GENERATED ALWAYS AS (a * 2) VIRTUAL, c AS (a + b) STORED,"
    " d INT AS (a) NOT NULL, e GENERATED ALWAYS AS (abs(a)))",
    'CREATE TABLE collations (a TEXT COLLATE NOCASE, b TEXT COLLATE "RTRIM" NOT NULL,'
    " c TEXT NOT NULL COLLATE BINARY, UNIQUE (a COLLATE BINARY, b))",
    "CREATE TABLE rowless (a TEXT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID",
    "CREATE TABLE strict (a INTEGER PRIMARY KEY, b ANY, c BLOB) STRICT",
    "CREATE TABLE both (a TEXT PRIMARY KEY, b INT) STRICT, WITHOUT ROWID",
    "CREATE TABLE strict_key (a TEXT PRIMARY KEY, b INT) STRICT",
    "CREATE TABLE references_all (a INT REFERENCES plain, b INT REFERENCES plain(id) ON DELETE"
    " CASCADE ON UPDATE SET NULL, c INT REFERENCES PLAIN(ID) MATCH FULL DEFERRABLE INITIALLY"
    " DEFERRED, d INT REFERENCES plain ON DELETE NO ACTION NOT NULL, e INT, f INT,"
    " CONSTRAINT fk FOREIGN KEY (e, f) REFERENCES keys (a, b) ON DELETE SET DEFAULT ON UPDATE"
    " RESTRICT NOT DEFERRABLE, FOREIGN KEY (F, E) REFERENCES keys DEFERRABLE)",
    "CREATE TABLE deferred_apart (a INT REFERENCES plain(id) NOT NULL DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE selfish (id INTEGER PRIMARY KEY, parent INT REFERENCES selfish (id) ON DELETE"
    " CASCADE)",
    "CREATE TABLE commented (\n  -- the first\n  a INT, -- of a\n  /* before b, with , and ) */ b INT"
    " -- after b\n  , c INT /* c */,\n  CHECK (a > 0) -- the last, really)\n)",
    "CREATE TABLE nested (a TEXT CHECK (length(a) < 10 AND (a IN ('x,y', ')', '(') OR a = ')')))",
    'CREATE TABLE keywords ("order" INT, "check" INT, [primary] INT, `unique` INT, key INT,'
    ' rowid TEXT, abort INT, "constraint" INT, UNIQUE ("order", [primary]))',
    'CREATE TABLE unicode ("größe" INT, имя TEXT, CHECK (größe > 0))',
    "CREATE TABLE spaced(a\tINT\n,\n\nb\tINT)",
    "CREATE TABLE /* TABLE x ( */ headed -- TABLE y (\n (a INT, CONSTRAINT -- of\n c /* , */ CHECK (a > 0))",
    "CREATE TABLE always (a INT GENERATED ALWAYS AS (1), generated INT, always TEXT)",
    "create table lower (id integer primary key autoincrement not null, x varchar(10) not null"
    " unique default 'a' check (x <> '') references plain(id))",
    "CREATE TABLE nothing_after (a INT CONSTRAINT lonely)",
    "CREATE TABLE null_word (a INT NULL, b TEXT NULL ON CONFLICT IGNORE DEFAULT 'x')",
    "CREATE TABLE percent (a TEXT DEFAULT '100%', b TEXT CHECK (b LIKE '%x%:y'))",
]

INDEXES = [
    "CREATE INDEX simple ON plain (name)",
    "CREATE UNIQUE INDEX un ON plain (name, id)",
    "CREATE INDEX down ON plain (name COLLATE NOCASE DESC, id ASC)",
    "CREATE INDEX expr ON plain (lower(name), (id + 1) DESC)",
    "CREATE INDEX part ON plain (id) WHERE name IS NOT NULL AND (id > 5)",
    'CREATE UNIQUE INDEX "odd index" ON "keywords" ("order", [primary] DESC)',
    "CREATE INDEX /* ON x */ noted -- ON y (\n ON /* z */ plain /* ( */ (name, id)",
    "CREATE INDEX col_text ON plain (name || ',' || ')')",
]
