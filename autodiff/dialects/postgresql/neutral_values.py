"""Neutral values of the types that only PostgreSQL has: what a row of which nothing is known holds."""

from __future__ import annotations

from sqlalchemy import TextClause

NEUTRAL_VALUES: dict[str, str | int | TextClause] = {
    "INTERVAL": "0",
    "INET": "0.0.0.0",
    "CIDR": "0.0.0.0/0",
    "MACADDR": "00:00:00:00:00:00",
    "MACADDR8": "00:00:00:00:00:00:00:00",
    "MONEY": 0,
    "OID": 0,
    "TSVECTOR": "",
    "TSQUERY": "",
    "HSTORE": "",
    **{
        f"{each}RANGE": "empty"
        for each in ("INT4", "INT8", "NUM", "DATE", "TS", "TSTZ")
    },
    **{
        f"{each}MULTIRANGE": "{}"
        for each in ("INT4", "INT8", "NUM", "DATE", "TS", "TSTZ")
    },
}
"""By SQLAlchemy's name of a type: what a row holds of which nothing is known."""
