"""Microsoft SQL Server; SQLAlchemy's name for it is "mssql".

It is read through SQLAlchemy's Inspector, so the modules for reading are absent, as are those that
need a live server, on which this package was never run (``spell``, ``lock``, ``scratch``). Enums
are not objects here, and sequences are written in standard SQL.
"""

from autodiff.dialects.mssql.dialect import SQLServer

__all__ = ["SQLServer"]
