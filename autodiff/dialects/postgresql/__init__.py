"""PostgreSQL, and the base of its relatives.

Besides the modules that every dialect package has, this one has:

- ``casts``: a new column type needs USING where the server does not cast values by itself;
- ``dependents``: a type change is refused below computed columns, so dependents are re-created;
- ``expressions``: the server parses its own text of some conditions differently;
- ``names``: the server names constraints and sequences by rules that can be predicted;
- ``options``: storage parameters, tablespaces and methods have two forms, the models' and the
  catalog's;
- ``read_types``: enum types and sequences are objects of their own;
- ``stand_ins``: declared clauses may depend on enum types and sequences that the database lacks.
"""

from autodiff.dialects.postgresql.dialect import PostgreSQL

__all__ = ["PostgreSQL"]
