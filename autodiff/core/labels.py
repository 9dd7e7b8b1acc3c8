"""Labels: pieces of SQL after the labels that they name have other names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autodiff.core.clause import Clause
from autodiff.core.key import Key


def respelled(
    clause: Clause, type_: Key, relabels: Iterable[tuple[str, str]]
) -> Clause:
    """``clause`` with new labels wherever its normal form casts old ones to ``type_``."""
    for old, new in relabels:
        name, said = re.escape(type_.name), re.escape(_quoted(old))
        pattern = rf"{said}(?=::(?:[\w\"]+\.)?\"?{name}\"?(?![\w\[]))"
        literal = _quoted(new).replace("\\", r"\\")
        normal = re.sub(pattern, literal, clause.normal)
        if normal != clause.normal:
            clause = Clause(normal, relabelled(clause.sql, old, new), clause.source)
    return clause


def relabelled(sql: str, old: str, new: str) -> str:
    """``sql`` with the string ``new`` in place of each string ``old``."""
    return sql.replace(_quoted(old), _quoted(new))


def names_label(sql: str, label: str) -> bool:
    """Whether the string ``label`` stands in ``sql``."""
    return any(each in sql for each in (_quoted(label), _escaped(label)))


def _escaped(label: str) -> str:
    """As MariaDB writes it."""
    return "'" + label.replace("'", "\\'") + "'"


def _quoted(label: str) -> str:
    return "'" + label.replace("'", "''") + "'"
