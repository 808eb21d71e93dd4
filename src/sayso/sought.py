"""What is told of many stories: lists and their past, what is asked of them, what is found, and what is new since a search was last made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from sayso.data import Count, Span, Stance

Stood = Literal["for", "against", "declining"]
SIDES: tuple[Stood, ...] = get_args(Stood)
STANCES: tuple[Stance, ...] = get_args(Stance)
ChangeKind = Literal["opened", "joined", "version", "merged", "counted", "claim", "count", "disputed", "settled", "withdrawn"]
"""opened, joined, version: by an article. merged: with another story. counted: its first ledger is there. Then what changed from one ledger to
the next: claim: a new one. count: other witnesses for one than before. disputed: somebody denies it now or declines, or reports cannot all be
right. settled: no longer so. withdrawn: no current report says it."""


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """A story as lists show it; `shared` of its claims stand in several reports, `echoed` of these on one witness.

    `first`, `last`: ISO 8601. `stale`: articles came that its ledger does not know yet; all else is as the ledger has it, and where there is none
    yet, as its articles say.
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
class Range:
    """A number of something, both ends included; without a `most` there is no upper end."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; of an empty query everything fits.

    `text`: words that all have to be there, phrases in double quotes, beginnings of words with a star. `speaker`, `outlet`: words of a name,
    in any order. `since`, `until`: days of publication, both included. `witnesses`: a claim fits whose whole interval lies within.
    """

    text: str = ""
    speaker: str | None = None
    side: Stood | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    stance: Stance | None = None
    witnesses: Range = Range()
    reports: Range = Range()

    @property
    def about_claims(self) -> bool:
        """Whether it asks for what only claims have."""
        return any((self.speaker, self.side, self.stance)) or self.witnesses != Range() or self.reports != Range()


@dataclass(frozen=True, slots=True)
class Meant:
    """Who or what a name in a query was taken for; no `names`: nobody is called so. `exact`: as it was written."""

    what: Literal["speaker", "outlet"]
    asked: str
    names: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a report that carries a claim: `words` are what stands at `spans` of the article, `marks` what was found, in offsets of `words`.

    `label`: the outlet, else a file or a site. `day`: when it was published, ISO 8601. `by`: the names of those who are quoted.
    """

    article: str
    statement: str
    label: str
    outlet: str | None
    day: str | None
    spans: tuple[Span, ...]
    words: str
    marks: tuple[Span, ...] = ()
    by: tuple[str, ...] = ()
    stance: Stance = "asserts"


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that fits; `marks` are the words that were found in its `text`; `number` is that of its story's page.

    `evidence` are some of its `places` statements: those that fit first. Witnesses are told by name.
    """

    story: str
    title: str
    claim: str
    number: int
    text: str
    marks: tuple[Span, ...]
    reports: int
    places: int
    count: Count
    for_: tuple[str, ...]
    against: tuple[str, ...]
    declining: tuple[str, ...]
    first: str | None
    last: str | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A report whose title or text holds what is looked for; `words` stand at `span` of the article, on one line; marks as in Hit."""

    story: str
    title: str
    article: str
    label: str
    outlet: str | None
    day: str | None
    headline: str
    headline_marks: tuple[Span, ...]
    span: Span
    words: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what a search found, the best first: claims, and reports; and how many there are of each."""

    query: Query
    claims: int
    hits: tuple[Hit, ...]
    reports: int
    passages: tuple[Passage, ...]
    meant: tuple[Meant, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What is watched of a claim: the interval of its witnesses, and the names of those against it and of those who decline."""

    count: Count
    against: tuple[str, ...] = ()
    declining: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A search under a name; `checked`: when it was last checked, ISO 8601, UTC."""

    name: str
    query: Query
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A claim that is new to a saved search, or whose figures are others than `before`; `fits`: whether the search still finds it."""

    id: str
    search: str
    at: str
    kind: Literal["new", "changed"]
    hit: Hit
    now: Figures
    before: Figures | None = None
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """A saved search with what is new for it; `recent` are the alerts of earlier checks, the latest first."""

    saved: Saved
    at: str
    alerts: tuple[Alert, ...]
    recent: tuple[Alert, ...] = ()
    meant: tuple[Meant, ...] = field(default=())
