"""Article -> Reading: one pass of the tagger, then the finders in order; the one place that knows them all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

from sayso import encoder
from sayso.data import Article, Kind, Name, Occasion, Quantity, Reading, Span, Statement, Time, Type, Witness
from sayso.ids import content_id
from sayso.read.answers import answered
from sayso.read.attributions import attributions
from sayso.read.chains import Chain, passed_on
from sayso.read.clauses import Clause, clauses, verbs
from sayso.read.estimates import estimates
from sayso.read.findings import Attribution, People
from sayso.read.how.deeds import only_deed, publishes
from sayso.read.how.factuality import factuality, manner
from sayso.read.how.stance import left_open, stance
from sayso.read.how.types import asked_of, statement_type, unsourced
from sayso.read.labels import labelled
from sayso.read.names import everywhere, names
from sayso.read.nested import nested
from sayso.read.occasions import occasions
from sayso.read.own_voice import continuations, own_voice
from sayso.read.parts import mended
from sayso.read.propositions import leaves_open, presupposed, propositions
from sayso.read.quantities import quantities
from sayso.read.refusals import refusals
from sayso.read.sentences import sentences
from sayso.read.tails import tails
from sayso.read.when import times
from sayso.read.who import who
from sayso.text import block_quotations, datelines, quotations

LONGEST = 200_000
"""Characters of an article that are read; what is longer is no report (a long one has some 20,000)."""
STATES_SOMETHING = ("speech", "belief")
"""Types of attribution whose content somebody asserts; acts and intentions are told by the article itself."""
LEAVES_OPEN = ("declines", "questions")
"""Stances whose contents may be open questions ("how many had come"), which put no proposition."""
Ids = tuple[str, ...]
Spanned = TypeVar("Spanned", Time, Quantity)
OVERLAPPING = 8
"""Quotes that begin before a place and may still reach into it."""
DIRECT = 0.8
"""Share of a content inside quotation marks from which it is a direct quotation; less, but some, is mixed."""


@dataclass(frozen=True, slots=True)
class _Finds:
    """What the finders found in one text, before it is put together; `types` and `chains` go with `attributions`.

    The first `flat` of the attributions are those that an attribution corpus would mark; the others lie inside their contents. `asked` are those
    that only tell that somebody was asked.
    """

    text: str
    sentences: tuple[Span, ...]
    quoted: tuple[Span, ...]
    names: tuple[Name, ...]
    clauses: tuple[Clause, ...]
    verbs: tuple[Span, ...]
    attributions: tuple[Attribution, ...]
    flat: int
    asked: frozenset[int]
    types: tuple[Type, ...]
    chains: tuple[Chain, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    quoted_at: list[tuple[int, int]]
    times_at: list[int]
    quantities_at: list[int]
    clauses_at: list[int]
    clauses_reach: list[int]
    """Where `quoted` begin and end, where `times`, `quantities` and `clauses` begin, and how far the clauses up to each one reach: numbers are looked
    up four times as fast as spans."""


def read_article(article: Article) -> Reading:
    """Read one article; raises ModelError when the shipped model is missing."""
    found = _find(article)
    people, speakers, carriers = _who(found)
    sourceless = [at for at, a in enumerate(found.attributions) if not a.source and found.types[at] in STATES_SOMETHING]
    stating = frozenset(at for at, told in enumerate(found.types) if told in STATES_SOMETHING or _calls_for(found, at))
    stands = {at: unsourced(found.text, found.attributions[at]) for at in sourceless}
    stands |= dict.fromkeys(found.asked, "nobody")
    unnamed = {at: _nobody(found.attributions[at]) for at, who_stands in stands.items() if who_stands == "unnamed"}
    speakers = tuple((unnamed[at].id,) if at in unnamed else mine for at, mine in enumerate(speakers))
    said_at = occasions(
        found.text,
        attributions=tuple(chain.attribution for chain in found.chains),
        speakers=speakers,
        sentences=found.sentences,
        times=found.times,
        names=found.names,
    )
    only_carry = _carrying(found, speakers)
    deeds = frozenset(
        at for at, a in enumerate(found.attributions) if _kind(a.content, found) == "indirect" and only_deed(found.text, a, verbs=found.verbs)
    )
    heads = datelines(found.text)
    attributed: list[Statement] = []
    parts: list[Statement] = []
    for at in range(len(found.attributions)):
        whole = _attributed(article, found, at, speakers[at], carriers[at], said_at[at])
        if at < found.flat:
            attributed.append(whole)
        if at in stating and at not in only_carry and at not in deeds and stands.get(at, "unnamed") == "unnamed":
            content = _behind(found.chains[at].attribution.content, heads)
            cut = propositions(found.text, content=content, clauses=_clauses_near(found, content), verbs=found.verbs)
            stated = (_part(article, found, at, whole, content) for content in cut)
            parts += [p for p in stated if not _states_nothing(found.text, p, whole)]
    covered = [a for at, a in enumerate(found.attributions) if at in stating and stands.get(at) != "own" and at not in deeds]
    carriers_named = [span for chain in found.chains for span in chain.carriers]
    own = own_voice(
        found.text, clauses=found.clauses, covered=covered, verbs=found.verbs, quoted=found.quoted, carriers=carriers_named
    )  # fmt: skip
    publishing = [at for at in sorted(deeds) if speakers[at] and found.attributions[at].source and publishes(found.text, found.attributions[at])]
    told = [_published(found, publishing, speakers, _own(article, found, content)) for content in own]
    return Reading(
        article, found.sentences, found.clauses, found.names, people.mentions, (*people.witnesses, *unnamed.values()),
        statements=_in_order(attributed + told), propositions=_in_order(parts + told),
    )  # fmt: skip


def _calls_for(found: _Finds, at: int) -> bool:
    """Whether an attribution tells what somebody wants others to do ("the union wants the plant to stay"): no plan of their own, but a demand."""
    attribution = found.attributions[at]
    own_plan = any(found.text.startswith("to ", piece.start) for piece in attribution.content[:1])
    return found.types[at] == "intention" and bool(attribution.source) and not own_plan and stance(found.text, attribution) == "demands"


def _find(article: Article) -> _Finds:
    text = " " * article.body + article.text[article.body : LONGEST]
    states = encoder.read(encoder.pieces(text))
    parts = sentences(text)
    quoted = tuple(sorted([*quotations(text), *(block for _, block in block_quotations(text))]))
    named = everywhere(text, names(text, states))
    tagged = mended(text, _tagged(states))
    spoken = verbs(states)
    tagged, further = labelled(text, names=named, sentences=parts, verbs=spoken, attributions=tagged)
    found = tagged + further
    amounts = quantities(text)
    found = estimates(text, sentences=parts, names=named, verbs=spoken, quoted=quoted, quantities=amounts, attributions=found)
    found += continuations(text, sentences=parts, quoted=quoted, attributions=found, people=[n.span for n in named if n.kind == "person"])
    found += tails(text, sentences=parts, names=named, attributions=found)
    found += refusals(text, sentences=parts, attributions=found)
    flat = len(found)
    found += nested(text, attributions=found, tag=_read_alone, verbs=spoken)
    passed = passed_on(text, attributions=found, sentences=parts, names=named)
    asked = [at for at, a in enumerate(found) if asked_of(text, a)]
    questions = [found[at] for at in asked]
    spoken_by = [answered(text, c.attribution, questions=questions, sentences=parts) for c in passed]
    chains = tuple(c if a is c.attribution else replace(c, attribution=a) for c, a in zip(passed, spoken_by, strict=True))
    told = times(text, published=article.published)
    cut = clauses(states, parts)
    return _Finds(
        text=text, sentences=parts, quoted=quoted, names=named, clauses=cut, verbs=spoken, attributions=found, flat=flat,
        asked=frozenset(asked), types=tuple(statement_type(text, a) for a in found), chains=chains,
        times=told, quantities=amounts, quoted_at=[(q.start, q.end) for q in quoted], times_at=[t.span.start for t in told],
        quantities_at=[q.span.start for q in amounts], clauses_at=[c[0].start for c in cut],
        clauses_reach=list(accumulate((c[-1].end for c in cut), max)),
    )  # fmt: skip


def _tagged(states: encoder.States) -> tuple[Attribution, ...]:
    with encoder.one_thread():
        return attributions(states, encoder.linker())


def _read_alone(text: str) -> tuple[Attribution, ...]:
    return _tagged(encoder.read(encoder.pieces(text), heads=("attribution",)))


def _who(found: _Finds) -> tuple[People, tuple[Ids, ...], tuple[Ids, ...]]:
    """Who is who in the article, and for each attribution its speakers and its carriers."""
    sources = [chain.attribution.source[:1] for chain in found.chains]
    asked = tuple(dict.fromkeys(span for at, chain in enumerate(found.chains) for span in (*sources[at], *chain.carriers)))
    passing = tuple(span for chain in found.chains for span in chain.carriers)
    people = who(found.text, sentences=found.sentences, names=found.names, sources=asked, quoted=found.quoted, carriers=passing)
    meant = dict(zip(asked, people.speakers, strict=True))
    speakers = tuple(tuple(w for span in source for w in meant[span]) for source in sources)
    carriers = tuple(
        tuple(dict.fromkeys(w for span in chain.carriers for w in meant[span] if w not in mine))
        for chain, mine in zip(found.chains, speakers, strict=True)
    )
    return people, speakers, carriers


def _carrying(found: _Finds, speakers: tuple[Ids, ...]) -> frozenset[int]:
    """Attributions of which nothing is kept: those that only carry another one, and nested ones of whom nobody knows who speaks."""
    unknown = {at for at in range(found.flat, len(found.attributions)) if not speakers[at]}
    lost = [found.attributions[at].cue[0] for at in unknown]
    carrying = {at for at, chain in enumerate(found.chains) if chain.only_carries}
    needed = {at for at in carrying for c in found.attributions[at].content for cue in lost if c.start <= cue.start < c.end}
    return frozenset(carrying - needed | unknown)


def _attributed(article: Article, found: _Finds, at: int, speakers: Ids, chain: Ids, said_at: Occasion | None) -> Statement:
    attribution = found.attributions[at]
    does, sure = manner(found.text, attribution, attribution.content)
    return Statement(
        id=content_id(article.id, attribution.source, attribution.cue, attribution.content),
        article=article.id,
        content=attribution.content,
        cue=attribution.cue,
        source=attribution.source,
        speakers=speakers,
        kind=_kind(attribution.content, found),
        type=found.types[at],
        chain=chain,
        occasion=said_at,
        stance=does,
        factuality=sure,
        times=_within(found.times, found.times_at, attribution.content),
        quantities=_within(found.quantities, found.quantities_at, attribution.content),
    )


def _part(article: Article, found: _Finds, at: int, whole: Statement, content: tuple[Span, ...]) -> Statement:
    """One proposition of an attribution, with its own stance and factuality; its source is who speaks in truth."""
    said = found.chains[at].attribution
    if content == whole.content and said is found.attributions[at]:
        return whole
    does, sure = manner(found.text, said, content)
    return replace(
        whole,
        id=content_id(article.id, said.source, said.cue, content),
        source=said.source,
        cue=said.cue,
        content=content,
        kind=_kind(content, found),
        stance=does,
        factuality=sure,
        times=_within(found.times, found.times_at, content),
        quantities=_within(found.quantities, found.quantities_at, content),
    )


def _behind(content: tuple[Span, ...], heads: list[Span]) -> tuple[Span, ...]:
    """A content without the dateline that the tagger took with it."""
    moved = (Span(max([c.start, *(h.end for h in heads if h.start <= c.start < h.end)]), c.end) for c in content)
    return tuple(c for c in moved if c.end > c.start) or content


def _states_nothing(text: str, part: Statement, whole: Statement) -> bool:
    """Whether a part is only asked or kept silent about, or taken for granted by who denies, doubts or asks something else."""
    if part.stance in LEAVES_OPEN and leaves_open(text, part.content, asked=part.stance == "questions"):
        return True
    return part.stance in (*LEAVES_OPEN, "denies", "doubts") and part.content[0] != whole.content[0] and presupposed(text, part.content)


def _in_order(statements: list[Statement]) -> tuple[Statement, ...]:
    once = {s.id: s for s in statements}
    return tuple(sorted(once.values(), key=lambda s: (s.content[0].start, s.content[0].end, s.kind == "own", s.id)))


def _own(article: Article, found: _Finds, content: tuple[Span, ...]) -> Statement:
    return Statement(
        id=content_id(article.id, "own", content),
        article=article.id,
        content=content,
        stance="questions" if left_open(found.text, content) else "asserts",
        factuality=factuality(found.text, None, content),
        times=_within(found.times, found.times_at, content),
        quantities=_within(found.quantities, found.quantities_at, content),
    )


def _published(found: _Finds, publishing: list[int], speakers: tuple[Ids, ...], told: Statement) -> Statement:
    """That something was published, posted or announced goes back to whoever did (rule 5)."""
    for at in publishing:
        deed = found.attributions[at]
        if all(any(p.start <= place.start < p.end for p in told.content) for place in (deed.cue[0], deed.source[0])):
            return replace(told, speakers=speakers[at], source=deed.source[:1], cue=deed.cue, kind=_kind(told.content, found))
    return told


def _nobody(attribution: Attribution) -> Witness:
    """The unnamed source of a passive without an agent ("is believed to")."""
    return Witness(f"unnamed-source-{attribution.content[0].start}", "unnamed source", "unnamed")


def _kind(content: tuple[Span, ...], found: _Finds) -> Kind:
    total = inside = 0
    for c in content:
        total += c.end - c.start
        for q in _near(c, found):
            if q.start < c.end and c.start < q.end:
                inside += min(c.end, q.end) - max(c.start, q.start)
    return "direct" if inside >= DIRECT * total else "mixed" if inside else "indirect"


def _near(piece: Span, found: _Finds) -> tuple[Span, ...]:
    """The quotes that may overlap a piece: those that begin inside it, and the last few before (a quoted block may hold others)."""
    places = found.quoted_at
    return found.quoted[max(0, bisect_left(places, (piece.start, piece.end)) - OVERLAPPING) : bisect_left(places, (piece.end, 0))]


def _clauses_near(found: _Finds, content: tuple[Span, ...]) -> tuple[Clause, ...]:
    """The clauses that a content may meet."""
    first, last = min([p.start for p in content], default=0), max([p.end for p in content], default=0)
    return found.clauses[bisect_right(found.clauses_reach, first) : bisect_left(found.clauses_at, last)]


def _within(found: tuple[Spanned, ...], starts: list[int], pieces: tuple[Span, ...]) -> tuple[Spanned, ...]:
    """Those of `found`, which are in order and begin at `starts`, that lie inside one of the pieces."""
    first, behind = bisect_left(starts, pieces[0].start), bisect_left(starts, pieces[-1].end)
    if first >= behind:
        return ()
    return tuple(one for one in found[first:behind] if any(p.start <= one.span.start and one.span.end <= p.end for p in pieces))
