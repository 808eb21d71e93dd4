import numpy as np
import pytest

from sayso.align.likeness import LikenessOptions, likeness, stems
from sayso.words import stem

FERRY = ["The ferry carried 40 people", "The ferry carried 40 people", "The ferry carried 70 people", "Prices of bread rose in March"]


def same_direction(n: int) -> np.ndarray:
    return np.full((n, 4), 0.5, np.float32)


@pytest.mark.parametrize(("one", "other"), [("missiles", "missile"), ("provided", "provides"), ("supplying", "supplied")])
def test_stems_meet_across_forms(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_stems_leave_out_empty_words() -> None:
    assert stems("The soldiers’ missiles were there") == stems("soldier missile")


def test_other_figures_make_statements_less_alike() -> None:
    found = likeness(FERRY, same_direction(4))
    value = {(int(a), int(b)): float(v) for a, b, v in zip(found.one, found.other, found.value, strict=True)}
    assert value[0, 1] > value[0, 2] > value[0, 3]
    assert value[0, 2] == value[1, 2]


def test_only_the_best_pairs_of_a_text_are_kept() -> None:
    found = likeness(FERRY * 5, same_direction(20), options=LikenessOptions(most=3))
    assert len(found.value) <= 20 * 3


def test_no_texts_have_no_pairs() -> None:
    assert len(likeness([], np.zeros((0, 4), np.float32)).value) == 0
