"""Write DDL of constraints and indexes, all by ALTER TABLE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.mysql.ddl_column import modify
from autodiff.dialects.mysql.server import server_of
from autodiff.errors.mysql import ExpressionIndexUnsupported, NamelessConstraint
from autodiff.kinds import constraint
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.foreign_key import definition as foreign_key_definition
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.keys import column_key
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

WORDS: dict[type, str] = {
    Unique: "INDEX",
    Index: "INDEX",
    ForeignKey: "FOREIGN KEY",
}
"""What follows DROP; that of a check depends on the server."""


# --- definitions ----------------------------------------------------------------------------------


def primary_key(value: PrimaryKey, dialect: Dialect) -> str:
    """Write PRIMARY KEY; its name is PRIMARY whatever is declared."""
    using = _using(value.options, dialect)
    return f"PRIMARY KEY ({dialect.columns(value.columns)}){using}"


def unique(value: Unique, dialect: Dialect) -> str:
    """Write UNIQUE."""
    head = constraint.prefix(value, dialect)
    return f"{head}UNIQUE ({dialect.columns(value.columns)})"


def foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    """Write FOREIGN KEY without MATCH, which the server does not support."""
    return foreign_key_definition(replace(value, match=None), dialect)


def index(value: Index, dialect: Dialect) -> str:
    """Write ``UNIQUE INDEX name (parts) USING ... COMMENT ...``."""
    prefix = option(value.options, f"{dialect.sa.name}_prefix")
    words = [str(prefix)] if prefix else ["UNIQUE"] if value.unique else []
    parts = ", ".join(_part(part, value, dialect) for part in value.parts)
    head = " ".join([*words, "INDEX", dialect.quote(value.name)])
    return f"{head} ({parts}){_using(value.options, dialect)}{_more(value, dialect)}"


def _part(part: IndexPart, value: Index, dialect: Dialect) -> str:
    if part.column is None and not server_of(dialect.sa).expression_indexes:
        raise ExpressionIndexUnsupported(str(value.key), part.expression.sql)
    return replace(part, nulls_first=None, collation=None).sql(dialect)


def _using(options: DialectOptions, dialect: Dialect) -> str:
    using = option(options, f"{dialect.sa.name}_using")
    return f" USING {str(using).upper()}" if using else ""


def _more(value: Index, dialect: Dialect) -> str:
    stated = {
        name: option(value.options, f"{dialect.sa.name}_{name}")
        for name in ("with_parser", "comment", "hidden")
    }
    words = ""
    if stated["with_parser"]:
        words += f" WITH PARSER {stated['with_parser']}"
    if stated["comment"]:
        words += f" COMMENT {dialect.literal(str(stated['comment']))}"
    if stated["hidden"]:
        words += " IGNORED" if server_of(dialect.sa).mariadb else " INVISIBLE"
    return words


DEFINITIONS: Definitions = {
    PrimaryKey: primary_key,
    Unique: unique,
    ForeignKey: foreign_key,
    Index: index,
}


# --- operations -----------------------------------------------------------------------------------


def _table(value: Object, dialect: Dialect) -> str:
    return dialect.qualified(value.key.namespace, value.key.table)


def create(
    operation: Create[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write ADD with the definition."""
    value = operation.object
    if operation.if_not_exists and state.get(value.key) is not None:
        return
    yield altering(_table(value, dialect), f"ADD {dialect.definition(value)}")


