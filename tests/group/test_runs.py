"""Rows in pieces that are sorted once and merged seldom."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.group.runs import RATIO, Run, in_order, put


def made(low: int, terms: list[list[int]], keys: list[int]) -> Run:
    rows = np.arange(low, low + len(keys), dtype=np.uint32)
    flat = np.array([term for some in terms for term in some], dtype=np.uint32)
    of_terms = in_order(flat, np.repeat(rows, [len(some) for some in terms]))
    return Run(low, low + len(keys), of_terms, in_order(np.array(keys, dtype=np.uint64), rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_rows_are_found_whatever_pieces_they_came_in(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    terms = [rng.integers(0, 50, rng.integers(0, 4)).tolist() for _ in range(sum(sizes))]
    keys = rng.integers(0, 2**63, sum(sizes)).tolist()
    runs: list[Run] = []
    low = 0
    for size in sizes:
        put(runs, made(low, terms[low : low + size], keys[low : low + size]))
        low += size
    assert [run.low for run in runs] == [0, *(run.high for run in runs[:-1])]
    assert runs[-1].high == low
    assert all(one.high - one.low >= RATIO * (other.high - other.low) for one, other in zip(runs, runs[1:], strict=False))
    for term in range(50):
        wanted = [row for row, some in enumerate(terms) for each in some if each == term]
        assert np.concatenate([run.terms.rows_of(term) for run in runs]).tolist() == wanted
    for row, key in enumerate(keys):
        assert row in np.concatenate([run.keys.rows_of(key) for run in runs]).tolist()
    asked = np.array([*keys[:5], 2**63 + 1], dtype=np.uint64)
    assert np.any([run.keys.holds(asked) for run in runs], axis=0).tolist() == [True] * len(keys[:5]) + [False]


def test_a_row_is_merged_a_bounded_number_of_times_however_many_there_are() -> None:
    runs: list[Run] = []
    moved = 0
    for at in range(4000):
        before = {(run.low, run.high) for run in runs}
        put(runs, made(at, [[at % 7]], [at]))
        moved += sum(run.high - run.low for run in runs if (run.low, run.high) not in before)
    assert moved < 4000 * 2 * RATIO
    assert len(runs) <= 3
