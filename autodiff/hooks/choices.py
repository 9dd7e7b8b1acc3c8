"""The choices in a comparison that env.py makes by its hooks."""

from __future__ import annotations

from autodiff.compare.overrides import Verdicts
from autodiff.core.dialect import Dialect
from autodiff.core.schema import Schema
from autodiff.core.scope import Names
from autodiff.frozen import frozen
from autodiff.hooks.columns import ColumnHooks
from autodiff.hooks.configured import Hooks
from autodiff.hooks.names import named
from autodiff.hooks.objects import included
from autodiff.hooks.situation import Situation


@frozen
class HookChoices:
    """``names`` is what the scope asks as well, so that each name is asked about once."""

    hooks: Hooks
    names: Names | None
    situation: Situation
    dialect: Dialect

    def kept(
        self, declared: Schema, reflected: Schema, *, parts: bool
    ) -> tuple[Schema, Schema]:
        """Both sides less what is not compared: first by name, then by what it is."""
        sides = (declared, reflected)
        if self.names is not None:
            sides = named(*sides, self.names, parts=parts)
        if self.hooks.include_object is not None:
            sides = included(*sides, self.hooks.include_object, parts=parts)
        return sides

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        """What is said of columns by functions, or by the settings for all of them."""
        asked = ColumnHooks(self.hooks, self.situation, self.dialect)
        return asked.verdicts(declared, reflected)
