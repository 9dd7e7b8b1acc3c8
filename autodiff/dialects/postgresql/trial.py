"""Trials: a declared table as the temporary table that shows how the server spells its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.ddl_constraint import index_sql
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, computed_sql
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.index import Index
from autodiff.kinds.options import option, options
from autodiff.kinds.table import Table

PARTITION = "postgresql_partition_by"


@frozen
class Trial:
    """``table`` is the temporary table's name, ``names`` what the doubtful objects are called in
    it, ``moved`` the named types that the session's temporary ones stand for.
    """

    table: str
    subjects: tuple[Object, ...]
    names: Mapping[Key, str]
    statements: tuple[str, ...]
    moved: Mapping[str, str]

    def answers(self, read: Schema) -> Iterator[Object]:
        """The subjects as ``read``, which has the temporary table, spells them."""
        for subject in self.subjects:
            place = Key(subject.kind, "", self.table, self.names[subject.key])
            if subject.kind == "table":
                place = Key("table", "", "", self.table)
            found = read.get(place)
            if found is not None:
                yield self._at_home(subject, found)

    def _at_home(self, subject: Object, found: Any) -> Object:
        """``found`` in the place of ``subject``, so that it has the same key."""
        if isinstance(subject, Table):
            return _with_partition_key(subject, found)
        value = replace(
            found,
            namespace=subject.key.namespace,
            table=subject.key.table,
            name=_name(subject),
        )
        if isinstance(value, Column) and isinstance(subject, Column) and self.moved:
            value = replace(
                value,
                type=subject.type,
                default=self._renamed(value.default),
            )
        result: Object = value
        return result

    def _renamed(self, clause: Clause | None) -> Clause | None:
        if clause is None:
            return None
        text = clause.normal
        for here, there in self.moved.items():
            text = text.replace(f"::{here}", f"::{there}")
        return clause.with_normal(text)


def _name(subject: Any) -> Any:
    return subject.name


def _with_partition_key(declared: Table, found: Any) -> Table:
    stated = dict(declared.options)
    stated[PARTITION] = option(found.options, PARTITION)
    return replace(declared, options=options(stated))


def trial_of(
    subjects: Sequence[Object],
    siblings: Sequence[Object],
    table: str,
    number: int,
    dialect: Dialect,
    moved: Mapping[str, str],
) -> Trial:
    """The trial of ``subjects`` in a temporary ``table`` with the columns among ``siblings``."""
    names = {
        each.key: (
            each.key.name
            if isinstance(each, Column)
            else f"autodiff_{number}_{position}"
        )
        for position, each in enumerate(subjects)
    }
    lines = [
        _column(each, subjects, dialect)
        for each in siblings
        if isinstance(each, Column)
    ]
    lines += [
        f"CONSTRAINT {names[each.key]} {text}"
        for each in subjects
        if (text := _constraint(each)) is not None
    ]
    create = f"CREATE TEMPORARY TABLE {dialect.quote(table)} ({', '.join(lines)})"
    statements = [create + _partition(subjects)]
    statements += [
        index_sql(_at(each, table, names[each.key]), "", dialect)
        for each in subjects
        if isinstance(each, Index)
    ]
    turned = (_in_session(text, moved) for text in statements)
    return Trial(table, tuple(subjects), names, tuple(turned), _by_short_name(moved))


def _column(column: Column, subjects: Iterable[Object], dialect: Dialect) -> str:
    words = f"{dialect.quote(column.name)} {column.type.sql}"
    if all(column is not each for each in subjects):
        return words
    if column.computed is not None:
        return f"{words} {computed_sql(column.computed)}"
    if column.default is not None and column.default.sql:
        return f"{words} DEFAULT {column.default.sql}"
    return words


def _constraint(subject: Object) -> str | None:
    if isinstance(subject, Check):
        return f"CHECK ({subject.condition.sql})"
    return subject.rule.sql if isinstance(subject, Exclude) else None


def _partition(subjects: Iterable[Object]) -> str:
    for each in subjects:
        if isinstance(each, Table) and option(each.options, PARTITION):
            return f" PARTITION BY {option(each.options, PARTITION)}"
    return ""


def _at(index: Index, table: str, name: str) -> Index:
    kept = {k: v for k, v in index.options if k != "postgresql_tablespace"}
    return replace(index, namespace="", table=table, name=name, options=options(kept))


def _in_session(sql: str, moved: Mapping[str, str]) -> str:
    """Types that the session's temporary ones stand for, by the temporary name."""
    for there, here in moved.items():
        sql = sql.replace(there, here)
    return sql


def _by_short_name(moved: Mapping[str, str]) -> dict[str, str]:
    return {here.removeprefix("pg_temp."): there for there, here in moved.items()}


def needed_columns(
    subjects: Iterable[Object], siblings: Sequence[Object]
) -> list[Object]:
    """The columns that ``subjects`` speak of: each column less makes the question cheaper."""
    columns = [each for each in siblings if isinstance(each, Column)]
    keys: set[Key] = set()
    for subject in subjects:
        spoken = {subject.key, *subject.needs()}
        if not isinstance(subject, Column) and not getattr(subject, "columns", ()):
            return list(columns)
        keys |= spoken
    return [each for each in columns if each.key in keys]
