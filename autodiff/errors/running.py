"""Running revisions: what stopped, what is kept, how to go on."""

from __future__ import annotations

from autodiff.errors.tree import Failed, Refused, WrongUsage


class NoMigration(WrongUsage):
    """An op function was called while no migration runs."""

    happened = "An op function was called outside of a migration."
    now = "Nothing was done."
    advice = "Call it from upgrade() or downgrade() of a revision."


class OperationUnknown(Failed):
    """A database has no such operation."""

    object: str
    database: str

    happened = "{database} has no way to do this to the {object}."
    advice = "Leave it out of the revision, or do it another way with op.execute()."


FORGET = "fix the database by hand and have it forgotten: autodiff stamp current"
"""The way out of a half-applied revision that always works."""


def command_for(direction: str, revision: str) -> str:
    """Return the command that runs only this revision in this direction, even if it is half applied."""
    if direction == "upgrade":
        return f"autodiff upgrade {revision}"
    return f"autodiff downgrade {revision}@-1"


def opposite_of(direction: str) -> str:
    """Return the name of the script's opposite function."""
    return "downgrade" if direction == "upgrade" else "upgrade"


_STAYS = {
    "unread": "Nothing was run.",
    "untouched": "None of it was applied; the database is as it was before it.",
    "revision": (
        "The revision was rolled back: the database is as it was before it. Later "
        "revisions were not started."
    ),
    "run": "The whole run was rolled back: the database is as it was before it.",
    "since": (
        "What ran since the last autocommit block was rolled back; `autodiff current` "
        "shows what is applied."
    ),
    "caller": (
        "It ran in a transaction of the caller's, which was left as it is: nothing of "
        "it is committed here."
    ),
    "partly": (
        "Statements that are done and stay: {kept}; the journal knows which. Later "
        "revisions were not started."
    ),
    "doubt": (
        "Statements that are done and stay: {kept}. Only the server knows whether the "
        "next one is done; the next run looks it up. Later revisions were not started."
    ),
}
_GO_ON = {
    "partly": (
        "Fix the cause, or the script after that statement, and run the same command "
        "again: it resumes after statement {kept}.{back}"
    ),
}


class StepFailed(Failed):
    """A revision that stopped; ``stays`` says what the database keeps of it: a key of the table
    above, with ``kept`` as the number of its statements that are done. ``undo`` is the command that
    undoes them, or "" where that is being done.
    """

    stays: str
    kept: int
    undo: str

    now = "\n{what_stays}"
    advice = "{how_to_go_on}"

    def facts(self) -> dict[str, object]:
        go_on = _GO_ON.get(self.stays, "Fix the cause and run the same command again.")
        back = f" To undo what was done instead: {self.undo}." if self.undo else ""
        return {
            **vars(self),
            "what_stays": _STAYS[self.stays].format(kept=self.kept),
            "how_to_go_on": go_on.format(kept=self.kept, back=back),
        }


class ScriptFailed(StepFailed):
    """A revision file raised when it was run."""

    revision: str
    path: str
    said: str

    happened = "Revision {revision} ({path}) failed: {said}"


class ScriptFunctionMissing(Failed):
    """A revision file without upgrade() or downgrade()."""

    revision: str
    path: str
    function: str

    happened = "Revision {revision} ({path}) has no function {function}()."
    now = "This revision was not started."
    advice = "Write the function; its body may be `pass`."


class ScriptFunctionUnrun(Failed):
    """A revision file whose upgrade() or downgrade() does nothing when it is called."""

    revision: str
    path: str
    function: str
    sort: str

    happened = (
        "In revision {revision} ({path}), {function}() is {sort}: calling it runs "
        "nothing."
    )
    now = "Nothing of this revision was run."
    advice = (
        "Write it as a plain function, without async and yield. What must be awaited "
        "is called by op.run_async(), where the driver is asynchronous."
    )


class WorkNotDone(Failed):
    """A function that gave back what is still to be run, so that nothing was done."""

    what: str
    left: str

    happened = "{what} returned {left}, which nobody runs."
    advice = "Do the work before it returns."


class StatementFailed(StepFailed):
    """The database refused a statement."""

    revision: str
    direction: str
    number: int
    sql: str
    said: str

    happened = (
        "The {direction} of revision {revision} failed at statement {number}: {said}\n"
        "The statement was: {sql}"
    )


