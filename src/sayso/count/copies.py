"""Which statements only repeat another report's text (rule 7): agency copy, cuts and light edits of it, whoever carries them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.count.shared_text import SharedPassage
from sayso.data import Article, Claim, Span, Statement, Variant, VariantValue
from sayso.ids import content_id

ALIKE = 0.25
"""Share of two contents together that is common to both, by the places of their words, from which the one repeats the other: the text is the
same, and where it was cut into statements differently, that is no second account."""


def copies(statements: Sequence[Statement], passages: Sequence[SharedPassage], *, articles: Mapping[str, Article]) -> dict[str, str]:
    """Statement id -> id of the statement whose words it repeats, in another article; those that repeat nothing are left out.

    Of statements in one text that of the earliest report is kept, then that of the longest (what was cut is no original), then by id: the
    choice does not depend on the order of the articles. Time grows with the passages and the statements in them.
    """
    by_article: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (s.content[0], s.id)):
        by_article[statement.article].append(statement)
    home = {s.id: s.id for s in statements}
    for passage in passages:
        for one, other in _pairs(passage, by_article[passage.one], by_article[passage.other]):
            home[_root(home, other.id)] = _root(home, one.id)
    classes: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        classes[_root(home, statement.id)].append(statement)

    def rank(statement: Statement) -> tuple[str, int, str, Span, str]:
        article = articles[statement.article]
        return str(article.published or "9999"), -len(article.text), article.id, statement.content[0], statement.id

    return {s.id: first.id for told in classes.values() for first in [min(told, key=rank)] for s in told if s.article != first.article}


def _root(home: Mapping[str, str], one: str) -> str:
    while home[one] != one:
        one = home[one]
    return one


def _pairs(passage: SharedPassage, here: Sequence[Statement], there: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Statements of the two articles that are the same words of the passage."""
    inside = [s for s in there if s.content[-1].end > passage.other_span.start and s.content[0].start < passage.other_span.end]
    starts = [s.content[0].start for s in inside]
    found = []
    for one in here:
        if one.content[-1].end <= passage.one_span.start or one.content[0].start >= passage.one_span.end:
            continue
        mirrored = _mirrored(passage, one.content)
        if mirrored is None:
            continue
        near = inside[max(0, bisect_left(starts, mirrored.start) - 3) : bisect_left(starts, mirrored.end) + 1]
        best = max(near, key=lambda s: (_alike(mirrored, s), s.id), default=None)
        if best is not None and _alike(mirrored, best) >= ALIKE:
            found.append((one, best))
    return found


def _mirrored(passage: SharedPassage, content: Sequence[Span]) -> Span | None:
    """Where the content stands in the other article: from the first to the last of its words that are common."""
    first, last = content[0].start, content[-1].end
    common = [(p.one, p.other) for p in passage.pieces if p.one is not None and p.other is not None and p.one.start < last and p.one.end > first]
    if not common:
        return None
    (here, there), (here_last, there_last) = common[0], common[-1]
    start = there.start + max(0, first - here.start)
    end = there_last.end - max(0, here_last.end - last)
    return Span(start, end) if end > start else None


def _alike(span: Span, statement: Statement) -> float:
    first, last = statement.content[0].start, statement.content[-1].end
    return max(0, min(span.end, last) - max(span.start, first)) / max(1, max(span.end, last) - min(span.start, first))


def with_copies(claims: Sequence[Claim], of: Mapping[str, str]) -> tuple[Claim, ...]:
    """The claims with each copy beside the statement that it repeats, in the claim and under the values of its variants."""
    behind: dict[str, list[str]] = defaultdict(list)
    for copy, first in sorted(of.items()):
        behind[first].append(copy)

    def added(ids: Sequence[str]) -> tuple[str, ...]:
        return (*ids, *(copy for i in ids for copy in behind[i]))

    def variant(one: Variant) -> Variant:
        return replace(one, values=tuple(VariantValue(v.text, added(v.statements), v.witnesses) for v in one.values))

    return tuple(
        replace(c, id=content_id(*sorted(told)), statements=told, variants=tuple(map(variant, c.variants)))
        for c in claims
        for told in [added(c.statements)]
    )
