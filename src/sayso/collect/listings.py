"""Lists on the web, taken apart: what a feed, a sitemap, an OPML file or a plain list of addresses names."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from sayso.collect.containers.streams import inflated
from sayso.collect.doubles import page_address
from sayso.collect.facts import Facts, Passed, facts_of
from sayso.collect.guard import Guard
from sayso.collect.limits import HEAD, LARGEST_LIST, PAGES_ASKED, SITEMAPS_ASKED
from sayso.collect.recognise import root_name
from sayso.collect.worker import Job
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.collect.fetch import Fetched

Kind = Literal["items", "pages", "lists", "feeds"]
"""What a list names: items (a feed), pages (a sitemap), sitemaps, or feeds."""

GZIP = b"\x1f\x8b"
GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
SITEMAPS = ("urlset", "sitemapindex")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a list names: its address, its name within the list, what the list knows of it, and its text where the list carries it.

    `mark` changes when the list says that the thing has changed: the moment of the change in UTC, "" where it tells none.
    """

    url: str | None
    name: str
    facts: dict[str, str] = field(default_factory=dict)
    text: str = ""
    place: str = ""
    mark: str = ""

    @property
    def known(self) -> Facts:
        """What the list knows of it, as values."""
        return facts_of(self.facts | ({"url": self.url} if self.url else {}))


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: what it names, its own title, the minutes for which it says that it stays as it is, and its entries in its order, each name once."""

    kind: Kind
    title: str | None = None
    ttl: float | None = None
    entries: tuple[Entry, ...] = ()


def listed(data: bytes, url: str | None, charset: str | None, guard: Guard) -> Listing:
    """The list in `data`, found at `url`, compressed by gzip or not. Raises InputError, with a reason for the user, for what is no list."""
    if data.startswith(GZIP):
        data = inflated(data, LARGEST_LIST)
    head: Listing | None = None
    entries: dict[str, Entry] = {}
    for one in guard.ask(Job("listing", data, charset=charset)):
        if isinstance(one, Passed):
            raise InputError(one.reason)
        if head is None:
            kind: Kind = next(kind for kind in ("items", "pages", "lists", "feeds") if kind == one.facts.get("kind"))
            ttl = one.facts.get("ttl", "")
            head = Listing(kind, one.facts.get("title"), float(ttl) if ttl and len(ttl) < 8 else None)
            continue
        entry = _entry(one.facts, one.text, one.place, url)
        if entry is not None:
            entries.setdefault(entry.name, entry)
    if head is None:
        raise InputError("a list that is broken")
    return Listing(head.kind, head.title, head.ttl, tuple(entries.values()))


def _entry(facts: dict[str, str], text: str, place: str, base: str | None) -> Entry | None:
    """The entry of what the child found; None for one without an address that has no text either."""
    facts = dict(facts)
    address: str | None = facts.pop("url", None)
    name = facts.pop("id", None)
    if address and base:
        with contextlib.suppress(ValueError):
            address = urljoin(base, address)
    if not (address or "").lower().startswith(("http://", "https://")):
        address = None
    if address is None and not text:
        return None
    known = facts_of(facts)
    mark = known.updated or known.published
    name = name or page_address(address) or address or text[:200]
    return Entry(address, name, facts, text, place, _utc(mark) if mark else facts.get("updated") or facts.get("date") or "")


def _utc(moment: date | datetime) -> str:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) and moment.tzinfo else moment.isoformat()


def is_sitemap(data: bytes) -> bool:
    """Whether `data` is a sitemap or a sitemap of sitemaps, compressed by gzip or not."""
    if data.startswith(GZIP):
        try:
            data = zlib.decompressobj(GZIP_OR_ZLIB).decompress(data, HEAD)
        except zlib.error:
            return False
    return root_name(data[:HEAD]) in SITEMAPS


def latest(entries: tuple[Entry, ...], most: int) -> list[Entry]:
    """The `most` entries that changed last, the latest first; those without a moment come last, all in the order of the list otherwise."""
    return sorted(entries, key=lambda one: one.mark, reverse=True)[:most]


def pages_named(answer: Fetched, visit: Callable[[str], Fetched], guard: Guard) -> Iterator[Entry | Passed]:
    """The pages that a sitemap names, the latest first, by way of other sitemaps too; up to PAGES_ASKED, and how many there are beyond.

    A Passed is about what could not be had, its place an address. Raises InputError for a sitemap that is broken.
    """
    first = listed(answer.data, answer.url, answer.charset, guard)
    found: list[Entry] = []
    if first.kind == "lists":
        chosen = latest(first.entries, SITEMAPS_ASKED)
        for one in chosen:
            try:
                inner = visit(one.url or "")
                listing = listed(inner.data, inner.url, inner.charset, guard)
                if listing.kind != "pages":
                    raise InputError("named as a sitemap, and none")
                found += listing.entries
            except InputError as error:
                yield Passed(one.url or "", str(error))
        if len(first.entries) > len(chosen):
            yield Passed("", f"names {len(first.entries):,} sitemaps: only the latest {len(chosen)} were asked for")
    else:
        found += first.entries
    pages = tuple({one.name: one for one in found if one.url}.values())
    if not pages:
        raise InputError("a sitemap that names no pages")
    yield from latest(pages, PAGES_ASKED)
    if len(pages) > PAGES_ASKED:
        yield Passed("", f"names {len(pages):,} pages: only the latest {PAGES_ASKED} were asked for")
