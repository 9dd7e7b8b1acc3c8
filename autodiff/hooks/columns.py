"""compare_type and compare_server_default: whether env.py finds two columns different."""

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
    """The hooks and settings that are asked about every column that is on both sides."""

    hooks: Hooks
    situation: Situation
    dialect: Dialect

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        """Return by column which fields count as equal, or as different, whatever they contain."""
        if self._types in (None, True) and self._defaults in (None, True):
            return {}
        return {
            key: tuple(self._verdicts(reflected[key], column))
            for key, column in declared.items()
            if isinstance(column, Column) and isinstance(reflected.get(key), Column)
        }

    @property
    def _types(self) -> bool | CompareType | None:
        hook = self.hooks.compare_type
        return self.situation.settings.compare_type if hook is None else hook

    @property
    def _defaults(self) -> bool | CompareServerDefault | None:
        hook = self.hooks.compare_server_default
        return self.situation.settings.compare_server_default if hook is None else hook

    def _verdicts(self, live: Any, declared: Column) -> Iterator[Verdict]:
        types, defaults = self._types, self._defaults
        if types is False:
            yield Verdict(TYPE, differs=False)
        elif callable(types):
            answer = self._type(types, live, declared)
            yield from _verdict("compare_type", declared, answer, TYPE)
        if defaults is False:
            yield Verdict(DEFAULT, differs=False)
        elif callable(defaults) and (
            _server_default(live) or _server_default(declared)
        ):
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
        is_sqlalchemy = isinstance(source, TypeEngine)
        return source if is_sqlalchemy else self.dialect.type_object(type_.sql)

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
            sql_of(_server_default(live)),
            _server_default(declared),
            sql_of(_server_default(declared)),
        )


def _server_default(column: Column) -> ServerDefault:
    return column.default or column.computed or column.identity


def sql_of(default: ServerDefault) -> str | None:
    """Return a server default as SQL; None where there is none."""
    match default:
        case Clause(sql=sql):
            return sql
        case Computed():
            return computed_sql(default)
        case Identity():
            return identity_sql(default)
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
