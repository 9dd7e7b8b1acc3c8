"""Queries on information_schema, one per namespace for all tables, and clauses from their texts.

Each query compares the schema with one constant: only then does the server open just that database
(MySQL manual 10.2.3, "Optimizing INFORMATION_SCHEMA Queries"); with IN it would open all databases.
Measured on MariaDB 10.11 with 1,000 tables: 0.35 s in all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.clause import Clause
from autodiff.dialects.mysql.server import Server, ServerSettings
from autodiff.dialects.standard import StandardDialect
from autodiff.frozen import frozen

CatalogRow = tuple[Any, ...]
CatalogRows = Sequence[CatalogRow]

SETTINGS = "select @@explicit_defaults_for_timestamp"

COLLATIONS = """
select character_set_name, collation_name, is_default from information_schema.collations
"""

NAMESPACE = "select 1 from information_schema.schemata where schema_name = :namespace"

TABLES = """
select table_name, table_type, engine, table_collation, create_options, table_comment
from information_schema.tables
where table_schema = :namespace{and_table}
"""

FOREIGN_KEYS = """
select table_name, constraint_name, column_name, referenced_table_schema,
    referenced_table_name, referenced_column_name
from information_schema.key_column_usage
where table_schema = :namespace and referenced_table_name is not null{and_table}
order by table_name, constraint_name, ordinal_position
"""

ACTIONS = """
select table_name, constraint_name, delete_rule, update_rule
from information_schema.referential_constraints
where constraint_schema = :namespace{and_table}
"""


@frozen
class Listing:
    """A query for what a table has several of: its columns, its source and its order."""

    columns: str
    place: str
    order: str

    def fill(self, query: str) -> str:
        """Write LISTED or GATHERED for this listing."""
        return query.format(
            columns=self.columns,
            place=self.place,
            order=self.order,
            and_table="{and_table}",
        )


COLUMNS = Listing(
    "column_name, column_type, collation_name, is_nullable, column_default, extra, "
    "generation_expression, column_comment",
    "information_schema.columns where table_schema = :namespace",
    "ordinal_position",
)

INDEXES = Listing(
    "index_name, non_unique, column_name, collation, sub_part, index_type, index_comment, "
    "{expression}",
    "information_schema.statistics where table_schema = :namespace",
    "index_name, seq_in_index",
)

LISTED = """
select table_name, {columns} from {place}{and_table} order by table_name, {order}
"""

GATHERED = """
set statement group_concat_max_len = 16777216 for
select min(table_name), count(*),
    group_concat(json_array({columns}) order by {order} separator ',')
from {place}{and_table} group by cast(table_name as binary)
"""
"""As LISTED, with one row per table.

The cast keeps table names apart that differ only in letter case or accents: as text, they are equal
here.
"""

MARIADB_CHECKS = """
select table_name, constraint_name, check_clause, level
from information_schema.check_constraints
where constraint_schema = :namespace{and_table}
"""

MYSQL_CHECKS = """
select t.table_name, c.constraint_name, c.check_clause, 'Table'
from information_schema.check_constraints c
join information_schema.table_constraints t on t.constraint_schema = c.constraint_schema
    and t.constraint_name = c.constraint_name and t.constraint_type = 'CHECK'
