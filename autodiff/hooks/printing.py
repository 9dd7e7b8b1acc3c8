"""render_item: items of a script whose Python source env.py writes."""

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
    """Asks ``hook`` for the source of every item."""

    hook: RenderItem
    situation: Situation

    def __call__(
        self, name: str, value: Any, code: Code, optional: bool
    ) -> Code | None:
        """Return the hook's source of an item, or ``code`` where it answers False.

        ``name`` is the kind of the item, ``value`` what it is printed from. None leaves out an item
        that is ``optional``. Raises ContextHookAnswer or ContextHookBroken.
        """
        situation = PrintSituation(
            self.situation.dialect,
            self.situation.connection,
            self.situation.settings,
            self.situation.database,
        )
        about = f"the {name.replace('_', ' ')} {code.text}"
        answer = ask(HOOK, about, self.hook, name, value, situation)
        if answer is False:
            return code
        if answer is None and optional:
            return None
        if not _is_source(answer, "eval"):
            expected = "the source of one Python expression, or False"
            more = ", or None to leave it out" if optional else ""
            raise ContextHookAnswer(HOOK, about, expected + more, shown(answer))
        for line in sorted(situation.imports):
            if not _is_source(line, "exec"):
                expected = "import lines in imports"
                raise ContextHookAnswer(HOOK, about, expected, shown(line))
        return Code(answer, frozenset(situation.imports))


def _is_source(text: Any, mode: str) -> bool:
    try:
        return isinstance(text, str) and bool(ast.parse(text, mode=mode))
    except (SyntaxError, ValueError):
        return False
