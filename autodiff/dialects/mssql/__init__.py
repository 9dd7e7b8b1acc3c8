"""Microsoft SQL Server; SQLAlchemy's name for it is "mssql".

It is read through SQLAlchemy's Inspector, so the rooms for reading are absent, as are those for what
was never run on a live server (``spell``, ``lock``, ``scratch``); enums are no objects here, and
sequences are written as the standard has them.
"""

from autodiff.dialects.mssql.dialect import SQLServer

__all__ = ["SQLServer"]
