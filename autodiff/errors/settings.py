"""Settings: files, sections, keys and values that cannot be used."""

from __future__ import annotations

from autodiff.errors.tree import WrongUsage


def _did_you_mean(nearest: str) -> str:
    return f" Did you mean {nearest}?" if nearest else ""


class SettingsMissing(WrongUsage):
    """No settings file where one is needed."""

    looked_in: str

    happened = "No autodiff settings were found in {looked_in}."
    now = "Nothing was read or changed."
    advice = (
        "Go to the folder with your autodiff.ini or pyproject.toml, name the file with "
        "-c/--config, or start a project with: autodiff init DIRECTORY."
    )


class SettingsFileMissing(WrongUsage):
    """The settings file that was named does not exist."""

    path: str

    happened = "The settings file {path} does not exist."
    now = "Nothing was read or changed."
    advice = "Correct the path after -c/--config or in the variable AUTODIFF_CONFIG."


class SettingsUnreadable(WrongUsage):
    """A settings file that cannot be opened or is not well-formed."""

    path: str
    reason: str

    happened = "The settings file {path} cannot be read: {reason}."
    now = "Nothing else was read or changed."
    advice = "Fix the file and run the command again."


class SettingsAmbiguous(WrongUsage):
    """Two files in the folder both have the section."""

    section: str
    folder: str
    files: str

    happened = (
        "Two files in {folder} both hold settings for section {section!r}: {files}."
    )
    now = "Neither is preferred; nothing was read further or changed."
    advice = "Name the one that you mean with -c/--config, or keep one of them."


class UrlForSeveral(WrongUsage):
    """One URL from outside, and several databases in the settings."""

    databases: tuple[str, ...]

    happened = (
        "A URL was given, by --url or AUTODIFF_URL, and the settings have several "
        "databases: {names}."
    )
    now = "Nothing was started: it is not clear which one is meant."
    advice = "Leave it out; each database has its URL in a section of its own."

    def facts(self) -> dict[str, object]:
        return {"names": ", ".join(self.databases)}


class SectionMissing(WrongUsage):
    """The settings files lack the section that is asked for."""

    files: str
    section: str
    sections: str
    nearest: str

    happened = "There is no section {section!r} for autodiff in {files}."
    now = "The sections there are: {sections}.{hint}"
    advice = "Add the section, or name another one with -n/--name."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "hint": _did_you_mean(self.nearest)}


class SettingUnknown(WrongUsage):
    """A key that autodiff does not have."""

    path: str
    section: str
    key: str
    nearest: str

    happened = "{path}, section {section!r}: there is no setting {key!r}.{hint}"
    now = "Nothing was changed."
    advice = "Keys of your own go under custom, such as custom.{key}."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "hint": _did_you_mean(self.nearest)}


class SettingInvalid(WrongUsage):
    """A value that does not fit its key; the value is not shown, it may be a secret."""

    path: str
    section: str
    key: str
    expected: str

    happened = "{path}, section {section!r}: the value of {key!r} cannot be understood."
    now = "Expected is {expected}."
    advice = "Correct the line and run the command again; nothing was changed."


class SettingTwice(WrongUsage):
    """One setting under both of its names."""

    path: str
    section: str
    key: str
    alias: str

    happened = (
        "{path}, section {section!r}: {key!r} and {alias!r} are the same setting."
    )
    now = "Both are given, and it is not clear which one counts; nothing was changed."
    advice = "Keep one of them."


class SettingRequired(WrongUsage):
    """A setting that the command needs is not there."""

    path: str
    section: str
    key: str
    example: str

    happened = "{path}, section {section!r}: this command needs the setting {key!r}."
    now = "It is not set; nothing was changed."
    advice = "Add a line such as: {key} = {example} (in a TOML file with quotes)."


class UrlMissing(WrongUsage):
    """No database is named anywhere."""

    path: str
    section: str

    happened = "This command needs a database, and none is named."
    now = "{path}, section {section!r}, has no sqlalchemy.url; nothing was changed."
    advice = "Set sqlalchemy.url there, or give --url URL or the variable AUTODIFF_URL."


class VariableUnset(WrongUsage):
    """A setting reads a variable that the environment does not have."""

    path: str
    section: str
    key: str
    variable: str

    happened = "{path}, section {section!r}: {key!r} reads the variable {variable}."
    now = "The environment has no such variable; nothing was changed."
    advice = "Set {variable}, or give a default in the file: ${{{variable}:-default}}."


class EnvironmentMissing(WrongUsage):
    """The folder of env.py and the revisions is not where the settings say."""

    path: str
    key: str
    place: str

    happened = "{path} says {key} = {place}, and there is no such folder or package."
    now = "Nothing was read further or changed."
    advice = (
        "Correct the setting, or restore the folder. To start again, remove the section "
        "and run: autodiff init DIRECTORY."
    )
