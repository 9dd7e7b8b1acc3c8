"""A new script runs up and down on a scratch database with the live schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from autodiff.commands.comparing import Comparing
from autodiff.commands.proposing import upgrades
from autodiff.commands.recording import script_of
from autodiff.compare.compare import compare
from autodiff.connect.database import connected, engine_for, server_words
from autodiff.core.describe import describe
from autodiff.core.dialect import Dialect
from autodiff.core.diff import diff
from autodiff.core.operation import AnyOperation
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from autodiff.errors import AutodiffError
from autodiff.errors.meaning import NewScriptFailed, NotProved
from autodiff.errors.running import WorkNotDone
from autodiff.errors.users_code import CodeEnded
from autodiff.execute.item import Group
from autodiff.execute.runner import Run
from autodiff.execute.scratch_run import ScratchRun, tried
from autodiff.execute.script import function_of
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.settings import Settings

ScriptFunctionCall = Callable[..., Any]


def verify(job: Comparing, texts: Sequence[str], live: Schema) -> None:
    """Prove that the scripts ``texts``, one after the other, lead from ``live`` to what the models
    declare (as far as hooks want it), and back.

    The live database is only read. Raises NotProved, or ScratchImpossible.
    """
    scripts = [_functions(each, job.options.suffix) for each in texts]
    scope = job.scope
    whole = _with_targets(live, job.run)
    with _scratch(job.run, job.settings) as connection:
        dialect = dialect_of(connection)
        _build(connection, dialect, whole)
        start = _look(connection, dialect, scope)
        for functions in scripts:
            _take("upgrade", functions, connection, dialect)
        declared, choices = job.declared(dialect), job.choices(dialect)
        left = compare(connection, dialect, declared, scope, choices).operations
        connection.rollback()
        _expect_none("upgrade", upgrades(job, left))
        for functions in reversed(scripts):
            _take("downgrade", functions, connection, dialect)
        _expect_none("downgrade", diff(_look(connection, dialect, scope), start))


def _with_targets(live: Schema, run_: Run) -> Schema:
    """Return ``live`` with the tables outside it to which its foreign keys refer, directly or
    through others: without them no database accepts these keys.
    """
    while True:
        wanted = {each.target for each in live.values() if isinstance(each, ForeignKey)}
        places = frozenset((x.namespace, x.name) for x in wanted if x not in live)
        if not places:
            return live
        namespaces = tuple(sorted({namespace for namespace, _ in places}))
        scope = Scope(namespaces, tables=places)
        targets = run_.dialect.live(run_.connection, scope)
        if not targets:  # a foreign key on SQLite may refer to a missing table
            return live
        live = live.with_objects(targets.values())


def _functions(text: str, suffix: str) -> dict[str, ScriptFunctionCall]:
    loaded = script_of(text)
    return {way: function_of(loaded, way + suffix) for way in ("upgrade", "downgrade")}


@contextmanager
def _scratch(run_: Run, settings: Settings) -> Iterator[Connection]:
    with run_.dialect.scratch(run_.connection) as url:
        engine = engine_for(
            url.render_as_string(hide_password=False), settings.engine_options
        )
        with connected(engine) as connection:
            yield connection
        engine.dispose()


def _build(connection: Connection, dialect: Dialect, live: Schema) -> None:
    trial = ScratchRun(connection, dialect)
    for operation in diff(Schema(), live):
        trial.hand(Group((operation,)))
    connection.commit()


def _look(connection: Connection, dialect: Dialect, scope: Scope) -> Schema:
    schema = dialect.live(connection, scope)
    connection.rollback()
    return schema


def _take(
    way: str,
    functions: dict[str, ScriptFunctionCall],
    connection: Connection,
    dialect: Dialect,
) -> None:
    try:
        tried(functions[way], connection, dialect)
    except SQLAlchemyError as problem:
        raise NotProved(way, server_words(problem)) from problem
    except (CodeEnded, WorkNotDone) as problem:
        raise NewScriptFailed(way, problem.in_short()) from problem
    except AutodiffError as problem:
        raise NotProved(way, str(problem)) from problem


def _expect_none(way: str, left: Sequence[AnyOperation]) -> None:
    if left:
        raise NotProved(way, "".join(f"\n  {describe(each)}" for each in left))
