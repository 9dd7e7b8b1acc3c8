"""MySQL and MariaDB.

The rooms are those of every dialect package; ``ddl_enum`` and ``session`` are absent, since an
enum is a type of its column and nothing is set for a session. Only this package has:

- ``automatic_names``: an unnamed constraint gets a name of the server's own sort, which comparing
  and writing must foresee (``t_ibfk_1``, ``CONSTRAINT_1``, the first column's).
- ``key_indexes``: a unique index is a unique constraint, and each foreign key has an index.
- ``literals``: how the server escapes strings, and shows a default that is one literal.
- ``server``: one dialect for two products and many versions; each fact that differs, once.
- ``show_create``: what the server spells is told only by the text of SHOW CREATE TABLE.
- ``type_objects``: the SQLAlchemy type that is written as a type of the catalog.
"""

from autodiff.dialects.mysql.dialect import MariaDB, MySQL

__all__ = ["MariaDB", "MySQL"]
