"""What goes into a store and comes out of it, beside the nouns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sayso.data import Article, Count

ChangeKind = Literal["opened", "joined", "version", "merged", "claim", "count", "dispute", "withdrawn"]
"""opened, joined, version: by an article. merged: with another story. claim: a new one. count: other witnesses for one than before.
dispute: somebody denies a claim or declines, or reports cannot all be right, or no longer so. withdrawn: no current report says it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """By what a report is known again: its id, its text from its outlet, and its page on the web, if it has one."""

    id: str
    text: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A report that is in the store: the same one, or (not `same`) the current version of the same page with another text."""

    id: str
    story: str | None
    same: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an article went: its story (None: it was not read), whether it opened it, and the stories that it showed to be one with it.

    `merged`: (into, gone) pairs; the story that began first stays.
    """

    story: str | None
    opened: bool = False
    merged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """A story as lists show it; `shared` of its claims stand in several reports, `echoed` of these on one witness.

    `first`, `last`: ISO 8601. `stale`: articles came that its ledger does not know yet; the other numbers are those of the ledger.
    """

    id: str
    title: str
    first: str | None
    last: str | None
    articles: int
    outlets: tuple[str, ...]
    claims: int
    shared: int
    echoed: int
    disputed: int
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """An article in the store. `previous`: the version of its page before it; `versions`: all of its page, in order of arrival."""

    article: Article
    story: str | None
    arrived: datetime
    current: bool
    previous: str | None
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a story, and when the store learned of it.

    `article` is one that came, `claim` the claim's id in the ledger of that time, `other` a story that was merged into this one. `before`
    and `after` are a claim's interval of witnesses.
    """

    at: datetime
    kind: ChangeKind
    text: str
    article: str | None = None
    claim: str | None = None
    other: str | None = None
    before: Count | None = None
    after: Count | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds: articles that are read, in all versions; those in other languages; stories; stories with newer articles than ledgers."""

    articles: int
    foreign: int
    stories: int
    stale: int
