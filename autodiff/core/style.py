"""Style: how printed SQL is cut into statements and transactions for each database's own tool."""

from __future__ import annotations

from autodiff.frozen import frozen


@frozen
class ScriptStyle:
    """How SQL is cut. ``begin`` and ``commit`` are empty where DDL commits by itself. ``batch`` is
    a line that ends what is sent in one go. ``guarded``: the database has CREATE TABLE IF NOT
    EXISTS.
    """

    begin: str = ""
    commit: str = ""
    terminator: str = ";"
    batch: str = ""
    guarded: bool = True

    def written(self, sql: str) -> str:
        """Return one statement as the database's tool reads it."""
        text = f"{sql.strip().removesuffix(';').rstrip()}{self.terminator}"
        return "\n".join(each for each in (text, self.batch) if each)
