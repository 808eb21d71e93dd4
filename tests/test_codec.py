"""The public JSON: its exact keys, the way back, and the published JSON Schema."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from show.made import POST, ledger, ledgers, reading

from sayso import codec
from sayso.data import Article, Ledgers, Reading
from sayso.errors import InputError

SCHEMAS = Path(__file__).parents[1] / "docs" / "schema"


def test_the_shape_is_the_published_one() -> None:
    found = json.loads(codec.encode_ledgers(ledgers()))
    assert list(found) == ["schema", "stories", "skipped"]
    assert found["schema"] == "sayso.ledgers/1"
    assert found["skipped"] == [{"path": "in/photo.jpg", "reason": "a JPEG image"}]
    story = found["stories"][0]
    assert list(story) == ["schema", "id", "title", "from", "to", "articles", "statements", "claims", "witnesses"]
    assert story["schema"] == "sayso.story/1"
    assert (story["from"], story["to"]) == ("2024-03-02", "2024-03-04")
    article = ["id", "path", "title", "outlet", "url", "published", "published_inferred", "language", "byline", "credits", "text"]
    article += ["updated", "seen", "raw"]
    assert [list(one) for one in story["articles"]] == [article] * 3
    statement = ["id", "article", "content", "cue", "source", "speakers", "kind", "type", "chain"]
    statement += ["occasion", "stance", "factuality", "times", "quantities"]
    assert {tuple(one) for one in story["statements"]} == {tuple(statement)}
    assert list(story["statements"][0]["occasion"]) == ["what", "where", "date", "span"]
    claim = story["claims"][0]
    assert list(claim) == ["id", "text", "statements", "witnesses", "count", "variants", "reasons"]
    assert list(claim["witnesses"]) == ["for", "unnamed", "own_voice", "against", "declining"]
    assert claim["count"] == {"min": 1, "max": 1}
    assert claim["reasons"][0] == {
        "rule": "1",
        "text": "one interview, carried by both",
        "witnesses": ["w1"],
        "spans": [["a1", 120, 129], ["a2", 30, 34]],
    }
    assert claim["variants"][0]["values"][0] == {"text": "third pier", "statements": ["s1"], "witnesses": ["w1"]}
    assert story["claims"][1]["witnesses"]["unnamed"] == [{"id": "w2", "who": "officials", "size": 2}]
    assert story["witnesses"][0] == {"id": "w1", "name": "Ada Lund", "kind": "person", "aliases": ["Lund"], "speaks_for": "w6"}


def test_values_of_a_statement() -> None:
    story = json.loads(codec.encode_story(ledger()))
    first = story["statements"][0]
    start, end = first["content"][0]
    assert story["articles"][0]["text"][start:end] == "The Aurora hit the third pier"
    cars = next(one for one in story["statements"] if one["id"] == "s7")
    assert cars["quantities"] == [
        {"span": [POST.index("Some 40"), POST.index("Some 40") + 7], "value": 40.0, "unit": "car", "comparison": "~", "of": "stranded cars"}
    ]
    assert [one["published"] for one in story["articles"]] == ["2024-03-02", "2024-03-03T09:30:00+00:00", "2024-03-04"]


def test_a_reading_is_one_line() -> None:
    raw = codec.encode_reading(reading())
    found = json.loads(raw)
    assert b"\n" not in raw
    assert list(found) == ["schema", "article", "statements", "witnesses", "mentions"]
    assert found["schema"] == "sayso.reading/1"
    assert found["mentions"] == [{"span": [POST.index("Ada Lund"), POST.index("Ada Lund") + 8], "witness": "w1", "type": "name"}]


def test_utf8_is_not_escaped_and_bytes_are_stable() -> None:
    raw = codec.encode_ledgers(ledgers())
    assert "🚗".encode() in raw
    assert "“".encode() in raw
    assert raw == codec.encode_ledgers(ledgers())


def test_there_and_back() -> None:
    assert codec.decode_ledgers(codec.encode_ledgers(ledgers())) == ledgers()
    assert codec.decode_story(codec.encode_story(ledger())) == ledger()
    one = reading()
    without_sizes = tuple(dataclasses.replace(witness, size=1) for witness in one.witnesses)
    assert codec.decode_reading(codec.encode_reading(one)) == dataclasses.replace(one, witnesses=without_sizes)


@given(
    text=st.text(),
    title=st.none() | st.text(),
    published=st.none() | st.dates() | st.datetimes(timezones=st.timezones()),
    inferred=st.booleans(),
)
def test_any_article_comes_back(text: str, title: str | None, published: object, inferred: bool) -> None:
    article = Article("x", text, title=title, published=published, published_inferred=inferred)  # type: ignore[arg-type]
    one = Reading(article, (), (), (), (), (), (), ())
    back = codec.decode_reading(codec.encode_reading(one)).article
    assert dataclasses.replace(back, published=None) == dataclasses.replace(article, published=None)
    assert (back.published.isoformat() if back.published else None) == (published.isoformat() if published else None)  # type: ignore[attr-defined]


def test_lone_surrogates_do_not_crash_and_keep_offsets() -> None:
    text = "a\ud800b\udc00\ud83d\ude00c"
    raw = codec.encode_reading(Reading(Article("x", text), (), (), (), (), (), (), ()))
    assert json.loads(raw)["article"]["text"] == "a�b���c"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema":"sayso.ledgers/2","stories":[],"skipped":[]}',
        b'{"schema":"sayso.ledgers/1","stories":[]}',
        b'{"schema":"sayso.ledgers/1","stories":[],"skipped":[],"more":1}',
        b'{"schema":"sayso.ledgers/1","stories":[],"skipped":[{"path":"\xff","reason":""}]}',
        b"[" * 100_000,
    ],
)
def test_other_json_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"sayso\.ledgers/1"):
        codec.decode_ledgers(raw)


def test_published_schemas_are_what_the_code_says() -> None:
    for name, schema in codec.schemas().items():
        assert (SCHEMAS / name).read_bytes() == schema, f"{name} is out of date: run docs/schema/write.py"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("sayso.ledgers-1.json", codec.encode_ledgers(ledgers())),
        ("sayso.ledgers-1.json", codec.encode_ledgers(Ledgers(()))),
        ("sayso.story-1.json", codec.encode_story(ledger())),
        ("sayso.reading-1.json", codec.encode_reading(reading())),
    ],
)
def test_output_fits_its_schema(name: str, raw: bytes) -> None:
    schema = json.loads(codec.schemas()[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = json.loads(raw)
    assert list(validator.iter_errors(found)) == []
    found["surplus"] = 1
    assert list(validator.iter_errors(found)), "a key more is another shape"


def test_schema_refuses_other_values() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(codec.schemas()["sayso.story-1.json"]))
    for change in ({"stance": "shouts"}, {"content": [[3]]}, {"content": [[-1, 3]]}, {"occasion": {}}):
        story = json.loads(codec.encode_story(ledger()))
        story["statements"][0].update(change)
        assert list(validator.iter_errors(story)), change


def test_where_an_article_was_seen_and_its_bytes_come_back() -> None:
    told = {"updated": datetime(2024, 5, 6, 9, 30, tzinfo=UTC), "seen": ("b.html", "https://a.example/1"), "raw": "sha256:" + "0" * 64}
    one = ledger()
    one = dataclasses.replace(one, articles=tuple(dataclasses.replace(article, **told) for article in one.articles))
    raw = codec.encode_story(one)
    assert [(a.updated, a.seen, a.raw) for a in codec.decode_story(raw).articles] == [tuple(told.values())] * 3
    story = json.loads(raw)
    for article in story["articles"]:
        for key in told:
            del article[key]
    older = codec.decode_story(json.dumps(story).encode())
    assert [(a.updated, a.seen, a.raw) for a in older.articles] == [(None, (), None)] * 3, "written before there were such keys"
