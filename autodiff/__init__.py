"""autodiff: from changed SQLAlchemy models to a reviewed revision script and a migrated database."""

__version__ = "0.1.0"
