"""Microsoft SQL Server; SQLAlchemy's name for it is "mssql"."""

from autodiff.dialects.mssql.dialect import SQLServer

__all__ = ["SQLServer"]
