"""Words as hashed terms, and what they weigh."""

from __future__ import annotations

import time

import numpy as np
import xxhash

from sayso.data import Article
from sayso.group.calendar import WORDS as CALENDAR
from sayso.group.calendar import agreement
from sayso.group.calendar import named as named_in
from sayso.group.likeness import Shared, likeness
from sayso.group.options import LikenessOptions
from sayso.group.sketches import MOST_TERMS, sketch
from sayso.group.terms import hashed_terms, rarity, term_weights
from tests.group.test_stories import FERRY, stories


def shared(*, words: float, rare: float = 3.0, cosine: float | None = None, apart: float = 0.0, named: tuple[str, str] = ("", "")) -> Shared:
    one = np.ones(1)
    mine, other = (named_in(terms_of(text)) for text in named)
    agreed = agreement(mine, np.array([other], dtype=np.uint64))
    return Shared(words * one, rare * one, 5.0 * one, 5.0, (cosine or 0.0) * one, np.array([cosine is not None]), apart * one, agreed)


def terms_of(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.array(sorted(set(hashed_terms(text))), dtype=np.uint32)


def test_frequent_words_weigh_less_and_unknown_ones_most() -> None:
    president, harvest, invented = (np.array([xxhash.xxh32_intdigest(word)], dtype=np.uint32) for word in (b"president", b"harvest", b"zorblatt"))
    assert 0 <= rarity(president)[0] < rarity(harvest)[0] < rarity(invented)[0]


def test_function_words_are_no_terms_and_endings_do_not_matter() -> None:
    assert list(hashed_terms("It was the of and to")) == []
    assert list(hashed_terms("Captains")) == list(hashed_terms("captain’s"))


def test_the_head_of_an_article_counts_more_than_its_end_and_the_title_most() -> None:
    text = "alpha " + "filler " * 400 + "omega"
    terms, counts, size = term_weights(Article("a", text, title="Delta"), LikenessOptions())
    weight = dict(zip(terms.tolist(), counts.tolist(), strict=True))
    first, last, title = (weight[next(hashed_terms(word))] for word in ("alpha", "omega", "delta"))
    assert last < first < title
    assert size == 402


def test_a_sketch_keeps_the_heaviest_terms_at_a_length_of_one() -> None:
    long = stories([" ".join(f"word{chr(97 + at % 26)}{chr(97 + at // 26)}x" for at in range(500))])[0]
    one = sketch(long)
    assert len(one.terms) == MOST_TERMS
    assert (np.diff(one.terms.astype(np.int64)) > 0).all()
    assert abs(float(np.square(one.weights.astype(np.float64)).sum()) - 1) < 0.01
    assert sketch(stories([FERRY[0]])[0]).terms.tolist() == sketch(stories([FERRY[0]])[0]).terms.tolist()


def test_likeness_grows_with_what_is_shared_and_falls_with_the_days_between() -> None:
    little, more = likeness(shared(words=0.1))[0], likeness(shared(words=0.5))[0]
    assert 0 < little < more < 1
    assert likeness(shared(words=0.5, cosine=0.5))[0] < likeness(shared(words=0.5, cosine=0.9))[0]
    assert likeness(shared(words=0.5, apart=LikenessOptions().grace))[0] == more
    assert likeness(shared(words=0.5, apart=20))[0] < 0.5 * more
    assert likeness(shared(words=0.0, cosine=1.0))[0] == 0


def test_two_that_name_the_same_day_are_more_alike_and_two_that_name_other_days_less() -> None:
    silent = likeness(shared(words=0.3))[0]
    assert likeness(shared(words=0.3, named=("It sank on Monday", "")))[0] == silent
    assert likeness(shared(words=0.3, named=("It sank on Monday", "The ship sank Monday; talks begin Friday")))[0] > silent
    assert likeness(shared(words=0.3, named=("It sank on Monday", "The ship sank on Sunday")))[0] < silent
    assert likeness(shared(words=0.3, named=("It sank in March", "The ship sank in April")))[0] < silent
    assert likeness(shared(words=0.3, named=("The 2016 vote", "The 2016 vote, and that of 2020")))[0] > silent


def test_days_months_and_years_are_told_apart_and_nothing_else_is_one() -> None:
    bits = [named_in(terms_of(word)) for word in CALENDAR]
    assert bits == [1 << at for at in range(len(CALENDAR))]
    assert len(CALENDAR) <= 64
    assert named_in(terms_of("Mondays")) == named_in(terms_of("Monday"))
    assert named_in(terms_of("The harbour of 1873 has a new master in May")) == 0
    assert named_in(terms_of("")) == 0


def test_a_giant_text_is_sketched_in_time() -> None:
    begun = time.process_time()
    sketch(stories(["word " * 40_000 + "x" * 40_000])[0])
    assert time.process_time() - begun < 5
