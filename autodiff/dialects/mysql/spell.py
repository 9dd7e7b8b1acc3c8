"""Ask the server how it spells declared clauses, by temporary tables.

CREATE and DROP TEMPORARY TABLE commit nothing (MariaDB and MySQL manuals, "Statements That Cause an
Implicit Commit"), and no other session sees such a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.question import Question, SpellingRefused
from autodiff.core.schema import Schema
from autodiff.dialects.mysql.server import quote_of
from autodiff.dialects.mysql.show_create import ShownTable, shown_table
from autodiff.dialects.mysql.types import COLLATE, collation_of, has_open_collation
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, Computed
from autodiff.kinds.index import Index

NAME = "autodiff_temporary_question"
MOST_QUESTIONS = 100
MOST_COLUMNS = 500
"""Columns in one table; InnoDB allows 1,017."""
OPEN_TABLES = 20
"""How many tables are searched for room."""
NOT_PERMITTED = frozenset((1044, 1045, 1142, 1227))
"""Errors for a missing privilege."""
REFUSALS = NOT_PERMITTED | {1046, 1290, 1787, 1792, 1836}
"""Errors that are raised whatever the table is: a missing privilege, no database chosen, a
read-only server, GTIDs that forbid it in a transaction (MySQL before 8.0.13), a read-only
transaction, read-only mode.
"""


def spelled(
    connection: Connection,
    questions: Sequence[Question],
    declared: Schema,
    dialect: Dialect,
) -> dict[Question, Object]:
    """Ask the server how it spells the questions' subjects; those that it refuses are missing.

    Where the connection has no database, the first namespace of ``declared`` is used. Raises
    SpellingRefused where this connection is not allowed to ask.
    """
    answers: dict[Question, Object] = {}
    namespace = _namespace(declared, dialect)
    for trial in packed(questions):
        answers.update(_answers(connection, trial.questions, namespace, dialect))
    return answers


def _namespace(declared: Schema, dialect: Dialect) -> str:
    """Choose the tables' namespace: the connection's database, or the first one of the models."""
    if dialect.sa.default_schema_name:
        return ""
    return next((key.namespace for key in declared if key.namespace), "")


# --- packing --------------------------------------------------------------------------------------


@dataclass(slots=True)
class ProbeTable:
    """A temporary table: its questions, and the types of the columns that they mention."""

    table: str
    questions: list[Question] = field(default_factory=list)
    types: dict[str, Clause] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return (
            len(self.questions) >= MOST_QUESTIONS
            or len(self.types) + len(self.questions) >= MOST_COLUMNS
        )

    def takes(self, types: dict[str, Clause]) -> bool:
        """Whether no column of ``types`` has another type here."""
        own = self.types
        return all(own.get(name, type_) == type_ for name, type_ in types.items())


def packed(questions: Sequence[Question]) -> Iterator[ProbeTable]:
    """Put each question into the first table that has no column of another type than it
    mentions.
    """
    waiting: list[ProbeTable] = []
    for question in questions:
        types = {
            column.name.lower(): column.type
            for column in question.columns
            if isinstance(column, Column)
        }
        fitting = (
            trial
            for trial in waiting
            if trial.table == question.table and trial.takes(types)
        )
        trial = next(fitting, None)
        if trial is None:
            trial = ProbeTable(question.table)
            waiting.append(trial)
        trial.questions.append(question)
        trial.types.update(types)
        if trial.is_full or len(waiting) > OPEN_TABLES:
            done = trial if trial.is_full else waiting[0]
            waiting.remove(done)
            yield done
    yield from waiting


# --- asking ---------------------------------------------------------------------------------------


def _answers(
    connection: Connection,
    questions: Sequence[Question],
    namespace: str,
    dialect: Dialect,
) -> dict[Question, Object]:
    """Ask all questions with one table; where the server refuses it, ask each half by itself, down
    to the single question that it refuses.
    """
    shown = _shown(connection, questions, namespace, dialect)
    if shown is not None:
        return {
            question: _answer(question.subject, shown, number)
            for number, question in enumerate(questions)
        }
    answers: dict[Question, Object] = {}
    half = len(questions) // 2
    for part in (questions[:half], questions[half:]) if half else ():
        answers.update(_answers(connection, part, namespace, dialect))
    return answers


def _shown(
    connection: Connection,
    questions: Sequence[Question],
    namespace: str,
    dialect: Dialect,
) -> ShownTable | None:
    """Read how the server shows a table with ``questions``; None where it refuses that table."""
    name = dialect.qualified(namespace, questions[0].table or NAME)
    lines = ",\n  ".join(_lines(questions, dialect))
    try:
        _run(connection, f"CREATE TEMPORARY TABLE {name} (\n  {lines}\n)")
    except DBAPIError as error:
        number, text = _number_and_text(error)
        if number in NOT_PERMITTED:
            raise SpellingRefused(f"{text}; grant CREATE TEMPORARY TABLES") from error
        if number in REFUSALS:
            raise SpellingRefused(text) from error
        return None
    try:
        text = _run(connection, f"SHOW CREATE TABLE {name}")
    finally:
        _run(connection, f"DROP TEMPORARY TABLE {name}")
    return shown_table(text, quote_of(dialect.sa))


def _run(connection: Connection, sql: str) -> str:
    """Send ``sql`` without parameters, so that drivers leave percent signs alone.

    Returns the second field of its row: the text of SHOW CREATE TABLE.
    """
    result = connection.exec_driver_sql(sql, execution_options={"no_parameters": True})
    return str(result.one()[1]) if result.returns_rows else ""


def _number_and_text(error: DBAPIError) -> tuple[int | None, str]:
    """Return the server's number and text of an error."""
    arguments = getattr(error.orig, "args", ())
    number = arguments[0] if arguments and isinstance(arguments[0], int) else None
    return number, str(arguments[-1] if arguments else error.orig)


