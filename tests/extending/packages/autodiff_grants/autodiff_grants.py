"""Rights for autodiff: ``op.grant`` and ``op.revoke``, and a hook that grants on new tables."""

from __future__ import annotations

import sqlalchemy as sa

from autodiff import op
from autodiff.extending import Code, OwnOperation, Printer, frozen, literal, op_call
from autodiff.hooks import Create, Rewriter, Situation
from autodiff.kinds.table import Table

# --- what scripts call ----------------------------------------------------------------------------


def grant(right: str, table: str, role: str) -> None:
    """Allow ``role`` to do something with a table."""
    if _knows_rights():
        _require(role)
        op.execute(f"GRANT {right} ON {table} TO {role}")


def revoke(right: str, table: str, role: str) -> None:
    """Forbid it again."""
    if _knows_rights():
        op.execute(f"REVOKE {right} ON {table} FROM {role}")


def _knows_rights() -> bool:
    return op.get_context().dialect.name == "postgresql"


def _require(role: str) -> None:
    """Say it in our own words where there is no such role; offline there is nobody to ask."""
    if op.get_context().as_sql:
        return
    query = sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if op.get_bind().execute(query, {"role": role}).first() is None:
        raise LookupError(f"there is no role {role}: create it before this revision")


# --- what generated scripts say -------------------------------------------------------------------


@frozen
class Grant(OwnOperation):
    """A right that a revision gives, as a value; ``back`` takes it away instead."""

    right: str
    table: str
    role: str
    back: bool = False

    @property
    def inverse(self) -> Grant:
        return Grant(self.right, self.table, self.role, not self.back)

    def described(self) -> str:
        verb, to = ("revoke", "from") if self.back else ("grant", "to")
        return f"{verb} {self.right} on {self.table} {to} {self.role}"

    def code(self, printer: Printer) -> Code:
        said = [literal(each) for each in (self.right, self.table, self.role)]
        return op_call("revoke" if self.back else "grant", said)

    def run(self) -> None:
        (revoke if self.back else grant)(self.right, self.table, self.role)


def grants_on_new_tables(right: str, role: str) -> Rewriter:
    """For ``context.configure(process_revision_directives=...)`` in env.py."""
    rewriter = Rewriter()

    @rewriter.rewrites(Create, Table)
    def _with_grant(
        situation: Situation, operation: Create[Table]
    ) -> list[Create[Table] | OwnOperation]:
        return [operation, Grant(right, operation.object.key.name, role)]

    return rewriter
