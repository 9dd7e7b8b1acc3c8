"""PostgreSQL's domains for autodiff: declared by the columns that have one as their type."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from autodiff.extending import (
    Alter,
    Clause,
    Code,
    Create,
    Dialect,
    Drop,
    Emitter,
    Key,
    Kind,
    Object,
    Printer,
    Scope,
    State,
    Statement,
    Ways,
    dialect,
    frozen,
    invoke,
    literal,
    namespace_key,
    op_call,
)

# --- the value ------------------------------------------------------------------------------------


@frozen
class Domain(Object):
    """A type with a rule of its own; ``check`` is its condition, over VALUE."""

    namespace: str
    name: str
    type: Clause
    check: Clause | None = None

    kind: ClassVar[str] = "domain"
    rank: ClassVar[int] = 1

    @property
    def key(self) -> Key:
        return Key(self.kind, self.namespace, "", self.name)

    def depends_on(self) -> Iterable[Key]:
        return (namespace_key(self.namespace),) if self.namespace else ()

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        arguments = [literal(self.name), literal(self.type.sql)]
        return op_call("create_domain", arguments, self._check())

    def drop_code(self, printer: Printer) -> Code:
        return op_call("drop_domain", [literal(self.name)], {})

    def alter_code(self, after: Self, printer: Printer) -> Code:
        arguments = [literal(self.name), literal(self.type.sql)]
        old = {f"existing_{name}": code for name, code in self._check().items()}
        return op_call("alter_domain", arguments, {**after._check(), **old})

    def _check(self) -> dict[str, Code | None]:
        return {"check": literal(self.check.sql) if self.check else None}


# --- as models declare it -------------------------------------------------------------------------


def of_type(type_: Any, dialect: Dialect) -> Domain | None:
    """Give the domain that a column's type is, if it is one."""
    if not isinstance(type_, postgresql.DOMAIN):
        return None
    check = dialect.compiled(type_.check) if type_.check is not None else None
    return domain(
        dialect.namespace(type_.schema),
        str(type_.name),
        dialect.compiled_type(type_.data_type),
        check,
        dialect,
    )


def domain(
    namespace: str, name: str, type_: str, check: str | None, dialect: Dialect
) -> Domain:
    """Make the value from SQL."""
    condition = dialect.expression_clause(check) if check else None
    return Domain(namespace, name, dialect.type_clause(type_), condition)


def declared(metadata: sa.MetaData, dialect: Dialect) -> Iterator[Domain]:
    """Give the domains of all columns, each once."""
    columns = [column for table in metadata.tables.values() for column in table.columns]
    found = (of_type(column.type, dialect) for column in columns)
    yield from {value.key: value for value in found if value is not None}.values()


# --- in the database ------------------------------------------------------------------------------

_DOMAINS = sa.text("""
    SELECT n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
        (SELECT pg_get_expr(c.conbin, 0) FROM pg_constraint c
         WHERE c.contypid = t.oid AND c.contype = 'c')
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'd' AND n.nspname IN :schemas
    """).bindparams(sa.bindparam("schemas", expanding=True))


def read(connection: Connection, dialect: Dialect, scope: Scope) -> Iterator[Domain]:
    default = dialect.sa.default_schema_name
    schemas = [namespace or default for namespace in scope.namespaces]
    for schema, *facts in connection.execute(_DOMAINS, {"schemas": schemas}):
        yield domain(dialect.namespace(schema), *facts, dialect)


def settle(
    connection: Connection, dialect: Dialect, domains: Sequence[Object]
) -> Iterator[Domain]:
    """PostgreSQL spells a condition its own way: a temporary domain shows how."""
    for value in domains:
        assert isinstance(value, Domain)
        savepoint = connection.begin_nested()
        temporary = Domain("pg_temp", value.name, value.type, value.check)
        for statement in create(Create(temporary), dialect, None):
            connection.exec_driver_sql(
                statement.sql, execution_options={"no_parameters": True}
            )
        said = connection.exec_driver_sql(
            "SELECT pg_get_expr(conbin, 0) FROM pg_constraint"
            f" WHERE contypid = 'pg_temp.{dialect.quote(value.name)}'::regtype"
        ).scalar()
        savepoint.rollback()
        yield domain(value.namespace, value.name, value.type.sql, said, dialect)


def create(
    operation: Create[Domain], dialect: Dialect, state: State | None
) -> Iterator[Statement]:
    value = operation.object
    check = f" CHECK ({value.check.sql})" if value.check else ""
    yield Statement(f"CREATE DOMAIN {_name(value, dialect)} AS {value.type.sql}{check}")


def drop(
    operation: Drop[Domain], dialect: Dialect, state: State
) -> Iterator[Statement]:
    yield Statement(f"DROP DOMAIN {_name(operation.object, dialect)}")


def alter(
    operation: Alter[Domain], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """The server checks the rows of all columns that have the domain."""
    before, after = operation.before, operation.after
    name, rule = _name(after, dialect), dialect.quote(f"{after.name}_check")
    if before.check is not None:
        yield Statement(f"ALTER DOMAIN {name} DROP CONSTRAINT {rule}")
    if after.check is not None:
        yield Statement(
            f"ALTER DOMAIN {name} ADD CONSTRAINT {rule} CHECK ({after.check.sql})"
        )


def _name(value: Object, dialect: Dialect) -> str:
    return dialect.qualified(value.key.namespace, value.key.name)


EMITTERS: dict[type, Emitter] = {Create: create, Drop: drop, Alter: alter}

# --- what scripts call ----------------------------------------------------------------------------


def create_domain(name: str, type_: str, *, check: str | None = None) -> None:
    """Create a domain."""
    invoke(Create(domain("", name, type_, check, dialect())))


def alter_domain(
    name: str,
    type_: str,
    *,
    check: str | None = None,
    existing_check: str | None = None,
) -> None:
    """Give a domain another condition."""
    before = domain("", name, type_, existing_check, dialect())
    invoke(Alter(before, domain("", name, type_, check, dialect())))


def drop_domain(name: str) -> None:
    """Drop a domain that no column has; what it was is not said."""
    invoke(Drop(domain("", name, "text", None, dialect()), unknown=_UNSAID))


_UNSAID = frozenset({"type", "check"})

DOMAINS = Kind(
    Domain,
    declared,
    {"postgresql": Ways(read, EMITTERS, settle)},
    (create_domain, alter_domain, drop_domain),
    of_type,
)
