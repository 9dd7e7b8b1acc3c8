"""The witness: what a database's own catalog says of its schema, as sorted lines, by its own words.

Nothing of autodiff's readers is used: this is what they are judged by. The order of columns is
left out, since a column that was dropped comes back at the end.
"""

from __future__ import annotations

import re

import sqlalchemy as sa

POSTGRESQL = """
select 'column ' || c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
    || ' generated=' || a.attgenerated::text || ' identity=' || a.attidentity::text
    || coalesce(' collate ' || (select collname from pg_collation k where k.oid = a.attcollation and k.collname <> 'default'), '')
    || coalesce(' comment ' || col_description(c.oid, a.attnum), '')
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text !~ '^pg_|information_schema'
union all
select 'table ' || c.oid::regclass || ' ' || c.relkind::text || c.relpersistence::text
    || coalesce((select array_agg(o order by o)::text from unnest(c.reloptions) o), '')
    || coalesce(' toast ' || (select t.reloptions::text from pg_class t where t.oid = c.reltoastrelid), '')
    || coalesce(' comment ' || obj_description(c.oid, 'pg_class'), '') || coalesce(' ' || pg_get_partkeydef(c.oid), '')
    from pg_class c where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace::regnamespace::text !~ '^pg_|information_schema'
union all
select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where conrelid <> 0 and contype <> 'n' and connamespace::regnamespace::text !~ '^pg_|information_schema'
union all
select 'index ' || pg_get_indexdef(indexrelid) || case when indisvalid then '' else ' INVALID' end
    from pg_index where indrelid::regclass::text !~ '^pg_' and indrelid::regclass::text !~ '^information_schema'
union all
select 'enum ' || t.oid::regtype || ' ' || string_agg(e.enumlabel, ',' order by e.enumsortorder)
    from pg_type t join pg_enum e on e.enumtypid = t.oid group by t.oid
union all
select 'sequence ' || s.schemaname || '.' || s.sequencename || ' ' || s.data_type || ' ' || s.start_value || ' ' || s.min_value || ' ' || s.max_value || ' ' || s.increment_by || ' ' || s.cycle || ' ' || s.cache_size
    from pg_sequences s
union all
select 'namespace ' || nspname from pg_namespace where nspname !~ '^pg_|information_schema'
union all
select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
"""


def witness(connection: sa.Connection) -> list[str]:
    """What the catalog of ``connection``'s database holds, less autodiff's own tables."""
    lines = _WITNESSES[connection.dialect.name](connection)
    return sorted(line for line in lines if "autodiff_" not in line)


def _postgresql(connection: sa.Connection) -> list[str]:
    return [row[0] for row in connection.exec_driver_sql(POSTGRESQL)]


def _mysql(connection: sa.Connection) -> list[str]:
    lines: list[str] = []
    tables = connection.exec_driver_sql("show full tables").all()
    for name, _ in tables:
        quoted = "`" + name.replace("`", "``") + "`"
        text = connection.exec_driver_sql(
            f"show create table {quoted}", execution_options={"no_parameters": True}
        ).one()[1]
        text = re.sub(r" AUTO_INCREMENT=\d+| USING BTREE", "", text)
        text = re.sub(r" ON (DELETE|UPDATE) NO ACTION", "", text)  # what holds unsaid
        if "ENGINE=MEMORY" not in text:  # others make a B-tree whatever is asked for
            text = re.sub(r"(?m)^( .*KEY .*\)) USING BTREE", r"\1", text)
        lines += [f"{name}: {line.strip().rstrip(',')}" for line in text.splitlines()]
    return lines


_QUOTED = re.compile(r'"([a-z_][a-z_0-9]*)"', re.IGNORECASE)


def _sqlite(connection: sa.Connection) -> list[str]:
    """The pragmas, which resolve each clause, and the stored text of what they do not show."""
    lines: list[str] = []
    rows = connection.exec_driver_sql(
        "select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite_%'"
    ).all()
    for kind, name, table, sql in rows:
        if kind != "table":
            stated = re.sub(r" ASC\b", "", _plain(sql))  # what holds unsaid
            lines.append(f"{kind} {name} {table} {stated}")
            continue
        for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
            for row in connection.exec_driver_sql(
                f"select * from pragma_{pragma}(?)", (name,)
            ):
                lines.append(f"{name} {pragma} {_row(pragma, row, connection)}")
        lines += [f"{name} check {each}" for each in _checks(sql)]
        listed = connection.exec_driver_sql(
            "select wr, strict from pragma_table_list(?)", (name,)
        ).one()
        autoincrement = "AUTOINCREMENT" in sql.upper()
        lines.append(f"{name} {tuple(listed)} autoincrement={autoincrement}")
    return lines


def _row(
    pragma: str, row: sa.Row[tuple[object, ...]], connection: sa.Connection
) -> str:
    values = list(row)
    if pragma == "table_xinfo":
        values[4] = _plain(str(values[4]))
        return str(values[1:])
    if pragma == "foreign_key_list":
        return str(values[1:])
    name = values[1]
    found = connection.exec_driver_sql("select * from pragma_index_xinfo(?)", (name,))
    ranks = [tuple(each)[2:] for each in found]
    keyed = [each for each in ranks if each[-1]]
    # What only goes along with the key stands in the order of the table's columns.
    columns = keyed + sorted(each for each in ranks if not each[-1])
    shown = "auto" if str(name).startswith("sqlite_autoindex") else name
    return str([shown, *values[2:], columns])


def _plain(sql: str | None) -> str:
    """One spelling for white space and needless quotes."""
    return (
        _QUOTED.sub(r"\1", " ".join((sql or "").split()))
        .replace("( ", "(")
        .replace(" )", ")")
    )


def _checks(sql: str) -> list[str]:
    """The text of each CHECK, by counting parentheses."""
    found = []
    for start in re.finditer(r"CHECK\s*\(", sql, re.IGNORECASE):
        depth, end = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        found.append(_plain(sql[start.end() : end - 1]))
    return found


_WITNESSES = {
    "postgresql": _postgresql,
    "mysql": _mysql,
    "mariadb": _mysql,
    "sqlite": _sqlite,
}
