"""Starting a project: what init meets."""

from __future__ import annotations

from autodiff.errors.tree import Failed, Refused, WrongUsage


class TemplateUnknown(WrongUsage):
    """No such template for a project."""

    name: str
    known: str

    happened = "There is no project template {name}."
    now = "No file was written."
    advice = "The templates are: {known}."


class DirectoryNotEmpty(Refused):
    """The folder for a new environment holds something."""

    directory: str

    happened = "The folder {directory} exists and is not empty."
    now = "No file was written."
    advice = "Name a folder that does not exist yet."


class SettingsPresent(Refused):
    """The settings file has a section of ours already."""

    path: str

    happened = "{path} has settings for autodiff already."
    now = "No file was written."
    advice = "Use them, or start the new project in another folder."


class LockImpossible(Failed):
    """The lock's file cannot be made."""

    path: str
    said: str

    happened = "The lock {path} cannot be taken: {said}."
    now = "Nothing was changed."
    advice = "The folder of the database must be writable, as SQLite itself needs it."
