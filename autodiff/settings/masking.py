"""Database URLs as people may see them: with each password replaced by stars."""

from __future__ import annotations

import re

STARS = "***"

_SCHEME = re.compile(r"[A-Za-z][\w+.\-]*:/{1,2}")
_PORTS = re.compile(
    r"(\[[^\]]*\]|[^:/?]*)(:\d*)?(,(\[[^\]]*\]|[^:/?]*)(:\d*)?)*(?=[/?]|$)"
)
_SECRET_NAMED = re.compile(
    r"(\w*(?:password|passwd|pwd|passphrase|secret|token|api_?key|odbc_connect)\w*"
    r"\s*=\s*)('[^']*'|\{[^}]*\}|[^&\s]*)",
    re.IGNORECASE,
)


def masked(url: str) -> str:
    """Return ``url`` with stars in place of its secrets; it may be any text.

    In doubt too much is hidden: a password may contain an unescaped ``@`` or ``/``, so all
    from the first colon to the last ``@`` is replaced.
    """
    return _SECRET_NAMED.sub(rf"\g<1>{STARS}", _without_password(url))


def _without_password(url: str) -> str:
    scheme = _SCHEME.match(url)
    start = scheme.end() if scheme else 0
    head, at, tail = url[start:].rpartition("@")
    if at:
        return url[:start] + _first_part(head) + at + tail
    return url[:start] + _host_or_first_part(tail)


def _first_part(text: str) -> str:
    """Return ``user:***`` for ``user:password``; a user without a password stays."""
    user, colon, _ = text.partition(":")
    return f"{user}:{STARS}" if colon else user


def _host_or_first_part(text: str) -> str:
    """Return a host with its port or a path as it is; else hide the password of ``user:password``,
    which is a URL without its host.
    """
    if text.startswith("/") or ":" not in text or _PORTS.match(text):
        return text
    return _first_part(text)
