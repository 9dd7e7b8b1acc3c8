"""Models, templates and env.py: what a project hands over to be read."""

from __future__ import annotations

from autodiff.errors.tree import Failed, Refused, WrongUsage


class ModelsUnset(WrongUsage):
    """A comparison without models."""

    file: str

    happened = "The setting models is empty in {file}."
    now = "There is nothing to compare the database with; nothing was written."
    advice = "Set it to MODULE:NAME, such as models = shop.models:Base."


class ModelsMissing(WrongUsage):
    """The setting names a module or attribute that is not there."""

    place: str
    reason: str
    hint: str

    happened = "The models {place} were not found: {reason}."
    now = "Nothing was compared or written."
    advice = (
        "{hint}Write the setting models as MODULE:NAME; modules are looked for in the "
        "folders of prepend_sys_path."
    )


class ModelsBroken(WrongUsage):
    """The user's models raised when they were imported."""

    place: str
    trace: str

    happened = "The models {place} cannot be imported:\n\n{trace}\n\n"
    now = "Nothing was compared or written."
    advice = "Fix the module and run the command again."


class ModelsNothing(WrongUsage):
    """What the setting names has no metadata."""

    place: str
    name: str

    happened = (
        "The models {place} give no tables: {name} is no MetaData, declarative base or "
        "other object with metadata."
    )
    now = "Nothing was compared or written."
    advice = "Name the base class or the MetaData, such as models = shop.models:Base."


class ModelImpossible(WrongUsage):
    """Models say what no database, or not this one, can have; ``create_all`` fails on it too."""

    what: str
    reason: str
    way_out: str

    happened = "The models cannot be created: {what} {reason}."
    now = "Nothing was compared or written."
    advice = "{way_out}, and run the command again."


class TableDeclaredTwice(WrongUsage):
    """Two tables of the models are one table of the database."""

    table: str

    happened = "The models declare the table {table} twice, perhaps in two MetaData."
    now = "Nothing was compared or written: they may say different things of it."
    advice = "Keep one of them, or give one another schema."


class TemplateMissing(WrongUsage):
    """The project's script template is not there."""

    path: str

    happened = "The script template {path} is missing."
    now = "No file was written."
    advice = (
        "Restore it; or copy the one that `autodiff init DIRECTORY` makes in an empty "
        "folder."
    )


class TemplateBroken(Failed):
    """The project's script template cannot be rendered."""

    path: str
    said: str

    happened = "The script template {path} cannot be used: {said}."
    now = "No file was written."
    advice = "Fix the template."


class FileExists(Refused):
    """A file that would be written is there already."""

    path: str

    happened = "The file {path} exists already."
    now = "It was left as it is."
    advice = (
        "Give another message or --rev-id, whichever the file's name is made of, or move "
        "the file away."
    )


class FileNotWritten(Failed):
    """The operating system did not let us write."""

    path: str
    said: str

    happened = "The file {path} cannot be written: {said}."
    now = "No file was changed."
    advice = "Look at the folder's permissions and the space on the disk."


class NotAtHead(Refused):
    """A comparison with a database that lacks revisions."""

    current: str
    heads: str
    target: str

    happened = (
        "The database is not up to date: it is at {current}, the scripts at {heads}."
    )
    now = (
        "Nothing was compared or written. A script that was never run may be deleted, to "
        "write it again."
    )
    advice = "Run first: autodiff upgrade {target}."


class EnvironmentIdle(WrongUsage):
    """An env.py that never runs what the command wants done.

    ``unrun`` are its functions of which a call does nothing yet.
    """

    path: str
    unrun: str = ""

    happened = "{path} ended without calling context.run()."
    now = "Nothing was done."
    advice = "Call context.run(connection) in it, for each database.{hint}"

    def facts(self) -> dict[str, object]:
        hint = (
            f" It has asynchronous functions ({self.unrun}): a call of one runs nothing, "
            "asyncio.run() does."
        )
        return {**vars(self), "hint": hint if self.unrun else ""}


class EnvironmentBroken(WrongUsage):
    """An env.py that raised."""

    path: str
    trace: str

    happened = "The environment {path} failed:\n\n{trace}\n\n"
    now = "What was done before is kept."
    advice = (
        "Fix it; then `autodiff current` shows what is applied, and the same command "
        "resumes."
    )


class ContextHookBroken(WrongUsage):
    """A function that env.py handed to context.configure() raised."""

    hook: str
    about: str
    trace: str

    happened = "The hook {hook} failed when asked about {about}:\n\n{trace}\n\n"
    now = "Nothing was written or changed."
    advice = "Fix it and run the command again."


class ContextHookAnswer(WrongUsage):
    """A function that env.py handed to context.configure() gave back what it must not."""

    hook: str
    about: str
    expected: str
    given: str

    happened = "The hook {hook}, asked about {about}, gave back {given}."
    now = "Nothing was written or changed."
    advice = "It must give back {expected}."


class ContextKeywordUnknown(WrongUsage):
    """A function of context was given a keyword that nobody would read."""

    function: str
    keyword: str
    likely: str

    happened = "context.{function}() has no keyword {keyword}.{likely}"
    now = "Nothing was started."
    advice = "Correct env.py; the function's docstring lists what it takes."


class ContextValueWrong(WrongUsage):
    """A keyword of context.configure(), or of another function, with a value of no use."""

    function: str
    keyword: str
    expected: str
    given: str

    happened = "context.{function}({keyword}=...) was given {given}."
    now = "Nothing was started."
    advice = "Give it {expected}."


class NoEnvironment(WrongUsage):
    """A function of context was called outside of a command."""

    happened = "A function of autodiff.context was called while no command runs env.py."
    advice = "Call it from env.py only."
