"""Every error a user can meet, one tree, each saying what happened, what is true now, what to do.

    AutodiffError
    ├── WrongUsage      exit code 2: the command, the settings or an address is off
    ├── Refused         exit code 1: the tool could go on but must not
    └── Failed          exit code 3: something broke while working

A member has the facts as typed fields; its three sentences are class attributes that name
those fields in braces (``{revision}``). A field is never a secret: URLs are passed in masked.
"""

from __future__ import annotations

from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class AutodiffError(Exception):
    """Base of all; ``str()`` gives the one paragraph that the user reads.

    The annotated attributes of a member are its fields, as for a dataclass; they are put in
    place here, since making sixty dataclasses takes longer than most commands.
    """

    exit_code: ClassVar[int] = 3
    happened: ClassVar[str] = ""
    now: ClassVar[str] = ""
    advice: ClassVar[str] = ""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values)
        fields = self._fields()
        given = dict(zip(fields, values, strict=False)) | named
        missing = [
            name for name in fields if name not in given and not hasattr(self, name)
        ]
        if missing or len(values) > len(fields) or given.keys() - fields:
            raise TypeError(f"{type(self).__name__}({', '.join(fields)}), not {given}")
        vars(self).update(given)

    @classmethod
    def _fields(cls) -> dict[str, None]:
        """Return the names of the fields, those of the base classes first."""
        return {
            name: None
            for base in reversed(cls.__mro__)
            for name, type_ in vars(base).get("__annotations__", {}).items()
            if not str(type_).startswith("ClassVar")
        }

    def facts(self) -> dict[str, object]:
        """Return the values that the sentences may name; a subclass adds derived ones."""
        return dict(vars(self))

    def __str__(self) -> str:
        facts = self.facts()
        sentences = (self.happened, self.now, self.advice)
        text = " ".join(text.format_map(facts) for text in sentences if text)
        return text.replace(" \n", "\n")

    def headline(self) -> str:
        """The first line of what happened, without a sign at its end."""
        return self.happened.format_map(self.facts()).partition("\n")[0].rstrip(" .:")

    def in_short(self) -> str:
        """The words without those on what is true now, for an error that says that itself."""
        facts = self.facts()
        sentences = (self.happened, self.advice)
        return " ".join(text.format_map(facts).strip() for text in sentences if text)


class WrongUsage(AutodiffError):
    """The command line, a setting or an address cannot be understood; nothing was started."""

    exit_code: ClassVar[int] = 2


class Refused(AutodiffError):
    """Going on would be possible but wrong; nothing was changed."""

    exit_code: ClassVar[int] = 1


class Failed(AutodiffError):
    """Something broke while working; the text says what is kept."""

    exit_code: ClassVar[int] = 3


def few(names: tuple[str, ...], most: int = 6) -> str:
    """Return the first names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
