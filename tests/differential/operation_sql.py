"""Both tools' SQL of one case: run offline, statements brought to one spacing."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations

from autodiff import op
from autodiff.core.dialect import Dialect
from autodiff.core.knowledge import complete
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_named
from autodiff.errors import AutodiffError
from autodiff.execute.item import Group
from autodiff.execute.record import recorded
from autodiff.execute.statements import statements_of

from .operation_cases import CASES, Script, metadata

DIALECTS = ("sqlite", "postgresql", "mysql", "mssql", "oracle")
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"\s*([(),=])\s*")


@dataclass(frozen=True)
class Outcome:
    """The statements, or the error in their place."""

    statements: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Compared:
    """One case on one database, with both outcomes."""

    name: str
    dialect: str
    theirs: Outcome
    ours: Outcome

    @property
    def same(self) -> bool:
        return not self.ours.error and self.theirs == self.ours


def compared(name: str, dialect_name: str) -> Compared:
    script = CASES[name]
    return Compared(
        name, dialect_name, _theirs(script, dialect_name), _ours(script, dialect_name)
    )


def one_spacing(sql: str) -> str:
    """Return ``sql`` without the white space and the last semicolon, which mean nothing.

    Of all cases, on both sides: how lines are broken is a matter of taste, and no server minds.
    """
    plain = _SPACE.sub(" ", sql.strip().rstrip(";").strip())
    return _PUNCTUATION.sub(r"\1", plain)


def _theirs(script: Script, dialect_name: str) -> Outcome:
    buffer = io.StringIO()
    options: dict[str, Any] = {
        "as_sql": True,
        "output_buffer": _Separating(buffer),
        "mssql_batch_separator": "",
        "oracle_batch_separator": "",
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(dialect_name=dialect_name, opts=options)
        try:
            script(Operations(context))
        except Exception as error:  # whatever the other tool raises is its outcome
            return Outcome(error=f"{type(error).__name__}: {error}")
    found = buffer.getvalue().split(_Separating.mark)
    return Outcome(tuple(one_spacing(each) for each in found if each.strip()))


class _Separating:
    """A stream that marks where each write of the other tool ends: one write, one statement."""

    mark = "\0"

    def __init__(self, buffer: io.StringIO) -> None:
        self._buffer = buffer

    def write(self, text: str) -> int:
        return self._buffer.write(
            text.rstrip("\n") + (self.mark if text.strip() else "")
        )

    def flush(self) -> None:
        self._buffer.flush()


@cache
def dialect_for(name: str) -> Dialect:
    return dialect_named(name)


@cache
def schema_before(name: str) -> Schema:
    return declared_schema([metadata()], dialect_for(name))


def _ours(script: Script, dialect_name: str) -> Outcome:
    dialect = dialect_for(dialect_name)
    state = Replay(schema_before(dialect_name))
    found: list[str] = []
    try:
        for item in recorded(lambda: script(op), dialect):
            found += [each.sql for each in statements_of(item, dialect, state)]
            for operation in item.operations if isinstance(item, Group) else ():
                state.apply(complete(operation, state))
    except AutodiffError as error:
        return Outcome(error=f"{type(error).__name__}: {error}")
    return Outcome(tuple(one_spacing(each) for each in found))
