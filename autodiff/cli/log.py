"""The log: progress on standard error, one line each, as people and scripts expect it."""

from __future__ import annotations

import sys


def start_log(quiet: bool) -> None:
    """Let the logger ``autodiff`` write to standard error; only warnings when ``quiet``."""
    import logging

    logger = logging.getLogger("autodiff")
    logger.setLevel(logging.WARNING if quiet else logging.INFO)
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(
            logging.Formatter("%(levelname)-5s [%(name)s] %(message)s")
        )
        logger.addHandler(handler)
        logger.propagate = False
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").handlers = list(logger.handlers)
