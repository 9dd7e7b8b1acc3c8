"""The event loop that asynchronous drivers run in, while autodiff's own code is synchronous."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from sqlalchemy.util import greenlet_spawn


def in_event_loop(function: Callable[[], Any]) -> Any:
    """Return the result of ``function``, called so that SQLAlchemy's asynchronous drivers work in
    it.

    Where a loop already runs in this thread, the function runs in another thread, with a loop of
    its own and the same context variables.
    """
    import asyncio  # here, since most databases need none
    from concurrent.futures import ThreadPoolExecutor

    async def call() -> Any:
        return await greenlet_spawn(function)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(call())
    context = copy_context()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(context.run, lambda: asyncio.run(call())).result()
