"""Oracle Database; SQLAlchemy's name for it is "oracle".

It is read through SQLAlchemy's Inspector, so the rooms for reading are absent, as are those for what
was never run on a live server (``spell``, ``lock``, ``scratch``); enums are no objects here, and
sequences are written as the standard has them.
"""

from autodiff.dialects.oracle.dialect import Oracle

__all__ = ["Oracle"]
