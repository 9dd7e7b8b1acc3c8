"""A constraint that a script names without saying of which sort it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from autodiff.core.dialect import Emitters
from autodiff.core.key import Key
from autodiff.core.object import Holding, Object
from autodiff.core.operation import Drop, Rename
from autodiff.frozen import frozen
from autodiff.kinds import constraint
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.convention import conventional_name


@frozen
class SomeConstraint(Constraint):
    """Stands in operations of scripts only; no schema holds one.

    With a naming ``convention`` (SQLAlchemy's, as pairs) it may be a constraint without a name,
    or with one that the server gave, whose name would be this one by the convention.
    """

    convention: tuple[tuple[str, str], ...] = ()

    kind: ClassVar[str] = "constraint"
    rank: ClassVar[int] = 6

    @property
    def unresolved(self) -> bool:
        return True

    def resolve(self, state: Holding) -> Object | None:
        """Return the constraint of this name, of any kind, or None."""
        there = [
            each for each in state.under(self.parent) if isinstance(each, Constraint)
        ]
        named = [each for each in there if each.name == self.name]
        would_be = [each for each in there if self._would_name(each)]
        return next(iter([*named, *would_be]), None)

    def _would_name(self, value: Constraint) -> bool:
        name = conventional_name(value, dict(self.convention))
        return name is not None and name == self.name

    def depends_on(self) -> Iterable[Key]:
        return (self.parent,)


EMITTERS: Emitters = {
    (Drop, SomeConstraint): constraint.drop,
    (Rename, SomeConstraint): constraint.rename,
}
"""Where the database does not tell either, standard words that want the name only."""
