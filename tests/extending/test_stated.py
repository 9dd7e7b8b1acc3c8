"""What a package's dialect states of its database, in the places where shared code asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from autodiff.lint.losses import losses, opposite
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.types import TypeEngine

from autodiff import op
from autodiff.core.clause import Clause
from autodiff.core.recast import Recast
from autodiff.dialects.registry import dialect_named
from autodiff.errors.operations import KeywordUnknown
from autodiff.execute.journal import journal_table
from autodiff.execute.printing import OfflinePrinter
from autodiff.execute.version_table import version_table
from autodiff.extending import Alter, StandardDialect, Style, register_dialect
from tests.extending.installed import nothing_registered
from tests.operations.running import operations


class LedgerDialect(SQLiteDialect):
    """SQLAlchemy's side."""

    name = "ledger"
    supports_statement_cache = True


class Ledger(StandardDialect):
    """autodiff's side."""

    name: ClassVar[str] = "ledger"
    style: ClassVar[Style] = Style("OPEN", "CLOSE", batch="SEND", guarded=False)
    long_text: ClassVar[type[TypeEngine[str]]] = sa.CLOB
    script_words: ClassVar[Mapping[type, frozenset[str]]] = {
        Alter: frozenset({"ledger_by"})
    }
    cast_word: ClassVar[str] = "ledger_by"
    not_valid: ClassVar[str] = "ledger_lax"
    false_options: ClassVar[frozenset[str]] = frozenset({"open"})

    def recast(self, before: Clause, after: Clause) -> Recast:
        return Recast(changed="are cut")


@pytest.fixture(autouse=True)
def ledger() -> Iterator[None]:
    """The dialect is known, to SQLAlchemy too."""
    registry.register("ledger", __name__, "LedgerDialect")
    with nothing_registered():
        register_dialect("ledger", Ledger)
        yield
    registry.impls.pop("ledger", None)


def test_printed_sql_is_cut_for_its_tool() -> None:
    dialect = dialect_named("ledger")
    tables = version_table("versions", None), journal_table("journal", dialect)
    printed = OfflinePrinter(dialect, *tables).tables(from_base=True)
    assert printed.startswith("OPEN;\nSEND\n\nCREATE TABLE versions (")
    assert printed.endswith("CLOSE;\nSEND\n\n")
    assert "doing CLOB" in printed


def altered(dialect_name: str, **options: Any) -> Alter:
    """Return the operation by which a script gives a column another type."""
    types = {"type_": sa.Integer(), "existing_type": sa.String(5)}
    script = lambda: op.alter_column("t", "a", **types, **options)  # noqa: E731
    (operation,) = operations(script, dialect_name)
    assert isinstance(operation, Alter)
    return operation


@pytest.mark.parametrize("name", ["ledger", "sqlite"])
def test_a_word_of_its_scripts_is_taken_everywhere(name: str) -> None:
    assert altered(name, ledger_by="cut(a)").options == (("ledger_by", "cut(a)"),)


def test_a_word_that_it_does_not_state_is_refused() -> None:
    with pytest.raises(KeywordUnknown):
        altered("ledger", ledger_bye="cut(a)")
    with pytest.raises(KeywordUnknown):
        op.drop_column("t", "a", ledger_by="cut(a)")


def test_words_of_other_databases_are_taken_on_it() -> None:
    words = (("mssql_drop_check", True), ("postgresql_using", "a::int"))
    assert altered("ledger", **dict(words)).options == words


@pytest.mark.parametrize(
    ("word", "expected"),
    [("ledger_by", "become what USING says"), ("postgresql_using", "are cut")],
)
def test_a_cast_of_the_scripts_own_is_told(word: str, expected: str) -> None:
    operation = altered("ledger", **{word: "cut(a)"})
    (loss,) = losses(operation, "upgrade", dialect_named("ledger"), opposite(()))
    assert expected in loss.sentence


def test_a_constraint_that_is_validated_was_not_before() -> None:
    script = lambda: op.validate_constraint("ck", "t")  # noqa: E731
    (operation,) = operations(script, "ledger")
    assert isinstance(operation, Alter)
    assert operation.before.options == (("ledger_lax", True),)  # type: ignore[attr-defined]


def test_an_option_means_something_when_it_is_false() -> None:
    """As ``clustered`` does on SQL Server."""
    sa.Column.argument_for("ledger", "open", None)
    column = sa.Column("a", sa.Integer, ledger_open=False)
    script = lambda: op.add_column("t", column)  # noqa: E731
    (operation,) = operations(script, "ledger")
    assert operation.object.options == (("ledger_open", False),)  # type: ignore[attr-defined]
