"""A ledger with what the parts of its page look up in it: order, numbers, anchors, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.data import Article, Ledger, Statement, Witness
from sayso.ranking import Ranked, ranked
from sayso.show.html.marks import Segment, segments
from sayso.show.wording import clean, labels
from sayso.text import paragraphs


@dataclass(frozen=True, slots=True)
class View:
    """One story's ledger; `key` begins all its anchors ("t1"), statements and articles are called by number in them."""

    key: str
    ledger: Ledger
    names: dict[str, str]
    """What each article is called: its outlet, or its file where that is not known or not enough."""
    files: dict[str, str]
    articles: dict[str, Article]
    order: dict[str, int]
    statements: dict[str, Statement]
    numbers: dict[str, int]
    """A number for each statement, by id."""
    witnesses: dict[str, Witness]
    ranks: dict[str, int]
    """A number for each witness, by id."""
    voices: dict[str, tuple[Statement, ...]]
    """What each witness says, in person or through who speaks for it, by id; without own voice."""
    claims: tuple[Ranked, ...]
    told: dict[str, tuple[int, ...]]
    """The numbers of the claims that a statement stands in."""
    texts: dict[str, tuple[tuple[Segment, ...], ...]]
    """Each article's paragraphs in segments."""
    anchors: dict[str, str]
    """The anchor of each statement's first words, by the statement's id."""
    spots: dict[tuple[str, int], str]
    """The anchor of each segment that has one, by article and offset."""

    def article_anchor(self, article: str) -> str:
        """The anchor of an article's column."""
        return f"{self.key}-a{self.order[article] + 1}"

    def claim_anchor(self, number: int) -> str:
        """The anchor of a claim."""
        return f"{self.key}-c{number}"

    def witness_anchor(self, witness: str) -> str | None:
        """The anchor of a witness in the table of who is quoted where, if the witness is one of the story's."""
        return f"{self.key}-w{self.ranks[witness]}" if witness in self.witnesses else None


def view(ledger: Ledger, *, key: str = "t1") -> View:
    """What the parts of a story's page share; every anchor on it begins with `key`."""
    articles = {article.id: article for article in ledger.articles}
    order = {article: at for at, article in enumerate(articles)}
    statements = {one.id: one for one in ledger.statements if one.article in articles}
    claims = ranked(ledger)
    reasons = {(article, start) for claim in ledger.claims for reason in claim.reasons for article, start, _ in reason.spans}
    texts = {article.id: _segments(article, statements, reasons) for article in articles.values()}
    spots = dict(_spots(key, texts, reasons))
    told: dict[str, tuple[int, ...]] = {}
    for one in claims:
        for statement in one.statements:
            told[statement.id] = (*told.get(statement.id, ()), one.number)
    return View(
        key=key,
        ledger=ledger,
        names=_names(ledger.articles),
        files=labels(ledger.articles),
        articles=articles,
        order=order,
        statements=statements,
        numbers={one: at for at, one in enumerate(statements, 1)},
        witnesses={witness.id: witness for witness in ledger.witnesses},
        ranks={witness.id: at for at, witness in enumerate(ledger.witnesses, 1)},
        voices=_voices(statements, {witness.id: witness.speaks_for for witness in ledger.witnesses}),
        claims=claims,
        told=told,
        texts=texts,
        anchors=_anchors(texts, spots),
        spots=spots,
    )


def _names(articles: Sequence[Article]) -> dict[str, str]:
    outlets = Counter(clean(article.outlet or "") for article in articles)
    files = labels(articles)
    found = {}
    for article in articles:
        outlet = clean(article.outlet or "")
        found[article.id] = files[article.id] if not outlet else outlet if outlets[outlet] == 1 else f"{outlet} ({files[article.id]})"
    return found


def _voices(statements: dict[str, Statement], principals: dict[str, str | None]) -> dict[str, tuple[Statement, ...]]:
    found: dict[str, dict[str, Statement]] = {}
    for one in statements.values():
        for who in dict.fromkeys((*one.speakers, *(principals.get(speaker) for speaker in one.speakers))):
            if who:
                found.setdefault(who, {})[one.id] = one
    return {who: tuple(said.values()) for who, said in found.items()}


def _segments(article: Article, statements: dict[str, Statement], reasons: set[tuple[str, int]]) -> tuple[tuple[Segment, ...], ...]:
    own = [one for one in statements.values() if one.article == article.id]
    also = (start for found, start in reasons if found == article.id)
    return segments(len(article.text), own, paragraphs(article.text), also=also)


def _spots(key: str, texts: dict[str, tuple[tuple[Segment, ...], ...]], reasons: set[tuple[str, int]]) -> Iterator[tuple[tuple[str, int], str]]:
    """An anchor for each segment in which a statement begins, or to which a reason points."""
    at = 0
    for article, pieces in texts.items():
        for segment in (segment for paragraph in pieces for segment in paragraph):
            if segment.begins or (article, segment.span.start) in reasons:
                at += 1
                yield (article, segment.span.start), f"{key}-p{at}"


def _anchors(texts: dict[str, tuple[tuple[Segment, ...], ...]], spots: dict[tuple[str, int], str]) -> dict[str, str]:
    every = ((article, segment) for article, pieces in texts.items() for paragraph in pieces for segment in paragraph)
    return {one: spots[article, segment.span.start] for article, segment in every for one in segment.begins}
