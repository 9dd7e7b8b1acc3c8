"""MySQL and MariaDB."""

from autodiff.dialects.mysql.dialect import MariaDB, MySQL

__all__ = ["MariaDB", "MySQL"]
