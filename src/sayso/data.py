"""The nouns: what sayso reads, finds and tells. Frozen, slotted, without behaviour.

They import nothing of ours; that three of them show themselves in a notebook (`_repr_html_`, which IPython looks for on the class) is the one
exception, and is looked up when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["direct", "indirect", "mixed", "own"]
Type = Literal["speech", "belief", "intention", "act"]
Stance = Literal["asserts", "denies", "accuses", "predicts", "demands", "questions", "doubts", "declines"]
Factuality = Literal["certain+", "probable+", "possible+", "certain-", "probable-", "possible-"]
WitnessKind = Literal["person", "organisation", "government", "document", "outlet", "unnamed"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Comparison = Literal["=", "~", ">", ">=", "<", "<=", "between"]
VariantKind = Literal["quote", "number", "date", "name", "certainty", "detail", "polarity"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: offsets in code points, end exclusive."""

    start: int
    end: int

    def __repr__(self) -> str:
        """That of every dataclass; written out, since ids are made of it, and the general one guards against circles that numbers cannot form."""
        return f"Span(start={self.start}, end={self.end})"


@dataclass(frozen=True, slots=True)
class Article:
    """One published report; every Span points into `text`: a plain-text file as it is, or what was taken out of a page or another format."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | datetime | None = None
    published_inferred: bool = False
    language: str = "en"
    byline: str | None = None
    credits: tuple[str, ...] = ()
    path: str | None = None
    body: int = 0
    """Where the report itself begins: behind the header block, if there is one (the title line belongs to the report)."""
    updated: date | datetime | None = None
    """When the report was last changed, as far as its source says."""
    seen: tuple[str, ...] = ()
    """The other places, paths and addresses, at which the same report was found."""
    raw: str | None = None
    """"sha256:" and the hexadecimal digest of the bytes it was taken out of, as they came in: of a file, a page, a record's line.

    Where they came compressed, or in an archive, they are what that held."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody a statement is hung on. `size` is the stated size of an unnamed group, else 1."""

    id: str
    name: str
    kind: WitnessKind
    aliases: tuple[str, ...] = ()
    speaks_for: str | None = None
    size: int = 1


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names or means a witness: by name, by pronoun, or by description."""

    span: Span
    witness: str
    type: Literal["name", "pronoun", "description"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """The interview, speech, document or post in which something was said; `date` is ISO 8601, as far as it is known."""

    what: str | None = None
    where: str | None = None
    date: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression; `value` as in TIMEX3 (ISO 8601 with weeks, seasons, and X for what is unknown)."""

    span: Span
    value: str
    type: TimeType


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts; `value` is the lower one where two are given ("between 5 and 7")."""

    span: Span
    value: float
    unit: str | None = None
    comparison: Comparison = "="
    of: str | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A proposition in one article, with whom the article hangs it on; `kind` own has no speaker.

    `speakers` and `chain` hold witness ids, the chain outermost first; a content may be in several pieces.
    """

    id: str
    article: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speakers: tuple[str, ...] = ()
    kind: Kind = "own"
    type: Type = "speech"
    chain: tuple[str, ...] = ()
    occasion: Occasion | None = None
    stance: Stance = "asserts"
    factuality: Factuality = "certain+"
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the tagger finds it, not yet linked to a witness."""

    span: Span
    kind: Literal["person", "organisation", "place", "other"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with all that one careful reading finds in it; witnesses are those of this article alone.

    `statements` are attributions as an attribution corpus marks them, and the article's own voice; `propositions` what claims are
    built from: the same, without mere acts and intentions, cut into one proposition each. A clause is in one or several pieces.
    """

    article: Article
    sentences: tuple[Span, ...]
    clauses: tuple[tuple[Span, ...], ...]
    names: tuple[Name, ...]
    mentions: tuple[Mention, ...]
    witnesses: tuple[Witness, ...]
    statements: tuple[Statement, ...]
    propositions: tuple[Statement, ...]

    def _repr_html_(self) -> str:
        from sayso.show.notebook import reading_html

        return reading_html(self)


@dataclass(frozen=True, slots=True)
class Story:
    """Readings of articles that report the same event."""

    id: str
    title: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class VariantValue:
    """One of the ways in which a claim is told, with the statements and witnesses that tell it so."""

    text: str
    statements: tuple[str, ...]
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """A detail in which the statements of a claim differ; `conflict`: they cannot both be true; `why`: what makes it one or none, in words."""

    kind: VariantKind
    conflict: bool
    values: tuple[VariantValue, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Unnamed sources behind a claim ("two officials"), with the size the text states, else 1."""

    id: str
    who: str
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands where on a claim: witness ids; for `own_voice`, article ids, one an outlet of distinct text."""

    for_: tuple[str, ...] = ()
    unnamed: tuple[Group, ...] = ()
    own_voice: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    declining: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """The interval of independent witnesses for a claim."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a witness was merged, completed or left out: the rule (docs/1-what-counts.md, by number), in words, with the places that show it."""

    rule: str
    text: str
    witnesses: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements that say the same thing, one wording for them, and who stands behind it."""

    id: str
    text: str
    statements: tuple[str, ...]
    witnesses: Standing = Standing()
    count: Count = Count(0, 0)
    variants: tuple[Variant, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """A story's claims, each with its witnesses; `statements` are those of all articles, `witnesses` those of the story."""

    id: str
    title: str
    first: str | None
    last: str | None
    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    witnesses: tuple[Witness, ...]

    def _repr_html_(self) -> str:
        from sayso.show.notebook import ledger_html

        return ledger_html(self)


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that was not read, and why, in words for the user."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ledgers:
    """What `compare` returns: one Ledger a story, ordered by id, and the inputs that were left out."""

    stories: tuple[Ledger, ...]
    skipped: tuple[Skipped, ...] = ()

    def __iter__(self) -> Iterator[Ledger]:
        return iter(self.stories)

    def __len__(self) -> int:
        return len(self.stories)

    def __getitem__(self, at: int) -> Ledger:
        return self.stories[at]

    def _repr_html_(self) -> str:
        from sayso.show.notebook import ledgers_html

        return ledgers_html(self)
