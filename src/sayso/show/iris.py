"""How things are named in linked data: ids as IRIs, and our own terms. Nothing of it leads to a server; `urn:` says so."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

TERMS = "urn:sayso:terms:"
"""Where terms begin that no published vocabulary has; docs/4-commands.md lists them."""

FORBIDDEN = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")
"""What RFC 3986 does not allow in a URI; an address with such a character is not taken for one."""


def iri(kind: str, *ids: str) -> str:
    """ "urn:sayso:article:0b380e62302e17a8"; what a URN may not hold is percent-encoded."""
    return ":".join(("urn:sayso", kind, *(quote(one.encode("utf-8", "replace"), safe="-._~") or "-" for one in ids)))


def web_address(url: str | None) -> str | None:
    """`url` if it is an absolute http or https URI, else None."""
    if not url or FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
