"""Likeness beside the best that each of two reports has elsewhere."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.group import Window, group, sketch
from sayso.group.beside import CEILING, GAPS, VECTORS_CEILING, WORDS_CEILING, beside, bests, gaps, pairs
from sayso.group.likeness import Alike, AlikePairs, plain_pairs
from sayso.group.members import Near
from sayso.group.online import STORIES
from sayso.group.options import GROUPING, LIKENESS
from sayso.linkage import clusters
from tests.group.test_online import DAY, made
from tests.group.test_stories import FERRY, FRAUD_TRIAL, MURDER_TRIAL, as_sets, stories

SHARE = st.floats(0.02, 1)


def alike(value: float, *, words: float = 0.4, vectors: float = 0.6) -> Alike:
    return Alike(np.array([value]), np.array([words]), np.array([vectors]))


def one(value: float, best: float, other: float) -> float:
    return float(beside(alike(value), alike(best), alike(other))[0])


@settings(max_examples=200, deadline=None)
@given(SHARE, SHARE, SHARE, SHARE)
def test_it_falls_with_what_either_has_elsewhere_and_grows_with_the_likeness_itself(value: float, best: float, other: float, more: float) -> None:
    best, other = max(value, best), max(value, other)
    here = one(value, best, other)
    assert 0 <= here <= 1
    assert here == one(value, other, best)
    assert one(value, max(best, more), other) <= here
    assert one(max(value, min(more, best, other)), best, other) >= here


def test_nothing_in_common_stays_nothing_however_alone_they_are() -> None:
    assert one(0.0, 0.0, 0.0) == 0


def test_a_best_below_the_usual_says_nothing_so_that_two_alone_are_weighed_by_themselves() -> None:
    assert one(0.3, 0.3, 0.3) == one(0.3, LIKENESS.usual, LIKENESS.usual)
    assert one(0.3, 0.3, 0.3) > one(0.3, LIKENESS.usual + 0.1, 0.3)


def test_a_copy_is_no_better_partner_than_another_close_report() -> None:
    assert one(0.5, 1.0, 0.5) == one(0.5, CEILING, 0.5)
    assert one(1.0, 1.0, 1.0) > GROUPING.threshold


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_it_falls_with_words_and_vectors_that_either_shares_with_somebody_else(words: float, vectors: float, more: float, nearer: float) -> None:
    here = alike(0.5, words=words, vectors=vectors)
    elsewhere = alike(0.5, words=max(words, more), vectors=max(vectors, nearer))
    assert beside(here, elsewhere, here)[0] <= beside(here, here, here)[0]
    assert beside(here, elsewhere, here)[0] == beside(here, here, elsewhere)[0]


def test_copies_share_no_more_words_than_close_reports_do() -> None:
    here, close, copy = alike(0.5), alike(0.5, words=WORDS_CEILING, vectors=VECTORS_CEILING), alike(0.5, words=1.0, vectors=1.0)
    assert beside(here, close, here)[0] == beside(here, copy, here)[0] < beside(here, here, here)[0]


def test_where_one_has_no_vector_none_stays_behind() -> None:
    unknown, near = alike(0.5, vectors=np.nan), alike(0.5, vectors=0.9)
    assert gaps(unknown, near, near)[GAPS.index("vectors")].tolist() == [0.0]
    assert gaps(alike(0.5), near, near)[GAPS.index("vectors")][0] > 0


def test_the_best_of_each_is_taken_over_all_its_pairs_of_each_number_by_itself() -> None:
    words, vectors = np.array([0.3, 0.1, 0.2]), np.array([np.nan, 0.5, np.nan])
    found = AlikePairs(np.array([0, 0, 1]), np.array([1, 2, 3]), Alike(np.array([0.4, 0.9, 0.6]), words, vectors))
    best = bests(found, 5)
    assert best.value.tolist() == [0.9, 0.6, 0.9, 0.6, 0.0]
    assert best.words.tolist() == [0.3, 0.3, 0.1, 0.2, 0.0]
    assert best.vectors.tolist() == [0.5, 0.0, 0.5, 0.0, 0.0]


def test_in_a_crowd_being_alike_says_less() -> None:
    """Two reports of two fires in one town, alike as they are, come apart when each has its own second report beside it."""
    town = list(range(6))
    left, right = made("left", [*town, *range(10, 24)]), made("right", [*town, *range(30, 44)])
    beside_left, beside_right = made("left too", [*town, *range(10, 22), 50, 51]), made("right too", [*town, *range(30, 42), 60, 61])
    alone = pairs([left, right]).value
    among = pairs([left, right, beside_left, beside_right])
    crowded = {(a, b): v for a, b, v in zip(among.one.tolist(), among.other.tolist(), among.value.tolist(), strict=True)}
    assert crowded[0, 1] < 0.8 * alone[0]
    assert crowded[0, 2] > 2 * crowded[0, 1]
    assert clusters(4, among, threshold=GROUPING.threshold) == [[0, 2], [1, 3]]


def test_a_report_in_other_words_stays_with_a_story_of_copies() -> None:
    copies = [FERRY[0], FERRY[0] + "\nMore to follow.", "UPDATE 1 - " + FERRY[0]]
    found = group(stories([*copies, FERRY[1], *FRAUD_TRIAL, *MURDER_TRIAL]))
    assert as_sets(found) == {frozenset({0, 1, 2, 3}), frozenset({4, 5}), frozenset({6, 7})}


def test_one_at_a_time_an_article_is_as_alike_as_in_a_batch_of_what_is_near() -> None:
    sketches = [replace(sketch(told), day=DAY, dated=True) for told in stories([*FERRY, *FRAUD_TRIAL, *MURDER_TRIAL])]
    story_of = [0, 0, 0, 1, 1, 2, 2]
    alike = pairs(sketches)
    values = {frozenset(pair): v for *pair, v in zip(alike.one.tolist(), alike.other.tolist(), alike.value.tolist(), strict=True)}
    for last in range(len(sketches)):
        window = Window()
        for at, member in enumerate(sketches):
            if at != last:
                window.admit(member, f"story {story_of[at]}")
        placed = window.place(sketches[last])
        mates = [at for at in range(len(sketches)) if at != last and story_of[at] == story_of[last]]
        assert placed.story == f"story {story_of[last]}"
        assert placed.alike == pytest.approx(np.mean([values[frozenset((last, at))] for at in mates]), abs=1e-9)


def test_plain_likenesses_are_what_they_are_whoever_else_is_there() -> None:
    sketches = [sketch(told) for told in stories([*FERRY, *FRAUD_TRIAL])]
    two, all_of = plain_pairs(sketches[:2]), plain_pairs(sketches)
    assert two.alike.value.tolist() == [v for a, b, v in zip(all_of.one, all_of.other, all_of.alike.value, strict=True) if (a, b) == (0, 1)]


def test_many_stories_alike_cost_no_more_than_a_few() -> None:
    window = Window()
    for at in range(60 * 40):
        window.admit(made(f"m{at}", [*range(14), 100 + at % 60, 200 + at], vector=[1, at % 60, 3]), f"s{at % 60}")
    begun = time.process_time()
    placed = window.place(made("one more", [*range(14), 107, 9_999], vector=[1, 7, 3]))
    assert time.process_time() - begun < 5
    assert placed.story is not None
    assert len(placed.merged) < STORIES


def test_stories_that_are_left_aside_would_not_have_been_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every story counts as within reach, the places are the same."""
    rng = np.random.default_rng(8)
    window = Window()
    for at in range(400):
        vector = rng.integers(-40, 40, 6) + 60 * (np.arange(6) == at % 6)
        window.admit(made(f"m{at}", [*range(at % 20, at % 20 + 8), *rng.integers(40, 80, 6)], vector=vector.tolist()), f"s{at % 20}")
    shared = [range(at % 20, at % 20 + (8 if at % 2 else 2)) for at in range(40)]
    probes = [made(f"p{at}", [*some, *range(200, 206)], vector=[60, 1, 2, 3, 4, at]) for at, some in enumerate(shared)]
    placed = [window.place(probe) for probe in probes]
    monkeypatch.setattr(Near, "at_most", lambda near: np.ones(len(near.plain.value)))
    monkeypatch.setattr("sayso.group.online.STORIES", 20)
    everywhere = [window.place(probe) for probe in probes]
    assert [one.story for one in placed] == [one.story for one in everywhere]
    assert {one.story is None for one in placed} == {True, False}
