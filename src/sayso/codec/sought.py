"""The shapes of what a store tells, key by key: sayso.stories/1, sayso.change/1, sayso.found/1, sayso.saved/1, sayso.alert/1.

A change of shape is a new version.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from sayso import data, sought
from sayso.codec.shapes import Count, Pair, Record

Number = Annotated[int, Meta(ge=0)]
Mark = Annotated[tuple[Number, Number], Meta(description="[start, end] of a word that was found: code points into the text beside it, end exclusive")]
StoryId = Annotated[str, Meta(description="id of a story of the store")]
ArticleId = Annotated[str, Meta(description="id of an article of the store")]
Day = Annotated[str | None, Meta(description="ISO 8601, a day")]
Published = Annotated[str | None, Meta(description="ISO 8601, a day or a moment with its time zone")]
Label = Annotated[str, Meta(description="what the report is called: its outlet, else its file or site")]
Title = Annotated[str, Meta(description="the story's title")]


class ListedStory(Record, frozen=True, rename={"from_": "from"}):
    """A story as lists show it; the numbers are those of its ledger, of which it may have none yet."""

    id: StoryId
    title: Title
    from_: Annotated[str | None, Meta(description="the earliest day of publication, ISO 8601")]
    to: Annotated[str | None, Meta(description="the latest day of publication, ISO 8601")]
    articles: Number
    outlets: tuple[str, ...]
    claims: Number
    shared: Annotated[int, Meta(ge=0, description="claims that two or more reports carry")]
    echoed: Annotated[int, Meta(ge=0, description="shared claims that stand on one witness")]
    disputed: Annotated[int, Meta(ge=0, description="claims that somebody denies or declines to confirm, or on which reports cannot all be right")]
    stale: Annotated[bool, Meta(description="whether reports came that its ledger does not know yet")]


class Stories(Record, frozen=True, tag_field="schema", tag="sayso.stories/1"):
    """What `sayso stories --json` prints: stories of a store, the latest first."""

    stories: tuple[ListedStory, ...]


class Change(Record, frozen=True, tag_field="schema", tag="sayso.change/1"):
    """What `sayso show --history --json` prints, one a line: what came to a story, or changed in it. Null is what a kind does not have."""

    at: Annotated[str, Meta(description="ISO 8601: when the store learned of it, in UTC")]
    kind: sought.ChangeKind
    text: Annotated[str, Meta(description="what a report, a story or a claim is called")]
    article: Annotated[str | None, Meta(description="opened, joined, version: the report's id; merged: of the one that showed it")]
    claim: Annotated[str | None, Meta(description="id of the claim in the ledger of that time")]
    other: Annotated[str | None, Meta(description="merged: id of the story that went into this one")]
    before: Annotated[Count | None, Meta(description="the claim's count until then")]
    after: Annotated[Count | None, Meta(description="the claim's count from then on")]


class Range(Record, frozen=True):
    """A number of something, both ends included; without `max` there is no upper end."""

    min: Number
    max: Number | None


class Query(Record, frozen=True):
    """What is looked for; a key that is missing asks for nothing."""

    text: str | UnsetType = UNSET
    speaker: str | UnsetType = UNSET
    side: sought.Stood | UnsetType = UNSET
    outlet: str | UnsetType = UNSET
    since: Annotated[str, Meta(description="the first day of publication")] | UnsetType = UNSET
    until: Annotated[str, Meta(description="the last day of publication")] | UnsetType = UNSET
    stance: data.Stance | UnsetType = UNSET
    witnesses: Range | UnsetType = UNSET
    reports: Range | UnsetType = UNSET


class Meant(Record, frozen=True):
    """Who or what a name in the query was taken for; no `names`: nobody is called so. `exact`: as it was written."""

    what: Literal["speaker", "outlet"]
    asked: str
    names: tuple[str, ...]
    exact: bool


class Total(Record, frozen=True):
    """How many there are, of which some are told."""

    claims: Number
    reports: Number


class Sides(Record, frozen=True, rename={"for_": "for"}):
    """Who stands where on a claim, by name."""

    for_: tuple[str, ...]
    against: tuple[str, ...]
    declining: tuple[str, ...]


class Evidence(Record, frozen=True):
    """A place in a report that carries a claim: `words` are what stands at `content` of the article's text."""

    article: ArticleId
    statement: Annotated[str, Meta(description="id of a statement of the story's ledger")]
    label: Label
    outlet: str | None
    published: Published
    content: tuple[Pair, ...]
    words: str
    marks: tuple[Mark, ...]
    speakers: Annotated[tuple[str, ...], Meta(description="names of those who are quoted")]
    stance: data.Stance


class FoundClaim(Record, frozen=True, rename={"from_": "from"}):
    """A claim that fits, with some of the statements that carry it, those that fit first."""

    story: StoryId
    title: Title
    claim: Annotated[str, Meta(description="id of a claim of the story's ledger")]
    number: Annotated[int, Meta(ge=0, description="of the claim on its story's page")]
    text: str
    marks: tuple[Mark, ...]
    reports: Number
    statements: Annotated[int, Meta(ge=0, description="how many statements carry it")]
    count: Count
    witnesses: Sides
    from_: Day
    to: Day
    evidence: tuple[Evidence, ...]


class Passage(Record, frozen=True):
    """A report whose title or text holds what is looked for; `words` stand at `span` of the article's text, on one line."""

    story: StoryId
    title: Title
    article: ArticleId
    label: Label
    outlet: str | None
    published: Published
    headline: str
    headline_marks: tuple[Mark, ...]
    span: Pair
    words: str
    marks: tuple[Mark, ...]


class Figures(Record, frozen=True):
    """What is watched of a claim: its count, and the names of those against it and of those who decline."""

    count: Count
    against: tuple[str, ...]
    declining: tuple[str, ...]


class Found(Record, frozen=True, tag_field="schema", tag="sayso.found/1"):
    """What `sayso search --json` prints: claims and reports of a store, the best first."""

    query: Query
    meant: tuple[Meant, ...]
    total: Total
    claims: tuple[FoundClaim, ...]
    passages: tuple[Passage, ...]


class Saved(Record, frozen=True, tag_field="schema", tag="sayso.saved/1"):
    """What `sayso alerts list --json` prints, one a line: a saved search."""

    name: str
    query: Query
    checked: Annotated[str | None, Meta(description="ISO 8601: when it was last checked, in UTC; null for never")]


class Alert(Record, frozen=True, tag_field="schema", tag="sayso.alert/1"):
    """What `sayso alerts check --json-lines` prints, one a line: a claim that is new to a saved search, or stands otherwise than before."""

    id: str
    search: Annotated[str, Meta(description="name of the saved search")]
    at: Annotated[str, Meta(description="ISO 8601: when it was found, in UTC")]
    kind: Literal["new", "changed"]
    fits: Annotated[bool, Meta(description="whether the search still finds it")]
    before: Annotated[Figures | None, Meta(description="what was told last; null for a new claim")]
    now: Figures
    claim: FoundClaim


SCHEMAS: dict[str, type[Record]] = {"stories": Stories, "change": Change, "found": Found, "saved": Saved, "alert": Alert}
