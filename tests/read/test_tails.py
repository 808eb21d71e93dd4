"""Reporting clauses that the tagger passed over, at the end of a sentence and between commas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Name, Span
from sayso.read.findings import Attribution
from sayso.read.sentences import sentences
from sayso.read.tails import tails


def found(text: str, *names: str, attributions: tuple[Attribution, ...] = ()) -> list[tuple[str, str, list[str]]]:
    spans = sorted(Span(text.index(name), text.index(name) + len(name)) for name in names)
    told = tails(text, sentences=sentences(text), names=[Name(span, "person") for span in spans], attributions=attributions)
    return [
        (text[a.source[0].start : a.source[0].end], text[a.cue[0].start : a.cue[0].end], [text[c.start : c.end] for c in a.content]) for a in told
    ]


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        (
            "The hospital had received 31 bodies, its director, Achta Nour, said by telephone.", ["Achta Nour"],
            [("its director, Achta Nour", "said", ["The hospital had received 31 bodies"])],
        ),
        ("It began in May, the judges write, when a bookmaker wrote.", [], [("the judges", "write", ["It began in May", "when a bookmaker wrote"])]),
        ("In three of them, it adds, the home side won.", [], [("it", "adds", ["In three of them", "the home side won"])]),
        ("Nobody heard the siren which, the firm insists, was sounded.", [], []),
        ("The old bridge was closed in May, the mayor said that it was safe.", [], []),
        ("The tower, the oldest in town, was closed.", [], []),
        ('"We are closed, the mayor says so," it read.', [], []),
    ],
)  # fmt: skip
def test_what_the_tagger_passed_over(text: str, names: list[str], wanted: list[tuple[str, str, list[str]]]) -> None:
    assert found(text, *names) == wanted


def test_a_sentence_that_has_an_attribution_keeps_it() -> None:
    text = "The hospital had received 31 bodies, its director, Achta Nour, said by telephone."
    held = Attribution((Span(36, 60),), (Span(62, 66),), (Span(0, 35),))
    assert found(text, "Achta Nour", attributions=(held,)) == []


@given(st.text(alphabet='ab ,.\n"saidthe', max_size=120))
def test_any_text_is_gone_through(text: str) -> None:
    for told in tails(text, sentences=sentences(text), names=[], attributions=()):
        assert all(0 <= span.start < span.end <= len(text) for span in (*told.source, *told.cue, *told.content))
