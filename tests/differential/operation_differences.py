"""Lists the reasons why our SQL differs from the reference tool's.

The rows are in ``golden/``: a file for each database, in it each case with the reference tool's
SQL, ours, and the names of the reasons.
"""

from __future__ import annotations

from autodiff.frozen import frozen

ALL = ("sqlite", "postgresql", "mysql", "mssql", "oracle")
SQLITE, POSTGRESQL, MYSQL, MSSQL, ORACLE = ((name,) for name in ALL)


@frozen
class Difference:
    """A reason, which rows give for their difference, and why ours is better."""

    name: str
    why: str
    dialects: tuple[str, ...]
    """The databases where it may be given."""
    theirs: tuple[str, ...] = ()
    """Words, one of which stands in the reference tool's SQL wherever the reason is given."""
    ours: tuple[str, ...] = ()
    """The same, for our SQL."""


REFUSED = ("fails: OperationUnsupported",)
"""Where neither tool can: the only reasons that may be given for an error of ours."""


DIFFERENCES = (
    Difference(
        "a value in a WHERE",
        "Offline, every value of a SQLAlchemy statement is written out. Theirs leaves a "
        "parameter that nobody fills, so that its script does not run.",
        ALL,
        theirs=("=%(id_1)s", "=:id_1", "=%s", "=?"),
        ours=("=3",),
    ),
    Difference(
        "an expression in parentheses",
        "An expression stands in parentheses in an index. PostgreSQL and MySQL demand "
        "them for all expressions except calls, and MySQL (8.0.13) for calls too.",
        ALL,
        theirs=("(lower(mail))",),
        ours=("((lower(mail)))",),
    ),
    Difference(
        "immediate is the default",
        "INITIALLY IMMEDIATE is the default. What is not stated is not compared either.",
        POSTGRESQL + MYSQL + ORACLE,
        theirs=("INITIALLY IMMEDIATE",),
    ),
    Difference(
        "identity options in the order of the standard",
        "START WITH comes before INCREMENT BY, the order in which servers return them.",
        POSTGRESQL + ORACLE,
        theirs=("(INCREMENT BY 2 START WITH 5)",),
        ours=("(START WITH 5 INCREMENT BY 2)",),
    ),
    Difference(
        "an identity column is not null",
        "An identity column is always NOT NULL. It is written, so that the script and the "
        "catalog agree.",
        POSTGRESQL + ORACLE,
        ours=(
            "AS IDENTITY NOT NULL",
            "AS IDENTITY(START WITH 5 INCREMENT BY 2)NOT NULL",
        ),
    ),
    Difference(
        "one ALTER TABLE",
        "All changes of one call go into one statement: the table is locked, and "
        "rewritten, only once.",
        POSTGRESQL + MYSQL,
        theirs=("ALTER TABLE",),
        ours=("ALTER TABLE",),
    ),
    # --- PostgreSQL
    Difference(
        "RENAME COLUMN said in full",
        "The same statement, with the optional word COLUMN, which distinguishes a column "
        "from a constraint.",
        POSTGRESQL,
        theirs=("RENAME ",),
        ours=("RENAME COLUMN ",),
    ),
    Difference(
        "the sequence of a new identity starts behind the rows",
        "Existing rows keep their numbers. Without setval, the first insert fails on a "
        "duplicate number.",
        POSTGRESQL,
        theirs=("ADD GENERATED",),
        ours=("setval",),
    ),
    Difference(
        "INCLUDE of columns that are only named",
        "Theirs fails with a KeyError: it does not know the included column.",
        POSTGRESQL,
        theirs=("fails: KeyError",),
        ours=("INCLUDE",),
    ),
    # --- MySQL
    Difference(
        "an index by ALTER TABLE",
        "The server does the same for both. As a part of ALTER TABLE, it is combined with "
        "other changes of a batch.",
        MYSQL,
        theirs=("CREATE INDEX", "CREATE UNIQUE INDEX", "CREATE FULLTEXT INDEX"),
        ours=(" ADD INDEX", " ADD UNIQUE INDEX", " ADD FULLTEXT INDEX"),
    ),
    Difference(
        "an index with its column by ALTER TABLE",
        "Column and index are created in one statement, which locks the table once.",
        MYSQL,
        ours=("ADD COLUMN c INTEGER,ADD INDEX",),
    ),
    Difference(
        "an index dropped by ALTER TABLE",
        "The same for DROP INDEX.",
        MYSQL,
        theirs=("DROP INDEX",),
        ours=("ALTER TABLE users DROP INDEX", "ALTER TABLE sales.users DROP INDEX"),
    ),
    Difference(
        "drops in one ALTER TABLE",
        "Index and column are dropped in one statement.",
        MYSQL,
        ours=("DROP INDEX users_age_ix,DROP COLUMN born",),
    ),
    Difference(
        "a method in capitals",
        "USING BTREE is what SHOW CREATE TABLE says.",
        MYSQL,
        theirs=("USING btree",),
        ours=("USING BTREE",),
    ),
    Difference(
        "MODIFY COLUMN said in full",
        "The same statement.",
        MYSQL,
        theirs=("MODIFY ", "CHANGE "),
        ours=("MODIFY COLUMN ",),
    ),
    Difference(
        "NULL goes without saying",
        "A column may be NULL by default. Only TIMESTAMP on old servers is NOT NULL by "
        "default, and there NULL is written.",
        MYSQL,
        theirs=(" NULL", ")NULL"),
    ),
    Difference(
        "spaces left by NULL",
        "Follows from the difference above.",
        MYSQL,
        theirs=(" NULL", ")NULL"),
    ),
    Difference(
        "CHANGE for a column that keeps its name",
        "MODIFY is enough if the name stays the same.",
        MYSQL,
        theirs=("CHANGE born born",),
        ours=("MODIFY COLUMN born",),
    ),
    Difference(
        "RENAME COLUMN",
        "RENAME COLUMN keeps all attributes of the column. CHANGE restates the column, "
        "and what the script does not repeat (comment, default, AUTO_INCREMENT) is lost.",
        MYSQL,
        theirs=("CHANGE ",),
        ours=("RENAME COLUMN ",),
    ),
    Difference(
        "a default with the whole column",
        "MODIFY with an unchanged type changes only the catalog, like SET DEFAULT, and "
        "accepts expressions on every version.",
        MYSQL,
        theirs=("ALTER COLUMN", "MODIFY"),
        ours=("MODIFY",),
    ),
    Difference(
        "no guard that MySQL does not have",
        "IF EXISTS on columns and indexes exists only in MariaDB. For MySQL, autodiff "
        "looks at the table's state instead.",
        MYSQL,
        theirs=("IF EXISTS ", "IF NOT EXISTS "),
    ),
    Difference(
        "RENAME TABLE",
        "The same for one table. With a schema, it also moves the table.",
        MYSQL,
        theirs=(" RENAME TO ",),
        ours=("RENAME TABLE ",),
    ),
    Difference(
        "COMMENT with its sign",
        "Written as in SHOW CREATE TABLE.",
        MYSQL,
        theirs=("COMMENT '",),
        ours=("COMMENT='",),
    ),
    Difference(
        "options of a table as the server says them",
        "Without spaces and with one name for each option, so that two spellings are not "
        "a difference.",
        MYSQL,
        theirs=("ENGINE=InnoDB",),
        ours=("ENGINE=InnoDB",),
    ),
    Difference(
        "now() without parentheses",
        "DEFAULT now() is the one call that needs no parentheses, on every version.",
        MYSQL,
        theirs=("DEFAULT(now())",),
        ours=("DEFAULT now()",),
    ),
    Difference(
        "a CHECK dropped by DROP CONSTRAINT",
        "MySQL 8.0.19 and MariaDB have it. Only MySQL has DROP CHECK.",
        MYSQL,
        ours=("DROP CONSTRAINT users_age_ck",),
    ),
    Difference(
        "a constraint whose sort is not said",
        "The table's state tells what kind of constraint it is. Theirs requires it in the "
        "script.",
        MYSQL,
        theirs=("fails: NotImplementedError",),
    ),
    Difference(
        "what MySQL does not have",
        "Deferral and MATCH are left out. With them, the server refuses the statement, or "
        "ignores the actions next to them. Theirs fails or sends them all the same.",
        MYSQL,
        theirs=("DEFERRABLE", "fails: CompileError"),
    ),
    Difference(
        "a primary key has no name",
        "MySQL calls each one PRIMARY and ignores the name in the script.",
        MYSQL,
        theirs=("CONSTRAINT t_pk PRIMARY KEY",),
        ours=(",PRIMARY KEY",),
    ),
    Difference(
        "an index inside its table",
        "One statement creates both. If it fails, no table without its index is left "
        "behind.",
        MYSQL,
        theirs=("CREATE INDEX ix_t_a",),
        ours=("INDEX ix_t_a(a)",),
    ),
    # --- SQLite
    Difference(
        "a rebuild where SQLite cannot alter",
        "Theirs refuses, or sends SQL that SQLite cannot parse. Ours rebuilds the table "
        "from its stored SQL and keeps everything else.",
        SQLITE,
        ours=("_autodiff_new_",),
    ),
    Difference(
        "comments",
        "SQLite has no comments. Theirs fails, ours leaves them out.",
        SQLITE,
        theirs=("fails: UnsupportedCompilationError", "COMMENT", "(no statement)"),
    ),
    # --- SQL Server
    Difference(
        "words of this decade",
        "Without a server, theirs writes for SQL Server 2005: DATETIME for a date, TEXT "
        "and IMAGE. Ours writes DATE, TIME, VARCHAR(max) and VARBINARY(max).",
        MSSQL,
        theirs=("DATETIME", "TEXT", "IMAGE"),
        ours=(" DATE", "(max)"),
    ),
    Difference(
        "comments of SQL Server",
        "Theirs crashes offline if the schema is not stated, and adds a comment where one "
        "exists, which the server refuses.",
        MSSQL,
        theirs=(
            "fails: AttributeError",
            "fails: AssertionError",
            "sp_addextendedproperty",
        ),
        ours=(
            "sp_addextendedproperty",
            "sp_updateextendedproperty",
            "sp_dropextendedproperty",
        ),
    ),
    Difference(
        "guards of SQL Server",
        "IF NOT EXISTS is not in its grammar. Theirs leaves the guard out, or sends SQL "
        "that the server cannot parse.",
        MSSQL,
        ours=("IF ",),
    ),
    Difference(
        "names nobody chose",
        "Ours drops all constraints that it finds, and it is no error if there are none. "
        "The variable is long enough for any name.",
        MSSQL,
        theirs=("declare @const_name varchar(256)",),
        ours=("DECLARE @drop nvarchar(max)",),
    ),
    Difference(
        "foreign keys nobody named",
        "The same for all foreign keys of the column.",
        MSSQL,
        theirs=("foreign_key_columns",),
        ours=("foreign_key_columns",),
    ),
    Difference(
        "no default to drop",
        "If it is certain that the column has no default, none is looked up.",
        MSSQL,
        theirs=("default_constraints",),
        ours=("ADD DEFAULT 7",),
    ),
    Difference(
        "what SQL Server does not have",
        "Deferral and MATCH are left out, because the server cannot parse them.",
        MSSQL,
        theirs=("DEFERRABLE", "MATCH FULL"),
    ),
    Difference(
        "rows with their own numbers",
        "IDENTITY_INSERT is set only if the table has an IDENTITY. Otherwise the server "
        "refuses it.",
        MSSQL,
        theirs=("SET IDENTITY_INSERT",),
        ours=("IF OBJECTPROPERTY(",),
    ),
    # --- Oracle
    Difference(
        "one MODIFY",
        "Each DDL statement of Oracle commits, so changes that belong together go into "
        "one statement, such as a type and the default that fits it.",
        ORACLE,
        theirs=("MODIFY",),
        ours=("MODIFY", "RENAME"),
    ),
    Difference(
        "computed columns are virtual",
        "Oracle stores none. Theirs fails if the script says persisted.",
        ORACLE,
        theirs=("fails: CompileError",),
        ours=("VIRTUAL",),
    ),
    Difference(
        "guards of Oracle",
        "Oracle has IF NOT EXISTS for indexes from 23ai on. Theirs leaves it out, and "
        "fails if the index exists.",
        ORACLE,
        ours=("INDEX IF NOT EXISTS",),
    ),
    Difference(
        "MATCH on Oracle",
        "Oracle has no MATCH. Theirs fails on the server.",
        ORACLE,
        theirs=("MATCH FULL",),
    ),
    # --- refused by both
    Difference(
        "identity of a column that is there",
        "Neither tool can do it. Ours says what to do.",
        SQLITE + MYSQL + MSSQL,
        theirs=("fails: ",),
        ours=REFUSED,
    ),
    Difference(
        "EXCLUDE elsewhere than on PostgreSQL",
        "Neither tool can do it. Ours says what to do.",
        SQLITE + MYSQL + MSSQL + ORACLE,
        theirs=("fails: ",),
        ours=REFUSED,
    ),
)
