"""autodiff: from changed SQLAlchemy models to a reviewed revision script and a migrated database.

    import autodiff

    project = autodiff.open("autodiff.ini")
    project.upgrade("head")

Type checkers read ``__init__.pyi``. At run time the names of the Python API are imported when they are
first used, so that the command line starts without them.
"""

__version__ = "0.1.0"

_IN_PROJECT = ("Project", "init", "open", "templates")


def __getattr__(name: str) -> object:
    """Return a name of the Python API, which is imported when it is first used."""
    if name not in _IN_PROJECT:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("autodiff.project"), name)


def __dir__() -> list[str]:
    """Return what completion offers: what is there, and what is imported when it is used."""
    return sorted({*globals(), *_IN_PROJECT})
