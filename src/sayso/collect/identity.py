"""When two inputs are the same report: the id of an article."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sayso.ids import content_id

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|cmpid|cmp|intcmp|ocid|smid|smtyp|ref|ref_src|source|_r|partner|share", re.I
)
"""Query keys that say how a reader came to a page, not which page it is."""

PLAIN = re.compile(r"https?://([a-z0-9.-]+)((?:/[A-Za-z0-9._~%!$&'()*+,;:=@/-]*)?)")
"""An address, as most are, of which only its last slashes may have to go: host in small letters, no port, query or fragment."""


def article_id(text: str, outlet: str | None, url: str | None) -> str:
    """16 hexadecimal digits (XXH3, 64 bit) of an article's text, outlet and canonical url: the same report has the same id."""
    return content_id(text, outlet or "", canonical(url) if url else "")


@lru_cache(maxsize=64)
def canonical(url: str) -> str:
    """`url` without what does not tell one page from another: letter case of the host, default port, fragment, tracking keys, last slash.

    http and https are the same page. What is no web address comes back without its outer blanks.
    """
    url = url.strip()
    if plain := PLAIN.fullmatch(url):
        return f"https://{plain[1]}{plain[2].rstrip('/')}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not host:
        return url
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    query = urlencode(sorted((key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(key)))
    return urlunsplit(("https", place, parts.path.rstrip("/"), query, ""))