where c.constraint_schema = :namespace and t.table_schema = :namespace{and_table}
"""

SEQUENCE = """
select '{name}', start_value, increment, minimum_value, maximum_value, cycle_option, cache_size
from {place}
"""


class CatalogDialect(StandardDialect):
    """The catalog queries as attributes; a related dialect overrides the ones that differ."""

    settings_query: ClassVar[str] = SETTINGS
    collations_query: ClassVar[str] = COLLATIONS
    namespace_query: ClassVar[str] = NAMESPACE
    tables_query: ClassVar[str] = TABLES
    columns_listing: ClassVar[Listing] = COLUMNS
    foreign_keys_query: ClassVar[str] = FOREIGN_KEYS
    actions_query: ClassVar[str] = ACTIONS
    sequence_query: ClassVar[str] = SEQUENCE

    @staticmethod
    def indexes_listing(server: Server) -> Listing:
        """Return INDEXES with the columns in which ``server`` shows an index's expression and
        whether the index is hidden.
        """
        words = "null, 0"
        if server.mariadb:
            hidden = "ignored = 'YES'" if server.since((10, 6), (8, 0)) else "0"
            words = f"null, {hidden}"
        elif server.since(None, (8, 0, 13)):
            words = "expression, is_visible = 'NO'"
        return replace(INDEXES, columns=INDEXES.columns.format(expression=words))

    @staticmethod
    def checks_query(server: Server) -> str | None:
        """Return the query for CHECK constraints; None where ``server`` stores none."""
        if server.mariadb:
            return MARIADB_CHECKS
        return MYSQL_CHECKS if server.since(None, (8, 0, 16)) else None


def rows(
    connection: Connection, query: str, namespace: str, table: str | None = None
) -> CatalogRows:
    """Fetch the rows of ``query`` for the database ``namespace``, or only its ``table``."""
    and_table = "" if table is None else " and table_name = :table"
    text = sa.text(query.format(and_table=and_table))
    values = {"namespace": namespace} | ({} if table is None else {"table": table})
    return cast(CatalogRows, connection.execute(text, values).all())


def listed(
    connection: Connection,
    listing: Listing,
    namespace: str,
    table: str | None,
    gathers: bool,
) -> dict[str, CatalogRows]:
    """Fetch the rows of ``listing`` by table, in their order and without the table's name.

    ``namespace`` is the database, ``table`` the only table to read, or None. Where ``gathers``
    (``Server.gathers``), the server returns each table's rows as one JSON text with their number:
    drivers parse each field of each row in Python, which is half of the time that reading a large
    schema takes. If a text was cut, all rows are fetched again one by one.
    """
    if gathers:
        query = listing.fill(GATHERED)
        answers = {
            name: (number, _parsed(text))
            for name, number, text in rows(connection, query, namespace, table)
        }
        if all(number == len(answer) for number, answer in answers.values()):
            return {name: answer for name, (_, answer) in answers.items()}
    result: dict[str, list[CatalogRow]] = defaultdict(list)
    for name, *row in rows(connection, listing.fill(LISTED), namespace, table):
        result[name].append(tuple(row))
    return dict(result)


def _parsed(text: str) -> list[CatalogRow]:
    """Parse the rows in a JSON text; return none where the text is cut."""
    try:
        return cast(list[CatalogRow], json.loads(f"[{text}]"))
    except ValueError:
        return []


@frozen
class LiveNamespace:
    """A namespace of the live database that is read.

    ``database`` is the real name of ``namespace``, ``default`` that of namespace "". ``quote`` is
    the character that the server puts around names.
    """

    namespace: str
    database: str
    default: str | None
    quote: str
    server: Server
    settings: ServerSettings
    dialect: CatalogDialect
    _clauses: dict[str, Clause] = field(default_factory=dict, compare=False)

    def option(self, name: str) -> str:
        """Return SQLAlchemy's keyword for an option: ``mysql_`` or ``mariadb_``, then its name."""
        return f"{self.dialect.name}_{name}"

    def spelled(self, sql: str) -> str:
        """Write a type of the catalog as SQLAlchemy does: INTEGER for ``int(11)``."""
        return self.dialect.compiled_type(self.dialect.type_object(sql))

    def clause(self, text: str) -> Clause:
        """Return a clause in the server's own spelling, its normal form; cached by text."""
        clause = self._clauses.get(text)
        if clause is None:
            clause = self._clauses[text] = Clause(text, text)
        return clause

    def quoted(self, name: str) -> str:
        """Put a name in the server's quotes."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def namespace_of(self, database: str) -> str:
        """Return the namespace of a database."""
        return "" if database == self.default else database