def _lines(questions: Sequence[Question], dialect: Dialect) -> Iterator[str]:
    """Write the mentioned columns, then the questions' subjects: columns, CHECKs and indexes."""
    mentioned: dict[str, Column] = {}
    for question in questions:
        for column in question.columns:
            assert isinstance(column, Column)
            mentioned.setdefault(column.name.lower(), column)
    for column in mentioned.values():
        yield dialect.definition(replace(column, type=_whole(column.type)))
    for number, question in enumerate(questions):
        subject = question.subject
        if isinstance(subject, Column):
            type_ = _whole(subject.type)
            named = replace(subject, name=_label(number), type=type_)
            yield dialect.definition(named)
        elif isinstance(subject, Check):
            yield f"CONSTRAINT {_label(number)} CHECK ({subject.condition.sql})"
        elif isinstance(subject, Index):
            for position, part in enumerate(subject.parts):
                if part.column is None:
                    name = _label(number, position)
                    yield f"INDEX {name} (({part.expression.sql}))"


def _whole(type_: Clause) -> Clause:
    """Add to a string type the collation of its table, which its text leaves out."""
    if collation_of(type_.normal) is None:
        return type_
    return Clause(type_.normal, type_.normal)


def _label(number: int, position: int = 0) -> str:
    return f"autodiff_{number}_{position}"


# --- answers --------------------------------------------------------------------------------------


def _answer(subject: Object, shown: ShownTable, number: int) -> Object:
    if isinstance(subject, Column):
        return _column_answer(subject, shown, _label(number))
    if isinstance(subject, Check):
        text = shown.checks.get(_label(number))
        return replace(subject, condition=_clause(subject.condition, text))
    assert isinstance(subject, Index)
    texts = [
        shown.expressions.get(_label(number, position))
        for position in range(len(subject.parts))
    ]
    parts = tuple(
        replace(part, expression=_clause(part.expression, text))
        for part, text in zip(subject.parts, texts, strict=True)
    )
    return replace(subject, parts=parts)


def _column_answer(subject: Column, shown: ShownTable, name: str) -> Column:
    column = shown.columns.get(name)
    if column is None:
        return subject
    computed = subject.computed
    if computed is not None:
        expression = _clause(computed.expression, column.expression)
        computed = Computed(expression, computed.stored)
    default = subject.default and _clause(subject.default, column.default)
    type_, collation = column.type, collation_of(subject.type.normal)
    if collation and has_open_collation(type_):
        type_ += COLLATE + collation
    return replace(
        subject,
        type=subject.type.with_normal(type_),
        default=default,
        computed=computed,
    )


def _clause(clause: Clause, normal: str | None) -> Clause:
    return clause if normal is None else clause.with_normal(normal)
