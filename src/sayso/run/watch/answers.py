"""What came of a question to the web -> what it means for the feed or the item it was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from sayso.codec import pack_article, unpack_article
from sayso.collect.addresses import PrivateAddressError, UnreachableError
from sayso.collect.doubles import page_address
from sayso.collect.fetch import Fetched, ForbiddenError, StatusError
from sayso.collect.guard import Guard
from sayso.collect.inputs import article_listed, take_page
from sayso.collect.listings import Entry, Listing
from sayso.collect.walk import Taking
from sayso.data import Article, Skipped
from sayso.errors import InputError
from sayso.run.watch.schedule import DAY
from sayso.store.feed_records import Feed, Item, Named

GONE = 410
FOR_GOOD = (401, 402, GONE, 451)
"""Answers that will not change soon: who asks has no right to the page (RFC 9110, 15.5; RFC 7725), or it is gone."""

KEPT_OUT = (403, 404)
"""Answers that may change, and that are believed where the feed carries the text itself."""

BUSY = (429, 502, 503, 504)
"""Answers that are about the host, not about the page (RFC 6585, 9110)."""

RECENT = 3 * DAY
"""A page that a sitemap names is news if it changed since: sitemaps of news hold two days, others the whole archive."""

OWN_WORDS = 80
"""Words from which on a feed's own text is a report: what is shorter is a summary, whose 20 to 60 words leave out who said what."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something could not be had: whether it is about the host, whether it is final, how long the server wants to be left alone (seconds)."""

    reason: str
    host: bool = False
    final: bool = False
    gone: bool = False
    kept_out: bool = False
    wait: float | None = None


def failure(error: InputError) -> Failure:
    """What an error of fetching means."""
    reason = str(error)
    if isinstance(error, StatusError):
        status = error.status
        final = status in FOR_GOOD
        return Failure(reason, host=status in BUSY, final=final, gone=status == GONE, kept_out=final or status in KEPT_OUT, wait=error.wait)
    if isinstance(error, UnreachableError):
        return Failure(reason, host=True)
    return Failure(reason, final=True, kept_out=isinstance(error, ForbiddenError | PrivateAddressError))


def named(feed: Feed, listing: Listing, now: float) -> list[Named]:
    """What a feed or sitemap names, for the store; each page once."""
    found: dict[str, Named] = {}
    for one in listing.entries:
        page = page_address(one.url) or one.url or f"{feed.address} {one.name}"
        take = listing.kind != "pages" or _recent(one, feed, now)
        found.setdefault(page, Named(one.name, page, one.url, one.mark, msgspec.msgpack.encode(one), take))
    return list(found.values())


def _recent(entry: Entry, feed: Feed, now: float) -> bool:
    """Whether a page of a sitemap is news; one without a date is, if the sitemap did not name it before."""
    told = entry.known.updated or entry.known.published
    if told is None:
        return feed.polled is not None
    moment = told if isinstance(told, datetime) else datetime.combine(told, datetime.min.time(), UTC)
    return moment.timestamp() >= now - RECENT - (0.0 if isinstance(told, datetime) else DAY)


def entry_of(item: Item) -> Entry:
    """What the feed knew of an item."""
    try:
        return msgspec.msgpack.decode(item.entry, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Entry(item.url, item.page)


def reports(answer: Fetched, item: Item, guard: Guard, taking: Taking) -> tuple[list[Article], str]:
    """The reports on an item's page, and, if there is none, why."""
    articles: list[Article] = []
    reason = "no report in it"
    for one in take_page(answer, guard, taking, asked=item.url or answer.url, more=entry_of(item).known):
        if isinstance(one, Skipped):
            reason = one.reason
        else:
            articles.append(one)
    return articles, reason


def own_report(item: Item, feed: Feed) -> Article | None:
    """The report that the feed itself carries for an item, if it is one and not a summary; its path is the feed's address with its place there."""
    entry = entry_of(item)
    return article_listed(entry, feed.address, feed.title) if len(entry.text.split()) >= OWN_WORDS else None


def packed(articles: Sequence[Article]) -> bytes:
    """Articles as bytes, for the store."""
    return msgspec.msgpack.encode([pack_article(one) for one in articles])


def unpacked(raw: bytes) -> list[Article]:
    """The articles in what `packed` made."""
    return [unpack_article(one) for one in msgspec.msgpack.decode(raw, type=list[bytes])]


def day_of(moment: float) -> date:
    """The day of a time in seconds since 1970, UTC."""
    return datetime.fromtimestamp(moment, UTC).date()
