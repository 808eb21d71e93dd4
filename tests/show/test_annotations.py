"""Web Annotations: the model's rules, and selectors that find the words."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.data import Article, Ledger, Ledgers, Span, Statement
from sayso.show.annotations import AROUND, ledgers_annotations
from sayso.show.iris import TERMS
from show.made import articles, ledgers, statements
from show.made_many import many
from show.vocabulary import ANNOTATION_TERMS, URI, graph_of

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
PURPOSE = {"enum": ["assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking",
                    "moderating", "questioning", "replying", "tagging"]}  # fmt: skip
RESOURCE = {"anyOf": [URI, {"type": "object", "required": ["id"], "properties": {"id": URI, "via": URI, "type": {"enum": ["Text"]}}}]}
SELECTOR = {
    "oneOf": [
        {
            "properties": {"type": {"const": "TextQuoteSelector"}, **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")}},
            "required": ["type", "exact"],
            "additionalProperties": False,
        },
        {
            "properties": {"type": {"const": "TextPositionSelector"}, **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")}},
            "required": ["type", "start", "end"],
            "additionalProperties": False,
        },
    ]
}
SPECIFIC = {
    "type": "object",
    "required": ["type", "source"],
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": RESOURCE,
        "purpose": PURPOSE,
        "selector": {"type": "array", "minItems": 1, "items": SELECTOR},
    },
}
TEXTUAL = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string"}, "purpose": PURPOSE},
}
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": URI,
        "type": {"const": "Annotation"},
        "motivation": {"anyOf": [PURPOSE, {"type": "array", "items": PURPOSE}]},
        "body": {"type": "array", "items": {"oneOf": [TEXTUAL, SPECIFIC]}},
        "target": {"oneOf": [SPECIFIC, {"type": "array", "minItems": 2, "items": SPECIFIC}]},
    },
    "patternProperties": {"^sayso:": {}},
    "additionalProperties": False,
}
COLLECTION = {
    "type": "object",
    "required": ["@context", "id", "type", "first"],
    "properties": {
        "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": URI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string", "minLength": 1},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "partOf", "items"],
            "properties": {"id": URI, "type": {"const": "AnnotationPage"}, "partOf": URI, "items": {"type": "array", "items": ANNOTATION}},
        },
    },
}
"""The MUSTs of the model for what we use of it (sections 3.1 to 3.2.4, 4, 4.2.4, 4.2.5 and 5); the page of an embedded context has none."""


def collection(made: Ledgers) -> Any:
    return json.loads(ledgers_annotations(made))


def items(made: Ledgers) -> list[Any]:
    found: list[Any] = collection(made)["first"]["items"]
    return found


def targets(item: Any) -> list[Any]:
    return item["target"] if isinstance(item["target"], list) else [item["target"]]


@pytest.mark.parametrize("made", [ledgers(), many(3), Ledgers(())], ids=["bridge", "flood", "none"])
def test_the_model_holds(made: Ledgers) -> None:
    jsonschema.Draft202012Validator.check_schema(COLLECTION)
    found = collection(made)
    jsonschema.validate(found, COLLECTION)
    assert found["total"] == len(found["first"]["items"]) == sum(len(one.statements) for one in made)
    keys = [item["id"] for item in found["first"]["items"]]
    assert len(set(keys)) == len(keys)


def test_the_schema_of_this_test_refuses_what_the_model_forbids() -> None:
    for damage in ({"start": -1}, {"start": "1"}, {"exact": "x"}):
        found = collection(ledgers())
        targets(found["first"]["items"][0])[0]["selector"][1] |= damage
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(found, COLLECTION)
    found = collection(ledgers())
    del found["first"]["items"][0]["target"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, COLLECTION)


def test_both_selectors_find_the_words_in_the_text() -> None:
    texts = {f"urn:sayso:article:{article.id}": article.text for article in articles()}
    for item, statement in zip(items(ledgers()), statements(), strict=True):
        for target, span in zip(targets(item), statement.content, strict=True):
            text = texts[target["source"]["id"]]
            quote, position = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"] == text[span.start : span.end]
            whole = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
            assert text.count(whole) == 1
            assert text.index(whole) + len(quote.get("prefix", "")) == position["start"]


def test_offsets_count_code_points_as_the_standard_asks() -> None:
    """The emoji before the end of s7's words is one; counted in UTF-16 it would be two."""
    item = next(one for one in items(ledgers()) if one["id"].endswith(":s7"))
    position = targets(item)[0]["selector"][1]
    assert position["end"] - position["start"] == len("Some 40 cars 🚗 were stranded")


def test_words_in_pieces_are_targets_each() -> None:
    item = next(one for one in items(ledgers()) if one["id"].endswith(":s10"))
    assert [target["selector"][0]["exact"] for target in item["target"]] == ["how fast", "the ship had been"]


def test_bodies_say_who_and_lead_to_claims() -> None:
    item = items(ledgers())[0]
    assert item["body"][0]["value"].startswith("Ada Lund for Port of Aldermouth; interview, Radio One, 2 March 2024. “The ship hit a pier")
    assert "1 witness" in item["body"][0]["value"]
    assert item["body"][1]["source"] == {"id": "urn:sayso:claim:t1:c1"}
    assert item["motivation"] == ["describing", "linking"]
    assert [target["source"].get("via") for target in targets(item)] == ["https://post.example/bridge"]


def test_as_triples_it_is_in_the_vocabulary() -> None:
    found = collection(ledgers())
    found["@context"] = [ANNOTATION_TERMS, *found["@context"][1:]]
    graph = graph_of(json.dumps(found).encode())
    annotations = [one for one in graph.subjects() if str(one).startswith("urn:sayso:annotation:")]
    assert len(set(annotations)) == len(statements())
    homes = (OA, AS, TERMS, "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#", "http://purl.org/dc/")
    assert {str(predicate) for predicate in graph.predicates() if not str(predicate).startswith(homes)} == set()
    named = {value.removeprefix("oa:") for term in ANNOTATION_TERMS.values() for value in [term if isinstance(term, str) else term["@id"]]}
    assert {str(one).removeprefix(OA) for one in graph.predicates() if str(one).startswith(OA)} <= named


def test_a_statement_of_another_story_or_without_words_is_none() -> None:
    made = Ledger("t", "", None, None, articles()[:1], (Statement("s", "a1", ()), Statement("x", "elsewhere", (Span(0, 1),))), (), ())
    assert items(Ledgers((made,))) == []


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=120), st.data())
def test_any_text_is_quoted_as_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = Article("a", text, url=text)
    made = Ledger("t", text, None, None, (article,), (Statement("s", "a", (Span(start, end),)),), (), ())
    found = collection(Ledgers((made,)))
    jsonschema.validate(found, COLLECTION)
    quote = targets(found["first"]["items"][0])[0]["selector"][0]
    assert quote["exact"] == text[start:end]
    assert len(quote.get("prefix", "")) <= AROUND


def test_same_ledgers_same_bytes() -> None:
    one = ledgers_annotations(ledgers())
    assert one == ledgers_annotations(dataclasses.replace(ledgers(), skipped=()))
    assert one.count(b"\n") == 1
