"""Queries of the system tables, and the part of a database that they select.

Each query gives plain numbers, texts and arrays of texts, which all drivers support, and is sent
without parameters. ``c`` is the relation and ``n`` its namespace in every condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.scope import Scope
from autodiff.dialects.standard import StandardDialect
from autodiff.frozen import frozen


def rows(connection: Connection, sql: str) -> Sequence[Any]:
    """Fetch the rows of a query without parameters; percent signs stand for themselves."""
    return connection.exec_driver_sql(
        sql, execution_options={"no_parameters": True}
    ).all()


def version_of(dialect: Dialect) -> tuple[int, ...]:
    """Return the server's version; without a server, the newest that this package was tried on."""
    version: Any = getattr(dialect.sa, "server_version_info", None)
    return tuple(version) if version else (15,)


# --- conditions -----------------------------------------------------------------------------------


def literals(texts: Iterable[str]) -> str:
    """Write strings as a list in SQL; an empty list matches nothing."""
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts) or "null"


def only(oids: Iterable[int]) -> str:
    """Write the condition that limits a query to these relations."""
    numbers = ",".join(str(oid) for oid in oids)
    return f"c.oid = any('{{{numbers}}}'::oid[])"


def not_of_extension(oid: str, catalog: str) -> str:
    """Write the condition that excludes what CREATE EXTENSION made."""
    return f"""not exists (
    select from pg_catalog.pg_depend e where e.deptype = 'e' and e.objid = {oid}
    and e.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass)"""


def enum_is(schema: str, name: str) -> str:
    """Write the condition for one enum type and its arrays, for ``enum_users_query``."""
    named = f"n2.nspname = {literals([schema])} and e.typname = {literals([name])}"
    return f"""exists (
    select from pg_catalog.pg_type e join pg_catalog.pg_namespace n2 on n2.oid = e.typnamespace
    where e.oid in (t.oid, t.typelem) and {named})"""


@frozen
class Selection:
    """The part of a database that is read, as conditions in SQL and as filters in Python.

    ``relations``, ``types``, ``sequences``, ``namespaces`` are conditions over ``c`` (relation,
    type) and ``n`` (namespace), "" for none; ``namespace`` turns a server's schema into our
    namespace. ``wants`` filters tables by (namespace, table); ``wants_alone`` filters, by
    (namespace, name, kind as hooks know it), the types and sequences that no table read here
    depends on.
    """

    relations: str
    types: str
    sequences: str
    namespaces: str
    namespace: Callable[[str], str]
    wants: Callable[[str, str], bool]
    wants_alone: Callable[[str, str, str], bool]


USER_TYPES = "n.nspname not in ('pg_catalog', 'information_schema')"


def selected(scope: Scope, dialect: Dialect) -> Selection:
    """Select what ``scope`` describes."""
    default = dialect.sa.default_schema_name or "public"
    schemas = [namespace or default for namespace in scope.namespaces]
    here = f"n.nspname in ({literals(schemas)})"
    loose = replace(scope, include=(), tables=None)
    relations, sequences = here, here
    wants_alone: Callable[[str, str, str], bool] = loose.has
    if (tables := scope.tables) is not None:
        names = literals(sorted({table for _, table in tables}))
        relations = f"{here} and c.relname in ({names})"
        sequences = f"{here} and (c.relname in ({names}) or t.relname in ({names}))"
        wants_alone = _named_in(tables)
        schemas = [table for _, table in tables]
    return Selection(
        relations=relations,
        types=USER_TYPES,
        sequences=sequences,
        namespaces=f"n.nspname in ({literals(schemas)})",
        namespace=dialect.namespace,
        wants=scope.has_table,
        wants_alone=wants_alone,
    )


def _named_in(tables: frozenset[tuple[str, str]]) -> Callable[[str, str, str], bool]:
    return lambda namespace, name, kind: (namespace, name) in tables


def temporary(tables: Iterable[str]) -> Selection:
    """Select temporary tables of this session, as if they were in the default namespace."""
    here = "n.oid = pg_catalog.pg_my_temp_schema()"
    names = literals(tables)
    return Selection(
        relations=f"{here} and c.relname in ({names})",
        types="",
        sequences="",
        namespaces="",
        namespace=lambda schema: "",
        wants=lambda namespace, table: True,
        wants_alone=lambda namespace, name, kind: False,
    )


