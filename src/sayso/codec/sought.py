"""The shapes of what is found in a store, key by key: sayso.found/1 and sayso.alert/1. A change of shape is a new version."""

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


SCHEMAS: dict[str, type[Record]] = {"found": Found, "alert": Alert}
