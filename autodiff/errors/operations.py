"""Operations: what cannot be applied, ordered, or said to a database."""

from __future__ import annotations

from autodiff.errors.tree import Failed, Refused, WrongUsage


class ReplayConflict(Failed):
    """An operation does not fit the schema that it is replayed on."""

    object: str
    verb: str
    reason: str

    happened = "The {object} cannot be {verb}: {reason}."
    now = "This was found by replaying the operations without a database; nothing was changed."
    advice = "Look at the revision that does this, and at the ones before it."


class ConstraintNameless(Refused):
    """A constraint is to be dropped or renamed by a name that it does not have."""

    object: str

    happened = "The {object} has no name, and this database finds constraints by name."
    now = "Nothing was changed."
    advice = "Give the name in the script; the database's own catalog shows it."


class OperationUnsupported(Refused):
    """A database has no statement for an operation."""

    verb: str
    object: str
    dialect: str

    happened = "The dialect {dialect} has no way to {verb} the {object}."
    now = "Nothing was changed."
    advice = "Write the SQL for it in the script with op.execute(), both ways."


class OrderImpossible(Failed):
    """Operations need each other in a circle that no part can be taken out of."""

    objects: str

    happened = "No order was found in which these changes can be made: {objects}."
    now = "Nothing was written or changed."
    advice = "This is a fault of autodiff; please report it with the two schemas."


class KeywordUnknown(WrongUsage):
    """A function of op was given a keyword that nobody would read."""

    function: str
    keyword: str
    likely: str

    happened = "op.{function}() has no keyword {keyword}.{likely}"
    now = "This operation was not started."
    advice = "Correct the script; the function's docstring lists what it takes."


class FunctionUnknown(WrongUsage, AttributeError):
    """A script uses a function that op does not have."""

    function: str
    likely: str

    happened = "op has no function {function}.{likely}"
    now = "Nothing was started."
    advice = (
        "Correct the script, or have the package that brings the function imported: it "
        "calls op.register_operation, or names it in the entry point group "
        "autodiff.operations."
    )


class FunctionTaken(WrongUsage):
    """A package registers an operation under a name that op has already."""

    function: str

    happened = "op has a function {function} already."
    now = "It stays as it was."
    advice = "Register the operation under another name."


class FunctionUnrun(WrongUsage):
    """A package brings an operation whose call does nothing yet."""

    function: str
    sort: str

    happened = (
        "The operation {function} is {sort}, which a script's call would not run."
    )
    now = "It was not registered."
    advice = (
        "Write it as a plain function, without async and yield; what must be awaited is "
        "called by op.run_async()."
    )


class AsyncDriverNeeded(WrongUsage):
    """op.run_async on a connection that is not asynchronous."""

    dialect: str

    happened = (
        "op.run_async() needs an asynchronous driver; this connection is {dialect}."
    )
    now = "The function was not called."
    advice = "Use such a driver in the URL (postgresql+asyncpg), or op.get_bind()."
