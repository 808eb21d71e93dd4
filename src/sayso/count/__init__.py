"""Claims -> Ledger: shared text, chains, principals, and the interval of independent witnesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.count.copies import copies, with_copies
from sayso.count.identity import Identities, identify, resolved
from sayso.count.shared_text import SharedPassage, is_shared, shared_passages
from sayso.count.standing import denied_in, interval, stand
from sayso.data import Claim, Ledger, Reason, Span, Statement, Story

__all__ = ["Identities", "Repeated", "count", "identify", "interval", "repeated", "resolved"]


@dataclass(frozen=True, slots=True)
class Repeated:
    """What of a story's text is shared: the passages, and statement id -> id of the statement of another article that it only repeats."""

    of: Mapping[str, str]
    passages: tuple[SharedPassage, ...]

    def __contains__(self, statement: object) -> bool:
        """Whether the statement of that id only repeats another."""
        return statement in self.of


def repeated(story: Story, statements: Sequence[Statement]) -> Repeated:
    """The text that the story's articles share, and which statements only repeat another's (rule 7); claims are aligned without these."""
    articles = {r.article.id: r.article for r in story.readings}
    passages = shared_passages(tuple(articles.values()))
    return Repeated(copies(statements, passages, articles=articles), passages)


def count(story: Story, statements: Sequence[Statement], claims: Sequence[Claim], who: Identities, *, of: Repeated | None = None) -> Ledger:
    """The ledger of a story: each claim with who stands for it, against it, and how many independent witnesses that makes.

    `of`: as `repeated` gives it; its statements join the claims of those that they repeat, and add no witness. Without it, none repeats another.
    """
    articles = {r.article.id: r.article for r in story.readings}
    sentences = {r.article.id: r.sentences for r in story.readings}
    by_id = {s.id: s for s in statements}
    witnesses = {w.id: w for w in who.witnesses}
    passages = of.passages if of else shared_passages(tuple(articles.values()))
    repeats = of.of if of else {}

    def shared(one: Statement, other: Statement) -> bool:
        around = [_around(s.content, sentences[s.article]) for s in (one, other)]
        return is_shared(passages, one.article, around[0], other.article, around[1]) is not None

    counted = []
    for claim in with_copies(claims, repeats):
        told = [by_id[i] for i in claim.statements if i not in repeats]
        found = stand(told, witnesses=witnesses, articles=articles, shared=shared, denied=denied_in(claim))
        names = tuple(r for r in who.reasons if set(r.witnesses) & {*found.standing.for_, *found.standing.against, *found.standing.declining})
        same = tuple(_repeats(by_id[i], by_id[repeats[i]]) for i in claim.statements if i in repeats)
        counted.append(replace(claim, witnesses=found.standing, count=found.count, reasons=(*claim.reasons, *found.reasons, *same, *names)))
    return Ledger(
        id=story.id, title=story.title, first=_day(story, first=True), last=_day(story, first=False), articles=tuple(articles.values()),
        statements=tuple(statements), claims=tuple(_in_order(counted, by_id)), witnesses=who.witnesses,
    )  # fmt: skip


def _repeats(copy: Statement, first: Statement) -> Reason:
    text = "shared text: a report that only repeats another's words brings no witness of its own"
    return Reason("7", text, (), tuple((s.article, span.start, span.end) for s in (first, copy) for span in s.content))


def _in_order(claims: Sequence[Claim], by_id: dict[str, Statement]) -> list[Claim]:
    """Carried by most articles first, then standing on fewest witnesses, then by place in the text."""

    def key(claim: Claim) -> tuple[int, int, str, Span, str]:
        told = [by_id[i] for i in claim.statements]
        first = min(told, key=lambda s: (s.article, s.content[0]))
        return (-len({s.article for s in told}), claim.count.max, first.article, first.content[0], claim.id)

    return sorted(claims, key=key)


def _around(content: tuple[Span, ...], sentences: Sequence[Span]) -> Span:
    inside = [s for s in sentences if s.start < content[-1].end and s.end > content[0].start]
    return Span(inside[0].start, inside[-1].end) if inside else content[0]


def _day(story: Story, *, first: bool) -> str | None:
    days = sorted(r.article.published.isoformat()[:10] for r in story.readings if r.article.published)
    return (days[0] if first else days[-1]) if days else None
