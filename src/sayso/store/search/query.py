"""A Query -> the terms of full text, and what of the tables fits. Whatever a user writes is words; nothing of it is an operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Select, Subquery

from sayso.data import Span
from sayso.folding import PHRASE, QUOTES, tokens
from sayso.sought import Meant, Query
from sayso.store.search import fulltext
from sayso.store.search.fulltext import Term
from sayso.store.search.names import Called, called
from sayso.store.search.schema import claims, places, reports, sides, speakers
from sayso.words import function_words, stem

LONGEST_TEXT = 2_000
"""Characters of a search that are looked at."""
MOST_TERMS = 16
"""Words and phrases of a search that count; more narrow nothing down."""
LONGEST_PHRASE = 32
"""Words of a phrase that count."""
NOTHING = sa.false()
EMPTY = "[]"
"""A list without anybody in it."""
ON_SIDE = {"for": claims.c.counted, "against": claims.c.against, "declining": claims.c.declining}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, understood: its terms, and who is meant. `hopeless`: it has a text, but no word in it."""

    query: Query
    terms: tuple[Term, ...]
    speaker: Called | None
    outlet: Called | None
    hopeless: bool

    @property
    def meant(self) -> tuple[Meant, ...]:
        """Who was taken for whom."""
        return tuple(one.meant for one in (self.speaker, self.outlet) if one)


def understood(connection: Connection, query: Query) -> Asked:
    """What `query` asks of this store."""
    terms = terms_of(query.text)
    who = called(connection, "speaker", query.speaker) if query.speaker is not None else None
    where = called(connection, "outlet", query.outlet) if query.outlet is not None else None
    return Asked(query, terms, who, where, bool(query.text.strip()) and not terms)


def terms_of(text: str) -> tuple[Term, ...]:
    """The words and phrases of a text. What stands in double quotes, and what is joined ("covid-19"), is a phrase; a star leaves the end open.

    Function words count only in phrases, or where there is nothing else.
    """
    found: dict[Term, bool] = {}
    for phrase, word in PHRASE.findall(text[:LONGEST_TEXT].translate(QUOTES)):
        words = tuple(token for _, _, token in tokens(phrase or word))[:LONGEST_PHRASE]
        begins = (phrase or word).rstrip('"').endswith("*")
        if words:
            term = Term(words, begins, stemmed=not phrase and not begins and len(words) == 1)
            found.setdefault(term, term.stemmed and words[0] in function_words())
    telling = [term for term, empty in found.items() if not empty]
    return tuple(telling or found)[:MOST_TERMS]


def marks(text: str, terms: Sequence[Term]) -> tuple[Span, ...]:
    """Where `terms` stand in a text: the words themselves, in order, those that touch joined to no more than one phrase."""
    words = list(tokens(text))
    found: set[tuple[int, int]] = set()
    for term in terms:
        for at in range(len(words) - len(term.words) + 1):
            if _stands(term, [word for _, _, word in words[at : at + len(term.words)]]):
                found.add((words[at][0], words[at + len(term.words) - 1][1]))
    return _apart(sorted(found))


def of_claims(connection: Connection, asked: Asked) -> tuple[Select[tuple[int]], Subquery | None]:
    """The claims that fit, by id; and how well, if there is a text: id and rank."""
    query = asked.query
    words = fulltext.match(connection, fulltext.CLAIMS, asked.terms) if asked.terms else None
    asks = sa.select(claims.c.id)
    if words is not None:
        asks = asks.join(words, words.c.id == claims.c.id)
    conditions: list[ColumnElement[bool]] = [NOTHING] if asked.hopeless else []
    for column_least, column_most, wanted in ((claims.c.least, claims.c.most, query.witnesses), (claims.c.reports, claims.c.reports, query.reports)):
        if wanted.least:
            conditions.append(column_least >= _whole(wanted.least))
        if wanted.most is not None:
            conditions.append(column_most <= _whole(wanted.most))
    if asked.speaker:
        theirs = sa.select(sides.c.claim).where(sides.c.voice.in_(asked.speaker.keys()), *([sides.c.side == query.side] if query.side else []))
        conditions.append(claims.c.id.in_(theirs))
    elif query.side:
        conditions.append(ON_SIDE[query.side] != EMPTY)
    if of_a_place(asked):
        conditions.append(_in_a_place(asked))
    return asks.where(*conditions), words


def of_a_place(asked: Asked) -> list[ColumnElement[bool]]:
    """What one and the same statement has to fit; the speaker's own, where a speaker is asked for too."""
    query = asked.query
    found = _published(asked, places.c.outlet_key, places.c.day)
    if query.stance:
        found.append(places.c.stance == query.stance)
    if found and asked.speaker:
        theirs = (speakers.c.claim == places.c.claim, speakers.c.at == places.c.at, speakers.c.voice.in_(asked.speaker.keys()))
        found.append(sa.exists().where(*theirs))
    return found


def _in_a_place(asked: Asked) -> ColumnElement[bool]:
    """That one of a claim's statements fits; beginning with the few of a speaker or an outlet, or else with the claims that fit otherwise."""
    query = asked.query
    here = [*_published(asked, places.c.outlet_key, places.c.day), *([places.c.stance == query.stance] if query.stance else [])]
    if asked.speaker:
        said = sa.and_(speakers.c.claim == places.c.claim, speakers.c.at == places.c.at)
        theirs = sa.select(places.c.claim).join(speakers, said).where(speakers.c.voice.in_(asked.speaker.keys()), *here)
        return claims.c.id.in_(theirs)
    if asked.outlet:
        return claims.c.id.in_(sa.select(places.c.claim).where(*here))
    return sa.exists().where(places.c.claim == claims.c.id, *here)


def of_reports(connection: Connection, asked: Asked) -> tuple[Select[tuple[int]], Subquery]:
    """The reports that hold the terms, of which there has to be one, by id; and how well."""
    words = fulltext.match(connection, fulltext.REPORTS, asked.terms)
    asks = sa.select(reports.c.id).join(words, words.c.id == reports.c.id)
    return asks.where(*_published(asked, reports.c.outlet_key, reports.c.day)), words


def _published(asked: Asked, outlet: ColumnElement[str], day: ColumnElement[str]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.outlet:
        found.append(outlet.in_(asked.outlet.keys()))
    if asked.query.since:
        found.append(day >= asked.query.since.isoformat())
    if asked.query.until:
        found.append(day <= asked.query.until.isoformat())
    return found


def _whole(number: int) -> int:
    """A number that every database takes."""
    return max(0, min(number, 2**31 - 1))


def _stands(term: Term, words: Sequence[str]) -> bool:
    if term.stemmed:
        return stem(words[0]) == stem(term.words[0])
    ends = words[-1].startswith(term.words[-1]) if term.begins else words[-1] == term.words[-1]
    return ends and tuple(words[:-1]) == term.words[:-1]


def _apart(found: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Spans that do not overlap."""
    kept: list[Span] = []
    for start, end in found:
        if kept and start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(end, kept[-1].end))
        else:
            kept.append(Span(start, end))
    return tuple(kept)
