"""Knows where our SQL differs from the reference tool's, and why ours is better."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .operation_sql import Compared, Outcome

Rewrite = Callable[[Compared], Compared]


@dataclass(frozen=True)
class Difference:
    """One listed difference. ``levelled`` takes it out of both outcomes, and leaves alone what it
    is not about.
    """

    name: str
    why: str
    levelled: Rewrite


def explained(case: Compared) -> tuple[Compared, list[str]]:
    """``case`` with all listed differences taken out, and the names of those that were there."""
    hit = []
    for difference in DIFFERENCES:
        if case.same:
            break
        levelled = difference.levelled(case)
        if levelled != case:
            hit.append(difference.name)
            case = levelled
    return case, hit


# --- how differences are taken out ----------------------------------------------------------------


def _agreeing(case: Compared) -> Compared:
    """Both outcomes alike: ours, which is right."""
    return Compared(case.name, case.dialect, case.ours, case.ours)


def _rewritten(outcome: Outcome, pattern: str, words: str) -> Outcome:
    return Outcome(
        tuple(re.sub(pattern, words, each) for each in outcome.statements),
        outcome.error,
    )


def ours(pattern: str, words: str, *dialects: str) -> Rewrite:
    """Ours says ``pattern`` where theirs says ``words``."""

    def levelled(case: Compared) -> Compared:
        if case.dialect not in dialects:
            return case
        mine = _rewritten(case.ours, pattern, words)
        return Compared(case.name, case.dialect, case.theirs, mine)

    return levelled


def theirs(pattern: str, words: str, *dialects: str) -> Rewrite:
    """Theirs says ``pattern`` where ours says ``words``."""

    def levelled(case: Compared) -> Compared:
        if case.dialect not in dialects:
            return case
        other = _rewritten(case.theirs, pattern, words)
        return Compared(case.name, case.dialect, other, case.ours)

    return levelled


def case_of(dialects: str, names: str, ours: str = "", theirs: str = "") -> Rewrite:
    """Cases by dialect and name (patterns), with what each outcome must hold."""

    def levelled(case: Compared) -> Compared:
        fits = (
            re.fullmatch(dialects, case.dialect)
            and re.fullmatch(names, case.name)
            and re.search(ours, _text(case.ours), re.DOTALL)
            and re.search(theirs, _text(case.theirs), re.DOTALL)
        )
        return _agreeing(case) if fits and not case.ours.error else case

    return levelled


def both_refuse(dialects: str, names: str, ours: str) -> Rewrite:
    """Both tools refuse, each in its words."""

    def levelled(case: Compared) -> Compared:
        fits = (
            re.fullmatch(dialects, case.dialect)
            and re.fullmatch(names, case.name)
            and case.theirs.error
            and case.ours.error.startswith(ours)
        )
        agreed = Outcome()
        return Compared(case.name, case.dialect, agreed, agreed) if fits else case

    return levelled


def merged(*dialects: str) -> Rewrite:
    """Theirs sends several ALTER TABLE on one table where ours sends one."""

    def levelled(case: Compared) -> Compared:
        if case.dialect not in dialects:
            return case
        joined = Outcome(tuple(_joined(case.theirs.statements)), case.theirs.error)
        if joined.statements != case.ours.statements:
            return case
        return Compared(case.name, case.dialect, joined, case.ours)

    return levelled


_ALTER = re.compile(r"ALTER TABLE (\S+) (.*)", re.DOTALL)


def _joined(statements: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for each in statements:
        here = _ALTER.fullmatch(each)
        last = _ALTER.fullmatch(found[-1]) if found else None
        if here and last and here[1] == last[1]:
            found[-1] = f"{found[-1]},{here[2]}"
        else:
            found.append(each)
    return found


def _text(outcome: Outcome) -> str:
    return outcome.error or "\n".join(outcome.statements)


# --- the list -------------------------------------------------------------------------------------

DIFFERENCES: list[Difference] = [
    Difference(
        "a value in a WHERE",
        "Offline, every value of a SQLAlchemy statement is written out; theirs leaves a "
        "parameter that nobody fills, so that its script does not run.",
        theirs(
            r"%\(id_1\)s(::INTEGER)?|:id_1|%s|\?",
            "3",
            "postgresql",
            "mysql",
            "mssql",
            "oracle",
            "sqlite",
        ),
    ),
    Difference(
        "an expression in parentheses",
        "An expression stands in parentheses in an index: PostgreSQL and MySQL demand them "
        "for all but calls, and MySQL (8.0.13) for calls too.",
        ours(
            r"\(\(lower\(mail\)\)\)",
            "(lower(mail))",
            "postgresql",
            "mysql",
            "mssql",
            "oracle",
            "sqlite",
        ),
    ),
    Difference(
        "immediate is the default",
        "INITIALLY IMMEDIATE is what holds where nothing is said; what is not said is not "
        "compared either.",
        theirs(r" INITIALLY IMMEDIATE", "", "postgresql", "mysql", "oracle"),
    ),
    Difference(
        "identity options in the order of the standard",
        "START WITH before INCREMENT BY, the order in which servers give them back.",
        theirs(
            r"\(INCREMENT BY 2 START WITH 5\)",
            "(START WITH 5 INCREMENT BY 2)",
            "postgresql",
            "oracle",
        ),
    ),
    Difference(
        "an identity column is not null",
        "It cannot be otherwise; said, so that the script and the catalog agree.",
        ours(
            r"(AS IDENTITY(?:\([^)]*\))?)NOT NULL|(AS IDENTITY) NOT NULL",
            r"\1\2",
            "postgresql",
            "oracle",
        ),
    ),
    Difference(
        "one ALTER TABLE",
        "Changes of one call go together: the table is locked, and rewritten, once.",
        merged("postgresql", "mysql"),
    ),
    # --- PostgreSQL
    Difference(
        "RENAME COLUMN said in full",
        "The same statement, with the word that tells a column from a constraint.",
        ours(r"RENAME COLUMN ", "RENAME ", "postgresql"),
    ),
    Difference(
        "the sequence of a new identity starts behind the rows",
        "Rows that are there keep their numbers; without setval the first insert collides.",
        case_of("postgresql", "becomes identity", "setval", "ADD GENERATED"),
    ),
    Difference(
        "INCLUDE of columns that are only named",
        "Theirs fails with a KeyError: it does not know the included column.",
        case_of("postgresql", "unique, include", "INCLUDE", "KeyError"),
    ),
    # --- MySQL
    Difference(
        "an index by ALTER TABLE",
        "The server does the same for both; as a part of ALTER TABLE it joins other changes "
        "of a batch.",
        ours(
            r"^ALTER TABLE (\S+) ADD (UNIQUE |FULLTEXT )?INDEX ([^ (]+)\(",
            r"CREATE \2INDEX \3 ON \1(",
            "mysql",
        ),
    ),
    Difference(
        "an index with its column by ALTER TABLE",
        "Column and index come in one statement, which locks the table once.",
        case_of("mysql", "add column, index|batch", r"ADD COLUMN c INTEGER,ADD INDEX"),
    ),
    Difference(
        "an index dropped by ALTER TABLE",
        "As above, for DROP INDEX.",
        ours(r"^ALTER TABLE (\S+) DROP INDEX (\S+)$", r"DROP INDEX \2 ON \1", "mysql"),
    ),
    Difference(
        "drops in one ALTER TABLE",
        "Index and column go in one statement.",
        case_of("mysql", "batch, drops", r"DROP INDEX users_age_ix,DROP COLUMN born"),
    ),
    Difference(
        "a method in capitals",
        "USING BTREE is what SHOW CREATE TABLE says.",
        theirs(r"USING btree", "USING BTREE", "mysql"),
    ),
    Difference(
        "MODIFY COLUMN said in full",
        "The same statement.",
        ours(r"MODIFY COLUMN ", "MODIFY ", "mysql"),
    ),
    Difference(
        "NULL goes without saying",
        "A column may be NULL unless it says otherwise; only TIMESTAMP is not so on old "
        "servers, and there it is said.",
        theirs(r"(?<!NOT )\bNULL(?= DEFAULT| COMMENT|$)|(?<=\))NULL", "", "mysql"),
    ),
    Difference(
        "spaces left by NULL",
        "Belongs to the one before.",
        theirs(r" +(?=$| DEFAULT| COMMENT)|(?<=\)) +", "", "mysql"),
    ),
    Difference(
        "CHANGE for a column that keeps its name",
        "MODIFY says that the name stays.",
        theirs(r"CHANGE born born", "MODIFY born", "mysql"),
    ),
    Difference(
        "RENAME COLUMN",
        "The column keeps all that it has; CHANGE restates it, and what the script does not "
        "repeat (comment, default, AUTO_INCREMENT) is lost.",
        case_of("mysql", "rename column.*|type and rename", "RENAME COLUMN", "CHANGE"),
    ),
    Difference(
        "a default with the whole column",
        "MODIFY with a type that stays changes the catalog only, like SET DEFAULT, and takes "
        "expressions on every version.",
        case_of("mysql", "default.*", "MODIFY", "ALTER COLUMN|MODIFY"),
    ),
    Difference(
        "no guard that MySQL does not have",
        "IF EXISTS on columns and indexes is MariaDB's; for MySQL the state is asked.",
        theirs(r"IF (NOT )?EXISTS (?=c |born|users_age_ix|ix)", "", "mysql"),
    ),
    Difference(
        "RENAME TABLE",
        "The same for one table; with a schema it moves, too.",
        case_of("mysql", "rename table.*", "RENAME TABLE", "RENAME TO"),
    ),
    Difference(
        "COMMENT with its sign",
        "As SHOW CREATE TABLE says it.",
        ours(r"COMMENT='", "COMMENT '", "mysql"),
    ),
    Difference(
        "options of a table as the server says them",
        "Without spaces and under one name each, so that two spellings are no difference.",
        case_of(
            "mysql", "create table, mysql options", "ENGINE=InnoDB", "ENGINE=InnoDB"
        ),
    ),
    Difference(
        "now() without parentheses",
        "DEFAULT now() is the one call that needs none, on every version.",
        theirs(r"DEFAULT\(now\(\)\)", "DEFAULT now()", "mysql"),
    ),
    Difference(
        "a CHECK dropped by DROP CONSTRAINT",
        "MySQL 8.0.19 and MariaDB have it; DROP CHECK is MySQL's alone.",
        ours(r"DROP CONSTRAINT users_age_ck", "DROP CHECK users_age_ck", "mysql"),
    ),
    Difference(
        "a constraint whose sort is not said",
        "The state tells the sort; theirs wants it in the script.",
        case_of("mysql", "drop constraint of some sort", "", "NotImplementedError"),
    ),
    Difference(
        "what MySQL does not have",
        "Deferral and MATCH are left out: with them the server refuses the statement, or "
        "ignores the actions beside them. Theirs fails or sends it all the same.",
        case_of(
            "mysql",
            ".*(deferred|match|immediate|deferrable).*",
            "",
            "DEFERRABLE|CompileError",
        ),
    ),
    Difference(
        "a primary key has no name",
        "MySQL calls each PRIMARY and forgets what the script said.",
        theirs(r"CONSTRAINT t_pk PRIMARY KEY", "PRIMARY KEY", "mysql"),
    ),
    Difference(
        "an index inside its table",
        "One statement: where it fails, no table without its index is left behind.",
        case_of("mysql", "create table, index", "INDEX ix_t_a"),
    ),
    # --- SQLite
    Difference(
        "a rebuild where SQLite cannot alter",
        "Theirs refuses, or sends what SQLite cannot read; ours makes the table anew from "
        "its stored SQL and keeps all else.",
        case_of("sqlite", ".*", "_autodiff_new_", ""),
    ),
    Difference(
        "comments",
        "SQLite has none; theirs fails, ours does without them.",
        case_of(
            "sqlite",
            "comment.*|.*table comment.*|.*comments",
            "",
            "UnsupportedCompilationError|COMMENT|^$",
        ),
    ),
    # --- SQL Server
    Difference(
        "words of this decade",
        "Without a server theirs writes for SQL Server 2005: DATETIME for a date, TEXT and "
        "IMAGE. Ours writes DATE, TIME, VARCHAR(max) and VARBINARY(max).",
        case_of(
            "mssql",
            "create table, (all|things|types).*|type and.*",
            r"DATE\b|max",
            "DATETIME|TEXT|IMAGE",
        ),
    ),
    Difference(
        "comments of SQL Server",
        "Theirs crashes offline where the schema is not said, and adds a comment where there "
        "is one, which the server refuses.",
        case_of(
            "mssql",
            ".*comment.*",
            "sp_(add|update|drop)extendedproperty",
            "Error|sp_addextendedproperty",
        ),
    ),
    Difference(
        "guards of SQL Server",
        "IF NOT EXISTS is not in its grammar; theirs leaves the guard out or sends what the "
        "server cannot read.",
        case_of("mssql", ".*if not exists", r"^IF "),
    ),
    Difference(
        "names nobody chose",
        "All constraints found are dropped, and none is no error; the variable is long enough "
        "for any name.",
        theirs(
            r"declare @const_name varchar\(256\)select @const_name=QUOTENAME\(\[name\]\)"
            r"from sys\.(\w+) where parent_object_id=object_id\('(\w+)'\)"
            r"and col_name\(parent_object_id,parent_column_id\)='(\w+)' exec\(.*\)",
            r"DECLARE @drop nvarchar(max)=N''; SELECT @drop +=N'ALTER TABLE \2 DROP "
            r"CONSTRAINT ' + QUOTENAME(name)+ N';' FROM sys.\1 WHERE "
            r"parent_object_id=OBJECT_ID('\2')AND "
            r"COL_NAME(parent_object_id,parent_column_id)=N'\3'; EXEC(@drop)",
            "mssql",
        ),
    ),
    Difference(
        "foreign keys nobody named",
        "As above, for all foreign keys of the column.",
        case_of(
            "mssql",
            "drop column, its foreign key",
            "foreign_key_columns",
            "foreign_key_columns",
        ),
    ),
    Difference(
        "no default to drop",
        "The column is known to have none, so none is looked for.",
        case_of(
            "mssql",
            "type, not null and default",
            "ADD DEFAULT 7",
            "default_constraints",
        ),
    ),
    Difference(
        "what SQL Server does not have",
        "Deferral and MATCH are left out: the server cannot read them.",
        theirs(r" ?(DEFERRABLE( INITIALLY \w+)?|MATCH FULL)", "", "mssql"),
    ),
    Difference(
        "rows with their own numbers",
        "IDENTITY_INSERT is set only where the table has an IDENTITY: else the server refuses.",
        ours(r"^IF OBJECTPROPERTY\(.*\)=1 ", "", "mssql"),
    ),
    # --- Oracle
    Difference(
        "one MODIFY",
        "Each DDL of Oracle commits, so what belongs together goes in one; and the type "
        "comes with the default that fits it.",
        case_of("oracle", "type.*", "MODIFY|RENAME", "MODIFY"),
    ),
    Difference(
        "computed columns are virtual",
        "Oracle stores none; theirs fails where the script says persisted.",
        case_of("oracle", ".*computed", "VIRTUAL", "CompileError"),
    ),
    Difference(
        "guards of Oracle",
        "IF NOT EXISTS is there for indexes from 23ai; theirs leaves it out and fails where "
        "the index is there.",
        ours(r"INDEX IF NOT EXISTS", "INDEX", "oracle"),
    ),
    Difference(
        "MATCH on Oracle",
        "Oracle has no MATCH: theirs fails on the server.",
        theirs(r" ?MATCH FULL", "", "oracle"),
    ),
    # --- refused by both
    Difference(
        "identity of a column that is there",
        "Neither can; ours says what to do.",
        both_refuse("mysql|mssql|sqlite", "becomes identity", "OperationUnsupported"),
    ),
    Difference(
        "EXCLUDE elsewhere than on PostgreSQL",
        "Neither can; ours says what to do.",
        both_refuse("sqlite|mysql|mssql|oracle", "exclude", "OperationUnsupported"),
    ),
]
