"""The ``schema=`` argument of generated calls: present only outside the default namespace."""

from __future__ import annotations

from autodiff.core.code import Code, literal


def schema_argument(namespace: str, name: str = "schema") -> dict[str, Code | None]:
    """Return ``{"schema": code}``, or nothing for the default namespace."""
    return {name: literal(namespace)} if namespace else {}
