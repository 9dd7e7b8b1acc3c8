"""What every command that cannot go on has in common."""

from __future__ import annotations

from tests.cli.program import Ended, Project


def refused(project: Project, *arguments: str, code: int, **variables: str) -> str:
    """Run a command that must fail with ``code``; the one paragraph that it says.

    Nothing on standard output, no traceback, all files as they were.
    """
    before = project.files()
    ended = project.run(*arguments, **variables)
    assert ended.code == code, f"{ended.code}\n{ended.out}\n{ended.err}"
    assert ended.out == ""
    assert project.files() == before
    return paragraph(ended)


def paragraph(ended: Ended) -> str:
    """The error, which is one paragraph but for a traceback of the user's own."""
    text = ended.paragraph
    assert text.startswith("Error: ")
    assert text.count("Error: ") >= 1
    assert "Traceback" not in text
    return text
