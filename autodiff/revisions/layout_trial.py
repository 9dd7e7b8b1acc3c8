"""The trial: whether the rules of :mod:`.layout` are those of the black that is installed.

Each shape that the rules know is tried with a string that grows letter by letter; of all lengths, those
at both sides of each change of layout go to black, by the project's own settings. A black that has
other rules, of another version or by another setting, is found out so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autodiff.revisions.layout import INDENT, LayoutStyle, laid_out

_SHAPES = (
    "op.f('{}')",
    "op.f('{}', -1, x=None)",
    "op.f(sa.text('{}'))",
    "op.f(['{}'], x=\"it's\")",
    "op.f('a', ['{}', 'b'], x=a.b.C())",
    "op.f(sa.A('{}', sa.B(x=True), y='\"'), z=('a', 2.5))",
    "op.f('a', x=sa.A('{}', y=0), z=sa.B(('{}', 'b')))",
)
_HEAD = "def f():\n"


def rules_hold(settings: dict[str, Any]) -> bool:
    """Whether black, with ``settings`` of its Mode, lays out as our rules do. False for preview
    styles, which change with each release.
    """
    import black

    if settings.get("preview"):
        return False
    style = style_of(settings)
    tried = [pair for shape in _SHAPES for pair in _at_bounds(shape, style)]
    flat = "".join(f"{' ' * INDENT}{statement}\n" for statement, _ in tried)
    ours = "".join(f"{layout}\n" for _, layout in tried)
    mode = black.Mode(**settings)
    return bool(tried) and black.format_str(_HEAD + flat, mode=mode) == _HEAD + ours


def style_of(settings: dict[str, Any]) -> LayoutStyle:
    """Return the part of the settings of black's Mode that the layout depends on."""
    width = settings.get("line_length", LayoutStyle().width)
    return LayoutStyle(width, settings.get("string_normalization", True))


def _at_bounds(shape: str, style: LayoutStyle) -> Iterator[tuple[str, str]]:
    """Yield the statements, with their layout, before and after each change of the layout."""
    before = None
    for length in range(style.width + INDENT):
        statement = shape.replace("{}", "s" * length)
        layout = laid_out(statement, INDENT, style)
        if layout is None:
            continue
        now = statement, layout
        if before is not None and before[1].count("\n") != layout.count("\n"):
            yield before
            yield now
        before = now