class ValueNeeded(StatementFailed):
    """The database refused NOT NULL since rows have no value for the column; ``call`` is how the
    script gives them one.
    """

    column: str
    call: str
    path: str

    happened = (
        StatementFailed.happened + "\nRows are there that have no value for {column}."
    )
    advice = "Say what they get in {path}: {call}, or another value. {how_to_go_on}"

    def facts(self) -> dict[str, object]:
        again = "Then run the same command again."
        go_on = {} if self.stays in _GO_ON else {"how_to_go_on": again}
        return {**super().facts(), **go_on}


class ConnectionLost(StepFailed):
    """The session ended in the middle of a revision: the server, the network, or somebody ended it."""

    revision: str
    direction: str
    number: int
    sql: str
    said: str

    happened = (
        "The connection to the database was lost in the {direction} of revision "
        "{revision}, at statement {number}: {said}\nThe statement was: {sql}"
    )
    advice = (
        "See that the server can be reached, and run the same command again: it "
        "resumes after what is done."
    )


class CommitLost(Failed):
    """The session ended while a transaction was being committed."""

    said: str

    happened = "The connection to the database was lost during a commit: {said}"
    now = "\nThe transaction is applied as a whole or not at all; only the database knows."
    advice = (
        "See what is applied with: autodiff current. Then run the same command again: it "
        "resumes there."
    )


class OwnTablesRefused(Failed):
    """The tables in which it is noted what is applied cannot be made."""

    tables: str
    said: str

    happened = (
        "The tables in which autodiff notes what is applied ({tables}) cannot be made: "
        "{said}"
    )
    now = "\nNothing was run."
    advice = "Run the command as a user that may create tables and write rows there."


class VersionRowLost(StepFailed):
    """The version table did not hold what it held when we looked."""

    revision: str
    table: str
    row: str
    found: int

    happened = (
        "Revision {revision} was to move the row {row} of {table} and met {found} such "
        "rows instead of one: somebody else changed the table meanwhile."
    )


class StampRefused(Failed):
    """The version table, or the journal, took no note of a stamp."""

    said: str

    happened = "The stamp could not be recorded: {said}"
    now = "\nThe version table is as it was."
    advice = "Fix the cause and run the same command again."


class CommitRefused(Failed):
    """The database refused to end a transaction."""

    said: str

    happened = "The database refused to commit: {said}"
    now = "\nWhat was in the transaction was rolled back."
    advice = "See what is applied with: autodiff current. Fix the cause and run again."


class LooksAtLiveData(Refused):
    """A script that asks a database, where there is none to ask."""

    happened = "It looks at live data through op.get_bind()."
    now = "What it does then cannot be known without running it."
    advice = (
        "Ask `context.is_offline()` first and do without, or run the revision online."
    )


class PrintingFailed(Refused):
    """A revision that cannot be printed as SQL."""

    revision: str
    path: str
    said: str

    happened = "Revision {revision} ({path}) cannot be printed as SQL: {said}"
    now = "\nNothing was printed or changed."
    advice = (
        "Run it online, or print what comes before it and after it, each with: autodiff "
        "upgrade FROM:TO --sql."
    )


class RangeNeeded(WrongUsage):
    """A command that is printed without a start, which only the database could tell."""

    address: str
    command: str

    happened = (
        "A {command} that is printed needs to know where it starts, and '{address}' "
        "only says where it ends."
    )
    now = "Nothing was printed or changed."
    advice = "Write it as FROM:TO, such as: autodiff {command} {start}:{address} --sql."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "start": "base" if "+" in self.address else "head"}


class TransactionEnded(Refused):
    """A script commits or rolls back the transaction that it runs in."""

    verb: str

    happened = "It calls {verb}() on the connection of op.get_bind()."
    now = "The transaction belongs to the run, so that a revision is done wholly or not at all."
    advice = (
        "Leave the call out, or do what must be by itself within "
        "`with op.autocommit_block():`."
    )


class TransactionBegun(Refused):
    """A script begins a transaction inside the one that it runs in."""

    happened = "It calls begin() on the connection of op.get_bind()."
    now = "The revision runs in a transaction already."
    advice = "Leave the call out, or use begin_nested() for a savepoint."


