"""Ask the server how it spells declared clauses, by temporary tables that are rolled back.

Questions share a table as long as their columns have the same types. All tables are created in one
DO block, in which each fails by itself; one that is refused is created again piece by piece, so
that an invalid clause has no answer and affects no other. The package's own reader reads them back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.question import Question, SpellingRefused
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.catalog import (
    CatalogDialect,
    temporary,
)
from autodiff.dialects.postgresql.ddl_constraint import index_sql
from autodiff.dialects.postgresql.reader import read
from autodiff.dialects.postgresql.session import (
    do_block,
    send,
    undone,
)
from autodiff.dialects.postgresql.stand_ins import StandIns, stand_ins_for
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, computed_sql
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.index import Index
from autodiff.kinds.keys import table_key
from autodiff.kinds.options import option, options
from autodiff.kinds.table import Table

PER_TABLE = 100
"""More questions make a table slow to create: 500 take eight times as long as five times 100."""

COLUMNS_PER_TABLE = 500
"""Well below what the server takes (1,600)."""

_PARTITION = "postgresql_partition_by"


def question(value: Object, live: Sequence[Object]) -> Object | None:
    """Return the question about ``value``: a table's partition key, else what its kind asks."""
    if not isinstance(value, Table):
        return value.question(live)
    key = option(value.options, _PARTITION)
    partition_keys = [
        option(other.options, _PARTITION) for other in live if type(other) is Table
    ]
    if key is None or not live or key in partition_keys:
        return None
    return Table("", "", options=options({_PARTITION: key}))


def spelled(
    connection: Connection,
    dialect: CatalogDialect,
    questions: Sequence[Question],
    declared: Schema,
) -> dict[Question, Object]:
    """Return the subject of each question as the server spells it, without those that it refuses.

    ``declared`` supplies the types and sequences that the database lacks. Raises SpellingRefused
    where no temporary table may be created.
    """
    answers: dict[Question, Object] = {}
    stand_ins = stand_ins_for(connection, dialect, declared)
    for trials in _batches(_packed(questions)):
        with undone(connection):
            answers |= _tried(connection, dialect, trials, stand_ins)
    return answers


# --- which questions share a table ----------------------------------------------------------------


class ProbeTable:
    """A temporary table: its questions by the name of their subject, and the columns they mention.

    ``name`` is "" as long as no question mentions its own table.
    """

    def __init__(self) -> None:
        self.name = ""
        self.partition = ""
        self.questions: dict[str, Question] = {}
        self.columns: dict[str, Column] = {}

    @property
    def full(self) -> bool:
        return (
            bool(self.partition)
            or len(self.questions) >= PER_TABLE
            or len(self.columns) >= COLUMNS_PER_TABLE
        )

    def takes(self, question: Question) -> bool:
        """Whether ``question`` fits among those that are here."""
        if isinstance(question.subject, Table):
            return False
        if question.table and self.name not in ("", question.table):
            return False
        own = self.columns
        return all(
            column.type == own[column.name].type
            for column in _columns(question)
            if column.name in own
        )

    def add(self, question: Question, name: str) -> None:
        """Ask ``question`` here, with its subject called ``name``."""
        subject = question.subject
        if isinstance(subject, Table):
            self.partition = option(subject.options, _PARTITION)
        self.name = self.name or question.table
        self.questions[name] = question
        for column in _columns(question):
            self.columns.setdefault(column.name, column)


def _columns(question: Question) -> Iterator[Column]:
    for column in question.columns:
        assert isinstance(column, Column)
        yield column


def _packed(questions: Sequence[Question]) -> list[ProbeTable]:
    """Put each question into the first table that takes it."""
    trials: list[ProbeTable] = []
    with_room: list[ProbeTable] = []
    for number, question in enumerate(questions):
        trial = next((trial for trial in with_room if trial.takes(question)), None)
        if trial is None:
            trial = ProbeTable()
            trials.append(trial)
            with_room.append(trial)
        trial.add(question, f"autodiff_{number}")
        if trial.full:
            with_room.remove(trial)
    for number, trial in enumerate(trials):
        trial.name = trial.name or f"autodiff_table_{number}"
    return trials


def _batches(trials: Iterable[ProbeTable]) -> list[list[ProbeTable]]:
    """Separate tables with the same name into several batches; nearly always there is one batch."""
    batches: list[list[ProbeTable]] = []
    times: Counter[str] = Counter()
    for trial in trials:
        if times[trial.name] == len(batches):
            batches.append([])
        batches[times[trial.name]].append(trial)
        times[trial.name] += 1
    return batches


# --- a batch of tables ----------------------------------------------------------------------------


