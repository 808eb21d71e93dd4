"""The shapes of the public JSON, key by key: sayso.ledgers/1, sayso.story/1, sayso.reading/1. A change of shape is a new version."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from sayso import data

Offset = Annotated[int, Meta(ge=0)]
Pair = Annotated[tuple[Offset, Offset], Meta(description="[start, end]: code points into the article's text, end exclusive")]
WitnessId = Annotated[str, Meta(description="id of one of the witnesses")]
ArticleId = Annotated[str, Meta(description="id of one of the articles")]
StatementId = Annotated[str, Meta(description="id of one of the statements")]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all objects share: fixed keys, all of them present."""


class Article(Record, frozen=True):
    """One published report; all offsets point into `text`."""

    id: Annotated[str, Meta(description="hash of text, outlet and canonical url")]
    path: str | None
    title: str | None
    outlet: str | None
    url: str | None
    published: Annotated[str | None, Meta(description="ISO 8601, a day or a moment with its time zone")]
    published_inferred: Annotated[bool, Meta(description="whether `published` was worked out from texts of the story")]
    language: str
    byline: str | None
    credits: Annotated[tuple[str, ...], Meta(description="news agencies that the article credits")]
    text: str
    updated: Annotated[str | None, Meta(description="ISO 8601: when the report was last changed, as far as its source says")] = None
    seen: Annotated[tuple[str, ...], Meta(description="the other places, paths and addresses, at which the same report was found")] = ()
    raw: Annotated[str | None, Meta(description='"sha256:" and the digest of the bytes that the report was taken out of')] = None


class Occasion(Record, frozen=True):
    """The interview, speech, document or post in which something was said."""

    what: str | None
    where: str | None
    date: Annotated[str | None, Meta(description="ISO 8601, as far as it is known")]
    span: Pair | None


class Time(Record, frozen=True):
    """A time expression and its TIMEX3 value."""

    span: Pair
    value: str
    type: data.TimeType


class Quantity(Record, frozen=True):
    """A number with what it counts."""

    span: Pair
    value: float
    unit: str | None
    comparison: data.Comparison
    of: str | None


class Statement(Record, frozen=True):
    """A proposition in one article, with whom the article hangs it on."""

    id: str
    article: ArticleId
    content: tuple[Pair, ...]
    cue: tuple[Pair, ...]
    source: tuple[Pair, ...]
    speakers: tuple[WitnessId, ...]
    kind: data.Kind
    type: data.Type
    chain: Annotated[tuple[WitnessId, ...], Meta(description="who passed it on, outermost first")]
    occasion: Occasion | None
    stance: data.Stance
    factuality: data.Factuality
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]


class Unnamed(Record, frozen=True):
    """Unnamed sources behind a claim, with the size that the text states, else 1."""

    id: WitnessId
    who: str
    size: Annotated[int, Meta(ge=1)]


class Standing(Record, frozen=True, rename={"for_": "for"}):
    """Who stands where on a claim."""

    for_: tuple[WitnessId, ...]
    unnamed: tuple[Unnamed, ...]
    own_voice: Annotated[tuple[ArticleId, ...], Meta(description="one article an outlet of distinct text")]
    against: tuple[WitnessId, ...]
    declining: tuple[WitnessId, ...]


class Count(Record, frozen=True):
    """The interval of independent witnesses for a claim."""

    min: Annotated[int, Meta(ge=0)]
    max: Annotated[int, Meta(ge=0)]


class VariantValue(Record, frozen=True):
    """One of the ways in which a claim is told."""

    text: str
    statements: tuple[StatementId, ...]
    witnesses: tuple[WitnessId, ...]


class Variant(Record, frozen=True):
    """A detail in which the statements of a claim differ; `conflict`: not all of them can be true."""

    kind: data.VariantKind
    conflict: bool
    values: tuple[VariantValue, ...]
    why: Annotated[str, Meta(description="what makes it a conflict or none, in words")] = ""


class Reason(Record, frozen=True):
    """Why witnesses were merged, completed or left out, with the places that show it."""

    rule: str
    text: str
    witnesses: tuple[WitnessId, ...]
    spans: tuple[tuple[ArticleId, Offset, Offset], ...]


class Claim(Record, frozen=True):
    """Statements that say the same thing, and the witnesses they go back to."""

    id: str
    text: str
    statements: tuple[StatementId, ...]
    witnesses: Standing
    count: Count
    variants: tuple[Variant, ...]
    reasons: tuple[Reason, ...]


class Witness(Record, frozen=True):
    """Somebody a statement is hung on."""

    id: str
    name: str
    kind: data.WitnessKind
    aliases: tuple[str, ...]
    speaks_for: WitnessId | None


class Mention(Record, frozen=True):
    """Where a text means a witness."""

    span: Pair
    witness: WitnessId
    type: Literal["name", "pronoun", "description"]


class Story(Record, frozen=True, tag_field="schema", tag="sayso.story/1", rename={"from_": "from"}):
    """A story's ledger: its articles, what they state, the claims in it and who stands behind each."""

    id: str
    title: str
    from_: Annotated[str | None, Meta(description="the earliest day of publication")]
    to: Annotated[str | None, Meta(description="the latest day of publication")]
    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    witnesses: tuple[Witness, ...]


class Skipped(Record, frozen=True):
    """An input that was not read, and why."""

    path: str
    reason: str


class Ledgers(Record, frozen=True, tag_field="schema", tag="sayso.ledgers/1"):
    """What `sayso compare --json` prints: one ledger a story, and the inputs that were left out."""

    stories: tuple[Story, ...]
    skipped: tuple[Skipped, ...]


class Reading(Record, frozen=True, tag_field="schema", tag="sayso.reading/1"):
    """What `sayso read --json` prints, one line an article: every attribution found, of every type."""

    article: Article
    statements: tuple[Statement, ...]
    witnesses: tuple[Witness, ...]
    mentions: tuple[Mention, ...]


SCHEMAS: dict[str, type[Record]] = {"ledgers": Ledgers, "story": Story, "reading": Reading}
