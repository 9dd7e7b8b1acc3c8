"""Every error a user can meet, one tree, each saying what happened, what is true now, what to do.

    AutodiffError
    ├── WrongUsage      exit code 2: the command, the settings or an address is off
    ├── Refused         exit code 1: the tool could go on but must not
    └── Failed          exit code 3: something broke while working

A member is a dataclass with the facts as fields; its three sentences are class attributes that name
those fields in braces (``{revision}``). A field is never a secret: URLs are passed in masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class AutodiffError(Exception):
    """Base of all; ``str()`` gives the one paragraph that the user reads."""

    exit_code: ClassVar[int] = 3
    happened: ClassVar[str] = ""
    now: ClassVar[str] = ""
    advice: ClassVar[str] = ""

    def facts(self) -> dict[str, object]:
        """The values that the sentences may name; a subclass adds derived ones."""
        return dict(vars(self))

    def __str__(self) -> str:
        facts = self.facts()
        sentences = (self.happened, self.now, self.advice)
        return " ".join(text.format_map(facts) for text in sentences if text)


class WrongUsage(AutodiffError):
    """The command line, a setting or an address cannot be understood; nothing was begun."""

    exit_code: ClassVar[int] = 2


class Refused(AutodiffError):
    """Going on would be possible but wrong; nothing was changed."""

    exit_code: ClassVar[int] = 1


class Failed(AutodiffError):
    """Something broke while working; the text says what is kept."""

    exit_code: ClassVar[int] = 3


# --- settings -------------------------------------------------------------------------------------


@dataclass(eq=False)
class SettingsMissing(WrongUsage):
    """No settings file where one is needed."""

    looked_in: str

    happened = "No autodiff settings were found in {looked_in}."
    now = "Nothing was read or changed."
    advice = (
        "Go to the folder with your autodiff.ini or pyproject.toml, name the file with "
        "-c/--config, or start a project with: autodiff init DIRECTORY."
    )
