"""Write T-SQL that queries the catalog as it runs: for generated names, guards and comments."""

from __future__ import annotations

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.statement import Statement


def literal(text: str, dialect: Dialect) -> str:
    """Write a string of the national character set."""
    return f"N{dialect.literal(text)}"


def place(namespace: str, name: str, dialect: Dialect) -> str:
    """Write a table's name as OBJECT_ID and sp_rename take it: in a string, quoted if necessary."""
    return dialect.literal(dialect.qualified(namespace, name))


# --- generated names ------------------------------------------------------------------------------


def drop_of_column(catalog: str, key: Key, dialect: Dialect) -> Statement:
    """Drop all constraints of a column that ``catalog`` lists, whatever their names."""
    where = (
        f"parent_object_id = OBJECT_ID({place(key.namespace, key.table, dialect)}) "
        f"AND COL_NAME(parent_object_id, parent_column_id) = {literal(key.name, dialect)}"
    )
    return _drop_all(f"sys.{catalog}", "name", where, key, dialect)


def drop_foreign_keys(key: Key, dialect: Dialect) -> Statement:
    """Drop all foreign keys that include a column, whatever their names."""
    source = "sys.foreign_key_columns"
    where = (
        f"parent_object_id = OBJECT_ID({place(key.namespace, key.table, dialect)}) "
        f"AND COL_NAME(parent_object_id, parent_column_id) = {literal(key.name, dialect)}"
    )
    name = "OBJECT_NAME(constraint_object_id)"
    return _drop_all(source, name, where, key, dialect)


def _drop_all(
    source: str, name: str, where: str, key: Key, dialect: Dialect
) -> Statement:
    """Drop the constraints in ``source`` that match ``where``, whatever their names.

    ``name`` is the SQL for their names, ``key`` a column of their table.
    """
    table = dialect.qualified(key.namespace, key.table)
    drop = literal(f"ALTER TABLE {table} DROP CONSTRAINT ", dialect)
    return Statement(
        "DECLARE @drop nvarchar(max) = N''; "
        f"SELECT @drop += {drop} + QUOTENAME({name}) + N';' FROM {source} "
        f"WHERE {where}; EXEC (@drop)"
    )


# --- guards ---------------------------------------------------------------------------------------


def table_missing(key: Key, dialect: Dialect) -> str:
    return f"IF OBJECT_ID({place(key.namespace, key.name, dialect)}) IS NULL "


def column_missing(key: Key, dialect: Dialect) -> str:
    table = place(key.namespace, key.table, dialect)
    return f"IF COL_LENGTH({table}, {literal(key.name, dialect)}) IS NULL "


def index_missing(key: Key, dialect: Dialect) -> str:
    table = place(key.namespace, key.table, dialect)
    where = f"object_id = OBJECT_ID({table}) AND name = {literal(key.name, dialect)}"
    return f"IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE {where}) "


# --- comments -------------------------------------------------------------------------------------

_PROPERTY = "N'MS_Description'"


def commented(
    key: Key, before: str | None, after: str | None, dialect: Dialect, *, sure: bool
) -> Statement:
    """Set, change or drop the comment of a table or column.

    ``before`` and ``after`` are its texts. ``sure`` means that ``before`` is known to be right;
    otherwise the statement looks up whether there is a comment.
    """
    levels = _levels(key, dialect)
    declared, schema = _schema(key.namespace, dialect)
    target = f"N'SCHEMA', {schema}, {levels}"
    add, update, drop = [_procedure(verb, after, target, dialect) for verb in _VERBS]
    if sure:
        change = drop if after is None else update if before else add
        return Statement(f"{declared}{change}")
    there = f"IF EXISTS (SELECT 1 FROM fn_listextendedproperty({_PROPERTY}, {target}{_rest(key)}))"
    if after is None:
        return Statement(f"{declared}{there} {drop}")
    return Statement(f"{declared}{there} {update} ELSE {add}")


_VERBS = ("add", "update", "drop")


def _procedure(verb: str, text: str | None, target: str, dialect: Dialect) -> str:
    """Write the call that adds, updates or drops (``verb``) the comment ``text`` of ``target``,
    which are the levels of the object.
    """
    value = "" if verb == "drop" else f"{literal(text or '', dialect)}, "
    return f"EXEC sp_{verb}extendedproperty {_PROPERTY}, {value}{target}"


def _levels(key: Key, dialect: Dialect) -> str:
    if not key.table:
        return f"N'TABLE', {literal(key.name, dialect)}"
    table, name = literal(key.table, dialect), literal(key.name, dialect)
    return f"N'TABLE', {table}, N'COLUMN', {name}"


def _rest(key: Key) -> str:
    """Write the remaining levels, which the function requires, as NULL."""
    return "" if key.table else ", NULL, NULL"


def _schema(namespace: str, dialect: Dialect) -> tuple[str, str]:
    """Write the schema.

    A procedure takes no function call as an argument, so the default schema is passed in a
    variable.
    """
    if namespace:
        return "", literal(namespace, dialect)
    return "DECLARE @schema sysname = SCHEMA_NAME(); ", "@schema"
