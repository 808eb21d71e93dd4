"""Whatever names pages or feeds -> what it is, and what it names: feeds, JSON feeds, sitemaps, OPML, plain lists of addresses."""

from __future__ import annotations

import re

from sayso.collect.charset import markup
from sayso.collect.decode import decode
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.documents import list_json_feed
from sayso.collect.formats.feed import list_feed
from sayso.collect.formats.sitemap import list_opml, list_sitemap
from sayso.collect.limits import HEAD, LISTED_PAGES
from sayso.collect.recognise import recognise, root_name
from sayso.errors import InputError

ADDRESS = re.compile(r"https?://\S{1,3000}", re.I)
FEEDS = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)|application/rdf\+xml", re.I)


def read_listing(data: bytes, charset: str | None = None) -> list[Found | Passed]:
    """The head of the list in `data`, whose fact `kind` is "items", "pages", "lists" or "feeds", and one Found for each thing it names.

    Raises InputError, with the reason, for what is no such list; for a page it tells the feeds that the page names.
    """
    root = root_name(data[:HEAD])
    if root in ("urlset", "sitemapindex"):
        return list_sitemap(data, charset)
    if root == "opml":
        return list_opml(data, charset)
    kind = recognise(data[:HEAD])
    if kind == "feed":
        return list_feed(data, charset)
    if kind == "json":
        return list_json_feed(data, charset)
    if kind == "text":
        return list_addresses(data)
    if kind == "page":
        raise InputError(_page(data, charset))
    raise InputError("neither a feed nor a sitemap nor a list of them")


def list_addresses(data: bytes) -> list[Found | Passed]:
    """A text with one address a line; what follows a "#" behind a blank, and empty lines, do not count. Raises InputError for any other text."""
    lines = (re.split(r"(?:^|\s)#", line)[0].strip() for line in decode(data).splitlines())
    found: dict[str, Found] = {}
    for line in filter(None, lines):
        if not ADDRESS.fullmatch(line):
            raise InputError(f"a text, not a list of addresses: “{line[:60]}”")
        found.setdefault(line, Found("", {"url": line}, f"#{len(found) + 1}"))
        if len(found) > LISTED_PAGES:
            raise InputError(f"a list of more than {LISTED_PAGES:,} addresses")
    if not found:
        raise InputError("a list of addresses without any")
    return [Found("", {"kind": "feeds"}), *found.values()]


def _page(data: bytes, charset: str | None) -> str:
    """Why a page is no feed, with the feeds that it names, as browsers find them (HTML Living Standard, 4.6.7.2)."""
    from sayso.collect.formats.markup import page

    links = page(markup(data, charset)).iter("link")
    named = [fact(one.get("href")) for one in links if "alternate" in (one.get("rel") or "").lower().split() and FEEDS.match(one.get("type") or "")]
    told = ", ".join(one for one in named[:3] if one)
    return f"a page, not a feed: it names {told}" if told else "a page, not a feed"
