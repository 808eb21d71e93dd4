"""Stories one article at a time."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.group import Placement, Sketch, Window, pack_sketch, sketch, unpack_sketch
from sayso.group.discriminants import rounded_to, shipped
from sayso.group.online import AT_ONCE, CANDIDATES, MEMBERS, SEGMENT_DAYS
from sayso.group.segments import RECENT
from tests.group.test_stories import FERRY, FRAUD_TRIAL, MURDER_TRIAL, stories

DAY = 19_500.5


def sketches(*, day: float | None = DAY) -> list[Sketch]:
    return [replace(sketch(reading), day=day, dated=day is not None) for reading in stories([*FERRY, *FRAUD_TRIAL, *MURDER_TRIAL])]


def made(name: str, words: list[int], *, day: float = DAY, vector: list[int] | None = None) -> Sketch:
    """A sketch of numbered words, all of one weight."""
    terms = np.array(sorted({word * 2_654_435_761 % 2**32 for word in words}), dtype=np.uint32)
    weights = np.full(len(terms), 1 / np.sqrt(max(len(terms), 1)), dtype=np.float16)
    return Sketch(name, day, True, terms, weights, 5.0, None if vector is None else np.array(vector, dtype=np.int8))


def told(window: Window, arriving: list[Sketch]) -> dict[str, str]:
    """Place and admit one after the other: article -> story."""
    story_of: dict[str, str] = {}
    for one in arriving:
        placed = window.place(one)
        story_of[one.id] = placed.story or f"story of {one.id}"
        window.admit(one, story_of[one.id])
        for into, gone in placed.merged:
            window.merge(into, gone)
            story_of = {article: into if story == gone else story for article, story in story_of.items()}
    return story_of


def groups(story_of: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(a for a, s in story_of.items() if s == story) for story in story_of.values()}


WANTED = {frozenset({"00", "01", "02"}), frozenset({"03", "04"}), frozenset({"05", "06"})}


def test_reports_of_three_events_come_apart_in_any_order() -> None:
    arriving = sketches()
    for seed in range(6):
        random.Random(seed).shuffle(arriving)
        assert groups(told(Window(), arriving)) == WANTED


def test_an_empty_window_opens_a_story() -> None:
    assert Window().place(sketches()[0]) == Placement(None)


def test_a_late_report_joins_the_story_of_its_own_days() -> None:
    early, late = sketches(day=DAY), sketches(day=DAY + 200)
    window = Window()
    for one, story in ((early[0], "early"), (replace(late[0], id="late 0"), "late")):
        window.admit(one, story)
    assert window.place(replace(early[1], day=DAY + 1)).story == "early"
    assert window.place(replace(late[1], day=DAY + 201)).story == "late"


def test_what_lies_outside_the_span_and_the_order_of_loading_have_no_say() -> None:
    rng = np.random.default_rng(3)
    members = [made(f"m{at}", rng.integers(0, 60, 12).tolist(), day=DAY + float(rng.integers(-120, 120))) for at in range(400)]
    story_of = {one.id: f"s{int(rng.integers(0, 80))}" for one in members}
    probes = [made(f"p{at}", rng.integers(0, 60, 12).tolist(), day=DAY + float(rng.integers(-20, 20))) for at in range(40)]
    full, joined = Window(), 0
    for one in members:
        full.admit(one, story_of[one.id])
    for probe in probes:
        low, high = full.span(probe.day or 0.0)
        near = [one for one in members if low <= (one.day or 0.0) < high]
        random.Random(probe.id).shuffle(near)
        bare = Window()
        for one in near:
            bare.admit(one, story_of[one.id])
        assert bare.place(probe) == full.place(probe)
        joined += full.place(probe).story is not None
    assert 0 < joined < len(probes)
    assert len(near) < len(members)


def test_the_same_holds_where_the_postings_run_over() -> None:
    """So many articles of one event that neither all of them nor all entries of a word are looked at."""
    flood = [made(f"f{at}", [*range(10), 100 + at % 7, 200 + at], day=DAY + at % 3) for at in range(1500)]
    probe = made("probe", [*range(10), 103, 9_999])
    windows = []
    for seed in range(2):
        random.Random(seed).shuffle(flood)
        windows.append(Window())
        for one in flood:
            windows[-1].admit(one, "flood")
    assert windows[0].place(probe) == windows[1].place(probe)
    assert windows[0].place(probe).story == "flood"


def test_many_that_are_put_in_at_once_are_where_they_would_be_one_by_one() -> None:
    """Of several weeks, some of them twice and in other stories, with and without vectors, in more than one go."""
    rng = np.random.default_rng(5)
    members = []
    for at in range(2 * AT_ONCE // 5):
        vector = rng.integers(-127, 127, 8).tolist() if at % 3 else None
        name, day = f"m{at - (at % 40 == 39)}", DAY + at // 40 % 25
        members.append((made(name, rng.integers(0, 90, 10).tolist(), day=day, vector=vector), f"{'a longer name, ' * (at % 90 == 0)}s{at % 300}"))
    members = [*members, *[(one, f"again {at % 7}") for at, (one, _) in enumerate(members[::11])], *members[::5]] * 2
    single, bulk = Window(), Window()
    for one, story in members:
        single.admit(one, story)
    bulk.admit_all(iter(members))
    assert len(bulk) == len(single) < len(members) / 2
    for at in range(40):
        probe = made(f"p{at}", rng.integers(0, 90, 10).tolist(), day=DAY + at % 25, vector=rng.integers(-127, 127, 8).tolist())
        assert bulk.place(probe) == single.place(probe)
    into, gone = single.place(made("p", list(range(10)))).story or "s1", "again 3"
    for window in (single, bulk):
        window.merge(into, gone)
    assert [w.place(made("q", list(range(10)))) for w in (bulk,)] == [w.place(made("q", list(range(10)))) for w in (single,)]


def test_filling_a_window_takes_time_in_proportion_to_its_members() -> None:
    rng = np.random.default_rng(2)
    words = rng.integers(0, 4000, (24_000, 16))
    members = [(made(f"m{at}", row.tolist(), day=DAY), f"s{at}") for at, row in enumerate(words)]

    def least(some: list[tuple[Sketch, str]]) -> float:
        """The least CPU time of three fillings: what others on the machine add to one is not the window's."""
        spent = []
        for _ in range(3):
            begun = time.process_time()
            Window().admit_all(some)
            spent.append(time.process_time() - begun)
        return min(spent)

    assert least(members) < 32 * least(members[:3000]), "eight times as many: 8 times the time, 64 if it grew with the square"


