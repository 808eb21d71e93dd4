"""Ledgers -> IPTC ninjs 3.2, an item a report: what newsrooms' systems take in, with its statements as an extension.

The extension is one property, `sayso`, of the shape sayso.ninjs/1: `story`, the report's `statements`, the `claims` they stand in and the
`witnesses` they name, each as in sayso.story/1. docs/schema/sayso.ninjs-1.json says so in the way in which ninjs is extended: all that
is a ninjsType, and this property. Whoever knows ninjs alone can leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sayso.codec import encode_story
from sayso.data import Article, Ledger, Ledgers
from sayso.show import json
from sayso.show.iris import iri, web_address
from sayso.show.wording import clean

Object = dict[str, Any]

STANDARD = {"name": "ninjs", "version": "3.2", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json"}
EXTENSION = "sayso.ninjs/1"

PROPERTIES = {"person": "people", "organisation": "organisations", "government": "organisations"}
"""Where ninjs lists witnesses of a kind; documents, outlets and those without a name have no place there."""

QUOTED = "quoted"
"""The relationship of a report to those it quotes."""


def ledgers_ninjs(ledgers: Ledgers) -> Iterator[bytes]:
    """One ninjs item a line, in UTF-8: the reports of each story in order of publication."""
    for ledger in ledgers:
        story: Object = json.read(encode_story(ledger))
        for article, plain in zip(ledger.articles, story["articles"], strict=True):
            yield json.line(_item(ledger, article, plain["text"], story))


def _item(ledger: Ledger, article: Article, text: str, story: Object) -> Object:
    said = [one for one in story["statements"] if one["article"] == article.id]
    ids = {one["id"] for one in said}
    claims = [claim for claim in story["claims"] if ids & set(claim["statements"])]
    witnesses = _named(story["witnesses"], said, claims)
    quoted = {one for statement in said for one in statement["speakers"]}
    item: Object = {"uri": iri("article", article.id), "standard": STANDARD, "type": "text", "representationType": "full"}
    item |= {"language": article.language, "pubStatus": "usable"}
    for name, when in (("contentCreated", article.published), ("versionCreated", article.updated)):
        if isinstance(when, datetime) and when.tzinfo:
            item[name] = when.isoformat()
    if article.title:
        item["headlines"] = [{"role": "main", "contentType": "text/plain", "value": clean(article.title)}]
    if article.byline:
        item["by"] = clean(article.byline)
    item["bodies"] = [{"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text}]
    for listed in ("people", "organisations"):
        found = [one for one in witnesses if one["id"] in quoted and PROPERTIES.get(one["kind"]) == listed]
        if found:
            item[listed] = [{"name": clean(one["name"]), "rel": QUOTED, "uri": iri("witness", ledger.id, one["id"])} for one in found]
    item |= _sources(article)
    day = article.published.isoformat() if article.published else None
    own: Object = {"schema": EXTENSION, "story": {"id": ledger.id, "title": clean(ledger.title)}, "published": day}
    return item | {"sayso": own | {"statements": said, "claims": claims, "witnesses": witnesses}}


def _sources(article: Article) -> Object:
    """Where the report comes from: its outlet and the agencies it credits, and its page."""
    found: Object = {}
    parties = [(article.outlet, "publisher"), *((one, "agency") for one in article.credits)]
    named = [{"name": clean(name), "role": role} for name, role in parties if name]
    if named:
        found["infoSources"] = named
    if address := web_address(article.url):
        found["altIds"] = [{"role": "url", "value": address}]
        found["renditions"] = [{"name": "published", "href": address, "contentType": "text/html"}]
    return found


def _named(witnesses: list[Object], said: list[Object], claims: list[Object]) -> list[Object]:
    """The witnesses that statements and claims refer to, and whom these speak for."""
    wanted = {one for statement in said for one in (*statement["speakers"], *statement["chain"])}
    for claim in claims:
        who = claim["witnesses"]
        wanted |= {*who["for"], *who["against"], *who["declining"], *(group["id"] for group in who["unnamed"])}
        wanted |= {one for variant in claim["variants"] for value in variant["values"] for one in value["witnesses"]}
        wanted |= {one for reason in claim["reasons"] for one in reason["witnesses"]}
    wanted |= {one["speaks_for"] for one in witnesses if one["id"] in wanted and one["speaks_for"]}
    return [one for one in witnesses if one["id"] in wanted]
