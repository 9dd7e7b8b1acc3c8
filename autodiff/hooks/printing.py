"""render_item: items of a script that env.py writes as Python itself."""

from __future__ import annotations

import ast
from typing import Any

from autodiff.core.code import Code
from autodiff.errors.models import ContextHookAnswer
from autodiff.frozen import frozen
from autodiff.hooks.ask import ask, shown
from autodiff.hooks.configured import RenderItem
from autodiff.hooks.situation import PrintSituation, Situation

HOOK = "render_item"


@frozen
class ItemPrinter:
    """Asks ``hook`` about each item."""

    hook: RenderItem
    situation: Situation

    def __call__(
        self, name: str, value: Any, code: Code, optional: bool
    ) -> Code | None:
        """What the hook writes, else ``code``; raises ContextHookAnswer, ContextHookBroken."""
        told = PrintSituation(
            self.situation.dialect,
            self.situation.connection,
            self.situation.settings,
            self.situation.database,
        )
        about = f"the {name.replace('_', ' ')} {code.text}"
        answer = ask(HOOK, about, self.hook, name, value, told)
        if answer is False:
            return code
        if answer is None and optional:
            return None
        if not _is_source(answer, "eval"):
            expected = "the source of one Python expression, or False"
            more = ", or None to leave it out" if optional else ""
            raise ContextHookAnswer(HOOK, about, expected + more, shown(answer))
        for line in sorted(told.imports):
            if not _is_source(line, "exec"):
                expected = "import lines in imports"
                raise ContextHookAnswer(HOOK, about, expected, shown(line))
        return Code(answer, frozenset(told.imports))


def _is_source(text: Any, mode: str) -> bool:
    try:
        return isinstance(text, str) and bool(ast.parse(text, mode=mode))
    except (SyntaxError, ValueError):
        return False
