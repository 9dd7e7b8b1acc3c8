"""Comparing the models with the database, on one connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property

import sqlalchemy as sa

from autodiff.commands.database import (
    NO_OPTIONS,
    Options,
    metadata_names,
    own_tables,
)
from autodiff.commands.declaring import (
    BY_HOOK,
    BY_NAME,
    check_not_left_out,
    creatable_schema,
    metadata_of,
)
from autodiff.compare.compare import Choices, Comparison, Renames, compare
from autodiff.compare.renames import stated_refusals, stated_renames
from autodiff.core.dialect import Dialect
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.environment import EnvironmentOptions
from autodiff.errors.models import NotAtHead
from autodiff.execute.runner import Run, applied
from autodiff.frozen import frozen
from autodiff.hooks.choices import HookChoices
from autodiff.hooks.configured import NO_HOOKS, Hooks
from autodiff.hooks.names import NameFilter
from autodiff.hooks.situation import Situation
from autodiff.revisions.current import heads_not_reached
from autodiff.revisions.graph import Graph
from autodiff.settings import Settings


@frozen
class Comparing:
    """The comparison of the models with the database of one connection."""

    run: Run
    settings: Settings
    options: EnvironmentOptions

    @cached_property
    def metadatas(self) -> tuple[sa.MetaData, ...]:
        return metadata_of(self.settings, self.options, self.run.dialect)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.run, self.settings, self.metadatas, self.options.hooks)

    def choices(self, dialect: Dialect) -> Choices:
        """Return what env.py's hooks choose to compare, on ``dialect``."""
        situation = self.situation(dialect)
        return HookChoices(self.options.hooks, self.scope.names, situation, dialect)

    def situation(self, dialect: Dialect) -> Situation:
        """Return what hooks are given besides the objects: connection, settings and database."""
        database = self.options.database
        return Situation(dialect.sa, self.run.connection, self.settings, database)

    def declared(self, dialect: Dialect) -> Schema:
        """Return the schema that the models declare, on ``dialect``. Raises ModelsLeftOut, or
        ModelImpossible for what the database would not create.
        """
        schema = creatable_schema(self.metadatas, dialect, self.scope)
        self.check_not_left_out(schema, BY_NAME)
        return schema

    def check_not_left_out(self, compared: Schema, filters: Sequence[str]) -> None:
        """Raise ModelsLeftOut where ``filters`` leave nothing of the models in ``compared``."""
        check_not_left_out(
            self.settings, self.options, self.metadatas, compared, filters
        )


def compared(job: Comparing, wishes: Options = NO_OPTIONS) -> Comparison:
    """Compare on one connection; a transaction of our own is rolled back at the end."""
    run_ = job.run
    no_renames = wishes.no_renames == "all"
    renames = Renames(
        stated_renames(job.metadatas),
        wishes.renames,
        () if no_renames else tuple(wishes.no_renames),
        stated_refusals(job.metadatas),
    )
    result = compare(
        run_.connection,
        run_.dialect,
        job.declared(run_.dialect),
        job.scope,
        job.choices(run_.dialect),
        renames,
    )
    job.check_not_left_out(result.declared, BY_HOOK)
    run_.end_reading()
    return replace(result, possible=()) if no_renames else result


def scope_of(
    run_: Run,
    settings: Settings,
    metadatas: tuple[sa.MetaData, ...],
    hooks: Hooks = NO_HOOKS,
) -> Scope:
    """Return what is compared: the default namespace, those that the models name, and those of the
    settings, without what ``hooks`` leave out.
    """
    named = {run_.dialect.namespace(name) for name in metadata_names(metadatas)}
    named |= _matching(run_, ("*",) if hooks.include_schemas else settings.namespaces)
    namespaces = ("", *sorted(name for name in named if name))
    names = NameFilter(hooks.include_name) if hooks.include_name else None
    if names is not None:
        namespaces = tuple(x for x in namespaces if names("schema", "", "", x))
    own = own_tables(settings)
    return Scope(namespaces, settings.include, settings.exclude, own=own, names=names)


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


def require_head(run_: Run, graph: Graph) -> None:
    """Raise NotAtHead where revisions are not applied yet."""
    rows = applied(run_)
    missing = heads_not_reached(graph, rows)
    if missing:
        heads = ", ".join(each.revision for each in missing)
        target = "heads" if len(graph.heads) > 1 else "head"
        raise NotAtHead(", ".join(rows) or "no revision", heads, target)
