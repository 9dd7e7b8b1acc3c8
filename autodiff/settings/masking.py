"""How a database URL is shown to people: with every password in it replaced by stars."""

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
    """``url`` without its secrets; any text is taken, parsable as a URL or not.

    Between hiding too much and too little it hides too much: a password may hold an
    unescaped ``@`` or ``/``, so all from the first colon to the last ``@`` is covered.
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
    """``user:password`` as ``user:***``; a user alone stays."""
    user, colon, _ = text.partition(":")
    return f"{user}:{STARS}" if colon else user


def _host_or_first_part(text: str) -> str:
    """``host:5432/db`` and a path stay; ``user:password`` that lost its host does not."""
    if text.startswith("/") or ":" not in text or _PORTS.match(text):
        return text
    return _first_part(text)
