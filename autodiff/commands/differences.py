"""The differences of models and database, in words and as SQL."""

from __future__ import annotations

from autodiff.commands.comparing import Comparing, require_head
from autodiff.commands.database import NO_WISHES, Wishes, on_database
from autodiff.commands.project import graph_of
from autodiff.commands.proposing import due
from autodiff.core.grouping import grouped
from autodiff.core.operation import Operation, Step
from autodiff.core.own_operation import OwnOperation
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.environment import Options
from autodiff.execute.record import recorded
from autodiff.execute.runner import Run
from autodiff.execute.statements import statements_of
from autodiff.operations.own import invoke
from autodiff.settings import Settings
from autodiff.sources.live import LiveState


def differences(settings: Settings, wishes: Wishes = NO_WISHES) -> tuple[Step, ...]:
    """What brings the database to the models; raises NotAtHead."""
    graph = graph_of(settings)
    found: list[Step] = []

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        found.extend(due(Comparing(run_, settings, options), wishes))

    on_database(settings, work, wishes)
    return tuple(found)


Written = tuple[tuple[Step, ...], tuple[Statement, ...]]
"""Steps that are made together, and the SQL that they would send."""


def statements(settings: Settings, wishes: Wishes = NO_WISHES) -> tuple[Written, ...]:
    """The differences with the SQL that would be sent; nothing is sent."""
    graph = graph_of(settings)
    found: list[Written] = []

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        steps = due(Comparing(run_, settings, options), wishes)
        state = LiveState(run_.connection, run_.dialect)
        for _, together in grouped(steps, batches=run_.dialect.batches):
            found.append((together, _sql(together, run_, state)))

    on_database(settings, work, wishes)
    return tuple(found)


def _sql(together: tuple[Step, ...], run_: Run, state: State) -> tuple[Statement, ...]:
    own = [each for each in together if isinstance(each, OwnOperation)]
    if own:  # what is not an operation stands alone
        items = recorded(lambda: invoke(own[0]), run_.dialect)
        found = (statements_of(each, run_.dialect, state) for each in items)
        return tuple(one for each in found for one in each)
    operations: list[Operation] = [
        x for x in together if not isinstance(x, OwnOperation)
    ]
    return tuple(run_.dialect.statements(operations, state))
