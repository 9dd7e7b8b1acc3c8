"""An EXCLUDE that is stated as text, as an item of a table."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from autodiff import op
from autodiff.core.operation import Create
from autodiff.kinds.exclude import Exclude

from .running import operations, sql

RULE = "EXCLUDE USING gist (room WITH =, during WITH &&)"


def _table(rule: Any, name: str | None = None) -> object:
    columns = [sa.Column(each, sa.Integer) for each in ("room", "during", "other")]
    return op.create_table("booking", *columns, op.exclude_rule(rule, name))


@pytest.mark.parametrize("rule", [RULE, sa.text(RULE)], ids=["text", "sa.text"])
@pytest.mark.parametrize(
    ("name", "written"), [("ex", f"CONSTRAINT ex {RULE}"), (None, RULE)]
)
def test_it_stands_in_its_table(rule: Any, name: str | None, written: str) -> None:
    (statement,) = sql(lambda: _table(rule, name))
    assert written in statement
    assert ("CONSTRAINT" in statement) is (name is not None)


def test_it_knows_the_columns_that_it_mentions() -> None:
    (created,) = operations(lambda: _table(RULE, "ex"))
    assert isinstance(created, Create)
    (rule,) = (each for each in created.parts if isinstance(each, Exclude))
    assert (rule.table, rule.name) == ("booking", "ex")
    assert sorted(rule.columns) == ["during", "room"]
