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
    """The hooks as choices of a comparison.

    ``names`` is the name filter of the scope as well, so that a name is asked about only once.
    """

    hooks: Hooks
    names: Names | None
    situation: Situation
    dialect: Dialect

    def kept(
        self, declared: Schema, reflected: Schema, *, parts: bool
    ) -> tuple[Schema, Schema]:
        """Return both sides without what the hooks leave out, first by name, then by object.

        ``parts`` is true for the parts of tables, false for all other objects.
        """
        sides = (declared, reflected)
        if self.names is not None:
            sides = named(*sides, self.names, parts=parts)
        if self.hooks.include_object is not None:
            sides = included(*sides, self.hooks.include_object, parts=parts)
        return sides

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        """Return what the hooks, or the settings for all columns, decide about columns."""
        asked = ColumnHooks(self.hooks, self.situation, self.dialect)
        return asked.verdicts(declared, reflected)