def test_articles_without_words_crash_nothing() -> None:
    window = Window()
    window.admit(made("empty", []), "empty")
    for at in range(5000):
        window.admit(made(f"m{at}", [1, 2, 3], day=DAY + 7), "flood")
    assert window.place(made("nothing", [])).story is None
    assert window.place(made("something", [1, 2, 3])).nearest is not None


def test_span_is_whole_weeks_around_the_window() -> None:
    window = Window()
    low, high = window.span(DAY)
    reach = window.options.likeness.window
    assert low <= DAY - reach < low + SEGMENT_DAYS
    assert high - SEGMENT_DAYS <= DAY + reach < high


def test_two_stories_that_an_article_shows_to_be_one_are_merged_with_a_record() -> None:
    left = made("left", [*range(11), *range(40, 49)])
    right = made("right", [*range(9, 20), *range(50, 59)])
    bridge = made("bridge", list(range(20)))
    window = Window()
    window.admit(left, "a")
    assert window.place(right).story is None
    window.admit(right, "b")
    placed = window.place(bridge)
    assert placed.story in {"a", "b"}
    assert [set(pair) for pair in placed.merged] == [{"a", "b"}]
    assert placed.merged[0][0] == placed.story
    window.admit(bridge, "a")
    window.merge("a", "b")
    assert window.place(replace(right, id="again")).story == "a"


def test_an_article_that_is_there_is_not_put_in_twice_and_can_change_its_story() -> None:
    window = Window()
    arriving = sketches()
    for one in arriving:
        window.admit(one, "one")
        window.admit(one, f"a longer name of the story of {one.id}")
    assert len(window) == len(arriving)
    assert window.place(replace(arriving[0], id="copy")).story == "a longer name of the story of 00"


