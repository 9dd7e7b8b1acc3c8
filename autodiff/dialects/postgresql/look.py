"""A look: which part of a database is read, as conditions in SQL and as a filter in Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from autodiff.core.dialect import Dialect
from autodiff.core.scope import Scope
from autodiff.dialects.postgresql.catalog import literals
from autodiff.frozen import frozen


@frozen
class Look:
    """``relations``, ``types``, ``sequences``, ``namespaces`` are conditions over ``c`` (relation,
    type) and ``n`` (namespace); ``namespace`` turns a server's name into ours.
    ``wants`` filters tables by (namespace, table); ``wants_alone`` says by (namespace, name, sort)
    whether a type or sequence is seen although no table that is looked at uses it.
    """

    relations: str
    types: str
    sequences: str
    namespaces: str
    namespace: Callable[[str], str]
    wants: Callable[[str, str], bool]
    wants_alone: Callable[[str, str, str], bool]


def look_at(scope: Scope, dialect: Dialect) -> Look:
    """The look that a scope describes."""
    default = dialect.sa.default_schema_name or "public"
    schemas = [each or default for each in scope.namespaces]
    here = f"n.nspname in ({literals(schemas)})"
    loose = replace(scope, include=(), tables=None)
    relations, sequences = here, here
    alone: Callable[[str, str, str], bool] = loose.has
    if scope.tables is not None:
        names = literals(sorted({table for _, table in scope.tables}))
        relations = f"{here} and c.relname in ({names})"
        sequences = f"{here} and (c.relname in ({names}) or t.relname in ({names}))"
        alone = _named_in(scope.tables)
        schemas = [table for _, table in scope.tables]
    return Look(
        relations=relations,
        types="n.nspname not in ('pg_catalog', 'information_schema')",
        sequences=sequences,
        namespaces=f"n.nspname in ({literals(schemas)})",
        namespace=dialect.namespace,
        wants=scope.has_table,
        wants_alone=alone,
    )


def _named_in(places: frozenset[tuple[str, str]]) -> Callable[[str, str, str], bool]:
    return lambda namespace, name, known_as: (namespace, name) in places


def look_at_temporary(tables: Sequence[str]) -> Look:
    """A look at temporary tables of this session, as if they stood in the default namespace."""
    here = "n.oid = pg_catalog.pg_my_temp_schema()"
    names = f"c.relname in ({literals(tables)})"
    return Look(
        relations=f"{here} and {names}",
        types="n.nspname not in ('pg_catalog', 'information_schema')",
        sequences=f"{here} and t.relname in ({literals(tables)})",
        namespaces="false",
        namespace=lambda schema: "",
        wants=lambda namespace, table: True,
        wants_alone=lambda namespace, name, known_as: False,
    )