class TransactionInTheWay(Refused):
    """A statement that must be outside a transaction, inside one of the caller's."""

    sql: str

    happened = "This cannot run inside a transaction: {sql}."
    now = "The transaction is the caller's (it was begun before context.run)."
    advice = "Hand over a connection without a transaction."


class ConnectionUnrepeatable(Refused):
    """A script that wrote through the connection, in the part that is done already."""

    revision: str
    sql: str

    happened = (
        "The part of revision {revision} that is done already wrote through "
        "op.get_bind(), and its code would do so again: {sql}."
    )
    now = "Nothing was run now; what was done stays."
    advice = (
        "Where that code may run again, or once you have taken back what it wrote, run "
        "the same command with --in-doubt=again."
    )


class StatementInDoubt(Refused):
    """A run was killed during a statement that the catalog tells nothing about."""

    revision: str
    sql: str

    happened = (
        "An earlier run of revision {revision} was killed while this statement ran, "
        "and the catalog does not tell whether it was done: {sql}"
    )
    now = "\nNothing was run now; what ran before the statement stays applied."
    advice = (
        "Look at the data, then run the same command with --in-doubt=done (it was done) "
        "or --in-doubt=again (run it again)."
    )


class ScriptEdited(Refused):
    """The part of a script that is applied already was changed."""

    revision: str
    items: int

    happened = (
        "Revision {revision} is half applied, and the first {items} operations of its "
        "script, which were done, are no longer what was done."
    )
    now = "Nothing was run now."
    advice = (
        "Restore these operations in the script, change only what comes after, and run "
        f"the same command again. Or {FORGET}."
    )


class OtherHalfApplied(Refused):
    """A revision is half applied, and the command would run another (``wanted``), or none."""

    revision: str
    direction: str
    undoing: bool
    wanted: str = ""

    happened = (
        "Revision {revision} is half applied: its {direction} was stopped in the "
        "middle. {instead}."
    )
    now = "Nothing was run now."
    advice = f"Finish it first: {{again}}. {{back}}Or {FORGET}."

    def facts(self) -> dict[str, object]:
        other = command_for(opposite_of(self.direction), self.revision)
        instead = f"The command would go on with {self.wanted}"
        return {
            **vars(self),
            "instead": instead if self.wanted else "The command would leave it so",
            "again": command_for(self.direction, self.revision),
            "back": "" if self.undoing else f"Or undo what ran of it: {other}. ",
        }


class HalfAppliedUnknown(Refused):
    """A revision is half applied, and there is no file of it to go on with."""

    revision: str
    direction: str
    sent: int

    happened = (
        "Revision {revision} is half applied: its {direction} was stopped after "
        "statement {sent}. No revision file here has that id."
    )
    now = "Nothing was run now; what it did stays in the database."
    advice = f"Restore the file and run the same command again. Or {FORGET}."


class UndoUnclear(Refused):
    """A half-applied revision whose opposite function does not tell how to undo what ran."""

    revision: str
    direction: str
    what: str

    happened = (
        "Revision {revision} is half applied, and {opposite}() does not tell how to undo "
        "what ran of its {direction}: {what}."
    )
    now = "Nothing was run now."
    advice = (
        "Complete {opposite}() in the script and run the same command again; or run it "
        "with --in-doubt=done (what is not known to belong to it is run) or "
        "--in-doubt=again (it is left out). Or finish the {direction}: {again}. Or "
        f"{FORGET}."
    )

    def facts(self) -> dict[str, object]:
        opposite = opposite_of(self.direction)
        again = command_for(self.direction, self.revision)
        return {**vars(self), "opposite": opposite, "again": again}


class LockBusy(Failed):
    """Another migrator works on the same database; ``holder`` is "" where nobody can tell."""

    seconds: float
    holder: str = ""

    happened = (
        "Another autodiff works on this database{by}; it was not done after "
        "{seconds:g} s."
    )
    now = "Nothing was changed by this command."
    advice = "Wait for it, or allow more time with the setting lock_timeout."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "by": f" ({self.holder})" if self.holder else ""}


class ConstraintUnclear(WrongUsage):
    """A script drops or renames a constraint that cannot be told from its words."""

    constraint: str
    table: str
    reason: str

    happened = (
        "Which constraint ({constraint}) of {table} is meant is not clear: {reason}."
    )
    now = "This operation was not started."
    advice = "Name it in the script, with its type_."
