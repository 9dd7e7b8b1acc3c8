"""Words of scripts: keywords that say how a column is altered or dropped, of whichever database they are."""

from __future__ import annotations

from autodiff.dialects.registry import DIALECTS, dialect_class


def is_script_word(word: str, shape: type) -> bool:
    """Tell whether a database states ``word`` for ``shape`` of a column (``Alter``, ``Drop``).

    A script may run on several databases, so it need not be the one at hand: the one whose name
    stands before the word is asked, and no other package is loaded.
    """
    name, _, rest = word.partition("_")
    stated = dialect_class(name).script_words if rest else {}
    return word in stated.get(shape, ())


def script_words(shape: type) -> frozenset[str]:
    """Return the words that autodiff's own dialects state for ``shape``; all packages are loaded."""
    stated = (dialect_class(name).script_words for name in DIALECTS)
    return frozenset().union(*(words.get(shape, ()) for words in stated))
