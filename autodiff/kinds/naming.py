"""Names of constraints and indexes as SQLAlchemy would write them: conventions applied, cut to length."""

from __future__ import annotations

from typing import Any

from autodiff.core.dialect import Dialect


def final_name(item: Any, dialect: Dialect) -> str | None:
    """Return the name of a ``Constraint`` or ``Index`` in the database, or None where it has none.

    Naming conventions are applied and long names truncated as in CREATE TABLE.
    """
    if item.name is None:
        return None
    if type(item.name) is str and len(item.name) <= dialect.sa.max_identifier_length:
        return item.name  # stated in full: no convention applies, nothing is cut
    preparer: Any = dialect.sa.identifier_preparer
    name = preparer.format_constraint(item, _alembic_quote=False)
    return None if name is None else str(name)
