"""Tables and sequences in DDL: options behind the parenthesis, and by ALTER TABLE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.mysql.counting import full
from autodiff.dialects.mysql.ddl_columns import with_checks
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.options import option
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table, prefixes

_SPELLED = {"charset": "DEFAULT CHARSET", "with": "WITH"}
_QUOTED = frozenset(("connection", "data_directory", "index_directory", "password"))
_PARTITIONING = ("partition_by", "partitions", "subpartition_by", "subpartitions")
_ORDER = ("engine", "charset", "collate")
_UNSET = {"key_block_size": "0", "connection": "''", "with": ""}
"""What takes an option back; DEFAULT does for the others."""


def create(operation: Create, dialect: Dialect, state: State) -> Iterator[Statement]:
    """CREATE TABLE with all its parts; indexes too, since AUTO_INCREMENT wants its key at once."""
    table = operation.object
    assert isinstance(table, Table)
    own = f"{dialect.sa.name}_column"
    checks = [each for each in operation.parts if isinstance(each, Check)]
    lines = [
        (
            with_checks(each, checks, dialect)
            if isinstance(each, Column)
            else dialect.definition(each)
        )
        for each in operation.parts
        if not (isinstance(each, Check) and option(each.options, own))
    ]
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = dialect.qualified(table.namespace, table.name)
    inner = ",\n  ".join(lines)
    suffix = dialect.definition(table)
    words = prefixes(table)
    yield Statement(f"CREATE {words}TABLE {guard}{name} (\n  {inner}\n){suffix}")


def suffix(table: Table, dialect: Dialect) -> str:
    """The options behind the closing parenthesis."""
    found = _by_name(table, dialect)
    names = [each for each in _ORDER if each in found]
    names += [each for each in found if each not in (*_ORDER, *_PARTITIONING)]
    words = [_option(each, found[each], dialect) for each in names]
    if table.comment:
        words.append(f"COMMENT={dialect.literal(table.comment)}")
    words.extend(_partitioning(found))
    return "".join(f" {each}" for each in words)


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
    text = dialect.literal(str(value)) if name in _QUOTED else str(value)
    return (
        f"{_SPELLED.get(name, name.upper().replace('_DIRECTORY', ' DIRECTORY'))}={text}"
    )


def _partitioning(found: Mapping[str, object]) -> Iterator[str]:
    for name in _PARTITIONING:
        if name in found:
            yield f"{name.upper().replace('_', ' ')} {found[name]}"


def alter(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    """Options and comment; columns keep their own character set, which each states itself."""
    whole = complete(operation, state)
    assert isinstance(whole, Alter)
    before, after = whole.before, whole.after
    assert isinstance(before, Table) and isinstance(after, Table)
    old, new = _by_name(before, dialect), _by_name(after, dialect)
    changed = [
        each
        for each in dict.fromkeys([*_ORDER, *old, *new])
        if old.get(each) != new.get(each)
    ]
    name = dialect.qualified(after.namespace, after.name)
    words = [
        _option(each, new.get(each, _UNSET.get(each, "DEFAULT")), dialect)
        for each in changed
        if each not in _PARTITIONING and not (each in _ORDER and each not in new)
    ]
    if before.comment != after.comment:
        words.append(f"COMMENT={dialect.literal(after.comment or '')}")
    if words:
        yield altering(name, " ".join(words))
    if set(changed).intersection(_PARTITIONING):
        partitions = " ".join(_partitioning(new)) or "REMOVE PARTITIONING"
        yield Statement(f"ALTER TABLE {name} {partitions}")


def rename(operation: Rename, dialect: Dialect, state: State) -> Iterator[Statement]:
    """RENAME TABLE, which also moves a table to another database."""
    names = [
        dialect.qualified(each.namespace, each.name)
        for each in (operation.before.key, operation.after.key)
    ]
    yield Statement(f"RENAME TABLE {names[0]} TO {names[1]}")


def alter_sequence(
    operation: Alter, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Each number that is not stated is said as what holds anyway, or the old one would stay."""
    before, after = operation.before, operation.after
    assert isinstance(before, CountingSequence) and isinstance(after, CountingSequence)
    old, new = full(before.counting), full(after.counting)
    name = dialect.qualified(after.namespace, after.name)
    assert old.minvalue is not None and new.minvalue is not None
    assert old.maxvalue is not None and new.increment is not None
    if old.minvalue < new.minvalue <= old.maxvalue and new.increment > 0:
        # ALTER refuses a counter below the new bounds; SETVAL never sets one back.
        yield Statement(f"SELECT SETVAL({name}, {new.start}, 0)")
    words = [
        f"START WITH {new.start}",
        f"INCREMENT BY {new.increment}",
        f"MINVALUE {new.minvalue}",
        f"MAXVALUE {new.maxvalue}",
        f"CACHE {new.cache}",
        "CYCLE" if new.cycle else "NOCYCLE",
    ]
    yield Statement(f"ALTER SEQUENCE {name} {' '.join(words)}")


EMITTERS: Emitters = {
    (Create, Table): create,
    (Alter, Table): alter,
    (Rename, Table): rename,
    (Alter, CountingSequence): alter_sequence,
}
DEFINITIONS: Definitions = {Table: suffix}
