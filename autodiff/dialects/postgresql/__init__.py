"""PostgreSQL, and the base of its relatives.

Beside the rooms that every database's package has, this one has:

- ``casts``: a new column type needs USING where the server does not cast by itself;
- ``dependents``: a type change is refused below computed columns, so what depends is re-created;
- ``expressions``: the server understands its own text of some conditions otherwise;
- ``names``: constraints and sequences are named by the server, by rules that are foretold;
- ``read_types``: enum types and sequences are objects of their own.
"""

from autodiff.dialects.postgresql.dialect import PostgreSQL

__all__ = ["PostgreSQL"]
