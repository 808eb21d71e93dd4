"""What the app reads from: stories, who is cited in them, and a search. The records are what the JSON API prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso.data import Ledger, Skipped, WitnessKind
from sayso.sought import StoryEntry
from sayso.voices import Side


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim as lists show it; `number` is that of the story's page; `least` and `most` bound its independent witnesses."""

    story: str
    number: int
    text: str
    reports: int
    least: int
    most: int
    witnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryHit:
    """A story in which a search found something: `claims` are the first of the `found` ones, by what matters."""

    story: StoryEntry
    claims: tuple[ClaimEntry, ...]
    found: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who is cited, over all stories; `alone`: on how many claims of several reports nobody else is counted."""

    id: str
    name: str
    kind: WitnessKind
    stories: int
    claims: int
    alone: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: voices by name, and the stories of the claims and titles that fit, the latest first."""

    voices: tuple[Voice, ...]
    stories: tuple[StoryHit, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a report hangs on somebody: `by` whom and through whom, on which occasion, and when it was published."""

    outlet: str
    words: str
    by: str
    published: str | None
    occasion: str
    stance: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim on which somebody is cited; `alone`: nobody else is counted for it."""

    claim: ClaimEntry
    side: Side
    alone: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Appearance:
    """What somebody is cited for in one story: claims that several reports carry on them alone first."""

    story: StoryEntry
    citations: tuple[Citation, ...]
    passes_on: int


@dataclass(frozen=True, slots=True)
class Link:
    """Another voice, by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Presence:
    """How much somebody is cited in a story; `passes_on`: statements that came through them."""

    story: str
    title: str
    first: str | None
    last: str | None
    reports: int
    claims: int
    alone: int
    against: int
    declining: int
    passes_on: int


@dataclass(frozen=True, slots=True)
class Cited:
    """All that somebody is cited for: `over_time` in short for all stories, `stories` in full for those that were asked for, the latest first."""

    voice: Voice
    aliases: tuple[str, ...]
    speaks_for: tuple[Link, ...]
    spoken_for_by: tuple[Link, ...]
    first: str | None
    last: str | None
    reports: int
    against: int
    declining: int
    over_time: tuple[Presence, ...]
    stories: tuple[Appearance, ...]


class Library(Protocol):
    """Where the app's stories come from. All that it returns is as of one moment; a library may change between two calls."""

    def stories(self) -> Sequence[StoryEntry]:
        """All stories, the latest first."""

    def story(self, id: str) -> Ledger | None:  # noqa: A002 (what it is called everywhere)
        """A story's ledger, if there is one of that id."""

    def search(self, text: str) -> Found:
        """Where for every word of `text` a word begins so; what stands in double quotes is one phrase. Any text is a search; an empty one finds
        nothing."""

    def voices(self, text: str = "", *, story: str | None = None) -> Sequence[Voice]:
        """All who are cited (in one story, if it is named) and whose names have a word that begins so for every word of `text`: those cited in most
        stories first, sources without a name last."""

    def witness(self, key: str, *, offset: int = 0, limit: int | None = None) -> Cited | None:
        """Somebody by id, or by name in any case, in full for `limit` stories from `offset` on; None where nobody is called so."""

    def skipped(self) -> Sequence[Skipped]:
        """What could not be read, and why."""

    def filled_by(self) -> tuple[str, str]:
        """What is to be done where there are no stories yet, in words, and the command that does it."""
