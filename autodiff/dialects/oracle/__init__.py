"""Oracle Database; SQLAlchemy's name for it is "oracle"."""

from autodiff.dialects.oracle.dialect import Oracle

__all__ = ["Oracle"]
