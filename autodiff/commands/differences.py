"""The differences of models and database, in words and as SQL."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.commands.comparing import Comparing, require_head
from autodiff.commands.database import NO_OPTIONS, Options, on_database
from autodiff.commands.project import graph_of
from autodiff.commands.proposing import Due, due
from autodiff.commands.rename_answers import check_said
from autodiff.compare.candidates import Candidate
from autodiff.core.grouping import grouped
from autodiff.core.operation import AnyOperation, Operation
from autodiff.core.own_operation import OwnOperation
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.environment import EnvironmentOptions
from autodiff.execute.live import LiveState
from autodiff.execute.record import recorded
from autodiff.execute.runner import Run
from autodiff.execute.statements import statements_of
from autodiff.frozen import frozen
from autodiff.operations.own import invoke
from autodiff.settings import Settings

Written = tuple[tuple[AnyOperation, ...], tuple[Statement, ...]]
"""Operations that run together, and the SQL that they would send."""


@frozen
class Differences:
    """The operations that bring the database to the models, and which drops and creates may be
    renames.

    ``written`` are the operations with their SQL, where that was asked for.
    """

    operations: tuple[AnyOperation, ...]
    candidates: tuple[Candidate, ...]
    written: tuple[Written, ...] = ()


def differences(
    settings: Settings, wishes: Options = NO_OPTIONS
) -> tuple[AnyOperation, ...]:
    """Return the operations that bring the database to the models; raises NotAtHead."""
    return examined(settings, wishes).operations


def statements(settings: Settings, wishes: Options = NO_OPTIONS) -> tuple[Written, ...]:
    """Return the differences with the SQL that would be sent; sends nothing."""
    return examined(settings, wishes, as_sql=True).written


def examined(
    settings: Settings, wishes: Options = NO_OPTIONS, *, as_sql: bool = False
) -> Differences:
    """Return the differences and the possible renames among them, with ``as_sql`` also their SQL;
    raises NotAtHead, RenameImpossible, NothingDropped.
    """
    graph = graph_of(settings)
    found: list[Due] = []
    written: list[Written] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        require_head(run_, graph)
        found.append(due(Comparing(run_, settings, options), wishes))
        if as_sql:
            written.extend(_written(found[-1].operations, run_))

    on_database(settings, work, wishes)
    check_said([each.said for each in found])
    return Differences(
        tuple(step for each in found for step in each.operations),
        tuple(candidate for each in found for candidate in each.candidates),
        tuple(written),
    )


def _written(steps: tuple[AnyOperation, ...], run_: Run) -> Iterator[Written]:
    state = LiveState(run_.connection, run_.dialect)
    for _, together in grouped(steps, batches=run_.dialect.batches):
        yield together, _sql(together, run_, state)


def _sql(
    together: tuple[AnyOperation, ...], run_: Run, state: State
) -> tuple[Statement, ...]:
    own = [each for each in together if isinstance(each, OwnOperation)]
    if own:  # an operation of a package's own is never grouped
        items = recorded(lambda: invoke(own[0]), run_.dialect)
        parts = (statements_of(each, run_.dialect, state) for each in items)
        return tuple(statement for part in parts for statement in part)
    operations: list[Operation] = [
        step for step in together if not isinstance(step, OwnOperation)
    ]
    return tuple(run_.dialect.statements(operations, state))
