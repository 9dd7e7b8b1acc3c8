"""The lint rules applied to a new script, on a database whose rows may be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.execute import Execute
from autodiff.core.operation import AnyOperation
from autodiff.core.own_operation import OwnOperation
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.lint.change import Change, opposite
from autodiff.lint.finding import Finding
from autodiff.lint.judge import judged
from autodiff.lint.origins import live_origins
from autodiff.lint.queries import counted, proved
from autodiff.lint.rows_before import RowsBefore


class Judging:
    """Applies the rules to the scripts of one command, which run one after the other on a database
    whose schema is ``live``; with ``look`` false rows are not counted.
    """

    def __init__(
        self, connection: Connection, dialect: Dialect, live: Schema, *, look: bool
    ) -> None:
        self._connection = connection
        self._dialect = dialect
        self._live = live
        self._origins = live_origins(connection, dialect, live)
        self._look = look

    def upgrade(
        self, there: Sequence[AnyOperation], back: Sequence[AnyOperation]
    ) -> tuple[Finding, ...]:
        """Return what the upgrade ``there`` takes from the rows that exist, with their numbers;
        ``back`` is the downgrade.
        """
        change = Change(
            "upgrade",
            self._dialect,
            ReplayedState(self._live),
            there,
            cache(partial(opposite, back)),
            self._origins,
        )
        return tuple(self._counted(finding) for finding in judged(change))

    def downgrade(
        self, there: Sequence[AnyOperation], back: Sequence[AnyOperation]
    ) -> tuple[Finding, ...]:
        """Return what the downgrade ``back`` takes from rows, whatever values they have by then."""
        other = cache(partial(opposite, there))
        state = ReplayedState(self._live)
        change = Change("downgrade", self._dialect, state, back, other)
        return tuple(proved(self._connection, self._dialect, judged(change)))

    def blocked(self, steps: Sequence[AnyOperation]) -> tuple[Finding, ...]:
        """Return the rows that stop an upgrade by ``steps``."""
        operations = tuple(x for x in steps if not isinstance(x, OwnOperation))
        rewritten = {x.rewrites for x in steps if isinstance(x, Execute) and x.rewrites}
        rows = RowsBefore(self._live, operations, self._dialect, frozenset(rewritten))
        state = ReplayedState(self._live)
        change = Change("upgrade", self._dialect, state, steps, rows=rows)
        suspicions = (x for x in judged(change) if x.effect == "blocked")
        return tuple(proved(self._connection, self._dialect, suspicions))

    def _counted(self, finding: Finding) -> Finding:
        if not self._look:
            return finding
        return counted(self._connection, self._dialect, finding)
