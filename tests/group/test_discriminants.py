"""What of a vector tells events apart."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.group.discriminants import STEPS, Discriminants, rounded_to, shipped, told_apart


def test_the_shipped_axes_are_whole_numbers_and_their_products_exact() -> None:
    table = shipped()
    assert table.axes.dtype == np.int8
    assert table.axes.shape[1] == len(table.middle)
    assert table.axes.shape[1] * STEPS * STEPS < 2**24


def test_an_axis_that_no_event_shares_is_left_out_and_the_middle_is_taken_off() -> None:
    table = Discriminants(np.array([[1, 0], [0, 1], [0, 0]], dtype=np.int8), np.array([0.5, 0.0]))
    one, other = (table.of(rounded_to(np.array([0.6, 0.8, noise]))) for noise in (0.0, 0.3))
    assert one.tolist() == [16, 127]
    assert np.abs(one.astype(int) - other.astype(int)).max() < 20
    assert table.of(np.zeros(3, dtype=np.int8)).tolist() == [-127, 0]


@pytest.mark.parametrize("length", [1, 4, shipped().axes.shape[1]])
def test_vectors_of_another_length_stay_what_they_are(length: int) -> None:
    vector = rounded_to(np.linspace(-1, 1, length))
    assert told_apart(vector).tolist() == vector.tolist()


def test_rounding_keeps_the_direction_and_zeros() -> None:
    assert rounded_to(np.array([0.5, -0.25, 0.0])).tolist() == [127, -64, 0]
    assert rounded_to(np.zeros(3)).tolist() == [0, 0, 0]
    assert rounded_to(np.zeros(0)).tolist() == []
