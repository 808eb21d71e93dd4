"""Text that two articles share near verbatim: agency copy, a common dispatch, one outlet's words in another (docs/1-what-counts.md, rule 7).

A direct quote that two articles both carry is not shared text, nor is a set phrase of the trade, nor an agency credit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import and_
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq

from sayso.count.shingles import Run, chains, common_runs
from sayso.count.words import Words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sayso.data import Article, Span

FEW_CHARACTERS = 10
"""A span with fewer characters outside quotation marks ("he said") is judged by all its words."""


@dataclass(frozen=True, slots=True)
class SharedTextOptions:
    """What counts as the same text. The defaults find copies in which one word in ten was changed; two accounts of one fact stay well below."""

    shingle: int = 5
    """Words a shingle."""
    gap: int = 14
    """Words between two common shingles of one passage: with one word in ten changed, 19 of 20 gaps are shorter."""
    drop: int = 4
    """How many more differing than equal words end the extension of a passage beyond its outermost shingles (x-drop, as in BLAST)."""
    reach: int = 24
    """Words beyond its outermost shingles to which a passage is extended."""
    words: int = 16
    """Fewest common words outside quotation marks."""
    quoted: float = 0.25
    """What a common word inside quotation marks adds to `words`: a quote alone shows nothing, with the same words around it a little."""
    content_words: int = 6
    """Fewest common words outside quotation marks that are neither function words nor the trade's set phrases."""
    beside_words: int = 10
    """Fewest common words where the two articles share a passage of `words` elsewhere: who copied once copied there too (an island in a cut)."""
    containment: float = 0.7
    """Smallest share of the shorter side's words, outside quotation marks, that the other has in the same order."""
    cover: float = 0.5
    """Smallest share of a span that lies in a passage for the span to be shared."""
    occurrences: int = 4
    """How many times a shingle counts within one article: more is a table or a refrain."""
    neighbours: int = 40
    """With how many further places one shingle is compared: keeps a dispatch with n copies from costing n² comparisons."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have (`one` and `other` given) or that only one has; `quoted`: inside quotation marks or a credit."""

    one: Span | None
    other: Span | None
    quoted: bool


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage that stands near verbatim in two articles (ids, `one` < `other`).

    `containment`: share of the shorter side's words, outside quotation marks, that the other side has in the same order.
    `pieces`: what is equal and what differs, in order.
    """

    one: str
    one_span: Span
    other: str
    other_span: Span
    containment: float
    pieces: tuple[Piece, ...] = ()


def shared_passages(articles: Sequence[Article], *, options: SharedTextOptions = SharedTextOptions()) -> tuple[SharedPassage, ...]:
    """Passages that two of the articles share near verbatim, ordered by article ids and place; the order of `articles` has no say.

    Seed and extend: shingles of five words that two articles have in common (inverted index over 64-bit hashes) are chained along
    both texts, and a chain is a passage when the shorter side is contained in the other (containment after Broder 1997: a cut copy has
    low resemblance but high containment). Two articles with the same id are one. Time grows with the words and the common shingles.
    """
    unique = sorted({article.id: article for article in articles}.values(), key=lambda article: article.id)
    words = [words_of(article) for article in unique]
    alike = common_runs([w.hashes for w in words], size=options.shingle, occurrences=options.occurrences, neighbours=options.neighbours)
    texts = [_Text(w, w.hashes.tolist(), w.telling.tolist(), w.content.tolist()) for w in words]
    beside = replace(options, words=options.beside_words)
    found: list[SharedPassage] = []
    for (one, other), runs in alike.items():
        chained = list(chains(runs, gap=options.gap))
        here = [m for chain in chained for m in _passages(texts[one], texts[other], chain, options)]
        if here:
            here = [m for chain in chained for m in _passages(texts[one], texts[other], chain, beside)]
        for measured in here:
            one_span, other_span = words[one].span(*measured.one), words[other].span(*measured.other)
            pieces = tuple(piece for edit in measured.edits for piece in _pieces(words[one], words[other], edit))
            found.append(SharedPassage(unique[one].id, one_span, unique[other].id, other_span, measured.containment, pieces))
    return tuple(_without_nested(found))


def is_shared(
    passages: Sequence[SharedPassage],
    one: str,
    one_span: Span,
    other: str,
    other_span: Span,
    *,
    options: SharedTextOptions = SharedTextOptions(),
) -> SharedPassage | None:
    """The passage that makes two spans (a statement's sentence in the articles with ids `one` and `other`) the same text, or None.

    `passages`: as `shared_passages` gives them, in their order.
    Each span must lie in the passage by `cover` or more, and the shorter one's text must stand in the other by `containment`. Words
    outside quotation marks decide; only where a span has next to none of them do the quoted ones.
    """
    swapped = one > other
    pair, here, there = ((other, one), other_span, one_span) if swapped else ((one, other), one_span, other_span)
    for at in range(bisect_left(passages, pair, key=_articles), bisect_right(passages, pair, key=_articles)):
        passage = passages[at]
        inside = min(_overlap(here, passage.one_span) / _length(here), _overlap(there, passage.other_span) / _length(there))
        if inside >= options.cover and _span_containment(passage, here, there) >= options.containment:
            return passage
    return None


def _articles(passage: SharedPassage) -> tuple[str, str]:
    return passage.one, passage.other


def _span_containment(passage: SharedPassage, here: Span, there: Span) -> float:
    """Share of the shorter span, in characters of words, that stands in the other; what lies outside the passage counts as differing."""
    outside = [_length(here) - _overlap(here, passage.one_span), _length(there) - _overlap(there, passage.other_span)]
    for pieces in ([piece for piece in passage.pieces if not piece.quoted], passage.pieces):
        equal = sum(min(_overlap(here, p.one), _overlap(there, p.other)) for p in pieces if p.one is not None and p.other is not None)
        mine = outside[0] + sum(_overlap(here, p.one) for p in pieces if p.one is not None)
        theirs = outside[1] + sum(_overlap(there, p.other) for p in pieces if p.other is not None)
        if min(mine, theirs) >= FEW_CHARACTERS:
            break
    return equal / max(1, min(mine, theirs))


@dataclass(frozen=True, slots=True, eq=False)
class _Text:
    """The words of one text once more as lists: what is looked at here is a few words at a time, for which arrays are slow."""

    words: Words
    hashes: list[int]
    telling: list[bool]
    content: list[bool]


@dataclass(frozen=True, slots=True)
class _Measured:
    """A passage in word numbers, with what is equal and what differs in it."""

    one: tuple[int, int]
    other: tuple[int, int]
    containment: float
    edits: list[_Edit]


def _passages(one: _Text, other: _Text, chain: list[Run], options: SharedTextOptions) -> Iterator[_Measured]:
    """The chain, if it is a passage; else what is one on either side of its longest gap."""
    waiting = [chain]
    while waiting:
        runs = waiting.pop()
        measured = _measure(one, other, runs, options)
        if measured is not None:
            yield measured
        elif len(runs) > 1:
            gaps = [max(after[0] - before[1], after[2] - before[3]) for before, after in pairwise(runs)]
            at = gaps.index(max(gaps)) + 1
            waiting += [runs[at:], runs[:at]]


def _measure(one: _Text, other: _Text, runs: list[Run], options: SharedTextOptions) -> _Measured | None:
    """The passage from the first run to the last, extended at both ends, if it is near verbatim and long enough outside quotation marks."""
    edits = _alignment(one.hashes, other.hashes, runs, options)
    first, last, other_first, other_last = edits[0].here, edits[-1].here_end, edits[0].there, edits[-1].there_end
    common = content = quoted = 0
    for edit in edits:
        if edit.equal:
            here, there = slice(edit.here, edit.here_end), slice(edit.there, edit.there_end)
            both = sum(map(and_, one.telling[here], other.telling[there]))
            common += both
            quoted += edit.here_end - edit.here - both
            content += sum(map(and_, one.content[here], other.content[there]))
    shorter = min(sum(one.telling[first:last]), sum(other.telling[other_first:other_last]))
    containment = min(1.0, common / max(1, shorter))
    if common + options.quoted * quoted < options.words or content < options.content_words or containment < options.containment:
        return None
    return _Measured((first, last), (other_first, other_last), containment, edits)


class _Edit(NamedTuple):
    """Words [here, here_end) of one text stand for words [there, there_end) of the other: the same words, or different ones."""

    here: int
    here_end: int
    there: int
    there_end: int
    equal: bool


def _alignment(one: list[int], other: list[int], runs: list[Run], options: SharedTextOptions) -> list[_Edit]:
    """The runs, what lies between them, and as much before and behind as goes on alike; `one` and `other` are hashes of words."""
    first, _, other_first, _ = runs[0]
    _, last, _, other_last = runs[-1]
    width = options.reach
    before = _reach(one[max(0, first - width) : first][::-1], other[max(0, other_first - width) : other_first][::-1], options)
    behind = _reach(one[last : last + width], other[other_last : other_last + width], options)
    edits = [_Edit(first - e.here_end, first - e.here, other_first - e.there_end, other_first - e.there, e.equal) for e in reversed(before)]
    at, other_at = first, other_first
    for a, b, c, d in runs:
        between = _edits(one[at:a], other[other_at:c])
        edits += [_Edit(at + e.here, at + e.here_end, other_at + e.there, other_at + e.there_end, e.equal) for e in between]
        edits.append(_Edit(a, b, c, d, True))
        at, other_at = b, d
    return edits + [_Edit(last + e.here, last + e.here_end, other_last + e.there, other_last + e.there_end, e.equal) for e in behind]


def _edits(here: list[int], there: list[int]) -> list[_Edit]:
    """What is equal and what differs between two short lists of words, by longest common subsequence."""
    if not here and not there:
        return []
    return [_Edit(op.src_start, op.src_end, op.dest_start, op.dest_end, op.tag == "equal") for op in LCSseq.opcodes(here, there)]


def _reach(here: list[int], there: list[int], options: SharedTextOptions) -> list[_Edit]:
    """How two lists of words go on alike from their beginning: up to the point with most equal words over differing ones."""
    edits: list[_Edit] = []
    best = score = kept = 0
    for op in LCSseq.opcodes(here, there):
        edit = _Edit(op.src_start, op.src_end, op.dest_start, op.dest_end, op.tag == "equal")
        edits.append(edit)
        length = max(edit.here_end - edit.here, edit.there_end - edit.there)
        score += length if edit.equal else -length
        if score <= best - options.drop:
            break
        if score > best:
            best, kept = score, len(edits)
    return edits[:kept]


def _pieces(one: Words, other: Words, edit: _Edit) -> Iterator[Piece]:
    """One edit as pieces, cut where a quotation begins or ends."""
    here, there = one.telling[edit.here : edit.here_end], other.telling[edit.there : edit.there_end]
    if edit.equal:
        for a, b, telling in _stretches(here & there):
            yield Piece(one.span(edit.here + a, edit.here + b), other.span(edit.there + a, edit.there + b), not telling)
        return
    for a, b, telling in _stretches(here):
        yield Piece(one.span(edit.here + a, edit.here + b), None, not telling)
    for a, b, telling in _stretches(there):
        yield Piece(None, other.span(edit.there + a, edit.there + b), not telling)


def _stretches(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int, bool]]:
    """Runs of equal flags: [first, last), flag."""
    borders = [0, *(np.flatnonzero(flags[1:] != flags[:-1]) + 1).tolist(), len(flags)]
    for first, last in pairwise(borders):
        if last > first:
            yield first, last, bool(flags[first])


def _without_nested(found: Sequence[SharedPassage]) -> list[SharedPassage]:
    """The passages without those that lie inside another one of the same two articles, on both sides."""
    kept: list[SharedPassage] = []
    for passage in sorted(found, key=lambda p: (p.one, p.other, p.one_span.start, -p.one_span.end, p.other_span)):
        inside = any(
            (before.one, before.other) == (passage.one, passage.other)
            and before.one_span.end >= passage.one_span.end
            and before.other_span.start <= passage.other_span.start
            and before.other_span.end >= passage.other_span.end
            for before in kept[-8:]
        )
        if not inside:
            kept.append(passage)
    return kept


def _length(span: Span) -> int:
    return max(1, span.end - span.start)


def _overlap(span: Span, other: Span | None) -> int:
    return 0 if other is None else max(0, min(span.end, other.end) - max(span.start, other.start))
