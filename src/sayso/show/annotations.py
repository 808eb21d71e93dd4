"""Ledgers -> W3C Web Annotations: one for each statement, on the words of its report.

A selector of either kind stands for the same words: a TextPositionSelector counts code points of the report's text as sayso read it (the
`text` of `--as json`), a TextQuoteSelector finds them on the page as well. Words in several pieces are several targets. The report is
called by its id, since its offsets are those of its text and not of a page; where it was published stands beside it as `via`.

Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sayso.data import Article, Claim, Ledger, Ledgers, Span, Statement, Witness
from sayso.show import json
from sayso.show.iris import TERMS, iri, web_address
from sayso.show.wording import clean, interval, number, occasion, quoted, shorten, speaker

Object = dict[str, Any]

AROUND = 32
"""Characters of context before and behind a quote: as much as tells two places of a report apart, as annotation tools give."""

LONGEST_CLAIM = 160
"""Characters of a claim in the words of an annotation's body."""

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"sayso": TERMS}]


def ledgers_annotations(ledgers: Ledgers) -> bytes:
    """An AnnotationCollection with all its annotations in one page, as JSON-LD in UTF-8 on one line."""
    items = [item for ledger in ledgers for item in _annotations(ledger)]
    key = iri("annotations", *(ledger.id for ledger in ledgers))
    page = {"id": f"{key}:page:1", "type": "AnnotationPage", "partOf": key, "startIndex": 0, "items": items}
    label = "; ".join(clean(ledger.title) for ledger in ledgers) or "No statements"
    return json.line({"@context": CONTEXT, "id": key, "type": "AnnotationCollection", "label": label, "total": len(items), "first": page})


def _annotations(ledger: Ledger) -> Iterable[Object]:
    articles = {article.id: article for article in ledger.articles}
    witnesses = {witness.id: witness for witness in ledger.witnesses}
    claims: dict[str, list[Claim]] = {}
    for claim in ledger.claims:
        for one in dict.fromkeys(claim.statements):
            claims.setdefault(one, []).append(claim)
    for statement in ledger.statements:
        if statement.article in articles and statement.content:
            article = articles[statement.article]
            yield _annotation(ledger, statement, article, claims.get(statement.id, []), witnesses)


def _annotation(ledger: Ledger, statement: Statement, article: Article, claims: list[Claim], witnesses: dict[str, Witness]) -> Object:
    targets = [_target(article, span) for span in statement.content]
    return {
        "id": iri("annotation", ledger.id, statement.id),
        "type": "Annotation",
        "motivation": ["describing", "linking"] if claims else "describing",
        "body": [_words(statement, claims, witnesses), *(_link(ledger, claim) for claim in claims)],
        "target": targets if len(targets) > 1 else targets[0],
        **_facts(ledger, statement),
    }


def _target(article: Article, span: Span) -> Object:
    source = {"id": iri("article", article.id), "type": "Text", "format": "text/plain", "language": article.language}
    return {
        "type": "SpecificResource",
        "source": source | ({"via": address} if (address := web_address(article.url)) else {}),
        "selector": [_quote(article.text, span), {"type": "TextPositionSelector", "start": span.start, "end": span.end}],
    }


def _quote(text: str, span: Span) -> Object:
    before, behind = text[max(span.start - AROUND, 0) : span.start], text[span.end : span.end + AROUND]
    around = {"prefix": before, "suffix": behind}
    return {"type": "TextQuoteSelector", "exact": text[span.start : span.end]} | {name: words for name, words in around.items() if words}


def _words(statement: Statement, claims: list[Claim], witnesses: dict[str, Witness]) -> Object:
    """What a reader is told: who says so, when and how, and how the claim stands."""
    facts = (speaker(statement, witnesses), occasion(statement.occasion), statement.stance if statement.stance != "asserts" else "")
    standing = (f"{quoted(one.text, LONGEST_CLAIM)}: {interval(one.count)}, {number(len(set(one.statements)), 'statement')}" for one in claims)
    value = ". ".join(("; ".join(filter(None, facts)), *standing))
    return {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": value}


def _link(ledger: Ledger, claim: Claim) -> Object:
    """The claim by the id that `--as jsonld` gives it."""
    return {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": {"id": iri("claim", ledger.id, claim.id)},
        "sayso:text": shorten(clean(claim.text), LONGEST_CLAIM),
    }


def _facts(ledger: Ledger, statement: Statement) -> Object:
    """What no term of the standard says: terms of our own, which a reader of annotations may leave out."""
    found: Object = {"sayso:statement": {"id": iri("statement", statement.id)}}
    found |= {"sayso:kind": statement.kind, "sayso:stance": statement.stance, "sayso:factuality": statement.factuality}
    for name, ids in (("sayso:speaker", statement.speakers), ("sayso:chain", statement.chain)):
        if ids:
            found[name] = [{"id": iri("witness", ledger.id, one)} for one in ids]
    for name, spans in (("sayso:cue", statement.cue), ("sayso:source", statement.source)):
        if spans:
            found[name] = [{"type": "TextPositionSelector", "start": span.start, "end": span.end} for span in spans]
    return found
