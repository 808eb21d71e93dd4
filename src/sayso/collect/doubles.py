"""Articles -> each report once, with every place at which it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from urllib.parse import urlsplit

from sayso.collect.identity import article_id, canonical
from sayso.data import Article
from sayso.ids import content_id


def without_doubles(articles: Sequence[Article]) -> list[Article]:
    """Each report once, where its first copy stood; which copy stays, and all it says, is the same for any order of `articles`.

    Copies are what lies under the same address, and the same text from the same outlet (or site, or from nowhere known). The same
    text from another outlet is an article of its own. `seen` names the other places.
    """
    groups = _grouped(articles)
    return [_merged([articles[at] for at in members]) for members in groups]


def _grouped(articles: Sequence[Article]) -> list[list[int]]:
    """Indices of copies, by joining all that share a key."""
    leader = list(range(len(articles)))

    def root(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    first: dict[str, int] = {}
    for at, article in enumerate(articles):
        for key in (text_key(article), *page_keys(article)):
            one, other = root(first.setdefault(key, at)), root(at)
            leader[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {}
    for at in range(len(articles)):
        groups.setdefault(root(at), []).append(at)
    return list(groups.values())


def text_key(article: Article) -> str:
    """What two copies share whose text and outlet (or site) are the same."""
    return content_id("text", article.outlet or site(article.url) or "", article.text)


def page_keys(article: Article) -> Iterator[str]:
    """What two copies share that lie under one address: one key for each of the article's, its own first."""
    for url in (article.url, *article.seen):
        page = page_address(url)
        if page:
            yield content_id("url", page)


def page_address(url: str | None) -> str | None:
    """The canonical address of a single page; None for a site's front page and for what is no web address."""
    address = canonical(url) if url else ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme == "https" and (parts.path.strip("/") or parts.query) else None


def site(url: str | None) -> str | None:
    """The host of a web address."""
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _merged(copies: list[Article]) -> Article:
    if len(copies) == 1:
        return copies[0]
    longest = max(len(one.text) for one in copies)
    ordered = sorted(copies, key=lambda one: (2 * len(one.text) < longest, -moment(one), -known(one), one.path or "", one.id))
    best = ordered[0]
    published = best.published or next((one.published for one in ordered if one.published), None)
    byline = best.byline or next((one.byline for one in ordered if one.byline), None)
    outlet = best.outlet or next((one.outlet for one in ordered if one.outlet), None)
    url = best.url or next((one.url for one in ordered if one.url), None)
    places = {place for one in copies for place in (one.path, one.url, *one.seen) if place} - {best.path, url}
    same = (outlet, url) == (best.outlet, best.url)
    return replace(
        best,
        id=best.id if same else article_id(best.text, outlet, url),
        published=published,
        byline=byline,
        outlet=outlet,
        url=url,
        seen=tuple(sorted(places)),
    )


def known(article: Article) -> int:
    """How many facts are known of a report: of two copies the one with more stays."""
    return sum(fact is not None for fact in (article.published, article.title, article.byline, article.outlet, article.url))


def moment(article: Article) -> float:
    """When a copy was last changed, as far as it says, in seconds since 1970, else 0; the latest version of a page is the one to read."""
    told = article.updated or article.published
    if told is None:
        return 0.0
    full = told if isinstance(told, datetime) else datetime.combine(told, time())
    return (full.replace(tzinfo=None) - datetime.combine(date(1970, 1, 1), time())).total_seconds() - (
        offset.total_seconds() if (offset := full.utcoffset()) else 0.0
    )
