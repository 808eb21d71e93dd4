"""Neither the order of the articles nor a second copy of one of them under another outlet's name changes a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bench.copies import EXAMPLES, another, counts, told
from sayso.data import Reading, Story
from sayso.pipeline import Settings, ledger_of

STORIES = dict(list(told(most=9)))


@pytest.mark.parametrize("name", STORIES)
def test_the_order_of_the_articles_changes_nothing(name: str) -> None:
    readings = STORIES[name]
    settings = Settings(today=date(2026, 1, 1))
    one, other = (ledger_of(Story("s", "", order), settings) for order in (readings, readings[::-1]))
    assert one.claims == other.claims


@pytest.mark.parametrize("name", STORIES)
def test_a_copy_of_any_article_changes_no_count(name: str) -> None:
    readings = STORIES[name]
    before, _ = counts(readings)
    for at in range(len(readings)):
        after, _ = counts((*readings, another(readings[at], "copy")))
        assert {s: after[s] for s in before} == before


def test_the_stories_are_there() -> None:
    assert EXAMPLES.exists()
    assert len(STORIES) == 9


def test_two_copies_change_nothing_either() -> None:
    readings: Sequence[Reading] = next(iter(STORIES.values()))
    before, _ = counts(readings)
    copy = another(readings[0], "copy")
    again = replace(copy, article=replace(copy.article, id="again", outlet="The Third Times"))
    moved = tuple(replace(s, id=f"again-{s.id}", article="again") for s in copy.propositions)
    after, _ = counts((*readings, copy, replace(again, propositions=moved)))
    assert {s: after[s] for s in before} == before
