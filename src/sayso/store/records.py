"""What goes into a store and comes out of it, beside the nouns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sayso.data import Article


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
class Stored:
    """An article in the store. `previous`: the version of its page before it; `versions`: all of its page, in order of arrival."""

    article: Article
    story: str | None
    arrived: datetime
    current: bool
    previous: str | None
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds: articles that are read, in all versions; those in other languages; stories; stories with newer articles than ledgers."""

    articles: int
    foreign: int
    stories: int
    stale: int
