"""Comparing: what the models say and what the database holds, brought to one spelling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.diff import diff
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Operation
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.sources.renames import (
    Candidate,
    Pair,
    candidates,
    consented,
    renamed_leaves,
)


@dataclass(frozen=True, slots=True)
class Renames:
    """What is known to be renamed: stated in the models, asked for by the user."""

    stated: tuple[Pair, ...] = ()
    asked: tuple[Pair, ...] = ()


NO_RENAMES = Renames()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides, comparable with ``==``, the operations that lead from live to declared, and
    which drops and creates among them may be renames.
    """

    reflected: Schema
    declared: Schema
    operations: tuple[Operation, ...]
    candidates: tuple[Candidate, ...] = ()


def compare(
    connection: Connection,
    dialect: Dialect,
    declared: Schema,
    scope: Scope,
    ignored: frozenset[str] = frozenset(),
    renames: Renames = NO_RENAMES,
) -> Comparison:
    """What must be done to ``connection``'s database so that it is as ``declared``.

    Local normal forms first; the database is asked for its own spelling of what still differs.
    ``ignored`` are names of fields that are not compared.
    """
    live = dialect.read(connection, scope)
    renamed = consented(live, declared, renames.stated, renames.asked, dialect)
    reflected = replay(live, renamed)
    agreed = agreed_with(
        connection, dialect, _lenient(declared, reflected, ignored), reflected
    )
    leaves = renamed_leaves(reflected, agreed, dialect)
    changes = diff(replay(reflected, leaves), agreed)
    possible = candidates(reflected, agreed)
    return Comparison(live, agreed, (*renamed, *leaves, *changes), possible)


def agreed_with(
    connection: Connection, dialect: Dialect, declared: Schema, reflected: Schema
) -> Schema:
    """``declared`` in the spelling of ``reflected``, the database asked where it must be."""
    agreed = dialect.agree(declared, reflected)
    doubtful = doubts(agreed, reflected)
    if not doubtful:
        return agreed
    judged = dialect.settle(connection, agreed, doubtful)
    return dialect.agree(with_judgement(agreed, judged), reflected)


def doubts(declared: Schema, reflected: Schema) -> tuple[Key, ...]:
    """Keys where local normal forms differ and the database's own spelling may settle it.

    An object that is on one side only is in doubt too while its kind may go without a name:
    its twin may be there under the key that the database's spelling gives.
    """
    return tuple(_doubts(declared, reflected))


def _doubts(declared: Schema, reflected: Schema) -> Iterable[Key]:
    for key, value in declared.items():
        other = reflected.get(key)
        if other is None:
            if value.leaf and value.parent in reflected:
                yield key
        elif other != value:
            yield key


def with_judgement(declared: Schema, judged: Schema) -> Schema:
    """``declared`` with the normal forms that the database gave."""
    return Schema(
        value.with_normals_of(judged[key]) if key in judged else value
        for key, value in declared.items()
    )


def _lenient(declared: Schema, reflected: Schema, ignored: frozenset[str]) -> Schema:
    """``declared`` with the live values in the fields that are not compared."""
    if not ignored:
        return declared
    return Schema(
        _with_fields_of(value, reflected[key], ignored) if key in reflected else value
        for key, value in declared.items()
    )


def _with_fields_of(value: Object, other: Object, names: frozenset[str]) -> Object:
    changes: dict[str, Any] = {
        each.name: getattr(other, each.name)
        for each in fields(value)
        if each.name in names
    }
    return replace(value, **changes)
