"""Labels: pieces of SQL after the labels that they name have other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.core.object import Object


def with_labels_renamed(
    value: Object, type_: Key, renames: Sequence[tuple[str, str]]
) -> Object:
    """Rename labels of the enum ``type_`` in all clauses of ``value``."""
    changes: dict[str, Any] = {
        field.name: respelled(clause, type_, renames)
        for field in fields(value)
        if isinstance(clause := getattr(value, field.name), Clause)
    }
    return replace(value, **changes) if changes else value


def respelled(
    clause: Clause, type_: Key, inner_renames: Iterable[tuple[str, str]]
) -> Clause:
    """Return ``clause`` with new labels wherever its normal form casts old ones to ``type_``."""
    cast = rf"::(?:[\w\"]+\.)?\"?{re.escape(type_.name)}\"?"
    array = re.compile(rf"(?<='\{{)((?:[^'{{}}]|'')*)(?=\}}'{cast}\[\])")
    for old, new in inner_renames:
        one = re.compile(rf"{re.escape(_quoted(old))}(?={cast}(?![\w\[]))")
        normal, sql = (
            array.sub(partial(_elements, old, new), each)
            for each in (clause.normal, clause.sql)
        )
        after = one.sub(_quoted(new).replace("\\", r"\\"), normal)
        if after != normal:
            sql = relabelled(sql, old, new)
        clause = Clause(after, sql, clause.source)
    return clause


def _elements(old: str, new: str, found: re.Match[str]) -> str:
    """Return the elements of an array in its text form, with the new label for the old."""
    return ",".join(
        _element(new) if each in (old, _element(old)) else each
        for each in found[1].split(",")
    )


def _element(label: str) -> str:
    if re.fullmatch(r"[\w-]+", label):
        return label
    text = label.replace("\\", "\\\\").replace('"', '\\"').replace("'", "''")
    return f'"{text}"'


def relabelled(sql: str, old: str, new: str) -> str:
    """Return ``sql`` with the string ``new`` in place of each string ``old``."""
    return sql.replace(_quoted(old), _quoted(new))


def names_label(sql: str, label: str) -> bool:
    """Whether ``sql`` contains the string ``label``."""
    return any(each in sql for each in (_quoted(label), _escaped(label)))


def _escaped(label: str) -> str:
    """Quote a label as MariaDB does."""
    return "'" + label.replace("'", "\\'") + "'"


def _quoted(label: str) -> str:
    return "'" + label.replace("'", "''") + "'"
