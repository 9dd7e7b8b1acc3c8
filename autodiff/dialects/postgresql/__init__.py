"""PostgreSQL: catalog reader, normal forms, DDL exceptions, and the server as judge."""

from autodiff.dialects.postgresql.dialect import PostgreSQL

__all__ = ["PostgreSQL"]
