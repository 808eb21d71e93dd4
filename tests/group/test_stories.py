"""Which articles tell the same story."""

from __future__ import annotations

import random
import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.data import Article, Name, Reading, Span
from sayso.group import GroupOptions, group
from sayso.group.beside import pairs
from sayso.group.sketches import sketch
from sayso.linkage import Pairs, clusters
from sayso.words import stem

FERRY = [
    """Ferry runs aground off Lindholm island; 214 passengers taken off
A passenger ferry struck rocks near the island of Lindholm in thick fog on Tuesday night, and rescuers took all 214 people on board
ashore in lifeboats, the coastguard said. Captain Ingrid Solvang was being questioned by investigators in Karlsvik.
The vessel, the Havfrue, lost engine power before it drifted onto the reef, according to the operator, Nordlinje.""",
    """Fog-bound ship grounded: everybody safe, says coastguard
More than two hundred travellers were rescued from the Havfrue after the ship hit a reef beside Lindholm late on Tuesday.
Nordlinje, which runs the route from Karlsvik, blamed a failure of the engines. Police interviewed the captain, Ingrid Solvang,
about why lifeboats were launched only forty minutes after the first distress call.""",
    """Karlsvik ferry captain questioned over Havfrue grounding
Investigators spent Wednesday interviewing Ingrid Solvang, who commanded the Nordlinje ferry that foundered on the Lindholm reef.
Rescue boats carried the passengers to Karlsvik through the fog.""",
]
FRAUD_TRIAL = [
    """Banker Desmond Achterberg denies hiding losses at Corvell Trust
Desmond Achterberg, the former treasurer of Corvell Trust, told a jury in Leeds on Monday that he never concealed 40 million pounds of
losses from auditors. Prosecutor Helen Marsh said he had moved the debt through shell companies in Jersey.""",
    """Jury hears of Jersey shell firms in Corvell Trust case
The prosecution opened its case against Desmond Achterberg in Leeds, saying the treasurer buried Corvell Trust's losses in Jersey
companies. Helen Marsh told jurors that auditors were shown false accounts. He denies the charges.""",
]
MURDER_TRIAL = [
    """Gardener goes on trial for murder of Whitcombe widow
Colin Perrow, a gardener, appeared before a jury in Exeter on Tuesday accused of murdering Agnes Tolliver, a widow of 81, at her house
in Whitcombe. Prosecutor James Adeyemi said a spade was found in Perrow's van. He denies the charge.""",
    """Spade found in van, Exeter jury told
A spade with traces of blood lay in the van of Colin Perrow, prosecutors said as the gardener's murder trial began in Exeter.
Agnes Tolliver was found dead at home in Whitcombe last spring. Perrow has pleaded not guilty.""",
]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "seeds"
CAPITALS = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*")


def reading(text: str, name: str, *, title: str | None = None, published: date | None = None, inferred: bool = False) -> Reading:
    article = Article(id=name, text=text, title=title, published=published, published_inferred=inferred)
    names = tuple(Name(Span(*match.span()), "other") for match in CAPITALS.finditer(text))
    return Reading(**{part.name: () for part in fields(Reading)} | {"article": article, "names": names})  # type: ignore[arg-type]


def stories(texts: list[str], **facts: object) -> list[Reading]:
    return [reading(text, f"{at:02}", title=text.splitlines()[0], **facts) for at, text in enumerate(texts)]  # type: ignore[arg-type]


def as_sets(found: tuple[tuple[int, ...], ...]) -> set[frozenset[int]]:
    return {frozenset(members) for members in found}


def test_reports_of_three_events_come_apart() -> None:
    found = group(stories([*FERRY, *FRAUD_TRIAL, *MURDER_TRIAL]))
    assert as_sets(found) == {frozenset({0, 1, 2}), frozenset({3, 4}), frozenset({5, 6})}


@pytest.mark.parametrize("texts", [FERRY, FERRY[:2], FRAUD_TRIAL, MURDER_TRIAL])
def test_one_event_in_different_words_is_one_story_even_alone(texts: list[str]) -> None:
    assert group(stories(texts)) == (tuple(range(len(texts))),)


def test_two_trials_of_one_week_are_two_stories_even_alone() -> None:
    assert len(group(stories([FRAUD_TRIAL[0], MURDER_TRIAL[0]]))) == 2


def test_without_titles_or_names() -> None:
    bare = [
        Reading(**{part.name: () for part in fields(Reading)} | {"article": Article(id=str(at), text=text)})
        for at, text in enumerate(FERRY + FRAUD_TRIAL)
    ]  # type: ignore[arg-type]
    assert as_sets(group(bare)) == {frozenset({0, 1, 2}), frozenset({3, 4})}


def test_a_month_apart_is_another_event_unless_the_date_is_a_guess() -> None:
    early, late = date(2023, 3, 1), date(2023, 4, 2)
    apart = [reading(FERRY[0], "a", published=early), reading(FERRY[2], "b", published=late)]
    assert len(group(apart)) == 2
    near = [reading(FERRY[0], "a", published=early), reading(FERRY[2], "b", published=date(2023, 3, 2))]
    assert len(group(near)) == 1
    guessed = [reading(FERRY[0], "a", published=early), reading(FERRY[2], "b", published=late, inferred=True)]
    assert len(group(guessed)) == 1


