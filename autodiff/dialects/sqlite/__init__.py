"""SQLite: a schema that is read from stored SQL, and changed in place or by a rebuild.

SQLite stores its schema as the SQL that created it, and ALTER TABLE can change little of it. This
package has no ``spell``, since texts are kept as written, and no ``ddl_enum`` and ``ddl_sequence``,
since there are no such objects. Beside the files that every database's package has, it has:

- ``tokens``, ``rules``, ``table_text``, ``index_text``: the parser of the stored SQL;
- ``expressions``: normal forms, since no server tells which texts mean the same;
- ``stored``, ``edits``: changes to stored SQL that keep comments and whatever we do not model;
- ``rebuild``: a copy of the table, for what ALTER TABLE cannot do.
"""

from autodiff.dialects.sqlite.dialect import SQLite

__all__ = ["SQLite"]
