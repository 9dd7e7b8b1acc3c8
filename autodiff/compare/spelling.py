"""Spelling: the clauses of the models as the database itself would write them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object, compared_names
from autodiff.core.question import Question, SpellingRefused
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.index import IndexPart

NOT_ASKED = (
    "The database was not asked how it spells {count} types, defaults or expressions ({reason}), "
    "so they were compared word by word: a difference that is reported may be one of spelling only."
)


def spelled(
    connection: Connection, dialect: Dialect, declared: Schema, reflected: Schema
) -> Schema:
    """Give ``declared`` the database's spelling wherever its text differs from the live one.

    Each distinct question is asked once, all in one batch. Where this connection may not ask, texts
    are compared word by word, and one warning says so.
    """
    questions: dict[Question, list[Key]] = {}
    for key, question in _questions(declared, reflected, dialect):
        questions.setdefault(question, []).append(key)
    states: dict[Key, Object] = {}
    if questions:
        try:
            answers = dialect.spell(connection, tuple(questions), declared)
        except SpellingRefused as refusal:
            message = NOT_ASKED.format(count=len(questions), reason=refusal)
            warnings.warn(message, stacklevel=2)
            return _compared_by_words(declared, reflected, questions, dialect)
        for question, answer in answers.items():
            for key in questions[question]:
                states[key] = declared[key].with_normals_of(answer)
    states |= _of_packages(connection, dialect, declared, reflected)
    return declared.with_states(states) if states else declared


# --- the questions --------------------------------------------------------------------------------


def _questions(
    declared: Schema, reflected: Schema, dialect: Dialect
) -> Iterator[tuple[Key, Question]]:
    for key in declared.unlike(reflected):
        value = declared[key]
        live = live_twins(value, reflected)
        subject = dialect.question(value, live) if live else None
        if subject is not None:
            texts = [each.sql for each in clauses_of(subject, with_types=False)]
            columns = _columns(value, texts, declared)
            yield key, Question(subject, columns, _own_table(value, texts))


def live_twins(value: Object, reflected: Schema) -> Sequence[Object]:
    """Return the live objects that ``value`` may be.

    That is the one with its key; of a constraint or index without a live object of that key, all of
    its kind on the table, since the models may leave the name to the database.
    """
    live = reflected.get(value.key)
    if live is not None:
        return (live,)
    if not value.leaf or value.parent is None or value.parent not in reflected:
        return ()
    siblings = reflected.under(value.parent)
    return [sibling for sibling in siblings if type(sibling) is type(value)]


def _columns(
    value: Object, texts: Sequence[str], declared: Schema
) -> tuple[Object, ...]:
    """Return the columns that ``value`` mentions; all columns of the table where that is unclear."""
    if isinstance(value, Column) and (value.computed is None or not texts):
        return ()
    named = [declared.get(key) for key in value.depends_on() if key.kind == "column"]
    if not named and value.parent is not None and not texts:
        return ()
    columns = named or declared.under(value.parent or value.key)
    return tuple(
        Column("", "", column.name, column.type)
        for column in columns
        if isinstance(column, Column) and column is not value
    )


def _own_table(value: Object, texts: Sequence[str]) -> str:
    """Return the name of the table of ``value`` if one of its ``texts`` mentions it, else ""."""
    name = value.key.table
    lowered = name.lower()
    if not name or not any(lowered in text.lower() for text in texts):
        return ""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    return name if any(word.search(text) for text in texts) else ""


def clauses_of(value: Any, *, with_types: bool = True) -> Iterator[Clause]:
    """Yield the clauses of a value and its parts, in the order of its fields."""
    for name in compared_names(type(value)):
        if name == "type" and not with_types:
            continue
        field = getattr(value, name)
        for part in field if isinstance(field, tuple) else (field,):
            if isinstance(part, Clause):
                yield part
            elif hasattr(part, "with_normals_of"):
                yield from clauses_of(part, with_types=with_types)


def _of_packages(
    connection: Connection, dialect: Dialect, declared: Schema, reflected: Schema
) -> dict[Key, Object]:
    """Return the objects of packages' kinds with normal forms, each kind settled in its own way."""
    states: dict[Key, Object] = {}
    if not dialect.ways:
        return states
    unlike = [declared[key] for key in declared.unlike(reflected) if key in reflected]
    for kind, ways in dialect.ways.items():
        values = [value for value in unlike if type(value) is kind]
        if values and ways.settle is not None:
            for answer in ways.settle(connection, dialect, values):
                states[answer.key] = declared[answer.key].with_normals_of(answer)
    return states


# --- where the database cannot be asked -----------------------------------------------------------


def _compared_by_words(
    declared: Schema,
    reflected: Schema,
    questions: Mapping[Question, Sequence[Key]],
    dialect: Dialect,
) -> Schema:
    """Return ``declared`` with the normal forms of ``reflected`` wherever a text has the same
    words.

    ``questions`` are those that could not be asked, with the keys of their objects.
    """
    states: dict[Key, Object] = {}
    asked = [(key, question) for question, keys in questions.items() for key in keys]
    for key, question in asked:
        words = _Words(dialect, question)
        for live in live_twins(declared[key], reflected):
            value = words.taken_over(declared[key], live)
            if dialect.question(value, (live,)) is None:
                states[key] = value
                break
            if live.key == key:
                states[key] = value
    return declared.with_states(states) if states else declared


_COLLATION = re.compile(r'\bCOLLATE\s+("[^"]+"|\w+)', re.IGNORECASE)


class _Words:
    """Compares the clauses of one declared object with those of live ones, word by word."""

    def __init__(self, dialect: Dialect, question: Question) -> None:
        self._dialect = dialect
        types = [
            clause.sql for column in question.columns for clause in clauses_of(column)
        ]
        self._collations = {name for text in types for name in _COLLATION.findall(text)}

    def taken_over(self, value: Any, live: Any) -> Any:
        """Return ``value`` with the normal forms of ``live`` where their texts mean the same."""
        if isinstance(value, Clause):
            if isinstance(live, Clause) and self._same(value.sql, live.normal):
                return value.with_normal(live.normal)
            return value
        if isinstance(value, tuple) and isinstance(live, tuple):
            if len(value) != len(live):
                return value
            pairs = zip(value, live, strict=True)
            return tuple(self.taken_over(mine, theirs) for mine, theirs in pairs)
        if not hasattr(value, "with_normals_of") or type(value) is not type(live):
            return value
        if isinstance(value, IndexPart):
            mine, theirs = value.sql(self._dialect), live.sql(self._dialect)
            return value.with_normals_of(live) if self._same(mine, theirs) else value
        changes = {
            name: self.taken_over(getattr(value, name), getattr(live, name))
            for name in compared_names(type(value))
        }
        return replace(value, **changes)

    def _same(self, mine: str, theirs: str) -> bool:
        # imported here: sqlglot is loaded only where the database is not asked
        from autodiff.compare.token_comparison import same_words

        words, live_words = self._plain(mine), self._plain(theirs)
        return same_words(words, live_words, self._dialect.grammar)

    def _plain(self, sql: str) -> str:
        """Return the text without a collation that a column of the expression has by itself, and
        with one name for each function.
        """
        for name, other in self._dialect.function_names.items():
            sql = re.sub(rf"\b{name}(?=\s*\()", other, sql, flags=re.IGNORECASE)
        return _COLLATION.sub(
            lambda match: "" if match[1] in self._collations else match[0], sql
        )
