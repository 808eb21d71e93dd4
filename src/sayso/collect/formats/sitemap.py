"""Sitemaps, sitemaps of sitemaps (sitemaps.org, protocol 0.9; Google's news extension) and OPML 2.0 -> the addresses they name."""

from __future__ import annotations

from sayso.collect.charset import markup
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.markup import Element, name, text_of, xml
from sayso.collect.limits import LIST_ELEMENTS, LISTED_PAGES
from sayso.errors import InputError

FACTS = {"loc": "url", "lastmod": "updated", "publication_date": "date", "title": "title", "name": "outlet"}
"""Element of an entry -> the fact it tells; `name` is the publication's."""

ELSEWHERE = ("image", "video", "link")
"""Elements of an entry that speak of something else than the page: their title and address are not its own."""


def list_sitemap(data: bytes, charset: str | None = None) -> list[Found | Passed]:
    """What a sitemap is (fact kind: "pages", or "lists" for one of sitemaps), then each address it names with its facts and no text.

    Raises InputError for broken XML and for more than LIST_ELEMENTS elements.
    """
    root = xml(markup(data, charset), most=LIST_ELEMENTS)
    kind, entry = ("lists", "sitemap") if name(root) == "sitemapindex" else ("pages", "url")
    found: list[Found | Passed] = [Found("", {"kind": kind})]
    for child in root:
        facts = _told(child) if name(child) == entry else {}
        if "url" in facts and len(found) <= LISTED_PAGES:
            found.append(Found("", facts, f"#{len(found)}"))
    return found


def _told(entry: Element) -> dict[str, str]:
    facts: dict[str, str] = {}
    waiting = list(entry)
    while waiting:
        element = waiting.pop(0)
        own = name(element)
        if own in ELSEWHERE:
            continue
        value = fact(text_of(element)) if own in FACTS else None
        if value:
            facts.setdefault(FACTS[own], value)
        elif own in ("news", "publication"):
            waiting += list(element)
    return facts


def list_opml(data: bytes, charset: str | None = None) -> list[Found | Passed]:
    """The feeds that an OPML file names, at any depth, each once, behind what it is (fact kind: "feeds").

    Raises InputError for broken XML, and for a file that names none.
    """
    root = xml(markup(data, charset))
    found: dict[str, Found] = {}
    for outline in root.iter():
        if name(outline) != "outline":
            continue
        told = {key.lower(): value for key, value in outline.attrib.items() if isinstance(key, str)}
        url = fact(told.get("xmlurl"))
        if url and url not in found:
            title = fact(told.get("title")) or fact(told.get("text"))
            found[url] = Found("", {"url": url} | ({"title": title} if title else {}), f"#{len(found) + 1}")
    if not found:
        raise InputError("a list of feeds (OPML) that names none")
    return [Found("", {"kind": "feeds"}), *found.values()]
