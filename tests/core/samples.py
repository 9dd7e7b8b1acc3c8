"""Small schemas by hand; run as a program, it prints a difference in words."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.core.clause import Clause
from autodiff.core.describe import describe
from autodiff.core.diff import diff
from autodiff.core.object import Object
from autodiff.core.operation import Operation
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table


def clause(text: str) -> Clause:
    return Clause(text, text)


def column(table: str, name: str, type_: str = "INTEGER") -> Column:
    return Column("", table, name, clause(type_))


def primary_key(table: str, name: str | None = None) -> PrimaryKey:
    return PrimaryKey("", table, name, columns=("id",))


def table(name: str, type_: str = "INTEGER") -> list[Object]:
    """A table with a column ``id`` that is its primary key."""
    return [Table("", name), column(name, "id", type_), primary_key(name)]


def foreign_key(source: str, target: str) -> list[Object]:
    """A foreign key from ``id`` to ``id``."""
    name = f"{source}_to_{target}"
    return [ForeignKey("", source, name, ("id",), "", target, ("id",))]


def lines(operations: Iterable[Operation]) -> list[str]:
    return [describe(each) for each in operations]


def _many(names: str, type_: str) -> Schema:
    objects: list[Object] = []
    for name, following in zip(names, names[1:] + names[0], strict=True):
        objects += [*table(name, type_), *foreign_key(name, following)]
    return Schema(objects)


if __name__ == "__main__":
    print(
        "\n".join(lines(diff(_many("abcdefgh", "INTEGER"), _many("efghijk", "INT8"))))
    )