def _tried(
    connection: Connection,
    dialect: CatalogDialect,
    trials: Sequence[ProbeTable],
    stand_ins: StandIns,
) -> Iterator[tuple[Question, Object]]:
    """Create the tables and read them back, those that are refused piece by piece.

    Yields the questions in ``trials`` with their answers, in which ``stand_ins`` are replaced
    again.
    """
    needed = [[statement] for statement in stand_ins.statements]
    whole = [map(stand_ins.put_in, _whole(trial, dialect)) for trial in trials]
    _create(connection, [*needed, *whole])
    selection = temporary([trial.name for trial in trials])
    schema = read(connection, dialect, selection)
    pieces = [
        [stand_ins.put_in(piece)]
        for trial in trials
        if table_key("", trial.name) not in schema
        for piece in _pieces(trial, dialect)
    ]
    if pieces:
        _create(connection, pieces)
        schema = read(connection, dialect, selection)
    for trial in trials:
        for name, question in trial.questions.items():
            answer = _answer(schema, trial, name, question)
            if answer is not None:
                yield question, stand_ins.taken_out(answer)


_PROBE = "CREATE TEMPORARY TABLE IF NOT EXISTS autodiff_probe ()"


def _create(connection: Connection, groups: Iterable[Iterable[str]]) -> None:
    """Send the statements. Raises SpellingRefused where no temporary table may be created."""
    try:
        send(connection, do_block(_PROBE, groups))
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        reason = str(error.orig).strip().partition("\n")[0]
        raise SpellingRefused(reason) from error


def _answer(
    schema: Schema, trial: ProbeTable, name: str, question: Question
) -> Object | None:
    """Return the subject of ``question`` as ``schema`` has it, called ``name`` in the table of
    ``trial``.

    The answer about a table is only its partition key.
    """
    if not isinstance(question.subject, Table):
        return schema.get(Key(question.subject.kind, "", trial.name, name))
    table = schema.get(table_key("", trial.name))
    if not isinstance(table, Table):
        return None
    key = option(table.options, _PARTITION)
    return replace(table, options=options({_PARTITION: key}))


def _whole(trial: ProbeTable, dialect: Dialect) -> list[str]:
    """Write CREATE TABLE with all subjects in it, then its indexes."""
    columns = [" ".join(words) for words in _column_words(trial, dialect)]
    lines = ", ".join([*columns, *_constraint_lines(trial)])
    create = f"CREATE TEMPORARY TABLE {dialect.quote(trial.name)} ({lines})"
    if trial.partition:
        create += f" PARTITION BY {trial.partition}"
    return [create, *_index_statements(trial, dialect)]


def _pieces(trial: ProbeTable, dialect: Dialect) -> Iterator[str]:
    """Write an empty table, then one statement per subject.

    A default is set on an existing column: ADD COLUMN would run the functions in it.
    """
    if trial.partition:
        return
    table = dialect.quote(trial.name)
    yield f"CREATE TEMPORARY TABLE {table} ()"
    for name, type_, default in _column_words(trial, dialect):
        yield f"ALTER TABLE {table} ADD COLUMN {name} {type_}"
        if default:
            yield f"ALTER TABLE {table} ALTER COLUMN {name} SET {default}"
    for line in _constraint_lines(trial):
        yield f"ALTER TABLE {table} ADD {line}"
    yield from _index_statements(trial, dialect)


def _column_words(
    trial: ProbeTable, dialect: Dialect
) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and default of the mentioned columns, then of the subjects."""
    for column in trial.columns.values():
        yield dialect.quote(column.name), column.type.sql, ""
    for name, question in trial.questions.items():
        match question.subject:
            case Column(type=type_, computed=computed) if computed is not None:
                yield name, f"{type_.sql} {computed_sql(computed)}", ""
            case Column(type=type_, default=default):
                yield name, type_.sql, f"DEFAULT {default.sql}" if default else ""


def _constraint_lines(trial: ProbeTable) -> Iterator[str]:
    for name, question in trial.questions.items():
        match question.subject:
            case Check(condition=condition):
                yield f"CONSTRAINT {name} CHECK ({condition.sql})"
            case Exclude(rule=rule):
                yield f"CONSTRAINT {name} {rule.sql}"


def _index_statements(trial: ProbeTable, dialect: Dialect) -> Iterator[str]:
    for name, question in trial.questions.items():
        if isinstance(index := question.subject, Index):
            kept = {k: v for k, v in index.options if k != "postgresql_tablespace"}
            named = replace(index, table=trial.name, name=name, options=options(kept))
            yield index_sql(named, "", dialect)
