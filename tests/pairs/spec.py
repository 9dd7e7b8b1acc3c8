"""Specs: models as values whose parts are Python source, so that they mutate, shrink and print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

from tests.pairs import own

NAMES: dict[str, Any] = {
    "sa": sa,
    "mysql": mysql,
    "postgresql": postgresql,
    "sqlite": sqlite,
    "own": own,
}
"""What the source in a spec may name."""

Options = tuple[tuple[str, str], ...]
"""Keyword arguments: name and source."""


@dataclass(frozen=True, slots=True)
class Col:
    """A column: ``type`` and the values of ``options`` are source; ``family`` says which values
    it holds. ``made`` is ``sa.Computed(...)`` or ``sa.Identity(...)``.
    """

    name: str
    type: str
    family: str
    options: Options = ()
    made: str | None = None

    def option(self, name: str) -> str | None:
        return dict(self.options).get(name)

    def having(self, **options: str | None) -> Col:
        """This column with options set, or taken away by None."""
        left = {**dict(self.options), **options}
        kept = tuple((name, text) for name, text in left.items() if text is not None)
        return replace(self, options=kept)

    @property
    def nullable(self) -> bool:
        return self.option("nullable") != "False"

    @property
    def filled(self) -> bool:
        """Whether the server gives it a value where a row is silent."""
        return self.option("server_default") is not None

    @property
    def own(self) -> bool:
        """Whether it holds what was put into it."""
        return self.made is None

    @property
    def computed(self) -> bool:
        return self.made is not None and self.made.startswith("sa.Computed")

    @property
    def numbered(self) -> bool:
        """Whether it is an identity: the server gives each row another number."""
        return self.made is not None and not self.computed

    def source(self) -> str:
        parts = [repr(self.name), self.type, *([self.made] if self.made else [])]
        parts += [f"{name}={text}" for name, text in self.options]
        return f"sa.Column({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint or index over ``columns``; ``target`` is the table that a foreign key points
    at and its columns there.
    """

    kind: str
    columns: tuple[str, ...]
    source: str
    name: str | None = None
    target: tuple[str, tuple[str, ...]] | None = None

    @property
    def distinct(self) -> bool:
        """Whether rows must differ in it."""
        equal = self.kind == "exclude" and "'='" in self.source
        return equal or self.kind in ("primary", "unique", "unique index")


@dataclass(frozen=True, slots=True)
class Tab:
    """A table; ``schema`` is its namespace or None."""

    name: str
    columns: tuple[Col, ...]
    rules: tuple[Rule, ...] = ()
    options: Options = ()
    schema: str | None = None

    @property
    def key(self) -> str:
        """Its name in ``MetaData.tables``."""
        return f"{self.schema}.{self.name}" if self.schema else self.name

    def column(self, name: str) -> Col | None:
        return next((each for each in self.columns if each.name == name), None)

    def has_type(self, type_: str) -> bool:
        """Whether a column is of a type of this source."""
        return any(each.type == type_ for each in self.columns)

    def may_be_empty(self, name: str) -> bool:
        """Whether rows may hold nothing in a column."""
        found = self.column(name)
        keys = {
            n for rule in self.rules if rule.kind == "primary" for n in rule.columns
        }
        return found is not None and found.nullable and name not in keys

    def with_column(self, changed: Col) -> Tab:
        columns = (changed if c.name == changed.name else c for c in self.columns)
        return replace(self, columns=tuple(columns))

    def source(self) -> str:
        items = [each.source() for each in self.columns]
        items += [each.source for each in self.rules]
        options = [f"{name}={text}" for name, text in self.options]
        if self.schema:
            options.append(f"schema={self.schema!r}")
        lines = "".join(f"    {each},\n" for each in [*items, *options])
        return f"sa.Table(\n    {self.name!r},\n    metadata,\n{lines})"


@dataclass(frozen=True, slots=True)
class Models:
    """Tables, sequences by themselves, and the naming convention of their metadata."""

    tables: tuple[Tab, ...] = ()
    convention: Options = ()
    sequences: Options = ()

    def table(self, key: str) -> Tab | None:
        return next((each for each in self.tables if each.key == key), None)

    def with_table(self, changed: Tab) -> Models:
        tables = (changed if t.key == changed.key else t for t in self.tables)
        return replace(self, tables=tuple(tables))

    def source(self) -> str:
        """The models as Python, as one would write them down."""
        convention = ", ".join(f"{key!r}: {text!r}" for key, text in self.convention)
        head = f"naming_convention={{{convention}}}" if convention else ""
        return "\n".join(
            [
                f"metadata = sa.MetaData({head})",
                *(
                    f"sa.Sequence({name!r}, metadata=metadata{source})"
                    for name, source in self.sequences
                ),
                *(each.source() for each in self.tables),
            ]
        )

    def metadata(self) -> sa.MetaData:
        """The models as SQLAlchemy has them."""
        names = dict(NAMES)
        exec(compile(self.source(), "<models>", "exec"), names)
        made: sa.MetaData = names["metadata"]
        return made
