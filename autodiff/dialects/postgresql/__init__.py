"""PostgreSQL, and the base of its relatives.

Beside the rooms that every database's package has, this one has:

- ``casts``: a new column type needs USING where the server does not cast by itself;
- ``dependents``: a type change is refused below computed columns, so what depends is re-created;
- ``expressions``: the server understands its own text of some conditions otherwise;
- ``names``: the server names constraints and sequences by rules that can be foretold;
- ``options``: storage parameters, tablespaces and methods have two forms, the models' and the
  catalog's;
- ``read_types``: enum types and sequences are objects of their own;
- ``stand_ins``: what is spelled may use enum types and sequences that the database lacks.
"""

from autodiff.dialects.postgresql.dialect import PostgreSQL

__all__ = ["PostgreSQL"]
