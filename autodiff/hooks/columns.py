"""compare_type and compare_server_default: what env.py says about two columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.types import TypeEngine

from autodiff.compare.overrides import Verdict, Verdicts
from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.schema import Schema
from autodiff.errors.models import ContextHookAnswer
from autodiff.frozen import frozen
from autodiff.hooks.ask import ask, shown
from autodiff.hooks.configured import (
    CompareServerDefault,
    CompareType,
    Hooks,
    ServerDefault,
)
from autodiff.hooks.situation import Situation
from autodiff.kinds.column import (
    Column,
    Computed,
    Identity,
    computed_sql,
    identity_sql,
)

TYPE = ("type",)
DEFAULT = ("default",)
ALL_DEFAULTS = ("default", "computed", "identity")


@frozen
class ColumnHooks:
    """What there is to ask about each column that is on both sides."""

    hooks: Hooks
    situation: Situation
    dialect: Dialect

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        """By column: which fields are the same whatever they say, and which differ."""
        if self._types in (None, True) and self._defaults in (None, True):
            return {}
        return {
            key: tuple(self._said(reflected[key], each))
            for key, each in declared.items()
            if isinstance(each, Column) and isinstance(reflected.get(key), Column)
        }

    @property
    def _types(self) -> bool | CompareType | None:
        said = self.hooks.compare_type
        return self.situation.settings.compare_type if said is None else said

    @property
    def _defaults(self) -> bool | CompareServerDefault | None:
        said = self.hooks.compare_server_default
        return self.situation.settings.compare_server_default if said is None else said

    def _said(self, live: Any, declared: Column) -> Iterator[Verdict]:
        types, defaults = self._types, self._defaults
        if types is False:
            yield Verdict(TYPE, differs=False)
        elif callable(types):
            answer = self._type(types, live, declared)
            yield from _verdict("compare_type", declared, answer, TYPE)
        if defaults is False:
            yield Verdict(DEFAULT, differs=False)
        elif callable(defaults) and (_made(live) or _made(declared)):
            answer = self._default(defaults, live, declared)
            yield from _verdict(
                "compare_server_default", declared, answer, ALL_DEFAULTS
            )

    def _type(self, hook: CompareType, live: Column, declared: Column) -> Any:
        types = (self._object(live.type), self._object(declared.type))
        values = (self.situation, live, declared, *types)
        return ask("compare_type", declared.words, hook, *values)

    def _object(self, type_: Clause) -> object:
        source = type_.source
        known = isinstance(source, TypeEngine)
        return source if known else self.dialect.type_object(type_.sql)

    def _default(
        self, hook: CompareServerDefault, live: Column, declared: Column
    ) -> Any:
        return ask(
            "compare_server_default",
            declared.words,
            hook,
            self.situation,
            live,
            declared,
            sql_of(_made(live)),
            _made(declared),
            sql_of(_made(declared)),
        )


def _made(column: Column) -> ServerDefault:
    return column.default or column.computed or column.identity


def sql_of(made: ServerDefault) -> str | None:
    """A server default as SQL."""
    match made:
        case Clause(sql=sql):
            return sql
        case Computed():
            return computed_sql(made)
        case Identity():
            return identity_sql(made)
    return None


def _verdict(
    hook: str, column: Column, answer: Any, names: tuple[str, ...]
) -> Iterator[Verdict]:
    if answer is None:
        return
    if not isinstance(answer, bool):
        expected = "True, False or None"
        raise ContextHookAnswer(hook, column.words, expected, shown(answer))
    yield Verdict(names, differs=answer)
