"""Names of scratch databases: told from real ones at a glance, and never twice."""

from __future__ import annotations

import uuid

PREFIX = "autodiff_scratch_"


def scratch_name() -> str:
    """A new name."""
    return f"{PREFIX}{uuid.uuid4().hex[:12]}"
