"""Catalog queries: the system tables asked in bulk, each a fixed text with a condition put in.

Every query gives plain numbers, texts and arrays of texts, which all drivers understand, and is
sent without parameters. ``c`` is the relation and ``n`` its namespace in every condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.engine import Connection

NOT_OF_EXTENSION = """not exists (
    select from pg_catalog.pg_depend e where e.deptype = 'e' and e.objid = {oid}
    and e.classid = '{catalog}'::pg_catalog.regclass)"""
"""What CREATE EXTENSION brought along is not ours."""


def not_of_extension(oid: str, catalog: str) -> str:
    return NOT_OF_EXTENSION.format(oid=oid, catalog=f"pg_catalog.{catalog}")


def rows(connection: Connection, sql: str) -> Sequence[Any]:
    """The rows of a query that has no parameters; percent signs stand for themselves."""
    return connection.exec_driver_sql(
        sql, execution_options={"no_parameters": True}
    ).all()


def literals(texts: Sequence[str]) -> str:
    """Strings as a list in SQL; an empty list matches nothing."""
    return ", ".join("'" + each.replace("'", "''") + "'" for each in texts) or "null"


def only(oids: Iterable[int]) -> str:
    """The condition for these relations and no others: nothing is read of what is left out."""
    numbers = ",".join(str(oid) for oid in oids)
    return f"c.oid = any('{{{numbers}}}'::oid[])"


def tables(where: str) -> str:
    """Ordinary and partitioned tables; not partitions, which follow their parent.

    Comments are looked up one by one: of a database just made, the server has no statistics, and
    joins them with each table in turn.
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


def columns(where: str) -> str:
    """Columns in their positions, less those that an inherited table has only from its parent."""
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


def constraints(where: str, version: tuple[int, ...]) -> str:
    """Constraints of tables, less those that a partition or an heir has from its parent."""
    named = "k.confdelsetcols" if version >= (15,) else "null::smallint[]"
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


def indexes(where: str, version: tuple[int, ...]) -> str:
    """Indexes, one row for each of their columns; ``x.number`` is 0 for an expression."""
    distinct = "i.indnullsnotdistinct" if version >= (15,) else "false"
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


def enums(where: str) -> str:
    """Enum types with their labels in order; ``c`` is the type's own row here."""
    return f"""
select c.oid, n.nspname::text, c.typname::text,
    array_agg(e.enumlabel::text order by e.enumsortorder), c.typarray
from pg_catalog.pg_type c
join pg_catalog.pg_namespace n on n.oid = c.typnamespace
join pg_catalog.pg_enum e on e.enumtypid = c.oid
where {where} and {not_of_extension("c.oid", "pg_type")}
group by c.oid, n.nspname, c.typname, c.typarray
order by n.nspname, c.typname"""


ENUM_USERS = """
select case when t.typcategory = 'A' then t.typelem else t.oid end, n.nspname::text,
    c.relname::text, c.relkind::text
from pg_catalog.pg_type t
join pg_catalog.pg_attribute a on a.atttypid = t.oid
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where not a.attisdropped and a.attnum > 0 and c.relkind in ('r', 'p', 'v', 'm', 'f')
and (t.typtype = 'e' or exists (
    select from pg_catalog.pg_type e where e.oid = t.typelem and e.typtype = 'e'))"""
"""Which relations have a column of which enum type, wherever they stand."""


def sequences(where: str) -> str:
    """Sequences; where one belongs to a column, that column's table and number are given.

    pg_depend says how: 'a' for OWNED BY (serial), 'i' for an identity.
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


def namespaces(where: str) -> str:
    """Namespaces that no extension made."""
    return f"""
select n.nspname::text from pg_catalog.pg_namespace n
where {where} and {not_of_extension("n.oid", "pg_namespace")}
order by n.nspname"""


def type_is(schema: str, name: str) -> str:
    """A further condition for ENUM_USERS: the enum type of this name, or arrays of it."""
    place = f"n2.nspname = {literals([schema])} and e.typname = {literals([name])}"
    return f"""
and exists (
    select from pg_catalog.pg_type e join pg_catalog.pg_namespace n2 on n2.oid = e.typnamespace
    where e.oid in (t.oid, t.typelem) and {place})"""


def owned_sequence(table: str, column: str) -> str:
    """The sequence that belongs to a column; ``table`` is quoted as in SQL. No row if none."""
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
