"""MySQL and MariaDB.

The modules are those of every dialect package. ``ddl_enum`` and ``session`` are absent: an enum is
a type of its column, and no session setting is changed. Only this package has:

- ``automatic_names``: the server names unnamed constraints by rules of its own (``t_ibfk_1``,
  ``CONSTRAINT_1``, or the first column), which comparing and writing must predict;
- ``key_indexes``: a unique index is a unique constraint, and each foreign key has an index;
- ``literals``: how the server escapes strings, and shows a default that is one literal;
- ``server``: the facts in which the two products and their versions differ;
- ``show_create``: only the text of SHOW CREATE TABLE shows the server's spellings;
- ``type_objects``: the SQLAlchemy type that is written for a type of the catalog.
"""

from autodiff.dialects.mysql.dialect import MariaDB, MySQL

__all__ = ["MariaDB", "MySQL"]
