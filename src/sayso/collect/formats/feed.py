"""RSS, Atom and RDF feeds -> the reports in their items (feedparser)."""

from __future__ import annotations

import io
import re
import sys
from typing import Any

from sayso.collect.charset import markup
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.fragment import composed, report_paragraphs
from sayso.collect.limits import ITEMS
from sayso.errors import InputError

REFERENCE = re.compile(r"&#([0-9]{1,20}|[xX][0-9A-Fa-f]{1,20});?")

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
    known = {key: value for key, value in found.items() if value}
    seen = tuple(one for one in (fact(entry.get("id")),) if one and one != known.get("url") and one.startswith(("http://", "https://")))
    return Found(composed(title, report), known, place, seen)


def _plain(title: object) -> str | None:
    """A title without the markup that some feeds put into it."""
    if not isinstance(title, str):
        return None
    return " ".join(report_paragraphs(title, None)) if "<" in title or "&" in title else title
