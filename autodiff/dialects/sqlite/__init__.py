"""SQLite: a schema read from its own SQL, and changed in place or by a rebuild that loses nothing.

SQLite keeps its schema as the SQL that created it, and changes little of it. ``spell`` is absent,
since texts are kept as written and there is nothing to ask; ``ddl_enum`` and ``ddl_sequence``, since
there are no such objects. Beside the rooms that every database's package has, this one has:

- ``tokens``, ``rules``, ``table_text``, ``index_text``: the catalog is SQL, so it is taken apart;
- ``expressions``: no server says which texts mean the same, so we do;
- ``stored``, ``edits``: a changed table keeps its comments, and all that we do not model;
- ``rebuild``: what ALTER TABLE cannot do is done by copying the table.
"""

from autodiff.dialects.sqlite.dialect import SQLite

__all__ = ["SQLite"]