def test_placing_an_article_that_is_there_does_not_compare_it_with_itself() -> None:
    window = Window()
    for one in sketches():
        window.admit(one, one.id)
    assert window.place(sketches()[0]).nearest != "00"


def test_forgetting_drops_whole_weeks_and_their_memory() -> None:
    window = Window()
    for week in range(10):
        for at in range(3):
            window.admit(made(f"{week}-{at}", list(range(20)), day=week * 7.0 + at, vector=[1] * 16), f"s{week}")
    before = window.nbytes
    window.forget(5 * 7.0 + 1)
    assert len(window) == 15
    assert window.nbytes < 0.6 * before
    window.forget(1e9)
    assert (len(window), window.nbytes) == (0, 0)


def test_many_members_are_found_before_and_after_their_postings_are_merged() -> None:
    window = Window()
    for at in range(3 * RECENT + 5):
        window.admit(made(f"m{at}", [at * 10 + word for word in range(8)]), f"s{at}")
    for at in (0, RECENT, RECENT + 1, 3 * RECENT + 4):
        assert window.place(made("copy", [at * 10 + word for word in range(8)])).story == f"s{at}"
    window.merge("s0", f"s{3 * RECENT + 4}")
    assert window.place(made("copy", [(3 * RECENT + 4) * 10 + word for word in range(8)])).story == "s0"


def test_a_story_larger_than_what_is_looked_at_still_takes_its_reports() -> None:
    window = Window()
    for at in range(4 * max(MEMBERS, CANDIDATES)):
        window.admit(made(f"m{at}", [*range(20), 1000 + at], day=DAY + at % 20), "large")
    assert window.place(made("one more", [*range(20), 5])).story == "large"


def test_without_a_day_articles_are_placed_among_those_without() -> None:
    assert groups(told(Window(), sketches(day=None))) == WANTED


def test_a_guessed_date_takes_nothing_from_the_likeness() -> None:
    window = Window()
    window.admit(sketches()[0], "ferry")
    far = replace(sketches()[2], day=DAY + 25)
    assert window.place(replace(far, dated=False)).story == "ferry"
    assert window.place(far).story is None


def test_a_sketch_says_when_its_article_appeared() -> None:
    known = sketch(stories([FERRY[0]], published=date(2024, 3, 1))[0])
    guessed = sketch(stories([FERRY[0]], published=date(2024, 3, 1), inferred=True)[0])
    assert (known.day, known.dated) == (19_783.5, True)
    assert (guessed.day, guessed.dated) == (19_783.5, False)
    assert sketch(stories([FERRY[0]])[0]).day is None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4)))
def test_packing_gives_back_exactly_the_sketch(text: str, vector: list[float] | None) -> None:
    one = sketch(stories([text or " "])[0] if text.strip() else stories([" \n"])[0], vector=None if vector is None else np.array(vector, np.float32))
    other = unpack_sketch(pack_sketch(one))
    assert pack_sketch(other) == pack_sketch(one)
    assert (other.id, other.day, other.dated, other.size) == (one.id, one.day, one.dated, one.size)
    assert other.terms.tolist() == one.terms.tolist()
    window = Window()
    window.admit(one, "a")
    assert isinstance(window.place(replace(other, id="other")), Placement)


def test_a_sketch_packed_with_the_vector_itself_comes_back_on_the_axes() -> None:
    """As stores of before hold them."""
    vector = np.random.default_rng(4).normal(size=len(shipped().axes)).astype(np.float32)
    one = sketch(stories([FERRY[0]])[0], vector=vector)
    before = replace(one, vector=rounded_to(vector))
    assert one.vector is not None
    assert len(one.vector) == shipped().axes.shape[1] < len(vector)
    assert pack_sketch(unpack_sketch(pack_sketch(before))) == pack_sketch(one)


@pytest.mark.parametrize("packed", [b"", b"\xc1", msgspec.msgpack.encode(["a", None, False, b"\0\0\0\0", b"", 1.0, None])])
def test_other_bytes_are_no_sketch(packed: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, ValueError)):
        unpack_sketch(packed)
