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
        "Offline, every value of a SQLAlchemy statement is written out; theirs leaves a "
        "parameter that nobody fills, so that its script does not run.",
        ALL,
        theirs=("=%(id_1)s", "=:id_1", "=%s", "=?"),
        ours=("=3",),
    ),
    Difference(
        "an expression in parentheses",
        "An expression stands in parentheses in an index: PostgreSQL and MySQL demand them "
        "for all but calls, and MySQL (8.0.13) for calls too.",
        ALL,
        theirs=("(lower(mail))",),
        ours=("((lower(mail)))",),
    ),
    Difference(
        "immediate is the default",
        "INITIALLY IMMEDIATE is what holds where nothing is said; what is not said is not "
        "compared either.",
        POSTGRESQL + MYSQL + ORACLE,
        theirs=("INITIALLY IMMEDIATE",),
    ),
    Difference(
        "identity options in the order of the standard",
        "START WITH before INCREMENT BY, the order in which servers give them back.",
        POSTGRESQL + ORACLE,
        theirs=("(INCREMENT BY 2 START WITH 5)",),
        ours=("(START WITH 5 INCREMENT BY 2)",),
    ),
    Difference(
        "an identity column is not null",
        "It cannot be otherwise; said, so that the script and the catalog agree.",
        POSTGRESQL + ORACLE,
        ours=(
            "AS IDENTITY NOT NULL",
            "AS IDENTITY(START WITH 5 INCREMENT BY 2)NOT NULL",
        ),
    ),
    Difference(
        "one ALTER TABLE",
        "Changes of one call go together: the table is locked, and rewritten, once.",
        POSTGRESQL + MYSQL,
        theirs=("ALTER TABLE",),
        ours=("ALTER TABLE",),
    ),
    # --- PostgreSQL
    Difference(
        "RENAME COLUMN said in full",
        "The same statement, with the word that tells a column from a constraint.",
        POSTGRESQL,
        theirs=("RENAME ",),
        ours=("RENAME COLUMN ",),
    ),
    Difference(
        "the sequence of a new identity starts behind the rows",
        "Rows that are there keep their numbers; without setval the first insert collides.",
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
        "The server does the same for both; as a part of ALTER TABLE it joins other changes "
        "of a batch.",
        MYSQL,
        theirs=("CREATE INDEX", "CREATE UNIQUE INDEX", "CREATE FULLTEXT INDEX"),
        ours=(" ADD INDEX", " ADD UNIQUE INDEX", " ADD FULLTEXT INDEX"),
    ),
    Difference(
        "an index with its column by ALTER TABLE",
        "Column and index come in one statement, which locks the table once.",
        MYSQL,
        ours=("ADD COLUMN c INTEGER,ADD INDEX",),
    ),
    Difference(
        "an index dropped by ALTER TABLE",
        "As above, for DROP INDEX.",
        MYSQL,
        theirs=("DROP INDEX",),
        ours=("ALTER TABLE users DROP INDEX", "ALTER TABLE sales.users DROP INDEX"),
    ),
    Difference(
        "drops in one ALTER TABLE",
        "Index and column go in one statement.",
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
        "A column may be NULL unless it says otherwise; only TIMESTAMP is not so on old "
        "servers, and there it is said.",
        MYSQL,
        theirs=(" NULL", ")NULL"),
    ),
    Difference(
        "spaces left by NULL",
        "Belongs to the one before.",
        MYSQL,
        theirs=(" NULL", ")NULL"),
    ),
    Difference(
        "CHANGE for a column that keeps its name",
        "MODIFY says that the name stays.",
        MYSQL,
        theirs=("CHANGE born born",),
        ours=("MODIFY COLUMN born",),
    ),
    Difference(
        "RENAME COLUMN",
        "The column keeps all that it has; CHANGE restates it, and what the script does not "
        "repeat (comment, default, AUTO_INCREMENT) is lost.",
        MYSQL,
        theirs=("CHANGE ",),
        ours=("RENAME COLUMN ",),
    ),
    Difference(
        "a default with the whole column",
        "MODIFY with a type that stays changes the catalog only, like SET DEFAULT, and takes "
        "expressions on every version.",
        MYSQL,
        theirs=("ALTER COLUMN", "MODIFY"),
        ours=("MODIFY",),
    ),
    Difference(
        "no guard that MySQL does not have",
        "IF EXISTS on columns and indexes is MariaDB's; for MySQL the state is asked.",
        MYSQL,
        theirs=("IF EXISTS ", "IF NOT EXISTS "),
    ),
    Difference(
        "RENAME TABLE",
        "The same for one table; with a schema it moves, too.",
        MYSQL,
        theirs=(" RENAME TO ",),
        ours=("RENAME TABLE ",),
    ),
    Difference(
        "COMMENT with its sign",
        "As SHOW CREATE TABLE says it.",
        MYSQL,
        theirs=("COMMENT '",),
        ours=("COMMENT='",),
    ),
    Difference(
        "options of a table as the server says them",
        "Without spaces and under one name each, so that two spellings are no difference.",
        MYSQL,
        theirs=("ENGINE=InnoDB",),
        ours=("ENGINE=InnoDB",),
    ),
    Difference(
        "now() without parentheses",
        "DEFAULT now() is the one call that needs none, on every version.",
        MYSQL,
        theirs=("DEFAULT(now())",),
        ours=("DEFAULT now()",),
    ),
    Difference(
        "a CHECK dropped by DROP CONSTRAINT",
        "MySQL 8.0.19 and MariaDB have it; DROP CHECK is MySQL's alone.",
        MYSQL,
        ours=("DROP CONSTRAINT users_age_ck",),
    ),
    Difference(
        "a constraint whose sort is not said",
        "The state tells the sort; theirs wants it in the script.",
        MYSQL,
        theirs=("fails: NotImplementedError",),
    ),
    Difference(
        "what MySQL does not have",
        "Deferral and MATCH are left out: with them the server refuses the statement, or "
        "ignores the actions beside them. Theirs fails or sends it all the same.",
        MYSQL,
        theirs=("DEFERRABLE", "fails: CompileError"),
    ),
    Difference(
        "a primary key has no name",
        "MySQL calls each PRIMARY and forgets what the script said.",
        MYSQL,
        theirs=("CONSTRAINT t_pk PRIMARY KEY",),
        ours=(",PRIMARY KEY",),
    ),
    Difference(
        "an index inside its table",
        "One statement: where it fails, no table without its index is left behind.",
        MYSQL,
        theirs=("CREATE INDEX ix_t_a",),
        ours=("INDEX ix_t_a(a)",),
    ),
    # --- SQLite
    Difference(
        "a rebuild where SQLite cannot alter",
        "Theirs refuses, or sends what SQLite cannot read; ours makes the table anew from "
        "its stored SQL and keeps all else.",
        SQLITE,
        ours=("_autodiff_new_",),
    ),
    Difference(
        "comments",
        "SQLite has none; theirs fails, ours does without them.",
        SQLITE,
        theirs=("fails: UnsupportedCompilationError", "COMMENT", "(no statement)"),
    ),
    # --- SQL Server
    Difference(
        "words of this decade",
        "Without a server theirs writes for SQL Server 2005: DATETIME for a date, TEXT and "
        "IMAGE. Ours writes DATE, TIME, VARCHAR(max) and VARBINARY(max).",
        MSSQL,
        theirs=("DATETIME", "TEXT", "IMAGE"),
        ours=(" DATE", "(max)"),
    ),
    Difference(
        "comments of SQL Server",
        "Theirs crashes offline where the schema is not said, and adds a comment where there "
        "is one, which the server refuses.",
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
        "IF NOT EXISTS is not in its grammar; theirs leaves the guard out or sends what the "
        "server cannot read.",
        MSSQL,
        ours=("IF ",),
    ),
    Difference(
        "names nobody chose",
        "All constraints found are dropped, and none is no error; the variable is long enough "
        "for any name.",
        MSSQL,
        theirs=("declare @const_name varchar(256)",),
        ours=("DECLARE @drop nvarchar(max)",),
    ),
    Difference(
        "foreign keys nobody named",
        "As above, for all foreign keys of the column.",
        MSSQL,
        theirs=("foreign_key_columns",),
        ours=("foreign_key_columns",),
    ),
    Difference(
        "no default to drop",
        "The column is known to have none, so none is looked for.",
        MSSQL,
        theirs=("default_constraints",),
        ours=("ADD DEFAULT 7",),
    ),
    Difference(
        "what SQL Server does not have",
        "Deferral and MATCH are left out: the server cannot read them.",
        MSSQL,
        theirs=("DEFERRABLE", "MATCH FULL"),
    ),
    Difference(
        "rows with their own numbers",
        "IDENTITY_INSERT is set only where the table has an IDENTITY: else the server refuses.",
        MSSQL,
        theirs=("SET IDENTITY_INSERT",),
        ours=("IF OBJECTPROPERTY(",),
    ),
    # --- Oracle
    Difference(
        "one MODIFY",
        "Each DDL of Oracle commits, so what belongs together goes in one; and the type "
        "comes with the default that fits it.",
        ORACLE,
        theirs=("MODIFY",),
        ours=("MODIFY", "RENAME"),
    ),
    Difference(
        "computed columns are virtual",
        "Oracle stores none; theirs fails where the script says persisted.",
        ORACLE,
        theirs=("fails: CompileError",),
        ours=("VIRTUAL",),
    ),
    Difference(
        "guards of Oracle",
        "IF NOT EXISTS is there for indexes from 23ai; theirs leaves it out and fails where "
        "the index is there.",
        ORACLE,
        ours=("INDEX IF NOT EXISTS",),
    ),
    Difference(
        "MATCH on Oracle",
        "Oracle has no MATCH: theirs fails on the server.",
        ORACLE,
        theirs=("MATCH FULL",),
    ),
    # --- refused by both
    Difference(
        "identity of a column that is there",
        "Neither can; ours says what to do.",
        SQLITE + MYSQL + MSSQL,
        theirs=("fails: ",),
        ours=REFUSED,
    ),
    Difference(
        "EXCLUDE elsewhere than on PostgreSQL",
        "Neither can; ours says what to do.",
        SQLITE + MYSQL + MSSQL + ORACLE,
        theirs=("fails: ",),
        ours=REFUSED,
    ),
)
