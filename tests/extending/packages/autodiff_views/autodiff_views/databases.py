"""How SQLite and PostgreSQL read, write and spell a view."""

import re
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.extending import (
    Alter,
    Create,
    Dialect,
    Drop,
    Emitter,
    Object,
    Scope,
    State,
    Statement,
    Ways,
)
from autodiff_views.view import View, query_clause

# --- writing --------------------------------------------------------------------------------------


def create(
    operation: Create[View] | Alter[View], dialect: Dialect, state: State
) -> Iterator[Statement]:
    view = operation.object
    yield Statement(f"CREATE VIEW {_name(view, dialect)} AS\n{view.query.sql}")


def drop(operation: Drop[View], dialect: Dialect, state: State) -> Iterator[Statement]:
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(f"DROP VIEW {guard}{_name(operation.object, dialect)}")


def alter(
    operation: Alter[View], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """CREATE OR REPLACE would refuse a query that gives other columns."""
    yield from drop(Drop(operation.before), dialect, state)
    yield from create(operation, dialect, state)


def _name(view: Object, dialect: Dialect) -> str:
    return dialect.qualified(view.key.namespace, view.key.name)


EMITTERS: dict[type, Emitter] = {Create: create, Drop: drop, Alter: alter}

# --- SQLite ---------------------------------------------------------------------------------------

_STORED = re.compile(
    r'CREATE VIEW\s+(?:"(?:[^"]|"")*"|\S+)\s+AS\s+(?P<query>.*)',
    re.IGNORECASE | re.DOTALL,
)


def read_sqlite(
    connection: Connection, dialect: Dialect, scope: Scope
) -> Iterator[View]:
    """SQLite keeps the text of CREATE VIEW as it was written, so it needs no ``settle``."""
    for namespace in scope.namespaces:
        rows = connection.exec_driver_sql(
            f"SELECT name, sql FROM {dialect.quote(namespace or 'main')}.sqlite_master "
            "WHERE type = 'view'"
        )
        for name, sql in rows:
            if stored := _STORED.fullmatch(sql):
                yield View(namespace, name, query_clause(stored["query"]))


# --- PostgreSQL -----------------------------------------------------------------------------------

_VIEWS = sa.text("""
    SELECT n.nspname, c.relname, pg_get_viewdef(c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND n.nspname IN :schemas AND NOT EXISTS (
        SELECT 1 FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    """).bindparams(sa.bindparam("schemas", expanding=True))


def read_postgresql(
    connection: Connection, dialect: Dialect, scope: Scope
) -> Iterator[View]:
    """One query for all; what belongs to an extension of the server is not ours."""
    default = dialect.sa.default_schema_name
    schemas = [namespace or default for namespace in scope.namespaces]
    for schema, name, sql in connection.execute(_VIEWS, {"schemas": schemas}):
        yield View(dialect.namespace(schema), name, query_clause(sql))


def settle_postgresql(
    connection: Connection, dialect: Dialect, views: Sequence[Object]
) -> Iterator[View]:
    """PostgreSQL prints queries its own way: a temporary view says how it would print these.

    A query that reads what is not there yet is refused; then the view differs for certain.
    """
    for view in views:
        assert isinstance(view, View)
        savepoint = connection.begin_nested()
        try:
            create = f"CREATE TEMPORARY VIEW autodiff_view AS {view.query.sql}"
            connection.exec_driver_sql(
                create, execution_options={"no_parameters": True}
            )
            said = "SELECT pg_get_viewdef('pg_temp.autodiff_view'::regclass)"
            sql = connection.exec_driver_sql(said).scalar_one()
            yield View(view.namespace, view.name, query_clause(sql))
        except DBAPIError:
            continue
        finally:
            savepoint.rollback()


WAYS = {
    "sqlite": Ways(read_sqlite, EMITTERS),
    "postgresql": Ways(read_postgresql, EMITTERS, settle_postgresql),
}
