"""When to ask again: bounded, growing, spread, and the same in every run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.run.watch.schedule import (
    HOUR,
    LONGEST_BACKOFF,
    LONGEST_REST,
    LONGEST_TTL,
    SPREAD,
    after_answer,
    after_failure,
    after_try,
    drawn_out,
    rest,
)

FEED = "https://a.example/feed"
EVERY = st.floats(60.0, 24 * HOUR)
WAITS = st.none() | st.floats(0.0, 1e9)


@pytest.mark.parametrize(
    ("every", "ttl", "low", "high"),
    [
        (900.0, None, 900.0, 990.0),
        (900.0, 1.0, 900.0, 990.0),
        (900.0, 60.0, 3600.0, 3600.0),
        (900.0, 100_000.0, LONGEST_TTL, LONGEST_TTL),
        (12 * HOUR, 100_000.0, 12 * HOUR, 13.2 * HOUR),
    ],
)
def test_a_feed_that_answered(every: float, ttl: float | None, low: float, high: float) -> None:
    assert low <= after_answer(FEED, every, ttl) <= high


@given(EVERY, st.integers(1, 10_000), WAITS)
def test_waits_are_bounded_and_what_a_server_asks_for_is_kept(every: float, failures: int, wait: float | None) -> None:
    asked = min(wait or 0.0, LONGEST_BACKOFF)
    most = 1.0 + SPREAD + 1e-9
    assert max(asked, min(2 * every, LONGEST_BACKOFF)) <= after_failure(FEED, every, failures, wait) <= most * LONGEST_BACKOFF
    away = after_failure(FEED, every, failures, wait, host=True)
    assert max(asked, min(2 * every, max(every, LONGEST_REST))) <= away <= most * max(asked, every, LONGEST_REST)
    assert max(asked, 60.0) <= rest("a.example", failures, wait) <= most * max(asked, LONGEST_REST)


def test_waits_grow_and_are_the_same_in_every_run() -> None:
    tries = [after_try("https://a.example/1", number) for number in range(1, 7)]
    assert tries == sorted(tries)
    assert tries == [after_try("https://a.example/1", number) for number in range(1, 7)]
    assert 1.5 * HOUR < sum(tries) < 3 * HOUR
    fails = [after_failure(FEED, 900.0, number, None) for number in range(1, 12)]
    assert fails[:6] == sorted(fails[:6])
    assert fails[-1] >= LONGEST_BACKOFF


def test_what_failed_together_is_not_asked_together() -> None:
    waits = {round(drawn_out(900.0, f"https://{number}.example/", 1)) for number in range(50)}
    assert len(waits) > 30
    assert max(waits) - min(waits) > 60
