"""Write DDL of tables: UNLOGGED, PARTITION BY, storage, comments; and all renames and moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Alter, Create, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql.ddl_column import comments
from autodiff.dialects.postgresql.ddl_constraint import storage
from autodiff.errors.postgresql import PartitionKeyFixed
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table, prefixes


def _create(
    operation: Create[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write CREATE TABLE with the parts inside it, then comments, then the other parts."""
    table = operation.object
    inner = [part for part in operation.parts if type(part) in dialect.definitions]
    outer = [part for part in operation.parts if type(part) not in dialect.definitions]
    lines = ",\n  ".join(dialect.definition(part) for part in inner)
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = dialect.qualified(table.namespace, table.name)
    body = f"(\n  {lines}\n)" if inner else "()"
    head = f"CREATE {prefixes(table)}TABLE {guard}{name}"
    yield Statement(f"{head} {body}{dialect.definition(table)}")
    if table.comment:
        yield _comment(table, dialect)
    for part in inner:
        if isinstance(part, Column):
            yield from comments(part, dialect)
    for part in outer:
        later = Create(part, if_not_exists=operation.if_not_exists)
        yield from dialect.emitter(later)(later, dialect, state)


def _suffix(table: Table, dialect: Dialect) -> str:
    """Write what follows the parenthesis of CREATE TABLE."""
    options, words = table.options, ""
    if parents := option(options, "postgresql_inherits"):
        words += f" INHERITS ({dialect.columns(parents)})"
    if key := option(options, "postgresql_partition_by"):
        words += f" PARTITION BY {key}"
    if method := option(options, "postgresql_using"):
        words += f" USING {dialect.quote(method)}"
    words += storage(options)
    if tablespace := option(options, "postgresql_tablespace"):
        words += f" TABLESPACE {dialect.quote(tablespace)}"
    return words


def _comment(table: Table, dialect: Dialect) -> Statement:
    name = dialect.qualified(table.namespace, table.name)
    text = dialect.literal(table.comment) if table.comment else "NULL"
    return Statement(f"COMMENT ON TABLE {name} IS {text}")


def _alter(
    operation: Alter[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    name = dialect.qualified(after.namespace, after.name)
    if before.options != after.options:
        for clause in _option_clauses(before, after, dialect):
            yield altering(name, clause)
    if before.comment != after.comment:
        yield _comment(after, dialect)


def _option_clauses(before: Table, after: Table, dialect: Dialect) -> Iterator[str]:
    """Write one clause of ALTER TABLE for each option that differs."""
    old, new = before.options, after.options
    if option(old, "postgresql_partition_by") != option(new, "postgresql_partition_by"):
        raise PartitionKeyFixed(str(after.key))
    if option(old, "prefixes") != option(new, "prefixes"):
        yield "SET UNLOGGED" if option(new, "prefixes") else "SET LOGGED"
    yield from _storage_clauses(old, new)
    if option(old, "postgresql_tablespace") != option(new, "postgresql_tablespace"):
        tablespace = option(new, "postgresql_tablespace") or "pg_default"
        yield f"SET TABLESPACE {dialect.quote(tablespace)}"
    if option(old, "postgresql_using") != option(new, "postgresql_using"):
        method = option(new, "postgresql_using") or "heap"
        yield f"SET ACCESS METHOD {dialect.quote(method)}"
    yield from _parent_clauses(
        option(old, "postgresql_inherits") or (),
        option(new, "postgresql_inherits") or (),
        dialect,
    )


def _storage_clauses(old: DialectOptions, new: DialectOptions) -> Iterator[str]:
    before = dict(option(old, "postgresql_with") or ())
    after = dict(option(new, "postgresql_with") or ())
    gone = [name for name in before if name not in after]
    changed = [f"{k} = {v}" for k, v in after.items() if before.get(k) != v]
    if gone:
        yield f"RESET ({', '.join(gone)})"
    if changed:
        yield f"SET ({', '.join(changed)})"


def _parent_clauses(
    old: Iterable[str], new: Iterable[str], dialect: Dialect
) -> Iterator[str]:
    yield from (f"NO INHERIT {dialect.quote(name)}" for name in old if name not in new)
    yield from (f"INHERIT {dialect.quote(name)}" for name in new if name not in old)


_RENAMED: dict[type, str] = {
    Table: "TABLE",
    Enum: "TYPE",
    CountingSequence: "SEQUENCE",
}
"""What ALTER calls the kinds that a schema holds."""


def _rename(
    operation: Rename[Table | Enum | CountingSequence], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Move a table, enum type or sequence to its new schema, then rename it."""
    word = _RENAMED[type(operation.before)]
    old, new = operation.before.key, operation.after.key
    name = dialect.qualified(old.namespace, old.name)
    if old.namespace != new.namespace:
        schema = new.namespace or dialect.sa.default_schema_name or "public"
        yield Statement(f"ALTER {word} {name} SET SCHEMA {dialect.quote(schema)}")
        name = dialect.qualified(new.namespace, old.name)
    if old.name != new.name:
        yield Statement(f"ALTER {word} {name} RENAME TO {dialect.quote(new.name)}")


EMITTERS: Emitters = {
    (Create, Table): _create,
    (Alter, Table): _alter,
    **{(Rename, kind): _rename for kind in _RENAMED},
}
DEFINITIONS: Definitions = {Table: _suffix}
