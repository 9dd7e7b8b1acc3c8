"""Write DDL of tables: options after the parenthesis, and ALTER TABLE for changed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.mysql.ddl_column import with_checks
from autodiff.dialects.mysql.server import Terms
from autodiff.dialects.mysql.types import utf8_spelled
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.options import DialectOptions, option, options, states_options
from autodiff.kinds.table import Table, prefixes

_SPELLED = {"charset": "DEFAULT CHARSET", "with": "WITH"}
_QUOTED = frozenset(("connection", "data_directory", "index_directory", "password"))
_PARTITIONING = ("partition_by", "partitions", "subpartition_by", "subpartitions")
_ORDER = ("engine", "charset", "collate")
_UNSET = {"key_block_size": "0", "connection": "''", "with": ""}
"""Values that reset an option; DEFAULT resets all others."""


# --- options that models declare ------------------------------------------------------------------

_NAMES = {
    "default_charset": "charset",
    "character_set": "charset",
    "default_character_set": "charset",
    "default_collate": "collate",
    "type": "engine",
}
_UNCOMPARED = frozenset(("auto_increment", "comment"))
"""The next AUTO_INCREMENT number changes with every row; the comment is a field of the table."""
_LOWER = frozenset(("charset", "collate"))
_UPPER = frozenset(("row_format", "insert_method"))


def table_options(table: Any, prefix: str) -> DialectOptions:
    """Read the options that a SQLAlchemy table declares under ``prefix`` ("mysql" or "mariadb")."""
    if not states_options(table):
        return ()
    stated = {
        name.removeprefix(f"{prefix}_").lower(): value
        for name, value in table.dialect_kwargs.items()
        if name.startswith(f"{prefix}_")
    }
    named = {_NAMES.get(name, name): value for name, value in stated.items()}
    return options(
        {
            f"{prefix}_{name}": _value(name, value)
            for name, value in named.items()
            if name not in _UNCOMPARED
        }
    )


def _value(name: str, value: object) -> str:
    text = str(value)
    if name in _LOWER:
        return text.lower()
    return text.upper() if name in _UPPER else text


def with_collation(stated: DialectOptions, terms: Terms) -> DialectOptions:
    """Add the character set to a stated collation, or the collation to a character set."""
    if not stated:
        return stated
    names = terms.option("charset"), terms.option("collate")
    charset, collation = (option(stated, name) for name in names)
    charset = charset and utf8_spelled(charset, terms.server)
    collation = collation and utf8_spelled(collation, terms.server)
    if not charset and not collation:
        return stated
    if charset and not collation:
        collation = terms.settings.default_collation(charset)
    if collation and not charset:
        charset = terms.settings.charset_of.get(collation)
        charset = charset or collation.partition("_")[0]
    return options(dict(stated) | dict(zip(names, (charset, collation), strict=True)))


def filled_options(stated: DialectOptions, live: DialectOptions) -> DialectOptions:
    """Return ``stated`` and the live options that it leaves open.

    A value that differs from the live one only in letter case takes the live spelling.
    """
    if not stated:
        return live
    merged = dict(live)
    for name, value in stated:
        if str(merged.get(name)).lower() != str(value).lower():
            merged[name] = value
    return options(merged)


# --- operations -----------------------------------------------------------------------------------


def create(
    operation: Create[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write CREATE TABLE with all its parts, indexes included: AUTO_INCREMENT requires its key in
    the same statement.
    """
    table = operation.object
    own = f"{dialect.sa.name}_column"
    checks = [part for part in operation.parts if isinstance(part, Check)]
    lines = [
        (
            with_checks(part, checks, dialect)
            if isinstance(part, Column)
            else dialect.definition(part)
        )
        for part in operation.parts
        if not (isinstance(part, Check) and option(part.options, own))
    ]
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = dialect.qualified(table.namespace, table.name)
    inner = ",\n  ".join(lines)
    suffix = dialect.definition(table)
    words = prefixes(table)
    yield Statement(f"CREATE {words}TABLE {guard}{name} (\n  {inner}\n){suffix}")


def suffix(table: Table, dialect: Dialect) -> str:
    """Write the options after the closing parenthesis."""
    stated = _by_name(table, dialect)
    names = [name for name in _ORDER if name in stated]
    names += [name for name in stated if name not in (*_ORDER, *_PARTITIONING)]
    words = [_option(name, stated[name], dialect) for name in names]
    if table.comment:
        words.append(f"COMMENT={dialect.literal(table.comment)}")
    words.extend(_partitioning(stated))
    return "".join(f" {word}" for word in words)


def _by_name(table: Table, dialect: Dialect) -> dict[str, Any]:
    prefix = f"{dialect.sa.name}_"
    return {
        name.removeprefix(prefix): value
        for name, value in table.options
        if name.startswith(prefix)
    }


def _option(name: str, value: object, dialect: Dialect) -> str:
    if name == "with":
        return f"WITH {value}"
    word = _SPELLED.get(name, name.upper().replace("_DIRECTORY", " DIRECTORY"))
    text = dialect.literal(str(value)) if name in _QUOTED else str(value)
    return f"{word}={text}"


def _partitioning(stated: Mapping[str, object]) -> Iterator[str]:
    for name in _PARTITIONING:
        if name in stated:
            yield f"{name.upper().replace('_', ' ')} {stated[name]}"


def alter(
    operation: Alter[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Change options and comment; columns keep their own character sets, which they state."""
    whole = complete(operation, state)
    before, after = whole.before, whole.after
    old, new = _by_name(before, dialect), _by_name(after, dialect)
    changed = [
        name
        for name in dict.fromkeys([*_ORDER, *old, *new])
        if old.get(name) != new.get(name)
    ]
    words = [
        _option(name, new.get(name, _UNSET.get(name, "DEFAULT")), dialect)
        for name in changed
        if name not in _PARTITIONING and not (name in _ORDER and name not in new)
    ]
    if before.comment != after.comment:
        words.append(f"COMMENT={dialect.literal(after.comment or '')}")
    table = dialect.qualified(after.namespace, after.name)
    if words:
        yield altering(table, " ".join(words))
    if set(changed).intersection(_PARTITIONING):
        partitions = " ".join(_partitioning(new)) or "REMOVE PARTITIONING"
        yield Statement(f"ALTER TABLE {table} {partitions}")


def rename(
    operation: Rename[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write RENAME TABLE, which also moves a table to another database."""
    before, after = operation.before.key, operation.after.key
    old = dialect.qualified(before.namespace, before.name)
    new = dialect.qualified(after.namespace, after.name)
    yield Statement(f"RENAME TABLE {old} TO {new}")


EMITTERS: Emitters = {
    (Create, Table): create,
    (Alter, Table): alter,
    (Rename, Table): rename,
}
DEFINITIONS: Definitions = {Table: suffix}