def create_foreign_key(
    operation: Create[ForeignKey], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Create a foreign key in a statement of its own: one ALTER TABLE cannot drop a foreign key and
    create another of the same name (error 1005, errno 121).
    """
    for statement in create(operation, dialect, state):
        yield Statement(statement.sql)


def create_check(
    operation: Create[Check], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Create a CHECK; one that is part of a column is written with the whole column (MariaDB)."""
    value = operation.object
    column = _column_of(value, dialect, state)
    if column is None:
        yield from create(operation, dialect, state)
        return
    statement = modify(column, dialect, state)
    text = f"{statement.clause} CHECK ({value.condition.sql})"
    yield altering(_table(value, dialect), text)


def _column_of(value: Check, dialect: Dialect, state: State) -> Column | None:
    name = option(value.options, f"{dialect.sa.name}_column")
    if name is None:
        return None
    column = state.get(column_key(value.namespace, value.table, str(name)))
    return column if isinstance(column, Column) else None


def drop(
    operation: Drop[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write DROP with the word of the object's kind."""
    value = operation.object
    if operation.if_exists and state.get(value.key) is None:
        return
    word = WORDS[type(value)]
    name = dialect.quote(_name(value, state))
    yield altering(_table(value, dialect), f"DROP {word} {name}")


def drop_foreign_key(
    operation: Drop[ForeignKey], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Drop a foreign key but keep the index that the server made for it.

    The index is re-created with the same definition, as an explicit one: otherwise the server would
    drop it when a foreign key is created again, and make one of another name.
    """
    value = complete(operation, state).object
    for statement in drop(operation, dialect, state):
        clauses = [statement.clause or ""]
        made = _index_made_for(value, state) if isinstance(value, ForeignKey) else None
        if made is not None:
            clauses.append(f"DROP INDEX {dialect.quote(made.name)}")
            clauses.append(f"ADD {dialect.definition(made)}")
        yield Statement(f"ALTER TABLE {statement.table} {', '.join(clauses)}")


def _index_made_for(key: ForeignKey, state: State) -> Index | None:
    """Return the index that the server may have made for ``key``, by its columns and name."""
    candidates = (
        index
        for index in state.under(key.parent)
        if isinstance(index, Index)
        and index.plain_columns == key.columns
        and all(part.plain for part in index.parts)
        and not (index.unique or index.options)
        and index.name.lower().startswith(key.columns[0].lower())
    )
    return next(candidates, None)


def drop_primary_key(
    operation: Drop[PrimaryKey], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write DROP PRIMARY KEY."""
    if operation.if_exists and state.get(operation.object.key) is None:
        return
    yield altering(_table(operation.object, dialect), "DROP PRIMARY KEY")


def drop_check(
    operation: Drop[Check], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Drop a CHECK; one that is part of a column is left out of the restated column (MariaDB)."""
    whole = complete(operation, state)
    value = whole.object
    if operation.if_exists and state.get(value.key) is None:
        return
    column = _column_of(value, dialect, state)
    if column is not None:
        yield modify(column, dialect, state, dropped=value)
        return
    word = server_of(dialect.sa).check_word
    name = dialect.quote(_name(value, state))
    yield altering(_table(value, dialect), f"DROP {word} {name}")


def _name(value: Object, state: State) -> str:
    """Return the constraint's name; if it has none, the name of the live one with equal content.

    Raises NamelessConstraint where there is none.
    """
    name: str | None = getattr(value, "name", None)
    if name:
        return name
    parent = value.parent
    twins = [
        sibling
        for sibling in (state.under(parent) if parent else ())
        if type(sibling) is type(value)
        and getattr(sibling, "signature", None) == getattr(value, "signature", "")
    ]
    if not twins:
        raise NamelessConstraint(str(value.key))
    return twins[0].key.name


def rename_index(
    operation: Rename[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write RENAME INDEX, or drop and create the index on servers that lack it."""
    old, new = operation.before.key, operation.after.key
    table = _table(operation.before, dialect)
    if server_of(dialect.sa).rename_index:
        names = f"{dialect.quote(old.name)} TO {dialect.quote(new.name)}"
        yield Statement(f"ALTER TABLE {table} RENAME INDEX {names}")
        return
    yield from _re_created(operation, dialect, state)


def rename_constraint(
    operation: Rename[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Re-create a foreign key or CHECK, which cannot be renamed."""
    yield from _re_created(operation, dialect, state)


def _re_created(
    operation: Rename[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    whole = complete(operation, state)
    for step in (Drop(whole.before), Create(whole.after)):
        yield from dialect.emitter(step)(step, dialect, state)


def rename_nothing(
    operation: Rename[PrimaryKey], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Do nothing: a primary key is always called PRIMARY."""
    return iter(())


EMITTERS: Emitters = {
    (Create, PrimaryKey): create,
    (Drop, PrimaryKey): drop_primary_key,
    (Rename, PrimaryKey): rename_nothing,
    (Create, Unique): create,
    (Drop, Unique): drop,
    (Rename, Unique): rename_index,
    (Create, Index): create,
    (Drop, Index): drop,
    (Rename, Index): rename_index,
    (Create, Check): create_check,
    (Drop, Check): drop_check,
    (Rename, Check): rename_constraint,
    (Create, ForeignKey): create_foreign_key,
    (Drop, ForeignKey): drop_foreign_key,
    (Rename, ForeignKey): rename_constraint,
}
