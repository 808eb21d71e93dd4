"""Ledgers -> JSON-LD 1.1: articles, quotations and claims in schema.org's terms, the way of each statement in PROV's.

A statement as printed is a prov:Entity that was quoted or derived from what its channels carried, link by link, and in the end from what
its speakers said, its primary source. What neither vocabulary has (the interval of witnesses, stance, factuality) is in terms of our own.
The context stands in the document, so nothing has to be fetched to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.data import Article, Claim, Ledger, Ledgers, Reason, Span, Statement, Variant, Witness
from sayso.show import json
from sayso.show.iris import TERMS, iri, web_address
from sayso.show.wording import clean, words

Node = dict[str, Any]

CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[0-9:.+Z-]+)?)?)?\Z")
"""Dates as schema.org takes them; weeks, seasons and unknown parts stay with our own `said`."""

SCHEMA = (
    "alternateName", "appearance", "articleBody", "author", "creditText", "dateModified", "datePublished", "hasPart", "headline", "inLanguage",
    "isBasedOn", "isPartOf", "location", "name", "publisher", "recordedAt", "spokenByCharacter", "startDate", "temporalCoverage", "text",
)  # fmt: skip
SCHEMA_TYPES = (
    "Claim", "Collection", "CreativeWork", "Event", "GovernmentOrganization", "NewsArticle", "NewsMediaOrganization", "Organization", "Person",
    "Quotation",
)  # fmt: skip
OURS = (
    "conflict", "content", "cue", "end", "factuality", "groupSize", "kind", "least", "most", "publishedInferred", "reason", "rule", "said", "source",
    "stance", "start", "statementType", "unnamed", "value", "variant", "variantKind", "why",
)  # fmt: skip
REFERENCES = {
    "url": "schema:url",
    "actedOnBehalfOf": "prov:actedOnBehalfOf",
    "hadPrimarySource": "prov:hadPrimarySource",
    "wasAttributedTo": "prov:wasAttributedTo",
    "wasDerivedFrom": "prov:wasDerivedFrom",
    "wasQuotedFrom": "prov:wasQuotedFrom",
    "against": "sayso:against",
    "declining": "sayso:declining",
    "for": "sayso:for",
    "ownVoice": "sayso:ownVoice",
    "toldBy": "sayso:toldBy",
    "toldIn": "sayso:toldIn",
}
CONTEXT: Node = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "sayso": TERMS,
    **{name: f"schema:{name}" for name in (*SCHEMA, *SCHEMA_TYPES)},
    **{name: f"sayso:{name}" for name in OURS},
    **{name: {"@id": term, "@type": "@id"} for name, term in REFERENCES.items()},
}

TYPES = {
    "person": ("Person", "prov:Person"),
    "organisation": ("Organization", "prov:Organization"),
    "government": ("GovernmentOrganization", "prov:Organization"),
    "outlet": ("NewsMediaOrganization", "prov:Organization"),
    "document": ("CreativeWork", "prov:Entity"),
    "unnamed": ("Person", "prov:Agent"),
}


def ledgers_jsonld(ledgers: Ledgers) -> bytes:
    """All stories as one JSON-LD document with its context, in UTF-8, on one line."""
    nodes: dict[str, Node] = {}
    for ledger in ledgers:
        for node in _story(ledger):
            nodes.setdefault(node["@id"], node)
    return json.line({"@context": CONTEXT, "@graph": list(nodes.values())})


def _story(ledger: Ledger) -> Iterator[Node]:
    articles = {article.id: article for article in ledger.articles}
    witnesses = {witness.id: witness for witness in ledger.witnesses}
    statements = {one.id: one for one in ledger.statements if one.article in articles}
    parts = [iri("article", one) for one in articles] + [iri("claim", ledger.id, claim.id) for claim in ledger.claims]
    known = [day[:10] for day in (ledger.first, ledger.last) if day]
    yield _node(
        iri("story", ledger.id), "Collection", name=clean(ledger.title), temporalCoverage="/".join(dict.fromkeys(known)), hasPart=_references(parts)
    )
    for article in articles.values():
        yield from _article(article)
    for witness in witnesses.values():
        yield _witness(ledger, witness, witnesses)
    for statement in statements.values():
        yield from _statement(ledger, statement, articles[statement.article], witnesses)
    for claim in ledger.claims:
        yield _claim(ledger, claim, statements, witnesses)


def _article(article: Article) -> Iterator[Node]:
    yield _node(
        iri("article", article.id),
        "NewsArticle",
        "prov:Entity",
        headline=clean(article.title or ""),
        articleBody=article.text,
        url=web_address(article.url),
        datePublished=article.published.isoformat() if article.published else None,
        dateModified=article.updated.isoformat() if article.updated else None,
        publishedInferred=article.published_inferred or None,
        inLanguage=article.language,
        author={"@type": "Person", "name": clean(article.byline)} if article.byline else None,
        creditText=[clean(one) for one in article.credits],
        publisher={"@id": _outlet(article)},
        wasAttributedTo=_outlet(article),
    )
    yield _node(_outlet(article), "NewsMediaOrganization", "prov:Organization", name=clean(article.outlet or "") or None)


def _outlet(article: Article) -> str:
    """Who speaks where an article speaks in its own voice; one without a known outlet has a publisher of its own."""
    return iri("outlet", clean(article.outlet)) if article.outlet else iri("publisher-of", article.id)


def _witness(ledger: Ledger, witness: Witness, witnesses: dict[str, Witness]) -> Node:
    principal = witnesses.get(witness.speaks_for or "")
    acts = principal and not {witness.kind, principal.kind} & {"document"}
    return _node(
        iri("witness", ledger.id, witness.id),
        *TYPES[witness.kind],
        name=clean(witness.name),
        alternateName=[clean(one) for one in witness.aliases],
        unnamed=True if witness.kind == "unnamed" else None,
        groupSize=witness.size if witness.size > 1 else None,
        actedOnBehalfOf=iri("witness", ledger.id, principal.id) if principal and acts else None,
    )


def _statement(ledger: Ledger, statement: Statement, article: Article, witnesses: dict[str, Witness]) -> Iterator[Node]:
    """The statement as printed, and the entities from which it came: what each channel carried, and what was said."""
    key = iri("statement", statement.id)
    own = statement.kind == "own"
    speakers = [witnesses[one] for one in statement.speakers if one in witnesses]
    way = [] if own else [(f"{key}:via:{at}", [witnesses[one]]) for at, one in enumerate(statement.chain, 1) if one in witnesses]
    way += [] if own else [(f"{key}:said", speakers)]
    taken = "wasQuotedFrom" if statement.kind in ("direct", "mixed") else "wasDerivedFrom"
    yield _node(
        key,
        "CreativeWork" if own else "Quotation",
        "prov:Entity",
        text=words(article.text, statement.content),
        isPartOf={"@id": iri("article", article.id)},
        spokenByCharacter=_references(iri("witness", ledger.id, one.id) for one in speakers if one.kind != "document"),
        isBasedOn=_references(iri("witness", ledger.id, one.id) for one in speakers if one.kind == "document"),
        recordedAt=_occasion(statement),
        kind=statement.kind,
        statementType=statement.type,
        stance=statement.stance,
        factuality=statement.factuality,
        content=_places(statement.content),
        cue=_places(statement.cue),
        source=_places(statement.source),
        wasAttributedTo=_outlet(article) if own else None,
        hadPrimarySource=way[-1][0] if way else None,
        **({taken: way[0][0]} if way else {}),
    )
    for at, (entity, agents) in enumerate(way):
        yield _node(
            entity,
            "prov:Entity",
            wasAttributedTo=[iri("witness", ledger.id, one.id) for one in agents if one.kind != "document"],
            wasDerivedFrom=[iri("witness", ledger.id, one.id) for one in agents if one.kind == "document"] + [one for one, _ in way[at + 1 : at + 2]],
        )


def _occasion(statement: Statement) -> Node | None:
    said = statement.occasion
    if said is None:
        return None
    day = said.date if said.date and CALENDAR.match(said.date) else None
    told = _node(None, "Event", name=clean(said.what or ""), location=clean(said.where or ""), startDate=day, said=said.date if not day else None)
    return told if len(told) > 1 else None


def _claim(ledger: Ledger, claim: Claim, statements: dict[str, Statement], witnesses: dict[str, Witness]) -> Node:
    who = claim.witnesses
    named = [one for one in (*who.for_, *(group.id for group in who.unnamed)) if one in witnesses]
    return _node(
        iri("claim", ledger.id, claim.id),
        "Claim",
        "prov:Entity",
        text=clean(claim.text),
        isPartOf={"@id": iri("story", ledger.id)},
        appearance=_references(iri("statement", one) for one in dict.fromkeys(claim.statements) if one in statements),
        author=_references(iri("witness", ledger.id, one) for one in named if witnesses[one].kind != "document"),
        wasDerivedFrom=[iri("statement", one) for one in dict.fromkeys(claim.statements) if one in statements],
        least=claim.count.min,
        most=claim.count.max,
        ownVoice=[iri("article", one) for one in who.own_voice],
        variant=[_variant(ledger, one) for one in claim.variants],
        reason=[_reason(ledger, one) for one in claim.reasons],
        **{
            name: [iri("witness", ledger.id, one) for one in ids if one in witnesses]
            for name, ids in (("for", tuple(named)), ("against", who.against), ("declining", who.declining))
        },
    )


def _variant(ledger: Ledger, variant: Variant) -> Node:
    values = [
        _node(
            None,
            text=clean(value.text),
            toldIn=[iri("statement", one) for one in value.statements],
            toldBy=[iri("witness", ledger.id, one) for one in value.witnesses],
        )
        for value in variant.values
    ]
    return _node(None, variantKind=variant.kind, conflict=variant.conflict, value=values, why=clean(variant.why))


def _reason(ledger: Ledger, reason: Reason) -> Node:
    return _node(None, rule=reason.rule, text=clean(reason.text), toldBy=[iri("witness", ledger.id, one) for one in reason.witnesses])


def _places(spans: Iterable[Span]) -> list[Node]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _references(ids: Iterable[str]) -> list[Node]:
    return [{"@id": one} for one in ids]


def _node(key: str | None, *types: str, **values: object) -> Node:
    """A node without what is not known; one type stands alone, several in a list."""
    node: Node = {"@id": key} if key else {}
    if types:
        node["@type"] = types[0] if len(types) == 1 else list(types)
    return node | {name: value for name, value in values.items() if value is not None and value != "" and value != []}
