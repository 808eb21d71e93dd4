"""ninjs: each report an item that the standard takes, with its statements as an extension."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from sayso.data import Ledgers
from sayso.show.ninjs import ledgers_ninjs
from show.made import articles, ledger, ledgers
from show.made_many import many
from show.vocabulary import NINJS, NINJS_TYPE

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def validator() -> jsonschema.Draft202012Validator:
    standard = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": NINJS, "$defs": {"ninjsType": NINJS_TYPE}}
    registry: Registry[Any] = Registry().with_resource(NINJS, Resource.from_contents(standard))
    story = json.loads((SCHEMAS / "sayso.story-1.json").read_text(encoding="utf-8"))
    extension = json.loads((SCHEMAS / "sayso.ninjs-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(extension)
    registry = registry.with_resource("sayso.story-1.json", Resource.from_contents(story))
    return jsonschema.Draft202012Validator(extension, registry=registry)


def items(made: Ledgers) -> list[Any]:
    return [json.loads(line) for line in ledgers_ninjs(made)]


@pytest.mark.parametrize("made", [ledgers(), many(3), Ledgers(())], ids=["bridge", "flood", "none"])
def test_items_fit_the_standard_and_its_extension(made: Ledgers) -> None:
    found = items(made)
    for item in found:
        validator().validate(item)
    assert len(found) == sum(len(one.articles) for one in made)


@pytest.mark.parametrize(
    "damage",
    [
        {"uri": "no uri"},
        {"type": "story"},
        {"more": 1},
        {"bodies": [{"role": "main"}]},
        {"contentCreated": "2024-03-02"},
        {"people": [{"kind": "x"}]},
    ],
)
def test_the_schema_refuses_what_the_standard_forbids(damage: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(items(ledgers())[0] | damage)


def test_the_extension_is_refused_when_it_is_wrong() -> None:
    item = items(ledgers())[0]
    item["sayso"]["statements"][0]["stance"] = "mumbles"
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(item)


def test_without_its_extension_it_is_plain_ninjs() -> None:
    plain = {**NINJS_TYPE, "additionalProperties": False}
    for item in items(ledgers()):
        del item["sayso"]
        jsonschema.validate(item, plain)


def test_an_item_holds_its_report() -> None:
    post, wire, note = items(ledgers())
    assert post["uri"] == "urn:sayso:article:a1"
    assert post["bodies"][0]["value"] == articles()[0].text
    assert post["bodies"][0]["charCount"] == len(articles()[0].text)
    assert post["by"] == "Ines Falk"
    assert post["people"] == [{"name": "Ada Lund", "rel": "quoted", "uri": "urn:sayso:witness:t1:w1"}]
    assert post["renditions"][0]["href"] == "https://post.example/bridge"
    assert "contentCreated" not in post
    assert wire["contentCreated"] == "2024-03-03T09:30:00+00:00"
    assert [one["role"] for one in wire["infoSources"]] == ["publisher", "agency"]
    assert not {"headlines", "by", "infoSources", "altIds"} & set(note)


def test_the_extension_holds_the_statements_of_the_report_and_all_they_name() -> None:
    for item, article in zip(items(ledgers()), articles(), strict=True):
        own = item["sayso"]
        assert {one["article"] for one in own["statements"]} == {article.id}
        ids = {one["id"] for one in own["statements"]}
        assert ids == {one.id for one in ledger().statements if one.article == article.id}
        assert all(ids & set(claim["statements"]) for claim in own["claims"])
        known = {one["id"] for one in own["witnesses"]}
        assert {one for statement in own["statements"] for one in (*statement["speakers"], *statement["chain"])} <= known
        assert {one["speaks_for"] for one in own["witnesses"]} - {None} <= known


def test_moments_are_told_where_they_are_known_with_their_time_zone() -> None:
    moment = datetime(2024, 3, 2, 9, 30, tzinfo=UTC)
    for when, told in ((moment, "2024-03-02T09:30:00+00:00"), (moment.replace(tzinfo=None), None), (moment.date(), None)):
        first = dataclasses.replace(articles()[0], published=when, updated=when)
        item = items(Ledgers((dataclasses.replace(ledger(), articles=(first, *articles()[1:])),)))[0]
        assert (item.get("contentCreated"), item.get("versionCreated")) == (told, told)
        assert item["sayso"]["published"] == when.isoformat()
        validator().validate(item)


def test_what_cannot_be_written_is_replaced_and_addresses_are_of_the_web() -> None:
    first = dataclasses.replace(articles()[0], text="A\ud800" + articles()[0].text[2:], title="T\ud800", url="javascript:alert(1)")
    made = dataclasses.replace(ledger(), articles=(first, *articles()[1:]))
    item = items(Ledgers((made,)))[0]
    assert item["bodies"][0]["value"][:2] == "A\ufffd"
    assert "altIds" not in item
    assert "renditions" not in item
