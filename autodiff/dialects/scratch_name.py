"""Names of scratch databases: recognizable by their prefix, and unique."""

from __future__ import annotations

import uuid

PREFIX = "autodiff_scratch_"


def scratch_name() -> str:
    """Return a new name."""
    return f"{PREFIX}{uuid.uuid4().hex[:12]}"
