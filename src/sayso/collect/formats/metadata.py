"""What a page says about its report: schema.org data, Open Graph and other meta elements, links, time elements, its address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache, lru_cache
from urllib.parse import urljoin, urlsplit

from sayso.collect.dates import published
from sayso.collect.facts import fact
from sayso.collect.formats.linked import linked_facts
from sayso.collect.formats.marks import Marks, Metas
from sayso.collect.identity import canonical
from sayso.collect.tables import rows

SUFFIX = re.compile(r"\s+[|–—\-·•:»]\s+([^|–—·•»]{2,60})$")
"""What a page's title adds to the report's: the outlet, behind a dash or bar."""

DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-])")
BY = re.compile(r"by:?\s+", re.I)
SUBDOMAIN = re.compile(r"^(?:www\d?|m|mobile|amp|edition|beta)\.")
FEW_TIMES = 3
"""More time elements outside of a report belong to lists of others."""

LONGEST_NAME = 200
"""Characters of a byline or an outlet: what is longer is a description."""


def metadata(marks: Marks, url: str | None) -> tuple[dict[str, str], str | None]:
    """The facts of a page (as text, by their names in Facts, and `link`, its address elsewhere), and the report's body if its data hold it."""
    url = url if urlsplit_or_none(url) else None
    metas = marks.metas()
    found, body = linked_facts(marks.linked(), lambda: _titles(marks, metas), lambda: _addresses(marks, metas, url))
    order = _told()
    for named in sorted(filter(order.__contains__, metas), key=lambda one: order[one][0]):
        key = order[named][1]
        said = next((one for one in metas[named] if _fits(key, one) and _better(key, one, found.get(key))), None)
        if said:
            found[key] = said
    address, link = _address(marks, found.pop("url", None), metas, url)
    found |= {"url": address} if address else {}
    found |= {"link": link} if link else {}
    if "date" not in found and (day := _shown_date(marks, address)):
        found["date"] = day
    if "title" not in found:
        found["title"] = _heading(marks)
    if "byline" not in found and (author := _shown_author(marks)):
        found["byline"] = author
    if "outlet" not in found and (outlet := _outlet_in_title(marks, found["title"])):
        found["outlet"] = outlet
    if "outlet" not in found and address:
        found["outlet"] = SUBDOMAIN.sub("", urlsplit(address).hostname or "")
    return _cleaned(found), body


@cache
def _told() -> dict[tuple[str, str], tuple[int, str]]:
    """The attributes of elements that tell a fact, each as Metas has it, with its place among them, the most trustworthy first, and the fact."""
    return {(attribute, value): (at, key) for at, (key, attribute, value) in enumerate(rows("metadata.tsv"))}


def _titles(marks: Marks, metas: Metas) -> set[str]:
    """What the page calls its report, by which its data about that one can be told from those about others."""
    return {one.casefold() for one in (*marks.headings(), *metas.get(("property", "og:title"), ())) if one}


def _addresses(marks: Marks, metas: Metas, url: str | None) -> set[str]:
    """The addresses under which the page may be described."""
    return {canonical(one) for one in dict.fromkeys((url, *marks.canonical(), *metas.get(("property", "og:url"), ()))) if one}


def _better(key: str, value: str, known: str | None) -> bool:
    """Whether a fact is worth more than the one that is known: any than none, and a moment than a day that it may lie on."""
    if known is None:
        return True
    if key not in ("date", "updated"):
        return False
    said, told = published(value), published(known)
    return told is None or (isinstance(said, datetime) and not isinstance(told, datetime) and abs(said.date() - told) <= timedelta(days=1))


def _fits(key: str, value: str) -> bool:
    if key in ("date", "updated"):
        return published(value) is not None
    if key in ("byline", "outlet"):
        return len(value) <= LONGEST_NAME and not value.startswith(("http:", "https:", "/", "@"))
    return True


def _address(marks: Marks, linked: str | None, metas: Metas, url: str | None) -> tuple[str | None, str | None]:
    """The page's address: the one it names as its own, if that is on the same site, else the one it was found under; and the other one.

    A copy of an agency's report may name the agency's page: that is another outlet's page, not this one's address.
    """
    for said in (*marks.canonical(), *metas.get(("property", "og:url"), ()), linked):
        address = fact(said)
        if address and url and not urlsplit_or_none(address):
            address = _joined(url, address)
        parts = urlsplit_or_none(address)
        if not address or parts is None or not (parts[1].strip("/") or parts[2]):
            continue
        if url is None or site(address) == site(url):
            return address, url if url and url != address else None
    return url, None


def _joined(url: str, address: str) -> str | None:
    try:
        return urljoin(url, address)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def urlsplit_or_none(url: str | None) -> tuple[str, str, str] | None:
    """Host, path and query of a web address; None for anything else."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    return (host, parts.path, parts.query) if parts.scheme.lower() in ("http", "https") and host else None


def site(url: str) -> str:
    """The host of an address without "www." and the like."""
    parts = urlsplit_or_none(url)
    return SUBDOMAIN.sub("", parts[0]) if parts else ""


def _shown_date(marks: Marks, address: str | None) -> str | None:
    """The day in the page's address, or the moment of that day that a time element gives; without one, the first time element's in the report."""
    match = DAY_IN_PATH.search(urlsplit(address).path) if address else None
    day = "-".join((match[1], match[2].zfill(2), match[3].zfill(2))) if match else None
    times = [(said, inside) for said, inside in marks.times() if published(said)]
    if day and published(day):
        return next((said for said, _ in times if said.startswith(day)), day)
    first = next((said for said, inside in times if inside), None)
    return first or (times[0][0] if 0 < len(times) <= FEW_TIMES else None)


def _heading(marks: Marks) -> str:
    """The page's only first-level heading, else its title without the outlet's name."""
    headings = marks.headings()
    return headings[0] if len(set(headings)) == 1 else SUFFIX.sub("", marks.title())


def _outlet_in_title(marks: Marks, title: str) -> str | None:
    """What the page's title adds behind the report's: nearly always the outlet."""
    whole = marks.title()
    suffix = SUFFIX.search(whole)
    return suffix[1] if suffix and whole[: suffix.start()].casefold() == title.casefold() else None


def _shown_author(marks: Marks) -> str | None:
    """Who the page shows as the report's author: by what an element is marked as, or by a line "By ..." in one of that class."""
    return next((text for text, marked in marks.authors() if 1 < len(text) <= LONGEST_NAME and (marked or BY.match(text))), None)


def _cleaned(found: dict[str, str]) -> dict[str, str]:
    """Titles without the outlet's name, bylines without "By", facts as one line."""
    lines = {key: short for key, value in found.items() if (short := fact(value))}
    outlet = lines.get("outlet", "").lower()
    title = lines.get("title", "")
    suffix = SUFFIX.search(title)
    if suffix and outlet and (suffix[1].lower() in outlet or outlet in suffix[1].lower() or site_name(suffix[1]) in site_name(outlet)):
        lines["title"] = title[: suffix.start()]
    if "byline" in lines:
        lines["byline"] = BY.sub("", lines["byline"], count=1) if BY.match(lines["byline"]) else lines["byline"]
    return {key: value for key, value in lines.items() if value}


def site_name(text: str) -> str:
    """`text` in small letters alone, for comparing "Harbour Post" with "harbourpost.example"."""
    return re.sub(r"[^a-z0-9]", "", text.lower())