def test_dates_beyond_the_window_are_not_compared_while_undated_ones_are() -> None:
    far = [
        reading(FERRY[0], "a", published=date(2020, 1, 1)),
        reading(FERRY[0], "b", published=date(2022, 1, 1)),
        reading(FERRY[0], "c"),
    ]
    alike = pairs([sketch(report) for report in far])
    assert sorted(zip(alike.one.tolist(), alike.other.tolist(), strict=True)) == [(0, 2), (1, 2)]


def test_vectors_have_a_say() -> None:
    readings = stories([FERRY[0], FERRY[2]])
    same = np.ones((2, 4), dtype=np.float32) / 2
    other = np.eye(2, 4, dtype=np.float32)
    near, far = (pairs([sketch(r, vector=v) for r, v in zip(readings, vectors, strict=True)]).value.sum() for vectors in (same, other))
    assert far < near


def test_empty_input_and_empty_texts() -> None:
    assert group([]) == ()
    assert as_sets(group(stories([" ", "\n"]))) == {frozenset({0}), frozenset({1})}


def test_the_order_of_input_has_no_say() -> None:
    readings = stories([*FERRY, *FRAUD_TRIAL, *MURDER_TRIAL])
    wanted = {frozenset(readings[at].article.id for at in members) for members in group(readings)}
    shuffler = random.Random(5)
    for _ in range(8):
        shuffler.shuffle(readings)
        assert {frozenset(readings[at].article.id for at in members) for members in group(readings)} == wanted


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=6))
def test_any_text_is_grouped_once(texts: list[str]) -> None:
    found = group([reading(text, str(at), title=text[:20]) for at, text in enumerate(texts)])
    assert sorted(at for members in found for at in members) == list(range(len(texts)))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 7).flatmap(lambda size: st.tuples(st.just(size), st.lists(st.floats(0, 1), min_size=size * size, max_size=size * size))),
    st.floats(0.1, 0.9),
)
def test_average_linkage_stops_at_the_threshold(drawn: tuple[int, list[float]], threshold: float) -> None:
    size, values = drawn
    matrix = np.triu(np.array(values).reshape(size, size), 1)
    one, other = np.nonzero(matrix)
    found = clusters(size, Pairs(one, other, matrix[one, other]), threshold=threshold)
    full = matrix + matrix.T
    assert sorted(at for members in found for at in members) == list(range(size))
    for here in found:
        for there in found:
            if here is not there:
                assert full[np.ix_(here, there)].mean() < threshold + 1e-9


def test_average_linkage_does_not_chain() -> None:
    chain = Pairs(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.9, 0.5, 0.9]))
    assert clusters(4, chain, threshold=0.3) == [[0, 1], [2, 3]]


def test_options_decide() -> None:
    readings = stories([*FERRY, *FRAUD_TRIAL])
    assert len(group(readings, options=GroupOptions(threshold=1.01))) == 5
    assert len(group(readings, options=GroupOptions(threshold=0.0))) < 5


def test_the_more_articles_the_more_alike_must_they_be() -> None:
    options = GroupOptions()
    asked = [options.in_batch(size) for size in (0, 2, 10, 24, 150, 900, 1800, 5000)]
    assert asked == sorted(asked)
    assert asked[0] == asked[2], "fewer than ten count as ten"
    assert 0.1 < asked[0] < 0.2 < asked[4] < 0.3 < asked[5] < options.threshold
    assert asked[6] == asked[7] == pytest.approx(options.threshold)
    assert [GroupOptions(threshold=none).in_batch(24) for none in (0.0, 1.01)] == [0.0, 1.01]


def test_a_handful_of_reports_of_two_events_of_one_kind_stays_two_stories() -> None:
    assert len(group(stories([*FERRY, *FRAUD_TRIAL]))) == 2


@pytest.mark.parametrize(
    ("word", "other"),
    [("troops", "troop"), ("accused", "accuse"), ("stopped", "stop"), ("moving", "moved"), ("parties", "party"), ("russia's", "russia")],
)
def test_endings_do_not_matter(word: str, other: str) -> None:
    assert stem(word) == stem(other)


@pytest.mark.parametrize("word", ["is", "gas", "news", "congress", "campus", "king", "red", "thing", "spring"])
def test_short_words_and_false_endings_stay(word: str) -> None:
    assert stem(word) in (word, word.removesuffix("s"))
    assert len(stem(word)) >= 2


@pytest.mark.skipif(not SHARED.exists(), reason="the data pack is not beside the project")
def test_the_two_reports_the_project_began_from_are_one_story_beside_others() -> None:
    seeds = [path.read_text(encoding="utf-8") for path in sorted(SHARED.glob("*.txt"))]
    found = group([*(reading(text, f"s{at}") for at, text in enumerate(seeds)), *stories([*FERRY, *FRAUD_TRIAL])])
    assert as_sets(found) == {frozenset({0, 1}), frozenset({2, 3, 4}), frozenset({5, 6})}
