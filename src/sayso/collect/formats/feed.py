"""RSS, Atom and RDF feeds -> the reports in their items (feedparser)."""

from __future__ import annotations

import io
import re
import sys
from typing import Any

from sayso.collect.charset import markup
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.fragment import composed, report_paragraphs
from sayso.collect.limits import ITEMS, LISTED_PAGES
from sayso.errors import InputError

REFERENCE = re.compile(r"&#([0-9]{1,20}|[xX][0-9A-Fa-f]{1,20});?")

PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
"""Minutes of a period (RSS 1.0 module "syndication")."""

Entry = Any
"""An entry of feedparser, which comes without types: a dictionary."""


def read_feed(data: bytes) -> list[Found | Passed]:
    """The reports of a feed's items, each by its full text where the feed carries it, else by its summary.

    Links in it are not followed; items without text of their own are passed over. Raises InputError for a feed that is none or declares entities.
    """
    feed = _parsed(markup(data))
    if not feed.entries:
        raise InputError("a feed without items" if feed.get("version") else "a feed that is broken")
    if len(feed.entries) > ITEMS:
        raise InputError(f"a feed of more than {ITEMS:,} items")
    outlet = fact(feed.feed.get("title"))
    return [_item(entry, outlet, f"#{at}") for at, entry in enumerate(feed.entries, 1)]


def list_feed(data: bytes, charset: str | None = None) -> list[Found | Passed]:
    """What a feed says of itself (facts kind, title and ttl in minutes), then its items, each with its facts, its `id` and its text, be it empty.

    Raises InputError for a feed that is none or declares entities; a feed without items is one that has none today.
    """
    feed = _parsed(markup(data, charset))
    if not feed.get("version"):
        raise InputError("a feed that is broken")
    outlet = fact(feed.feed.get("title"))
    told = {"kind": "items", "title": outlet, "ttl": _ttl(feed.feed)}
    found: list[Found | Passed] = [Found("", {key: value for key, value in told.items() if value})]
    for at, entry in enumerate(feed.entries[:LISTED_PAGES], 1):
        item = _item(entry, outlet, f"#{at}")
        text = item.text if isinstance(item, Found) else ""
        facts = _facts(entry, None, fact(_plain(entry.get("title"))))
        found.append(Found(text, facts | ({"id": name} if (name := fact(entry.get("id"))) else {}), f"#{at}"))
    return found


def _ttl(feed: Any) -> str | None:
    """The minutes for which a feed says that it stays as it is: RSS's ttl, or the period of the syndication module (RSS 1.0, RSS 2.0)."""
    ttl = fact(feed.get("ttl"))
    if ttl and ttl.isascii() and ttl.isdigit():
        return ttl
    period = PERIODS.get((fact(feed.get("sy_updateperiod")) or "").lower())
    often = fact(feed.get("sy_updatefrequency")) or "1"
    return str(period // max(1, int(often))) if period and often.isascii() and often.isdigit() and len(often) < 5 else None


def _parsed(text: str) -> Any:
    import feedparser

    if "<!ENTITY" in text:
        raise InputError("a feed that declares entities, which are not expanded here")
    try:
        raw = REFERENCE.sub(_character, text).encode("utf-8", "replace")
        return feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError):  # its loose parser's own faults
        raise InputError("a feed that is broken") from None


def _character(match: re.Match[str]) -> str:
    """A reference to a character, as it is, unless there is no such character: half of a surrogate pair, or beyond Unicode."""
    code = int(match[1][1:], 16) if match[1][0] in "xX" else int(match[1])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > sys.maxunicode else match[0]


def _item(entry: Entry, outlet: str | None, place: str) -> Found | Passed:
    title = fact(_plain(entry.get("title")))
    bodies = [one.get("value") or "" for one in entry.get("content", ()) if isinstance(one, dict)] or [entry.get("summary") or ""]
    report = report_paragraphs(max(bodies, key=len), title)
    if not report:
        return Passed(place, "an item of a feed without text")
    known = _facts(entry, outlet, title)
    seen = tuple(one for one in (fact(entry.get("id")),) if one and one != known.get("url") and one.startswith(("http://", "https://")))
    return Found(composed(title, report), known, place, seen)


def _facts(entry: Entry, outlet: str | None, title: str | None) -> dict[str, str]:
    source = entry.get("source")
    updated = fact(dict.get(entry, "updated"))  # its own get() makes one up
    found = {
        "title": title,
        "outlet": (fact(source.get("title")) if isinstance(source, dict) else None) or outlet,
        "url": fact(entry.get("link")),
        "date": fact(dict.get(entry, "published")) or updated,
        "updated": updated,
        "byline": fact(entry.get("author")),
        "credit": fact(entry.get("rights")),
    }
    return {key: value for key, value in found.items() if value}


def _plain(title: object) -> str | None:
    """A title without the markup that some feeds put into it."""
    if not isinstance(title, str):
        return None
    return " ".join(report_paragraphs(title, None)) if "<" in title or "&" in title else title
