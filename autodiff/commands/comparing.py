"""Comparing the models with the database."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property

import sqlalchemy as sa

from autodiff.commands.database import (
    NO_WISHES,
    Wishes,
    metadata_names,
    on_database,
    own_tables,
)
from autodiff.commands.project import graph_of
from autodiff.core.dialect import Dialect
from autodiff.core.grouping import grouped
from autodiff.core.operation import Operation
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.statement import Statement
from autodiff.environment import Options, python_path
from autodiff.errors import ModelsUnset, NotAtHead
from autodiff.execute.runner import Run, applied
from autodiff.revisions.current import heads_not_reached
from autodiff.revisions.graph import Graph
from autodiff.settings import Settings
from autodiff.sources.compare import Comparison, Renames, compare
from autodiff.sources.live import LiveState
from autodiff.sources.metadata import loaded_metadata
from autodiff.sources.models import declared_schema
from autodiff.sources.renames import stated_renames


def differences(
    settings: Settings, wishes: Wishes = NO_WISHES
) -> tuple[Operation, ...]:
    """The operations that bring the database to the models; raises NotAtHead."""
    graph = graph_of(settings)
    found: list[Operation] = []

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        found.extend(compared(Comparing(run_, settings, options), wishes).operations)

    on_database(settings, work, wishes)
    return tuple(found)


Written = tuple[tuple[Operation, ...], tuple[Statement, ...]]
"""Operations that are made together, and the SQL that they would send."""


def statements(settings: Settings, wishes: Wishes = NO_WISHES) -> tuple[Written, ...]:
    """The differences with the SQL that would be sent; nothing is sent."""
    graph = graph_of(settings)
    found: list[Written] = []

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        operations = compared(Comparing(run_, settings, options), wishes).operations
        state = LiveState(run_.connection, run_.dialect)
        for _, together in grouped(operations, batches=run_.dialect.batches):
            found.append((together, tuple(run_.dialect.statements(together, state))))

    on_database(settings, work, wishes)
    return tuple(found)


@dataclass(frozen=True)
class Comparing:
    """One connection's comparison: what the models are, and what is looked at."""

    run: Run
    settings: Settings
    options: Options

    @cached_property
    def metadatas(self) -> tuple[sa.MetaData, ...]:
        return metadata_of(self.settings, self.options)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.run, self.settings, self.metadatas)

    def declared(self, dialect: Dialect) -> Schema:
        """What the models say, on ``dialect``."""
        return declared_schema(self.metadatas, dialect, self.scope)


def compared(job: Comparing, wishes: Wishes = NO_WISHES) -> Comparison:
    """The comparison on one connection; it ends in no transaction of ours."""
    run_ = job.run
    result = compare(
        run_.connection,
        run_.dialect,
        job.declared(run_.dialect),
        job.scope,
        _ignored(job.settings),
        Renames(stated_renames(job.metadatas), wishes.renames),
    )
    if run_.owns_transaction:
        run_.connection.rollback()
    return result


def metadata_of(settings: Settings, options: Options) -> tuple[sa.MetaData, ...]:
    """What env.py hands over, else what the setting ``models`` names; raises ModelsUnset."""
    if options.target_metadata is not None:
        return tuple(options.target_metadata)
    if not settings.models:
        raise ModelsUnset(str(settings.source))
    with python_path(settings):
        return loaded_metadata(settings.models)


def scope_of(
    run_: Run, settings: Settings, metadatas: tuple[sa.MetaData, ...]
) -> Scope:
    """What is looked at: the default namespace, those that the models name, and the settings'."""
    named = {run_.dialect.namespace(name) for name in metadata_names(metadatas)}
    named |= _matching(run_, settings.namespaces)
    others = sorted(name for name in named if name)
    return Scope(
        ("", *others), settings.include, settings.exclude, own=own_tables(settings)
    )


def _matching(run_: Run, patterns: tuple[str, ...]) -> set[str]:
    if not patterns:
        return set()
    names = sa.inspect(run_.connection).get_schema_names()
    hidden = run_.dialect.system_namespaces
    return {
        run_.dialect.namespace(name)
        for name in names
        if name not in hidden and any(fnmatch(name, pattern) for pattern in patterns)
    }


def _ignored(settings: Settings) -> frozenset[str]:
    fields: set[str] = set()
    if not settings.compare_type:
        fields.add("type")
    if not settings.compare_server_default:
        fields.add("default")
    return frozenset(fields)


def require_head(run_: Run, graph: Graph) -> None:
    """Raises NotAtHead where revisions wait to be applied."""
    rows = applied(run_)
    missing = heads_not_reached(graph, rows)
    if missing:
        heads = ", ".join(each.revision for each in missing)
        raise NotAtHead(", ".join(rows) or "no revision", heads)
