"""The scorers of single parts, on cases of our own: what counts as right, each marked thing once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import factuality, newsquant, pronouns, times
from sayso.data import Span


def quantity(value: str, unit: str = "-", change: str = "=") -> dict[str, str]:
    return {"value": value, "normalized_unit": unit, "change": change}


def test_marked_quantities_are_numbers_ranges_and_hundredths() -> None:
    assert newsquant.marked(quantity("1500.0")).value == (1500,)
    assert newsquant.marked(quantity("5.0-7.0")).value == (5, 7)
    assert newsquant.marked(quantity("-0.5", "percentage")).value == (-0.5,)
    assert newsquant.marked(quantity("75", "cent per share")).value == (0.75,)
    assert newsquant.marked(quantity("12", change="down")).comparison == "="


def test_found_quantities_follow_the_conventions_of_the_set() -> None:
    assert [told.value for told in newsquant.found("Sales rose from 5% last year to 7%.")] == [(5, 7)]
    assert [told.value for told in newsquant.found("It took five or six boats.")] == [(5,), (6,)]
    assert [told.unit for told in newsquant.found("It cost $5 and took three years and two boats.")] == ["dollar", "year", "boat"]


def test_each_quantity_counts_once(tmp_path: Path) -> None:
    rows = [{"text": "It lost 5 boats and 5 men.", "quantities": [quantity("5", "boat"), quantity("5", "ship"), quantity("5", "man")]}]
    (tmp_path / "newsquant").mkdir()
    (tmp_path / "newsquant" / "NewsQuant.json").write_text(json.dumps(rows))
    figures = newsquant.score(tmp_path)
    assert (figures["value_precision"], figures["value_recall"]) == (1.0, pytest.approx(2 / 3))
    assert figures["value_unit_f1"] < figures["value_f1"]


def test_f1_of_pronouns_and_its_bias() -> None:
    def row(pronoun: str, *meant: bool) -> pronouns.Row:
        return pronouns.Row(f"{pronoun} left", Span(0, len(pronoun)), (Span(0, 1), Span(1, 2)), (meant[0], meant[1]))

    answered = [(row("She", True, False), (True, False)), (row("He", True, False), (False, True)), (row("his", False, True), (False, True))]
    figures = pronouns.figures(answered)
    assert figures == {"f1": pytest.approx(2 / 3), "masculine_f1": 0.5, "feminine_f1": 1.0, "bias": 2.0}


def test_a_rated_word_gets_the_value_of_the_shortest_proposition() -> None:
    assert factuality.pearson([(1, 2), (2, 4), (3, 6)]) == pytest.approx(1)
    assert factuality.pearson([(1, 2), (1, 4)]) is None
    assert factuality.figures([(3.0, 2.0), (None, 1.0), (-3.0, -3.0)]) == {"r": pytest.approx(1), "mae": 0.5, "fits": pytest.approx(2 / 3)}


def test_times_of_the_same_span_are_counted_apart_from_those_of_the_same_value() -> None:
    text = "It sank on Friday."
    document = times.Marked(text, None, ((Span(8, 17), "XXXX-WXX-5"),))
    assert times.matches(document) == (1, 1, 1, 1, 0)
