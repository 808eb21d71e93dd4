"""What is known of a report besides its text, as its source wrote it down, and as a value."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sayso.collect.dates import published as parse_published
from sayso.collect.limits import FACT

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
"""Characters that no fact is written with: controls, marks and overrides of direction, halves of surrogate pairs."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article besides its text, from a side file, a header block, a page's metadata or a caller.

    `url` is the address the page names as its own, or the one it was found under; `credit` is text that names agencies.
    """

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | datetime | None = None
    byline: str | None = None
    updated: date | datetime | None = None
    credit: str | None = None


NOTHING = Facts()
"""Where nothing is known."""


@dataclass(frozen=True, slots=True)
class Found:
    """One report in an input: its text, `facts` as its source words them (title, outlet, url, date, updated, byline, credit), and where it stands.

    `place` is what to add to the path of the input ("#3", "!a/b.html"), `seen` the other addresses it names, `raw` the digest of the bytes it
    was taken out of, `credits` the agencies that `text` itself credits, `language` the one it is written in, where they have been looked for.
    """

    text: str
    facts: dict[str, str]
    place: str = ""
    seen: tuple[str, ...] = ()
    raw: str | None = None
    credits: tuple[str, ...] | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A part of an input that is no report, and why."""

    place: str
    reason: str


def digest(data: bytes) -> str:
    """The name of bytes by their content, as Article.raw has it: "sha256:" and 64 hexadecimal digits (FIPS 180-4)."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def fact(value: object) -> str | None:
    """`value` as one line of text, if it is text and short enough to be a fact: no controls, no doubled blanks."""
    if not isinstance(value, str):
        return None
    value = value[: 4 * FACT]
    line = " ".join((value if value.isprintable() else UNSEEN.sub(" ", value)).split())
    return line if 0 < len(line) <= FACT else None


def facts_of(found: Mapping[str, str]) -> Facts:
    """The values of facts that a source has put into words."""
    return Facts(
        title=found.get("title") or None,
        outlet=found.get("outlet") or None,
        url=found.get("url") or None,
        published=parse_published(found.get("date")),
        byline=found.get("byline") or None,
        updated=parse_published(found.get("updated")),
        credit=found.get("credit") or None,
    )


def fill(facts: Facts, more: Facts) -> Facts:
    """`facts`, with `more` where they are open."""
    if facts is NOTHING or more is NOTHING:  # as nearly always
        return more if facts is NOTHING else facts
    return replace(
        facts,
        title=facts.title or more.title,
        outlet=facts.outlet or more.outlet,
        url=facts.url or more.url,
        published=facts.published or more.published,
        byline=facts.byline or more.byline,
        updated=facts.updated or more.updated,
        credit=facts.credit or more.credit,
    )
