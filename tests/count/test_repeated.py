"""Shared text is found once for a story: `count` takes what `repeated` found, and finds the same without it."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

from bench.ledger_cost import readings, reports
from sayso.align import align
from sayso.count import Repeated, count, identify, repeated, resolved
from sayso.count.shared_text import shared_passages
from sayso.pipeline import Settings, ledger_of, story_of

STORY = story_of(readings(reports(5)))


def test_generated_reports_are_always_the_same() -> None:
    assert reports(5) == reports(9)[:5]


def test_what_is_only_repeated_is_known_by_its_id() -> None:
    statements = resolved(STORY.readings, identify(STORY.readings))
    found = repeated(STORY, statements)
    assert {s.id for s in statements if s.id in found} == set(found.of)


def test_a_count_with_passages_given_is_that_with_passages_found() -> None:
    who = identify(STORY.readings)
    statements = resolved(STORY.readings, who)
    claims = align(STORY.readings, statements)
    given = Repeated({}, repeated(STORY, statements).passages)
    assert count(STORY, statements, claims, who, of=given) == count(STORY, statements, claims, who)


def test_shared_text_is_looked_for_once() -> None:
    with patch("sayso.count.shared_passages", wraps=shared_passages) as looked:
        ledger_of(STORY, Settings(today=date(2024, 6, 30)))
    assert looked.call_count == 1