# --- queries --------------------------------------------------------------------------------------


class CatalogDialect(StandardDialect):
    """The catalog queries as methods.

    A relative of PostgreSQL (CockroachDB, Redshift) overrides one and keeps the readers.
    """

    def tables_query(self, where: str) -> str:
        """Return the query for ordinary and partitioned tables, without partitions.

        Partitions follow their parent. Comments are looked up one by one: a new database has no
        statistics, so the server would join all comments with each table in turn.
        """
        return f"""
select c.oid, n.nspname::text, c.relname::text, c.relpersistence::text,
    c.reloptions::text[] || case when toast.reloptions is not null then
        (select array_agg('toast.' || o) from unnest(toast.reloptions) o) end,
    (select d.description from pg_catalog.pg_description d
        where d.objoid = c.oid and d.objsubid = 0
        and d.classoid = 'pg_catalog.pg_class'::regclass),
    s.spcname::text, m.amname::text, pg_catalog.pg_get_partkeydef(c.oid),
    (select array_agg(p.relname::text order by i.inhseqno)
        from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhparent
        where i.inhrelid = c.oid)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_tablespace s on s.oid = c.reltablespace
left join pg_catalog.pg_am m on m.oid = c.relam
left join pg_catalog.pg_class toast
    on toast.oid = c.reltoastrelid and toast.reloptions is not null
where c.relkind in ('r', 'p') and not c.relispartition
and {where} and {not_of_extension("c.oid", "pg_class")}
order by n.nspname, c.relname"""

    def columns_query(self, where: str) -> str:
        """Return the query for columns in their order, without those that a table only inherits."""
        return f"""
select a.attrelid, a.attnum::int, a.attname::text,
    pg_catalog.format_type(a.atttypid, a.atttypmod),
    case when a.attcollation <> t.typcollation then k.collname::text end,
    a.attnotnull, pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attidentity::text,
    a.attgenerated::text, r.description,
    case when t.typcategory = 'A' then t.typelem else t.oid end
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_type t on t.oid = a.atttypid
left join pg_catalog.pg_collation k on k.oid = a.attcollation
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_catalog.pg_description r
    on r.objoid = a.attrelid and r.objsubid = a.attnum
    and r.classoid = 'pg_catalog.pg_class'::regclass
where a.attnum > 0 and not a.attisdropped and a.attislocal
and c.relkind in ('r', 'p') and not c.relispartition and {where}
order by a.attrelid, a.attnum"""

    def constraints_query(self, where: str) -> str:
        """Return the query for constraints of tables, without those inherited from a parent."""
        named = "k.confdelsetcols" if version_of(self) >= (15,) else "null::smallint[]"
        return f"""
select k.oid, k.conrelid, k.conname::text, k.contype::text, k.condeferrable, k.condeferred,
    k.convalidated, k.connoinherit, k.conkey::int[],
    fn.nspname::text, fc.relname::text,
    case when k.contype = 'f' then (
        select array_agg(fa.attname::text order by x.n)
        from unnest(k.confkey) with ordinality x (number, n)
        join pg_catalog.pg_attribute fa
            on fa.attrelid = k.confrelid and fa.attnum = x.number) end,
    k.confupdtype::text, k.confdeltype::text, k.confmatchtype::text,
    ({named})::int[],
    case when k.contype = 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid)
        when k.contype = 'x' then pg_catalog.pg_get_constraintdef(k.oid) end,
    k.conindid
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_class fc on fc.oid = k.confrelid
left join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
where k.contype in ('p', 'u', 'c', 'f', 'x') and k.conparentid = 0 and k.conislocal
and c.relkind in ('r', 'p') and not c.relispartition and {where}
order by k.conrelid, k.oid"""

    def indexes_query(self, where: str) -> str:
        """Return the query for indexes, one row per column; ``x.number`` is 0 for an expression."""
        distinct = "i.indnullsnotdistinct" if version_of(self) >= (15,) else "false"
        return f"""
select i.indexrelid, i.indrelid, ic.relname::text, i.indisunique,
    i.indisvalid or ic.relkind = 'I', m.amname::text,
    ic.reloptions::text[], s.spcname::text, {distinct},
    pg_catalog.pg_get_expr(i.indpred, i.indrelid), x.n <= i.indnkeyatts,
    a.attname::text,
    case when x.number = 0
        then pg_catalog.pg_get_indexdef(i.indexrelid, x.n::int, false) end,
    coalesce(i.indoption[x.n - 1], 0)::int,
    case when x.n <= i.indnkeyatts
        and i.indcollation[x.n - 1] <> coalesce(a.attcollation, t.typcollation)
        then k.collname::text end,
    case when x.n <= i.indnkeyatts and (not o.opcdefault or ia.attoptions is not null)
        then o.opcname::text end,
    ia.attoptions::text[]
from pg_catalog.pg_index i
join pg_catalog.pg_class ic on ic.oid = i.indexrelid
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_am m on m.oid = ic.relam
cross join lateral unnest(i.indkey::smallint[]) with ordinality x (number, n)
join pg_catalog.pg_attribute ia on ia.attrelid = i.indexrelid and ia.attnum = x.n
join pg_catalog.pg_type t on t.oid = ia.atttypid
left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = x.number
left join pg_catalog.pg_collation k on k.oid = i.indcollation[x.n - 1]
left join pg_catalog.pg_opclass o on o.oid = i.indclass[x.n - 1]
left join pg_catalog.pg_tablespace s on s.oid = ic.reltablespace
where c.relkind in ('r', 'p') and not c.relispartition and {where}
and {not_of_extension("i.indexrelid", "pg_class")}
order by i.indexrelid, x.n"""

    def enums_query(self, where: str) -> str:
        """Return the query for enum types, labels in order; ``c`` is the type's own row here."""
        return f"""
select c.oid, n.nspname::text, c.typname::text,
    array_agg(e.enumlabel::text order by e.enumsortorder), c.typarray
from pg_catalog.pg_type c
join pg_catalog.pg_namespace n on n.oid = c.typnamespace
join pg_catalog.pg_enum e on e.enumtypid = c.oid
where {where} and {not_of_extension("c.oid", "pg_type")}
group by c.oid, n.nspname, c.typname, c.typarray
order by n.nspname, c.typname"""

    def enum_users_query(self, where: str) -> str:
        """Return the query for relations that have a column of an enum type or of its array."""
        return f"""
select case when t.typcategory = 'A' then t.typelem else t.oid end, n.nspname::text,
    c.relname::text, c.relkind::text
from pg_catalog.pg_type t
join pg_catalog.pg_attribute a on a.atttypid = t.oid
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where not a.attisdropped and a.attnum > 0 and c.relkind in ('r', 'p', 'v', 'm', 'f')
and (t.typtype = 'e' or exists (
    select from pg_catalog.pg_type e where e.oid = t.typelem and e.typtype = 'e'))
and {where}"""

    def sequences_query(self, where: str) -> str:
        """Return the query for sequences, each with the table and number of its column, if any.

        pg_depend says how it belongs to one: 'a' for OWNED BY (serial), 'i' for an identity.
        """
        return f"""
select c.oid, n.nspname::text, c.relname::text,
    pg_catalog.format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
    s.seqcycle, s.seqcache, d.refobjid, d.refobjsubid::int, t.relname::text
from pg_catalog.pg_sequence s
join pg_catalog.pg_class c on c.oid = s.seqrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_depend d
    on d.objid = c.oid and d.classid = 'pg_catalog.pg_class'::regclass and d.objsubid = 0
    and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
    and d.deptype in ('a', 'i')
left join pg_catalog.pg_class t on t.oid = d.refobjid
where {where} and {not_of_extension("c.oid", "pg_class")}
order by n.nspname, c.relname"""

    def namespaces_query(self, where: str) -> str:
        """Return the query for namespaces that no extension made."""
        return f"""
select n.nspname::text from pg_catalog.pg_namespace n
where {where} and {not_of_extension("n.oid", "pg_namespace")}
order by n.nspname"""

    def owned_sequence_query(self, table: str, column: str) -> str:
        """Return the query for the sequence that a column owns; without one, it gives no row.

        ``table`` is quoted as in SQL.
        """
        return f"""
select n.nspname::text, s.relname::text
from pg_catalog.pg_depend d
join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
join pg_catalog.pg_namespace n on n.oid = s.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
where d.classid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
and d.refclassid = 'pg_catalog.pg_class'::regclass
and d.refobjid = pg_catalog.to_regclass({literals([table])})
and a.attname = {literals([column])}"""
