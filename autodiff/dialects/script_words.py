"""Keywords in scripts that say how a column is altered or dropped, of any database."""

from __future__ import annotations

from autodiff.dialects.registry import DIALECTS, dialect_class


def is_script_word(word: str, shape: type) -> bool:
    """Whether a database declares ``word`` for ``shape`` of a column (``Alter``, ``Drop``).

    A script may run on several databases, so the dialect that is asked is the one whose name begins
    the word; no other package is loaded.
    """
    name, _, rest = word.partition("_")
    stated = dialect_class(name).script_words if rest else {}
    return word in stated.get(shape, ())


def script_words(shape: type) -> frozenset[str]:
    """Return the words of autodiff's own dialects for ``shape``; their packages are loaded."""
    stated = (dialect_class(name).script_words for name in DIALECTS)
    return frozenset().union(*(words.get(shape, ()) for words in stated))
